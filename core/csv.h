/* SPDX-License-Identifier: MIT */
#ifndef CORE_CSV_H
#define CORE_CSV_H

/* Comma separated tables (RFC 4180): quoted fields may hold commas, quotes and line breaks; the
 * first row names the columns; a byte order mark and CRLF are taken. */

#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

struct csv_row {
	int line; /* where the row begins, from 1 */
	struct strv cells; /* owns; as many as the table has columns, unless fault is set */
	bool ragged; /* it has another number of cells than the first row */
};

struct csv {
	struct strv columns; /* owns */
	struct csv_row *rows; /* owns */
	size_t n;
};

/* ERR_INPUT with the line: an open quote at the end, text after a closing quote, no columns, a
 * column twice. Blank lines are passed over. Ragged rows are kept and marked. */
MUST_CHECK bool csv_parse(struct csv *csv, const char *text, size_t len, struct err *err);
void csv_release(struct csv *csv);
int csv_column(const struct csv *csv, const char *name); /* its index; -1 where there is none */
/* The cell of a column in a row; "" where the table has no such column. Borrowed. */
const char *csv_get(const struct csv *csv, const struct csv_row *row, const char *column);
/* Appends one field, quoted where it must be. */
void csv_put(struct str *out, const char *field);

#endif
