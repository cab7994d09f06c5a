# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# A pack of its own, of no law there is: lost property. Sourced by tests of the commands and of the
# screens; nothing of it is in C.

# write_pack FOLDER
write_pack() {
	mkdir -p "$1"
	cat >"$1/pack.ini" <<'END'
[pack]
code = lost
version = 1
name.en = Lost property
name.zh = 失物招领
timezone = Asia/Shanghai

[calendar]
file = days.csv

[attribute public]
name.en = Public
name.zh = 公开
public = yes

[return vague]
name.en = Too vague
name.zh = 描述不清

[role keeper]
name.en = Keeper
name.zh = 保管员

[role officer]
name.en = Officer
name.zh = 主管

[role admin]
name.en = Administrator
name.zh = 管理员
administers = yes
bars-decisions = yes
END
	cat >"$1/days.csv" <<'END'
day,kind,name
2026-01-01,off,New Year
2026-01-14,off,Fair
2026-01-17,work,Fair
2026-12-31,off,Closing
END
	for action in \
		'take create Take_in 接收' 'edit edit Edit 修改' 'enter submit Enter 登记' \
		'ask move Ask 询问' 'answered move Answered 已答复' 'offer move Offer 请示' \
		'agree approve Agree 同意' 'return return Return 退回' 'drop void Drop 作废' \
		'longer move Keep_longer 延长保管' 'sell move Sell 处置'; do
		# shellcheck disable=SC2086
		set -- "$1" $action
		printf '[action %s]\nact = %s\nname.en = %s\nname.zh = %s\n\n' \
			"$2" "$3" "$(echo "$4" | tr _ ' ')" "$5"
	done >"$1/actions.ini"
	cat >"$1/found.ini" <<'END'
[kind found]
name.en = Found thing
name.zh = 失物
workflow = found.csv
register = yes
columns = where:12 at twin

[field found at]
name.en = Found at
name.zh = 拾获时间
type = moment
required = yes

[field found where]
name.en = Place
name.zh = 地点
type = choice
required = yes
choices = hall|yard
choices.en = The hall|The yard
choices.zh = 大厅|院内

[field found twin]
name.en = Belongs to
name.zh = 关联
type = link

[field found weeks]
name.en = Days to keep it
name.zh = 保管天数
type = number

[state found draft]
name.en = Being written
name.zh = 录入
phase = draft

[state found kept]
name.en = Kept
name.zh = 保管
phase = review

[state found asked]
name.en = Owner asked
name.zh = 询问失主
phase = review

[state found offered]
name.en = With the officer
name.zh = 报主管
phase = review

[state found sold]
name.en = Sold
name.zh = 已处置
phase = ended

[state found gone]
name.en = Handed over
name.zh = 已交还
phase = ended

[state found void]
name.en = Void
name.zh = 作废
phase = ended

[clock found word]
name.en = Notice on the board
name.zh = 公告时限
basis.en = House rule 3
basis.zh = 内规第三条
start = kept
stop = gone sold void
from = at
hours = 5
warn = 1

[clock found keep]
name.en = Keeping
name.zh = 保管期限
basis.en = House rule 7
basis.zh = 内规第七条
start = kept
stop = gone sold void
pause = asked
from = at
days = 5
days-of = weeks
count = working
extend = longer
extend-days = 3
warn = 2
END
	cat >"$1/found.csv" <<'END'
from,action,to,role,when,guards
,take,draft,keeper,,
draft kept,edit,=,keeper,,
draft,enter,kept,keeper,,drafter
kept,ask,asked,keeper,,comment
asked,answered,kept,keeper,,
kept,offer,offered,keeper,,
offered,agree,gone,officer,,
offered,return,draft,officer,,
kept asked,longer,=,officer,,comment
kept,sell,sold,,,expired:keep
draft,drop,void,keeper,,comment
END
}
