#!/bin/bash
# SPDX-License-Identifier: MIT
# A kind that no pack of ours has, written here, from its first state to its last.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/cli/lib_pack.sh
. "$(dirname "$0")/lib_pack.sh"

write_pack "$TMPDIR/lost"
check 'a store of it' gk init --pack "$TMPDIR/lost" --unit depot --admin root
check 'a keeper' as root person add kit --name-en Kit --unit depot --role keeper@depot
check 'an officer' as root person add oda --name-en Oda --unit depot --role officer@depot

is 'taken in without one' depot-2026-0001 as kit import --title 'Umbrella' --set at='2026-01-05 08:40'
is 'and by a table' depot-2026-0002 bash -c "printf 'title,kind,at,where,twin\nGlove,found,2026-01-05 08:50,hall,depot-2026-0001\n' >'$TMPDIR/t.csv' && '$GONGKAI' -C '$store' --as kit import --table '$TMPDIR/t.csv'"
refused 'a record is no file' 1 'is a register: its records carry no file' as kit import "$fixtures/notice-2018-58.txt" --kind found
refused 'no moment' 1 'at is no moment: .9:00.; write it like 2026-11-23 14:05' as kit edit depot-2026-0001 --set at=9:00
refused 'no such document' 1 'twin: there is no' as kit edit depot-2026-0001 --set twin=depot-2026-0099
refused 'nor itself' 1 'cannot name itself' as kit edit depot-2026-0001 --set twin=depot-2026-0001
refused 'incomplete' 1 'lacks: Place \(where\); fill it in' as kit 'do' enter depot-2026-0001
refused 'not to be marked' 1 'cannot be changed so' as kit mark depot-2026-0001 public
check 'completed' as kit edit depot-2026-0001 --set where=yard
check 'entered' as kit 'do' enter depot-2026-0001
clock() { jq -r --arg c "$1" ".clocks[] | select(.rule == \$c) | $2" <<<"$out"; }
run as kit show depot-2026-0001 --json
that 'five hours on the wall' "$(clock word '.due_at')" = '2026-01-05 13:40'
that 'near its end an hour before' "$(clock word '.warn')" = '2026-01-05 12:40'
# 6, 7, 8, 9 and 12 January.
that 'five working days' "$(clock keep '"\(.days) \(.due) \(.first_due)"')" = '5 2026-01-12 2026-01-12'
that 'explained day by day' "$(clock keep '[.explanation[] | .count] | max')" = 5
check 'the owner is asked' as kit 'do' ask depot-2026-0001 --comment 'by letter'
check 'and answers' as kit 'do' answered depot-2026-0001
check 'asked again' as kit 'do' ask depot-2026-0001 --comment 'by telephone'
check 'and answers again' as kit 'do' answered depot-2026-0001
# On the 6th and again on the 8th: what the notes say of the days between is in test_clock.
export GONGKAI_CLOCK=2026-01-06T10:00:00
check 'asked a third time' as kit 'do' ask depot-2026-0001 --comment 'again'
run as kit show depot-2026-0001 --json
that 'it stands still' "$(clock keep '.paused')" = true
refused 'longer needs a word' 1 'word of explanation' as oda 'do' longer depot-2026-0001
check 'kept longer' as oda 'do' longer depot-2026-0001 --comment 'the owner is on a journey'
refused 'but once' 1 'extended before, and it can be extended once' as oda 'do' longer depot-2026-0001 --comment 'and again'
export GONGKAI_CLOCK=2026-01-09T10:00:00
check 'the owner answers' as kit 'do' answered depot-2026-0001
run as kit show depot-2026-0001 --json
# The 6th; not the 7th to 9th; the 12th, 13th, 15th, 16th (the 14th is the fair's); and three more:
# Saturday the 17th is made up for the fair, then the 19th and 20th.
that 'paused and extended' "$(clock keep '"\(.due) \(.first_due) \(.extension) \(.paused)"')" = '2026-01-20 2026-01-12 3 false'
has 'in words' 'extended by 3 days' as kit show depot-2026-0001
has 'and the pause' 'stood still from 2026-01-06 10:00 to 2026-01-09 10:00' as kit show depot-2026-0001
run as kit show depot-2026-0001
that 'no word of an attribute' "$(grep -ci attribute <<<"$out")" = 0
that 'its field in words' "$(grep -c 'Place *The yard' <<<"$out")" = 1
check 'offered' as kit 'do' offer depot-2026-0001
refused 'not by the keeper' 1 'is for: Officer' as kit 'do' agree depot-2026-0001
has 'it waits for the officer' depot-2026-0001 as oda list --queue desk
check 'agreed' as oda 'do' agree depot-2026-0001
is 'its last state' gone bash -c "'$GONGKAI' -C '$store' --as kit show depot-2026-0001 --json | jq -r .state"
refused 'nothing to publish' 1 'not published' as kit export depot-2026-0001 -o "$TMPDIR"
has 'listed by its kind' depot-2026-0002 as kit list kind:found state:draft
is 'with its own columns' 'depot-2026-0002  Being written    The hall  2026-01-05 08:50  depot-2026-0001  Glove' as kit list kind:found state:draft
check 'a name that is a formula' as kit edit depot-2026-0002 --title '=1+1'
is 'written out without its teeth' "depot-2026-0002,depot,draft,,'=1+1,,,2026-01-05 08:50,hall,depot-2026-0001," bash -c "'$GONGKAI' -C '$store' --as kit list kind:found state:draft --format csv | tail -1"
check 'its own name again' as kit edit depot-2026-0002 --title Glove
is 'and for machines' '{"where":"hall","at":"2026-01-05 08:50","twin":"depot-2026-0001"}' bash -c "'$GONGKAI' -C '$store' --as kit list kind:found state:draft --json | jq -c .fields"
has 'a page in Chinese' '<th[^>]*>地点' env LC_ALL=zh_CN.UTF-8 "$GONGKAI" -C "$store" --as kit list kind:found --format html
check 'a workbook' as kit list kind:found --format xlsx -o "$TMPDIR/found.xlsx"
that 'it is one' "$(head -c2 "$TMPDIR/found.xlsx")" = PK
refused 'no such format' 2 'cannot be written as .pdf.' as kit list --format pdf
has 'in words too' '描述不清|失物' env LC_ALL=zh_CN.UTF-8 "$GONGKAI" -C "$store" --as kit show depot-2026-0001
# What nobody asks for is sold, by the site itself.
check 'another thing' as kit edit depot-2026-0002 --set weeks=3
check 'is entered' as kit 'do' enter depot-2026-0002
is 'nothing has run out' '' gk expire
export GONGKAI_CLOCK=2026-01-12T10:00:00
run as kit show depot-2026-0002 --json
that 'three days of its own, from a day before it was entered' "$(clock keep '"\(.days) \(.start) \(.due)"')" = '3 2026-01-05 2026-01-08'
that 'it was late already, and is sold' "$(jq -r .state <<<"$out")" = sold
has 'by the site' 'system|Sell' as kit log depot-2026-0002 --json
check 'a third' as kit import --title 'Hat' --set at='2026-01-12 09:00' --set where=hall
check 'entered too' as kit 'do' enter depot-2026-0004
is 'in time' '' gk expire
export GONGKAI_CLOCK=2026-01-20T08:00:00
is 'said' 'depot-2026-0004 sell Sell' gk expire --dry-run
is 'done' '{"id":"depot-2026-0004","action":"sell"}' gk expire --json
is 'once' '' gk expire
# A day off that nobody knew of: open terms are counted anew, and keep the day they were due.
check 'a fourth' as kit import --title 'Scarf' --set at='2026-01-20 07:30' --set where=hall
check 'entered as well' as kit 'do' enter depot-2026-0005
check 'all that stands, as files' gk checkpoint
run as kit show depot-2026-0005 --json
that 'due on a Tuesday' "$(clock keep .due)" = 2026-01-27
printf '2026-01-26,off,Frost\n' >>"$TMPDIR/lost/days.csv"
sed -i 's/^version = 1/version = 2/' "$TMPDIR/lost/pack.ini"
check 'another calendar' as root pack adopt "$TMPDIR/lost"
run as kit show depot-2026-0005 --json
that 'due a day later' "$(clock keep '"\(.due) \(.first_due)"')" = '2026-01-28 2026-01-27'
check 'files again' gk checkpoint
has 'which are what the ledger leads to' ' 0 faults' gk verify
has 'the file has both days' 'Clock: keep 2026-01-20 2026-01-28 - fixed first-day=2026-01-27' git --git-dir="$store/state.git" show main:documents/depot/2026/00/depot-2026-0005
check 'made again from the ledger' gk rebuild
run as kit show depot-2026-0005 --json
that 'with both days' "$(clock keep '"\(.due) \(.first_due)"')" = '2026-01-28 2026-01-27'
sed -i '/2026-12-31/d' "$TMPDIR/lost/days.csv"
sed -i 's/^version = 2/version = 3/; s/^days = 5/days = 4/' "$TMPDIR/lost/pack.ini" "$TMPDIR/lost/found.ini"
check 'a shorter term' as root pack adopt "$TMPDIR/lost"
run as kit show depot-2026-0005 --json
that 'is for what begins later' "$(clock keep '"\(.days) \(.due)"')" = '5 2026-01-28'
has 'the ledger is in order' ' 0 faults' gk verify
check 'the index is made again' gk rebuild
is 'and says the same' gone bash -c "'$GONGKAI' -C '$store' --as kit show depot-2026-0001 --json | jq -r .state"
finish
