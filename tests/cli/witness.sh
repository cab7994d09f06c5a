#!/bin/bash
# SPDX-License-Identifier: MIT
# Two machines: the site's store, and a custodian's folder that sees checkpoints, proofs and lines of
# evidence alone. What stock git, sha256sum and openssl make of them, and every way to deceive.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMPDIR" || exit 1

# The custodian has the program and no store.
w() { LC_ALL=C.UTF-8 "$GONGKAI" witness "$@"; }
decide() { echo "$1的内容。" >paper.txt && as clerk import paper.txt --title "$1" >/dev/null; }
# The site asks, the custodian signs, the site takes it in.
round() { gk witness request >ask && w sign custodian ask >answer && gk witness add answer; }
size_of() { sed -n 2p "$1"; }
# tree FILE: the root over its lines, by sha256sum alone, as RFC 6962 defines it.
tree() {
	local -a leaves
	local line
	while IFS= read -r line; do
		leaves+=("$({ printf '\0'; printf %s "$line"; } | sha256sum | cut -c1-64)")
	done <"$1"
	node 0 "${#leaves[@]}"
}
# shellcheck disable=SC2001  # what is before each pair is put there
raw() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }
node() {
	local from=$1 n=$2 k=1
	if [ "$n" = 1 ]; then
		echo "${leaves[$from]}"
		return
	fi
	while [ $((2 * k)) -lt "$n" ]; do k=$((2 * k)); done
	{
		printf '\1'
		raw "$(node "$from" "$k")"
		raw "$(node $((from + k)) $((n - k)))"
	} | sha256sum | cut -c1-64
}
# The lines of evidence, as docs/witness.md has it.
by_git() {
	git -C "$store/ledger.git" rev-list --first-parent --reverse --parents main | {
		n=0
		while read -r link _ decisions; do
			time=$(git -C "$store/ledger.git" log -1 --format=%ct "$link")
			for commit in ${decisions:-$link}; do
				n=$((n + 1))
				sum=$(git -C "$store/ledger.git" cat-file commit "$commit" | sha256sum)
				echo "$n $time $commit ${sum%% *} $link"
			done
		done
	}
}
# by_openssl KEY TEXT SIGNATURE: a key as it is handed out, files.
by_openssl() {
	{
		printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'
		cut -d+ -f3- <<<"$1" | base64 -d | tail -c 32
	} >key.der
	openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in "$2" -sigfile "$3"
}

check 'a store' gk init --demo
check 'a copy of it as it is now' gk backup --with-key young
request=$(as disclosure import --kind request --title 预算公开申请 --set applicant=李某 \
	--set applicant-class=person --set content=预算表 --set channel=internet --set contact=li@example.org)
check 'a request came' as disclosure edit "$request" --set received=2026-01-05
check 'it is in hand' as disclosure 'do' submit "$request"
mark='Checkpoint of the ledger'
paper=$(as auditor list state:published --limit 1 --json | jq -r .id | head -n 1)
ends 'nothing is printed before there is a checkpoint' 1 grep -qF "$mark" <<<"$(as auditor show "$paper" --format text)"
has 'nor warned of' '^ok ' gk doctor
that 'by the doctor' "$(grep -c 'the witness' <<<"$out")" = 0

# -- The checkpoint -----------------------------------------------------------------------------
check 'a checkpoint' gk checkpoint --note -o first
is 'its origin is the first commit' \
	"gongkai/$(git -C "$store/ledger.git" rev-list --max-parents=0 main)" sed -n 1p first
is 'its size is the number of decisions' \
	"$(git -C "$store/ledger.git" rev-list --no-merges --count main)" size_of first
check 'the lines of evidence' gk witness evidence -o evidence
check 'stock git makes the same' by_git
that 'line by line' "$out" = "$(cat evidence)"
ends 'they say nothing' 1 grep -qE 'clerk|[^ -~]|import' evidence
is 'stock sha256sum makes the same root' "$(sed -n 3p first | base64 -d | od -An -v -tx1 | tr -d ' \n')" \
	tree evidence
key=$(gk witness key)
head -n 3 first >text
sed -n 5p first | cut -d' ' -f3 | base64 -d | tail -c 64 >signature
check 'stock openssl believes the site' by_openssl "$key" text signature
is 'the same again where nothing was decided' "$(cat first)" gk checkpoint --note
rm -r "$store/witness/tree" "$store/witness/at"
is 'and where the tree must be made anew' "$(cat first)" gk checkpoint --note
printf 'x' | dd of="$store/witness/tree" bs=1 seek=700 conv=notrunc 2>/dev/null
rm "$store/witness/note"
is 'or was damaged' "$(sed -n 1,3p first)" bash -c "$(declare -f gk); GONGKAI='$GONGKAI'
	store='$store' speak=''; gk checkpoint --note | head -n 3"
is 'as JSON' "$(cat first)" bash -c "$(declare -f gk); GONGKAI='$GONGKAI' store='$store' speak=''
	gk checkpoint --note --json | jq -r .note | sed '\$d'"

# -- Under what leaves the house ----------------------------------------------------------------
seal="$mark: $(sed -n 1p first | cut -c1-20), $(size_of first) decisions, $(sed -n 3p first | cut -c1-22)"
last_of() { "$@" | tail -n 1; }
is 'a page' "$seal" last_of as auditor show "$paper" --format text
has 'a page of HTML' "<p class=\"foot\">${seal//+/[+]}</p>" as auditor show "$paper" --format html
is 'a report' "$seal" last_of as auditor report status
has 'as HTML' "<p class=\"notes\">${seal//+/[+]}</p>" as auditor report status --format html
is 'as JSON' "$seal" bash -c "$(declare -f gk as); GONGKAI='$GONGKAI' store='$store' speak=''
	as auditor report status --json | tail -n 1 | jq -r '.notes[-1]'"
check 'as a workbook' as auditor report status --format xlsx -o status.xlsx
has 'a list' "${seal//+/[+]}" as auditor list --format html
has 'a letter' "${seal//+/[+]}" as disclosure letter "$request" receipt
check 'an export' as auditor export "$paper" -o out
check 'has it whole' cmp first out/checkpoint.txt
check 'the proof too' as auditor export --audit "$paper" -o audit
check 'beside the anchor' cmp first audit/checkpoint.txt
is 'in Chinese' "台账检查点：$(sed -n 1p first | cut -c1-20)，$(size_of first) 项决定，$(sed -n 3p first | cut -c1-22)" \
	last_of as auditor report status --lang zh
ends 'a file is for the note' 2 gk checkpoint -o x

# -- Setting up ---------------------------------------------------------------------------------
refused 'nobody to ask' 1 'witness trust' gk witness request
refused 'no witness yet' 1 "no witness's folder" w sign custodian first
refused 'a name has no blank' 1 'cannot be the name' w init custodian 'a b'
check 'a custodian' w init custodian archive.example/w1
witness=$out
that 'with a key of its own' "${witness%%+*}" = archive.example/w1
refused 'not twice' 1 'not empty' w init custodian archive.example/w1
refused 'it does not know the site' 1 'not known here: .gongkai witness know' w sign custodian first
refused 'nor takes a witness for one' 1 "witness's, not a log's" w know custodian "$witness"
refused 'nor what is no key' 1 'NAME\+ID\+KEY' w know custodian "${key%?}"
check 'now it does' w know custodian "$key"
refused 'the site takes no log for a witness' 1 "log's, not a witness's" gk witness trust "$key"
check 'the site believes it' gk witness trust "$witness"
check 'saying it twice does no harm' gk witness trust "$witness"
w init liar archive.example/w1 >liar.key
refused 'not another of that name' 1 'another key' gk witness trust "$(cat liar.key)"
is 'it has seen nothing' "archive.example/w1 0 $(size_of first)" bash -c "$(declare -f gk)
	GONGKAI='$GONGKAI' store='$store' speak=''
	gk witness list --json | jq -r '\"\\(.witness) \\(.seen) \\(.tail)\"'"
has 'verify says so' 'no witness has cosigned anything' gk verify
has 'so does the desk' '^no witness has cosigned anything yet$' gk --as clerk --plain
has 'and the doctor' '^warn +the witness archive.example/w1 has cosigned nothing$' gk doctor

# -- A round ------------------------------------------------------------------------------------
check 'a first round' round
time=$(tail -n 1 answer | cut -d' ' -f3 | base64 -d | head -c 12 | tail -c 8 | od -An -tu8 --endian=big |
	tr -d ' ')
{ printf 'cosignature/v1\ntime %s\n' "$time" && cat text; } >cosigned
tail -n 1 answer | cut -d' ' -f3 | base64 -d | tail -c 64 >signature
check 'stock openssl believes the witness' by_openssl "$witness" cosigned signature
is 'at its own time' "$(TZ=UTC date -d 2026-01-05T09:00:00 +%s)" echo "$time"
has 'it is listed' "^archive.example/w1 +$(size_of first) of $(size_of first) decisions +2026-01-05" \
	gk witness list
has 'verify is content' ' 0 faults$' gk verify
that 'and quiet' "$(wc -l <<<"$out")" = 1
check 'two decisions more' decide 通知一
check 'and one' decide 通知二
has 'on the desk' '^2 decisions since the witness of 2026-01-05$' gk --as clerk --plain
has 'for the doctor' '^ok +the witness archive.example/w1 cosigned on 2026-01-05; 2 decisions have come since$' gk doctor
tomorrow() { GONGKAI_CLOCK=2026-01-06T18:00:00 gk "$@"; }
has 'who warns after a day' '^warn +the witness archive.example/w1 cosigned on 2026-01-05; 2 dec' tomorrow doctor
has 'a tail' '^2 decisions came after what .archive.example/w1. cosigned on 2026-01-05' gk verify
cp -r custodian custodian.old
cp answer answer.old
check 'a second round, by its proof' round
is 'all is seen' 0 bash -c "$(declare -f gk); GONGKAI='$GONGKAI' store='$store' speak=''
	gk witness list --json | jq .tail"
check 'an older answer does no harm' gk witness add answer.old
is 'nor is it kept' 0 bash -c "$(declare -f gk); GONGKAI='$GONGKAI' store='$store' speak=''
	gk witness list --json | jq .tail"
check 'the same again' round
gk witness evidence >lines
check 'by the evidence, without a proof' w sign custodian.old answer lines
for at in 10 100 1000 3000 5000 7000 8000 9000; do
	printf '\377\376' | dd of="$store/witness/tree" bs=1 seek="$at" conv=notrunc 2>/dev/null
	gk witness request --old 3 >asked
	rm "$store/witness/at"
	is "a damaged tree accuses nobody: byte $at" "$(cat asked)" gk witness request --old 3
done
check 'through pipes' bash -o pipefail -c "$(declare -f gk w); GONGKAI='$GONGKAI' store='$store' speak=''
	gk witness request | w sign custodian | gk witness add"

# -- Refused by the custodian -------------------------------------------------------------------
refused 'an older checkpoint' 1 'cut short, or this is an old checkpoint' w sign custodian first
that 'is put on record' "$(grep -c 'old checkpoint' custodian/refused)" = 1
check 'more is decided' decide 通知三
gk witness request --old 3 >ask
refused 'a proof from elsewhere' 1 'witness request --old [0-9]+' w sign custodian ask
gk witness request >ask
awk 'NR == 2 { $0 = (/^A/ ? "B" : "A") substr($0, 2) } 1' ask >bad
refused 'a proof that proves nothing' 1 'HISTORY WAS REWRITTEN' w sign custodian bad
sed '1,/^$/d' ask >bare
refused 'no proof at all' 1 'witness request --old [0-9]+' w sign custodian bare
sed '1,/^$/s/^old .*/old 99999/' ask >bad
refused 'a size that is not' 1 'request --old' w sign custodian bad
sed "s/^$(size_of bare)$/$((1 + $(size_of bare)))/" ask >bad
refused 'another size than was signed' 1 'not signed by a key' w sign custodian bad
sed '1,/^$/!s/^— .*/— x AAAAAAAA/' ask >bad
refused 'no signature of the site' 1 'not signed by a key' w sign custodian bad
sed 's/^gongkai.0*/gongkai\/ff/' ask >bad
refused 'a wrong origin' 1 "'gongkai/ff.*' is not known here" w sign custodian bad
sed 's/^old /old 0/' ask >bad
refused 'a request of another form' 1 'no request' w sign custodian bad
sed 2d lines >bad
refused 'evidence with a line left out' 1 'not that of the checkpoint' w sign custodian bare bad
refused 'evidence of before' 1 'not that of the checkpoint' w sign custodian bare lines
refused 'no note' 1 'no signed note' w sign custodian "$root/LICENSE"
chmod 755 custodian
refused 'a folder that is open to others' 1 'chmod|others' w sign custodian ask
chmod 700 custodian

# -- Refused by the site ------------------------------------------------------------------------
w sign custodian ask >answer
w know liar "$key"
w sign liar ask >lie
refused 'a stranger by that name' 1 'no cosignature of a witness' gk witness add lie
refused 'no cosignature' 1 'no cosignature of a witness' gk witness add bare
last=$(tail -n 1 answer)
{ sed '$d' answer && echo "${last%???????}AAAAAA="; } >bad
refused 'a forged one' 1 "cosignature of 'archive.example/w1' is not good" gk witness add bad
sed "s/^$(size_of bare)$/3/" answer >bad
refused 'one of another checkpoint' 1 'not good|not signed' gk witness add bad
other=$TMPDIR/other
LC_ALL=C.UTF-8 "$GONGKAI" -C "$other" init --demo >/dev/null
w know custodian "$("$GONGKAI" -C "$other" witness key)"
"$GONGKAI" -C "$other" checkpoint --note | w sign custodian >foreign
refused 'one of another ledger' 1 'another ledger' gk witness add foreign
check 'the right one' gk witness add answer
refused 'nobody of that name' 1 "no witness 'nobody'" gk witness drop nobody
refused 'nobody of that name to ask' 1 "no witness 'nobody'" gk witness request nobody
refused 'more than there is' 1 'more than the' gk witness request --old 999999

# -- A new key of the site's --------------------------------------------------------------------
check 'the site changes its key' as admin site key rotate
gk witness request >ask
refused 'the custodian must be told' 1 'not signed by a key' w sign custodian ask
check 'it is' w know custodian "$(gk witness key)"
check 'a round with it' round
has 'what the old one signed is good' ' 0 faults$' gk verify --anchor first

check 'a backup has the cosignatures' gk backup --with-key copy
has 'and verifies' "^archive.example/w1 +$(size_of answer) of" "$GONGKAI" -C copy witness list
check 'so it does' "$GONGKAI" -C copy verify

# -- Somebody who owns the server ---------------------------------------------------------------
# The store of the beginning goes on otherwise, with the right keys: nothing in it is wrong.
cp answer kept
mv "$store" honest
cp -r young forged
store=$TMPDIR/forged
check 'another history' decide 别的通知
for i in {1..12}; do decide "别的通知$i"; done
has 'is in order by itself' ' 0 faults$' gk verify
ends 'who kept a checkpoint finds it out' 1 gk verify --anchor kept
that 'and says so' "$(grep -c 'the checkpoint is of [0-9]* decisions that are not the first of this ledger' <<<"$out")" = 1
gk witness request --old "$(size_of kept)" >ask 2>/dev/null || gk checkpoint --note >ask
ends 'and the custodian does not sign' 1 w sign custodian ask
cp -r "$TMPDIR/honest/witness" "$store/"
rm -f "$store/witness/at"
ends 'where the cosignatures are still there' 1 gk verify
that 'verify names the witness' "$(grep -c "what 'archive.example/w1' cosigned" <<<"$out")" = 1
refused 'no new checkpoint' 1 'rewritten or set back' gk checkpoint --note

# The newest decisions are dropped: the same, as nothing else would notice.
rm -rf forged short
cp -r young forged
cp -r "$TMPDIR/honest/witness" forged/
ends 'a tail that was dropped' 1 gk verify
that 'is named' "$(grep -c "'archive.example/w1' cosigned on 2026-01-05 is of [0-9]* decisions, and the ledger has" <<<"$out")" = 1
has 'the desk says so too' '^THE LEDGER WAS CUT SHORT: the witness of 2026-01-05 saw [0-9]+ decisions more$' \
	gk --as clerk --plain
ends 'and the doctor' 1 gk doctor
that 'names the witness' "$(grep -c '^fail  the witness archive.example/w1 saw' <<<"$out")" = 1
finish
