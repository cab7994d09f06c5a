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
	echo "$ended - $begun" | bc
}

# tell NAME A B GOAL: A divided by B, against the most it should be
tell() {
	awk -v name="$1" -v a="$2" -v b="$3" -v goal="$4" 'BEGIN {
		r = a / b
		printf "%-44s %9.2f  (%.2f s / %.2f s)  goal <= %g: %s\n", name, r, a, b, goal,
			r <= goal ? "met" : "NOT MET" }'
}

decisions=$(git -C "$ledger" rev-list --no-merges --count main)
commits=$(git -C "$ledger" rev-list --count main)
echo "$decisions decisions in $commits commits"

git_log() { git -C "$ledger" log --format='%H%n%B' main | wc; }
logged=$(seconds git_log)
tell "rebuild, x git log | wc" "$(seconds "$GONGKAI" rebuild -C "$store" --as admin-city)" "$logged" 1.6

verified=$(seconds "$GONGKAI" verify -C "$store" --as admin-city)
some=$(git -C "$ledger" rev-list --max-count=100 main)
# shellcheck disable=SC2086  # a list of commits
stock=$(seconds git -C "$ledger" verify-commit $some)
awk -v all="$verified" -v n="$commits" -v stock="$stock" 'BEGIN {
	ours = all / n; theirs = stock / 100; r = theirs / ours
	printf "%-44s %9.2f  (%.0f us / %.0f us)  goal >= 100: %s\n",
		"verify a commit, x faster than git", r, theirs * 1e6, ours * 1e6, r >= 100 ? "met" : "NOT MET" }'

# The same commits one after the other: each of our decisions, its parent being the one before.
git init -q --bare -b main "$aside/line.git"
git -C "$ledger" log --reverse --topo-order --format='%H%n%T' --no-merges main >"$aside/list"
git -C "$ledger" log --reverse --topo-order --no-merges --format='commit refs/heads/main%ncommitter site <site@gongkai> %ct +0800%ndata 700%n%H%H%H%H%H%H%H%H%H%H%H%H%H%H%H%H%H%x1f' main |
	awk '/\037$/ { line = $0; sub(/\037$/, "", line); printf "%-699s\n\n", line; next } { print }' >"$aside/stream"
git -C "$aside/line.git" fast-import --quiet <"$aside/stream"
git clone -q --bare --no-local "$ledger" "$aside/ours.git" 2>/dev/null
lines=$(git -C "$aside/line.git" rev-list --count main)
echo "a straight line of $lines commits without trees beside it"
per() { awk -v t="$1" -v n="$2" 'BEGIN { printf "%.9f", t / n * 1e6 }'; }
a=$(seconds git -C "$aside/ours.git" rev-list --count main)
b=$(seconds git -C "$aside/line.git" rev-list --count main)
tell "rev-list a decision, x the line" "$(per "$a" "$decisions")" "$(per "$b" "$lines")" 1.25
