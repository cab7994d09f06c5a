#!/bin/sh
# SPDX-License-Identifier: MIT
# import.sh STORE: papers of 2 kB taken in by one command, into a new store beside STORE: how many a
# second with the body text indexed, and whether memory grows with their number.
set -eu
dir=$1.import
many=$([ -n "${FULL:-}" ] && echo 100000 || echo 5000)
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

# take FROM TO: imports these; sets seconds and kilobytes
take() {
	# shellcheck disable=SC2046  # names without blanks
	(cd "$dir/papers" && "$TIME" -f '%e %U %S %M' -o "$dir/time" \
		"$GONGKAI" import -C "$dir/store" --as clerk --set policy=no \
		$(seq -f %06.0f "$1" "$2") >"$dir/ids")
	[ "$(wc -l <"$dir/ids")" = $(($2 - $1 + 1)) ]
	read -r seconds user system kilobytes <"$dir/time"
}
case $GONGKAI in /*) ;; *) GONGKAI=$PWD/$GONGKAI ;; esac
TIME=$(command -v time || echo /usr/bin/time)
[ -x /usr/bin/time ] && TIME=/usr/bin/time
take 1 $few
before=$kilobytes
take $((few + 1)) $((few + many))
awk -v n="$many" -v s="$seconds" -v u="$user" -v k="$system" -v kb="$kilobytes" -v before="$before" -v few="$few" 'BEGIN {
	printf "%d papers of 2 kB: %.1f s, processor %.1f s\n", n, s, u + k
	printf "%-44s %9.0f  goal >= 2000: %s\n", "import, papers a second", n / s, (n / s >= 2000 ? "met" : "NOT MET")
	printf "%-44s %9.0f\n", "  a second of one processor", n / (u + k)
	printf "%-44s %9.2f  (%d / %d kB for %d)  goal <= 1.2: %s\n", "  memory, x five times fewer", kb / before, kb, before, few, (kb <= 1.2 * before ? "met" : "NOT MET")
}'
rm -rf "$dir"
