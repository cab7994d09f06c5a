#!/bin/bash
# SPDX-License-Identifier: MIT
# Folders and tables taken in whole: past what is no paper, and on after an interruption.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"
files=$root/tests/files
check 'a new store' gk init --demo
standing() { as clerk list --json drafter:clerk "$@" | jq -r .title | sort; }

folder=$TMPDIR/folder
mkdir -p "$folder/sub/空" "$TMPDIR/none"
cp "$files/plain.docx" "$files/paper.pdf" "$folder"
cp "$files/paper.pdf" "$folder/sub/copy.pdf"
cp "$files/paper.odt" "$folder/sub/空/  -m 名.odt"
cp "$files/hostile/twice.docx" "$files/hostile/truncated.docx" "$folder/sub"
cp "$files/plain.docx" "$folder/~\$plain.docx"
printf x >"$folder/.DS_Store"
: >"$folder/empty.txt"
printf '关于春耕的通知\n' >"$folder/$(printf '关于春耕的通知' | iconv -t GB18030).txt"
printf '关于某事的通知\n' >"$folder/"$'\xff.txt'
mkfifo "$folder/pipe"
ln -s .. "$folder/sub/loop"
ln -s /etc/passwd "$folder/passwd.txt"
printf '绝密★\n关于某事的通知\n' >"$folder/marked.txt"

ends 'a folder is taken in as far as it can be' 3 timeout 60 "$GONGKAI" -C "$store" --as clerk import "$folder" --set policy=no
that 'each paper once' "$(wc -l <<<"$out")" = 4
for what in 'pipe: no regular file' 'loop: a link, which is not followed' 'passwd.txt: a link' 'empty.txt: it is empty' \
	'twice.docx: it says in two ways' 'truncated.docx: it is damaged' 'marked.txt: it bears a secrecy mark' \
	'xff.txt: the file.s name is not UTF-8' '^gongkai: 1 came in before'; do
	that "and said: $what" -n "$(grep -- "$what" <<<"$err")"
done
that 'nothing of a program for itself' -z "$(grep -E '~|DS_Store' <<<"$err")"
is 'a name of GB18030 is one of Chinese characters' 关于春耕的通知.txt json_of "$(as clerk list --json 春耕的 | jq -r .id)" .file_name
ends 'the same again takes nothing in' 3 as clerk import "$folder" --set policy=no
that 'no paper' -z "$out"
that 'and says how many there were' -n "$(grep '^gongkai: 5 came in before' <<<"$err")"
refused 'a folder without files' 1 'no files in it' as clerk import "$TMPDIR/none"
refused 'a folder has no title' 2 'for one paper' as clerk import "$folder" --title x

# Killed at any moment, the same again goes on: all papers, none twice.
mkdir "$TMPDIR/many"
for i in $(seq 120); do
	printf '关于第%d件事的通知\n正文\n' "$i" >"$TMPDIR/many/$i.txt"
done
mkfifo "$TMPDIR/ids"
for turn in 1 2 3; do
	"$GONGKAI" -C "$store" --as clerk import "$TMPDIR/many" --set policy=no >"$TMPDIR/ids" 2>"$TMPDIR/errors" &
	pid=$!
	read -r first <"$TMPDIR/ids" || first=none
	kill -9 "$pid" 2>"$TMPDIR/ended"
	wait "$pid" 2>"$TMPDIR/ended"
	that "turn $turn: something stands" -n "$first"
done
check 'then it ends by itself' as clerk import "$TMPDIR/many" --set policy=no
that 'all are there, none twice' "$(standing 件事 --limit 1000 | sort -u | wc -l) $(standing 件事 --limit 1000 | wc -l)" = '120 120'

# A table likewise.
{
	echo title,number,policy,file
	echo ',,no,folder/plain.docx'
	echo '关于表一的通知,,no,many/1.txt'
	echo '关于表二的通知,闽东〔2026〕7号,no,'
	echo '关于表三的通知,,no,'
	echo '关于表四的通知,,no,missing.txt'
} >"$TMPDIR/table.csv"
ends 'a table' 3 as clerk import --table "$TMPDIR/table.csv"
that 'all rows but one' "$(wc -l <<<"$out")" = 4
ends 'the same again with --resume' 3 as clerk import --table "$TMPDIR/table.csv" --resume
that 'takes nothing in' -z "$out"
that 'but the row that fails' "$(grep -c '^gongkai: row' <<<"$err")" = 1
is 'the ledger is in order' true sh -c "'$GONGKAI' -C '$store' verify --json | tail -n 1 | jq .ok"
finish
