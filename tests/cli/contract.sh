#!/bin/bash
# SPDX-License-Identifier: MIT
# What scripts rely on: keys, exit statuses, where the store is found, languages, the commands of an
# administrator.
# shellcheck disable=SC1010,SC2016  # do is a command here; bash -c scripts
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
keys() { jq -r 'keys_unsorted | join(" ")' | sort -u; }

# Keys.
run as clerk show zfb-2026-0004 --json
that 'show is one line' "$(wc -l <<<"$out")" = 1
for key in id kind title number unit state attribute grounds reason drafter review_by due published \
	content actions fields findings approvals clocks entered closed text; do
	that "show has $key" "$(jq "has(\"$key\")" <<<"$out")" = true
done
that 'its clocks explain themselves' "$(jq '.clocks[-1] | .days == ([.explanation[] | .count] | max)' <<<"$out")" = true
that 'its content is its text' "$(jq -r .content <<<"$out")" = "$(jq -j .text <<<"$out" | sha256sum | cut -c1-64)"
run as clerk list --json -n 0
for key in id kind title number unit state attribute grounds drafter review_by due published; do
	that "list has $key" "$(jq -s "map(has(\"$key\")) | all" <<<"$out")" = true
done
that 'in any language' "$(keys <<<"$out")" = "$(speak=zh_CN.UTF-8 as clerk list --json -n 0 | keys)"
run as clerk log zfb-2026-0004 --json
for key in commit document action from to attribute actor at comment signature code role acting_for request; do
	that "log has $key" "$(jq -s "map(has(\"$key\")) | all" <<<"$out")" = true
done
that 'newest last' "$(jq -s 'map(.sequence) | . == sort' <<<"$out")" = true
that 'times are ISO 8601' "$(head -n 1 <<<"$out" | jq -r .at)" = 2026-01-05T09:00:00+08:00
all=$(as auditor log --json | wc -l)
that 'every decision of all papers' "$all" -gt 100
is 'the latest three' 3 bash -c "'$GONGKAI' -C '$store' --as auditor log -n 3 --json | wc -l"
is 'one action of one paper' 1 bash -c "'$GONGKAI' -C '$store' --as clerk log zfb-2026-0004 action:submit --json | wc -l"
is 'nobody decided in another year' 0 bash -c "'$GONGKAI' -C '$store' --as clerk log from:2030-01-01 --json | wc -l"
is 'the terms of the ledger narrow it' "$(as auditor log --json | jq -r 'select(.actor == "clerk" and .action == "submit").sequence' | wc -l)" \
	bash -c "'$GONGKAI' -C '$store' --as auditor log person:clerk action:submit --json | wc -l"
refused 'a term that is none' 2 "'dance'" as clerk log action:submit action:dance
run gk verify --json
that 'verify ends in one object' "$(tail -n 1 <<<"$out" | jq -r 'keys_unsorted | join(" ")')" = 'ok commits documents faults'
run as supervisor report status --format json
that 'a report by lines and a sum' "$(tail -n 1 <<<"$out" | jq -r 'keys_unsorted | join(" ")')" = 'papers overdue'
run as clerk do submit xinxi-2026-0004 --json
that 'what an act led to' "$(jq -r '"\(.action) \(.state)"' <<<"$out")" = 'submit section'

# Lists page by page, queues by name.
first=$(as auditor list -n 7 --json | jq -r .id)
second=$(as auditor list -n 100 --json --after "$(tail -n 1 <<<"$first")" | jq -r .id)
that 'pages follow each other' "$(printf '%s\n' "$first" "$second")" = "$(as auditor list -n 0 --json | jq -r .id)"
for queue in desk drafts returned waiting due overdue section; do
	check "the queue $queue" as clerk list --queue "$queue"
done
has 'by words' 'zfb-2026-0001' as clerk list 土地 预公告
has 'by terms' 'zfb-2026-0004' as clerk list state:decided unit:zfb attribute:public

# The store: -C, then the environment.
is '$GONGKAI_STORE' 20 env GONGKAI_STORE="$store" bash -c '"$GONGKAI" --as auditor list -n 0 --json | wc -l'
check '$XDG_DATA_HOME' env XDG_DATA_HOME="$TMPDIR/data/home" "$GONGKAI" init
check 'is where it is' test -d "$TMPDIR/data/home/gongkai/ledger.git"
that 'for its owner alone' "$(stat -c %a "$TMPDIR/data/home/gongkai")" = 700
is 'the first person is the Unix user' "$(id -un)" env XDG_DATA_HOME="$TMPDIR/data/home" bash -c \
	'"$GONGKAI" person list --json | jq -r .login'
is 'options may follow and precede' "$(as clerk list --json | head -n 1)" bash -c \
	"'$GONGKAI' list --json -C '$store' --as clerk | head -n 1"

# Language.
has 'English' 'Usage' "$GONGKAI" help
for variable in LANG=zh_CN.UTF-8 LC_MESSAGES=zh_CN LC_ALL=zh_SG.UTF-8 LC_ALL=zh_CN.GB18030; do
	has "Chinese by $variable" '用法' env -u LC_ALL "$variable" "$GONGKAI" help
done
has 'LANGUAGE' '用法' env LC_ALL=C.UTF-8 LANGUAGE=zh_CN:en "$GONGKAI" help
has 'C is English' 'Usage' env LC_ALL=C LANGUAGE=zh "$GONGKAI" help
has '--lang before all' '用法' "$GONGKAI" --lang zh help
has '--lang after all' '用法' "$GONGKAI" mark --help --lang zh
for command in init import edit mark 'do' list show log diff calendar report verify rebuild checkpoint \
	witness export doctor config unit person pack help; do
	has "help of $command" "^Usage: gongkai $command" "$GONGKAI" help "$command"
	has "and by --help" "^Usage: gongkai $command" "$GONGKAI" "$command" --help
	that 'in Chinese too' "$("$GONGKAI" help "$command" --lang zh | grep -c '^选项\|用法')" -ge 1
done
has 'the version' '^gongkai [0-9]' "$GONGKAI" --version

# Working days, with and without a store.
is 'without a store' 2026-10-10 env GONGKAI_STORE="$TMPDIR/none" "$GONGKAI" calendar due 2026-09-30 3
is 'with one' 2026-02-02 gk calendar due 2026-01-05 20
is 'no day at all' 2026-01-05 gk calendar due 2026-01-05 0
run gk calendar due 2026-09-30 3 --json
that 'day by day' "$(jq -r '[.explanation[] | select(.count > 0)] | length' <<<"$out")" = 3
that 'holidays named' "$(jq -r '.explanation[0].name' <<<"$out")" = 国庆节
run gk calendar due 2026-12-30 5
that 'provisional beyond the horizon' "$err" = 'gongkai: provisional: the calendar ends on 2026-12-31'

# Units, people, packs.
check 'a unit' as admin unit add kjj --name-zh 市科技局 --name-en 'Science Bureau' --parent sz
is 'is there' 'sz 市科技局' bash -c "'$GONGKAI' -C '$store' --as admin unit show kjj --json | jq -r '\"\\(.parent) \\(.name.zh)\"'"
check 'it changes' as admin unit change kjj --name-zh 市科学技术局
check 'it ends' as admin unit end kjj --on 2026-06-30
has 'on a day' 2026-06-30 as admin unit list
refused 'not twice' 1 'already' as admin unit add kjj --name x
check 'a person of the unit of their role' as admin person add wangxin --name 王新 --role clerk@zfb
is 'which is theirs' zfb bash -c "'$GONGKAI' -C '$store' --as admin person show wangxin --json | jq -r .unit"
refused 'a role that names none' 1 'names no unit; write ROLE@UNIT' as admin person add wanger --name 王二 --role clerk
check 'a person' as admin person add deputy --name-zh 孙副 --unit zfb --role checker --login nobody
has 'with a role in their unit' 'checker@zfb' as admin person list
check 'another role' as admin person grant deputy head@mishu
check 'taken back' as admin person revoke deputy head@mishu
refused 'not twice' 1 'not head of mishu' as admin person revoke deputy head@mishu
check 'they can work' as deputy list --queue desk
check 'they end' as admin person end deputy --on 2026-01-04
refused 'and are gone' 1 'nobody named' as deputy list
check 'a delegation' as signer person delegate supervisor signer --from 2026-01-10 --to 2026-01-20 --reason 出差
is 'is on record' 'supervisor signer sz 2026-01-20' bash -c \
	"'$GONGKAI' -C '$store' --as admin person show signer --json | jq -r '.delegations[0] | \"\\(.to) \\(.role) \\(.unit) \\(.last)\"'"
has 'the pack' '^\* +cn' gk pack list
has 'its grounds' 'CN16-HR' gk pack show grounds
has 'its return codes' 'no-interpretation' gk pack show returns --json
cp -r "$root/packs/cn" "$TMPDIR/pack"
sed -i 's/^version = .*/version = 2026.2/' "$TMPDIR/pack/pack.ini"
has 'another pack' '^cn 2026.2 sha256:' as admin pack adopt "$TMPDIR/pack"
refused 'not by a clerk' 1 'administrator' as clerk pack adopt "$TMPDIR/pack"
has 'is in force' '2026.2' gk pack list

# The doctor.
has 'all well' '^ok' gk doctor
has 'who is at work' 'people are at work, 0 of them with keys' gk doctor
has 'who is logged in' '^ok +0 sessions are open' gk doctor
has 'nothing was left' 'no lock was left behind' gk doctor
touch -d 2025-01-01 "$store/state.git/HEAD.lock"
has 'a lock that was left' '^warn.*state.git/HEAD.lock' gk doctor
rm "$store/state.git/HEAD.lock"
ssh-keygen -q -t ed25519 -N '' -C soon -f "$TMPDIR/soon"
check 'a key for some days' as admin person key add clerk2 "$TMPDIR/soon.pub" --to 2026-01-20
has 'a key that ends soon' '^warn.*of clerk2 ends on 2026-01-20' gk doctor
ends 'no store' 1 "$GONGKAI" -C "$TMPDIR/none" doctor
has 'the same as a report' '^warning +expiry .*of clerk2 ends on 2026-01-20' as admin report health
ends 'for who looks after the store' 1 as clerk report health
chmod 644 "$store/keys/site"
ends 'a key open to others' 1 gk doctor
that 'is named' "$(grep -c '^fail.*keys/site is open' <<<"$out")" = 1
chmod 600 "$store/keys/site"
run gk doctor --json
that 'by lines' "$(jq -s 'map(has("check") and has("grade")) | all' <<<"$out")" = true

# An index that is gone, and one that is damaged.
rm -f "$store"/index.db*
check 'deleted: it is made again' as clerk show zfb-2026-0004
rm -f "$store"/index.db-*
echo garbage >"$store/index.db"
refused 'damaged: the way out is named' 1 'gongkai rebuild' as clerk list
check 'and helps' gk rebuild
has 'the damaged one is kept' garbage cat "$store/index.db.damaged"
check 'all is well' gk verify

# A ledger that was cut, and one that somebody wrote into.
cp -r "$store" "$TMPDIR/cut"
git --git-dir="$TMPDIR/cut/ledger.git" update-ref refs/heads/main main~2
run "$GONGKAI" -C "$TMPDIR/cut" --as clerk list
that 'who reads a cut ledger is told' "$(grep -c 'NOT IN ORDER.*does not lead to' <<<"$err")" = 1
ends 'it is a fault' 1 "$GONGKAI" -C "$TMPDIR/cut" verify
ends 'the index that knows is not thrown away' 1 "$GONGKAI" -C "$TMPDIR/cut" rebuild
ends 'nothing is decided' 1 "$GONGKAI" -C "$TMPDIR/cut" --as head do pass mishu-2026-0004
cp -r "$store" "$TMPDIR/forged"
forged=$TMPDIR/forged/ledger.git
commit=$(git --git-dir="$forged" -c user.name=x -c user.email=x@x commit-tree 'main^{tree}' -p main -m forged)
git --git-dir="$forged" update-ref refs/heads/main "$commit"
ends 'a commit by hand is a fault' 1 "$GONGKAI" -C "$TMPDIR/forged" verify
that 'and is named' "$(grep -c "^$commit: " <<<"$out")" -ge 1

# A store that was touched.
check 'no fault so far' gk verify
original=$(find "$store/content" -type f | head -n 1)
chmod u+w "$original"
echo changed >>"$original"
ends 'a changed original is a fault' 1 gk verify
run gk verify --json
that 'and is told' "$(tail -n 1 <<<"$out" | jq -r '"\(.ok) \(.faults > 0)"')" = 'false true'
that 'with its commit' "$(head -n 1 <<<"$out" | jq -r '.commit | length')" = 40
finish
