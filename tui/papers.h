/* SPDX-License-Identifier: MIT */
#ifndef TUI_PAPERS_H
#define TUI_PAPERS_H

/* The list of papers, for the files it is made of. */

#include "tui/filters.h"
#include "tui/pager.h"
#include "tui/preview.h"
#include "tui/selection.h"
#include "tui/views.h"

/* What the list asks of the person. */
enum papers_ask {
	ASK_FILTER = 1,
	ASK_FIND,
	ASK_SEARCH,
	ASK_KEEP,
	ASK_SELECT,
	ASK_UNSELECT,
	ASK_BULK,
	ASK_PRINT
};

struct papers_view {
	struct tui_view base;
	char *queue, *text, *filter, *title; /* owns; queue, text, filter may be NULL */
	char *kind; /* owns: that all of it is of, so that its columns show; NULL: of several */
	bool is_stopped; /* nothing was read, since the person stopped it */
	int shift; /* columns that went off to the left */
	int cols; /* that its lines had when they were drawn last */
	enum query_order order;
	struct pager pager;
	struct selection selection;
	char *range_from; /* owns: the id where a range begins; NULL: none is being made */
	size_t tab; /* of the filters over the list */
	char *before; /* owns: the filter as it was before the one being typed */
	char *find, *find_from; /* owns: what is searched for, the id where the search began */
	bool finds_nothing;
	struct preview preview;
};

/* What the list shows; the caller releases the query in either case. */
MUST_CHECK bool papers_query(const struct papers_view *view, struct query *query, struct err *err);

/* From the start again, with the count; false: it was refused, and the person knows why. */
bool papers_reload(struct papers_view *view);

/* Searching within the list, and its tabs; false: the command is none of them. */
bool papers_find_command(struct papers_view *view, enum command_id id);
/* A prompt for words of a list; tag is an enum papers_ask. */
void papers_ask(struct papers_view *view, int tag, const char *label, const char *text);
void papers_find_typed(struct papers_view *view, const char *words);
bool papers_tab_command(struct papers_view *view, enum command_id id);
void papers_turn(struct papers_view *view, size_t tab);
/* Turns to the tab that is drawn at a column; false: none is. */
bool papers_click_tab(struct papers_view *view, int col);
void papers_keep(struct papers_view *view, const char *name);
void papers_draw_tabs(const struct papers_view *view, struct grid *grid, struct rect rect);

/* The selection's commands; false: the command is none of them. */
bool papers_select_command(struct papers_view *view, enum command_id id);
/* Selects, or unselects, what fits the words of ASK_SELECT or ASK_UNSELECT. */
void papers_select_words(struct papers_view *view, enum papers_ask ask, const char *words);
/* Whether the row at i of the window is drawn as selected: a range being made counts. */
bool papers_is_selected(const struct papers_view *view, int i);

#endif
