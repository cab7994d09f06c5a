#!/bin/bash
# SPDX-License-Identifier: MIT
# Re-review (article 18, notice 四(一)): papers withheld in 2018 are looked at again in 2026, from the
# campaign's first state to its last.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

on() { export GONGKAI_CLOCK=$1; }
do_() { as "$1" 'do' "$2" "$3" "${@:4}"; }
state() { as auditor show "$1" --json | jq -r .state; }
listed() { as auditor list "$@" --limit 0 --json | jq -r .id | sort | xargs; }

on 2018-03-02T09:00:00
check 'a new store' gk init
as root unit add sz --name 市政府 --parent ''
as root unit add zfb --name 市政府办公室 --parent sz
as root unit add fgw --name 市发改委 --parent sz
for role in clerk head disclosure secrecy checker signer publisher auditor; do
	as root person add $role --name "$role" --unit zfb --role $role@sz
done
as root person add fgwgk --name 发改委公开科 --unit fgw --role disclosure@fgw
as root unit add gkk --name 公开科 --parent zfb
as root person add gkkgk --name 公开科审查员 --unit gkk --role disclosure@zfb
as root person add clerk2 --name 李稿 --unit fgw --role clerk@fgw

cd "$TMPDIR" || exit 1
printf '关于供水干线防护的若干措施\n\n各单位要加强巡查。\n' >paper.txt
# withheld TITLE UNIT GROUND: a paper held on that ground; its id in $id
withheld() {
	printf '%s\n\n各单位要加强巡查。\n' "$1" >paper.txt
	id=$(as clerk import paper.txt --title "$1" --unit "$2" --set policy=no)
	as clerk mark "$id" private --ground "$3" --reason 公开后可能被利用，危及公共安全。
	do_ clerk submit "$id"
	for who in head secrecy checker; do do_ $who pass "$id"; done
	do_ signer sign "$id"
} >/dev/null
withheld 供水干线防护措施 zfb CN08-8 && a=$id
withheld 研发补助审核情况 zfb CN08-14-TRADE && b=$id
withheld 储备库点位 fgw CN08-8 && c=$id
on 2018-09-03T09:00:00
withheld 考核个人名单 zfb CN08-14-PRIV && d=$id
that 'all are held' "$(listed state:held)" = "$(echo "$a $b $c $d" | tr ' ' '\n' | sort | xargs)"

# What is selected is asked for as any list is.
on 2026-01-05T09:00:00
is 'on dead ground' "$c $a $b $d" listed is:dead
is 'on an old ground' "$c $a" listed ground:cn08-8
is 'of a unit' "$a $b $d" listed is:dead unit:zfb
is 'by age' "$c $a $b" listed state:held decided:'<2018-09-01'
is 'and from a day' "$d" listed decided:'>=2018-09-01'
is 'older than so many days' "$c $a $b $d" listed decided:'>365d'
is 'past their review' "$c $a $b $d" listed review:overdue
is 'by the version of the pack' "$c $a $b $d" listed pack:2026.1
is 'under another one' '' listed pack:old
refused 'an age that is none' 1 'decided: takes' as auditor list decided:yesterday
refused 'only mine or dead' 1 'takes mine or dead' as auditor list is:undead

begin() { as disclosure import --kind campaign --title "$1" --set occasion=law --set "selection=$2" --set deadline=2026-03-31; }
refused 'not for everybody' 1 "is for: Disclosure reviewer" as clerk import --kind campaign --title x --unit zfb
refused 'a selection that cannot be asked' 1 "selection: there is no ground 'CN99'" begin 条例修订 ground:CN99
refused 'of oneself' 1 "selects nothing" begin 条例修订 is:mine
refused 'of others' 1 'sz is not below zfb' begin 条例修订 'is:dead unit:sz'
run begin 条例修订后的重新审查 is:dead
camp=$out
that 'begun' "$rc" = 0
that 'nothing is taken in yet' "$(listed names:"$camp")" = ''
check 'the selection is still open' as disclosure edit "$camp" --set selection='is:dead attribute:private'
has 'how many that is' 'Selection: papers found today: 3' as disclosure show "$camp"
that 'for programs' "$(as disclosure show "$camp" --json | jq -r .selection)" = 'papers found today: 3'

# Nothing starts that takes in nothing: it is said where the papers are.
empty() { # empty NAME SENTENCE UNIT SELECTION
	run as gkkgk import --kind campaign --title 试查 --unit "$3" --set occasion=law --set "selection=$4" --set deadline=2026-03-31
	has "$1" "$2" as gkkgk show "$out"
	refused "$1, and does not start" 1 "$2" do_ gkkgk start "$out"
	as gkkgk edit "$out" --set selection=ground:CN08-14-PRIV >/dev/null
}
empty 'the unit of who begins it keeps no papers' 'nothing in 公开科 and below, where it looks, and 3 in other units' gkk is:dead
empty 'papers at another step' 'what it finds in 市政府办公室 and below \(3\) is at no step' zfb 'is:dead state:draft'
empty 'no papers at all' 'it finds nothing in 市政府办公室 and below$' zfb ground:CN16-HR
run as disclosure 'do' start "$camp"
that 'started' "$rc" = 0
that 'the site took the papers in and moved on' "$(state "$camp")" = open
is 'those of its unit and below' "$a $b $d" listed names:"$camp"
that 'each is looked at again' "$(state "$a") $(state "$b") $(state "$c") $(state "$d")" = 'rescreen rescreen held rescreen'
that 'by a decision that names the campaign' "$(as auditor log "$a" --json | tail -n 1 | jq -r '"\(.actor) \(.role) \(.action) \(.named)"')" = "site system enlist $camp"
that 'its clock' "$(json_of "$camp" '.clocks[] | "\(.rule) \(.due)"')" = 'due 2026-03-31'
refused 'what it selects is fixed' 1 'started with what it selects' as disclosure edit "$camp" --set selection=ground:CN16-HR
check 'not its deadline' as disclosure edit "$camp" --set deadline=2026-04-30
that 'which the clock follows' "$(json_of "$camp" '.clocks[0].due')" = 2026-04-30
refused 'nobody takes papers in by hand' 1 'possible|program itself' do_ disclosure enlist "$c" --named "$camp"
refused 'nor ends the gathering' 1 'possible' do_ disclosure selected "$camp"
has 'they wait for the clerk' 'rescreen|Re-review' as clerk list -q rescreen

# Kept: the same attribute, on the ground that took the old one's place, to be signed again.
refused 'not by who reviews' 1 'is for: Drafter' as disclosure mark "$a" --keep
refused 'not on the old ground' 1 'CN14-3S1S' as clerk mark "$a" private --ground CN08-8 --reason 维持
check 'kept' as clerk mark "$a" --keep
that 'on the new ground' "$(json_of "$a" '"\(.state) \(.attribute) \(.grounds[0]) \(.review_by)"')" = 'pre-review private CN14-3S1S 2027-01-05'
that 'as that act' "$(as auditor log "$a" --json | tail -n 1 | jq -r .action)" = keep
refused 'its approvals are void' 1 'possible' do_ signer sign "$a"
check 'made public' as clerk mark "$b" public
that 'as another act' "$(as auditor log "$b" --json | tail -n 1 | jq -r .action)" = make-public
check 'given on request' as clerk mark "$d" on-request --ground CN27 --reason 经核对不属于主动公开范围，可以依申请提供。
that 'as a third' "$(as auditor log "$d" --json | tail -n 1 | jq -r .action)" = make-on-request
refused 'four eyes: who marked it does not pass it' 1 'is for' do_ clerk pass "$a"
for paper in "$a" "$b" "$d"; do
	do_ disclosure pass "$paper" --comment 同意 >/dev/null
	for who in secrecy checker; do do_ $who pass "$paper" >/dev/null; done
done
on 2026-01-12T09:00:00
check 'signed' do_ signer sign "$a" "$b"
that 'held again, and decided' "$(state "$a") $(state "$b")" = 'held decided'
check 'published at last' do_ publisher publish "$b"
is 'what is left' "$d" listed names:"$camp" state:sign

# A second campaign takes in what the first does not: the city's.
on 2026-02-02T09:00:00
run as fgwgk import --kind campaign --title 年度自查 --unit fgw --set occasion=self-check --set selection=state:held --set deadline=2026-06-30
own=$out
check 'started too' do_ fgwgk start "$own"
is 'its own papers alone' "$c" listed names:"$own"
check 'kept by its own clerk' as clerk2 mark "$c" --keep --reason 点位公开仍会危及公共安全。

# Before and after.
report() { as auditor report campaign --format json | jq -r "$1"; }
is 'the report counts' "$camp 3 1 1 1" report 'select(.id == "'"$camp"'" and .papers != null) | "\(.id) \(.papers) \(.same) \(.changed) \(.open)"'
is 'kept, on new ground' 'private CN08-8 private CN14-3S1S' report 'select(.id == "'"$a"'") | "\(.before) \(.grounds_before) \(.after) \(.grounds_after)"'
is 'changed' 'private CN08-14-TRADE public null' report 'select(.id == "'"$b"'") | "\(.before) \(.grounds_before) \(.after) \(.grounds_after)"'
is 'not decided yet' 'private null' report 'select(.id == "'"$d"'") | "\(.before) \(.after)"'
refused 'no more than the person may see' 1 '.' as nobody report campaign

refused 'not closed without a summary' 1 'Summary' do_ disclosure close "$camp"
check 'summed up' as disclosure edit "$camp" --set summary=审查三件，维持一件，转主动公开一件，转依申请一件。
check 'closed' do_ disclosure close "$camp"
that 'its last state' "$(state "$camp")" = closed
check 'taken up again' do_ disclosure reopen "$camp" --comment 尚有一件未签发
check 'signed as well' do_ signer sign "$d"
check 'closed again' do_ disclosure close "$camp"
run as disclosure import --kind campaign --title 不办了 --set occasion=other --set selection=is:dead --set deadline=2026-03-31
check 'another one is not carried out' do_ disclosure void "$out" --comment 重复

check 'the ledger is in order' gk verify
check 'the index is made again' gk rebuild
is 'with the worklist' "$a $b $d" listed names:"$camp"
finish
