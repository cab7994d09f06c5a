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
check 'the ledger is in order' gk verify
finish
