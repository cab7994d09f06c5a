#!/bin/bash
# SPDX-License-Identifier: MIT
# What bad input gets: a sentence that names the thing and what to do, an exit status, and nothing
# changed.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
printf '关于召开会议的通知\n\n请准时参加。\n' >plain.txt
paper=$(as clerk import plain.txt --unit zfb --set policy=no)

# The command line.
refused 'an unknown command' 2 "no command 'shwo'; the nearest is 'show'" gk shwo
refused 'an unknown option' 2 "no option '--jso.*help show" gk show --jsox "$paper"
refused 'a missing value' 2 'needs its value' gk show "$paper" --as
refused 'a value too many' 2 'takes no value' as clerk list --json=1
refused 'too few words' 2 'it is written: gongkai show ID' as clerk show
refused 'an unknown verb' 2 'there are: list, show, add' as admin unit remove zfb
refused 'no terminal for the screen' 2 'needs a terminal' as clerk
refused 'no language of ours' 2 'neither zh nor en' gk --lang fr help
refused 'an unknown report' 2 'there is: status' as supervisor report nothing
refused 'a report in no form of ours' 2 'text, csv, json, html, xlsx' as supervisor report status --format pdf
refused 'a paper in no form of ours' 2 'text or html' as clerk show "$paper" --format pdf
refused 'a date that is none' 2 'no date' as supervisor report status --from 2026-02-30
refused 'days that are none' 2 'number of days' gk calendar due 2026-01-05 many
refused 'a limit that is none' 2 'no number' as clerk list --limit x
refused 'nothing to import' 2 'name the files' as clerk import
mkdir papers
refused 'a folder without files' 1 'papers: no files in it' as clerk import papers
refused 'a folder as a file' 1 'papers: no regular file but a folder; name the files in it' as clerk edit "$paper" --file papers
refused 'nothing to change' 2 'say what to change' as clerk edit "$paper"

# Stores and people.
refused 'no store' 1 'no store at .*gongkai init' "$GONGKAI" -C "$TMPDIR/nowhere" --as clerk list
refused 'a store where one is' 1 "$store" gk init
refused 'an unknown person' 1 "nobody named 'nobody'.*clerk" as nobody list
refused 'no person of this login' 1 '--as PERSON' gk list
chmod 755 "$store"
refused 'a store open to others' 1 'chmod' as clerk list
chmod 700 "$store"
if [ "$(id -u)" = 0 ]; then
	chown 65534 "$store"
	refused 'a store someone else owns' 1 'belongs to|owner|owned' as clerk list
	chown 0 "$store"
fi
version=$(find "$store" -maxdepth 2 -name '*version*' | head -n 1)
if [ -n "$version" ]; then
	cp "$version" saved
	echo 99 >"$version"
	refused 'a store of a newer version' 1 'newer' as clerk list
	cp saved "$version"
fi

# Ids, actions, grounds, reasons.
refused 'an unknown id' 1 "no document 'zfb-2026-9999'" as clerk show zfb-2026-9999
refused 'an id of somewhere else' 1 'no document' as clerk show ../../etc/passwd
refused 'an unknown action' 1 "no action 'pas'; there are: .*pass" as head do pas "$paper"
refused 'an action of another state' 1 'possible' as clerk do publish "$paper"
refused 'an action that has its command' 1 'import, edit or mark' as clerk do edit "$paper"
refused 'no attribute' 1 'mark it first' as clerk do submit "$paper"
refused 'an unknown attribute' 1 'public, on-request, private' as clerk mark "$paper" secret
refused 'an unknown ground' 1 'CN16-HR' as clerk mark "$paper" private --ground CN99 --reason 仅涉及人员分工
refused 'no ground' 1 '--ground' as clerk mark "$paper" private --reason 仅涉及人员分工
refused 'a ground dead on the day' 1 'CN2008|in force' as clerk mark "$paper" private \
	--ground "$(sed -n 's/^\[ground \(.*\)\]$/\1/p' "$root/packs/cn/grounds-2008.ini" | head -n 1)" --reason 仅涉及人员分工
refused 'no reason' 1 'reason' as clerk mark "$paper" private --ground CN16-HR
refused 'a catch-all for a reason' 1 '.' as clerk mark "$paper" private --ground CN16-HR --reason 工作需要
refused 'a catch-all for a ground' 1 '.' as clerk mark "$paper" private --ground other-unsuitable --reason 仅涉及人员分工
refused 'no ground fits what is public' 1 'ground' as clerk mark "$paper" public --ground CN16-HR --reason 仅涉及人员分工
refused 'a review beyond what the grounds allow' 1 '2027-01-05' as clerk mark "$paper" private --ground CN16-HR \
	--reason 仅涉及人员分工 --review-by 2031-01-01
refused 'an unknown field' 1 'nonsense' as clerk edit "$paper" --set nonsense=1
refused 'a field without a value' 1 'FIELD=VALUE' as clerk edit "$paper" --set policy
refused 'a choice that is none' 1 'genre|Genre' as clerk edit "$paper" --set genre=poem
refused 'the paper of another' 1 'Wang Ni' as clerk2 edit "$paper" --title 新标题
refused 'an unknown queue' 1 'desk' as clerk list --queue nonsense
refused 'an unknown term' 1 'state' as clerk list colour:red
refused 'an unknown unit' 1 "no unit 'moon'" as supervisor report status --unit moon
refused 'an unknown kind' 1 'gongwen' as clerk import plain.txt --kind memo
refused 'a decision beyond the last' 1 . as clerk diff "$paper" 1 99

# Four eyes.
two() { as clerk import plain.txt --unit zfb --set policy=no --title "$1"; }
a=$(two 甲)
check 'mark' as clerk mark "$a" public
check 'submit' as clerk do submit "$a"
check 'the drafter may head too' as admin person grant clerk head@zfb
refused 'nobody passes what they drafted' 1 'clerk' as clerk do pass "$a"
check 'nor' as admin person revoke clerk head@zfb
check 'the head hands their role to the drafter' as head person delegate clerk head@zfb --to 2026-01-31 --reason 出差
refused 'through a delegation neither' 1 'clerk' as clerk do pass "$a"
check 'the head hands their role to the secrecy reviewer' as head person delegate secrecy head@zfb --to 2026-01-31 --reason 出差
is 'who may pass it' "$a secrecy" as secrecy do pass "$a"
run as auditor log "$a" --json
that 'for the head' "$(tail -n 1 <<<"$out" | jq -r '"\(.actor) \(.acting_for) \(.role)"')" = 'secrecy head head'
refused 'but gives no second approval' 1 'secrecy' as secrecy do pass "$a"
refused 'a delegation of what one has not' 1 'cannot delegate' as clerk person delegate head signer@sz --to 2026-01-31 --reason 出差
refused 'a delegation without an end' 2 'last day' as head person delegate clerk2 head@zfb --reason 出差
refused 'an administrator decides about no paper' 1 . as admin do pass "$a"
refused 'a clerk changes no unit' 1 'administrator' as clerk unit add moon --name 月球
check 'a person ends' as admin person end statistician --on 2026-01-04
refused 'an ended person does not act' 1 "nobody named 'statistician'" as statistician list

# An approval is bound to what was read.
b=$(two 乙)
check 'mark' as clerk mark "$b" public
check 'submit' as clerk do submit "$b"
check 'head' as head do pass "$b"
refused 'no change under review' 1 'possible|drafting' as clerk edit "$b" --title 丙
refused 'no other attribute under review' 1 . as clerk mark "$b" private --ground CN16-HR --reason 仅涉及人员分工

# Files.
: >empty.txt
head -c 2000 /dev/urandom >binary.bin
printf 'PK\003\004\000\000' >zip.docx
printf '\377\376\377\376\377\377\n' >broken.txt
refused 'an empty file' 1 'empty.txt.*empty' as clerk import empty.txt
refused 'a binary file' 1 'binary.bin' as clerk import binary.bin
refused 'a word processor file' 1 'zip.docx' as clerk import zip.docx
refused 'neither UTF-8 nor GB18030' 1 'broken.txt' as clerk import broken.txt
refused 'larger than the limit' 1 'limit of 10 bytes' as clerk import plain.txt --limit 10
truncate -s 65M big.txt
refused 'larger than 64 MiB' 1 'big.txt: larger than the limit of 67108864' as clerk import big.txt
refused 'no such file' 1 'nothing.txt' as clerk import nothing.txt
mkfifo pipe
refused 'a pipe that nobody writes to' 1 'no regular file' as clerk import pipe
refused 'a device' 1 'no regular file' as clerk import /dev/zero
refused 'an empty standard input' 1 'empty' as clerk import -
refused 'a line break in a title' 1 'title' as clerk import plain.txt --title $'one\ntwo'
refused 'a terminal escape in a title' 1 'title' as clerk import plain.txt --title $'\e[31mred'
refused 'a bidi override in a title' 1 'title' as clerk import plain.txt --title $'a\u202eb'
refused 'a title without end' 1 'title' as clerk import plain.txt --title "$(printf '长%.0s' {1..300})"
refused 'a title that is no UTF-8' 2 '--title: .*UTF-8' as clerk import plain.txt --title $'\xff\xfe'
refused 'an escape in a field' 1 . as clerk edit "$paper" --set issuer=$'\e]0;x\a'
refused 'an escape in a reason' 1 'reason' as clerk mark "$paper" private --ground CN16-HR --reason $'人员\e[2J分工'
refused 'an escape in a comment' 1 'comment' as secrecy do return "$b" --code other --comment $'\e[2J'
refused 'a name of a unit with an escape' 1 'name' as admin unit add moon --name $'\e[31m'
refused 'an id that is none' 1 'no id' as admin unit add 'Moon Base' --name 月球
cp plain.txt $'new\nline.txt'
refused 'a file name with a line break' 1 'name' as clerk import $'new\nline.txt'
cp plain.txt $'esc\e[31m.txt'
refused 'a file name with an escape' 1 'name' as clerk import $'esc\e[31m.txt'
that 'no escape reaches the terminal' "$(grep -c $'\e' <<<"$err")" = 0
iconv -f UTF-8 -t GB18030 plain.txt >gb.txt
check 'a file in GB18030' as clerk import gb.txt
is 'is converted' 'GB18030 关于召开会议的通知' json_of "$out" '"\(.encoding) \(.title)"'
is 'standard input' 标准输入 bash -c "id=\$('$GONGKAI' -C '$store' --as clerk import - <plain.txt --title 标准输入) && '$GONGKAI' -C '$store' --as clerk show \$id --json | jq -r .title"
printf '\e[2J\e[31mred\n' >escape.txt
run as clerk import escape.txt --title 含控制符
if [ "$rc" = 0 ]; then
	run as clerk show "$out" --text
	that 'what a text says is not sent to the terminal' "$(grep -c $'\e' <<<"$out")" = 0
fi
as clerk import plain.txt --number 市政办函〔2026〕1号 >/dev/null
refused 'a number twice' 1 '〔2026〕1号' as clerk import plain.txt --number '市政办函[2026]1号'

# Secrecy marks: a stub remains, nothing of the paper.
printf '秘密★1年\n\n关于某事的报告\n\n内容。\n' >secret.txt
ends 'a paper with a secrecy mark' 1 as clerk import secret.txt --unit zfb
stub=$(grep -oE 'zfb-[0-9]{4}-[0-9]+' <<<"$err" | head -n 1)
is 'leaves a stub without a title' 'stub null null' json_of "$stub" '"\(.kind) \(.title) \(.file_name)"'
that 'and no text' -z "$(grep -rl 关于某事的报告 "$store")"
refused 'again: the same stub' 1 "$stub" as clerk import secret.txt --unit zfb

is 'a paper that only quotes the mark is admitted' "$stub admitted" \
	as secrecy do admit "$stub" --comment 仅为引用密级标志的示例
check 'and then comes in' as clerk import secret.txt --unit zfb
that 'by two people' "$out" != "$stub"

# What does not show is found, and let stand by a reason alone.
printf '关于某事的通知\n\n看得见\342\200\256看不见\n' >hidden.txt
hidden=$(as clerk import hidden.txt --unit zfb --set policy=no)
is 'a hidden character is found' 'hidden-character 3:4' json_of "$hidden" '.findings[0]'
for step in 'clerk mark ID public' 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$hidden}
done
refused 'it does not pass the screening' 1 'screening found: hidden-character 3:4' as secrecy do pass "$hidden"
refused 'nor is it waived without a reason' 1 'comment' as secrecy do waive "$hidden"
check 'but with one' as secrecy do waive "$hidden" --comment 原文如此
is 'it passes' "$hidden office" as secrecy do pass "$hidden"

# Packs.
cp -r "$root/packs/cn" bad
sed -i '3s/.*/nonsense here/' bad/roles.ini
refused 'a pack with a syntax error' 1 'bad/roles.ini:3' as admin pack adopt "$TMPDIR/bad"
refused 'not even for a new store' 1 'bad/roles.ini:3' "$GONGKAI" -C "$TMPDIR/other" init --pack ./bad
that 'which is not made' ! -e "$TMPDIR/other"
refused 'an unknown pack' 1 "no pack 'mars'; there are: .*cn" "$GONGKAI" -C "$TMPDIR/other" init --pack mars
refused 'no id for the first unit' 1 'no id' "$GONGKAI" -C "$TMPDIR/other" init --unit 'A B'
refused 'a folder without a pack' 1 . as admin pack adopt "$TMPDIR/public/"

# Bulk work goes on past what fails and names it.
c=$(two 丙) d=$(two 丁)
ends 'some of several' 3 as clerk mark "$c" zfb-2026-9999 "$d" public
that 'the bad one is named' "$err" = "gongkai: zfb-2026-9999: there is no document 'zfb-2026-9999' that you may see"
is 'the others are done' public json_of "$d" .attribute
ends 'acts too' 3 as clerk do submit "$c" zfb-2026-9999 "$d"
that 'the done are told' "$out" = "$c section"$'\n'"$d section"
refused 'all of several' 1 'zfb-2026-9998: ' as clerk do submit zfb-2026-9998 zfb-2026-9999
ends 'some of several files' 3 as clerk import plain.txt nothing.txt
printf 'title,policy,genre,file\n关于甲的通知,no,notice,plain.txt\n短行,no\n关于乙的通知,maybe,notice,\n,no,notice,\n关于丙的通知,no,letter,none.txt\n"关于丁,戊的通知",yes,notice,\n' >table.csv
ends 'a table with bad rows' 3 as clerk import --table table.csv --unit zfb
that 'good rows are kept' "$(wc -l <<<"$out")" = 2
for row in 3 4 5 6; do
	that "row $row is named" "$(grep -c "^gongkai: row $row: " <<<"$err")" = 1
done
is 'a quoted comma' '关于丁,戊的通知 yes' json_of "$(tail -n 1 <<<"$out")" '"\(.title) \(.fields.policy)"'
printf 'title,colour\nx,red\n' >columns.csv
refused 'a column that is none' 1 "columns.csv.*'colour'; a table has: title, number" as clerk import --table columns.csv
printf 'title\n"open\n' >open.csv
refused 'a table with an open quote' 1 'open.csv.*line 2' as clerk import --table open.csv
refused 'a table and files' 2 'leave .plain.txt. out' as clerk import --table table.csv plain.txt
refused 'a title for two' 2 'for one paper' as clerk import plain.txt gb.txt --title x

# Nowhere to write.
ends 'results that cannot be written' 1 bash -c "'$GONGKAI' -C '$store' --as clerk list --json >/dev/full"
refused 'an export into no folder' 1 plain.txt as publisher export state:published -o plain.txt/x
refused 'what is not published' 1 . as publisher export "$paper" -o out
that 'leaves nothing' ! -e out
check 'after all this: no fault' gk verify
finish
