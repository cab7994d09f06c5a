#!/bin/bash
# SPDX-License-Identifier: MIT
# The main path by commands, in both languages, and what stock git makes of it.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
ledger() { git --git-dir="$store/ledger.git" "$@"; }
before=$(ledger rev-list --no-merges --count main)

# The first paper: from drafting to the public.
run as clerk import "$fixtures/notice-2018-58.txt" --number '市政办发〔2018〕58号' --unit zfb \
	--set policy=yes --set genre=notice --set interpretation='文字解读；市政府门户网站；同步发布；政务公开科'
one=$out
that 'import prints the id' "$one" = zfb-2026-0011
is 'it is a draft of clerk' 'draft clerk' json_of "$one" '"\(.state) \(.drafter)"'
is 'its text is what came in' "$(sha256sum <"$fixtures/notice-2018-58.txt" | cut -c1-64)" \
	json_of "$one" .original
out=$(as clerk show "$one" --json | jq -r '[.actions[]] | sort | join(" ")')
that 'what the drafter may do' "$out" = 'edit mark split void'
is 'nobody defaults an attribute' null json_of "$one" .attribute
check 'mark it public' as clerk mark "$one" public
is 'submit it' "$one section" as clerk do submit "$one"
has 'it waits for the head' "$one" as head list --queue desk
is 'the head passes it' "$one secrecy" as head do pass "$one"
is 'the secrecy reviewer passes it' "$one office" as secrecy do pass "$one"
is 'the checker passes it' "$one sign" as checker do pass "$one"
is 'the signer signs it' "$one decided" as signer do sign "$one"
is 'its clock: twenty working days' 2026-02-02 json_of "$one" .due
is 'the publisher publishes it' "$one published" as publisher do publish "$one"
is 'published on the day' 2026-01-05 json_of "$one" .published
check 'it is written out' as publisher export "$one" -o "$TMPDIR/public"
has 'with its title and note' 'Released to the public' cat "$TMPDIR/public/$one.txt"
check 'again, the same' as publisher export "$one" -o "$TMPDIR/public"
echo other >"$TMPDIR/public/$one.txt"
refused 'not over another file' 1 'another file' as publisher export "$one" -o "$TMPDIR/public"
that 'which stays' "$(cat "$TMPDIR/public/$one.txt")" = other

# The second, in Chinese: withheld with a ground, held by the site itself.
speak=zh_CN.UTF-8
printf '关于调整科室人员分工的通知\n\n现将分工调整如下。\n' >"$TMPDIR/two.txt"
run as clerk import "$TMPDIR/two.txt" --unit zfb --set policy=no
two=$out
is 'a title out of the text' '关于调整科室人员分工的通知' json_of "$two" .title
refused '没有属性不能送审' 1 '公开属性' as clerk do submit "$two"
refused '没有依据不能不公开' 1 '依据' as clerk mark "$two" private --reason 人事分工
check '有依据、有理由' as clerk mark "$two" private --ground CN16-HR \
	--reason '仅涉及科室内部人员分工，不影响公众权益'
is '复核日期自动给出' 2027-01-05 json_of "$two" .review_by
check '送审' as clerk do submit "$two"
check '科室通过' as head do pass "$two"
check '保密通过' as secrecy do pass "$two"
check '核稿通过' as checker do pass "$two"
is '签发后即留存' "$two held" as signer do sign "$two"
run as auditor log "$two" --json
that '留存是系统所为' "$(tail -n 1 <<<"$out" | jq -r '"\(.action) \(.role) \(.actor) \(.signature)"')" \
	= 'hold system site site'
refused '不公开的不导出' 1 . as publisher export "$two" -o "$TMPDIR/public"
that '没有文件' ! -e "$TMPDIR/public/$two.txt"
has '页面是中文' '公开属性' as clerk show "$two"
has '台账是中文' '签发' as clerk log "$two"
speak=
has 'and --lang chooses' '公开属性' as clerk show "$two" --lang zh

# The third: returned with a code, mended, passed.
run as clerk2 import "$fixtures/notice-2018-58.txt" --title 关于开展政策解读的通知 --set policy=yes --unit zfb
three=$out
check 'mark' as clerk2 mark "$three" public
refused 'a policy paper without an interpretation plan' 1 'nterpretation' as clerk2 do submit "$three"
check 'a plan' as clerk2 edit "$three" --set interpretation=待定
check 'submit' as clerk2 do submit "$three"
check 'head' as head do pass "$three"
check 'secrecy' as secrecy do pass "$three"
refused 'a return needs a code' 1 'code' as checker do return "$three"
refused 'of the pack' 1 'no-interpretation' as checker do return "$three" --code nonsense
is 'returned' "$three returned" as checker do return "$three" --code no-interpretation --comment 请补充解读方案
has 'it is back with its drafter' "$three" as clerk2 list --queue returned
check 'mended' as clerk2 edit "$three" --set no-interpretation=本件仅转达会议安排，不作解读
is 'the approvals are void' 0 json_of "$three" '.approvals | length'
check 'submitted again' as clerk2 do submit "$three"
check 'head again' as head do pass "$three"
check 'secrecy again' as secrecy do pass "$three"
is 'passed' "$three sign" as checker do pass "$three"
has 'the change shows' '^\+.*不作解读' as clerk2 diff "$three"
run as auditor log "$three" --json
that 'the return and its code are on record' \
	"$(jq -r 'select(.action == "return") | "\(.code) \(.from) \(.to) \(.comment)"' <<<"$out")" \
	= 'no-interpretation office returned 请补充解读方案'

# The manager reads the count.
run as supervisor report status --json
that 'the sum is all papers' "$(tail -n 1 <<<"$out" | jq .papers)" = 23
that 'and the sum of the rows' "$(sed '$d' <<<"$out" | jq -s 'map(.papers) | add')" = 23
run as supervisor report status --format csv
that 'as a table for machines' "$(head -n 1 <<<"$out")" = $'\uFEFF'unit,kind,state,attribute,papers,overdue
check 'into a file' as supervisor report status -o "$TMPDIR/report.txt"
has 'for people' '^Sum +23' cat "$TMPDIR/report.txt"

# Stock git.
has 'the main line merges' . "$GONGKAI" --version
decisions=$(($(ledger rev-list --no-merges --count main) - before))
logged=$(for id in "$one" "$two" "$three"; do as auditor log "$id" --json; done | wc -l)
that 'log --no-merges: exactly the decisions' "$decisions" = "$logged"
first=$(ledger rev-list --first-parent --no-merges --count main)
that 'log --first-parent: the site merges, but for the founding' "$first" -le 1
check 'fsck --strict' git --git-dir="$store/ledger.git" fsck --strict --no-dangling
check 'fsck --strict of state.git' git --git-dir="$store/state.git" fsck --strict --no-dangling
verify_all() {
	local commit
	for commit in $(git --git-dir="$1" rev-list main); do
		git --git-dir="$1" -c gpg.ssh.allowedSignersFile="$store/allowed_signers" \
			verify-commit "$commit" || return 1
	done
}
check 'verify-commit of every commit' verify_all "$store/ledger.git"
has 'a decision reads as one' "^Document: $one" ledger log --no-merges --format=%B main
check 'a checkpoint' gk checkpoint
check 'verify-commit of every checkpoint' verify_all "$store/state.git"
check 'state.git clones' git clone -q "$store/state.git" "$TMPDIR/state"
for id in "$one" "$two" "$three"; do
	file=$(find "$TMPDIR/state/documents" -name "$id")
	is "$id reads as it stands" "$(json_of "$id" .state)" sed -n 's/^State: //p' "$file"
done
is 'verify: no faults' 'true 0' bash -c "'$GONGKAI' -C '$store' verify --json | tail -n 1 | jq -r '\"\\(.ok) \\(.faults)\"'"
check 'rebuild' gk rebuild
is 'the index again' published json_of "$one" .state
finish
