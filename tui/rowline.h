/* SPDX-License-Identifier: MIT */
#ifndef TUI_ROWLINE_H
#define TUI_ROWLINE_H

/* One paper on one line, in columns that fit the width. */

#include "tui/app.h"

enum {
	ROW_CURRENT = 1,
	ROW_SELECTED = 2,
	ROW_WAITING = 4 /* says with whom it is */,
	ROW_BEGUN = 8 /* says who did what to it last */
};

/* Which columns of a list are shown. */
struct columns {
	const struct kind
		*kind; /* that all rows are of, whose columns are shown; NULL: of several */
	int shift; /* how many went off to the left; the day and the title always stay */
};

/* The titles, with a mark at the edge behind which there are more columns. */
void rowline_head(struct grid *grid, struct rect rect, const struct columns *shown);
/* Whether columns lie further to the right than a line so wide shows. */
bool rowline_has_right(const struct columns *shown, int cols);
void rowline_draw(const struct app *app, struct grid *grid, struct rect rect,
	const struct columns *shown, const struct row *row, unsigned flags);

#endif
