#!/bin/sh
# SPDX-License-Identifier: MIT
# start.sh STORE: how long commands take from their start to their end, the smallest first.
set -eu
store=$1
times=${FULL:+50}
times=${times:-10}

# each NAME COMMAND...: milliseconds a run
each() {
	name=$1
	shift
	begun=$(date +%s%N)
	i=0
	while [ "$i" -lt "$times" ]; do
		"$@" >/dev/null 2>&1 || { echo "start: $*: failed" >&2; exit 1; }
		i=$((i + 1))
	done
	ended=$(date +%s%N)
	awk -v name="$name" -v ns="$((ended - begun))" -v n="$times" 'BEGIN {
		printf "%-44s %9.1f ms\n", name, ns / n / 1e6 }'
}

each "a process that does nothing" /bin/true
each "sqlite3: 50 rows" sqlite3 "$store/index.db" 'SELECT id, title FROM doc LIMIT 50'
each "gongkai --version" "$GONGKAI" --version
each "gongkai list --queue section" "$GONGKAI" list -C "$store" --as head-b03 --queue section
each "gongkai list 政务公开" "$GONGKAI" list -C "$store" --as head-b03 政务公开 sort:newest
for who in head-b03 auditor-city; do
	/usr/bin/env sh -c 'command -v /usr/bin/time >/dev/null' || break
	/usr/bin/time -f "gongkai list as $who: %M kB at most" "$GONGKAI" list -C "$store" --as $who sort:newest >/dev/null
done
