/* SPDX-License-Identifier: MIT */
#include "tui/find.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/str.h"
#include "core/text.h"

/* A character as it is compared. */
static unsigned folded(unsigned c, bool with_case)
{
	if (c == 0x3000)
		c = ' ';
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (!with_case && c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	return c;
}

static bool has_capital(const char *words)
{
	for (; *words != '\0'; words++) {
		if (*words >= 'A' && *words <= 'Z')
			return true;
	}
	return false;
}

/* Whether a character within the words does not part them. */
static bool is_passed_over(unsigned c)
{
	return c == '\n' || text_is_hidden(c);
}

/* How many bytes of the text at p are the words; 0: they do not stand there. */
static size_t match(const char *p, const char *end, const char *words, bool with_case)
{
	const char *start = p;

	while (*words != '\0') {
		unsigned wanted = folded(text_next(&words), with_case), c;
		bool is_first = p == start;

		do {
			if (p >= end)
				return 0;
			c = text_next(&p);
		} while (!is_first && folded(c, with_case) != wanted && is_passed_over(c));
		if (folded(c, with_case) != wanted)
			return 0;
	}
	return (size_t)(p - start);
}

void find_again(struct find *find, const char *text, size_t len)
{
	const char *end = text + len;
	bool with_case;

	find->n = 0;
	if (str_empty(find->words))
		return;
	with_case = has_capital(find->words);
	for (const char *p = text; p < end;) {
		size_t n = match(p, end, find->words, with_case);

		if (n == 0) {
			(void)text_next(&p);
			continue;
		}
		GROW(find->v, find->n);
		find->v[find->n++] = (struct find_hit){(size_t)(p - text), n};
		p += n;
	}
	if (find->current >= find->n)
		find->current = 0;
}

void find_words(struct find *find, const char *words, const char *text, size_t len, size_t from)
{
	set_str(&find->words, str_empty(words) ? NULL : words);
	find->current = 0;
	find_again(find, text, len);
	for (size_t i = 0; i < find->n; i++) {
		if (find->v[i].start >= from) {
			find->current = i;
			break;
		}
	}
}

void find_release(struct find *find)
{
	free(find->words);
	free(find->v);
	*find = (struct find){0};
}

bool find_step(struct find *find, bool backwards)
{
	if (find->n == 0)
		return false;
	if (backwards) {
		find->current = find->current > 0 ? find->current - 1 : find->n - 1;
		return find->current == find->n - 1;
	}
	find->current = find->current + 1 < find->n ? find->current + 1 : 0;
	return find->current == 0;
}

void mark_stretch(struct grid *grid, struct rect row, const char *text,
	const struct glyph_line *line, const struct find_hit *hit, enum style style)
{
	size_t from = hit->start > line->start ? hit->start : line->start;
	size_t to = hit->start + hit->len;
	int col, cols;

	if (to > line->start + line->len)
		to = line->start + line->len;
	if (from >= to)
		return;
	col = glyph_widthn(text + line->start, from - line->start);
	cols = glyph_widthn(text + from, to - from);
	if (col + cols > row.cols)
		cols = row.cols - col;
	grid_restyle(grid, (struct rect){row.row, row.col + col, 1, cols}, style);
}

void find_mark(const struct find *find, struct grid *grid, struct rect row, const char *text,
	const struct glyph_line *line)
{
	for (size_t i = 0; i < find->n && find->v[i].start < line->start + line->len; i++)
		mark_stretch(grid, row, text, line, &find->v[i],
			i == find->current ? STYLE_SELECTED : STYLE_MATCH);
}
