/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_PLAN_H
#define STORE_DB_PLAN_H

/* What a question may show, as sets of units: a scope is one, a query is one for each step. Cut
 * with each other they leave lanes (a step in a range of units) that no document is in twice, and
 * each lane is one search in an index. */

#include "core/query.h"
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

/* What a scope sees. */
struct sight {
	const struct layout *layout; /* borrowed */
	const char *me; /* borrowed; NULL: nobody */
	struct ranges units;
	bool all;
};
/* scope NULL sees everything. */
void sight_init(struct sight *sight, const struct layout *layout, const struct scope *scope);
/* By the unit, or because it is published: not because it is one's own. */
bool sight_has(const struct sight *sight, int step, int unit);
bool sight_has_own(const struct sight *sight, const char *drafter);
void sight_release(struct sight *sight);

struct lane {
	int step;
	struct unit_range units;
};

struct plan {
	struct sight sight;
	struct ranges *wanted; /* of each step, numbered from 0 here; owns */
	size_t step_count;
	bool any; /* everything is wanted */
	bool only_active; /* nothing wanted is in a phase that has no due day as a rule */
	struct lane *lanes; /* owns; what is wanted and seen but for one's own */
	size_t lane_count;
	struct ranges own; /* units where only one's own is seen */
};
/* ERR_NOT_FOUND: the query names a unit that is none. */
MUST_CHECK bool plan_init(struct plan *plan, const struct layout *layout, const struct query *query,
	const struct scope *scope, struct err *err);
bool plan_wants(const struct plan *plan, int step, int unit);
void plan_release(struct plan *plan);

#endif
