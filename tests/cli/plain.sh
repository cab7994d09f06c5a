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
