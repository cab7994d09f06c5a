#!/bin/bash
# SPDX-License-Identifier: MIT
# What must not be published: found in files and in papers, masked in the rendition, or let stand;
# and nothing but the rendition leaves the store.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMPDIR" || exit 1

# Files. The numbers are drawn by chance; their check digits are right.
{
	printf '公示名单\n\n张三，身份证号350102199001010032，电话138 0013 8000。\n'
	printf '李四，住址：福建省闽侯县上街镇侯官村3组12号，咨询电话0591-87654321。\n'
} >list.txt
printf '关于某项工作的通知\n\n请各单位按要求执行，编号：20240115001。\n' >clean.txt
printf '公示\n身份证号３５０１０２１９９００１０１００３２\n' | iconv -t GB18030 >gb.txt

rows() { "$GONGKAI" screen --pack cn --json "$@"; }
ends 'something must not be published' 1 rows list.txt
that 'as many findings as there are' "$(wc -l <<<"$out")" = 4
that 'the keys of a finding' "$(head -n 1 <<<"$out" | jq -r 'keys_unsorted | join(" ")')" \
	= 'rule line column text masked severity file'
that 'the number as it is masked' "$(head -n 1 <<<"$out" |
	jq -r '"\(.rule) \(.line) \(.column) \(.text) \(.masked) \(.severity)"')" \
	= 'resident-id 3 8 350102199001010032 35*************032 block'
that 'the phone' "$(sed -n 2p <<<"$out" | jq -r '"\(.rule) \(.text) \(.masked)"')" \
	= 'mobile 138 0013 8000 138****8000'
that 'the home, to its township' "$(sed -n 3p <<<"$out" | jq -r '"\(.rule) \(.masked)"')" \
	= 'address 福建省闽侯县上街镇***'
that "an office's line is a note" "$(sed -n 4p <<<"$out" | jq -r '"\(.rule) \(.severity)"')" = 'landline note'
check 'nothing in a clean paper' rows clean.txt
that 'so nothing is printed' -z "$out"
ends 'GB18030 as UTF-8' 1 rows gb.txt
that 'its column in characters' "$(jq -r '"\(.line) \(.column)"' <<<"$out")" = '2 5'
from_stdin() { "$GONGKAI" screen --pack cn - <list.txt; }
ends 'standard input' 1 from_stdin
that 'in words' "$(head -n 1 <<<"$out")" = '-:3:8: block resident-id: 350102199001010032 -> 35*************032'
ends 'a file that is not there' 1 rows list.txt none.txt
that 'does not keep the others from being looked at' "$(wc -l <<<"$out")" = 4
has 'the masked text' '张三，身份证号35\*{13}032，电话138\*{4}8000。' "$GONGKAI" screen --pack cn --masked list.txt

# A paper, from its import to the public.
check 'a new store' gk init --demo
paper=$(as clerk import list.txt --unit zfb --set policy=no)
is 'what was found stands in the paper' 'resident-id 3:8; mobile 3:29; address 4:7' \
	json_of "$paper" '.findings | join("; ")'
for step in 'clerk mark ID public' 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$paper}
done
code=$(as clerk pack show returns --json | jq -r .code | head -n 1)
refused 'it stops the paper' 1 'resident-id 3:8; mobile 3:29; address 4:7.*redact' as secrecy do pass "$paper"
refused 'nothing that was not found is waived' 1 "no 'plate'" \
	as secrecy do waive "$paper" --comment 同意 --finding plate
refused 'other acts name no finding' 1 'takes no finding' \
	as secrecy do return "$paper" --code "$code" --finding mobile
check 'one rule is waived' as secrecy do waive "$paper" --comment 本人同意公开 --finding mobile
has 'the decision says what' '^Finding: mobile$' git --git-dir="$store/ledger.git" log -1 --no-merges --format=%B
is 'the others still stop it' 'resident-id 3:8; address 4:7' json_of "$paper" '.open_findings | join("; ")'
check 'one place is waived' as secrecy do waive "$paper" --comment 已脱敏 --finding 'resident-id 3:8'
refused 'not all of them yet' 1 'found: address 4:7;' as secrecy do pass "$paper"
check 'returned to be masked' as secrecy do return "$paper" --code "$code"

has 'the proposal changes nothing' '35\*{13}032' as clerk redact "$paper" --print
is 'so far there is no rendition' null json_of "$paper" .rendition
refused 'which cannot be compared' 1 'no rendition' as clerk diff "$paper" --rendition
refused 'others do not redact it' 1 . as head redact "$paper"
check 'its drafter does' as clerk redact "$paper"
is 'nothing is left to be found' '' json_of "$paper" '.open_findings | join("; ")'
has 'what was masked' '^-张三，身份证号\[-350102199001010032-\]' as clerk diff "$paper" --rendition
refused 'a rendition like the text is none' 1 'nothing to mask' as clerk redact "$paper" --file list.txt
sed 's/13[0-9 ]*/***/; s/350102/******/' list.txt >mine.txt
check 'the clerk may word it' as clerk redact "$paper" --file mine.txt
is 'what is found in it stops it' 'address 4:7' json_of "$paper" '.open_findings | join("; ")'
check 'it can be dropped' as clerk redact "$paper" --drop
is 'then the text counts' 'resident-id 3:8' json_of "$paper" '.findings[0]'
check 'and made again' as clerk redact "$paper"
rendition=$(json_of "$paper" .rendition)
for step in 'clerk do submit ID' 'head do pass ID' 'secrecy do pass ID' 'checker do pass ID' 'signer do sign ID' \
	'publisher do publish ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$paper}
done
is 'what was decided on is the rendition' "Content: sha256:$rendition" \
	sh -c "git --git-dir='$store/ledger.git' log -1 --no-merges --format=%B | grep ^Content:"
check 'it is exported' as publisher export "$paper" -o public
has 'masked' '35\*{13}032' cat "public/$paper.txt"
that 'and nothing of the text itself' -z "$(grep -rlE '350102199001010032|138 0013 8000|侯官村' public)"
is 'the ledger is in order' true sh -c "'$GONGKAI' -C '$store' verify --json | tail -n 1 | jq .ok"
check 'and the index is made again' gk rebuild --as admin
is 'the same' "$rendition" json_of "$paper" .rendition

# On paper: the rendition with its note, the decisions, nothing of what is masked.
printed=$(as publisher show "$paper" --format html)
that 'the note is printed' "$(grep -c '<p>(Released to the public)</p>' <<<"$printed")" = 1
that 'and who signed' "$(grep -c 'signed by: ' <<<"$printed")" -gt 3
that 'and nothing that is masked' "$(grep -cE '350102199001010032|138 0013 8000' <<<"$printed")" = 0

# What was let stand is let stand in that text alone.
again=$(as clerk import list.txt --unit zfb --title 公示二 --set policy=no)
for step in 'clerk mark ID public' 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$again}
done
refused 'its drafter lets nothing stand' 1 . as clerk do waive "$again" --comment 同意
refused 'nor does the section' 1 . as head do waive "$again" --comment 同意
refused 'nor without a word' 1 'comment' as secrecy do waive "$again"
check 'all is let stand' as secrecy do waive "$again" --comment 本人同意公开
is 'so nothing stops it' '' json_of "$again" '.open_findings | join("; ")'
refused 'nobody changes it then' 1 "'edit' is not possible" as clerk edit "$again" --file mine.txt
refused 'nor its rendition' 1 "'edit' is not possible" as clerk redact "$again"
refused 'nor is it published past the others' 1 . as publisher do publish "$again"
check 'it is returned' as secrecy do return "$again" --code "$code"
sed 's/李四/李四（电话13900139000）/' list.txt >more.txt
check 'and changed' as clerk edit "$again" --file more.txt
is 'all of it is looked at anew' 'resident-id 3:8; mobile 3:29; mobile 4:6; address 4:22' \
	json_of "$again" '.open_findings | join("; ")'
check 'the text of before is brought back' as clerk edit "$again" --file list.txt
is 'and what was let stand then is not' 'resident-id 3:8; mobile 3:29; address 4:7' \
	json_of "$again" '.open_findings | join("; ")'

# More than a record lists: what has no line of its own is let stand by its rule alone.
for i in $(seq 1000 1109); do echo "手机：1390013$i"; done >many.txt
echo 身份证号350102199001010032 >>many.txt
many=$(as clerk import many.txt --unit zfb --title 公示三 --set policy=no)
for step in 'clerk mark ID public' 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$many}
done
is 'the last lines count the rest' 'mobile +11; resident-id +1' json_of "$many" '.findings[-2:] | join("; ")'
places=()
for i in $(seq 1 99); do places+=(--finding "mobile $i:4"); done
check 'all that has a line is let stand' as secrecy do waive "$many" --comment 同意 "${places[@]}"
refused 'the rest still stops it' 1 'found: mobile \+11; resident-id \+1;' as secrecy do pass "$many"
check 'a rule is let stand' as secrecy do waive "$many" --comment 同意 --finding mobile
refused 'the other still stops it' 1 'found: resident-id \+1;' as secrecy do pass "$many"

# Title and number go out with the text.
titled=$(as clerk import clean.txt --unit zfb --title '张三350102199001010032公示' --set policy=no)
for step in 'clerk mark ID public' 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$titled}
done
refused 'the title is looked at too' 1 'the title holds.*resident-id 35\*{13}032' as secrecy do pass "$titled"
check 'waiving does not help' as secrecy do waive "$titled" --comment 同意
refused 'it still stops it' 1 'the title holds' as secrecy do pass "$titled"
check 'returned' as secrecy do return "$titled" --code "$code"
check 'called otherwise' as clerk edit "$titled" --title 公示 --number 13900139000
for step in 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$titled}
done
refused 'so is the number' 1 'the number holds.*mobile 139\*{4}9000' as secrecy do pass "$titled"

# A rendition that is not what was decided on.
file=$store/content/${rendition:0:2}/${rendition:2:2}/$rendition
chmod u+w "$file"
cp list.txt "$file"
ends 'is noticed' 1 gk verify
refused 'and does not leave' 1 . as publisher export "$paper" -o public2
finish
