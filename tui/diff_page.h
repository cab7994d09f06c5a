/* SPDX-License-Identifier: MIT */
#ifndef TUI_DIFF_PAGE_H
#define TUI_DIFF_PAGE_H

/* What has changed in a paper: particulars and text, beside each other in a wide window, else one
 * below the other. By default since the last reviewer had it before them. */

#include "core/diff.h"
#include "core/session.h"
#include "tui/find.h"
#include "tui/list.h"

/* What the paper is compared with: a decision's number from 1, or one of these. */
enum { DIFF_SINCE_REVIEW = 0, DIFF_PUBLIC = -1 };

struct diff_cell { /* one line of one side, with the changed words between marks */
	char *text; /* owns */
	struct find_hit *marks; /* owns */
	size_t mark_count;
	enum diff_kind kind;
	bool is_heading, is_fold;
};
struct diff_line { /* a row of the screen: stretches of at most two cells */
	int cell[2]; /* -1: none; of the first alone where lines stand one below the other */
	struct glyph_line at[2];
	bool is_first; /* of its cells */
};

struct diff_page {
	int base; /* as above */
	bool is_inline; /* one below the other in a wide window too */
	char *heading; /* owns: what is compared with what */
	char *none; /* owns: why there is nothing to see; NULL */
	struct diff_cell *cells; /* owns */
	size_t cell_count;
	struct diff_line *lines; /* owns; made for cols */
	size_t line_count;
	int *changes; /* owns: the lines at which changes begin */
	size_t change_count;
	int cols; /* 0: make the lines again */
	bool is_loaded;
};

MUST_CHECK bool diff_page_load(struct diff_page *page, struct session *session,
	const struct document *document, const struct history *history, struct err *err);
void diff_page_layout(struct diff_page *page, int cols);
void diff_page_draw(
	const struct diff_page *page, const struct list *list, struct grid *grid, struct rect rect);
/* To the next change, or the one before; false: there is none on that side. */
bool diff_page_step(const struct diff_page *page, struct list *list, bool backwards);
void diff_page_forget(struct diff_page *page); /* what was read, not what was chosen */
void diff_page_release(struct diff_page *page);

#endif
