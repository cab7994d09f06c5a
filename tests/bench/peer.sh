#!/bin/sh
# SPDX-License-Identifier: MIT
# peer.sh git|fossil DIR: prints how many microseconds one decision takes by that program's own
# commands, DIR being where to try it; 0 where the program is not installed.
set -eu
what=$1
dir=$2/peer-$1
rounds=20
command -v "$what" >/dev/null || {
	echo "fossil is not installed (Debian package $what): not measured" >&2
	echo 0
	exit 0
}
mkdir -p "$dir"
cd "$dir"

by_git() {
	record=$(printf 'Paper: b01-2026-%04d\nTitle: %0400d\n' "$1" "$1" | git hash-object -w --stdin)
	tree=$(printf '100644 blob %s\trecord\n' "$record" | git mktree)
	printf 'pass: b01-2026-%04d\n\nAction: pass\nX: %0350d\n' "$1" "$1" >message
	commit=$(git commit-tree -S ${tip:+-p "$tip"} -F message "$tree")
	git update-ref refs/heads/main "$commit" ${tip:+"$tip"}
	tip=$commit
}

by_fossil() {
	fossil ticket add -q -R bench.fossil title "$(printf '%0400d' "$1")" status open \
		comment "$(printf '%0350d' "$1")" >/dev/null
}

case $what in
git)
	git init -q --bare -b main .
	ssh-keygen -q -t ed25519 -N '' -C bench -f key
	git config gpg.format ssh
	git config user.signingkey "$dir/key"
	git config user.name bench
	git config user.email bench@gongkai
	tip=
	;;
fossil)
	export FOSSIL_HOME="$dir" USER=bench
	fossil init bench.fossil >/dev/null
	;;
esac
"by_$what" 0
begun=$(date +%s%N)
i=0
while [ $((i += 1)) -le $rounds ]; do
	"by_$what" $i
done
ended=$(date +%s%N)
echo $(((ended - begun) / rounds / 1000))
