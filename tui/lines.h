/* SPDX-License-Identifier: MIT */
#ifndef TUI_LINES_H
#define TUI_LINES_H

/* Lines of a page to scroll through, already wrapped. */

#include <stddef.h>

#include "tui/cell.h"
#include "tui/list.h"

/* What stands in the first column of a line: a rail that joins what follows one another, and the
 * marks on it: who vouches for a decision. */
enum rail { RAIL_NONE, RAIL_ON, RAIL_OWN_KEY, RAIL_SITE_KEY, RAIL_NO_KEY };

struct line {
	enum style style;
	int indent;
	char *label, *text; /* owns; label may be NULL */
	enum rail rail;
};

struct lines {
	struct line *v; /* owns */
	size_t n;
};

/* text is wrapped to cols behind indent; "" is a blank line. */
void lines_add(struct lines *lines, int cols, enum style style, int indent, const char *text);
void lines_addf(struct lines *lines, int cols, enum style style, int indent, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* A label and its value side by side; nothing where the value is NULL or "". */
void lines_pair(
	struct lines *lines, int cols, const char *label, enum style style, const char *value);
/* Puts the lines from the one at `from` on a rail, with a mark at the first of them. */
void lines_rail(struct lines *lines, size_t from, enum rail mark);
/* The list's cursor is the page's first line. */
void lines_draw(
	const struct lines *lines, const struct list *list, struct grid *grid, struct rect rect);
void lines_release(struct lines *lines);

#endif
