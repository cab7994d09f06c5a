#!/bin/bash
# SPDX-License-Identifier: MIT
# A wrong import is taken back: what came in in one go, as far as the law lets whoever took it in.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
for i in $(seq 1 20); do printf '误导入的通知之%d\n\n正文。\n' "$i" >"w$i.txt"; done
printf '早先的通知\n\n正文。\n' >early.txt
printf '后来的通知\n\n正文。\n' >late.txt
state() { json_of "$1" .state; }
export GONGKAI_CLOCK=2026-01-05T09:02:00
run as clerk import early.txt --set policy=no
early=$out
export GONGKAI_CLOCK=2026-01-05T09:04:00
run as clerk import w*.txt --set policy=no
that 'twenty papers in one go' "$(wc -w <<<"$out")" = 20
read -r -d '' -a ids <<<"$out"
export GONGKAI_CLOCK=2026-01-05T09:06:00
run as clerk import late.txt
late=$out
has 'imports, latest first' "^2026-01-05 09:06 +1 +$late +后来的通知" as clerk import --past
has 'with their numbers' "^2026-01-05 09:04 +20 +${ids[0]} " as clerk import --past
run bash -c "'$GONGKAI' -C '$store' --as clerk import --past --json | sed -n 2p | jq -r '.ids | length'"
that 'as JSON' "$out" = 20
refused 'a reason is wanted' 2 'wants --comment' as clerk import --undo "${ids[3]}"
refused 'of nothing else' 2 'leave files out' as clerk import early.txt --undo "${ids[3]}" -m x
refused 'a comment is for nothing else' 2 'is for --undo' as clerk import early.txt -m x
refused 'only what one took in oneself' 1 'took in no paper' as head import --undo "${ids[3]}" -m x

# One was submitted, one passed on by somebody else, one signed off its way already ended.
as clerk mark "${ids[1]}" "${ids[2]}" public >/dev/null
as clerk 'do' submit "${ids[1]}" "${ids[2]}" >/dev/null
as head 'do' pass "${ids[2]}" >/dev/null
as clerk 'do' void "${ids[4]}" --comment 重复 >/dev/null
has 'it is said before what goes' "^${ids[0]} goes$" as clerk import --undo "${ids[3]}" --dry-run
has 'what is recalled first' "^${ids[1]} is recalled and goes$" as clerk import --undo "${ids[3]}" --dry-run
has 'what stays, and why' "^${ids[2]} stays: .*(decided|recall)" as clerk import --undo "${ids[3]}" --dry-run
that 'and nothing is done' "$(state "${ids[0]}")" = draft
run as clerk import --undo "${ids[3]}" --comment 导入了错误的目录
that 'most of it is done' "$rc" = 3
that 'those that went are told' "$(wc -w <<<"$out")" = 18
that 'those that stay, too' "$(grep -c . <<<"$err")" = 2
that 'drafts have ended' "$(state "${ids[0]}") $(state "${ids[19]}")" = 'void void'
that 'what was submitted, too' "$(state "${ids[1]}")" = void
that 'what somebody decided on goes its way' "$(state "${ids[2]}")" = secrecy
that 'other imports stand' "$(state "$early") $(state "$late")" = 'draft draft'
has 'the reason stands in the ledger' '导入了错误的目录' as clerk log "${ids[0]}"
check 'the ledger holds' as auditor verify
finish
