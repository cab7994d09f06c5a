/* SPDX-License-Identifier: MIT */
#ifndef TUI_TEXT_PAGE_H
#define TUI_TEXT_PAGE_H

/* The text of a paper on the screen: what the screening finds in it is marked where it stands, and
 * the text as the public may read it is a key away. */

#include "tui/app.h"
#include "tui/find.h"
#include "tui/list.h"

struct text_page {
	char *text, *public; /* owns; the paper's, and as the public may read it */
	size_t len, public_len;
	bool is_public; /* the second is shown */
	bool is_proposal; /* there is no rendition: it is what masking would make of the text */
	struct findings findings; /* in the text */
	size_t hit; /* of the findings, from 1; 0: none was gone to yet */
	struct glyph_lines lines; /* of the one that is shown, at cols */
	int cols; /* 0: wrap it again */
};

/* Reads it anew; where the reader was stays. */
MUST_CHECK bool text_page_load(struct text_page *page, struct session *session,
	const struct paper *paper, struct err *err);
void text_page_release(struct text_page *page);
/* What is shown. */
const char *text_page_get(const struct text_page *page, size_t *len);
void text_page_wrap(struct text_page *page, int cols);
/* The row that tells of the findings, below the text; false: there is nothing to tell. */
bool text_page_has_foot(const struct text_page *page);
void text_page_draw(const struct text_page *page, const struct list *list, const struct find *find,
	struct grid *grid, struct rect rect);
void text_page_draw_foot(
	const struct text_page *page, const struct app *app, struct grid *grid, struct rect rect);
/* Goes to the next finding in the text; false: nothing was found. */
bool text_page_next_hit(struct text_page *page, struct list *list);
/* Puts the line of a byte on the screen, with some lines before it. */
void text_page_go(const struct text_page *page, struct list *list, size_t at);
void text_page_turn(struct text_page *page); /* from one text to the other */

/* How a finding is shown where it stands. */
enum style say_severity_style(enum severity severity);

#endif
