/* SPDX-License-Identifier: MIT */
#include "store/db_plan.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/mem.h"

/* -- Ranges ------------------------------------------------------------------------------------ */

void ranges_add(struct ranges *ranges, int lo, int hi)
{
	if (lo > hi)
		return;
	GROW(ranges->v, ranges->n);
	ranges->v[ranges->n++] = (struct unit_range){.lo = lo, .hi = hi};
}

static int by_lo(const void *a, const void *b)
{
	int x = ((const struct unit_range *)a)->lo, y = ((const struct unit_range *)b)->lo;

	return (x > y) - (x < y);
}

void ranges_tidy(struct ranges *ranges)
{
	size_t n = 0;

	if (ranges->n > 0)
		qsort(ranges->v, ranges->n, sizeof(*ranges->v), by_lo);
	for (size_t i = 0; i < ranges->n; i++) {
		struct unit_range *last = n > 0 ? &ranges->v[n - 1] : NULL;

		if (last == NULL || ranges->v[i].lo > last->hi + 1)
			ranges->v[n++] = ranges->v[i];
		else if (ranges->v[i].hi > last->hi)
			last->hi = ranges->v[i].hi;
	}
	ranges->n = n;
}

bool ranges_has(const struct ranges *ranges, int unit)
{
	for (size_t i = 0; i < ranges->n; i++) {
		if (ranges->v[i].lo <= unit && unit <= ranges->v[i].hi)
			return true;
	}
	return false;
}

void ranges_cut(const struct ranges *a, const struct ranges *b, struct ranges *both)
{
	for (size_t i = 0; i < a->n; i++) {
		for (size_t k = 0; k < b->n; k++) {
			const struct unit_range *x = &a->v[i], *y = &b->v[k];

			ranges_add(
				both, x->lo > y->lo ? x->lo : y->lo, x->hi < y->hi ? x->hi : y->hi);
		}
	}
}

void ranges_rest(const struct ranges *ranges, int last, struct ranges *rest)
{
	int next = 0;

	for (size_t i = 0; i < ranges->n; i++) {
		ranges_add(rest, next, ranges->v[i].lo - 1);
		next = ranges->v[i].hi + 1;
	}
	ranges_add(rest, next, last);
}

void ranges_release(struct ranges *ranges)
{
	free(ranges->v);
	*ranges = (struct ranges){0};
}

/* -- What is seen ------------------------------------------------------------------------------ */

static void add_clipped(struct ranges *ranges, const struct layout *layout, struct unit_range range)
{
	int last = (int)layout->unit_count - 1;

	ranges_add(ranges, range.lo > 0 ? range.lo : 0, range.hi < last ? range.hi : last);
}

static void add_opening(struct sight *sight, const struct opening *opening, enum sight_for use)
{
	for (unsigned phase = 0; phase < PHASE_COUNT; phase++) {
		if ((opening->nothing & (1u << phase)) != 0)
			continue;
		if ((opening->titles & (1u << phase)) == 0)
			add_clipped(&sight->whole[phase], sight->layout, opening->units);
		else if (use == SIGHT_FOR_READING)
			continue;
		add_clipped(&sight->seen[phase], sight->layout, opening->units);
		add_clipped(&sight->units, sight->layout, opening->units);
	}
}

void sight_init(struct sight *sight, const struct layout *layout, const struct scope *scope,
	enum sight_for use)
{
	static const struct opening everything = {.units = {0, INT_MAX}};
	int last = (int)layout->unit_count - 1;

	*sight = (struct sight){.layout = layout, .all = true};
	if (scope == NULL)
		add_opening(sight, &everything, use);
	else
		sight->me = scope->person;
	for (size_t i = 0; scope != NULL && i < scope->n; i++)
		add_opening(sight, &scope->openings[i], use);
	for (int phase = 0; phase < PHASE_COUNT; phase++) {
		ranges_tidy(&sight->seen[phase]);
		ranges_tidy(&sight->whole[phase]);
		sight->all = sight->all && sight->whole[phase].n == 1 &&
			     sight->whole[phase].v[0].lo == 0 &&
			     sight->whole[phase].v[0].hi == last;
	}
	ranges_tidy(&sight->units);
}

void sight_gaps(const struct sight *sight, struct ranges *gaps)
{
	for (int phase = 0; phase < PHASE_COUNT; phase++)
		ranges_rest(&sight->seen[phase], (int)sight->layout->unit_count - 1, gaps);
	ranges_tidy(gaps);
}

static enum phase phase_of(const struct sight *sight, int step)
{
	return (enum phase)sight->layout->steps[step - 1].phase;
}

bool sight_has(const struct sight *sight, int step, int unit)
{
	enum phase phase = phase_of(sight, step);

	return phase == PHASE_PUBLISHED || ranges_has(&sight->seen[phase], unit);
}

bool sight_has_own(const struct sight *sight, const char *drafter)
{
	return sight->me != NULL && str_eq(sight->me, drafter);
}

static bool names_any(const struct sight *sight, const struct ranges *units, int64_t doc)
{
	const struct share *end = sight->shares.v + sight->shares.n;

	if (sight->shares.n == 0)
		return false;
	for (const struct share *s = shares_of(&sight->shares, doc);
		s != NULL && s < end && s->doc == doc; s++) {
		if (ranges_has(units, s->unit))
			return true;
	}
	return false;
}

bool sight_has_shared(const struct sight *sight, int step, int64_t doc)
{
	enum phase phase = phase_of(sight, step);

	return phase != PHASE_DRAFT && names_any(sight, &sight->seen[phase], doc);
}

bool sight_is_whole(const struct sight *sight, sqlite3_stmt *stmt, struct doc_columns at)
{
	enum phase phase = phase_of(sight, sqlite3_column_int(stmt, at.step));
	const struct ranges *whole = &sight->whole[phase];

	return ranges_has(whole, sqlite3_column_int(stmt, at.unit)) ||
	       sight_has_own(sight, (const char *)sqlite3_column_text(stmt, at.drafter)) ||
	       (phase != PHASE_DRAFT && names_any(sight, whole, sqlite3_column_int64(stmt, at.n)));
}

bool sight_read(struct sight *sight, struct db *db, const struct ranges *others, struct err *err)
{
	struct ranges units = {0};
	bool ok;

	for (size_t i = 0; !sight->all && i < sight->units.n; i++)
		ranges_add(&units, sight->units.v[i].lo, sight->units.v[i].hi);
	for (size_t i = 0; others != NULL && i < others->n; i++)
		ranges_add(&units, others->v[i].lo, others->v[i].hi);
	ranges_tidy(&units);
	ok = shares_read(db, &units, &sight->shares, err);
	ranges_release(&units);
	return ok;
}

void sight_release(struct sight *sight)
{
	shares_release(&sight->shares);
	for (int phase = 0; phase < PHASE_COUNT; phase++) {
		ranges_release(&sight->seen[phase]);
		ranges_release(&sight->whole[phase]);
	}
	ranges_release(&sight->units);
}

static void shared(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const struct sight *sight = sqlite3_value_pointer(argv[2], "sight");

	(void)argc;
	sqlite3_result_int(
		context, sight != NULL && sight_has_shared(sight, sqlite3_value_int(argv[1]),
						  sqlite3_value_int64(argv[0])));
}

bool db_add_shared(struct db *db, struct err *err)
{
	return sqlite3_create_function_v2(db->sql, "shared", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY,
		       NULL, shared, NULL, NULL, NULL) == SQLITE_OK ||
	       db_fail(db, err);
}

/* -- What is asked for ------------------------------------------------------------------------- */

static bool names_code(const char *wanted, const char *code)
{
	return wanted == NULL || strcasecmp(wanted, code) == 0;
}

/* A state is named by its code, or as "kind:code". */
static bool names_state(const struct strv *states, const char *kind, const char *state)
{
	for (size_t i = 0; i < states->n; i++) {
		const char *colon = strchr(states->v[i], ':');
		size_t n = colon != NULL ? (size_t)(colon - states->v[i]) : 0;

		if (colon != NULL && (strncasecmp(states->v[i], kind, n) != 0 || kind[n] != '\0'))
			continue;
		if (strcasecmp(colon != NULL ? colon + 1 : states->v[i], state) == 0)
			return true;
	}
	return states->n == 0;
}

static void want_step(
	struct plan *plan, const struct query *query, struct unit_range units, size_t i)
{
	const struct layout *layout = plan->sight.layout;
	const struct db_step *step = &layout->steps[i];
	struct ranges below = {0}, reached = {0};

	if (!names_code(query->kind, step->kind) ||
		!names_state(&query->states, step->kind, step->state))
		return;
	if (!query->is_queue) {
		add_clipped(&plan->wanted[i], layout, units);
		return;
	}
	for (size_t k = 0; k < query->reach_count; k++) {
		const struct reach *reach = &query->reaches[k];

		if (names_code(reach->kind, step->kind) && names_code(reach->state, step->state))
			add_clipped(reach->by_others ? &plan->reached[i] : &reached, layout,
				reach->units);
	}
	ranges_tidy(&reached);
	ranges_tidy(&plan->reached[i]);
	for (size_t k = 0; k < plan->reached[i].n; k++)
		ranges_add(&plan->others, plan->reached[i].v[k].lo, plan->reached[i].v[k].hi);
	add_clipped(&below, layout, units);
	ranges_cut(&reached, &below, &plan->wanted[i]);
	ranges_release(&reached);
	ranges_release(&below);
}

static void add_lanes(struct plan *plan, size_t i)
{
	const struct layout *layout = plan->sight.layout;
	enum phase phase = (enum phase)layout->steps[i].phase;
	struct ranges both = {0};

	if (phase == PHASE_PUBLISHED)
		ranges_cut(&plan->wanted[i], &plan->wanted[i], &both);
	else
		ranges_cut(&plan->wanted[i], &plan->sight.seen[phase], &both);
	for (size_t k = 0; k < both.n; k++) {
		GROW(plan->lanes, plan->lane_count);
		plan->lanes[plan->lane_count++] =
			(struct lane){.step = (int)i + 1, .units = both.v[k]};
	}
	ranges_release(&both);
}

/* Where one's own is wanted and nothing else is seen: seldom anywhere. */
static void add_own(struct plan *plan)
{
	struct ranges rest = {0}, wanted = {0};

	if (plan->sight.me == NULL)
		return;
	sight_gaps(&plan->sight, &rest);
	for (size_t i = 0; i < plan->step_count; i++) {
		if (plan->sight.layout->steps[i].phase == PHASE_PUBLISHED)
			continue;
		for (size_t k = 0; k < plan->wanted[i].n; k++)
			ranges_add(&wanted, plan->wanted[i].v[k].lo, plan->wanted[i].v[k].hi);
	}
	ranges_tidy(&wanted);
	ranges_cut(&rest, &wanted, &plan->own);
	ranges_release(&rest);
	ranges_release(&wanted);
}

/* Whether it asks for more than a list tells of a paper, or to work on it. */
static bool asks_inside(const struct query *query)
{
	return query->body.n > 0 || query->grounds.n > 0 || query->names != NULL ||
	       query->pack != NULL || query->review_before != DAY_NONE || query_has_deed(query) ||
	       query->is_queue;
}

bool plan_init(struct plan *plan, const struct layout *layout, const struct query *query,
	const struct scope *scope, struct err *err)
{
	struct unit_range units;

	*plan = (struct plan){0};
	if (!layout_range(layout, query->unit, &units, err))
		return false;
	if (query->unit != NULL && query->unit_itself)
		units.hi = units.lo;
	sight_init(&plan->sight, layout, scope,
		asks_inside(query) ? SIGHT_FOR_READING : SIGHT_FOR_LISTS);
	plan->any = !query->is_queue && query->unit == NULL && query->kind == NULL &&
		    query->states.n == 0;
	plan->only_active = true;
	plan->step_count = layout->step_count;
	plan->wanted = xcalloc(plan->step_count, sizeof(*plan->wanted));
	plan->reached = xcalloc(plan->step_count, sizeof(*plan->reached));
	plan->asked = units;
	for (size_t i = 0; i < plan->step_count; i++) {
		want_step(plan, query, units, i);
		if (plan->wanted[i].n + plan->reached[i].n > 0 &&
			layout->steps[i].phase > PHASE_DECIDED)
			plan->only_active = false;
		add_lanes(plan, i);
	}
	add_own(plan);
	return true;
}

bool plan_wants(const struct plan *plan, int step, int unit)
{
	return ranges_has(&plan->wanted[step - 1], unit);
}

bool plan_reaches(const struct plan *plan, int step, int unit, int64_t doc)
{
	const struct shares *shares = &plan->sight.shares;
	const struct ranges *reached = &plan->reached[step - 1];

	if (reached->n == 0 || unit < plan->asked.lo || unit > plan->asked.hi)
		return false;
	for (const struct share *s = shares_of(shares, doc);
		s != NULL && s < shares->v + shares->n && s->doc == doc; s++) {
		if (!s->has_spoken && ranges_has(reached, s->unit))
			return true;
	}
	return false;
}

void plan_release(struct plan *plan)
{
	for (size_t i = 0; i < plan->step_count; i++) {
		ranges_release(&plan->wanted[i]);
		ranges_release(&plan->reached[i]);
	}
	free(plan->wanted);
	free(plan->reached);
	ranges_release(&plan->others);
	free(plan->lanes);
	ranges_release(&plan->own);
	sight_release(&plan->sight);
	*plan = (struct plan){0};
}
