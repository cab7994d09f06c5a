/* SPDX-License-Identifier: MIT */
#ifndef TUI_CELL_H
#define TUI_CELL_H

/* The grid of cells that views draw into; tui/term.c copies it to the terminal. Whatever is drawn
 * outside the grid is cut; a glyph is drawn whole or as a blank, never by half. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "tui/style.h"

enum { CELL_CHARS = 5 };

struct cell {
	char32_t ch[CELL_CHARS]; /* a base and its marks; ch[0] 0: the right half of the left
				    neighbour */
	uint8_t n, width, style;
	bool is_line; /* part of a border: the terminal draws it as it can */
};

struct rect {
	int row, col, rows, cols;
};

struct grid {
	struct cell *cells; /* owns */
	int rows, cols;
	int cursor_row, cursor_col; /* of the hardware cursor */
	bool is_ascii; /* no marks and borders but ASCII ones */
	bool has_blanks; /* blanks that would be overlooked are marked */
};

/* Marks that say by shape what colour says too. */
enum mark {
	MARK_CURSOR,
	MARK_LATE,
	MARK_SOON,
	MARK_DONE,
	MARK_OPEN,
	MARK_CLOSED,
	MARK_MORE,
	MARK_BAR,
	MARK_CRUMB,
	MARK_LEFT, /* more columns lie there */
	MARK_RIGHT,
	MARK_DOT,
	MARK_SELECTED,
	MARK_NEW,
	MARK_BAR_REST,
	MARK_WIDE_BLANK, /* the ideographic one */
	MARK_TAB,
	MARK_END_BLANK, /* at the end of a line */
	MARK_ODD_BLANK, /* one that breaks no line, and others */
	MARK_LEVEL, /* eight of them, from low to high */
	MARK_LEVEL_LAST = MARK_LEVEL + 7,
	MARK_COUNT
};

void grid_resize(struct grid *grid, int rows, int cols);
void grid_release(struct grid *grid);
void grid_clear(struct grid *grid);
void grid_fill(struct grid *grid, struct rect rect, enum style style);
/* Changes the style of what is there. */
void grid_restyle(struct grid *grid, struct rect rect, enum style style);
/* Draws text in at most width columns; returns the columns used. */
int grid_put(struct grid *grid, int row, int col, int width, enum style style, const char *text);
/* The first row of rect, len bytes of text. */
int grid_putn(struct grid *grid, struct rect rect, enum style style, const char *text, size_t len);
/* As grid_putn, for what people wrote: blanks are marked where the grid says so. text[len] is read:
 * there the line ends, or goes on in the next row. */
int grid_text(struct grid *grid, struct rect rect, enum style style, const char *text, size_t len);
/* The same as grid_put, and says by an ellipsis that text was cut. */
int grid_cut(struct grid *grid, int row, int col, int width, enum style style, const char *text);
/* Against the right edge of width columns. */
void grid_right(struct grid *grid, int row, int col, int width, enum style style, const char *text);
/* Wraps text into rect; returns the rows used. */
int grid_wrap(struct grid *grid, struct rect rect, enum style style, const char *text);
/* A blank box with a border and a title (may be NULL); returns what is inside. */
struct rect grid_box(struct grid *grid, struct rect rect, const char *title);
void grid_upright(struct grid *grid, int row, int col, int rows, enum style style);
void grid_rule(struct grid *grid, int row, int col, int cols, enum style style);
/* How far something is: a bar of cols columns with its numbers behind it. */
void grid_progress(struct grid *grid, struct rect rect, int done, int total);
void grid_cursor(struct grid *grid, int row, int col);
const char *grid_mark(const struct grid *grid, enum mark mark);
/* A rect of at most rows x cols in the middle of the grid. */
struct rect grid_middle(const struct grid *grid, int rows, int cols);

#endif
