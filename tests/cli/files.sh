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

# All other kinds: the words of the paper, and what stands beside it.
kinds='xlsx:350102199001010032:hidden-text odt:350102199001010032:tracked-change ofd:350102199001010032:left-over
pdf:350102199001010032:left-over html:350102199001010032:hidden-text doc:350102199001010032:unread pptx::comment'
for kind in $kinds; do
	IFS=: read -r kind number rule <<<"$kind"
	ends "$kind is read" 1 screen "$files/paper.$kind"
	that "$kind: its number is found" -n "$([ -z "$number" ] || grep -F "$number" <<<"$out")" -o -z "$number"
	that "$kind: $rule" -n "$(jq -r .rule <<<"$out" | grep -x "$rule")"
	check "$kind is taken in" as clerk import "$files/paper.$kind" --set policy=no
	is "$kind is said" "$kind" json_of "$out" .encoding
done
ends 'a .wps of before .docx is read' 1 screen "$files/paper.wps"
has 'its number is found' 350102199001010032 echo "$out"
is 'and is what it is: a .doc' doc json_of "$(as clerk import "$files/paper.wps" --set policy=no)" .encoding
has 'cells are parted by tabs' '^张三	350102199001010032$' as clerk show "$(as clerk import "$files/paper.xlsx")" --text
has 'and what lies on one line of a page is one' '^张三	350102199001010032$' as clerk show "$(as clerk import "$files/paper.ofd")" --text
is 'GB18030 of a page of the web' 关于公布救助名单的通知 json_of "$(as clerk import "$files/paper.html")" .title

# What nobody can read is taken in, and a person decides.
for scan in old.ppt scan.pdf scan.ofd scan.png; do
	paper=$(as clerk import "$files/$scan" --title 扫描件 --set policy=no)
	has "$scan is unscreenable" '^unscreenable ' json_of "$paper" '.findings[]'
done
for step in 'clerk mark ID public' 'clerk do submit ID' 'head do pass ID'; do
	# shellcheck disable=SC2086  # words
	check "$step" as ${step//ID/$paper}
done
refused 'it goes no further' 1 'unscreenable 1:1' as secrecy do pass "$paper"
check 'until somebody lets it stand' as secrecy do waive "$paper" --comment 已人工查看 --finding unscreenable
check 'then it does' as secrecy do pass "$paper"

# Files that are made to harm end in a sentence, soon and in little memory, and leave nothing anywhere.
# A sanitizer's shadow fits into no limit: there the reader alone has its own.
memory=1500000
case $GONGKAI in */asan*/* | */tsan*/*) memory=unlimited ;; esac
limited() { (ulimit -v "$memory" && timeout 60 "$GONGKAI" screen --pack cn "$@"); }
rm -f /tmp/gongkai-was-here*
for file in "$files"/hostile/[!r]*; do
	start=$SECONDS
	ends "${file##*/} is refused" 1 limited "$file"
	that "${file##*/} in a sentence" "$(grep -c '' <<<"$err")" = 1
	has "${file##*/}: which names it" "^gongkai: .*${file##*/}: (its?|reading it) " echo "$err"
	that "${file##*/} soon" $((SECONDS - start)) -lt 30
done
for file in "$files"/hostile/read-*; do
	run limited --masked "$file"
	that "${file##*/} is read" "$rc" = 0
	that "${file##*/}: no control gets through" -z "$(tr -d '\n\t' <<<"$out" | LC_ALL=C grep '[[:cntrl:]]')"
done
that 'an entity of a page reads no file' -z "$("$GONGKAI" screen --pack cn --masked "$files/hostile/read-entity.html" | grep root:)"
ends 'a .docx that is turned around is read' 1 limited --json "$files/hostile/read-around.docx"
that 'and each sign found' "$(jq -r .rule <<<"$out" | grep -c '^hidden-character$')" = 4
has 'a line of the paper is no mark' '^\[comment' "$GONGKAI" screen --pack cn --masked "$files/hostile/read-mark.docx"
that 'no file is anywhere else' ! -e /tmp/gongkai-was-here.xml -a ! -e /tmp/gongkai-was-here
for file in "$files"/samples/*.{docx,xlsx,pptx,odt,ods,odp,ofd,pdf,doc,xls}; do
	half=$TMPDIR/half.${file##*.}
	head -c $(($(stat -c %s "$file") / 2)) "$file" >"$half"
	ends "half of ${file##*/} is refused" 1 limited "$half"
	has 'as damaged' 'damaged or not complete' echo "$err"
done
# Cut off anywhere: a package of parts is refused, and whatever is left of others says so or is read.
for file in "$files"/samples/{wps.docx,pages.ofd,calc.ods} "$files"/paper.{doc,pdf}; do
	size=$(stat -c %s "$file") odd=
	for i in $(seq 49); do
		head -c $((size * i / 50)) "$file" >"$TMPDIR/cut.${file##*.}"
		run limited "$TMPDIR/cut.${file##*.}"
		case $rc:${file##*.} in
		1:* | 0:pdf | 0:doc) ;;
		*) odd+=" $i:$rc" ;;
		esac
		[ "$rc" = 0 ] || [ "$(wc -l <<<"$err")" = 1 ] || odd+=" $i:$err"
	done
	that "${file##*/} cut off anywhere:$odd" -z "$odd"
done
ends 'a paper that lies elsewhere than it seems' 1 limited --json "$files/hostile/read-moved.docx"
that 'is read there, and what shows nowhere is said' "$(jq -rs 'map(.rule) | join(" ")' <<<"$out")" = 'mobile hidden-text'
printf 'x\033]52;c;aGk=\007\033[2J\n' >"$TMPDIR/escape.txt"
printf 'abc\300\257\355\240\200\n' >"$TMPDIR/overlong.txt"
for name in escape overlong; do
	ends "$name.txt is refused" 1 limited "$TMPDIR/$name.txt"
	that "$name.txt: nothing of it is shown" -z "$(tr -d '\n' <<<"$out$err" | LC_ALL=C grep '[[:cntrl:]]')"
done
printf 'if (是) {\342\200\256 } \342\201\246// 查\342\201\251\n' >"$TMPDIR/trojan.txt"
ends 'text that is turned around is found' 1 limited --json "$TMPDIR/trojan.txt"
that 'each sign of it' "$(jq -r .rule <<<"$out" | grep -c '^hidden-character$')" = 3
ends 'a page that is nested too deep' 1 limited "$files/hostile/deep.html"
has 'is not read halfway in silence' 'nested deeper' echo "$err"
for kind in docx pdf html txt; do
	truncate -s 2G "$TMPDIR/large.$kind"
	ends "2 GB of nothing as .$kind" 1 limited "$TMPDIR/large.$kind"
	that 'are too much' -n "$(grep 'larger than the limit' <<<"$err")"
	rm "$TMPDIR/large.$kind"
done
{ head -c 4 "$files/plain.docx"; head -c 30000000 /dev/zero; } >"$TMPDIR/zeros.docx"
ends '30 MB of nothing' 1 limited "$TMPDIR/zeros.docx"
that 'are damaged' -n "$(grep 'damaged' <<<"$err")"
check 'one bad file does not stop the others' sh -c "! '$GONGKAI' -C '$store' --as clerk import '$files/hostile/bomb.docx' '$files/plain.docx' >'$TMPDIR/ids'"
that 'which are taken in' "$(wc -l <"$TMPDIR/ids")" = 1
has 'the cage, as the doctor sees it' 'seccomp' gk doctor
finish
