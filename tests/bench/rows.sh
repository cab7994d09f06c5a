#!/bin/sh
# SPDX-License-Identifier: MIT
# rows STORE: whether a list that is written out takes more memory where it is longer: all papers, and
# a tenth of them.
set -eu
store=$1
made=$(mktemp "${TMPDIR:-/tmp}/gongkai-rows-XXXXXX")
trap 'rm -f "$made"' EXIT
all=$("$GONGKAI" list -C "$store" --as auditor-city -n 0 | wc -l)

# The most memory of its own that the writing had, in kB: files that it maps are the kernel's.
own() {
	"$GONGKAI" list -C "$store" --as auditor-city -n "$2" --format "$1" -o "$made" &
	most=0
	while now=$(awk '/^RssAnon/ { print $2 }' "/proc/$!/status" 2>/dev/null) && [ -n "$now" ]; do
		[ "$now" -le "$most" ] || most=$now
		sleep 0.01
	done
	wait $!
	echo "$most"
}

for format in xlsx csv html; do
	few=$(own "$format" $((all / 10)))
	many=$(own "$format" "$all")
	awk -v few="$few" -v many="$many" -v all="$all" -v format="$format" 'BEGIN {
		printf "%-44s %9.2f  (%d / %d kB for %d rows)  goal <= 1.2: %s\n",
			format ", its memory, x a tenth of the rows", many / few, many, few, all,
			(many <= 1.2 * few ? "met" : "NOT MET")
	}'
done
