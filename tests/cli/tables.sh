#!/bin/bash
# SPDX-License-Identifier: MIT
# Tables of a pack: rows that papers name, the coverage of the catalogue, copies beside their
# standard.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1
printf '关于召开会议的通知\n\n请准时参加。\n' >plain.txt

# A row is named by its code, in any case of letters; a bad code is told what is near.
paper=$(as clerk import plain.txt --unit zfb --set policy=no --set catalogue=s-mtg-01)
has 'the row as the table writes it' '"catalogue": ?"S-MTG-01"' as clerk --json show "$paper"
has 'the name of the row' 'S-MTG-01 Government meetings' as clerk show "$paper"
refused 'a row that is not there' 1 "no row 'S-POL-99'; near it: S-POL-01 .*S-POL-02" \
	as clerk edit "$paper" --set catalogue=S-POL-99
refused 'a name is no code, but leads to it' 1 'near it: .*S-MTG-01' as clerk edit "$paper" --set 'catalogue=Government meetings'
check 'another row' as clerk edit "$paper" --set catalogue=X-MTG-01
check 'no row' as clerk edit "$paper" --set catalogue=
has 'it is gone' '"fields": ?\{"policy": ?"no"\}' as clerk --json show "$paper"

# Coverage.
has 'a row that is published under' '^S-POL-01 .* published +1 ' as supervisor report coverage --where level=city
has 'a row in hand' '^S-FIN-01 .* in hand ' as supervisor report coverage
has 'a row with nothing' '^S-TAL-01 .* nothing published ' as supervisor report coverage
has 'only rows of a level' 'Rows: 47$' as supervisor report coverage --where level=city
has 'figures for machines' '"rows_without": ?44' as supervisor --json report coverage --where level=city
has 'the period' '"rows_without": ?47' as supervisor --json report coverage --where level=city --from 2027-01-01
has 'the unit' '"rows_without": ?47' as supervisor --json report coverage --where level=city --unit czj
has 'in Chinese' '没有发布的行|未发布' gk --lang zh --as supervisor report coverage
refused 'a column that is not there' 1 'the columns are: item, content' as supervisor report coverage --where levl=city
refused 'half a term' 1 'COLUMN=VALUE' as supervisor report coverage --where level

# What a person may not see is in no count: a paper of another unit, not published.
has 'in hand for who sees it' '^S-FIN-01 .* in hand ' as signer report coverage
check 'a person of another unit' as admin person add fin --name-en Fin --name-zh 财 --unit czj
check 'with a role there' as admin person grant fin clerk@czj
has 'the rows are there, the paper in hand is not' '^S-FIN-01 .* nothing published ' as fin report coverage

# A paper that names no row is told when it is published.
loose=$(as clerk import plain.txt --title 无目录事项的通知 --unit zfb --set policy=no)
check 'marked' as clerk mark "$loose" public
check 'submitted' as clerk do submit "$loose"
check 'section' as head do pass "$loose"
check 'secrecy' as secrecy do pass "$loose"
check 'office' as checker do pass "$loose"
check 'signed' as signer do sign "$loose"
check 'published' as publisher do publish "$loose"
has 'a published paper without a row' "^$loose " as supervisor report coverage

# Copies.
"$GONGKAI" -C "$store" --as supervisor report comparison >/dev/null
has 'a county row the townships have none of' '^X-TAL-01 .* missing$' as supervisor report comparison
has 'a township row that says something else' 'Z-POL-02 .* changed +Working days +20 +3$' as supervisor report comparison
table=$root/packs/cn/tables/catalogue.csv
grep -E '^(code|S-)' "$table" >copy.csv
has 'a true copy' '"missing": ?0, ?"changed": ?0, ?"added": ?0' as supervisor --json report comparison --table copy.csv --where level=city
grep -v '^S-TAL-01' copy.csv | sed 's/^\(S-FEE-01.*\),20,/\1,30,/' >other.csv
echo 'S-NEW-01,New,新事项,,,,,,,,,,,,,,,,,,,' >>other.csv
has 'one missing, one changed, one added' '"missing": ?1, ?"changed": ?1, ?"added": ?1' as supervisor --json report comparison --table other.csv --where level=city
has 'which differs' '^S-FEE-01 .* changed +Working days +20 +30$' as supervisor report comparison --table other.csv --where level=city
has 'as CSV' '^S-TAL-01,.*,missing,' as supervisor report comparison --table other.csv --where level=city --format csv
printf 'a,b\n1,2\n' >bad.csv
refused 'no code in the copy' 1 "no column 'code'" as supervisor report comparison --table bad.csv

# The row's own term: on the day itself, within 7 working days, within the 20 of the law.
that 'every row has a term' "$(grep -c '^[SXZ]-' "$table")" = 109
that 'of the days that it says' "$(grep -cE ',([0-9]+),\1 working days from' "$table")" = 99
that 'or of none' "$(grep -c ',0,The same day,实时公开,' "$table")" = 10
under() {
	paper=$(as clerk import plain.txt --title "按$1公开的通知" --unit zfb --set policy=no --set "catalogue=$1")
	check "marked under $1" as clerk mark "$paper" public
	check "submitted under $1" as clerk do submit "$paper"
	for step in 'head pass' 'secrecy pass' 'checker pass' 'signer sign'; do
		check "$step under $1" as "${step% *}" do "${step#* }" "$paper"
	done
}
clock() { as auditor show "$1" --json | jq -r '.clocks[] | select(.rule == "publish") | "\(.days) \(.due) \(.first_due)"'; }
under S-RES-01 && at_once=$paper
under S-MTG-01 && week=$paper
under S-POL-02 && law=$paper
is 'on the same day' '0 2026-01-05 2026-01-05' clock "$at_once"
is 'within 7 working days' '7 2026-01-14 2026-01-14' clock "$week"
is 'within 20' '20 2026-02-02 2026-02-02' clock "$law"
GONGKAI_CLOCK=2026-01-06T09:00:00 run as supervisor report breach --json
that 'late a day later' "$(jq -c "select(.id == \"$at_once\") | [.due, .days]" <<<"$out")" = '["2026-01-05",1]'
that 'the others are not' "$(jq -c "select(.id == \"$week\")" <<<"$out")" = ''
cp -r "$root/packs/cn" other
sed -i '/^S-MTG-01/s/,7,7 working days/,9 calendar,9 days/' other/tables/catalogue.csv
sed -i 's/^version = .*/version = 2026.9/' other/pack.ini
export GONGKAI_CLOCK=2026-01-06T10:00:00
check 'a table in which the row has another term' as admin pack adopt ./other
is 'counts anew, and keeps both days' '9 2026-01-14 2026-01-14' clock "$week"
sed -i '/^S-MTG-01/s/,9 calendar,9 days/,3,3 working days/' other/tables/catalogue.csv
sed -i 's/^version = .*/version = 2026.10/' other/pack.ini
check 'and another' as admin pack adopt ./other
is 'with both days' '3 2026-01-08 2026-01-14' clock "$week"
has 'in words' 'at first due 2026-01-14' as signer show "$week"
is 'what the law says stays' '20 2026-02-02 2026-02-02' clock "$law"
check 'the index is made again' gk rebuild
is 'with the same days' '3 2026-01-08 2026-01-14' clock "$week"
check 'all in order' gk verify
GONGKAI_CLOCK=2026-01-09T09:00:00 run as supervisor report breach --json
that 'late by the new term' "$(jq -c "select(.id == \"$week\") | [.due, .days]" <<<"$out")" = '["2026-01-08",1]'
sed -i '/^S-MTG-01/s/,3,3 working/,soon,3 working/' other/tables/catalogue.csv
refused 'a term that is none' 1 "the row 'S-MTG-01' of 'catalogue' has the term 'soon'" as admin pack adopt ./other
check 'the ledger is in order' gk verify
finish
