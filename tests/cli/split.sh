#!/bin/bash
# SPDX-License-Identifier: MIT
# A mixed paper is split (article 37; notice 一(二)): two papers of its own, each with its mark, its
# ground and its way; nobody who made the whole judges a part, and no unit is left out of one.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
# Both could check papers of others.
for who in c1 c2; do
	check "$who drafts and checks" as admin person add $who --name "稿 $who" --unit zfb --role clerk@zfb --role head@zfb
done
as admin person add s-fgw --name 签 --unit fgw --role signer@fgw >/dev/null
printf '关于供水保障的通知\n\n一、各单位要做好供水保障。\n二、储备库位于甲地三号库。\n联系人：王某，13912345678。\n' >whole.txt
printf '关于供水保障的通知\n\n一、各单位要做好供水保障。\n联系人：王某，13912345678。\n' >public.txt
printf '关于供水保障的通知\n\n二、储备库位于甲地三号库。\n' >withheld.txt
state() { json_of "$1" .state; }
run as c1 import whole.txt --unit zfb --set policy=no --set genre=notice --set co-signers=fgw
whole=$out
check 'marked as a whole' as c1 mark "$whole" private --ground CN14-3S1S --reason 储备点位公开后可能危及公共安全。
refused 'not without a word' 1 'word of explanation' as c1 split "$whole" --public public.txt
refused 'nothing public is at hand' 1 'rendition first' as c1 split "$whole" --comment 区分处理
refused 'both alike' 1 'say the same' as c1 split "$whole" --public whole.txt --comment 区分处理
printf '机密★一年\n供水\n' >secret.txt
refused 'no secrecy mark comes in by a part' 1 'secrecy mark' as c1 split "$whole" --public secret.txt --comment 区分处理
refused 'nor by the other' 1 'secrecy mark' as c1 split "$whole" --public public.txt --withheld secret.txt --comment 区分处理
refused 'not by another clerk' 1 'for the drafter' as c2 split "$whole" --public public.txt --comment 区分处理
refused 'not as an act alone' 1 'gongkai split' as c1 'do' split "$whole" --comment 区分处理
refused 'not by naming something else' 1 'gongkai split' as c1 'do' split "$whole" --comment 区分处理 --named mishu-2026-0001
that 'nothing has happened yet' "$(state "$whole")" = draft
is 'nobody names it' 0 json_of "$whole" '.relations | length'
run as c1 split "$whole" --public public.txt --withheld withheld.txt --withheld-title 储备库点位 --comment 含不应公开内容，区分处理
that 'split' "$rc" = 0
open=$(echo "$out" | sed -n 1p) held=$(echo "$out" | sed -n 2p)
that 'the whole has ended' "$(state "$whole")" = split
that 'both are drafts' "$(state "$open") $(state "$held")" = 'draft draft'
is 'with its particulars' 'notice fgw' json_of "$open" '"\(.fields.genre) \(.fields["co-signers"])"'
is 'and titles of their own' '关于供水保障的通知 储备库点位' bash -c "for id in $open $held; do '$GONGKAI' -C '$store' --as auditor show \$id --json | jq -r .title; done | xargs"
is 'nothing of its mark is taken over' 'null null' json_of "$open" '"\(.attribute) \(.grounds[0])"'
is 'the parts name the whole' "split-from $whole false" json_of "$held" '.relations[] | "\(.field) \(.id) \(.back)"'
has 'and the whole its parts' "Split into +$open" as c1 show "$whole"
has 'both of them' "Split into +$held" as c1 show "$whole"
that 'the ledger says which' "$(as auditor log "$whole" --json | tail -n 1 | jq -r '"\(.action) \(.named) \(.comment)"')" = "split $open 含不应公开内容，区分处理"
refused 'once' 1 'cannot be split at this step' as c1 split "$whole" --public public.txt --comment 再拆

# Each is marked by a decision of its own; to mark otherwise than the whole is explained.
refused 'not looser without a reason' 1 'is marked Private.*say why' as c1 mark "$open" public
check 'the public part' as c1 mark "$open" public --reason 已删去储备点位，其余内容可以公开。
check 'the withheld part' as c1 mark "$held" private --ground CN14-3S1S --reason 储备点位公开后可能危及公共安全。
refused 'it stays a part' 1 'said when it is begun' as c1 edit "$open" --set split-from=
refused 'of that paper' 1 'said when it is begun' as c1 edit "$open" --set split-from=mishu-2026-0001
run as c1 import withheld.txt --unit zfb --title 另件
refused 'no other paper becomes one' 1 'said when it is begun' as c1 edit "$out" --set split-from="$whole"
refused 'no unit is left out' 1 'Co-signing units: fgw stands there' as c1 edit "$open" --set co-signers=
check 'submitted' as c1 do submit "$open" "$held"
refused 'who drafted the whole judges no part' 1 'four eyes' as c1 do pass "$held"
check 'somebody else' as c2 do pass "$open" "$held"
refused 'the public part is screened' 1 'screening found: mobile' as secrecy do pass "$open"
check 'sent back' as secrecy do return "$open" --code personal-info
check 'masked' as c1 redact "$open"
check 'again' as c1 do submit "$open"
check 'checked' as head do pass "$open"
for paper in "$open" "$held"; do
	check 'screened' as secrecy do pass "$paper"
	check 'passed' as checker do pass "$paper"
	is 'the other unit speaks' joint state "$paper"
	check 'agreed' as s-fgw do countersign "$paper"
	check 'signed' as signer do sign "$paper"
done
check 'published' as publisher do publish "$open"
that 'each at its end' "$(state "$open") $(state "$held")" = 'published held'
refused 'what is withheld is not published' 1 '.' as publisher do publish "$held"

# By its rendition: the public part is what is left, the other one the text.
run as c1 import whole.txt --unit zfb --title 乙件 --set policy=no
whole=$out
as c1 redact "$whole" >/dev/null
run as c1 split "$whole" --comment 区分处理 --json
that 'by its rendition' "$rc" = 0
split=$out
of() { as auditor show "$1" --json | jq -r "$2"; }
public_of() { as c1 show --text "$(jq -r .public <<<"$split")"; }
that 'what is public is its rendition' "$(public_of | sha256sum | cut -d' ' -f1)" = "$(of "$whole" .rendition)"
has 'what is withheld is all of it' 13912345678 as c1 show --text "$(jq -r .withheld <<<"$split")"
check 'a part is begun by hand, too' as c1 import public.txt --unit zfb --title 丙 --set policy=no --set split-from="$whole"
run as c1 import whole.txt --unit zfb --title 丁件 --set policy=no
whole=$out
run as c1 import public.txt --unit zfb --title 丁一 --set policy=no --set split-from="$whole"
part=$out
check 'marked too' as c1 mark "$part" public
refused 'but waits for the split' 1 'is not split yet' as c1 do submit "$part"
check 'the whole goes its own way instead' as c1 mark "$whole" public
check 'so' as c1 do submit "$whole"
refused 'and then has no parts' 1 'cannot be split at this step' as c1 import public.txt --unit zfb --title 丁二 --set policy=no --set split-from="$whole"

check 'the ledger is in order' gk verify
check 'the index is made again' gk rebuild
has 'with what belongs together' "Split into +$open" as c1 show "$(json_of "$open" '.relations[0].id')"
finish
