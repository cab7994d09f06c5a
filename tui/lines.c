/* SPDX-License-Identifier: MIT */
#include "tui/lines.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "tui/glyph.h"

enum { LABEL_COLS = 20, NARROW = 60, LABEL_NARROW = 12 };

static void add(struct lines *lines, struct line line)
{
	GROW(lines->v, lines->n);
	lines->v[lines->n++] = line;
}

void lines_add(struct lines *lines, int cols, enum style style, int indent, const char *text)
{
	struct glyph_lines wrapped = {0};

	glyph_wrap(text, strlen(text), cols - indent, &wrapped);
	for (size_t i = 0; i < wrapped.n; i++)
		add(lines, (struct line){style, indent, NULL,
				   xstrndup(text + wrapped.v[i].start, wrapped.v[i].len)});
	glyph_lines_release(&wrapped);
}

void lines_addf(struct lines *lines, int cols, enum style style, int indent, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	lines_add(lines, cols, style, indent, text);
	free(text);
}

void lines_pair(
	struct lines *lines, int cols, const char *label, enum style style, const char *value)
{
	size_t at = lines->n;

	if (value == NULL || *value == '\0')
		return;
	lines_add(lines, cols, style, cols < NARROW ? LABEL_NARROW : LABEL_COLS, value);
	lines->v[at].label = xstrdup(label);
}

void lines_draw(
	const struct lines *lines, const struct list *list, struct grid *grid, struct rect rect)
{
	for (int i = 0; i < rect.rows && list->top + i < (int)lines->n; i++) {
		const struct line *line = &lines->v[list->top + i];

		if (line->label != NULL)
			grid_cut(grid, rect.row + i, rect.col, line->indent - 1, STYLE_LABEL,
				line->label);
		grid_put(grid, rect.row + i, rect.col + line->indent, rect.cols - line->indent,
			line->style, line->text);
	}
}

void lines_release(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		free(lines->v[i].label);
		free(lines->v[i].text);
	}
	free(lines->v);
	*lines = (struct lines){0};
}
