#!/bin/bash
# SPDX-License-Identifier: MIT
# Keys by commands: people's own, in files and in a real ssh-agent, the site's; and what stock
# ssh-keygen and git make of it.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
unset SSH_AUTH_SOCK GONGKAI_KEY
cd "$TMPDIR" || exit 1

agent_up
trap 'kill "$agent" 2>/dev/null; wait "$agent"' EXIT
in_agent() { SSH_AUTH_SOCK=$sock "$@"; }

key_of() { ssh-keygen -lf "$1" | cut -d' ' -f2; }
# As a pattern.
like() { echo "${1//+/[+]}"; }
stock() {
	git --git-dir="$store/ledger.git" -c gpg.format=ssh \
		-c gpg.ssh.allowedSignersFile="$store/allowed_signers" "$@" 2>&1
}
# signer ID: who signed the latest decision on a paper.
signer() { as auditor log "$1" --json | tail -n 1 | jq -r .signature; }
# All of the ledger, by stock git and by the program.
sound() {
	local commit
	for commit in $(stock rev-list main); do
		stock verify-commit "$commit" >/dev/null || return 1
	done
	gk verify
}

check 'a new store' gk init --demo
for name in clerk clerk2 head admin lost; do
	ssh-keygen -q -t ed25519 -N '' -C "$name@laptop" -f "$name"
done
ssh-keygen -q -t rsa -b 2048 -N '' -f rsa
ssh-keygen -q -t rsa -b 1024 -N '' -f short
ssh-keygen -q -t ecdsa -N secret -f ecdsa

# -- People's keys ------------------------------------------------------------------------------
refused 'not by oneself without one' 1 'administrator' as clerk person key add clerk clerk.pub
refused 'no private key' 1 'private key.*\.pub' as admin person key add clerk clerk
refused 'no short one' 1 '1024 bits is too short' as admin person key add clerk short.pub
refused 'no other file' 1 'no public key' as admin person key add clerk "$fixtures/notice-2018-58.txt"
refused 'nor a short one' 1 'public key' as admin person key add clerk "$root/LICENSE"
refused 'of nobody' 1 "no person 'nobody'" as admin person key add nobody clerk.pub
check 'an administrator puts it in' as admin person key add clerk clerk.pub
refused 'one owner each' 1 "is clerk's already" as admin person key add head clerk.pub
is 'it is listed' "clerk $(key_of clerk.pub) admin true" bash -c "$(declare -f as gk)
	GONGKAI='$GONGKAI' store='$store' speak=''; as head person key list clerk --json |
	jq -r '\"\(.person) \(.fingerprint) \(.by) \(.valid)\"'"
has 'and in the table' "$(like "$(key_of clerk.pub)")" as head person key list
has 'and with the person' "$(like "$(key_of clerk.pub)")" as head person show clerk
has 'stock tools know it' '^clerk@gongkai namespaces="git",valid-after="20260105010000Z" ssh-ed25519' \
	cat "$store/allowed_signers"

# -- Signing ------------------------------------------------------------------------------------
run as clerk import "$fixtures/notice-2018-58.txt" --set policy=no
one=$out
is 'the site signs for who shows no key' site signer "$one"
check 'with the key' as clerk --key clerk mark "$one" public
is 'the record says whose' clerk signer "$one"
has 'and so does the page' 'Latest decision: mark, signed by clerk' as head show "$one"
is 'and JSON' clerk json_of "$one" .signature
has 'stock git agrees' 'Good "git" signature for clerk@gongkai' stock verify-commit main^2
refused 'another key' 1 'holds no key of clerk' as clerk --key head do submit "$one"
refused 'no key' 1 'nothing' as clerk --key nothing do submit "$one"
check 'GONGKAI_KEY' env GONGKAI_KEY="$PWD/clerk" "$GONGKAI" -C "$store" --as clerk do submit "$one"
is 'signed with it' clerk signer "$one"
check 'an agent has it' in_agent ssh-add -q "$PWD/head"
check 'whose key is not known yet' in_agent as head do pass "$one"
is 'so the site signs' site signer "$one"
check 'RSA' as admin person key add secrecy rsa.pub
check 'in the agent' in_agent ssh-add -q "$PWD/rsa"
check 'signs there' in_agent as secrecy do pass "$one"
is 'out of the agent' secrecy signer "$one"
check 'ECDSA' as admin person key add checker ecdsa.pub
refused 'with a passphrase' 1 'ssh-add' in_agent as checker --key ecdsa do pass "$one"
printf '#!/bin/sh\necho secret\n' >askpass
chmod +x askpass
check 'opened in the agent' in_agent env SSH_ASKPASS="$PWD/askpass" SSH_ASKPASS_REQUIRE=force \
	ssh-add -q "$PWD/ecdsa"
check 'its file names it there' in_agent as checker --key ecdsa do pass "$one"
is 'by the checker' checker signer "$one"
check 'a key that must be confirmed' as admin person key add signer head.pub
in_agent ssh-add -q -d "$PWD/head.pub"
check 'is in the agent' in_agent ssh-add -q -c "$PWD/head"
refused 'and is not confirmed' 1 'did not sign' in_agent env SSH_ASKPASS=/bin/false \
	SSH_ASKPASS_REQUIRE=force "$GONGKAI" -C "$store" --as signer do sign "$one"
check 'all is sound' sound

# -- Many at once, out of an agent -----------------------------------------------------------------
in_agent ssh-add -q "$PWD/clerk"
for _ in 1 2 3; do
	run as clerk import "$fixtures/notice-2018-58.txt" --set policy=no
	as clerk mark "$out" public >/dev/null
	many=${many:-}${many:+ }$out
done
# shellcheck disable=SC2086  # one word each
check 'three in one command' in_agent as clerk do submit $many
is 'each signed' 'clerk clerk clerk' echo "$(for id in $many; do signer "$id"; done | xargs)"

# -- Changing and losing -------------------------------------------------------------------------
check 'one adds to one'"'"'s own with one'"'"'s own' as clerk --key clerk person key add clerk lost.pub
refused 'not to another'"'"'s' 1 administrator as clerk --key clerk person key add head clerk2.pub
refused 'which of them?' 1 'may be more than one' as admin person key end clerk SHA256: --reason lost
refused 'why?' 1 'reason' as admin person key end clerk "$(key_of lost.pub)"
check 'it was lost' as admin person key end clerk "$(key_of lost.pub)" --reason 'laptop stolen'
has 'the record says why' 'laptop stolen' stock log -1 --format=%B main^2
export GONGKAI_CLOCK=2026-01-05T09:00:01
refused 'it signs no more' 1 'valid now' as clerk --key lost edit "$one" --set policy=yes
refused 'and is not taken up again' 1 'already|twice' as admin person key add clerk lost.pub
refused 'twice' 1 'ended already' as admin person key end clerk "$(key_of lost.pub)" --reason again
check 'one ends one'"'"'s own' as clerk --key clerk person key end clerk "$(key_of clerk.pub)"
export GONGKAI_CLOCK=2026-01-05T09:10:00

# Stock git believes a date that the signer wrote himself; we ask the site.
prev=$(stock log -1 --no-merges --format=%H main)
lie() {
	GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 stock -c user.name=clerk \
		-c user.email=clerk@gongkai -c user.signingkey="$PWD/clerk" commit-tree -S \
		"$prev^{tree}" -p main -m lie
}
now=$(lie 2026-01-05T09:10:00+0800)
then=$(lie 2026-01-05T09:00:00+0800)
ends 'stock git: the key has ended' 1 stock verify-commit "$now"
check 'stock git: but not then' stock verify-commit "$then"
cp -r "$store" good
GIT_AUTHOR_DATE=2026-01-05T09:10:00+0800 GIT_COMMITTER_DATE=2026-01-05T09:10:00+0800 \
	stock -c user.name=site -c user.email=site@gongkai \
	-c user.signingkey="$store/keys/site" commit-tree -S "$(stock mktree </dev/null)" -p main \
	-p "$then" -m 'site: decision 99' -m 'Sequence: 99-99' >forged
stock update-ref refs/heads/main "$(cat forged)"
ends 'verify says no' 1 gk verify
has 'and names the commit' "$then" echo "$out"
rm -rf "$store"
mv good "$store"
check 'all is sound again' sound

# -- A step that asks for a key --------------------------------------------------------------------
cp -r "$root/packs/cn" pack
sed -i 's/^section,pass,secrecy,head,,$/&own-key/' pack/gongwen.csv
sed -i 's/^version = .*/version = 2026.2/' pack/pack.ini
check 'a pack that asks for it' as admin pack adopt ./pack
two=${many%% *}
refused 'the site will not do' 1 "signed with a key of head's own" as head do pass "$two"
has 'which is said before' "signed with a key of head's own" as head show "$two"
check 'head gets a key' as admin person key add head clerk2.pub
check 'and passes it' as head --key clerk2 do pass "$two"
is 'with it' head signer "$two"

# -- The site's own ------------------------------------------------------------------------------
gk anchor >before
was=$(key_of "$store/keys/site")
has 'it is listed' "$(like "$was")" as head site key list
refused 'not by anybody' 1 administrator as head site key rotate
refused 'not lost' 1 'is here' as admin site key replace
has 'rotated' "signs with $(printf 'SHA256:')" as admin site key rotate
that 'it is another' "$(key_of "$store/keys/site")" != "$was"
is 'two are listed' 2 bash -c "'$GONGKAI' -C '$store' --as head site key list --json | wc -l"
check 'all is sound as before' sound
check 'with the anchor of before' gk verify --anchor before
check 'a backup without the key' gk backup "$TMPDIR/copy"
store=$TMPDIR/copy
check 'can be read' as head show "$two"
refused 'but nothing decided' 1 'site key replace' as secrecy do pass "$two"
refused 'without a key of one'"'"'s own' 1 'key of their own' as admin site key replace
cp admin admin-key
check 'the administrator has one' true
store=$TMPDIR/store
check 'put in where the site still is' as admin person key add admin admin.pub
check 'backed up' gk backup "$TMPDIR/copy"
store=$TMPDIR/copy
check 'on the other machine' as admin --key admin site key replace
has 'noted' 'which was lost' gk verify
check 'deciding goes on' as secrecy do pass "$two"
check 'all is sound there' sound
check 'with the anchor of before' gk verify --anchor before
has 'stock git knows who did it' 'Good "git" signature for admin@gongkai' \
	stock verify-commit "$(stock log --no-merges --format=%H --grep='^Action: replace' main)"
ends 'and JSON tells' 0 gk verify --json
that 'as a note' "$(grep -c '"note"' <<<"$out")" = 2
finish
