/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_GRID_H
#define TESTS_TUI_GRID_H

/* A screen at one moment, and its text forms. Needs a UTF-8 LC_CTYPE. */

#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

enum {
	CELL_CHARS = 6,
	COLOR_DEFAULT = -1,
	COLOR_RGB = 1 << 24, /* or'ed with 0xRRGGBB; smaller numbers are of the palette */
};

enum look {
	LOOK_BOLD = 1 << 0,
	LOOK_UNDERLINE = 1 << 1,
	LOOK_ITALIC = 1 << 2,
	LOOK_BLINK = 1 << 3,
	LOOK_REVERSE = 1 << 4,
	LOOK_STRIKE = 1 << 5,
};

struct cell {
	uint32_t chars[CELL_CHARS]; /* a character and its combining marks; chars[0] 0: blank */
	int width; /* 1, 2, or 0 for the right half of a wide character */
	unsigned look; /* enum look */
	int fg, bg; /* COLOR_DEFAULT, 0-255, or COLOR_RGB */
};

struct grid {
	int rows, cols;
	struct cell *cells; /* owns */
	int row, col; /* the cursor */
	bool visible; /* the cursor is */
};

void grid_init(struct grid *grid, int rows, int cols); /* blank */
void grid_release(struct grid *grid);
struct cell *grid_cell(const struct grid *grid, int row, int col);

/* Appends the rows, each ended by a newline: trailing blanks cut, a wide character once. */
void grid_text(const struct grid *grid, const char *before, struct str *out);

/* Appends the form that goldens have: the rows after '|', with looks the runs of attributes
 * (`@05 0-39 bold reverse fg2 bg4, 44-48 fg1`, rows and columns from 0), the cursor. */
void grid_golden(const struct grid *grid, bool looks, struct str *out);

/* What no screen may show: half a wide character, a control or bidi character, a cursor outside.
 * ERR_INPUT: the first place that does. */
MUST_CHECK bool grid_check(const struct grid *grid, struct err *err);

#endif
