#!/bin/bash
# SPDX-License-Identifier: MIT
# Papers that name papers: forwarded ones bear the mark, interpretations are published together;
# rows of the negative list.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
printf '关于召开会议的通知\n\n请准时参加。\n' >plain.txt
held=mishu-2026-0001 # private, CN16-HR, held
paper() { as clerk import plain.txt --unit zfb --title "$@"; }
# Takes a submitted paper to its signature.
signed() {
	as head do pass "$1" && as secrecy do pass "$1" && as checker do pass "$1" && as signer do sign "$1"
} >/dev/null

# Marked by a row of the negative list.
one=$(paper 关于值班安排的通知 --set policy=no)
check 'the row fills in ground and reason' as clerk mark "$one" private --row n07
has 'the row' '"row": ?"N07"' as clerk show --json "$one"
has 'its ground' '"grounds": ?\["CN16-LOG"\]' as clerk show --json "$one"
has 'its reason' '"reason": ?"It concerns' as clerk show --json "$one"
check 'words of one'\''s own' as clerk mark "$one" private --row N07 --ground CN16-FLOW --reason 仅规定值班流程，对外不产生效力。
has 'both grounds' '"grounds": ?\["CN16-LOG", ?"CN16-FLOW"\]' as clerk show --json "$one"
refused 'a row that is not there' 1 "no row 'N99'; near it: N01" as clerk mark "$one" private --row N99
refused 'a public paper has none' 1 'marked by no row' as clerk mark "$one" public --row N07
check 'no row fits' as clerk mark "$one" private --ground CN16-FLOW --reason 仅规定值班流程，对外不产生效力。
has 'it is flagged' '! outside the list' as clerk show "$one"
has 'and listed' "^$one .*CN16-FLOW" as supervisor report outside-list
has 'counted' '"withheld": ?6, ?"outside": ?6' as supervisor --json report outside-list
check 'back on the list' as clerk mark "$one" private --row N08
has 'counted again' '"withheld": ?6, ?"outside": ?5' as supervisor --json report outside-list

# A forwarded paper inherits the mark.
two=$(paper 转发的通知 --set policy=no --set forwards-paper=$held)
has 'what it forwards, and its mark' "Forwards .*$held .*Private CN16-HR" as clerk show "$two"
has 'the other side' "Forwarded by +$two" as clerk show "$held"
has 'for machines' '"field": ?"forwards-paper", ?"back": ?true' as clerk show --json "$held"
refused 'nothing is taken over by itself' 1 'has no attribute' as clerk do submit "$two"
refused 'another mark needs a reason' 1 "$held .* is marked Private; to mark $two Public, say why" as clerk mark "$two" public
check 'the same mark' as clerk mark "$two" private --row N06
check 'another one, with its reason' as clerk mark "$two" public --reason 考核结果已在机关内部公示期满，可以公开。
check 'submitted' as clerk do submit "$two"
three=$(paper 先认定后引用 --set policy=no)
check 'marked before it names the other' as clerk mark "$three" public
check 'then it names it' as clerk edit "$three" --set forwards-paper=$held
refused 'and cannot be submitted so' 1 "is marked Private" as clerk do submit "$three"
refused 'it cannot name itself' 1 'cannot name itself' as clerk edit "$three" --set "replaces=$three"
refused 'nor what is not there' 1 'no document' as clerk edit "$three" --set replaces=zfb-2026-9999

# Drafted, signed and published together.
four=$(paper 关于印发办法的通知 --set policy=yes)
check 'public' as clerk mark "$four" public
refused 'a plan, a reason or the interpretation' 1 'Interpretation' as clerk do submit "$four"
five=$(as clerk import plain.txt --kind interpretation --unit zfb --title 一图读懂办法 --set form=graphic \
	--set channel=政府网站 --set interpreter=王拟)
check 'linked' as clerk edit "$four" --set "interpretation-paper=$five"
has 'from the other side' "Interprets +$four" as clerk show "$five"
check 'submitted with it' as clerk do submit "$four"
check 'signed' signed "$four"
refused 'not before its interpretation' 1 "$five .*published together .*Draft; have it signed first" as publisher do publish "$four"
has 'and it is told before' "$five .*published together" as publisher show "$four"
check 'the interpretation is marked' as clerk mark "$five" public
check 'submitted too' as clerk do submit "$five"
check 'signed too' signed "$five"
check 'published together' as publisher do publish "$four"
has 'the interpretation with it' '"state": ?"published"' as clerk show --json "$five"
has 'the rate' '^zfb,1,1,0,0,100' as supervisor report interpretation --format csv --unit zfb
check 'the ledger is in order' gk verify
check 'the index is made again' gk rebuild
has 'with the links' "Interprets +$four" as clerk show "$five"
finish
