#!/bin/sh
# SPDX-License-Identifier: MIT
# intake.sh STORE: a typical .docx to text, the reader's process and its cage included, beside pandoc
# and LibreOffice where they are installed; and what the cage costs.
set -eu
dir=$1.intake
reader=$(dirname "$GONGKAI")/libexec/read
rm -rf "$dir"
mkdir -p "$dir/x/word"
# Some five pages: 200 paragraphs and a table.
awk 'BEGIN {
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
	for (i = 1; i <= 200; i++)
		printf "<w:p><w:pPr><w:spacing w:line=\"560\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t>第%d条　涉及公民、法人和其他组织利益的事项，应当公开。</w:t></w:r></w:p>\n", i
	print "</w:body></w:document>"
}' >"$dir/x/word/document.xml"
mkdir "$dir/x/_rels"
printf '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' >"$dir/x/[Content_Types].xml"
printf '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>' >"$dir/x/_rels/.rels"
(cd "$dir/x" && zip -qr ../paper.docx .)

# best N COMMAND...: the quickest of N runs, in milliseconds
best() {
	n=$1 least=
	shift
	while [ "$n" -gt 0 ]; do
		start=$(date +%s%N)
		"$@" >/dev/null 2>&1
		took=$(($(date +%s%N) - start))
		[ -n "$least" ] && [ "$took" -ge "$least" ] || least=$took
		n=$((n - 1))
	done
	echo "$least" | awk '{ printf "%.2f", $1 / 1e6 }'
}
docx() { "$reader" <"$dir/paper.docx" | cat; }
nothing() { /bin/true <"$dir/paper.docx" | cat; }
floor=$(best 50 nothing)
ours=$(best 50 docx)
cage=$(best 50 "$reader" cage)
printf '%-44s %9.2f\n' 'an empty process, ms' "$floor"
printf '%-44s %9.2f\n' 'a reader that is locked in and reads nothing' "$cage"
printf '%-44s %9.2f\n' 'text of a .docx in its cage, ms' "$ours"
# beside NAME N COMMAND...
beside() {
	name=$1 n=$2
	shift 2
	command -v "$1" >/dev/null || { printf '%-44s not installed\n' "$name"; return 0; }
	theirs=$(best "$n" "$@")
	awk -v name="$name" -v a="$theirs" -v b="$ours" 'BEGIN {
		printf "%-44s %9.2f  %.0f x as long  goal >= 20: %s\n", name, a, a / b, (a >= 20 * b ? "met" : "NOT MET") }'
}
beside 'pandoc, ms' 5 pandoc -t plain "$dir/paper.docx" -o "$dir/out.txt"
beside 'LibreOffice, ms' 2 soffice --headless --convert-to txt --outdir "$dir" "$dir/paper.docx"
rm -rf "$dir"
