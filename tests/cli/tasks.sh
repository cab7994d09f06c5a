#!/bin/bash
# SPDX-License-Identifier: MIT
# A notice that hands out tasks, from the raw text of a web page to the last task done.
# shellcheck disable=SC1010,SC2016  # do is a command here; $ of jq in single quotes
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

notice=$fixtures/notice-2018-58.txt
check 'a new store' gk init --demo
cd "$TMPDIR" || exit 1

# What it says.
run as supervisor import --tasks "$notice" --dry-run --json
count 'the notice is read' "$rc"
all=$out
of() { jq -r "$1" <<<"$all"; }
that 'every clause' "$(of 'select(.clauses != null) | .clauses')" = 31
that 'every list' "$(of 'select(.clauses != null) | .with_list')" = 30
that 'its number' "$(of 'select(.clauses != null) | .notice')" = 市政办发〔2018〕58号
that 'its day' "$(of 'select(.clauses != null) | .issued')" = 2018-07-19
that 'nothing unread' "$(of 'select(.clauses != null) | .unread')" = 0
that 'every deadline' "$(of 'select(.dates != null) | .clause as $c | .dates[] | select(.deadline) | $c + " " + .day' | tr '\n' ' ')" = \
	'一(三) 2018-12-31 一(五)10 2018-12-31 二(一) 2018-08-31 二(一) 2018-10-31 '
that 'and the year of the assessment' "$(of 'select(.clause == "四(三)" and .dates) | .dates[0].words')" = 年底
that 'the eleven key fields' "$(of 'select(.duties != null) | .duties[] | select(.part == "guide" and (.number | contains("-1.5."))) | .name' | wc -l)" = 88
that 'of the guiding units' "$(of 'select(.duties != null) | .duties[] | select(.group | not) | .name // empty' | sort -u | wc -l)" = 38
that 'what is odd' "$(of 'select(.odd and .line) | .clause' | tr '\n' ' ')" = '二(一) 二(二) 二(三) 二(四) 二(五) '
that 'the page around it' "$(of 'select(.rest == "furniture") | .line' | tr '\n' ' ')" = '3 5 6 10 163 164 166 '
has 'a page for people' '二\(五\): it names nobody as responsible' as supervisor import --tasks "$notice" --dry-run
has 'in Chinese' '未列明责任单位' env LC_ALL=zh_CN.UTF-8 "$GONGKAI" -C "$store" --as supervisor import --tasks "$notice" --dry-run
is 'a look takes nothing in' '' as supervisor list kind:task

# Taken in: what no unit is called stays out, and is named once.
ends 'taken in, in part' 3 as supervisor import --tasks "$notice"
that 'those whose unit is known' "$(wc -l <<<"$out")" = 97
that 'each name once' "$(grep -c "no unit is called '市农委'" <<<"$err")" = 1
that 'with what is near' "$(grep -c "市发改委.*near: fgw" <<<"$err")" = 1
ends 'a second time' 3 as supervisor import --tasks "$notice"
that 'takes nothing twice' "$out" = ''
that 'and says so' "$(grep -c '97 were taken before' <<<"$err")" = 1
for unit in 市农委:nw 市水利局:slj; do
	check "a unit more: $unit" as admin unit add "${unit#*:}" --name-zh "${unit%:*}" --name-en "${unit#*:}" --parent sz
done
ends 'what is known now' 3 as supervisor import --tasks "$notice" --near --match 市环保局=hbj --match 市国土资源局=zrj
that 'is taken now' "$(wc -l <<<"$out")" = 29
for name in $(of 'select(.duties != null) | .duties[] | select(.unit == null) | .name' | sort -u); do
	set -- "$@" --match "$name=zfb"
done
ends 'and the rest by hand' 0 as supervisor import --tasks "$notice" --near --match 市环保局=hbj --match 市国土资源局=zrj \
	--match 市农委=nw --match 市水利局=slj "$@"
tasks=$(as supervisor list kind:task --limit 0 | wc -l)
ends 'nothing is left' 0 as supervisor import --tasks "$notice" --near --match 市环保局=hbj --match 市国土资源局=zrj \
	--match 市农委=nw --match 市水利局=slj "$@"
that 'and nothing is taken' "$(as supervisor list kind:task --limit 0 | wc -l)" = "$tasks"

# Refusals.
refused 'no notice' 1 'it has no numbered clause' bash -c "echo 关于开会的通知 | '$GONGKAI' -C '$store' --as supervisor import --tasks -"
refused 'no such file' 1 'nowhere.txt' as supervisor import --tasks nowhere.txt
refused 'not with files' 2 'takes one notice' as supervisor import --tasks "$notice" other.txt
refused 'a look at files' 2 'are for --tasks' as clerk import other.txt --dry-run
refused 'no match' 1 'it is written NAME=UNIT' as supervisor import --tasks "$notice" --match 市农委
refused 'a match with no unit' 1 "no unit 'moon'" as supervisor import --tasks "$notice" --match 市农委=moon
printf '一、公开\n好。(市财政局)\n' >small.txt
refused 'not by who hands out no tasks' 1 'supervisor|Supervisor' as clerk import --tasks small.txt

# One task, from the notice to the assessment.
check 'a clerk of the bureau' as admin person add caiwu --name-en Cai --unit czj --role clerk@czj
id=$(as supervisor list 'kind:task unit:czj' --json | jq -r 'select(.number | contains("-1.5.7-")) | .id')
is 'its clause' '一(五)7' bash -c "'$GONGKAI' -C '$store' --as supervisor show $id --json | jq -r .fields.clause"
refused 'nothing to do for the bureau yet' 1 . as caiwu do report "$id"
check 'a date for it' as supervisor edit "$id" --set due=2026-01-20
check 'assigned' as supervisor do assign "$id"
has 'it is on their desk' "$id" as caiwu list --queue desk
is 'due on its day' 2026-01-20 bash -c "'$GONGKAI' -C '$store' --as caiwu show $id --json | jq -r .due"
refused 'not without evidence' 1 'Progress filled in; do so with' as caiwu do report "$id"
check 'what was done' as caiwu edit "$id" --set progress=专栏已开设 --set percent=100 --set evidence-note=http://czj.example/zl
refused 'the day is not theirs to move by an act they lack' 1 . as caiwu do accept "$id"
check 'reported' as caiwu do report "$id"
refused 'no score yet' 1 'Score filled in' as supervisor do accept "$id"
check 'sent back' as supervisor do send-back "$id" --comment 专栏无内容
check 'reported again' as caiwu do report "$id"
check 'scored' as supervisor edit "$id" --set score=95
check 'accepted' as supervisor do accept "$id"
is 'done' done bash -c "'$GONGKAI' -C '$store' --as caiwu show $id --json | jq -r .state"

# How the units stand, and every record.
run as supervisor report tasks --json
that 'one done of the bureau' "$(jq -c 'select(.unit == "czj") | [.records, .done, .score, .overdue]' <<<"$out")" = '[4,1,95,0]'
has 'for people' 'Finance Bureau +4 +3 +0 +0 +1 ' as supervisor report tasks
has 'in the words of the pack' '单位 +要点任务 +待下达 +进行中 +待核验' env LC_ALL=zh_CN.UTF-8 "$GONGKAI" -C "$store" --as supervisor report tasks
has 'as a table' '^czj,4,3,0,0,1,0,' as supervisor report tasks --format csv
run as supervisor report records --kind task --unit czj --format csv
that 'every record of the bureau' "$(grep -c '^czj-' <<<"$out")" = 4
that 'with its fields' "$(grep -c '市政办发〔2018〕58号,一(五)7,.*,市财政局,guide,' <<<"$out")" = 1
refused 'records of no kind' 1 'say which kind with --kind.*task' as supervisor report records
refused 'records of an unknown kind' 1 "no kind 'poem'" as supervisor report records --kind poem

check 'taken up again' as supervisor do reopen "$id" --comment 复查
is 'its clock runs again' 2026-01-20 bash -c "'$GONGKAI' -C '$store' --as caiwu show $id --json | jq -r .due"
check 'cancelled' as supervisor do cancel "$id" --comment 机构改革

# The clock follows its field.
id=$(as supervisor list 'kind:task unit:czj' --json | jq -r 'select(.number | contains("-1.5.9-")) | .id')
check 'assigned without a day' as supervisor do assign "$id"
is 'no clock' null bash -c "'$GONGKAI' -C '$store' --as supervisor show $id --json | jq -r .due"
check 'the bureau says when' as caiwu edit "$id" --set due=2026-01-03
is 'late from the start' 2026-01-03 bash -c "'$GONGKAI' -C '$store' --as supervisor show $id --json | jq -r .due"
has 'it is overdue' "$id" as caiwu list --queue overdue
check 'moved' as caiwu edit "$id" --set due=2026-03-31
is 'the clock too' 2026-03-31 bash -c "'$GONGKAI' -C '$store' --as supervisor show $id --json | jq -r .due"
check 'taken away' as caiwu edit "$id" --set due=
is 'and it stops' null bash -c "'$GONGKAI' -C '$store' --as supervisor show $id --json | jq -r .due"
has 'the ledger is in order' ' 0 faults' gk verify
check 'the index is made again' gk rebuild
has 'the same' "$id" as caiwu list --queue desk
finish
