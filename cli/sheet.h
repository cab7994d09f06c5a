/* SPDX-License-Identifier: MIT */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

/* Columns for people, aligned by what the characters take on the screen. On a terminal a list keeps
 * a row to a line: columns are left out, and one is cut. A page is never cut. */

#include "core/str.h"

struct sheet {
	struct strv cells; /* owns; row by row */
	size_t columns;
	bool is_list;
	size_t gives_way; /* a list's column that is cut */
	const char *spare; /* a list's columns to leave out first: "42", ':' is 10; or NULL */
	int indent;
	const int *least; /* how wide each column is at least; borrowed; or NULL */
};

void sheet_add(struct sheet *sheet, const char *cell); /* NULL is "" */
void sheet_print(const struct sheet *sheet);
/* The same as text; columns: how wide a row may be, 0 as wide as it is. */
void sheet_format(const struct sheet *sheet, int columns, struct str *out);
/* How wide each column is; the caller frees. */
int *sheet_widths(const struct sheet *sheet);
void sheet_release(struct sheet *sheet);

#endif
