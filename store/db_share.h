/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_SHARE_H
#define STORE_DB_SHARE_H

/* Documents that name other units than their own (document.shared): few beside all there are, so
 * those that concern a question are read beforehand. */

#include "store/db_ranges.h"

struct share {
	int64_t doc;
	int unit;
	bool has_spoken; /* in the step the document is in */
	bool is_offered; /* by a list, which asks once */
};
struct shares {
	struct share *v; /* owns; by document */
	size_t n;
};
/* Those of the units; shares is released first. */
MUST_CHECK bool shares_read(
	struct db *db, const struct ranges *units, struct shares *shares, struct err *err);
void shares_release(struct shares *shares);
/* The first of a document's; NULL: none. Its others follow. */
struct share *shares_of(const struct shares *shares, int64_t doc);

/* Notes the units that a document names, and which of them have spoken. */
MUST_CHECK bool db_put_shares(
	struct db *db, int64_t doc, const struct document *after, struct err *err);

#endif
