#!/bin/bash
# SPDX-License-Identifier: MIT
# What one person began and another has to confirm, taking down and purging, is on the desk of whoever
# can confirm it, and of nobody else.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
id=$(as auditor list state:published --json | jq -r .id | sort | sed -n 1p)
other=$(as auditor list state:published --json | jq -r .id | sort | sed -n 2p)
second() { as "$1" list --queue second --json | jq -r .id; }

is 'nothing was begun' '' second checker
check 'the publisher begins to take it down' as publisher do withdraw "$id" --comment 误发
is 'it is public still' published json_of "$id" .state
is 'who confirms finds it' "$id" second checker
is 'who began it does not' '' second publisher
is 'who cannot confirm does not' '' second signer
is 'nor who drafts' '' second clerk
is 'nor who looks on' '' second auditor
check 'a purge of another is begun' as secrecy do purge "$other" --comment 涉密
is 'that is for the signer' "$other" second signer
is 'and not for the checker' "$id" second checker
check 'the index made anew' gk rebuild
is 'still for the checker' "$id" second checker
is 'still for the signer' "$other" second signer
check 'confirmed' as checker do withdraw "$id" --comment 同意
is 'it is taken down' withdrawn json_of "$id" .state
is 'and off the desk' '' second checker
check 'and purged' as signer do purge "$other" --comment 同意
is 'off that desk too' '' second signer
refused 'the queue has a name' 1 ', second,' as checker list --queue nonsense
check 'it verifies' gk verify
finish
