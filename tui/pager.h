/* SPDX-License-Identifier: MIT */
#ifndef TUI_PAGER_H
#define TUI_PAGER_H

/* A virtual list: a window of rows over a query of any size, moved by the ids of its ends. Only the
 * window is ever in memory. */

#include "core/session.h"
#include "tui/list.h"

enum {
	PAGER_PAGE = 60,
	PAGER_WINDOW = 240,
};

/* The rows after (backwards: before, nearest first) the one of an id; after NULL: from that end. */
typedef bool pager_load(void *context, const char *after, bool backwards, int limit,
	struct rows *rows, struct err *err);

struct pager {
	pager_load *load;
	void *context; /* borrowed */
	struct rows rows; /* the window; owns */
	int first; /* rows before the window */
	int total; /* of the query: the caller's to set */
	bool at_start, at_end; /* nothing lies before, behind the window */
	struct list list; /* over the window */
};

MUST_CHECK bool pager_start(struct pager *pager, struct err *err);
MUST_CHECK bool pager_end(struct pager *pager, struct err *err);
/* Again from the source; the cursor stays on its row, or where that was. */
MUST_CHECK bool pager_refresh(struct pager *pager, struct err *err);
/* Whether the command was a move; loads what it needs. On failure the window stays. */
bool pager_command(struct pager *pager, enum command_id id, struct err *err);
/* Puts the cursor on the row of an id, wherever it is; it stays where the id is none of the list.
 */
MUST_CHECK bool pager_seek(struct pager *pager, const char *id, struct err *err);
const struct row *pager_row(const struct pager *pager); /* under the cursor; NULL */
void pager_release(struct pager *pager);

#endif
