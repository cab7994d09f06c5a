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
	bool in_code, is_invisible;
};

static void object_open(struct ofd *ofd, const char **attributes)
{
	const char *boundary = xml_attribute(attributes, "Boundary");
	const char *visible = xml_attribute(attributes, "Visible");
	const char *size = xml_attribute(attributes, "Size");
	double place[4] = {0};
	char *end;

	for (int i = 0; i < 4 && boundary != NULL; i++) {
		place[i] = strtod(boundary, &end);
		boundary = end > boundary ? end : NULL;
	}
	ofd->x = place[0];
	ofd->y = place[1];
	ofd->size = size != NULL ? strtod(size, NULL) : place[3];
	ofd->is_invisible = visible != NULL && !xml_is_on(visible);
}

static double number(const char *text)
{
	return text != NULL ? strtod(text, NULL) : 0;
}

static void ofd_open(struct xml *xml, const char *name, const char **attributes)
{
	struct ofd *ofd = xml->data;

	if (strcmp(name, "TextObject") == 0) {
		object_open(ofd, attributes);
	} else if (strcmp(name, "TextCode") == 0) {
		ofd->in_code = true;
		GROW(ofd->pieces, ofd->n);
		ofd->pieces[ofd->n++] =
			(struct piece){.x = ofd->x + number(xml_attribute(attributes, "X")),
				.y = ofd->y + number(xml_attribute(attributes, "Y")),
				.size = ofd->size};
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

void ofd_read(struct zip *zip, struct gather *gather)
{
	size_t pages = 0, before;

	gather->format = "ofd";
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		before = gather->body.len;
		if (!zip_is(part, "ofd", "Page")) {
			read_other(part, gather);
			continue;
		}
		read_page(part, gather);
		pages++;
		if (gather->body.len == before)
			gather_markf(gather, MARK_UNSCREENABLE, "page %zu has no text", pages);
	}
	parts_finish(zip, gather);
}
