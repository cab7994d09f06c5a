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
		add(lines, (struct line){.style = style,
				   .indent = indent,
				   .text = xstrndup(text + wrapped.v[i].start, wrapped.v[i].len)});
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

void lines_rail(struct lines *lines, size_t from, enum rail mark)
{
	for (size_t i = from; i < lines->n; i++)
		lines->v[i].rail = i == from ? mark : RAIL_ON;
}

static void draw_rail(struct grid *grid, int row, int col, enum rail rail)
{
	switch (rail) {
	case RAIL_NONE: break;
	case RAIL_ON: grid_upright(grid, row, col, 1, STYLE_BORDER); break;
	case RAIL_OWN_KEY:
		grid_put(grid, row, col, 1, STYLE_GOOD, grid_mark(grid, MARK_DONE));
		break;
	case RAIL_SITE_KEY:
		grid_put(grid, row, col, 1, STYLE_TEXT, grid_mark(grid, MARK_OPEN));
		break;
	case RAIL_NO_KEY: grid_put(grid, row, col, 1, STYLE_FAULT, "!"); break;
	}
}

void lines_draw(
	const struct lines *lines, const struct list *list, struct grid *grid, struct rect rect)
{
	for (int i = 0; i < rect.rows && list->top + i < (int)lines->n; i++) {
		const struct line *line = &lines->v[list->top + i];

		draw_rail(grid, rect.row + i, rect.col, line->rail);
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
