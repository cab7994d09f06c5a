#!/bin/bash
# SPDX-License-Identifier: MIT
# A second law that is only data: the Freedom of Information Act 2000.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

export TZ=Europe/London
do_() { as "$1" 'do' "$2" "$3" "${@:4}"; }
state() { as ruth show "$1" --json | jq -r .state; }
clock() { as ruth show "$1" --json | jq -r --arg c "$2" ".clocks[] | select(.rule == \$c) | $3"; }

check 'a store of it' gk init --pack uk --demo
has 'published' 'Published.*Register of street trees' as olivia list

# Section 10(6): a bank holiday in any part of the United Kingdom does not count. Worked by hand.
while read -r start due why; do
	is "$start: $why" "$due" gk calendar due "$start" 20 --pack uk
done <<-'END'
	2025-12-15 2026-01-16 Christmas, New Year, and 2 January in Scotland
	2026-03-02 2026-03-31 St Patrick's Day in Northern Ireland
	2026-06-22 2026-07-21 the Battle of the Boyne, on a Sunday, is kept on the Monday
	2026-07-20 2026-08-18 the Scottish August holiday
	2026-11-09 2026-12-08 St Andrew's Day
	2026-02-02 2026-03-02 nothing
END
run gk calendar due 2028-12-20 20 --pack uk
that 'past 2028 it is provisional' "$(grep -c provisional <<<"$err")" = 1

# A qualified exemption carries nothing before the public interest was weighed.
advice=info-2026-0002
refused 'the test is missing' 1 'S42 \(Legal professional privilege\).*Public-interest test \(public-interest\)' do_ olivia submit "$advice"
check 'weighed' as olivia edit "$advice" --set 'public-interest=Openness of the dispute against fair proceedings: the latter, while it is open.'
check 'now it may go on' do_ olivia submit "$advice"
check 'agreed' do_ ruth pass "$advice"
refused 'four eyes here too' 1 'Senior approver' do_ ruth sign "$advice"
check 'decided' do_ alan sign "$advice"
that 'and held by the site' "$(state "$advice")" = held
refused 'not exported' 1 'not published' as olivia export "$advice" -o "$TMPDIR"
run as olivia import "$root/packs/uk/demo/texts/trees.txt" --title 'Staff list'
staff=$out
refused 'no exemption' 1 'must stand on a ground' as olivia mark "$staff" withheld --reason 'It names people who work alone at night.'
refused 'no such thing' 1 'no ground: Embarrassment' as olivia mark "$staff" withheld --ground embarrassing --reason 'It names people who work alone at night.'
check 'an absolute one needs no test' as olivia mark "$staff" withheld --ground S40 --reason 'It names people who work alone at night.'
check 'submitted' do_ olivia submit "$staff"

# A request, from first state to last.
run as olivia import --kind request --title 'Parking fines' --set applicant='A. Nother' --set content='Fines by street' --set received=2026-01-05
id=$out
check 'logged' do_ olivia submit "$id"
that 'twenty working days' "$(clock "$id" reply .due)" = 2026-02-02
check 'a fees notice' as olivia edit "$id" --set fee=25
check 'the term stands still' do_ olivia fees-notice "$id" --comment 'copying'
export GONGKAI_CLOCK=2026-01-12T09:00:00
check 'paid' do_ olivia fee-paid "$id"
# From the 5th, which still counts, to the 12th: the five days between are not counted.
that 'and goes on' "$(clock "$id" reply .due)" = 2026-02-09
check 'unclear' do_ olivia clarify "$id" --comment 'which year?'
export GONGKAI_CLOCK=2026-01-20T09:00:00
check 'cleared' as olivia edit "$id" --set clarified-on=2026-01-19
check 'taken up' do_ olivia clarified "$id"
that 'anew' "$(clock "$id" reply '"\(.start) \(.due)"')" = '2026-01-19 2026-02-16'
check 'the test takes longer' do_ ruth extend-test "$id" --comment 'commercial interests'
that 'by twenty' "$(clock "$id" reply '"\(.due) \(.first_due)"')" = '2026-03-16 2026-02-16'
check 'withheld in part' as olivia edit "$id" --set outcome=part
refused 'a refusal notice' 1 'Refusal notice' do_ olivia propose "$id"
check 'is written' as olivia edit "$id" --set 'refusal=Section 43; how to complain.' --set exemptions=S43
check 'proposed' do_ olivia propose "$id"
check 'replied' do_ ruth pass "$id"
check 'a review' do_ olivia ask-review "$id" --comment 'the applicant asks for one'
that 'has its term' "$(clock "$id" internal-review .due)" = 2026-02-17
check 'upheld' as ruth edit "$id" --set review=upheld
check 'done' do_ ruth review-done "$id"
check 'to the Commissioner' do_ olivia complain "$id" --comment 'section 50'
check 'who decides' as ruth edit "$id" --set notice=part
check 'and it is recorded' do_ olivia notice-given "$id"
that 'at its end' "$(state "$id")" = replied
has 'the ledger is in order' ' 0 faults' gk verify

# What the screening finds by its rules, and what it leaves alone.
cat >"$TMPDIR/letter.txt" <<'END'
OFFICIAL-SENSITIVE
Parking services: summary of complaints
Secretarial support was given. SECRET BALLOT RULES apply.
Ms A. Nother, NI number QQ 12 34 56 C, NINO qq123456c, mobile 07700 900123 or +44 7700 900456.
NHS number: 943 476 5919. Passport 123456789. Date of birth 1 February 1970.
Refund to sort code 12-34-56, account number 12345678; card number 4111 1111 1111 1111.
Contact a.nother@example.com, not foi@council.gov.uk, or 020 7946 0000 (office).
Portal password: Winter-2024!
Order number AB123456C, reference 07700900123, invoice 12345678, VAT GB 123 4567 89.
Cost: £1,234,567.89 in 2023-24; UPRN 100023336956; grid reference TQ 30163 80321; SW1A 1AA.
FOI 2024/07700; case 12-34-56; ISBN 978-0-14-103614-4; charity 1234567; company 01234567.
The patient (943 476 5919) was seen twice; BRP ZU1234567, licence MORGA657054SM9IJ, UTR 12345 67890.
NHS no 943 476 5918 is mistyped; call 943 476 5919 or 800 123 4567.
END
ends 'particulars are found' 1 "$GONGKAI" screen --pack uk --json "$TMPDIR/letter.txt"
that 'by rule and line, and nothing else' "$(jq -rs 'map("\(.rule):\(.line)") | join(" ")' <<<"$out")" = \
	'marking:1 nino:4 nino:4 mobile:4 mobile:4 nhs-number:5 passport:5 bank-account:6 bank-account:6 bank-card:6 email:7 email:7 credential:8 nhs-number:12 permit:12 driving-licence:12 taxpayer:12 nhs-number:13'
ends 'so is what an office program leaves' 1 "$GONGKAI" screen --pack uk --json "$root/tests/files/paper.docx"
that 'in any language' -n "$(jq -r .rule <<<"$out" | grep -x tracked-change)"
for text in "$root"/packs/uk/demo/texts/*.txt; do
	check "nothing in ${text##*/}" "$GONGKAI" screen --pack uk "$text"
done
finish
