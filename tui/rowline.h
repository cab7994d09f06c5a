/* SPDX-License-Identifier: MIT */
#ifndef TUI_ROWLINE_H
#define TUI_ROWLINE_H

/* One paper on one line, in columns that fit the width. */

#include "tui/app.h"

enum { ROW_CURRENT = 1, ROW_SELECTED = 2, ROW_WAITING = 4 /* says with whom it is */ };

/* kind: that all the rows are of, whose columns are shown; NULL: of several. */
void rowline_head(
	const struct app *app, struct grid *grid, struct rect rect, const struct kind *kind);
void rowline_draw(const struct app *app, struct grid *grid, struct rect rect,
	const struct kind *kind, const struct row *row, unsigned flags);

#endif
