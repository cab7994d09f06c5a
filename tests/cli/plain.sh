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
read_only() { printf '%s\n' '/夜间' 1 1 b b q | gk --as head --plain --read-only; }
has 'nothing is decided read-only' '^! The program was started to read only$' read_only
chinese() { echo q | gk --as clerk --lang zh --plain; }
has 'in Chinese too' '退回给我的' chinese
finish
