/* SPDX-License-Identifier: MIT */
#ifndef TUI_PAPERS_H
#define TUI_PAPERS_H

/* The list of papers, for the files it is made of. */

#include "tui/pager.h"
#include "tui/selection.h"
#include "tui/views.h"

/* What the list asks of the person. */
enum papers_ask { ASK_FILTER = 1, ASK_SEARCH, ASK_SELECT, ASK_UNSELECT, ASK_BULK };

struct papers_view {
	struct tui_view base;
	char *queue, *text, *filter, *title; /* owns; queue, text, filter may be NULL */
	enum query_order order;
	struct pager pager;
	struct selection selection;
	char *range_from; /* owns: the id where a range begins; NULL: none is being made */
};

/* What the list shows; the caller releases the query in either case. */
MUST_CHECK bool papers_query(const struct papers_view *view, struct query *query, struct err *err);

/* The selection's commands; false: the command is none of them. */
bool papers_select_command(struct papers_view *view, enum command_id id);
/* Selects, or unselects, what fits the words of ASK_SELECT or ASK_UNSELECT. */
void papers_select_words(struct papers_view *view, enum papers_ask ask, const char *words);
/* Whether the row at i of the window is drawn as selected: a range being made counts. */
bool papers_is_selected(const struct papers_view *view, int i);

#endif
