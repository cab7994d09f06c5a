#!/bin/bash
# SPDX-License-Identifier: MIT
# Files of every kind, read in the cage: taken in, found, screened; and what is published of them.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
files=$root/tests/files
check 'a new store' gk init --demo
screen() { "$GONGKAI" screen --pack cn --json "$@"; }

# A .docx with all that an office program leaves in one.
ends 'what is beside the paper is found' 1 screen "$files/paper.docx"
that 'by rule, in order' "$(jq -rs 'map(.rule) | join(" ")' <<<"$out")" = \
	'resident-id mobile left-over comment mobile tracked-change hidden-text left-over'
check 'a plain one is clean' screen "$files/plain.docx"
paper=$(as clerk import "$files/paper.docx" --set policy=no)
is 'it is taken in as it came' "docx $(sha256sum <"$files/paper.docx" | cut -d' ' -f1)" \
	json_of "$paper" '"\(.encoding) \(.original)"'
is 'its title is guessed' 关于公布临时救助名单的通知 json_of "$paper" .title
for word in 查收 作废 核实 此句隐藏 脚注 文本框 民政局 赵六; do
	has "found by $word" "$paper" as auditor list "text:$word"
done
is 'what stops it' 'resident-id 5:4; mobile 5:23; comment 10:1; mobile 10:25; tracked-change 11:1; hidden-text 13:1' \
	json_of "$paper" '.open_findings | join("; ")'
has 'the first rendition is without what the file says of itself' '^-⟦property 文档属性⟧ creator: 赵六' \
	as clerk diff "$paper" --rendition
has 'it can be masked' '35\*{13}032' as clerk redact "$paper" --print
that 'and no marked line is left' -z "$(grep ⟦ <<<"$out")"
check 'it is masked' as clerk redact "$paper"
is 'nothing stops it' '' json_of "$paper" '.open_findings | join("; ")'
check 'dropping it' as clerk redact "$paper" --drop
is 'leads back to the first rendition' 'comment 10:1' json_of "$paper" '.open_findings[2]'
is 'the ledger is in order' true sh -c "'$GONGKAI' -C '$store' verify --json | tail -n 1 | jq .ok"
finish
