/* SPDX-License-Identifier: MIT */
/* .xlsx and .pptx: a row a line, its cells parted by tabs; a slide's paragraphs. */
#include <stdio.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/parts.h"
#include "store/read/xml.h"

#define SHEET "spreadsheetml"

enum { COLUMNS_MAX = 1000 };

struct sheet {
	struct strv strings; /* shared by all cells */
	struct str text, row;
	char type; /* of the cell: s shared, i inline, 0 */
	int column, columns; /* of the cell, from 1; how many of the row are written */
	bool in_value, is_hidden_row, is_hidden_sheet, is_phonetic;
	struct strv hidden_sheets; /* by the number of their order, as files are numbered */
	int sheets;
};

static void keep(struct xml *xml, struct str *to, const char *text, size_t len)
{
	if (to->len + len > TEXT_MAX)
		gather_fail(xml->gather, FAILURE_LARGE);
	str_addn(to, text, len);
}

static void value_text(struct xml *xml, const char *text, size_t len)
{
	struct sheet *sheet = xml->data;

	if (sheet->in_value && !sheet->is_phonetic)
		keep(xml, &sheet->text, text, len);
}

/* -- Strings that cells share ------------------------------------------------------------------ */

static void string_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;

	(void)attributes;
	sheet->is_phonetic = sheet->is_phonetic || strcmp(name, "rPh") == 0;
	sheet->in_value = strcmp(name, "t") == 0;
}

static void string_close(struct xml *xml, const char *name)
{
	struct sheet *sheet = xml->data;

	sheet->in_value = false;
	if (strcmp(name, "rPh") == 0)
		sheet->is_phonetic = false;
	if (strcmp(name, "si") != 0)
		return;
	strv_add(&sheet->strings, str_get(&sheet->text));
	str_clear(&sheet->text);
}

/* -- Sheets ------------------------------------------------------------------------------------ */

static void book_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;
	const char *state = xml_attribute(attributes, "state");
	const char *label = xml_attribute(attributes, "name");
	char number[16];

	if (strcmp(name, "sheet") == 0) {
		snprintf(number, sizeof(number), "%d", ++sheet->sheets);
		if (state != NULL && strcmp(state, "visible") != 0)
			strv_add(&sheet->hidden_sheets, number);
		if (label != NULL)
			gather_markf(xml->gather, MARK_PROPERTY, "sheet: %s", label);
	} else if (strcmp(name, "definedName") == 0 && label != NULL) {
		gather_markf(xml->gather, MARK_PROPERTY, "name: %s", label);
	}
}

/* "C5" is in the third column. Cells without anything in them are left out of a row. */
static int column_of(const char *place, int otherwise)
{
	int column = 0;

	while (place != NULL && *place >= 'A' && *place <= 'Z' && column < COLUMNS_MAX)
		column = column * 26 + (*place++ - 'A' + 1);
	return column > 0 && column <= COLUMNS_MAX ? column : otherwise;
}

static void sheet_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;
	const char *type = xml_attribute(attributes, "t");
	const char *hidden = xml_attribute(attributes, "hidden");

	if (strcmp(name, "row") == 0) {
		sheet->is_hidden_row = hidden != NULL && xml_is_on(hidden);
		str_clear(&sheet->row);
		sheet->columns = 0;
	} else if (strcmp(name, "c") == 0) {
		sheet->type = type != NULL && strcmp(type, "s") == 0 ? 's' : '\0';
		sheet->column = column_of(xml_attribute(attributes, "r"), sheet->columns + 1);
		str_clear(&sheet->text);
	}
	sheet->in_value = strcmp(name, "v") == 0 || strcmp(name, "t") == 0 ||
			  strcmp(name, "oddHeader") == 0 || strcmp(name, "oddFooter") == 0;
}

static void end_cell(struct sheet *sheet, struct xml *xml)
{
	const char *text = str_get(&sheet->text);
	int at;

	if (sheet->type == 's')
		text = str_number(text, &at) && (size_t)at < sheet->strings.n ? sheet->strings.v[at]
									      : "";
	if (*text == '\0')
		return;
	if (sheet->columns == 0)
		sheet->columns = 1;
	for (; sheet->columns < sheet->column; sheet->columns++)
		keep(xml, &sheet->row, "\t", 1);
	for (; *text != '\0'; text++)
		keep(xml, &sheet->row, *text == '\n' ? " " : text, 1);
}

static void end_row(struct sheet *sheet, struct xml *xml)
{
	if (is_blank(&sheet->row))
		return;
	if (sheet->is_hidden_row || sheet->is_hidden_sheet) {
		part_mark(xml->gather, MARK_HIDDEN, &sheet->row);
	} else {
		gather_text(xml->gather, sheet->row.buf, sheet->row.len);
		gather_text(xml->gather, "\n", 1);
	}
}

static void sheet_close(struct xml *xml, const char *name)
{
	struct sheet *sheet = xml->data;

	sheet->in_value = false;
	if (strcmp(name, "c") == 0)
		end_cell(sheet, xml);
	else if (strcmp(name, "row") == 0)
		end_row(sheet, xml);
	else if (strcmp(name, "oddHeader") == 0)
		part_mark(xml->gather, MARK_HEADER, &sheet->text);
	else if (strcmp(name, "oddFooter") == 0)
		part_mark(xml->gather, MARK_FOOTER, &sheet->text);
	if (strcmp(name, "c") == 0 || starts_with(name, "odd"))
		str_clear(&sheet->text);
}

static void comment_close(struct xml *xml, const char *name)
{
	struct sheet *sheet = xml->data;

	sheet->in_value = false;
	if (strcmp(name, "comment") != 0)
		return;
	part_mark(xml->gather, MARK_COMMENT, &sheet->text);
	str_clear(&sheet->text);
}

static void read_parts(struct zip *zip, struct gather *gather, const char *root,
	const struct xml_walker *walker, struct sheet *sheet)
{
	int number = 0;

	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];
		char text[16];

		if (!zip_is(part, SHEET, root))
			continue;
		snprintf(text, sizeof(text), "%d", ++number);
		sheet->is_hidden_sheet = strv_has(&sheet->hidden_sheets, text);
		xml_walk(gather, part->bytes.buf, part->bytes.len, walker, sheet);
		str_clear(&sheet->text);
		part->is_done = true;
	}
}

void sheet_read(struct zip *zip, struct gather *gather)
{
	static const struct xml_walker strings = {
		.open = string_open, .close = string_close, .text = value_text};
	static const struct xml_walker book = {.open = book_open};
	static const struct xml_walker sheets = {
		.open = sheet_open, .close = sheet_close, .text = value_text};
	static const struct xml_walker comments = {
		.open = string_open, .close = comment_close, .text = value_text};
	struct sheet sheet = {0};

	gather->format = "xlsx";
	read_parts(zip, gather, "sst", &strings, &sheet);
	read_parts(zip, gather, "workbook", &book, &sheet);
	read_parts(zip, gather, "worksheet", &sheets, &sheet);
	read_parts(zip, gather, "comments", &comments, &sheet);
	strv_release(&sheet.strings);
	strv_release(&sheet.hidden_sheets);
	str_release(&sheet.text);
	str_release(&sheet.row);
	parts_finish(zip, gather);
}

/* -- Slides ------------------------------------------------------------------------------------ */

void slide_read(struct zip *zip, struct gather *gather)
{
	gather->format = "pptx";
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];
		bool is_notes = zip_is(part, "presentationml", "notes");
		struct str words = {0};

		if (!is_notes && !zip_is(part, "presentationml", "sld"))
			continue;
		part_words(part, gather, &words);
		part->is_done = true;
		if (is_notes)
			part_mark(gather, MARK_COMMENT, &words);
		else if (!is_blank(&words))
			gather_text(gather, words.buf, words.len);
		gather_line(gather);
		str_release(&words);
	}
	parts_finish(zip, gather);
}
