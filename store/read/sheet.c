/* SPDX-License-Identifier: MIT */
/* .xlsx and .pptx: a row a line, its cells parted by tabs; a slide's paragraphs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"
#include "store/read/parts.h"
#include "store/read/rels.h"
#include "store/read/sheet_number.h"
#include "store/read/xml.h"

#define SHEET "spreadsheetml"

enum { COLUMNS_MAX = 1000 };

struct columns { /* that do not show */
	int first, last;
};

struct sheet {
	struct strv strings; /* shared by all cells */
	struct str text, reading, row, hidden_row;
	char type; /* of the cell: s shared, b true or false, n number, 0 */
	enum look look;
	int column, columns; /* of the cell, from 1; how many of the row are written */
	bool in_value, is_hidden_row, is_hidden_sheet, is_phonetic, has_formula;
	struct columns *hidden; /* owns */
	size_t hidden_count;
	int without_result; /* cells with a formula alone */
	struct strv
		order; /* ids of sheets as they follow each other, and "-" before a hidden one */
	bool since_1904, in_formats;
	struct strv codes; /* of formats: "164 yyyy-mm-dd" */
	enum look *looks; /* owns; of the styles of cells */
	size_t look_count;
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

	if (sheet->in_value)
		keep(xml, sheet->is_phonetic ? &sheet->reading : &sheet->text, text, len);
}

/* -- Strings ----------------------------------------------------------------------------------- */

/* A character may stand in a string as `_x0041_`. */
static void unescape(struct str *text)
{
	struct str out = {0};
	const char *p = str_get(text), *mark;

	if (strstr(p, "_x") == NULL)
		return;
	for (; (mark = strstr(p, "_x")) != NULL; p = mark) {
		char digits[5] = {0}, bytes[4];
		unsigned long c;

		str_addn(&out, p, (size_t)(mark - p));
		strncpy(digits, mark + 2, 4);
		c = strspn(digits, "0123456789abcdefABCDEF") == 4 && mark[6] == '_'
			    ? strtoul(digits, NULL, 16)
			    : 0;
		if (c >= 0x20 && (c < 0xD800 || c >= 0xE000))
			str_addn(&out, bytes, text_put((unsigned)c, bytes));
		else
			str_addn(&out, c > 0 ? " " : "_", 1);
		mark += c > 0 ? 7 : 1;
	}
	str_add(&out, p);
	str_release(text);
	*text = out;
}

static void string_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;

	(void)attributes;
	sheet->is_phonetic = sheet->is_phonetic || strcmp(name, "rPh") == 0;
	sheet->in_value = strcmp(name, "t") == 0;
}

/* How words are spoken stands over them, where it shows at all. */
static void end_reading(struct sheet *sheet, struct xml *xml)
{
	sheet->is_phonetic = false;
	part_mark(xml->gather, MARK_OTHER, &sheet->reading);
	str_clear(&sheet->reading);
}

static void string_close(struct xml *xml, const char *name)
{
	struct sheet *sheet = xml->data;

	sheet->in_value = false;
	if (strcmp(name, "rPh") == 0)
		end_reading(sheet, xml);
	if (strcmp(name, "si") != 0)
		return;
	unescape(&sheet->text);
	strv_add(&sheet->strings, str_get(&sheet->text));
	str_clear(&sheet->text);
}

/* -- What cells look like ---------------------------------------------------------------------- */

static enum look look_of(const struct sheet *sheet, const char *id)
{
	size_t len = strlen(id);
	int number = 0;

	for (size_t i = 0; i < sheet->codes.n; i++) {
		const char *code = sheet->codes.v[i];

		if (strncmp(code, id, len) == 0 && code[len] == ' ')
			return look_of_code(code + len + 1);
	}
	return str_number(id, &number) ? look_of_id(number) : LOOK_PLAIN;
}

static void format_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;
	const char *id = xml_attribute(attributes, "numFmtId");
	const char *code = xml_attribute(attributes, "formatCode");

	if (strcmp(name, "cellXfs") == 0) {
		sheet->in_formats = true;
	} else if (strcmp(name, "numFmt") == 0 && id != NULL && code != NULL) {
		char *line = xasprintf("%s %s", id, code);

		strv_add(&sheet->codes, line);
		free(line);
	} else if (strcmp(name, "xf") == 0 && sheet->in_formats) {
		GROW(sheet->looks, sheet->look_count);
		sheet->looks[sheet->look_count++] = look_of(sheet, id != NULL ? id : "0");
	}
}

static void format_close(struct xml *xml, const char *name)
{
	struct sheet *sheet = xml->data;

	sheet->in_formats = sheet->in_formats && strcmp(name, "cellXfs") != 0;
}

/* -- Sheets ------------------------------------------------------------------------------------ */

static void book_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;
	const char *state = xml_attribute(attributes, "state");
	const char *label = xml_attribute(attributes, "name");
	const char *base = xml_attribute(attributes, "date1904");

	if (strcmp(name, "sheet") == 0) {
		const char *id = xml_attribute(attributes, "id");
		bool shows = state == NULL || strcmp(state, "visible") == 0;
		char *entry = xasprintf("%s%s", shows ? "+" : "-", id != NULL ? id : "");

		strv_add(&sheet->order, entry);
		free(entry);
		if (label != NULL)
			gather_markf(xml->gather, MARK_PROPERTY, "sheet: %s", label);
	} else if (strcmp(name, "definedName") == 0 && label != NULL) {
		gather_markf(xml->gather, MARK_PROPERTY, "name: %s", label);
	} else if (strcmp(name, "workbookPr") == 0) {
		sheet->since_1904 = base != NULL && xml_is_on(base);
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

static bool is_nothing(const char *size)
{
	return size != NULL && strspn(size, "0.") == strlen(size);
}

static void hide_columns(struct sheet *sheet, const char **attributes)
{
	const char *hidden = xml_attribute(attributes, "hidden");
	const char *min = xml_attribute(attributes, "min"), *max = xml_attribute(attributes, "max");
	struct columns columns;

	if (((hidden == NULL || !xml_is_on(hidden)) &&
		    !is_nothing(xml_attribute(attributes, "width"))) ||
		min == NULL || max == NULL || !str_number(min, &columns.first) ||
		!str_number(max, &columns.last))
		return;
	GROW(sheet->hidden, sheet->hidden_count);
	sheet->hidden[sheet->hidden_count++] = columns;
}

static bool is_hidden_column(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->hidden_count; i++) {
		if (sheet->column >= sheet->hidden[i].first &&
			sheet->column <= sheet->hidden[i].last)
			return true;
	}
	return false;
}

static void cell_open(struct sheet *sheet, const char **attributes)
{
	const char *type = xml_attribute(attributes, "t"), *style = xml_attribute(attributes, "s");
	int number;

	sheet->type = type == NULL || *type == 'n' ? 'n' : str_eq(type, "s") ? 's' : '\0';
	if (str_eq(type, "b"))
		sheet->type = 'b';
	sheet->look =
		style != NULL && str_number(style, &number) && (size_t)number < sheet->look_count
			? sheet->looks[number]
			: LOOK_PLAIN;
	sheet->column = column_of(xml_attribute(attributes, "r"), sheet->columns + 1);
	sheet->has_formula = false;
	str_clear(&sheet->text);
}

static bool is_margin(const char *name, const char *what)
{
	size_t len = strlen(name), n = strlen(what);

	return len > n && strcmp(name + len - n, what) == 0 &&
	       (starts_with(name, "odd") || starts_with(name, "even") ||
		       starts_with(name, "first"));
}

static void sheet_open(struct xml *xml, const char *name, const char **attributes)
{
	struct sheet *sheet = xml->data;
	const char *hidden = xml_attribute(attributes, "hidden");

	if (strcmp(name, "row") == 0) {
		sheet->is_hidden_row = (hidden != NULL && xml_is_on(hidden)) ||
				       is_nothing(xml_attribute(attributes, "ht"));
		str_clear(&sheet->row);
		str_clear(&sheet->hidden_row);
		sheet->columns = 0;
	} else if (strcmp(name, "c") == 0) {
		cell_open(sheet, attributes);
	} else if (strcmp(name, "col") == 0) {
		hide_columns(sheet, attributes);
	} else if (strcmp(name, "f") == 0) {
		sheet->has_formula = true;
	}
	sheet->is_phonetic = sheet->is_phonetic || strcmp(name, "rPh") == 0;
	sheet->in_value = strcmp(name, "v") == 0 || strcmp(name, "t") == 0 ||
			  is_margin(name, "Header") || is_margin(name, "Footer");
}

/* What a cell shows, in place of what is stored. */
static void show_cell(struct sheet *sheet)
{
	struct str shown = {0};
	int at;

	if (sheet->type == 's')
		str_add(&shown, str_number(str_get(&sheet->text), &at) && at >= 0 &&
						(size_t)at < sheet->strings.n
					? sheet->strings.v[at]
					: "");
	else if (sheet->type == 'n')
		sheet_number(str_get(&sheet->text), sheet->look, sheet->since_1904, &shown);
	else if (sheet->type == 'b')
		str_add(&shown, str_eq(str_get(&sheet->text), "1") ? "TRUE" : "FALSE");
	else
		unescape(&sheet->text);
	if (sheet->type == '\0')
		return;
	str_release(&sheet->text);
	sheet->text = shown;
}

static void end_cell(struct sheet *sheet, struct xml *xml)
{
	bool is_hidden = is_hidden_column(sheet);
	struct str *row = is_hidden ? &sheet->hidden_row : &sheet->row;
	const char *text;

	if (sheet->text.len == 0) {
		sheet->without_result += sheet->has_formula;
		return;
	}
	show_cell(sheet);
	text = str_get(&sheet->text);
	if (*text == '\0')
		return;
	if (is_hidden && row->len > 0)
		keep(xml, row, "\t", 1);
	/* A cell that is there twice stands in a column of its own. */
	if (!is_hidden && sheet->column <= sheet->columns && row->len > 0)
		sheet->column = sheet->columns + 1;
	if (!is_hidden && sheet->columns == 0)
		sheet->columns = 1;
	for (; !is_hidden && sheet->columns < sheet->column; sheet->columns++)
		keep(xml, row, "\t", 1);
	for (; *text != '\0'; text++)
		keep(xml, row, *text == '\n' ? " " : text, 1);
}

static void end_row(struct sheet *sheet, struct xml *xml)
{
	part_mark(xml->gather, MARK_HIDDEN, &sheet->hidden_row);
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
	bool is_header = is_margin(name, "Header"), is_footer = is_margin(name, "Footer");

	sheet->in_value = false;
	if (strcmp(name, "c") == 0)
		end_cell(sheet, xml);
	else if (strcmp(name, "row") == 0)
		end_row(sheet, xml);
	else if (strcmp(name, "rPh") == 0)
		end_reading(sheet, xml);
	else if (is_header || is_footer)
		part_mark(xml->gather, is_header ? MARK_HEADER : MARK_FOOTER, &sheet->text);
	if (strcmp(name, "c") == 0 || is_header || is_footer)
		str_clear(&sheet->text);
}

static void comment_close(struct xml *xml, const char *name)
{
	struct sheet *sheet = xml->data;

	sheet->in_value = false;
	if (strcmp(name, "rPh") == 0)
		end_reading(sheet, xml);
	if (strcmp(name, "comment") != 0)
		return;
	part_mark(xml->gather, MARK_COMMENT, &sheet->text);
	str_clear(&sheet->text);
}

static void read_part(struct zip_part *part, struct gather *gather, const struct xml_walker *walker,
	struct sheet *sheet)
{
	xml_walk(gather, part->bytes.buf, part->bytes.len, walker, sheet);
	str_clear(&sheet->text);
	sheet->hidden_count = 0;
	part->is_done = true;
}

static void read_parts(struct zip *zip, struct gather *gather, const char *root,
	const struct xml_walker *walker, struct sheet *sheet)
{
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		if (zip_is(part, SHEET, root) && !part->is_done)
			read_part(part, gather, walker, sheet);
	}
}

static const struct xml_walker sheets = {
	.open = sheet_open, .close = sheet_close, .text = value_text};

/* The sheets in the order of the book, which says which of them show; false where it leads to none,
 * as no office program writes it. */
static bool read_in_order(
	struct zip *zip, struct gather *gather, const char *book, struct sheet *sheet)
{
	struct rels rels = {0};
	bool any = false;

	rels_read(zip, gather, book, &rels);
	for (size_t i = 0; i < sheet->order.n; i++) {
		for (size_t k = 0; k < rels.n; k++) {
			struct zip_part *part = str_eq(rels.v[k].id, sheet->order.v[i] + 1)
							? zip_at(zip, rels.v[k].target)
							: NULL;

			if (part == NULL || part->is_done || !zip_is(part, SHEET, "worksheet"))
				continue;
			sheet->is_hidden_sheet = sheet->order.v[i][0] == '-';
			read_part(part, gather, &sheets, sheet);
			any = true;
		}
	}
	rels_release(&rels);
	return any;
}

static void release(struct sheet *sheet)
{
	strv_release(&sheet->strings);
	strv_release(&sheet->order);
	strv_release(&sheet->codes);
	str_release(&sheet->text);
	str_release(&sheet->reading);
	str_release(&sheet->row);
	str_release(&sheet->hidden_row);
	free(sheet->hidden);
	free(sheet->looks);
}

/* The book is what the archive says it is. */
static struct zip_part *find_book(struct zip *zip, struct gather *gather)
{
	struct zip_part *book = rels_main(zip, gather);

	for (size_t i = 0; book == NULL && i < zip->n; i++) {
		if (zip_is(&zip->parts[i], SHEET, "workbook"))
			book = &zip->parts[i];
	}
	if (book == NULL || !zip_is(book, SHEET, "workbook"))
		gather_fail(gather, FAILURE_DAMAGED);
	return book;
}

void sheet_read(struct zip *zip, struct gather *gather)
{
	static const struct xml_walker strings = {
		.open = string_open, .close = string_close, .text = value_text};
	static const struct xml_walker formats = {.open = format_open, .close = format_close};
	static const struct xml_walker walker = {.open = book_open};
	static const struct xml_walker comments = {
		.open = string_open, .close = comment_close, .text = value_text};
	struct zip_part *book = find_book(zip, gather);
	struct sheet sheet = {0};

	gather->format = "xlsx";
	read_parts(zip, gather, "sst", &strings, &sheet);
	read_parts(zip, gather, "styleSheet", &formats, &sheet);
	read_part(book, gather, &walker, &sheet);
	/* What the book does not lead to shows nowhere. */
	sheet.is_hidden_sheet = read_in_order(zip, gather, book->name, &sheet);
	read_parts(zip, gather, "worksheet", &sheets, &sheet);
	read_parts(zip, gather, "comments", &comments, &sheet);
	if (sheet.without_result > 0)
		gather_markf(gather, MARK_UNREAD, "results of formulas, in cells: %d",
			sheet.without_result);
	release(&sheet);
	parts_finish(zip, gather);
}

/* -- Slides ------------------------------------------------------------------------------------ */

static void slide_open(struct xml *xml, const char *name, const char **attributes)
{
	const char *show = xml_attribute(attributes, "show");

	if (strcmp(name, "sld") == 0 && show != NULL)
		*(bool *)xml->data = !xml_is_on(show);
}

static bool hides_slide(const struct zip_part *part, struct gather *gather)
{
	static const struct xml_walker walker = {.open = slide_open};
	bool hides = false;

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, &hides);
	return hides;
}

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
		if (is_notes || hides_slide(part, gather))
			part_mark(gather, is_notes ? MARK_COMMENT : MARK_HIDDEN, &words);
		else if (!is_blank(&words))
			gather_text(gather, words.buf, words.len);
		gather_line(gather);
		str_release(&words);
	}
	parts_finish(zip, gather);
}
