/* SPDX-License-Identifier: MIT */
#ifndef TUI_DOCUMENT_H
#define TUI_DOCUMENT_H

/* A document on the screen, for the files that the view is made of. */

#include "tui/diff_page.h"
#include "tui/find.h"
#include "tui/lines.h"
#include "tui/pager.h"
#include "tui/text_page.h"
#include "tui/views.h"

enum page {
	PAGE_TEXT,
	PAGE_PARTICULARS,
	PAGE_CLOCKS,
	PAGE_DECISIONS,
	PAGE_ACTIONS,
	PAGE_CHANGES,
	PAGE_COUNT
};

struct document_view {
	struct tui_view base;
	char *id; /* owns */
	char *letter; /* owns: what is being printed; NULL: the document itself */
	struct pager *from; /* borrowed; may be NULL */
	struct view view;
	bool is_there;
	struct history history;
	enum page page;
	struct text_page text;
	struct diff_page diff;
	struct lines lines; /* of the other pages */
	struct find find; /* in the page that is shown */
	size_t find_from; /* the byte where the search began */
	int cols; /* that the page was made for; 0: make it again */
	struct list lists[PAGE_COUNT];
	size_t resume; /* where reading goes on: a byte of the text, or a line; 0: as it is */
	size_t anchor; /* the byte of the text that was put at the top */
	int anchor_top; /* and the line it was put on */
};

void document_turn(struct document_view *view, int page);
/* The page as one text, for searching in it; *len is its length. The caller frees. */
char *document_page_text(const struct document_view *view, size_t *len);

/* tui/document_read.c: searching in a page, comparing, going to other papers. False: the command is
 * none of them. */
bool document_find(struct document_view *view, enum command_id id);
bool document_read(struct document_view *view, enum command_id id);
void document_typed(struct tui_view *base, int tag, const char *text);
void document_answer(struct tui_view *base, int tag, const struct answer *got);

#endif
