#!/bin/bash
# SPDX-License-Identifier: MIT
# The letters about a request, with what the law asks them to say; none goes out with a blank.
# shellcheck disable=SC1010  # do is a command here
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

do_() { as "$1" 'do' "$2" "$3" "${@:4}"; }
# says WHO LETTER WORDS...: the letter about $id holds each of them (a _ is a blank).
says() {
	local who=$1 letter=$2 words
	shift 2
	run as "$who" letter "$id" "$letter"
	that "$letter: printed" "$rc" = 0
	for words; do
		that "$letter: $words" "$(grep -cF -- "${words//_/ }" <<<"$out")" -ge 1
	done
	that "$letter: nothing open" "$(grep -cE '[{}]|\(null\)' <<<"$out")" = 0
}

check 'a new store' gk init --demo
export GONGKAI_CLOCK=2026-03-02T10:00:00
run as disclosure import --kind request --title '预算公开申请' --set 'applicant=李<b>某' --set applicant-class=person \
	--set content=2018年预算表 --set channel=internet --set contact=li@example.org
id=$out
refused 'nothing was received yet' 1 "is not for $id as it stands; it is for: state!=draft" as disclosure letter "$id" receipt
check 'received' as disclosure edit "$id" --set received=2026-03-02
check 'in hand' do_ disclosure submit "$id"
says disclosure receipt 2026年3月2日 互联网、传真 第三十一条 第三十三条 不晚于2026年3月30日 政务公开科 "$id"
has 'a page of HTML runs nothing' '李&#60;b&#62;某' as disclosure letter "$id" receipt --format html
has 'signed at the right margin' '<p class="signed">政务公开科</p>' as disclosure letter "$id" receipt --format html
has 'a paragraph two characters in' '<p class="indented">' as disclosure letter "$id" receipt --format html
has 'in the language of its law' '<html lang="zh-CN">' as disclosure letter "$id" receipt --format html
has 'for machines' '"letter":"receipt","text":"政府信息公开申请登记回执' as disclosure letter "$id" receipt --json
refused 'not extended' 1 "would say nothing for: the decision 'Extend the term'" as disclosure letter "$id" extension
refused 'no such letter' 1 "no letter 'reply-8'; there are: receipt, correction" as disclosure letter "$id" reply-8
refused 'nor such a format' 2 "printed as text or html" as disclosure letter "$id" receipt --format pdf
refused 'nothing that is not seen' 1 'there is no document' as clerk letter xinxi-2026-0099 receipt
run as disclosure letter "$id" --json
that 'the list has all' "$(jq -s length <<<"$out")" = "$(grep -c '^\[letter' packs/cn/letters.ini)"
that 'one can be sent' "$(jq -r 'select(.open) | .letter' <<<"$out")" = receipt

check 'a correction' as disclosure edit "$id" --set correction-days=10
check 'is asked for' do_ disclosure ask-correction "$id" --comment 请写明年度
says disclosure correction 请写明年度 10个工作日 第三十条 视为放弃申请 重新计算
check 'it came' as disclosure edit "$id" --set corrected=2026-03-02
check 'and is taken in' do_ disclosure take-correction "$id"
check 'a third party' as disclosure edit "$id" --set third-party=某公司 --set third-party-notified=2026-03-03
check 'is asked' do_ disclosure ask-third-party "$id" --comment 涉及报价明细
says disclosure third-party 某公司 涉及报价明细 第三十二条 十五个工作日 逾期未提出意见的，由本机关
that 'and does not learn who asks' "$(grep -c 李 <<<"$out")" = 0
check 'it objects' as disclosure edit "$id" --set third-party-answer=objects-without --set organ=市财政局 --set organ-notified=2026-03-03 --set co-maker=yes
check 'its answer' do_ disclosure third-party-answer "$id"
check 'the other maker' do_ disclosure ask-organ "$id" --comment 共同制作
says disclosure organ 市财政局 第三十四条 视为同意公开
that 'the one case of the two' "$(grep -c 第十一条 <<<"$out")" = 0
check 'its answer too' do_ disclosure organ-answer "$id" --comment 同意
check 'extended' do_ head extend-reply "$id" --comment 需汇总多部门资料
says disclosure extension 需汇总多部门资料 第三十三条第二款 2026年3月30日 2026年4月28日

# The seven kinds of reply (article 36). Where something is withheld, review comes before a suit.
check 'what they say' as disclosure edit "$id" --set reason=理由与依据 --set search=检索经过 --set form=email --set remedy=yes
while read -r kind outcome words; do
	check "reply $kind" as disclosure edit "$id" --set "reply=$kind" --set "outcome=$outcome"
	# shellcheck disable=SC2086  # words are parted by blanks
	says disclosure "reply-$kind" 第三十六条 $words 2018年预算表 六十日内 人民法院 'Draft: not approved yet'
	run as disclosure letter "$id" --json
	that "reply $kind: no other reply" "$(jq -r 'select(.open) | .letter' <<<"$out" | grep -c '^reply-')" = 1
done <<'END2'
1 granted 第（一）项 已主动公开 理由与依据 六个月内直接
2 granted 第（二）项 电子邮件 六个月内直接
2 partly 第（二）项 第三十七条 其余部分不予公开 应当先 十五日内
3 secret 第（三）项 属于国家秘密 理由与依据 应当先 第二十三条第一款第（四）项 十五日内
4 not-held 第（四）项 检索经过 不存在 六个月内直接
5 other 第（五）项 不属于本机关负责公开 理由与依据
6 repeated 第（六）项 不予重复处理 理由与依据
7 query 第（七）项 特别规定 理由与依据
END2
run as disclosure letter "$id" reply-7
that 'one remedy alone' "$(grep -c 应当先 <<<"$out")" = 0
check 'given after all' as disclosure edit "$id" --set reply=2 --set outcome=granted
says disclosure third-party-decision 某公司 第三十二条 理由与依据 六十日内
check 'proposed' do_ disclosure propose-reply "$id"
check 'approved' do_ signer pass "$id"
run as disclosure letter "$id" reply-2
that 'no draft any more' "$(grep -c Draft <<<"$out")" = 0
check 'numbered' as admin help letter

# The other law's, in its own language whatever the reader's is.
store=$TMPDIR/uk
export TZ=Europe/London GONGKAI_CLOCK=2026-01-05T09:00:00
check 'a store of it' gk init --pack uk --demo
run as olivia import --kind request --title 'Parking fines' --set applicant='A. Nother' --set content='Fines by street' --set received=2026-01-05
id=$out
check 'logged' do_ olivia submit "$id"
speak=zh_CN.UTF-8
says olivia acknowledgement 'by 2 February 2026' 'section 10' '5 January 2026'
speak=''
check 'a fee' as olivia edit "$id" --set fee=25
check 'is asked' do_ olivia fees-notice "$id" --comment 'copying 200 pages'
says olivia fees-notice '£25' 'copying 200 pages' 'three months' 'section 9'
check 'paid' do_ olivia fee-paid "$id"
check 'unclear' do_ olivia clarify "$id" --comment 'Which year do you mean?'
says olivia clarification 'Which year do you mean?' 'section 1(3)' 'section 16'
check 'cleared' as olivia edit "$id" --set clarified-on=2026-01-05
check 'taken up' do_ olivia clarified "$id"
check 'the test takes longer' do_ ruth extend-test "$id" --comment 'section 43(2), commercial interests'
says olivia extension 'section 43(2), commercial interests' '2 March 2026' 'sections 10(3) and 17(2)' 'section 50'
check 'the grounds' as olivia edit "$id" --set 'refusal=It would prejudice the tender.' --set exemptions='section 43(2)'
while IFS='|' read -r outcome letter words more; do
	check "$outcome" as olivia edit "$id" --set "outcome=$outcome"
	says olivia "$letter" "$words" "$more" 'internal review' 'section 50' 'Draft: not approved yet'
done <<'END2'
full|release|section 1(1)(b)|given to you
refused|refusal|section 17(1)|It would prejudice the tender.
part|refusal-part|section 17(1)|Exemptions relied on: section 43(2)
not-held|not-held|do not hold|section 1(1)(a)
neither|neither|neither confirm nor deny|section 17(1)(c) and (3)(a)
cost|cost|section 12|section 17(5)
vexatious|vexatious|section 14(1)|section 17(5)
repeated|repeated|section 14(2)|section 17(5)
END2
check 'no ground is said' as olivia edit "$id" --set outcome=refused --set exemptions=
refused 'and no refusal without one' 1 'would say nothing for: Exemptions relied on \(exemptions\)' as olivia letter "$id" refusal

# What a pack may write: only what there is.
cp -r "$root/packs/uk" "$TMPDIR/own"
fault() { # NAME WORDS SED-SCRIPT
	sed -i "$3" "$TMPDIR/own/letters/cost.txt"
	refused "$1" 1 "letters/cost.txt:$2" gk -C "$TMPDIR/none" init --pack "$TMPDIR/own"
	cp "$root/packs/uk/letters/cost.txt" "$TMPDIR/own/letters/cost.txt"
}
fault 'no such field' "4: 'applicants' is none of the fields" 's/{applicant}/{applicants}/'
fault 'no such clock' "4: 'answer' is none of the clocks" 's/{applicant}/{due answer}/'
fault 'no such action' "4: 'ask' is none of the actions" 's/{applicant}/{comment ask}/'
fault 'an open brace' '4: a brace is open' 's/{applicant}/{applicant/'
fault 'no such condition' "5: the condition names 'adress'" 's/{if address!=}/{if adress!=}/'
finish
