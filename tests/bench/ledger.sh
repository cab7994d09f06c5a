#!/bin/sh
# SPDX-License-Identifier: MIT
# ledger.sh STORE: rebuild against `git log`, verify against `git verify-commit`, and stock git on the
# ledger against a straight line of the same commits.
set -eu
store=$1
ledger=$store/ledger.git
aside=$BENCH_DIR/ledger-aside
rm -rf "$aside"
mkdir -p "$aside"
trap 'rm -rf "$aside"' EXIT

# seconds COMMAND...: how long it took
seconds() {
	begun=$(date +%s.%N)
	"$@" >/dev/null 2>&1
	ended=$(date +%s.%N)
	awk -v a="$begun" -v b="$ended" 'BEGIN { printf "%.3f", b - a }'
}

# tell NAME A B GOAL: A divided by B, against the most it should be; 0 is no goal
tell() {
	awk -v name="$1" -v a="$2" -v b="$3" -v goal="$4" 'BEGIN {
		r = a / b
		printf "%-44s %9.2f  (%.2f s / %.2f s)", name, r, a, b
		if (goal > 0)
			printf "  goal <= %g: %s", goal, r <= goal ? "met" : "NOT MET"
		print "" }'
}

decisions=$(git -C "$ledger" rev-list --no-merges --count main)
commits=$(git -C "$ledger" rev-list --count main)
echo "$decisions decisions in $commits commits"

git_log() { git -C "$ledger" log --format='%H%n%B' main | wc; }
logged=$(seconds git_log)
rebuilt=$(seconds "$GONGKAI" rebuild -C "$store" --as admin-city)
tell "rebuild, texts too, x git log | wc" "$rebuilt" "$logged" 1.6

# What the bare libraries take for it on one processor, and what that is against git log.
floors=$("$BIN/floor" "$store")
floor=$(echo "$floors" | awk '{ printf "%.3f", $1 + $2 }')
tell "  the same reads and rows, nothing around" "$floor" "$logged" 0
tell "  rebuild, x those" "$rebuilt" "$floor" 0

# fossil's tickets, as many changes of 1 kB to the fifth part as many tickets; their hashes by perl,
# which git brings.
by_fossil() {
	changes=$([ -n "${FULL:-}" ] && echo 100000 || echo 10000)
	export FOSSIL_HOME="$aside" USER=bench
	mkdir "$aside/changes"
	perl -MDigest::MD5=md5_hex -MDigest::SHA=sha1_hex -e '
		for my $i (1 .. $ARGV[1]) {
			my $card = sprintf("D 2026-01-%02dT%02d:%02d:%02d.%03d\n", 1 + $i / 86400,
				$i / 3600 % 24, $i / 60 % 60, $i % 60, $i % 1000);
			$card .= "J comment " . "x" x 350 . "\nJ status open\nJ title ";
			$card .= sprintf("%0400d\nK %s\nU bench\n", $i, sha1_hex(int($i / 5)));
			open(my $out, ">", "$ARGV[0]/$i") or die;
			print $out $card, "Z ", md5_hex($card), "\n";
		}' "$aside/changes" "$changes"
	fossil reconstruct "$aside/bench.fossil" "$aside/changes" >/dev/null
	fossil=$(seconds fossil rebuild "$aside/bench.fossil")
	awk -v n="$decisions" -v t="$rebuilt" -v k="$changes" -v f="$fossil" 'BEGIN {
		r = (f / k) / (t / n)
		printf "%-44s %9.2f  (%.0f us / %.0f us)  goal >= 6: %s\n",
			"rebuild a decision, x faster than fossil", r, f / k * 1e6, t / n * 1e6, (r >= 6 ? "met" : "NOT MET") }'
}
if command -v fossil >/dev/null; then
	by_fossil
else
	echo "fossil is not installed (Debian package fossil): fossil rebuild not measured"
fi

verified=$(seconds "$GONGKAI" verify -C "$store" --as admin-city)
some=$(git -C "$ledger" rev-list --max-count=100 main)
# shellcheck disable=SC2086  # a list of commits
stock=$(seconds git -C "$ledger" verify-commit $some)
awk -v all="$verified" -v n="$commits" -v stock="$stock" 'BEGIN {
	ours = all / n; theirs = stock / 100; r = theirs / ours
	printf "%-44s %9.2f  (%.0f us / %.0f us)  goal >= 100: %s\n",
		"verify a commit, x faster than git", r, theirs * 1e6, ours * 1e6, (r >= 100 ? "met" : "NOT MET") }'

# Stock git on the ledger. A straight line of as many commits of the same size stands beside it.
git clone -q --bare --no-local "$ledger" "$aside/ours.git"
git init -q --bare -b main "$aside/line.git"
awk -v n="$commits" 'BEGIN {
	for (i = 1; i <= n; i++) {
		printf "commit refs/heads/main\ncommitter site <site@gongkai> %d +0800\ndata 1000\n", 1600000000 + i
		for (k = 0; k < 111; k++)
			printf "%08x ", (i * 2654435761 + k * 40503 * i) % 4294967296
		print ""
		printf "M 100644 inline record\ndata 298\n"
		for (k = 0; k < 33; k++)
			printf "%08x ", (i * 40503 + k * 2654435761) % 4294967296
		print "\n"
	}
}' | git -C "$aside/line.git" fast-import --quiet
for what in ours line; do
	git -C "$aside/$what.git" config core.commitGraph false
	git -C "$aside/$what.git" repack -q -ad
done
walk() { git -C "$aside/$1.git" rev-list --count main; }
pack() { git -C "$aside/$1.git" repack -q -adf --depth=0 --window=0; }
fetch() { git clone -q --bare --no-local "$aside/$1.git" "$aside/copy-$1.git"; }
tell "rev-list, x the line" "$(seconds walk ours)" "$(seconds walk line)" 1.25
tell "repack, x the line" "$(seconds pack ours)" "$(seconds pack line)" 1.25
tell "first fetch, x the line" "$(seconds fetch ours)" "$(seconds fetch line)" 1.25
