/* SPDX-License-Identifier: MIT */
#ifndef TUI_PAPER_HEAD_H
#define TUI_PAPER_HEAD_H

/* The head of a document's view: what it is, where it stands, why it came back, what can be done.
 */

#include "tui/app.h"

enum { PAPER_HEAD_ROWS = 4 };

struct paper_head { /* all borrowed */
	const struct app *app;
	const struct view *view;
	const struct history *history;
};

void paper_head_draw(const struct paper_head *head, struct grid *grid, struct rect area);

#endif
