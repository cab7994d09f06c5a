/* SPDX-License-Identifier: MIT */
#include "tui/glyph.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unilbrk.h>
#include <utf8proc.h>
#include <wchar.h>

#include "core/mem.h"
#include "core/text.h"

enum { TAB_WIDTH = 4, COMBINING_MAX = 4, LOOK_BACK = 64 };

static size_t decode(const char *s, size_t len, char32_t *c)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t n =
		utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, &code);

	if (n <= 0) {
		*c = 0xFFFD;
		return 1;
	}
	*c = (char32_t)code;
	return (size_t)n;
}

/* Shown by its code: nothing to see of it, or nothing that could be trusted. */
static bool is_unseen(char32_t c)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);

	return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
	       category == UTF8PROC_CATEGORY_CO || category == UTF8PROC_CATEGORY_CN ||
	       category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
	       text_is_hidden(c) || wcwidth((wchar_t)c) < 0;
}

static void as_code(struct glyph *glyph, char32_t c)
{
	char buf[GLYPH_CHARS + 1];
	int n = snprintf(buf, sizeof(buf), "<U+%04X>", (unsigned)c & 0x1FFFFF);

	glyph->is_run = glyph->is_hidden = true;
	glyph->n = glyph->width = n;
	for (int i = 0; i < n; i++)
		glyph->ch[i] = (char32_t)buf[i];
}

static void as_blanks(struct glyph *glyph, int n)
{
	glyph->is_run = true;
	glyph->n = glyph->width = n;
	for (int i = 0; i < n; i++)
		glyph->ch[i] = ' ';
}

static void as_control(struct glyph *glyph, char32_t c)
{
	glyph->is_run = glyph->is_hidden = true;
	glyph->n = glyph->width = 2;
	glyph->ch[0] = '^';
	glyph->ch[1] = c == 0x7F ? '?' : c + '@';
}

/* Zs in Unicode. */
static bool is_space(char32_t c)
{
	return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x202F || c == 0x205F || c == 0x3000;
}

void glyph_next(const char *s, size_t len, struct glyph *glyph)
{
	char32_t c, next;
	utf8proc_int32_t state = 0;

	*glyph = (struct glyph){.len = decode(s, len, &c)};
	glyph->is_blank = c == '\t' || is_space(c);
	if (c == '\t') {
		as_blanks(glyph, TAB_WIDTH);
		return;
	}
	if (c < 0x20 || c == 0x7F) {
		as_control(glyph, c);
		return;
	}
	if (is_unseen(c)) {
		as_code(glyph, c);
		return;
	}
	glyph->width = wcwidth((wchar_t)c);
	if (glyph->width == 0) { /* a mark with nothing to stand on */
		glyph->ch[glyph->n++] = ' ';
		glyph->width = 1;
	}
	glyph->ch[glyph->n++] = c;
	while (glyph->len < len && (unsigned char)s[glyph->len] >= 0x80) {
		size_t n = decode(s + glyph->len, len - glyph->len, &next);

		if (wcwidth((wchar_t)next) != 0 || is_unseen(next) ||
			utf8proc_grapheme_break_stateful(
				(utf8proc_int32_t)c, (utf8proc_int32_t)next, &state))
			return;
		if (glyph->n <= COMBINING_MAX)
			glyph->ch[glyph->n++] = next;
		glyph->len += n;
		c = next;
	}
}

size_t glyph_before(const char *s, size_t at)
{
	size_t from = at > LOOK_BACK ? at - LOOK_BACK : 0, last;
	struct glyph glyph;

	while (from > 0 && ((unsigned char)s[from] & 0xC0) == 0x80)
		from--;
	for (last = from; from < at; from += glyph.len) {
		last = from;
		glyph_next(s + from, at - from, &glyph);
	}
	return last;
}

int glyph_widthn(const char *s, size_t len)
{
	struct glyph glyph;
	int width = 0;

	for (size_t i = 0; i < len; i += glyph.len) {
		glyph_next(s + i, len - i, &glyph);
		width += glyph.width;
	}
	return width;
}

int glyph_width(const char *s)
{
	return glyph_widthn(s, strlen(s));
}

size_t glyph_fit(const char *s, size_t len, int width)
{
	struct glyph glyph;
	size_t i;

	for (i = 0; i < len; i += glyph.len) {
		glyph_next(s + i, len - i, &glyph);
		if (glyph.width > width)
			break;
		width -= glyph.width;
	}
	return i;
}

size_t glyph_encode(char32_t c, char buf[4])
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)buf);
}

static void add_line(struct glyph_lines *lines, size_t start, size_t end)
{
	GROW(lines->v, lines->n);
	lines->v[lines->n++] = (struct glyph_line){.start = start, .len = end - start};
}

/* One paragraph: the bytes from start up to end hold no line break. */
static void wrap_paragraph(
	const char *text, size_t start, size_t end, int width, struct glyph_lines *lines)
{
	size_t line = start, chance = start;
	struct glyph glyph;
	char *breaks;
	int col = 0;

	if (glyph_widthn(text + start, end - start) <= width) {
		add_line(lines, start, end);
		return;
	}
	breaks = xcalloc(end - start, 1);
	u8_possible_linebreaks((const uint8_t *)text + start, end - start, "UTF-8", breaks);
	for (size_t i = start; i < end; i += glyph.len) {
		glyph_next(text + i, end - i, &glyph);
		if (breaks[i - start] == UC_BREAK_POSSIBLE)
			chance = i;
		if (col + glyph.width > width && text[i] != ' ' && i > line) {
			size_t at = chance > line ? chance : i;

			add_line(lines, line, at);
			line = at;
			col = glyph_widthn(text + line, i - line);
		}
		col += glyph.width;
	}
	add_line(lines, line, end);
	free(breaks);
}

void glyph_wrap(const char *text, size_t len, int width, struct glyph_lines *lines)
{
	size_t start = 0;

	glyph_lines_release(lines);
	for (;;) {
		const char *end = start < len ? memchr(text + start, '\n', len - start) : NULL;
		size_t stop = end != NULL ? (size_t)(end - text) : len;

		wrap_paragraph(text, start, stop, width < 2 ? 2 : width, lines);
		if (end == NULL)
			return;
		start = stop + 1;
	}
}

void glyph_lines_release(struct glyph_lines *lines)
{
	free(lines->v);
	*lines = (struct glyph_lines){0};
}

size_t glyph_line_at(const struct glyph_lines *lines, size_t at)
{
	size_t i = lines->n;

	while (i > 1 && lines->v[i - 1].start > at)
		i--;
	return i - 1;
}
