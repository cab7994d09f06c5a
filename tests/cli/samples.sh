#!/bin/bash
# SPDX-License-Identifier: MIT
# Papers as LibreOffice and pandoc save them, and one of OFD by hand: each is taken in, its text is
# what it should be, it is found, screened and compared. `make samples` made them; GOLDEN=1 writes
# what is read anew.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
samples=$root/tests/files/samples
check 'a new store' gk init --demo
base=$(as clerk import "$samples/gb18030.txt" --set policy=no)
for file in "$samples"/*; do
	name=${file##*/}
	case $name in *.golden | gb18030.txt) continue ;; esac
	check "$name is taken in" timeout 60 "$GONGKAI" -C "$store" --as clerk import "$file" --title 助学金样例 --set policy=no
	paper=$out
	as clerk show "$paper" --text >"$TMPDIR/text"
	[ -z "${GOLDEN-}" ] || cp "$TMPDIR/text" "$file.golden"
	check "$name: its text is right" cmp "$TMPDIR/text" "$file.golden"
	is "$name: the original is kept" "$(sha256sum <"$file" | cut -d' ' -f1)" json_of "$paper" .original
	case $name in
	*.rtf | *.xls)
		has "$name: nobody reads it, and that is said" '^unscreenable ' json_of "$paper" '.findings[]'
		continue
		;;
	esac
	word=陈小燕
	[ "$name" != slides.odp ] || word=发放情况
	has "$name is found in Chinese" "$paper" as auditor list "text:$word"
	run "$GONGKAI" screen --pack cn --json "$file"
	that "$name is screened" -n "$(jq -r .rule <<<"$out" | grep -xE 'resident-id|mobile')"
	read=$(json_of "$paper" '.read + .unread | keys | join(" ")')
	case $name in office.docx) that "$name: what was read is said" "$read" = 'comment deleted footer header hidden property' ;; esac
	check "$name stands for another" as clerk edit "$base" --file "$file"
	has "$name is compared" '^\+' as clerk diff "$base"
done
paper=$(as clerk import "$samples/pandoc.odt" --title 有图 --set policy=no)
has 'what was read is said' '^Read of the file: the text, ' as clerk show "$paper"
has 'and what was not' '^Not read: pictures 1$' as clerk show "$paper"
finish
