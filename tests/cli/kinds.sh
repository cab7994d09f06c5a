#!/bin/bash
# SPDX-License-Identifier: MIT
# The registers of the notice, each walked from its first state to its last, with the refusals on
# the way. tests/cli/kinds.txt has a line a step:
#   begin KIND WHO FIELD=VALUE...    a new record; the kind's fields one a word, _ for a blank
#   edit WHO FIELD=VALUE...
#   do WHO ACTION STATE [--OPTION VALUE]...    it passes and leads there
#   no WHO ACTION WORD [--OPTION VALUE]...     it is refused with that word, and nothing changes
#   nofill WHO WORD FIELD=VALUE...             the same of an edit
#   due DAY                          when its clock runs out; - where none runs
#   desk WHO QUEUE yes|no            whether it stands in a person's queue
#   cell WHO COLUMN VALUE            what the kind's table says
# shellcheck disable=SC1010,SC2086,SC2206  # do is a command here; words are meant to be split
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

steps=$root/tests/cli/kinds.txt
check 'a new store' gk init --demo
check 'a reviewer of legality' as admin person add legal --name-en Lu --unit zfb --role legal@zfb
ended=" $(grep -h -A4 '^\[state' "$root"/packs/cn/registers/*.ini "$root/packs/cn/task.ini" | awk '/^\[state/ {k=$2; s=$3; sub("]", "", s)} /^phase = ended/ {printf "%s:%s ", k, s}')"
walked=' '
paper=$(as clerk list --limit 1 --json | jq -r .id)
kind='' id=''

state_of() { as auditor show "$id" --json | jq -r .state; }
options() { # FIELD=VALUE... to --set FIELD=VALUE...
	set_=()
	local word
	for word; do
		word=${word//_/ }
		set_+=(--set "${word//@paper/$paper}")
	done
}

while read -r verb a b c rest; do
	name="$kind: $verb $a $b $c"
	case $verb in
	'' | \#*) continue ;;
	begin)
		kind=$a
		options $c $rest
		run as "$b" import --kind "$kind" --title "$kind 一件" --unit zfb "${set_[@]}"
		id=$out
		count "$kind: begun by $b" "$rc"
		;;
	edit)
		options $b $c $rest
		check "$name" as "$a" edit "$id" "${set_[@]}"
		;;
	nofill)
		options $c $rest
		refused "$name" 1 "${b//_/ }" as "$a" edit "$id" "${set_[@]}"
		;;
	do)
		options_=(${rest})
		check "$name" as "$a" do "$b" "$id" "${options_[@]}"
		that "$name: the state" "$(state_of)" = "$c"
		[[ $ended == *" $kind:$c "* ]] && walked="$walked$kind "
		;;
	no)
		options_=(${rest})
		refused "$name" 1 "${c//_/ }" as "$a" do "$b" "$id" "${options_[@]}"
		;;
	due)
		want=$a
		[ "$a" = - ] && want=null
		that "$name" "$(as auditor show "$id" --json | jq -r .due)" = "$want"
		;;
	desk)
		run as "$a" list --queue "$b" --limit 0 --json
		got=$(jq -r .id <<<"$out" | grep -cx "$id")
		that "$name" "$got" = "$([ "$c" = yes ] && echo 1 || echo 0)"
		;;
	cell)
		run as "$a" report records --kind "$kind" --json
		that "$name" "$(jq -r --arg id "$id" "select(.id == \$id) | .[\"$b\"]" <<<"$out")" = "${c//_/ }"
		;;
	*) that "a step of kinds.txt: $verb" '' = ok ;;
	esac
done <"$steps"

# Every register of the folder was walked to an end; its table can be written out.
for file in "$root"/packs/cn/registers/*.csv; do
	kind=$(basename "$file" .csv)
	that "$kind: walked to its end" "$(grep -c " $kind " <<<"$walked")" = 1
	check "$kind: its table" as supervisor report records --kind "$kind" --format csv
	run as supervisor list "kind:$kind" --limit 0 --json
	want=$(sed -n 's/^columns = //p' "$root/packs/cn/registers/$kind.ini" | sed 's/:[0-9]*//g' | tr ' ' ,)
	that "$kind: its columns in lists" "$(jq -rs '.[0].fields | keys_unsorted | join(",")' <<<"$out")" = "$want"
	has "$kind: its list, written out" "^.?id,unit,state,number,title,due,.*${want%%,*}" as supervisor list "kind:$kind" --format csv
	run env LC_ALL=zh_CN.UTF-8 "$GONGKAI" -C "$store" --as supervisor report records --kind "$kind" --format html
	that "$kind: in Chinese" "$(grep -c '<th[^>]*>状态' <<<"$out")" = 1
done
that 'the pairs of key field and department' "$(tail -n +2 "$root/packs/cn/tables/field-guides.csv" | wc -l)" = 88
has 'the ledger is in order' ' 0 faults' gk verify
finish
