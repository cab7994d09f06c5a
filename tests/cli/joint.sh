#!/bin/bash
# SPDX-License-Identifier: MIT
# Joint papers: every unit that a paper names speaks for itself; who disagrees is negotiated with;
# the units see the paper and its mark, and nothing else.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
printf '关于联合检查的通知\n\n请准时参加。\n' >plain.txt
for unit in fgw czj hbj; do
	check "a signer of $unit" as admin person add "s-$unit" --name-en "S $unit" --name-zh "签$unit" --unit "$unit" --role "signer@$unit"
done
check 'a clerk of fgw' as admin person add c-fgw --name-en C --name-zh 稿 --unit fgw --role clerk@fgw
state() { json_of "$1" .state; }
one=$(as clerk import plain.txt --unit zfb --title 联合检查 --set policy=no --set 'co-signers=fgw、市财政局')
has 'units by id or by name' '"co-signers": ?"fgw czj"' as clerk show --json "$one"
has 'called by their names' 'Co-signing units +Development and Reform Commission, Finance Bureau' as clerk show "$one"
refused 'no such unit' 1 "there is no unit 'fgx'" as clerk edit "$one" --set co-signers=fgx
refused 'its own' 1 "own unit" as clerk edit "$one" --set co-signers='zfb fgw'
check 'marked' as clerk mark "$one" public
refused 'a draft is not theirs to see' 1 'no document' as s-fgw show "$one"
to_office() { as clerk do submit "$one" && as head do pass "$one" && as secrecy do pass "$one"; }
check 'to the office' to_office
has 'it is seen now, with its mark' '"attribute": ?"public"' as c-fgw --json show "$one"
has 'and listed' "^$one" as c-fgw list state:office
has 'its text, and what was decided' "pass $one|\"pass\"" as s-fgw --json log "$one"
refused 'who is not named sees nothing' 1 'no document' as s-hbj show "$one"
is 'nor in a list' '' as s-hbj list state:office
check 'the office passes it' as checker do pass "$one"
is 'to be countersigned' joint state "$one"
has 'on the desk of one' "^$one" as s-fgw list --queue joint
is 'of no other' '' as s-hbj list --queue joint
refused 'not by a clerk' 1 "is for: Signatory of Development" as c-fgw do countersign "$one"
refused 'not from above: a unit speaks for itself' 1 'is for: Signatory of' as signer do countersign "$one"
refused 'and not signed yet' 1 'not possible' as signer do sign "$one"
check 'one agrees' as s-fgw do countersign "$one"
is 'which is not enough' joint state "$one"
is 'it is off that desk' '' as s-fgw list --queue joint
has 'signed for the unit' 'For-Unit: fgw' git --git-dir="$store/ledger.git" log --no-merges -1 --format=%B --grep='^Action: countersign'
refused 'once each' 1 'is for: Signatory of Finance Bureau; S fgw is not' as s-fgw do object "$one" --comment 再想
check 'the other does not' as s-czj do object "$one" --comment 属性不妥
is 'so they negotiate' joint-talks state "$one"
is 'and no agreement stands' 0 bash -c "'$GONGKAI' -C '$store' --as auditor show '$one' --json | jq '[.approvals[] | select(.unit != null)] | length'"
check 'it is referred upward' as checker do raise "$one" --comment 协商不一致
refused 'the answer is a paper' 1 'names another' as checker do answer "$one" --comment 同意
check 'answered' as checker do answer "$one" --comment 同意 --named mishu-2026-0001
is 'and each is asked again' joint state "$one"
check 'returned out of joint signing' as checker do return "$one" --code joint-not-agreed
is 'to its drafter' returned state "$one"
refused 'out of their sight' 1 'no document' as s-fgw show "$one"
check 'changed' as clerk edit "$one" --title 联合检查（修改）
check 'to the office again' to_office
check 'passed' as checker do pass "$one"
check 'one voice' as s-czj do countersign "$one"
is 'again not enough' joint state "$one"
check 'and the other' as s-fgw do countersign "$one"
is 'all have agreed' sign state "$one"
has 'each unit by name' 'Countersign.*S czj.*Finance Bureau' as signer show "$one"
check 'signed' as signer do sign "$one"
has 'they know its mark' '"state": ?"decided"' as s-czj --json show "$one"
check 'published' as publisher do publish "$one"
check 'the ledger is in order' gk verify
check 'the index is made again' gk rebuild
has 'and says the same' '"state": ?"published"' as s-czj --json show "$one"
# A paper that names nobody goes as it went.
one=$(as clerk import plain.txt --unit zfb --title 独立发文 --set policy=no)
check 'marked too' as clerk mark "$one" public
check 'to the office too' to_office
check 'passed too' as checker do pass "$one"
is 'straight to its signature' sign state "$one"
finish
