/* SPDX-License-Identifier: MIT */
#include "tui/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "tui/glyph.h"

static const struct {
	const char *wide, *ascii;
} marks[MARK_COUNT] = {
	[MARK_CURSOR] = {"▸", ">"},
	[MARK_LATE] = {"!", "!"},
	[MARK_SOON] = {"·", "."},
	[MARK_DONE] = {"✓", "+"},
	[MARK_OPEN] = {"○", "o"},
	[MARK_CLOSED] = {"×", "x"},
	[MARK_MORE] = {"…", "~"},
	[MARK_BAR] = {"█", "#"},
	[MARK_CRUMB] = {"›", ">"},
	[MARK_LEFT] = {"‹", "<"},
	[MARK_RIGHT] = {"›", ">"},
	[MARK_DOT] = {"·", "-"},
	[MARK_SELECTED] = {"●", "*"},
	[MARK_NEW] = {"◆", "+"},
	[MARK_BAR_REST] = {"░", "."},
	[MARK_WIDE_BLANK] = {"□", "_"},
	[MARK_TAB] = {"→", ">"},
	[MARK_END_BLANK] = {"·", "."},
	[MARK_ODD_BLANK] = {"␣", "~"},
	[MARK_LEVEL] = {"▁", "_"},
	[MARK_LEVEL + 1] = {"▂", "."},
	[MARK_LEVEL + 2] = {"▃", "-"},
	[MARK_LEVEL + 3] = {"▄", ":"},
	[MARK_LEVEL + 4] = {"▅", "="},
	[MARK_LEVEL + 5] = {"▆", "+"},
	[MARK_LEVEL + 6] = {"▇", "*"},
	[MARK_LEVEL_LAST] = {"█", "#"},
};

const char *grid_mark(const struct grid *grid, enum mark mark)
{
	/* A terminal whose locale makes the mark wide gets the plain one: columns must be sure. */
	if (grid->is_ascii || glyph_width(marks[mark].wide) != 1)
		return marks[mark].ascii;
	return marks[mark].wide;
}

void grid_resize(struct grid *grid, int rows, int cols)
{
	free(grid->cells);
	grid->rows = rows < 1 ? 1 : rows;
	grid->cols = cols < 1 ? 1 : cols;
	grid->cells = xcalloc((size_t)grid->rows * (size_t)grid->cols, sizeof(*grid->cells));
	grid_clear(grid);
}

void grid_release(struct grid *grid)
{
	free(grid->cells);
	*grid = (struct grid){0};
}

static struct cell *at(struct grid *grid, int row, int col)
{
	return &grid->cells[row * grid->cols + col];
}

static void blank(struct cell *cell, uint8_t style)
{
	*cell = (struct cell){.ch = {' '}, .n = 1, .width = 1, .style = style};
}

/* Makes a cell free to be written: the other half of a wide glyph becomes a blank. */
static void cut_free(struct grid *grid, int row, int col)
{
	struct cell *cell = at(grid, row, col);

	if (cell->width == 0 && col > 0)
		blank(at(grid, row, col - 1), at(grid, row, col - 1)->style);
	if (cell->width == 2 && col + 1 < grid->cols)
		blank(at(grid, row, col + 1), cell->style);
}

static void put_cell(struct grid *grid, int row, int col, struct cell cell)
{
	if (row < 0 || row >= grid->rows || col < 0 || col + cell.width > grid->cols)
		return;
	for (int i = 0; i < cell.width; i++)
		cut_free(grid, row, col + i);
	*at(grid, row, col) = cell;
	for (int i = 1; i < cell.width; i++)
		*at(grid, row, col + i) = (struct cell){.style = cell.style};
}

void grid_clear(struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->cols; i++)
		blank(&grid->cells[i], STYLE_TEXT);
	grid->cursor_row = grid->cursor_col = 0;
}

void grid_fill(struct grid *grid, struct rect rect, enum style style)
{
	struct cell cell;

	blank(&cell, (uint8_t)style);
	for (int row = rect.row; row < rect.row + rect.rows; row++) {
		for (int col = rect.col; col < rect.col + rect.cols; col++)
			put_cell(grid, row, col, cell);
	}
}

void grid_restyle(struct grid *grid, struct rect rect, enum style style)
{
	for (int row = rect.row; row < rect.row + rect.rows && row < grid->rows; row++) {
		for (int col = rect.col; col < rect.col + rect.cols && col < grid->cols; col++) {
			if (row >= 0 && col >= 0)
				at(grid, row, col)->style = (uint8_t)style;
		}
	}
}

static void put_glyph(
	struct grid *grid, int row, int col, enum style style, const struct glyph *glyph)
{
	struct cell cell = {
		.style = (uint8_t)(glyph->is_hidden ? STYLE_HIDDEN : style), .width = 1};

	if (glyph->is_run) {
		for (int i = 0; i < glyph->n; i++) {
			cell.ch[0] = glyph->ch[i];
			cell.n = 1;
			put_cell(grid, row, col + i, cell);
		}
		return;
	}
	cell.width = (uint8_t)glyph->width;
	cell.n = (uint8_t)(glyph->n < CELL_CHARS ? glyph->n : CELL_CHARS);
	memcpy(cell.ch, glyph->ch, cell.n * sizeof(cell.ch[0]));
	put_cell(grid, row, col, cell);
}

/* What a blank is marked by; NULL: it is one of those between words, which nobody overlooks. */
static const char *blank_mark(
	const struct grid *grid, const char *text, size_t left, const struct glyph *glyph)
{
	size_t run = strspn(text, " \t");

	if (!grid->has_blanks || !glyph->is_blank)
		return NULL;
	if (*text == ' ')
		return run >= left && (text[left] == '\0' || text[left] == '\n')
			       ? grid_mark(grid, MARK_END_BLANK)
			       : NULL;
	if (*text == '\t')
		return grid_mark(grid, MARK_TAB);
	return grid_mark(grid, glyph->width == 2 ? MARK_WIDE_BLANK : MARK_ODD_BLANK);
}

int grid_text(struct grid *grid, struct rect rect, enum style style, const char *text, size_t len)
{
	int used = 0;
	struct glyph glyph;

	for (size_t i = 0; i < len; i += glyph.len) {
		const char *mark;

		glyph_next(text + i, len - i, &glyph);
		if (used + glyph.width > rect.cols)
			break;
		put_glyph(grid, rect.row, rect.col + used, style, &glyph);
		mark = blank_mark(grid, text + i, len - i, &glyph);
		if (mark != NULL) {
			for (int k = 0; k < glyph.width; k++)
				grid_put(grid, rect.row, rect.col + used + k, 1, STYLE_DIM,
					k == 0 ? mark : " ");
		}
		used += glyph.width;
	}
	return used;
}

int grid_putn(struct grid *grid, struct rect rect, enum style style, const char *text, size_t len)
{
	struct glyph glyph;
	int used = 0;

	for (size_t i = 0; i < len; i += glyph.len) {
		glyph_next(text + i, len - i, &glyph);
		if (used + glyph.width > rect.cols)
			break;
		put_glyph(grid, rect.row, rect.col + used, style, &glyph);
		used += glyph.width;
	}
	return used;
}

int grid_put(struct grid *grid, int row, int col, int width, enum style style, const char *text)
{
	return grid_putn(grid, (struct rect){row, col, 1, width}, style, text, strlen(text));
}

int grid_cut(struct grid *grid, int row, int col, int width, enum style style, const char *text)
{
	int used;

	if (width <= 0)
		return 0;
	if (glyph_width(text) <= width)
		return grid_put(grid, row, col, width, style, text);
	used = grid_put(grid, row, col, width - 1, style, text);
	return used + grid_put(grid, row, col + used, 1, style, grid_mark(grid, MARK_MORE));
}

void grid_right(struct grid *grid, int row, int col, int width, enum style style, const char *text)
{
	int used = glyph_width(text);

	if (used > width)
		grid_cut(grid, row, col, width, style, text);
	else
		grid_put(grid, row, col + width - used, used, style, text);
}

void grid_progress(struct grid *grid, struct rect rect, int done, int total)
{
	char numbers[32];
	int used = snprintf(numbers, sizeof(numbers), " %d/%d", done, total);
	int cols = rect.cols - used;

	for (int i = 0; i < cols; i++)
		grid_put(grid, rect.row, rect.col + i, 1, STYLE_GOOD,
			grid_mark(grid, total > 0 && i < (int)((long)cols * done / total)
						? MARK_BAR
						: MARK_BAR_REST));
	grid_put(grid, rect.row, rect.col + (cols > 0 ? cols : 0), used, STYLE_TEXT, numbers);
}

int grid_wrap(struct grid *grid, struct rect rect, enum style style, const char *text)
{
	struct glyph_lines lines = {0};
	int rows;

	glyph_wrap(text, strlen(text), rect.cols, &lines);
	rows = (int)lines.n < rect.rows ? (int)lines.n : rect.rows;
	for (int i = 0; i < rows; i++) {
		grid_putn(grid, (struct rect){rect.row + i, rect.col, 1, rect.cols}, style,
			text + lines.v[i].start, lines.v[i].len);
	}
	glyph_lines_release(&lines);
	return rows;
}

static void put_line(struct grid *grid, int row, int col, enum style style, char32_t c)
{
	static const char32_t corners[] = {0x250C, 0x2510, 0x2514, 0x2518};
	struct cell cell = {
		.ch = {c}, .n = 1, .width = 1, .style = (uint8_t)style, .is_line = true};

	if (grid->is_ascii) {
		cell.is_line = false;
		cell.ch[0] = c == 0x2500 ? '-' : '|';
		for (size_t i = 0; i < sizeof(corners) / sizeof(*corners); i++) {
			if (c == corners[i])
				cell.ch[0] = '+';
		}
	}
	put_cell(grid, row, col, cell);
}

void grid_rule(struct grid *grid, int row, int col, int cols, enum style style)
{
	for (int i = 0; i < cols; i++)
		put_line(grid, row, col + i, style, 0x2500);
}

void grid_upright(struct grid *grid, int row, int col, int rows, enum style style)
{
	for (int i = 0; i < rows; i++)
		put_line(grid, row + i, col, style, 0x2502);
}

struct rect grid_box(struct grid *grid, struct rect rect, const char *title)
{
	int bottom = rect.row + rect.rows - 1, right = rect.col + rect.cols - 1;

	grid_fill(grid, rect, STYLE_TEXT);
	grid_rule(grid, rect.row, rect.col, rect.cols, STYLE_BORDER);
	grid_rule(grid, bottom, rect.col, rect.cols, STYLE_BORDER);
	for (int row = rect.row + 1; row < bottom; row++) {
		put_line(grid, row, rect.col, STYLE_BORDER, 0x2502);
		put_line(grid, row, right, STYLE_BORDER, 0x2502);
	}
	put_line(grid, rect.row, rect.col, STYLE_BORDER, 0x250C);
	put_line(grid, rect.row, right, STYLE_BORDER, 0x2510);
	put_line(grid, bottom, rect.col, STYLE_BORDER, 0x2514);
	put_line(grid, bottom, right, STYLE_BORDER, 0x2518);
	if (title != NULL && rect.cols > 8) {
		int used = grid_cut(
			grid, rect.row, rect.col + 3, rect.cols - 6, STYLE_BOX_TITLE, title);

		grid_put(grid, rect.row, rect.col + 2, 1, STYLE_BOX_TITLE, " ");
		grid_put(grid, rect.row, rect.col + 3 + used, 1, STYLE_BOX_TITLE, " ");
	}
	return (struct rect){rect.row + 1, rect.col + 2, rect.rows - 2, rect.cols - 4};
}

void grid_cursor(struct grid *grid, int row, int col)
{
	grid->cursor_row = row < 0 ? 0 : row >= grid->rows ? grid->rows - 1 : row;
	grid->cursor_col = col < 0 ? 0 : col >= grid->cols ? grid->cols - 1 : col;
}

struct rect grid_middle(const struct grid *grid, int rows, int cols)
{
	struct rect rect;

	rect.rows = rows > grid->rows - 2 ? grid->rows - 2 : rows;
	rect.cols = cols > grid->cols - 2 ? grid->cols - 2 : cols;
	rect.row = (grid->rows - rect.rows) / 2;
	rect.col = (grid->cols - rect.cols) / 2;
	return rect;
}
