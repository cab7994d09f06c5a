/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_SUMS_H
#define STORE_DB_SUMS_H

/* Sums over what was done, kept with every decision: see db_sums.c. A build (DB_BULK) keeps none
 * until sums_make. */

#include "core/store.h"
#include "store/db_stmt.h"

/* The moves of a document from a decision on (0: all), counted under the phase that its row says:
 * sign 1 puts them in, -1 takes them out. */
MUST_CHECK bool sums_add_acts(struct db *db, int64_t doc, int64_t from, int sign, struct err *err);
/* That it was published within a term, if its row says so. */
MUST_CHECK bool sums_add_published(struct db *db, int64_t doc, int sign, struct err *err);
/* Drops what has come to nothing; after something was taken out. */
MUST_CHECK bool sums_tidy(struct db *db, struct err *err);
/* All of them anew: at the end of a build; when the tree or the phases of states change. */
MUST_CHECK bool sums_make(struct db *db, struct err *err);
/* Notes which units each is in, itself among them. */
MUST_CHECK bool sums_put_above(
	struct db *db, const struct db_unit *units, size_t n, struct err *err);
int unit_above(const struct db_unit *units, int unit); /* -1: none */

/* Whether the days asked for are whole months: then sums_acts is db_acts. */
bool sums_answer(const struct past_ask *ask);
MUST_CHECK bool sums_acts(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct act_counts *acts, struct err *err);

#endif
