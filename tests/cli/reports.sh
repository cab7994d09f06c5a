#!/bin/bash
# SPDX-License-Identifier: MIT
# Reports: figures worked out by hand, the same in every format, of the store and of a table.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
cd "$TMPDIR" || exit 1

# What an office has published before it has a store. Of twenty working days from Thursday 5 July
# 2018 the last is 2 August; from 25 September, over the National Day week and with 29 and 30
# September worked, 26 October.
cat >published.csv <<'END'
number,issued,published
市政办发〔2018〕1号,2018-07-05,2018-08-02
市政办发 [2018] 2号,2018/7/5,2018年8月3日
市政办发(2018)第5号,20180925,2018.11.30
市政办发〔2018〕5号,2018-09-25,2018-09-26
市政办发2018年第6号,2018-09-25,2018-13-30
乱写的,2018-09-25,
END
for format in text csv html xlsx json; do
	check "late papers of a table as $format" gk report breach --table published.csv \
		--format $format -o "late.$format"
done
that 'two are late, one row is not read' "$(tail -n 1 late.json | jq -c '[.papers, .late, .unparsed, .unpublished]')" \
	= '[6,2,1,1]'
that 'by a day' "$(jq -c 'select(.number == "市政办发 [2018] 2号") | [.due, .days, .working_days]' late.json)" \
	= '["2018-08-02",1,1]'
that 'over the holidays' "$(jq -r 'select(.number == "市政办发(2018)第5号") | .due' late.json)" = 2018-10-26
that 'what could not be read is named' "$(tail -n 1 late.json | jq -r '.notes[0]')" = "line 6: published is no day: '2018-13-30'"
has 'the sum for people' '^Sum +4 +2$' cat late.text
that 'the same rows in CSV' "$(sed -n 2p late.csv)" = "市政办发,2018-08,2,1,1,50.0%"
has 'a page' '<td>2018-08</td>' cat late.html
has 'a workbook' '市政办发' unzip -p late.xlsx xl/worksheets/sheet1.xml
check 'a workbook on standard output' test "$(gk report breach --table published.csv -f xlsx | head -c 2)" = PK

ends 'gaps of a table' 0 gk report gaps --table published.csv --json
that 'series, year, highest, seen, missing' \
	"$(jq -c 'select(.series) | [.series, .year, .highest, .seen, .missing, .twice]' <<<"$out")" \
	= '["市政办发",2018,6,4,[3,4],1]'
that 'and what is no number' "$(tail -n 1 <<<"$out" | jq -c '[.papers, .unparsed]')" = '[6,1]'
printf 'number,date\n' >short.csv
refused 'a table that lacks a column' 1 "no column 'issued'" gk report breach --table short.csv
refused 'a report that takes no table' 1 'takes no table' gk report status --table short.csv

# A paper decided on Monday 5 January 2026 is to be public by 2 February.
check 'a new store' gk init --demo
printf '关于春运工作的通知\n\n各县区：\n' >notice.txt
paper=$(as clerk import notice.txt --unit zfb --number '市政办发〔2026〕3号' --set policy=no)
check marked as clerk mark "$paper" public
check submitted as clerk do submit "$paper"
for step in 'head pass' 'secrecy pass' 'checker pass' 'signer sign'; do
	read -r who what <<<"$step"
	check "$who" as "$who" do "$what" "$paper"
done
GONGKAI_CLOCK=2026-02-02T09:00:00 run as supervisor report breach --json
that 'on its last day it is not late' "$(jq -c "select(.id == \"$paper\")" <<<"$out")" = ''
GONGKAI_CLOCK=2026-02-03T09:00:00 run as supervisor report breach --json
that 'a day later it is' "$(jq -c "select(.id == \"$paper\") | [.due, .days, .published]" <<<"$out")" \
	= '["2026-02-02",1,null]'
that 'as one that is overdue, beside one of the demo' "$(tail -n 1 <<<"$out" | jq -c '[.late, .overdue]')" = '[0,2]'
export GONGKAI_CLOCK=2026-02-10T09:00:00
check published as publisher do publish "$paper"
run as supervisor report breach --json
that 'published late' "$(jq -c "select(.id == \"$paper\") | [.published, .days, .working_days]" <<<"$out")" \
	= '["2026-02-10",8,6]'
that 'counted in its month' "$(jq -c 'select(.table == "months" and .month == "2026-02") | [.unit, .published, .late]' <<<"$out")" \
	= '["zfb",1,1]'
run as supervisor report breach --from 2026-02-11 --json
that 'not in another period' "$(jq -c "select(.id == \"$paper\")" <<<"$out")" = ''
run as supervisor report gaps --json
that 'a paper fills its gap' "$(jq -c 'select(.series == "市政办发") | .missing | index(3)' <<<"$out")" = null
as clerk import notice.txt --unit zfb --number '市政办发〔2026〕2号' --set policy=no --title 另一件 >/dev/null
run as supervisor report gaps --json
that 'a number with nothing decided' "$(jq -c 'select(.series == "市政办发") | .undecided | index(2) != null' <<<"$out")" = true

# The past: what was done, how long it took, where it stood. The demo's people work on 5 January.
run as supervisor report trend --json
that 'one published in February' "$(jq -c 'select(.month == "2026-02") | [.begun, .signed, .published]' <<<"$out")" = '[1,0,1]'
run as supervisor report times --json --from 2026-02-01
that 'a paper waited 36 days to be published' \
	"$(jq -c 'select(.state == "decided") | [.left, .median, .longest]' <<<"$out")" = '[1,36,36]'
run as supervisor report returns --json
that 'each return has its reason' "$(jq -s -c 'map(select(.code).returns) | add' <<<"$out")" \
	= "$(as supervisor log --json | jq -s -c 'map(select(.action == "return")) | length')"
run as supervisor report status --as-of 2026-01-31 --json
that 'then it was decided' "$(jq -c 'select(.unit == "zfb" and .state == "decided") | .papers' <<<"$out")" \
	= "$(as supervisor report status --json | jq -c 'select(.unit == "zfb" and .state == "decided") | .papers + 1')"
run as supervisor report status --as-of 2026-02-10 --json
that 'as of today it is as it is' "$(sed '$d' <<<"$out" | jq -s -c 'map([.unit, .state, .attribute, .papers])')" \
	= "$(as supervisor report status --json | sed '$d' | jq -s -c 'map([.unit, .state, .attribute, .papers])')"
run as supervisor report status --as-of 2025-12-31 --json
that 'before the first there is nothing' "$(tail -n 1 <<<"$out" | jq .papers)" = 0
refused 'a report of now alone' 1 'only be made as of now' as supervisor report ageing --as-of 2026-01-31
run as supervisor report ageing --json
that 'what is open is as the status says' "$(tail -n 1 <<<"$out" | jq .open)" \
	= "$(as supervisor report status --json | jq -s 'map(select(.state) | select(.state | IN("held","published","withdrawn","void","purged") | not) | .papers) | add')"

# Grounds of 2008 are dead in 2026, and what took their place is said.
run as supervisor report basis --json
that 'nothing rests on a dead ground yet' "$(jq -c 'select(.id)' <<<"$out")" = ''
that 'what is withheld is counted' "$(tail -n 1 <<<"$out" | jq .withheld)" \
	= "$(as supervisor list --json state:held | wc -l)"

# The audit package, read on another machine with stock git alone.
refused 'only who sees all has the proof' 1 'only who may see all of them' \
	as clerk export --audit "$paper" -o "$TMPDIR/audit-no"
check 'an auditor' as auditor export --audit "$paper" -o "$TMPDIR/audit"
cd "$TMPDIR/audit" || exit 1
check 'the bundle is cloned' git clone -q --bare ledger.bundle ledger.git
check 'is whole' git -C ledger.git fsck --strict --no-progress
git -C ledger.git config gpg.format ssh
git -C ledger.git config gpg.ssh.allowedSignersFile "$PWD/allowed_signers"
verified() {
	local c
	git -C ledger.git rev-list HEAD | while read -r c; do git -C ledger.git verify-commit "$c" || exit 1; done
}
check 'every signature holds' verified
that 'it is the whole ledger' "$(git -C ledger.git rev-parse main)" = "$(tip)"
that 'each decision of the page is in it' \
	"$(grep -oE '<td>[0-9a-f]{40}</td>' index.html | grep -oE '[0-9a-f]{40}' | sort)" = \
	"$(git -C ledger.git log --no-merges --format=%H --grep "^Document: $paper\$" main | sort)"
# What README.txt tells a stranger to do, done as it stands there, without our program.
last=$(git -C ledger.git log --no-merges -n 1 --format=%H --grep "^Document: $paper\$" main)
mkdir "$TMPDIR/stranger" && cp -- * "$TMPDIR/stranger" 2>/dev/null
sed -n 's/^   \(git\|sed\|ssh-keygen\)/\1/p' README.txt | sed "s/: ID\\$/: $paper\$/; s/COMMIT/$last/" >"$TMPDIR/steps"
followed() (cd "$TMPDIR/stranger" && env -i PATH="$PATH" HOME="$TMPDIR" LC_ALL=C.UTF-8 sh -eu "$TMPDIR/steps" 2>&1)
check 'the instructions are followed' followed
printf '%s\n' "$out" >"$TMPDIR/followed"
that 'every step of them' "$(wc -l <"$TMPDIR/steps")" = 13
has 'its decisions are found' "^ +Document: $paper\$" cat "$TMPDIR/followed"
has 'the paper is what was decided on' "^$(git -C ledger.git show -s --format=%B "$last" | sed -n 's/^Record: sha256://p')  -\$" cat "$TMPDIR/followed"
has 'the note is signed' '^Good "gongkai-anchor" signature for site@gongkai' cat "$TMPDIR/followed"
has 'and of this commit' "^$(sed -n 's/^Head-SHA256: sha256://p' anchor.txt)  -\$" cat "$TMPDIR/followed"
has 'all signatures are good' "^ *$(git -C ledger.git rev-list --count main) G site@gongkai\$" cat "$TMPDIR/followed"
refused 'nothing is written over' 1 'ledger.bundle' as auditor export --audit "$paper" -o "$TMPDIR/audit"
refused 'of nothing' 1 "nothing that you may see" as auditor export --audit nowhere-to-be-found -o "$TMPDIR/audit2"
cd "$TMPDIR" || exit 1

# Table 2, by hand: a regulation of the year, a document of the year before that was repealed in it,
# two counts of licences, fees of 1,234,550 yuan.
GONGKAI_CLOCK=2026-11-23T09:00:00
norm() { as clerk import --kind norm --unit zfb --title "$1" --set type="$2" --set made="$3"; }
tally() {
	local id
	id=$(as clerk import --kind tally --unit zfb --title 统计 --set matter="$1" --set until="$2" --set amount="$3") &&
		as clerk do enter "$id" && as head do pass "$id"
}
rule=$(norm 市政府规章 rule 2026-03-01)
old_norm=$(norm 旧规范性文件 normative 2025-06-30)
check 'both in force' as clerk do enter "$rule" "$old_norm"
check 'the day it was repealed' as clerk edit "$old_norm" --set repealed=2026-10-01
check repealed as clerk do repeal "$old_norm"
check 'licences of half a year' tally licence 2026-06-30 120
check 'and of the other' tally licence 2026-12-31 30
check 'those of the year before' tally licence 2025-12-31 999
check 'fees' tally fee 2026-12-31 1234550
run as auditor report annual --to 2026-12-31 --json
that 'regulations made, repealed, in force' "$(jq -c 'select(.row == "rule") | [.made, .repealed, ."in-force"]' <<<"$out")" = '[1,0,1]'
that 'and normative documents' "$(jq -c 'select(.row == "normative") | [.made, .repealed, ."in-force"]' <<<"$out")" = '[0,1,0]'
that 'licences are added up' "$(jq -c 'select(.row == "licence") | .decisions' <<<"$out")" = 150
that 'fees in ten thousand yuan' "$(jq -c 'select(.row == "fee") | .fees' <<<"$out")" = 123.46
for format in text csv html xlsx; do
	check "as $format" as auditor report annual --to 2026-12-31 --format $format -o "annual.$format"
done
has 'for people' '123[.]46' cat annual.text
has 'in CSV' '^fee,123[.]46$' cat annual.csv
has 'on a page' '<td class="n">123[.]46</td>' cat annual.html
has 'in a workbook, as a number' '<v>123[.]4' unzip -p annual.xlsx xl/worksheets/sheet4.xml
that 'a year before its repeal it held' "$(as auditor report annual --to 2025-12-31 --json | jq -c 'select(.row == "normative") | [.made, .repealed, ."in-force"]')" = '[1,0,1]'
check 'a day that cannot be' as clerk edit "$rule" --set repealed=2026-02-01
run as auditor report annual --to 2026-12-31 --json
that 'is named with its case, and the form is not made' \
	"$(jq -c 'select(.table == "annual-2-norm") | [.id, .fault]' <<<"$out")" = "[\"$rule\",\"it was done before it was received\"]"
that 'and counted' "$(tail -n 1 <<<"$out" | jq .faults)" = 1
that 'the other forms are' "$(jq -c 'select(.row == "licence") | .decisions' <<<"$out")" = 150

# What must be kept up, on Monday 23 November 2026: fourteen days for news, half a year for notices.
publish() { # KIND TITLE FIELDS...: a record that runs
	local id kind=$1 title=$2 set_=()
	shift 2
	for word; do set_+=(--set "$word"); done
	id=$(as publisher import --kind "$kind" --unit zfb --title "$title" "${set_[@]}") &&
		as publisher do enter "$id" >/dev/null && echo "$id"
}
stale=$(publish column 要闻 type=news url=http://www.example/yw updated=2026-11-08)
near=$(publish column 动态 type=news url=http://www.example/dt updated=2026-11-10)
fine=$(publish column 公告 type=notices url=http://www.example/gg updated=2026-11-08)
silent=$(publish account 发布 platform=wechat account-name=发布 why=政务公开)
check 'an account runs without an update' as disclosure do pass "$silent"
run as auditor report stale --json
that 'columns by unit' "$(jq -c 'select(.kind == "column") | [.unit, .watched, .past, .soon, .undated]' <<<"$out")" = '["zfb",3,1,1,0]'
that 'accounts by unit' "$(jq -c 'select(.kind == "account") | [.watched, .past, .soon, .undated]' <<<"$out")" = '[1,0,0,1]'
days() { jq -c --arg id "$1" 'select(.id == $id) | [.threshold, .updated, .due, .days]' <<<"$out"; }
that 'a day past' "$(days "$stale")" = '["news","2026-11-08","2026-11-22",-1]'
that 'a day to go' "$(days "$near")" = '["news","2026-11-10","2026-11-24",1]'
that 'half a year' "$(days "$fine")" = '["papers","2026-11-08","2027-05-10",168]'
that 'no date, no end' "$(days "$silent")" = '["stale",null,null,null]'
that 'what is nearest comes first' "$(jq -r 'select(.id) | .id' <<<"$out" | tr '\n' ' ')" = "$silent $stale $near $fine "
check 'it is updated' as publisher edit "$stale" --set updated=2026-11-23
that 'and fresh again' "$(as auditor report stale --json | jq -c 'select(.kind == "column") | [.past, .soon]')" = '[0,1]'

# The whole on one page: the sums of the others.
run as auditor report overview --json
that 'units add up to the status' "$(jq -s 'map(select(.table == "units").papers) | add' <<<"$out")" \
	= "$(as auditor report status --json | tail -n 1 | jq .papers)"
that 'states too' "$(jq -s 'map(select(.table == "states").papers) | add' <<<"$out")" \
	= "$(as auditor report status --json | tail -n 1 | jq .papers)"
that 'a state by attribute' "$(jq -c 'select(.table == "states" and .kind == "gongwen" and .state == "held") | .private' <<<"$out")" \
	= "$(as auditor list --limit 0 --json 'kind:gongwen state:held attribute:private' | wc -l)"
that 'the months are those of trend' "$(jq -c 'select(.table == "trend") | del(.table)' <<<"$out")" \
	= "$(as auditor report trend --json | sed '$d')"

# The annual report: a request of last year that is answered this year, one that is new, one that
# lacks its outcome.
request() { as disclosure import --kind request --unit zfb --title "$1" --set applicant=某人 --set applicant-class="$2" \
	--set content=某项信息 --set channel=in-person --set received="$3"; }
GONGKAI_CLOCK=2026-12-20T09:00:00
old=$(request 关于预算的申请 person 2026-12-20)
check 'taken in hand' as disclosure do submit "$old"
GONGKAI_CLOCK=2027-01-10T09:00:00
run as auditor report annual --to 2026-12-31 --json
that 'the year before left one' "$(jq -c 'select(.row == "new" or .row == "left") | .total' <<<"$out" | tr '\n' ' ')" = '1 1 '
new=$(request 关于土地的申请 business 2027-01-10)
check 'another' as disclosure do submit "$new"
check 'its reply' as disclosure edit "$old" --set reply=3 --set outcome=process --set reason=过程性信息 --set remedy=yes
check 'is proposed' as disclosure do propose-reply "$old"
check 'and signed' as signer do pass "$old"
run as auditor report annual --to 2027-12-31 --json
that 'carried over, done, left' \
	"$(jq -c 'select(.row) | select(.row == "carried" or .row == "r336" or .row == "done" or .row == "left" or .row == "new") | [.row, .person, .business, .total]' <<<"$out" | tr '\n' ' ')" \
	= '["new",0,1,1] ["carried",1,0,1] ["r336",1,0,1] ["done",1,0,1] ["left",0,1,1] '
that 'the identity is printed' "$(tail -n 1 <<<"$out" | jq -r '.notes[0]' | grep -c 'Total: 2 = 2')" = 1
that 'and the cases behind it' "$(jq -c "select(.id == \"$old\") | [.received, .done, .cells]" <<<"$out")" \
	= '["2026-12-20","2027-01-10","1 3.3.6"]'

# A review that began after a year is none of that year's, though it has not ended.
GONGKAI_CLOCK=2028-01-12T09:00:00
check 'a review begins' as disclosure do contest-review "$old" --comment 申请人不服
faults() { as auditor report annual --to "$1" --json | jq -c 'select(.fault) | [.table, .id, .fault]'; }
rows_of() { as auditor report annual --to "$1" --json | jq -s --arg t "$2" 'map(select(.table == $t and .row)) | length'; }
that 'without an outcome it is named' "$(faults 2028-12-31)" = \
	"[\"annual-4\",\"$old\",\"it was contested, and no outcome is filled in\"]"
that 'instead of table 4' "$(rows_of 2028-12-31 annual-4)" = 0
that 'beside table 3, which balances' "$(rows_of 2028-12-31 annual-3)" = 25
check 'its outcome' as disclosure edit "$old" --set review=pending
contests() { as auditor report annual --to "$1" --json | jq -s 'map(select(.row == "review").total) | add'; }
that 'which mends it' -z "$(faults 2028-12-31)"
check 'a day after that of its reply' as disclosure edit "$old" --set received=2027-02-01
that 'is named in the year of it' "$(faults 2027-12-31)" = \
	"[\"annual-3\",\"$old\",\"it was done before it was received\"]"
that 'instead of table 3' "$(rows_of 2027-12-31 annual-3)" = 0
has 'in Chinese too' "^$old .*办结早于收到" gk --lang zh --as auditor report annual --to 2027-12-31
check 'the day it came' as disclosure edit "$old" --set received=2026-12-20
that 'and it balances again' "$(rows_of 2027-12-31 annual-3)" = 25
that 'none in the year before' "$(contests 2027-12-31)" = 0
that 'one in its own' "$(contests 2028-12-31)" = 1

# Reviews are told of the year's end, however they went on.
GONGKAI_CLOCK=2029-02-12T09:00:00
check 'it is upheld' as disclosure edit "$old" --set review=upheld
check 'and over' as disclosure do contest-ended "$old"
reviewed() { as auditor report annual --to "$1" --json | jq -c 'select(.row == "review") | [.upheld, .pending, .total]'; }
that 'it was pending in the year it began' "$(reviewed 2028-12-31)" = '[0,1,1]'
that 'and is upheld in the year it ended' "$(reviewed 2029-12-31)" = '[1,0,1]'
that 'and nothing after that' "$(reviewed 2030-12-31)" = '[0,0,0]'
that 'a number of the form has its cases' \
	"$(as auditor list "ids:$old,nowhere" --json | jq -r .id)" = "$old"

# Who works here.
check 'somebody stands in' as head person delegate clerk2 head@zfb --from 2026-02-01 --to 2099-12-31 --reason 休假
run as clerk report office --json
that 'everybody sees who works here' "$(jq -r 'select(.person == "head") | .roles' <<<"$out" | head -n 1)" = 'head@zfb'
that 'and who stands in' "$(jq -r 'select(.to_person == "clerk2") | .role' <<<"$out")" = head
that 'and not who is logged in' -z "$(as clerk report office | grep 'Sessions open')"
has 'who administers sees that' 'Sessions open over SSH' as admin report office
check 'to administer is lent' as admin person delegate clerk2 admin@sz --to 2029-12-31 --reason 出差
is 'and comes with nothing: not with the sessions' 0 bash -c \
	"'$GONGKAI' -C '$store' --as clerk2 report office | grep -c 'Sessions open' || true"
refused 'nor with the gate' 1 'changed by an administrator' as clerk2 unit add moon --name 月球
run as clerk report office --unit fgw --json
that 'a unit alone' "$(jq -r 'select(.person) | .person' <<<"$out" | wc -l)" = 0

# What is asked of each.
run gk report
that 'they are listed' "$(cut -d' ' -f1 <<<"$out" | head -n 3 | tr '\n' ' ')" = 'status breach gaps '
refused 'one that is not there' 2 'there is: status' as supervisor report nothing
finish
