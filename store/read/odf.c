/* SPDX-License-Identifier: MIT */
/* .odt, .ods, .odp: OpenDocument. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/parts.h"
#include "store/read/xml.h"

enum { SPACES_MAX = 100, HELD_MAX = 64, REPEATS_MAX = 1000, STYLES_DEEP = 20 };

/* What is done with all that is in an element, beside marking it. */
enum {
	TO_NOTES = -1, /* it stands behind the paper */
	TO_NOBODY = -2,
	NOT_HELD = -3,
	TO_AFTER = -4, /* a box of text in a paragraph: behind it */
};

/* What is read apart from the paper, as long as its element is open. */
struct held {
	int depth; /* of that element */
	int mark; /* or what else becomes of it */
	struct str text;
};

struct odf {
	struct strv hidden; /* styles whose text does not show */
	char *style; /* owns; the style that is read */
	struct held held[HELD_MAX];
	int held_count;
	int rows; /* tables inside one another */
	int notes, paragraphs; /* notes so far; paragraphs inside one another */
	bool is_inserting;
	struct str inserted, line, notes_text, after;
	/* Of the tables: where the cell begins in its line and the row, how often each stands
	 * there, the value of a cell without words. */
	size_t cell_start;
	int cell_repeats, row_repeats, column, unrepeated;
	char *value; /* owns */
	struct strv hidden_columns; /* "3" */
};

static struct str *target(struct odf *odf)
{
	return odf->held_count > 0 ? &odf->held[odf->held_count - 1].text : &odf->line;
}

static void say(struct xml *xml, const char *text, size_t len)
{
	struct odf *odf = xml->data;
	struct str *to = target(odf);

	if (to->len + len > TEXT_MAX)
		gather_fail(xml->gather, FAILURE_LARGE);
	str_addn(to, text, len);
	if (odf->is_inserting)
		str_addn(&odf->inserted, text, len);
}

/* Between paragraphs there are blanks that only make the XML pretty. */
static void odf_text(struct xml *xml, const char *text, size_t len)
{
	const struct odf *odf = xml->data;
	bool is_gap = odf->paragraphs == 0;

	for (size_t i = 0; is_gap && i < len; i++)
		is_gap = strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0';
	if (!is_gap)
		say(xml, text, len);
}

static bool is_paragraph(const char *name)
{
	return strcmp(name, "p") == 0 || strcmp(name, "h") == 0;
}

static void hold(struct xml *xml, int mark)
{
	struct odf *odf = xml->data;

	if (odf->held_count >= HELD_MAX)
		gather_fail(xml->gather, FAILURE_DEEP);
	odf->held[odf->held_count++] = (struct held){.depth = xml->depth, .mark = mark};
}

static void let_go(struct xml *xml)
{
	struct odf *odf = xml->data;
	struct held *held = &odf->held[--odf->held_count];

	if (held->mark >= 0)
		part_mark(xml->gather, (enum mark)held->mark, &held->text);
	else if (held->mark == TO_NOTES)
		str_addf(&odf->notes_text, "[%d] %s\n", odf->notes, str_get(&held->text));
	else if (held->mark == TO_AFTER && !is_blank(&held->text))
		str_addn(&odf->after, held->text.buf, held->text.len);
	str_release(&held->text);
}

/* Boxes of text stand behind the paragraph that they hang on. */
static void end_boxes(struct xml *xml)
{
	struct odf *odf = xml->data;

	if (odf->after.len == 0)
		return;
	gather_text(xml->gather, odf->after.buf, odf->after.len);
	gather_line(xml->gather);
	str_clear(&odf->after);
}

static void end_line(struct xml *xml)
{
	struct odf *odf = xml->data;
	struct str *to = target(odf);

	if (odf->held_count > 0 && odf->held[odf->held_count - 1].mark == TO_AFTER) {
		str_addc(to, '\n');
		return;
	}
	if (odf->held_count > 0 || odf->rows > 0) {
		if (to->len > 0 && strchr("\t ", to->buf[to->len - 1]) == NULL)
			str_addc(to, ' ');
		return;
	}
	gather_text(xml->gather, str_get(&odf->line), odf->line.len);
	gather_text(xml->gather, "\n", 1);
	str_clear(&odf->line);
	end_boxes(xml);
}

static bool is_hidden(const struct odf *odf, const char *name, const char **attributes)
{
	const char *style = xml_attribute(attributes, "style-name");
	const char *visible = xml_attribute(attributes, "visibility");
	const char *display = xml_attribute(attributes, "display");

	if (strcmp(name, "hidden-text") == 0 || strcmp(name, "hidden-paragraph") == 0)
		return true;
	if (visible != NULL && strcmp(visible, "visible") != 0 && strcmp(name, "table-row") == 0)
		return true;
	if (display != NULL && strcmp(display, "none") == 0 && strcmp(name, "section") == 0)
		return true;
	return style != NULL && strv_has(&odf->hidden, style) && !starts_with(name, "style") &&
	       strcmp(name, "table-column") != 0;
}

/* What an element makes of all that is in it. */
static int mark_of(const struct xml *xml, const char *name, const char **attributes)
{
	const struct odf *odf = xml->data;

	static const struct {
		const char *name;
		int mark;
	} table[] = {{"annotation", MARK_COMMENT}, {"deletion", MARK_DELETED},
		{"note-body", TO_NOTES}, {"note-citation", TO_NOBODY}, {"previous", MARK_DELETED},
		{"ruby-text", MARK_OTHER}, {"title", MARK_ALT}, {"desc", MARK_ALT},
		{"header", MARK_HEADER}, {"header-left", MARK_HEADER}, {"footer", MARK_FOOTER},
		{"footer-left", MARK_FOOTER}, {"header-first", MARK_HEADER},
		{"footer-first", MARK_FOOTER}, {"insertion", TO_NOBODY},
		{"format-change", TO_NOBODY}, {"notes", MARK_COMMENT}};

	/* A field that shows the paper's title, and the title of a chart, are no words for a
	 * picture. */
	if (strcmp(name, "title") == 0 && strstr(xml->space, "svg") == NULL)
		return NOT_HELD;
	if (strcmp(name, "text-box") == 0 && odf->paragraphs > 0)
		return TO_AFTER;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (strcmp(table[i].name, name) == 0)
			return table[i].mark;
	}
	return is_hidden(odf, name, attributes) ? MARK_HIDDEN : NOT_HELD;
}

static void note_style(struct odf *odf, const char *name, const char **attributes)
{
	const char *display = xml_attribute(attributes, "display");
	const char *parent = xml_attribute(attributes, "parent-style-name");

	if (strcmp(name, "style") == 0) {
		set_str(&odf->style, xml_attribute(attributes, "name"));
		if (odf->style != NULL && parent != NULL && strv_has(&odf->hidden, parent))
			strv_put(&odf->hidden, odf->style);
	} else if (display != NULL && odf->style != NULL &&
		   ((strcmp(name, "text-properties") == 0 && strcmp(display, "none") == 0) ||
			   (strcmp(name, "table-properties") == 0 && !xml_is_on(display))))
		strv_put(&odf->hidden, odf->style);
}

static int repeats_of(const char **attributes, const char *name)
{
	const char *count = xml_attribute(attributes, name);
	int n = 1;

	return count != NULL && str_number(count, &n) && n > 0 ? n : 1;
}

static bool is_hidden_column(const struct odf *odf, int column)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", column);
	return strv_has(&odf->hidden_columns, number);
}

static void open_column(struct odf *odf, const char **attributes)
{
	const char *visible = xml_attribute(attributes, "visibility");
	int n = repeats_of(attributes, "number-columns-repeated");
	char number[16];

	for (int i = 0; i < n && i < REPEATS_MAX; i++) {
		snprintf(number, sizeof(number), "%d", odf->column + i);
		if (visible != NULL && strcmp(visible, "visible") != 0)
			strv_put(&odf->hidden_columns, number);
	}
	odf->column += n < REPEATS_MAX ? n : REPEATS_MAX;
}

/* A program that writes no words into a cell writes its value. */
static void open_cell(struct odf *odf, const char **attributes)
{
	static const char *const names[] = {
		"string-value", "date-value", "time-value", "boolean-value", "value"};

	set_str(&odf->value, NULL);
	for (size_t i = 0; i < 5 && odf->value == NULL; i++)
		set_str(&odf->value, xml_attribute(attributes, names[i]));
	odf->cell_start = target(odf)->len;
	odf->cell_repeats = repeats_of(attributes, "number-columns-repeated");
}

/* Cells that are alike and stand side by side are written once. */
static void close_cell(struct xml *xml)
{
	struct odf *odf = xml->data;
	struct str *to = target(odf), cell = {0};
	int n = odf->cell_repeats;

	if (odf->cell_start > to->len)
		odf->cell_start = to->len; /* a cell with a table in it */
	str_add(&cell, to->len > odf->cell_start ? to->buf + odf->cell_start : "");
	if (is_blank(&cell) && odf->value != NULL)
		str_add(&cell, odf->value);
	while (cell.len > 0 && cell.buf[cell.len - 1] == ' ')
		cell.buf[--cell.len] = '\0';
	if (to->len > 0)
		to->buf[to->len = odf->cell_start] = '\0';
	odf->unrepeated += n > REPEATS_MAX && !is_blank(&cell);
	n = n > REPEATS_MAX ? (is_blank(&cell) ? REPEATS_MAX : 1) : n;
	for (int i = 0; i < n; i++, odf->column++) {
		if (is_hidden_column(odf, odf->column) && odf->held_count == 0)
			part_mark(xml->gather, MARK_HIDDEN, &cell);
		else if (cell.len > 0)
			say(xml, cell.buf, cell.len);
		say(xml, "\t", 1);
	}
	set_str(&odf->value, NULL);
	odf->cell_start = to->len;
	odf->cell_repeats = 1;
	str_release(&cell);
}

static void close_row(struct xml *xml)
{
	struct odf *odf = xml->data;
	int n = odf->row_repeats > REPEATS_MAX ? 1 : odf->row_repeats;
	char *line;
	size_t len;

	while (odf->line.len > 0 && strchr("\t ", odf->line.buf[odf->line.len - 1]) != NULL)
		odf->line.buf[--odf->line.len] = '\0';
	if (odf->line.len == 0) {
		end_boxes(xml);
		return;
	}
	odf->unrepeated += odf->row_repeats > REPEATS_MAX;
	len = odf->line.len;
	line = xstrndup(odf->line.buf, len);
	end_line(xml);
	for (int i = 1; i < n; i++) {
		gather_text(xml->gather, line, len);
		gather_text(xml->gather, "\n", 1);
	}
	odf->row_repeats = 1;
	free(line);
}

/* Fields of a form show what their attributes say; so does text that is hidden on a condition. */
static void note_attributes(struct xml *xml, const char *name, const char **attributes)
{
	static const char *const fields[] = {"label", "value", "current-value"};
	static const char *const fors[] = {
		"string-value", "string-value-if-true", "string-value-if-false"};
	bool is_field = strstr(xml->space, ":form:") != NULL && strcmp(name, "property") != 0;
	bool is_hidden = strcmp(name, "hidden-text") == 0 || strcmp(name, "conditional-text") == 0;

	for (size_t i = 0; i < 3; i++) {
		const char *value = is_field || is_hidden ? xml_attribute(attributes,
								    is_field ? fields[i] : fors[i])
							  : NULL;

		if (value != NULL && *value != '\0')
			gather_mark(xml->gather, is_field ? MARK_FIELD : MARK_HIDDEN, value,
				strlen(value));
	}
}

static void say_sign(struct xml *xml, const char *name, const char **attributes)
{
	const char *count = xml_attribute(attributes, "c");
	struct odf *odf = xml->data;
	int n = 1;

	if (count != NULL && !str_number(count, &n))
		n = 1;
	if (strcmp(name, "s") == 0) {
		for (int i = 0; i < n && i < SPACES_MAX; i++)
			say(xml, " ", 1);
	} else if (strcmp(name, "tab") == 0) {
		say(xml, "\t", 1);
	} else if (strcmp(name, "line-break") == 0) {
		say(xml, odf->rows > 0 || odf->held_count > 0 ? " " : "\n", 1);
	} else if (strcmp(name, "table-row") == 0) {
		odf->rows++;
		odf->column = 0;
		odf->row_repeats = repeats_of(attributes, "number-rows-repeated");
	} else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
		open_cell(odf, attributes);
	} else if (strcmp(name, "table-column") == 0) {
		open_column(odf, attributes);
	} else if (strcmp(name, "table") == 0) {
		odf->column = 0;
		strv_clear(&odf->hidden_columns);
	} else if (strcmp(name, "change-start") == 0) {
		odf->is_inserting = true;
	} else if (strcmp(name, "change-end") == 0) {
		odf->is_inserting = false;
		part_mark(xml->gather, MARK_INSERTED, &odf->inserted);
		str_clear(&odf->inserted);
	}
}

static void odf_open(struct xml *xml, const char *name, const char **attributes)
{
	struct odf *odf = xml->data;
	const char *link = xml_attribute(attributes, "href");
	int mark = mark_of(xml, name, attributes);

	odf->paragraphs += is_paragraph(name);
	note_style(odf, name, attributes);
	if (strcmp(name, "encryption-data") == 0)
		gather_fail(xml->gather, FAILURE_ENCRYPTED);
	if (link != NULL && strstr(link, ":") != NULL)
		gather_mark(xml->gather, MARK_LINK, link, strlen(link));
	note_attributes(xml, name, attributes);
	if (mark == TO_NOTES) {
		char number[16];

		snprintf(number, sizeof(number), "[%d]", ++odf->notes);
		say(xml, number, strlen(number));
	}
	if (mark != NOT_HELD)
		hold(xml, mark);
	else
		say_sign(xml, name, attributes);
}

static void odf_close(struct xml *xml, const char *name)
{
	struct odf *odf = xml->data;
	bool is_row = strcmp(name, "table-row") == 0;

	odf->paragraphs -= is_paragraph(name);
	if (odf->held_count > 0 && odf->held[odf->held_count - 1].depth == xml->depth) {
		let_go(xml);
		return;
	}
	if (strcmp(name, "style") == 0)
		set_str(&odf->style, NULL);
	if (is_paragraph(name)) {
		end_line(xml);
	} else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
		close_cell(xml);
	} else if (is_row && odf->rows > 0 && --odf->rows == 0) {
		close_row(xml);
	} else if (strcmp(name, "creator") == 0 && odf->held_count > 0) {
		say(xml, ": ", 2);
	} else if (strcmp(name, "date") == 0 && odf->held_count > 0) {
		say(xml, " ", 1);
	}
}

static void read_part(struct zip_part *part, struct gather *gather, struct odf *odf)
{
	static const struct xml_walker walker = {
		.open = odf_open, .close = odf_close, .text = odf_text};

	if (part == NULL || part->is_done || *part->root == '\0')
		return;
	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, odf);
	part->is_done = true;
	gather_text(gather, str_get(&odf->notes_text), odf->notes_text.len);
	gather_text(gather, str_get(&odf->after), odf->after.len);
	str_clear(&odf->notes_text);
	str_clear(&odf->after);
	str_clear(&odf->line);
	odf->rows = 0;
}

/* Those of objects that lie in the paper: a chart, a sheet. */
static void read_parts(struct zip *zip, struct gather *gather, const char *root, struct odf *odf)
{
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		if (zip_is(part, "", root) || zip_is(part, "opendocument", root))
			read_part(part, gather, odf);
	}
}

static void style_open(struct xml *xml, const char *name, const char **attributes)
{
	note_style(xml->data, name, attributes);
}

static void style_close(struct xml *xml, const char *name)
{
	struct odf *odf = xml->data;

	if (strcmp(name, "style") == 0)
		set_str(&odf->style, NULL);
}

/* Styles that hide, before what they hide; again, since one may go by one that comes later. */
static void read_styles(struct zip *zip, struct gather *gather, struct odf *odf)
{
	static const struct xml_walker walker = {.open = style_open, .close = style_close};

	for (size_t before = SIZE_MAX, turn = 0; before != odf->hidden.n && turn < STYLES_DEEP;
		turn++) {
		before = odf->hidden.n;
		for (size_t i = 0; i < zip->n; i++) {
			const struct zip_part *part = &zip->parts[i];

			if (zip_is(part, "opendocument", "document-styles") ||
				zip_is(part, "opendocument", "document-content"))
				xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, odf);
		}
	}
}

void odf_read(struct zip *zip, struct gather *gather)
{
	struct odf odf = {0};

	read_styles(zip, gather, &odf);
	read_parts(zip, gather, "manifest", &odf);
	read_part(zip_at(zip, "content.xml"), gather, &odf);
	read_parts(zip, gather, "document-content", &odf);
	read_parts(zip, gather, "document-styles", &odf);
	if (odf.unrepeated > 0)
		gather_markf(
			gather, MARK_UNREAD, "repetitions of cells and rows: %d", odf.unrepeated);
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		if (zip_is(part, "opendocument", "document-meta")) {
			part_properties(part, gather);
			part->is_done = true;
		} else if (zip_is(part, "opendocument", "document-settings")) {
			part->is_done = true; /* window sizes and the like */
		}
	}
	strv_release(&odf.hidden);
	free(odf.style);
	str_release(&odf.line);
	str_release(&odf.inserted);
	str_release(&odf.notes_text);
	str_release(&odf.after);
	strv_release(&odf.hidden_columns);
	free(odf.value);
	parts_finish(zip, gather);
}
