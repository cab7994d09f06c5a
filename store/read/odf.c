/* SPDX-License-Identifier: MIT */
/* .odt, .ods, .odp: OpenDocument. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/parts.h"
#include "store/read/xml.h"

enum { SPACES_MAX = 100, HELD_MAX = 64 };

/* What is read apart from the paper, as long as its element is open. */
struct held {
	int depth; /* of that element */
	int mark; /* -1: a note, which stands behind the paper; -2: nothing is kept */
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
	struct str inserted, line, notes_text;
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
	else if (held->mark == -1)
		str_addf(&odf->notes_text, "[%d] %s\n", odf->notes, str_get(&held->text));
	str_release(&held->text);
}

static void end_line(struct xml *xml)
{
	struct odf *odf = xml->data;
	struct str *to = target(odf);

	if (odf->held_count > 0 || odf->rows > 0) {
		if (to->len > 0 && strchr("\t ", to->buf[to->len - 1]) == NULL)
			str_addc(to, ' ');
		return;
	}
	gather_text(xml->gather, str_get(&odf->line), odf->line.len);
	gather_text(xml->gather, "\n", 1);
	str_clear(&odf->line);
}

static bool is_hidden(const struct odf *odf, const char *name, const char **attributes)
{
	const char *style = xml_attribute(attributes, "style-name");
	const char *visible = xml_attribute(attributes, "visibility");
	const char *display = xml_attribute(attributes, "display");

	if (strcmp(name, "hidden-text") == 0 || strcmp(name, "hidden-paragraph") == 0)
		return true;
	if (visible != NULL && strcmp(visible, "visible") != 0 && starts_with(name, "table-"))
		return true;
	if (display != NULL && strcmp(display, "none") == 0 && strcmp(name, "section") == 0)
		return true;
	return style != NULL && strv_has(&odf->hidden, style) && !starts_with(name, "style");
}

/* What an element makes of all that is in it; -3: nothing. */
static int mark_of(const struct odf *odf, const char *name, const char **attributes)
{
	static const struct {
		const char *name;
		int mark;
	} table[] = {{"annotation", MARK_COMMENT}, {"deletion", MARK_DELETED}, {"note-body", -1},
		{"note-citation", -2}, {"title", MARK_ALT}, {"desc", MARK_ALT},
		{"header", MARK_HEADER}, {"header-left", MARK_HEADER}, {"footer", MARK_FOOTER},
		{"footer-left", MARK_FOOTER}, {"header-first", MARK_HEADER},
		{"footer-first", MARK_FOOTER}, {"insertion", -2}, {"format-change", -2},
		{"notes", MARK_COMMENT}};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (strcmp(table[i].name, name) == 0)
			return table[i].mark;
	}
	return is_hidden(odf, name, attributes) ? MARK_HIDDEN : -3;
}

static void note_style(struct odf *odf, const char *name, const char **attributes)
{
	const char *display = xml_attribute(attributes, "display");

	if (strcmp(name, "style") == 0)
		set_str(&odf->style, xml_attribute(attributes, "name"));
	else if (display != NULL && odf->style != NULL &&
		 ((strcmp(name, "text-properties") == 0 && strcmp(display, "none") == 0) ||
			 (strcmp(name, "table-properties") == 0 && !xml_is_on(display))))
		strv_put(&odf->hidden, odf->style);
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
	int mark = mark_of(odf, name, attributes);

	odf->paragraphs += is_paragraph(name);
	note_style(odf, name, attributes);
	if (strcmp(name, "encryption-data") == 0)
		gather_fail(xml->gather, FAILURE_ENCRYPTED);
	if (link != NULL && strstr(link, ":") != NULL)
		gather_mark(xml->gather, MARK_LINK, link, strlen(link));
	if (mark == -1) {
		char number[16];

		snprintf(number, sizeof(number), "[%d]", ++odf->notes);
		say(xml, number, strlen(number));
	}
	if (mark != -3)
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
	} else if (strcmp(name, "table-cell") == 0) {
		struct str *to = target(odf);

		if (to->len > 0 && to->buf[to->len - 1] == ' ')
			to->buf[to->len - 1] = '\t';
		else
			say(xml, "\t", 1);
	} else if (is_row && odf->rows > 0 && --odf->rows == 0) {
		while (odf->line.len > 0 && strchr("\t ", odf->line.buf[odf->line.len - 1]) != NULL)
			odf->line.buf[--odf->line.len] = '\0';
		if (odf->line.len > 0)
			end_line(xml);
	} else if (strcmp(name, "creator") == 0 && odf->held_count > 0) {
		say(xml, ": ", 2);
	} else if (strcmp(name, "date") == 0 && odf->held_count > 0) {
		say(xml, " ", 1);
	}
}

static void read_part(struct zip *zip, struct gather *gather, const char *root, struct odf *odf)
{
	static const struct xml_walker walker = {
		.open = odf_open, .close = odf_close, .text = odf_text};

	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		if (!zip_is(part, "", root) && !zip_is(part, "opendocument", root))
			continue;
		xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, odf);
		part->is_done = true;
		gather_text(gather, str_get(&odf->notes_text), odf->notes_text.len);
		str_clear(&odf->notes_text);
		str_clear(&odf->line);
		odf->rows = 0;
	}
}

void odf_read(struct zip *zip, struct gather *gather)
{
	struct odf odf = {0};

	read_part(zip, gather, "manifest", &odf);
	read_part(zip, gather, "document-content", &odf);
	read_part(zip, gather, "document-styles", &odf);
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
	parts_finish(zip, gather);
}
