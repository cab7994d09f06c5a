#!/bin/sh
# SPDX-License-Identifier: MIT
# import.sh STORE: papers of 2 kB taken in by one command, into a new store beside STORE: how many a
# second with the body text indexed, and whether memory grows with their number.
set -eu
dir=$1.import
# The fewer ones are enough for the journal to be cut twice, which takes its share of memory.
many=$([ -n "${FULL:-}" ] && echo 100000 || echo 20000)
few=$((many / 5))
rm -rf "$dir"
mkdir -p "$dir/papers"
"$GONGKAI" init -C "$dir/store" --demo >/dev/null

# Texts that differ in every line.
awk -v n=$((few + many)) -v dir="$dir/papers" 'BEGIN {
	for (i = 1; i <= n; i++) {
		file = sprintf("%s/%06d", dir, i)
		printf "关于做好第%d次政务公开工作的通知\n\n各县区人民政府：\n", i >file
		for (k = 1; k <= 19; k++)
			printf "第%d条（%d）：涉及公民、法人和其他组织利益的事项，应当公开。\n", k, i * 31 + k >file
		close(file)
	}
}'

# The most memory of its own that a process had, in kB: files that it maps are the kernel's.
watch() {
	most=0
	while own=$(awk '/^RssAnon/ { print $2 }' "/proc/$1/status" 2>/dev/null) && [ -n "$own" ]; do
		[ "$own" -le "$most" ] || most=$own
		sleep 0.01
	done
	echo "$most"
}

# take FROM TO: imports these; sets seconds, user, system and kilobytes
take() {
	# shellcheck disable=SC2046  # names without blanks
	# shellcheck disable=SC2016  # for the inner shell
	(cd "$dir/papers" && exec "$TIME" -f '%e %U %S' -o "$dir/time" sh -c 'echo $$ >"$0" && exec "$@"' \
		"$dir/pid" "$GONGKAI" import -C "$dir/store" --as clerk --set policy=no \
		$(seq -f %06.0f "$1" "$2") >"$dir/ids") &
	until [ -s "$dir/pid" ]; do sleep 0.01; done
	kilobytes=$(watch "$(cat "$dir/pid")")
	wait $!
	rm -f "$dir/pid"
	[ "$(wc -l <"$dir/ids")" = $(($2 - $1 + 1)) ]
	read -r seconds user system <"$dir/time"
}
case $GONGKAI in /*) ;; *) GONGKAI=$PWD/$GONGKAI ;; esac
TIME=$(command -v time || echo /usr/bin/time)
[ -x /usr/bin/time ] && TIME=/usr/bin/time
take 1 $few
before=$kilobytes
take $((few + 1)) $((few + many))

# The same files and folders of their texts, made with nothing around.
begun=$(date +%s.%N)
cp -r "$dir/store/content" "$dir/floor"
sync -f "$dir/floor"
ended=$(date +%s.%N)
files=$(awk -v a="$begun" -v b="$ended" -v n="$((few + many))" -v m="$many" 'BEGIN { print (b - a) / n * m }')
awk -v n="$many" -v s="$seconds" -v u="$user" -v k="$system" -v kb="$kilobytes" -v before="$before" -v few="$few" -v files="$files" 'BEGIN {
	printf "%d papers of 2 kB: %.1f s, processor %.1f s\n", n, s, u + k
	printf "%-44s %9.0f  goal >= 2000: %s\n", "import, papers a second", n / s, (n / s >= 2000 ? "met" : "NOT MET")
	printf "%-44s %9.0f\n", "  a second of one processor", n / (u + k)
	printf "%-44s %9.2f  (%.2f s)\n", "  time, x making the files of the texts alone", s / files, files
	printf "%-44s %9.2f  (%d / %d kB for %d)  goal <= 1.2: %s\n", "  its own memory, x five times fewer", kb / before, kb, before, few, (kb <= 1.2 * before ? "met" : "NOT MET")
}'
rm -rf "$dir"
