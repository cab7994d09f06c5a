#!/bin/bash
# SPDX-License-Identifier: MIT
# Nobody passes or signs what they drafted or edited, whichever way they come to it: each way of
# docs/security.md by which it could be tried, tried.
# shellcheck disable=SC1010,SC2016  # do is a command here, and eval expands
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
printf '关于召开会议的通知\n\n请准时参加。\n' >plain.txt
begin() { as "$1" import plain.txt --unit zfb --set policy=no --title "$2"; }
ready() { as "$1" mark "$2" public && as "$1" do submit "$2"; }
state() { json_of "$1" .state; }

# A role taken on after drafting, and one held all along.
one=$(begin clerk 甲)
check 'submitted' ready clerk "$one"
check 'the drafter becomes the head' as admin person grant clerk head@zfb
refused 'a role taken on after drafting' 1 'Wang Ni|clerk' as clerk do pass "$one"
is 'is not on their desk as theirs to pass' false bash -c \
	"'$GONGKAI' -C '$store' --as clerk show '$one' --json | jq '[.options[]? | select(.action == \"pass\") | .open] | any'"

# Another role altogether, over several steps.
check 'and secrecy reviewer, checker, signer' eval 'for r in secrecy checker signer; do as admin person grant clerk $r@zfb; done'
check 'the head passes it' as head do pass "$one"
refused 'not at the next step' 1 . as clerk do pass "$one"
check 'secrecy' as secrecy do pass "$one"
refused 'nor at the office' 1 . as clerk do pass "$one"
check 'the office' as checker do pass "$one"
refused 'nor the signature' 1 . as clerk do sign "$one"
check 'whose it is' as signer do sign "$one"

# A delegation, both ways: of the reviewer to the drafter, of the drafter to the reviewer.
two=$(begin clerk 乙)
check 'another' ready clerk "$two"
check 'the head lends to clerk2' as head person delegate clerk2 head@zfb --to 2026-01-31 --reason 出差
check 'clerk2 passes' as clerk2 do pass "$two"
three=$(begin clerk2 丙)
check 'a paper of clerk2' ready clerk2 "$three"
refused 'a role lent to the drafter' 1 . as clerk2 do pass "$three"
check 'the drafter lends to the head' as clerk2 person delegate head clerk@xinxi --to 2026-01-31 --reason 出差
check 'which takes nothing from the head' as head do pass "$three"

# A second account: a key and a login are one person's, and two roles are one person.
ssh-keygen -q -t ed25519 -N '' -f key
check 'a key' as admin person key add clerk key.pub
check 'a second account of the drafter' as admin person add clerk-b --name-zh 甲二 --unit zfb --role head
refused 'has not the same key' 1 "is clerk's already" as admin person key add clerk-b key.pub
check 'a login' as admin person change clerk --login wangni
refused 'nor the same login' 1 'wangni' as admin person change clerk-b --login wangni

# Joint drafting: who edited has drafted.
four=$(begin clerk 丁)
check 'secrecy is a clerk too' as admin person grant secrecy clerk@zfb
run as secrecy edit "$four" --set policy=yes
that 'only the drafter edits, or who edits has drafted' "$rc" != 0
check 'handed in' ready clerk "$four"
check 'returned' as head do return "$four" --code FORMAT

# Joint signing: the drafter holds a post in the unit that is asked.
five=$(as clerk import plain.txt --unit zfb --title 戊 --set policy=no --set co-signers=fgw)
check 'the drafter signs for fgw as well' as admin person grant clerk signer@fgw
check 'on its way' ready clerk "$five"
check 'passed' eval 'as head do pass "$five" && as secrecy do pass "$five" && as checker do pass "$five"'
is 'to be countersigned' joint state "$five"
refused 'not by its drafter for another unit' 1 . as clerk do countersign "$five"

# Many at once: one's own stays behind, with the reason.
six=$(begin clerk 己) seven=$(begin clerk2 庚)
check 'theirs' ready clerk "$six"
check 'and another' ready clerk2 "$seven"
ends 'many at once' 3 as clerk do pass "$six" "$seven"
has 'one'\''s own stays' section state "$six"
has 'the other goes on' '^(secrecy|pre-review)$' state "$seven"

# Imports: who brings in a table has drafted what is in it.
printf 'title,unit,policy,file\n辛,zfb,no,plain.txt\n' >table.csv
run as head import --table table.csv
check 'the head brings in a table' as admin person grant head clerk@zfb
run as head import --table table.csv
eight=$(as head list --json --limit 0 | jq -r 'select(.title == "辛") | .id' | head -n 1)
that 'a paper of the table' -n "$eight"
is 'is the head'\''s draft' head json_of "$eight" .drafter
check 'marked and handed in' ready head "$eight"
refused 'imported, and not passed' 1 . as head do pass "$eight"

# Taken back and begun anew by somebody else it is still no way round: the text was theirs.
check 'the ledger holds' as auditor verify
finish
