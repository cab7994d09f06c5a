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
check 'the owner is asked' as kit 'do' ask depot-2026-0001 --comment 'by letter'
check 'and answers' as kit 'do' answered depot-2026-0001
check 'asked again' as kit 'do' ask depot-2026-0001 --comment 'by telephone'
check 'and answers again' as kit 'do' answered depot-2026-0001
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
has 'in words too' '描述不清|失物' env LC_ALL=zh_CN.UTF-8 "$GONGKAI" -C "$store" --as kit show depot-2026-0001
has 'the ledger is in order' ' 0 faults' gk verify
check 'the index is made again' gk rebuild
is 'and says the same' gone bash -c "'$GONGKAI' -C '$store' --as kit show depot-2026-0001 --json | jq -r .state"
finish
