/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_COMPARE_H
#define STORE_DB_COMPARE_H

/* Whether an index says what another says that was made of the same ledger. */

#include "store/db.h"

/* Rows of a table that differ. */
struct db_difference {
	const char *table;
	const char *column; /* NULL: the rows themselves are there in one of the two alone */
	bool is_extra; /* then: in the first */
	const char *row; /* the first of them: a document's id, or its key */
	int64_t n;
};
typedef void db_differs(void *context, const struct db_difference *difference);

/* Compares every table and column that the second has, but for what says something else each time
 * an index is made (db_compare.c says which, and why). Both are read as they stand. */
MUST_CHECK bool db_compare(
	struct db *db, struct db *made, db_differs *differs, void *context, struct err *err);

#endif
