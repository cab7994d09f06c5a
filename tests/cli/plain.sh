#!/bin/bash
# SPDX-License-Identifier: MIT
# --plain: numbered menus, line by line, from a pipe as well.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# typed PERSON LINE...: what the menus say to these lines.
typed() {
	local who=$1
	shift
	printf '%s\n' "$@" | gk --as "$who" --plain
}

check 'a new store' gk init --demo
has 'the desk, its queues numbered' '^3  My papers, with others now: 5$' typed clerk q
has 'a queue, its papers numbered' '^1  .*; Office check; Private; ' typed clerk 3 b q
has 'a paper and its text' '^一、该企业申报的项目' typed clerk 3 1 t b b q
has 'its decisions' 'Submit' typed clerk 3 1 d b b q
has 'what is closed, and why' "^Pass: 'Pass' is for" typed clerk 3 1 w b b q
has 'a search' '政务公开' typed clerk '/政务公开' b q
has 'no such choice' "There is no choice 'x'" typed clerk x q
has 'the end of the input is the end' 'Returned to me' typed clerk
printf '夜间服务\n\n正文。\n' >"$TMPDIR/paper.txt"
check 'a paper' as clerk import "$TMPDIR/paper.txt" --set policy=no
id=$out
check 'marked' as clerk mark "$id" public
has 'it is submitted by a number' '^Submit: done\.$' typed clerk '/夜间' 1 1 b b q
has 'it is returned with a reason' '^Return: done\.$' typed head '/夜间' 1 2 1 '请修改' b b q
has 'and has come back' '^1  Returned to me: 2$' typed clerk q
check 'submitted again' as clerk 'do' submit "$id"
# A paper is begun, marked, mended, submitted and signed by answers alone.
drafted() { typed clerk n '' '' '城市更新办法' '' '第一条' '第二条' . '' n '>' s b q; }
has 'a form is gone through answer by answer' '^What is begun: a paper' drafted
check 'the draft' as clerk list '城市更新'
# shellcheck disable=SC2154  # $out is run's
draft=$(grep -o 'mishu-[0-9-]*' <<<"$out")
has 'what was typed is there' '^第二条$' typed clerk '/城市更新' 1 t b b q
has 'what is wrong is said where it is' '^! .*: no such file or folder$' \
	typed clerk n '' nowhere.txt '' '!' q
has 'nothing is begun then' '^Left; nothing was decided\.$' typed clerk n '' '!' q
has 'the end of the input begins nothing' 'New paper' typed clerk n '' '没有写完'
has 'and what was typed is offered again' 'Take it up again' typed clerk n y '!' q
once_left() { ! typed clerk n '!' q | grep -q 'Take it up again'; }
check 'once left it is gone' once_left
has 'lines are mended one by one' '^第三条$' \
	typed clerk '/城市更新' 1 2 '' '' 'c 2' '第三条' . p '>' s t b b q
has 'a line more, a line less' '^2  第四条$' \
	typed clerk '/城市更新' 1 2 '' '' 'i 2' '第四条' . 'd 1' 'i 1' '零' . p '!' b b q
marked() { typed clerk '/城市更新' 1 1 "$@"; }
has 'grounds that have ended are closed, and say why' 'no longer in force' \
	marked private '' x '!' b b q
has 'words narrow a choice' '^1  CN14-SECRET State secret$' marked 3 '' 'state secret' '!' b b q
has 'a mark without a ground is not taken' '^! Grounds: needed$' marked 3 '' '' '' . '' s b b b q
has 'a paper is marked' 'is marked: Public' marked 1 '>' s b b q
has 'and submitted' '^Submit: done\.$' typed clerk '/城市更新' 1 1 b b q
has 'reviewed' '^Pass: done\.$' typed head '/城市更新' 1 1 b b q
has 'for secrecy' '^Pass: done\.$' typed secrecy '/城市更新' 1 1 b b q
has 'by the office' '^Pass: done\.$' typed checker '/城市更新' 1 1 b b q
has 'not signed without its id' '^Left; nothing was decided\.$' typed signer '/城市更新' 1 1 no b b q
has 'signed' '^Sign: done\.$' typed signer '/城市更新' 1 1 "$draft" b b q
# Many papers at once: selected by numbers and words, seen before, done, what was refused.
for what in 养护 改造 拆除; do
	printf '路灯%s\n\n正文。\n' $what >"$TMPDIR/paper.txt"
	check "a paper more: $what" as clerk import "$TMPDIR/paper.txt" --set policy=no
done
has 'words select' '^3 papers are selected$' typed clerk '/路灯' '+' b q
has 'and fewer words fewer' '^1 papers are selected$' typed clerk '/路灯' '+ 改造' b q
has 'numbers, a range' '^2 papers are selected$' typed clerk '/路灯' '+ 1 2-3' '- 2' b q
has 'the selected are marked' '^1 \*  路灯' typed clerk '/路灯' '+ 1' b q
has 'nothing is selected' '^No paper is selected: ' typed clerk '/路灯' a b q
has 'how many stay is said' '^Void: 3 papers go, 0 stay\.$' \
	typed clerk '/路灯' '+' a a 1 b b q
has 'one mark for all is seen first' '^Mark: 3 papers go, 0 stay\.$' \
	typed clerk '/路灯' '+' a k 1 '>' s b b b q
has 'nothing is marked before y' 'not marked' typed clerk '/路灯' b q
has 'then it is done' '^Mark: 3 done, 0 refused, 0 left alone$' \
	typed clerk '/路灯' '+' a k 1 '>' s y b b q
has 'an act for those of its step' '^Submit: 3 papers go, 1 stay\.$' \
	typed clerk / '+ 路灯' '+ 夜间' a a 1 b b q
has 'the papers that stay' '夜间服务: ' typed clerk / '+ 路灯' '+ 夜间' a a 1 s b b q
has 'and those that go' '路灯拆除$' typed clerk / '+ 路灯' a a 1 l b b q
has 'done' '^Submit: 3 done, 0 refused, 1 left alone$' \
	typed clerk / '+ 路灯' '+ 夜间' a a 1 y a b b q
[ "$(grep '^[0-9]* papers are selected$' <<<"$out" | tail -n 1)" = '1 papers are selected' ]
count 'what was done is selected no more' $?
has 'a return has its reason' '^Return: 3 done, 0 refused, 0 left alone$' \
	typed head '/路灯' '+' a a 2 y 1 '请合并' b q
none_for_me() { typed auditor '/路灯' '+' a a b q; }
has 'nobody acts who may not' '^! None of these papers can take a step by you$' none_for_me
many_read_only() { printf '%s\n' '/路灯' '+' a b q | gk --as clerk --plain --read-only; }
has 'nor read-only' '^! The program was started to read only$' many_read_only
has 'an import is undone by its number' '^Undo the import: 3 done' \
	typed clerk '/路灯' '+' a z y '导入错误' 3 b q
has 'not without it' '^Left; nothing was decided\.$' typed clerk '/夜间' '+' a z y '导入错误' 7 b b q
many_zh() { printf '%s\n' '/夜间' '+' a b b q | gk --as clerk --lang zh --plain; }
has 'in Chinese' '^已选 1 件$' many_zh

# Reports: a line a row, the papers behind it, other days, a file.
has 'the reports are numbered' '^1  Where the papers stand: ' typed clerk r '' q
has 'a row is a line, numbers behind their names' '^[0-9]+  .*; Published; Public; Papers [0-9]+' \
	typed clerk r 1 b q
has 'the sum' '^Sum: Papers ' typed clerk r 1 b q
has 'the papers behind a line' '^1  .*; Returned; ' typed clerk r 1 1 b b q
has 'narrowed' '^1  Secretariat; ' typed clerk r 1 f 'unit:mishu' b q
has 'what it cannot be asked by' "^! A report is asked for by unit: " typed clerk r 1 f 'colour:red' b q
has 'written out' "^Written into $TMPDIR/report.csv$" typed clerk r 1 w "$TMPDIR/report.csv" b q
check 'a file that is whole' grep -q '^mishu,' "$TMPDIR/report.csv"
has 'not over another' '^! .*/report.csv: ' typed clerk r 1 w "$TMPDIR/report.csv" b q
has 'records are of a kind' '^Records of which kind' typed clerk r 13 '' q

# Who works here, and what an administrator does about it.
has 'people' '^1  admin; Wei Guan; ' typed clerk o b q
has 'units' '^[0-9]+  mishu; Secretariat; ' typed clerk o b q
has 'what is closed says why' '^[0-9]+  .*: ! units, people and packs are changed by an administrator' \
	typed clerk o 1 '' b q
has 'a unit is added' 'a unit from now on' typed admin o a 2 luzheng '路政科' '' '>' s b q
has 'and is there' '^[0-9]+  luzheng; 路政科' typed clerk o b q
has 'a person' 'works here from now on' \
	typed admin o a 1 lu1 '陆一' '' 路政科 1 1 '>' s b q
has 'who is there too' '^[0-9]+  lu1; 陆一; ' typed clerk o b q
office_read_only() { printf '%s\n' o a b q | gk --as admin --plain --read-only; }
has 'nothing is changed read-only' '^! The program was started to read only$' office_read_only

begin_read_only() { printf '%s\n' n q | gk --as clerk --plain --read-only; }
has 'nothing is begun read-only' '^! The program was started to read only$' begin_read_only
begin_in_chinese() { printf '%s\n' n '' '!' q | gk --as clerk --lang zh --plain; }
has 'forms in Chinese' '^现为：公文$' begin_in_chinese
export GONGKAI_CONFIG_DIR=$TMPDIR/config
mkdir "$GONGKAI_CONFIG_DIR"
printf '[screen]\nlanguage = zh\nfly = on\n' >"$GONGKAI_CONFIG_DIR/config.ini"
has 'the language of config.ini' '退回给我的' typed clerk q
has 'what is wrong in it' '^! config.ini:3: ' typed clerk q
rm "$GONGKAI_CONFIG_DIR/config.ini"
read_only() { printf '%s\n' '/夜间' 1 1 b b q | gk --as head --plain --read-only; }
has 'nothing is decided read-only' '^! The program was started to read only$' read_only
chinese() { echo q | gk --as clerk --lang zh --plain; }
has 'in Chinese too' '退回给我的' chinese
finish
