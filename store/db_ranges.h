/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_RANGES_H
#define STORE_DB_RANGES_H

/* Sets of units, as ranges in tree order. */

#include "store/db_stmt.h"

struct ranges {
	struct unit_range *v; /* owns; ascending and apart once ranges_tidy was called */
	size_t n;
};
void ranges_add(struct ranges *ranges, int lo, int hi); /* lo > hi: nothing */
void ranges_tidy(struct ranges *ranges);
bool ranges_has(const struct ranges *ranges, int unit);
void ranges_cut(const struct ranges *a, const struct ranges *b, struct ranges *both);
/* What is left of the units 0 to last. */
void ranges_rest(const struct ranges *ranges, int last, struct ranges *rest);
void ranges_release(struct ranges *ranges);

#endif
