#!/bin/bash
# SPDX-License-Identifier: MIT
# Requests (articles 27 to 45) and public opinion cases, from the first state to the last, against
# days worked out by hand with the calendar of 2026.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

on() { export GONGKAI_CLOCK=$1; }
do_() { as "$1" 'do' "$2" "$3" "${@:4}"; }
state() { as disclosure show "$1" --json | jq -r .state; }
clock() { as disclosure show "$1" --json | jq -r --arg c "$2" ".clocks[] | select(.rule == \$c) | $3"; }
# new KIND TITLE FIELD=VALUE...: its id in $id
new() {
	local kind=$1 title=$2 sets=()
	shift 2
	for field; do sets+=(--set "$field"); done
	run as disclosure import --kind "$kind" --title "$title" "${sets[@]}"
	id=$out
	that "$title is taken in" "$rc" = 0
}

on 2026-01-05T09:00:00
check 'a new store' gk init --demo
on 2026-03-02T10:00:00
ask=(applicant=李某 applicant-class=person content=2018年预算表 channel=internet)

# Replied to within its term, with a third party and an extension.
new request '预算公开申请' "${ask[@]}"
refused 'when was it received' 1 'Received on \(received\)' do_ disclosure submit "$id"
check 'received on a Monday' as disclosure edit "$id" --set received=2026-03-02
check 'in hand' do_ disclosure submit "$id"
that 'twenty working days' "$(clock "$id" reply .due)" = 2026-03-30
that 'near with five left' "$(clock "$id" reply .warn)" = 2026-03-23
on 2026-03-06T10:00:00
refused 'which third party' 1 'Third party' do_ disclosure ask-third-party "$id" --comment 征求意见
check 'a third party' as disclosure edit "$id" --set third-party=某公司 --set third-party-notified=2026-03-09
check 'is asked' do_ disclosure ask-third-party "$id" --comment 征求意见
that 'the reply stands still' "$(clock "$id" reply .paused)" = true
that 'fifteen working days from its receipt' "$(clock "$id" third-party .due)" = 2026-03-30
on 2026-03-30T17:00:00
is 'it still may answer' '' gk expire
on 2026-03-31T08:00:00
has 'silence: the site goes on' "$id third-party-silence" gk expire
that 'in hand again' "$(state "$id")" = processing
that 'by the site itself' "$(as disclosure log "$id" --json | tail -n 1 | jq -r '"\(.actor) \(.role)"')" = 'site system'
# Four days used up to 6 March; of the sixteen 1 to 3 and 7 to 10 April are seven, 13 to 17 twelve.
that 'goes on where it stood' "$(clock "$id" reply '"\(.due) \(.first_due)"')" = '2026-04-23 2026-03-30'
refused 'an extension needs the head' 1 'is for: Head of section' do_ disclosure extend-reply "$id" --comment 情况复杂
refused 'and a reason' 1 'word of explanation' do_ head extend-reply "$id"
check 'extended' do_ head extend-reply "$id" --comment 经工作机构负责人同意
that 'by twenty' "$(clock "$id" reply .due)" = 2026-05-25
refused 'but once' 1 'can be extended once' do_ head extend-reply "$id" --comment 再延长
refused 'a reply has a kind' 1 'Kind of reply' do_ disclosure propose-reply "$id"
check 'not given' as disclosure edit "$id" --set reply=3 --set outcome=third-party
refused 'why not' 1 'Reason given' do_ disclosure propose-reply "$id"
check 'the reason' as disclosure edit "$id" --set reason=涉及商业秘密，第三方未答复，经审查不予公开
refused 'and the remedies' 1 'Remedies told' do_ disclosure propose-reply "$id"
check 'told' as disclosure edit "$id" --set remedy=yes
check 'proposed' do_ disclosure propose-reply "$id"
refused 'four eyes' 1 'is for: Signatory' do_ disclosure pass "$id"
check 'sent back' do_ signer send-back "$id" --comment 说明能否区分处理
check 'proposed again' do_ disclosure propose-reply "$id"
on 2026-05-08T10:00:00
check 'approved' do_ signer pass "$id"
that 'replied' "$(state "$id")" = replied
that 'the clock has stopped' "$(clock "$id" reply .stopped)" = 2026-05-08
check 'reviewed' do_ disclosure contest-review "$id" --comment 申请人申请复议
refused 'how did it end' 1 'Outcome of the review' do_ disclosure contest-ended "$id"
check 'upheld' as disclosure edit "$id" --set review=upheld
check 'back' do_ disclosure contest-ended "$id"
check 'sued' do_ disclosure contest-suit "$id" --comment 申请人起诉
check 'corrected' as disclosure edit "$id" --set suit-after-review=corrected
check 'recorded' do_ disclosure contest-ended "$id"
check 'a supplement' do_ disclosure supplement "$id" --comment 补充提供附件
check 'filed' do_ disclosure file-away "$id"
that 'archived' "$(state "$id")" = archived

# A correction begins the term anew; one that does not come is taken as giving up.
on 2026-06-01T10:00:00
new request '不补正的申请' "${ask[@]}" received=2026-06-01 correction-days=5
check 'in hand' do_ disclosure submit "$id"
given_up=$id
new request '补正的申请' "${ask[@]}" received=2026-06-01
check 'in hand' do_ disclosure submit "$id"
on 2026-06-03T10:00:00
check 'asked for a correction' do_ disclosure ask-correction "$given_up" --comment 内容不明确
refused 'how long for it' 1 'Days to correct it' do_ disclosure ask-correction "$id" --comment 内容不明确
check 'ten days' as disclosure edit "$id" --set correction-days=10
check 'asked for' do_ disclosure ask-correction "$id" --comment 内容不明确
that 'ten working days' "$(clock "$id" correction .due)" = 2026-06-17
that 'the reply is stopped' "$(clock "$id" reply .stopped)" = 2026-06-03
on 2026-06-11T08:00:00
has 'none came' "$given_up lapse" gk expire
that 'given up' "$(state "$given_up")" = lapsed
on 2026-06-15T10:00:00
check 'it came on the 12th' as disclosure edit "$id" --set corrected=2026-06-12
check 'and is taken in' do_ disclosure take-correction "$id"
# 端午节 is on Friday the 19th.
that 'anew from the 12th' "$(clock "$id" reply '"\(.start) \(.due) \(.first_due)"')" = '2026-06-12 2026-07-13 2026-07-13'
refused 'asked for once' 1 'not possible' do_ disclosure ask-correction "$id" --comment 仍不明确
check 'another organ' as disclosure edit "$id" --set organ=市财政局 --set organ-notified=2026-06-16 --set co-maker=yes
check 'is asked' do_ disclosure ask-organ "$id" --comment 共同制作
that 'fifteen working days' "$(clock "$id" organ .due)" = 2026-07-08
on 2026-07-09T09:00:00
run as disclosure list
that 'whoever begins to work sees it done' "$(state "$id")" = processing

# Every outcome has its cell, and all the cells of the form are there.
cells=$(sed -n 's/^choices.cell = 3.1|/3.1|/p' packs/cn/request.ini | tr '|' '\n')
that 'twenty-one rows' "$(wc -l <<<"$cells")" = 21
that 'each once' "$(sort <<<"$cells" | uniq -d | wc -l)" = 0
that 'and by its number' "$(tr '\n' ' ' <<<"$cells")" = '3.1 3.2 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 3.3.6 3.3.7 3.3.8 3.4.1 3.4.2 3.4.3 3.5.1 3.5.2 3.5.3 3.5.4 3.5.5 3.6.1 3.6.2 3.6.3 '

# Public opinion: hours by the clock on the wall, over a weekend too.
on 2026-11-20T22:45:00
new opinion '某路段塌陷' source=网民留言 'seen=2026-11-20 22:30' category=emergency level=major
check 'assessed' do_ disclosure submit "$id"
that 'five hours, over midnight' "$(clock "$id" word .due_at)" = '2026-11-21 03:30'
that 'a conference within a day' "$(clock "$id" conference .due_at)" = '2026-11-21 22:30'
that 'and not the longer term' "$(clock "$id" response .due_at)" = ''
check 'whose it is' as disclosure edit "$id" --set responsible=市住建局 --set assessment=属实，须立即处置
check 'assigned' do_ checker assign-case "$id"
refused 'a response has its minute' 1 'First response at' do_ disclosure respond "$id"
on 2026-11-21T06:00:00
check 'given at three' as disclosure edit "$id" --set 'first-word=2026-11-21 03:00' --set mode=statement
check 'responded' do_ disclosure respond "$id"
that 'in time, though entered later' "$(clock "$id" word .stopped_at)" = '2026-11-21 03:00'
refused 'the conference was not held' 1 'Press conference at' do_ disclosure follow-case "$id"
check 'held too late' as disclosure edit "$id" --set 'conference=2026-11-22 09:00'
check 'followed' do_ disclosure follow-case "$id"
that 'late' "$(clock "$id" conference '.stopped_at > .due_at')" = true
check 'it came up again' do_ disclosure respond-again "$id" --comment 舆情反复
check 'responded again' do_ disclosure respond "$id"
check 'followed again' do_ disclosure follow-case "$id"
check 'evaluated' as disclosure edit "$id" --set evaluation=平息 --set accountability=none
check 'closed' do_ checker close-case "$id"
that 'at its end' "$(state "$id")" = closed
# A task of that day stands before them by its id, and behind them by its end.
run as supervisor import --kind task --title '同日任务' --unit zfb --set due=2026-11-22 --set content=回应 --set clause=一 --set notice=要点
task=$out
check 'a task of the same day' do_ supervisor assign "$task"
new opinion '一般关切' source=热线 'seen=2026-11-20 18:00' category=hot level=general
check 'assessed too' do_ disclosure submit "$id"
that 'two days' "$(clock "$id" response .due_at)" = '2026-11-22 18:00'
that 'no other' "$(as disclosure show "$id" --json | jq '.clocks | length')" = 1

late=$id
new opinion '更早的关切' source=热线 'seen=2026-11-20 17:30' category=hot level=general
check 'assessed as well' do_ disclosure submit "$id"
due() { as auditor list "due:<2026-11-23 due:>=2026-11-22 sort:due" --json | jq -r '.id + " " + (.due_at // .due)'; }
that 'a minute ends before its day' "$(due | tr '\n' ,)" = "$id 2026-11-22 17:30,$late 2026-11-22 18:00,$task 2026-11-22,"
has 'the minute in words' "^$id .* 2026-11-22 17:30 " as auditor list kind:opinion
has 'and written out' "2026-11-22,2026-11-22 17:30," as auditor list kind:opinion --format csv
overdue() { as auditor list due:overdue kind:opinion --json | jq -r .id | tr '\n' ' '; }
figure() { as auditor report status --json | jq -s '[.[] | select(.kind == "opinion") | .overdue] | add // 0'; }
on 2026-11-22T17:30:00
that 'in its last minute' "$(overdue)" = ''
on 2026-11-22T17:31:00
that 'late to the minute' "$(overdue)" = "$id "
has 'so is its queue' "^$id " as checker list --queue overdue
that 'and the figure' "$(figure)" = 1
that 'and the table' "$(as auditor report tasks --kind opinion --json | jq -s '[.[] | select(.unit) | .overdue] | add')" = 1
on 2026-11-22T18:01:00
that 'both' "$(overdue)" = "$id $late "
that 'the task has the day' "$(as auditor list due:overdue kind:task --json)" = ''
that 'and both figures' "$(figure)" = 2

# Past the last year the calendar knows: nobody knows the holidays, so the day is said to be none
# for certain. 22 to 25 and 28 to 31 December, 1, 4 to 8, 11 to 15 and 18 January.
on 2026-12-21T10:00:00
new request '年底的申请' "${ask[@]}" received=2026-12-21
check 'in hand' do_ disclosure submit "$id"
that 'twenty working days, provisional' "$(clock "$id" reply '"\(.due) \(.provisional)"')" = '2027-01-18 true'
has 'in words too' 'provisional: beyond the calendar' as disclosure show "$id"
that 'and in lists' "$(as disclosure list 年底的申请 --json | jq -r .provisional)" = true

has 'the ledger is in order' ' 0 faults' gk verify
check 'the index is made again' gk rebuild
has 'and still is' ' 0 faults' gk verify
finish
