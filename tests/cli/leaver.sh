#!/bin/bash
# SPDX-License-Identifier: MIT
# Who leaves: what they were drafting goes on with who has a post for it, four eyes hold all the
# same, what they did keeps their name; and a unit that ends keeps its papers.
# shellcheck disable=SC1010,SC2016  # do is a command here, and eval expands
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
printf '关于召开会议的通知\n\n请准时参加。\n' >plain.txt
state() { json_of "$1" .state; }
tomorrow() { GONGKAI_CLOCK=2026-01-06T09:00:00+08:00 as "$@"; }
left() { tomorrow "$1" list --queue left --json | jq -r .id | sort | tr '\n' ' '; }

one=$(as clerk import plain.txt --unit zfb --set policy=no --title 甲)
two=$(as clerk import plain.txt --unit zfb --set policy=no --title 乙)
check 'marked' as clerk mark "$one" public
refused 'a colleague does not touch it' 1 'is for the drafter, Wang Ni' as clerk2 do submit "$one"
check 'the drafter leaves' as admin person end clerk
refused 'and has this day still' 1 'is for the drafter, Wang Ni' as clerk2 do submit "$one"
is 'nothing is left yet' '' bash -c "$(declare -f as gk); GONGKAI='$GONGKAI' store='$store' speak=''
	as clerk2 list --queue left"

# The day after.
refused 'who has gone does nothing' 1 . tomorrow clerk do submit "$one"
that 'what they left is in a queue' "$(left clerk2 | grep -c "$one.*$two\|$two.*$one")" = 1
that 'of drafts and of what came back' "$(left clerk2 | wc -w)" -gt 2
is 'of who drafts alone' '' tomorrow head list --queue left
refused 'for which a post is needed' 1 . tomorrow head do submit "$one"
check 'a colleague submits it' tomorrow clerk2 do submit "$one"
is 'as it was drafted' clerk json_of "$one" .drafter
check 'and mends the other' tomorrow clerk2 edit "$two" --title 丙
check 'marks it' tomorrow clerk2 mark "$two" public
check 'submits it' tomorrow clerk2 do submit "$two"
that 'they are off the queue' "$(left clerk2 | grep -c "$one\|$two")" = 0
check 'the colleague becomes a head' tomorrow admin person grant clerk2 head@zfb
refused 'who edited does not judge' 1 'drafted or edited' tomorrow clerk2 do pass "$two"
check 'another does' tomorrow head do pass "$two"

# What comes back to who has gone comes back to the queue.
check 'returned' tomorrow head do return "$one" --code weak-reason
that 'left once more' "$(left clerk2 | grep -c "$one")" = 1

# A unit ends: what it has stays its own, under its name.
check 'a unit' tomorrow admin unit add xinban --name 新办 --parent zfb
three=$(tomorrow clerk2 import plain.txt --unit xinban --set policy=no --title 丁)
check 'that ends' tomorrow admin unit end xinban
is 'its paper is its own' xinban json_of "$three" .unit
has 'by its name' '新办' tomorrow clerk2 show "$three"
check 'the ledger holds' as auditor verify
finish
