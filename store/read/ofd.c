/* SPDX-License-Identifier: MIT */
/* .ofd (GB/T 33190): text lies on pages by its place, so it is put in the order of reading. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/parts.h"
#include "store/read/xml.h"

struct piece { /* text at a place of the page, in millimetres */
	double x, y, size; /* of a character */
	struct str text;
};

struct ofd {
	struct piece *pieces; /* owns */
	size_t n;
	double x, y, size;
	double code_x, code_y; /* of the piece before, in its object */
	bool in_code, is_invisible;
};

/* What the paper's parts say is a page of it, in their order. */
struct ofd_paper {
	struct strv pages, templates;
	const char *part; /* that is read */
};

static void object_open(struct ofd *ofd, const char **attributes)
{
	const char *boundary = xml_attribute(attributes, "Boundary");
	const char *visible = xml_attribute(attributes, "Visible");
	const char *size = xml_attribute(attributes, "Size");
	const char *alpha = xml_attribute(attributes, "Alpha");
	double place[4] = {0};
	char *end;

	for (int i = 0; i < 4 && boundary != NULL; i++) {
		place[i] = strtod(boundary, &end);
		boundary = end > boundary ? end : NULL;
	}
	ofd->x = place[0];
	ofd->y = place[1];
	ofd->size = size != NULL ? strtod(size, NULL) : place[3];
	ofd->is_invisible = (visible != NULL && !xml_is_on(visible)) ||
			    (alpha != NULL && strcmp(alpha, "0") == 0);
	ofd->code_x = ofd->code_y = 0;
}

/* What is not said is as it was. */
static double number(const char *text, double before)
{
	return text != NULL ? strtod(text, NULL) : before;
}

static void ofd_open(struct xml *xml, const char *name, const char **attributes)
{
	struct ofd *ofd = xml->data;

	if (strcmp(name, "TextObject") == 0) {
		object_open(ofd, attributes);
	} else if (strcmp(name, "TextCode") == 0) {
		ofd->in_code = true;
		ofd->code_x = number(xml_attribute(attributes, "X"), ofd->code_x);
		ofd->code_y = number(xml_attribute(attributes, "Y"), ofd->code_y);
		GROW(ofd->pieces, ofd->n);
		ofd->pieces[ofd->n++] = (struct piece){
			.x = ofd->x + ofd->code_x, .y = ofd->y + ofd->code_y, .size = ofd->size};
	} else if (strcmp(name, "ImageObject") == 0) {
		gather_mark(xml->gather, MARK_PICTURE, "picture on a page", 17);
	}
}

static void ofd_close(struct xml *xml, const char *name)
{
	struct ofd *ofd = xml->data;
	struct piece *last = ofd->n > 0 ? &ofd->pieces[ofd->n - 1] : NULL;

	if (strcmp(name, "TextCode") != 0)
		return;
	ofd->in_code = false;
	if (last != NULL && ofd->is_invisible) {
		part_mark(xml->gather, MARK_HIDDEN, &last->text);
		str_clear(&last->text);
	}
}

static void ofd_text(struct xml *xml, const char *text, size_t len)
{
	struct ofd *ofd = xml->data;

	if (!ofd->in_code)
		return;
	if (ofd->pieces[ofd->n - 1].text.len + len > TEXT_MAX)
		gather_fail(xml->gather, FAILURE_LARGE);
	str_addn(&ofd->pieces[ofd->n - 1].text, text, len);
}

static int by_line(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	return (p->y > q->y) - (p->y < q->y);
}

static int by_column(const void *a, const void *b)
{
	const struct piece *p = a, *q = b;

	return (p->x > q->x) - (p->x < q->x);
}

/* Whether there is more room between two pieces than between two characters. */
static bool is_apart(const struct piece *left, const struct piece *right)
{
	double width = 0;

	for (size_t i = 0; i < left->text.len; i++) {
		unsigned char c = (unsigned char)left->text.buf[i];

		width += c < 0x80 ? 0.5 : c >= 0xC0 ? 1 : 0;
	}
	return right->x - left->x > (width + 0.5) * left->size;
}

/* Pieces that lie on one line, give or take what a ruler would. */
static void print_page(struct ofd *ofd, struct gather *gather)
{
	enum { SLACK = 2 };

	if (ofd->n > 0)
		qsort(ofd->pieces, ofd->n, sizeof(*ofd->pieces), by_line);
	for (size_t i = 0, end; i < ofd->n; i = end) {
		for (end = i + 1; end < ofd->n && ofd->pieces[end].y - ofd->pieces[i].y < SLACK;)
			end++;
		qsort(ofd->pieces + i, end - i, sizeof(*ofd->pieces), by_column);
		for (size_t k = i; k < end; k++) {
			if (k > i && is_apart(&ofd->pieces[k - 1], &ofd->pieces[k]))
				gather_text(gather, "\t", 1);
			gather_text(gather, str_get(&ofd->pieces[k].text), ofd->pieces[k].text.len);
		}
		for (size_t k = i; k < end; k++)
			str_release(&ofd->pieces[k].text);
		gather_line(gather);
	}
	free(ofd->pieces);
}

static void read_page(struct zip_part *part, struct gather *gather)
{
	static const struct xml_walker walker = {
		.open = ofd_open, .close = ofd_close, .text = ofd_text};
	struct ofd ofd = {0};

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, &ofd);
	print_page(&ofd, gather);
	part->is_done = true;
}

/* -- Which pages there are --------------------------------------------------------------------- */

static void paper_open(struct xml *xml, const char *name, const char **attributes)
{
	struct ofd_paper *paper = xml->data;
	const char *place = xml_attribute(attributes, "BaseLoc");
	const char *title = xml_attribute(attributes, "Title");
	char *part;

	if (strcmp(name, "OutlineElem") == 0 && title != NULL)
		gather_mark(xml->gather, MARK_PROPERTY, title, strlen(title));
	if (place == NULL || (strcmp(name, "Page") != 0 && strcmp(name, "TemplatePage") != 0))
		return;
	part = zip_beside(paper->part, place);
	strv_put(strcmp(name, "Page") == 0 ? &paper->pages : &paper->templates, part);
	free(part);
}

static void find_pages(struct zip *zip, struct gather *gather, struct ofd_paper *paper)
{
	static const struct xml_walker walker = {.open = paper_open};

	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		paper->part = part->name;
		if (zip_is(part, "ofd", "Document"))
			xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, paper);
	}
}

static void read_other(struct zip_part *part, struct gather *gather)
{
	struct str words = {0};

	if (zip_is(part, "ofd", "Encryptions"))
		gather_fail(gather, FAILURE_ENCRYPTED);
	if (zip_is(part, "ofd", "OFD")) {
		part_properties(part, gather);
		part->is_done = true;
	} else if (zip_is(part, "ofd", "PageAnnot")) {
		part_words(part, gather, &words);
		part_mark(gather, MARK_COMMENT, &words);
		part->is_done = true;
	}
	str_release(&words);
}

static void read_pages(
	struct zip *zip, struct gather *gather, const struct strv *names, bool are_pages)
{
	for (size_t i = 0; i < names->n; i++) {
		struct zip_part *part = zip_at(zip, names->v[i]);
		size_t before = gather->body.len;

		if (part != NULL && part->is_done)
			continue;
		if (part != NULL && zip_is(part, "ofd", "Page"))
			read_page(part, gather);
		if (are_pages && gather->body.len == before)
			gather_markf(gather, MARK_UNSCREENABLE, "page %zu has no text", i + 1);
	}
}

/* A page that the paper does not lead to shows nowhere. */
static void read_loose(struct zip *zip, struct gather *gather, bool is_paper)
{
	struct strv names = {0};
	struct str words = {0};
	size_t before = gather->body.len;

	for (size_t i = 0; i < zip->n; i++) {
		if (zip_is(&zip->parts[i], "ofd", "Page") && !zip->parts[i].is_done)
			strv_add(&names, zip->parts[i].name);
	}
	read_pages(zip, gather, &names, is_paper);
	if (!is_paper && gather->body.len > before) {
		str_add(&words, gather->body.buf + before);
		gather->body.buf[gather->body.len = before] = '\0';
		part_mark(gather, MARK_HIDDEN, &words);
	}
	strv_release(&names);
	str_release(&words);
}

void ofd_read(struct zip *zip, struct gather *gather)
{
	struct ofd_paper paper = {0};

	gather->format = "ofd";
	for (size_t i = 0; i < zip->n; i++)
		read_other(&zip->parts[i], gather);
	find_pages(zip, gather, &paper);
	read_pages(zip, gather, &paper.pages, true);
	read_pages(zip, gather, &paper.templates, false);
	read_loose(zip, gather, paper.pages.n == 0);
	strv_release(&paper.pages);
	strv_release(&paper.templates);
	parts_finish(zip, gather);
}
