/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_PLAN_H
#define STORE_DB_PLAN_H

/* What a question may show, as sets of units: a scope is one, a query is one for each step. Cut
 * with each other they leave lanes (a step in a range of units) that no document is in twice, and
 * each lane is one search in an index. */

#include "core/query.h"
#include "store/db_share.h"

/* Whether what is told is more than stands in a list: then who sees the title alone sees nothing.
 */
enum sight_for { SIGHT_FOR_LISTS, SIGHT_FOR_READING };

/* What a scope sees. */
struct sight {
	const struct layout *layout; /* borrowed */
	const char *me; /* borrowed; NULL: nobody */
	struct ranges seen[PHASE_COUNT]; /* of documents in states of each phase */
	struct ranges whole[PHASE_COUNT]; /* the same but for what is seen by its title alone */
	struct ranges units; /* seen in one phase or another */
	bool all; /* everything is seen whole */
	struct shares shares; /* of these units; owns; read by sight_read */
};
/* scope NULL sees everything. */
void sight_init(struct sight *sight, const struct layout *layout, const struct scope *scope,
	enum sight_for use);
/* Units in which something is not seen. */
void sight_gaps(const struct sight *sight, struct ranges *gaps);
/* By the unit, or because it is published: not because it is one's own. */
bool sight_has(const struct sight *sight, int step, int unit);
bool sight_has_own(const struct sight *sight, const char *drafter);
/* Because it names one of the units, and has left drafting. */
bool sight_has_shared(const struct sight *sight, int step, int64_t doc);
/* Whether the document in four columns of a row (n, unit, step, drafter, in the places given) is
 * seen for more than being published. */
struct doc_columns {
	int n, unit, step, drafter;
};
bool sight_is_whole(const struct sight *sight, sqlite3_stmt *stmt, struct doc_columns at);
/* Reads what is shared with the units, and with others that may be NULL. */
MUST_CHECK bool sight_read(
	struct sight *sight, struct db *db, const struct ranges *others, struct err *err);
void sight_release(struct sight *sight);
/* SQL's shared(doc, step, sight): sight_has_shared. */
MUST_CHECK bool db_add_shared(struct db *db, struct err *err);

struct lane {
	int step;
	struct unit_range units;
};

struct plan {
	struct sight sight;
	struct ranges *wanted; /* of each step, numbered from 0 here; owns */
	/* Of each step: units whose voice is waited for in papers of others; owns. */
	struct ranges *reached;
	struct ranges others; /* all of those */
	struct unit_range asked; /* the units asked for */
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
/* Whether a queue wants it for the voice of a unit that it names. */
bool plan_reaches(const struct plan *plan, int step, int unit, int64_t doc);
void plan_release(struct plan *plan);

#endif
