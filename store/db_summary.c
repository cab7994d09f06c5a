/* SPDX-License-Identifier: MIT */
/* Counts by unit, kind, state and attribute. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_plan.h"

/* One count; those of the same cell are added up at the end. */
struct part {
	int unit, step;
	char *attribute; /* owns */
	int n, overdue;
};

struct summary {
	struct db *db;
	const struct db_period *period;
	struct sight sight;
	struct unit_range units; /* asked for */
	struct part *parts; /* owns */
	size_t n;
};

static void add(struct summary *s, int unit, int step, const char *attribute, int n, int overdue)
{
	struct part *last = s->n > 0 ? &s->parts[s->n - 1] : NULL;

	if (last != NULL && last->unit == unit && last->step == step &&
		str_eq(last->attribute, attribute)) {
		last->n += n;
		last->overdue += overdue;
		return;
	}
	GROW(s->parts, s->n);
	s->parts[s->n++] = (struct part){.unit = unit,
		.step = step,
		.attribute = xstrdup(attribute),
		.n = n,
		.overdue = overdue};
}

static const char *text(sqlite3_stmt *stmt, int column)
{
	return (const char *)sqlite3_column_text(stmt, column);
}

/* -- All that there is ------------------------------------------------------------------------- */

static bool add_tallies(struct summary *s, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->db->layout.step_count; i++) {
		sqlite3_stmt *stmt = db_stmt(s->db, STMT_summary_step);
		int step = (int)i + 1;

		sqlite3_bind_int(stmt, 1, step);
		sqlite3_bind_int(stmt, 2, s->units.lo);
		sqlite3_bind_int(stmt, 3, s->units.hi);
		while ((rc = db_step(s->db, stmt, err)) > 0) {
			int unit = sqlite3_column_int(stmt, 0);

			if (sight_has(&s->sight, step, unit))
				add(s, unit, step, text(stmt, 1), sqlite3_column_int(stmt, 2), 0);
		}
	}
	return rc == 0;
}

static bool is_late(const struct summary *s, int64_t due)
{
	return due < db_due(s->period->today, s->period->minute);
}

static bool add_overdue(struct summary *s, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(s->db, STMT_summary_overdue);
	int rc;

	sqlite3_bind_int64(stmt, 1, db_due(s->period->today, s->period->minute));
	sqlite3_bind_int(stmt, 2, s->units.lo);
	sqlite3_bind_int(stmt, 3, s->units.hi);
	while ((rc = db_step(s->db, stmt, err)) > 0) {
		int unit = sqlite3_column_int(stmt, 0), step = sqlite3_column_int(stmt, 1);

		if (sight_has(&s->sight, step, unit))
			add(s, unit, step, text(stmt, 2), 0, 1);
	}
	return rc == 0;
}

/* -- What was created in some days ------------------------------------------------------------- */

static bool is_open(const struct db_period *period)
{
	return period->from == DAY_NONE && period->to == DAY_NONE;
}

static int last_day(const struct db_period *period)
{
	return period->to != DAY_NONE ? period->to : INT_MAX;
}

static bool add_period(struct summary *s, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(s->db, STMT_summary_period);
	int rc;

	sqlite3_bind_int(stmt, 1, s->period->from);
	sqlite3_bind_int(stmt, 2, last_day(s->period));
	sqlite3_bind_int(stmt, 3, s->units.lo);
	sqlite3_bind_int(stmt, 4, s->units.hi);
	while ((rc = db_step(s->db, stmt, err)) > 0) {
		int unit = sqlite3_column_int(stmt, 0), step = sqlite3_column_int(stmt, 1);

		if (sight_has(&s->sight, step, unit))
			add(s, unit, step, text(stmt, 2), 1,
				is_late(s, sqlite3_column_int64(stmt, 3)));
	}
	return rc == 0;
}

/* -- One's own where nothing else is seen ------------------------------------------------------ */

static bool add_own_in(struct summary *s, struct unit_range units, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(s->db, STMT_summary_own);
	int rc;

	db_bind_text(stmt, 1, s->sight.me);
	sqlite3_bind_int(stmt, 2, units.lo > s->units.lo ? units.lo : s->units.lo);
	sqlite3_bind_int(stmt, 3, units.hi < s->units.hi ? units.hi : s->units.hi);
	while ((rc = db_step(s->db, stmt, err)) > 0) {
		int unit = sqlite3_column_int(stmt, 0), step = sqlite3_column_int(stmt, 1);
		int created = sqlite3_column_int(stmt, 4);

		if (!sight_has(&s->sight, step, unit) && created >= s->period->from &&
			created <= last_day(s->period))
			add(s, unit, step, text(stmt, 2), 1,
				is_late(s, sqlite3_column_int64(stmt, 3)));
	}
	return rc == 0;
}

static bool add_own(struct summary *s, struct err *err)
{
	struct ranges rest = {0};
	bool ok = true;

	if (s->sight.me == NULL)
		return true;
	sight_gaps(&s->sight, &rest);
	for (size_t i = 0; ok && i < rest.n; i++)
		ok = add_own_in(s, rest.v[i], err);
	ranges_release(&rest);
	return ok;
}

/* -- What is shared with the units ------------------------------------------------------------- */

static bool add_one(struct summary *s, int64_t doc, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(s->db, STMT_summary_one);
	int unit, step, created;

	sqlite3_bind_int64(stmt, 1, doc);
	if (db_step(s->db, stmt, err) <= 0)
		return false;
	unit = sqlite3_column_int(stmt, 0);
	step = sqlite3_column_int(stmt, 1);
	created = sqlite3_column_int(stmt, 4);
	if (unit >= s->units.lo && unit <= s->units.hi && !sight_has(&s->sight, step, unit) &&
		!sight_has_own(&s->sight, text(stmt, 5)) &&
		sight_has_shared(&s->sight, step, doc) && created >= s->period->from &&
		created <= last_day(s->period))
		add(s, unit, step, text(stmt, 2), 1, is_late(s, sqlite3_column_int64(stmt, 3)));
	sqlite3_reset(stmt);
	return true;
}

static bool add_shared(struct summary *s, struct err *err)
{
	const struct shares *shares = &s->sight.shares;
	bool ok = true;

	for (size_t i = 0; ok && i < shares->n; i++) {
		if (i == 0 || shares->v[i].doc != shares->v[i - 1].doc)
			ok = add_one(s, shares->v[i].doc, err);
	}
	return ok;
}

/* -- The cells --------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b, void *context)
{
	const struct part *x = a, *y = b;
	const struct db_step *steps = ((const struct layout *)context)->steps;
	int order = (x->unit > y->unit) - (x->unit < y->unit);

	if (order == 0)
		order = strcmp(steps[x->step - 1].kind, steps[y->step - 1].kind);
	if (order == 0)
		order = strcmp(steps[x->step - 1].state, steps[y->step - 1].state);
	if (order == 0)
		order = strcasecmp(x->attribute, y->attribute);
	return order;
}

static void make_cells(struct summary *s, struct status_counts *cells)
{
	struct layout *layout = &s->db->layout;

	if (s->n > 0)
		qsort_r(s->parts, s->n, sizeof(*s->parts), compare, layout);
	for (size_t i = 0; i < s->n; i++) {
		const struct part *part = &s->parts[i];
		struct status_count *cell;

		if (i == 0 || compare(part, &s->parts[i - 1], layout) != 0) {
			GROW(cells->v, cells->n);
			cells->v[cells->n++] = (struct status_count){
				.unit = xstrdup(layout->units[part->unit].id),
				.kind = xstrdup(layout->steps[part->step - 1].kind),
				.state = xstrdup(layout->steps[part->step - 1].state),
				.attribute = xstrdup(part->attribute),
			};
		}
		cell = &cells->v[cells->n - 1];
		cell->n += part->n;
		cell->overdue += part->overdue;
	}
}

bool db_summary(struct db *db, const struct scope *scope, const char *unit,
	const struct db_period *period, struct status_counts *cells, struct err *err)
{
	struct summary s = {.db = db, .period = period};
	bool ok;

	status_counts_release(cells);
	if (!db_snapshot(db, err))
		return false;
	ok = db_layout_trusted(db, err) && layout_range(&db->layout, unit, &s.units, err);
	if (ok) {
		sight_init(&s.sight, &db->layout, scope, SIGHT_FOR_LISTS);
		ok = sight_read(&s.sight, db, NULL, err);
	}
	if (ok) {
		ok = (is_open(period) ? add_tallies(&s, err) && add_overdue(&s, err)
				      : add_period(&s, err)) &&
		     add_own(&s, err) && add_shared(&s, err);
	}
	if (ok)
		make_cells(&s, cells);
	for (size_t i = 0; i < s.n; i++)
		free(s.parts[i].attribute);
	free(s.parts);
	sight_release(&s.sight);
	return db_end(db, ok, err);
}

void status_counts_release(struct status_counts *cells)
{
	for (size_t i = 0; i < cells->n; i++) {
		free(cells->v[i].unit);
		free(cells->v[i].kind);
		free(cells->v[i].state);
		free(cells->v[i].attribute);
	}
	free(cells->v);
	*cells = (struct status_counts){0};
}
