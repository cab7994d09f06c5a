#!/bin/bash
# SPDX-License-Identifier: MIT
# What somebody may not see is answered by every command as if it were not there: the same words,
# the same exit status, whatever is asked of it.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
check 'somebody in another unit' as admin person add other --name 别人 --unit fgw --role clerk
printf '关于召开会议的通知\n\n请准时参加，联系电话13912345678。\n' >plain.txt
hidden=$(as clerk import plain.txt --unit zfb --set policy=no --number '府办发〔2026〕77号')
own=$(as other import plain.txt --set policy=no)
nobodys=zfb-2026-9999

# alike NAME WORD...: with @ for the paper, hidden and nobody's: no difference but its id.
alike() {
	local name=$1 words=() rc1 out1 err1 ok=0
	shift
	words=("${@//@/$hidden}")
	run as other "${words[@]}"
	rc1=$rc out1=$out err1=$err
	words=("${@//@/$nobodys}")
	run as other "${words[@]}"
	[ "$rc1" = "$rc" ] && [ "${out1//$hidden/$nobodys}" = "$out" ] &&
		[ "${err1//$hidden/$nobodys}" = "$err" ] || ok=1
	err="$err (of nobody's), $err1"
	count "$name" "$ok"
}

alike 'show' show @
alike 'show as JSON' show @ --json
alike 'its text' show @ --text
alike 'on paper' show @ --format html
alike 'log' log @
alike 'log as JSON' log @ --json
alike 'diff' diff @
alike 'diff of two decisions' diff @ 1 2
alike 'diff of the rendition' diff @ --rendition
alike 'edit' edit @ --set policy=yes
alike 'edit the title' edit @ --title 另一题目
alike 'mark' mark @ public
check 'one of their own' as other mark "$own" public
alike 'mark with another' mark "$own" @ public
for action in submit pass return sign publish withdraw hold void recall purge waive answer; do
	alike "do $action" do "$action" @ --comment 意见 --code FORMAT
done
alike 'do on several' do sign "$own" @
alike 'name it' do answer "$own" --named @ --comment 意见
alike 'lead to it' edit "$own" --set forwards-paper=@
alike 'bring in what leads to it' import plain.txt --set forwards-paper=@
alike 'redact' redact @
alike 'redact on trial' redact @ --print
alike 'drop the rendition' redact @ --drop
alike 'export' export @ -o out
alike 'export with its decisions' export --audit @ -o out
alike 'a letter' letter @
alike 'a letter as a page' letter @ receipt --format html
alike 'list behind it' list --after @
alike 'list it with its fields' list kind:gongwen @ --format csv
alike 'list it' list @
alike 'list it as JSON' list --json ids:@
alike 'a report of it' report records --kind gongwen --where id=@

# Nor does one learn how many there are by trying to begin one there.
run as other import plain.txt --unit zfb --set policy=no
that 'a paper in another unit is refused' "$rc" = 1
that 'and no number of theirs is told' -z "$(grep -oE 'zfb-2026-[0-9]+' <<<"$err")"

# Nor whose secrets were turned away.
printf '秘密★1年\n\n关于某事的报告\n\n内容。\n' >secret.txt
ends 'a marked paper leaves a stub' 1 as clerk import secret.txt --unit zfb
has 'which its unit sees' 'stub' as auditor list --json kind:stub
ends 'the same paper, elsewhere' 1 as other import secret.txt
that 'names no stub of another unit' -z "$(grep -oE 'zfb-2026-[0-9]+' <<<"$err")"
that 'but one of its own' -n "$(grep -oE 'fgw-2026-[0-9]+' <<<"$err")"

# A published paper is seen as the public sees it.
published=$(as auditor list --json state:published | jq -r 'select(.unit == "zfb") | .id' | head -n 1)
check 'who is elsewhere reads what is published' as other show "$published" --text
is 'and not what was said of it' '' \
	bash -c "'$GONGKAI' -C '$store' --as other log '$published' --json | jq -r '.comment // empty'"
refused 'nor how it came to be' 1 'for those who worked on it' as other diff "$published"

# Of their own unit people see what their role is for.
first() { as auditor list --json "state:$1" | jq -r 'select(.unit == "zfb") | .id' | head -n 1; }
section=$(first sign)
check 'who administers sees a paper on its way' as admin show "$section"
refused 'and no draft' 1 'no document' as admin show "$hidden"
is 'in no list either' '' as admin list --json "ids:$hidden"
held=$(first held)
title=$(as auditor show "$held" --json | jq -r .title)
row() { as "$1" list --json "ids:$held"; }
is 'who publishes has what is withheld by its title' "$title" jq -r .title <(row publisher)
is 'and not on what it rests' 'null [] null' jq -r '"\(.review_by) \(.grounds) \(.last_actor)"' <(row publisher)
that 'which who reads it is told' "$(row head | jq -r '.grounds | length')" -gt 0
for words in "show $held" "show $held --json" "show $held --text" "show $held --format html" \
	"log $held" "diff $held" "export $held -o out" "letter $held" "redact $held --print" \
	"edit $held --title x" "do purge $held --comment x" "mark $held public"; do
	# shellcheck disable=SC2086  # words
	refused "no more of it: ${words/$held/ID}" 1 'the title alone' as publisher $words
done
ground=$(row head | jq -r '.grounds[0]')
has 'by its ground who reads it finds it' "$held" as head list --limit 0 --json "ground:$ground"
is 'and who has the title does not' '' bash -c \
	"'$GONGKAI' -C '$store' --as publisher list --limit 0 --json 'ground:$ground' | grep -F '$held' || true"
is 'nothing was decided on it, for them' '' bash -c \
	"'$GONGKAI' -C '$store' --as publisher log --json | grep -F '$held' || true"

# A pack may keep a role away from papers altogether.
cp -r "$root/packs/cn" pack
sed -i '/^\[role publisher\]/,/^withheld/ s/^withheld = title/withheld = nothing/' pack/roles.ini
sed -i '/^\[role admin\]/,/^sees/ s/^sees = unit/sees = published/' pack/roles.ini
sed -i 's/^version = .*/version = 2026.9/' pack/pack.ini
check 'a pack by which an administrator reads none' as admin pack adopt ./pack
refused 'who administers then sees none' 1 'no document' as admin show "$section"
refused 'who publishes then has no title' 1 'no document' as publisher show "$held"
is 'nor counts any' '' bash -c \
	"'$GONGKAI' -C '$store' --as admin list --json --limit 0 | jq -r 'select(.state != \"published\") | .id'"
check 'and reads what is published' as admin show "$published" --text

finish
