/* SPDX-License-Identifier: MIT */
/* Sums over what was done, kept with every decision: a row for a unit with all that is below it,
 * the phase its papers are in now (what may be seen hangs on the two), a month, and an action with
 * its code; under no action, what was published within a term. Read in whole months. */
#include "store/db_sums.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/db.h"
#include "store/db_plan.h"

/* -- Kept -------------------------------------------------------------------------------------- */

bool sums_add_acts(struct db *db, int64_t doc, int64_t from, int sign, struct err *err)
{
	sqlite3_stmt *stmt;

	if (db->is_bulk) /* a build counts them all at its end */
		return true;
	stmt = db_stmt(db, STMT_sums_acts);
	sqlite3_bind_int64(stmt, 1, doc);
	sqlite3_bind_int(stmt, 2, sign);
	sqlite3_bind_int64(stmt, 3, from);
	return db_run(db, stmt, err);
}

bool sums_add_published(struct db *db, int64_t doc, int sign, struct err *err)
{
	sqlite3_stmt *stmt;

	if (db->is_bulk)
		return true;
	stmt = db_stmt(db, STMT_sums_published);
	sqlite3_bind_int64(stmt, 1, doc);
	sqlite3_bind_int(stmt, 2, sign);
	return db_run(db, stmt, err);
}

bool sums_tidy(struct db *db, struct err *err)
{
	return db->is_bulk || db_run(db, db_stmt(db, STMT_sums_nothing), err);
}

bool sums_make(struct db *db, struct err *err)
{
	static const enum stmt all[] = {
		STMT_sums_clear, STMT_sums_all_acts, STMT_sums_all_published};

	for (size_t i = 0; !db->is_bulk && i < sizeof(all) / sizeof(*all); i++) {
		if (!db_run(db, db_stmt(db, all[i]), err))
			return false;
	}
	return true;
}

bool sums_put_above(struct db *db, const struct db_unit *units, size_t n, struct err *err)
{
	bool ok = db_run(db, db_stmt(db, STMT_above_clear), err);

	for (size_t i = 0; ok && i < n; i++) {
		for (int k = (int)i; ok && k >= 0; k = unit_above(units, k)) {
			sqlite3_stmt *stmt = db_stmt(db, STMT_above_add);

			sqlite3_bind_int(stmt, 1, (int)i);
			sqlite3_bind_int(stmt, 2, k);
			ok = db_run(db, stmt, err);
		}
	}
	return ok;
}

int unit_above(const struct db_unit *units, int unit)
{
	int above = unit - 1;

	while (above >= 0 && units[above].hi < unit)
		above--;
	return above;
}

/* -- Read -------------------------------------------------------------------------------------- */

struct sum {
	int unit;
	char *month, *action, *code; /* owns */
	int n, late;
};

/* A question, and the sums that answer it so far. */
struct asking {
	struct db *db;
	const struct past_ask *ask;
	struct sight sight;
	struct unit_range units;
	bool is_of_acts;
	char from[DAY_SIZE], to[DAY_SIZE]; /* months */
	struct sum *v; /* owns */
	size_t n;
};

bool sums_answer(const struct past_ask *ask)
{
	int y, m, first = 1, last = 1;

	if (ask->from != DAY_NONE)
		day_split(ask->from, &y, &m, &first);
	if (ask->to != DAY_NONE)
		day_split(ask->to + 1, &y, &m, &last);
	return first == 1 && last == 1;
}

static char *text(sqlite3_stmt *stmt, int column)
{
	const char *value = (const char *)sqlite3_column_text(stmt, column);

	return xstrdup(value != NULL ? value : "");
}

static void month_of(int day, char month[DAY_SIZE], const char *open)
{
	char whole[DAY_SIZE];

	if (day == DAY_NONE)
		(void)snprintf(month, DAY_SIZE, "%s", open);
	else
		(void)snprintf(month, DAY_SIZE, "%.7s", day_format(day, whole));
}

/* What rows are taken in as. */
struct taken {
	int unit, sign;
	bool with_code;
};

/* The rows (month, action, code, n, late) of a statement whose parameters from ?3 on are bound
 * here. */
static bool take(struct asking *a, sqlite3_stmt *stmt, struct taken as, struct err *err)
{
	int rc;

	db_bind_text(stmt, 3, a->from);
	db_bind_text(stmt, 4, a->to);
	sqlite3_bind_int(stmt, 5, a->is_of_acts);
	while ((rc = db_step(a->db, stmt, err)) > 0) {
		GROW(a->v, a->n);
		a->v[a->n++] = (struct sum){
			.unit = as.unit,
			.month = text(stmt, 0),
			.action = text(stmt, 1),
			.code = as.with_code ? text(stmt, 2) : xstrdup(""),
			.n = as.sign * sqlite3_column_int(stmt, 3),
			.late = as.sign * sqlite3_column_int(stmt, 4),
		};
	}
	return rc == 0;
}

/* A unit with what is below it. */
static bool take_below(struct asking *a, int unit, int phase, struct taken as, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(a->db, STMT_sums_of);

	sqlite3_bind_int(stmt, 1, unit);
	sqlite3_bind_int(stmt, 2, phase);
	return take(a, stmt, as, err);
}

/* A unit without what is below it. */
static bool take_itself(struct asking *a, int unit, int phase, struct taken as, struct err *err)
{
	const struct db_unit *units = a->db->layout.units;
	bool ok = take_below(a, unit, phase, as, err);

	as.sign = -1;
	for (int below = unit + 1; ok && below <= units[unit].hi; below = units[below].hi + 1)
		ok = take_below(a, below, phase, as, err);
	return ok;
}

/* The units of a range: what lies in it with all that is below is one search. */
static bool take_range(
	struct asking *a, struct unit_range range, int phase, bool with_code, struct err *err)
{
	const struct db_unit *units = a->db->layout.units;

	for (int unit = range.lo; unit <= range.hi;) {
		struct taken as = {.unit = unit, .sign = 1, .with_code = with_code};
		bool whole = !a->ask->by_unit && units[unit].hi <= range.hi;

		if (!(whole ? take_below(a, unit, phase, as, err)
			    : take_itself(a, unit, phase, as, err)))
			return false;
		unit = whole ? units[unit].hi + 1 : unit + 1;
	}
	return true;
}

/* The codes of returns are for those who see a paper for more than being published. */
static bool take_phase(struct asking *a, int phase, struct err *err)
{
	const struct ranges asked = {.v = &a->units, .n = 1};
	const int last = (int)a->db->layout.unit_count - 1;
	struct ranges seen = {0}, rest = {0}, whole = {0}, part = {0};
	struct ranges all = {.v = &(struct unit_range){0, last}, .n = 1};
	bool ok = true;

	ranges_cut(&a->sight.whole[phase], &asked, &whole);
	ranges_rest(&a->sight.whole[phase], last, &rest);
	ranges_cut(phase == PHASE_PUBLISHED ? &all : &a->sight.seen[phase], &rest, &seen);
	ranges_cut(&seen, &asked, &part);
	for (size_t i = 0; ok && i < whole.n; i++)
		ok = take_range(a, whole.v[i], phase, true, err);
	for (size_t i = 0; ok && i < part.n; i++)
		ok = take_range(a, part.v[i], phase, false, err);
	ranges_release(&seen);
	ranges_release(&rest);
	ranges_release(&whole);
	ranges_release(&part);
	return ok;
}

/* -- What is seen for being one's own, or for naming a unit ------------------------------------ */

struct docs {
	int64_t *v; /* owns */
	size_t n;
};

static void note(struct docs *docs, int64_t doc)
{
	GROW(docs->v, docs->n);
	docs->v[docs->n++] = doc;
}

static bool note_own(const struct sight *sight, struct db *db, struct unit_range units,
	struct docs *docs, struct err *err)
{
	struct ranges gaps = {0}, asked = {.v = &units, .n = 1}, both = {0};
	int rc = 0;

	if (sight->me == NULL)
		return true;
	sight_gaps(sight, &gaps);
	ranges_cut(&gaps, &asked, &both);
	for (size_t i = 0; rc == 0 && i < both.n; i++) {
		sqlite3_stmt *stmt = db_stmt(db, STMT_sums_own);

		db_bind_text(stmt, 1, sight->me);
		sqlite3_bind_int(stmt, 2, both.v[i].lo);
		sqlite3_bind_int(stmt, 3, both.v[i].hi);
		while ((rc = db_step(db, stmt, err)) > 0) {
			if (!sight_has(sight, sqlite3_column_int(stmt, 2),
				    sqlite3_column_int(stmt, 1)))
				note(docs, sqlite3_column_int64(stmt, 0));
		}
	}
	ranges_release(&gaps);
	ranges_release(&both);
	return rc == 0;
}

static bool note_shared(const struct sight *sight, struct db *db, struct unit_range units,
	struct docs *docs, struct err *err)
{
	for (size_t i = 0; i < sight->shares.n; i++) {
		int64_t doc = sight->shares.v[i].doc;
		sqlite3_stmt *stmt;
		int unit, step;

		if (i > 0 && doc == sight->shares.v[i - 1].doc)
			continue;
		stmt = db_stmt(db, STMT_sums_place);
		sqlite3_bind_int64(stmt, 1, doc);
		if (db_step(db, stmt, err) <= 0)
			return false;
		unit = sqlite3_column_int(stmt, 0);
		step = sqlite3_column_int(stmt, 1);
		if (unit >= units.lo && unit <= units.hi && !sight_has(sight, step, unit) &&
			!sight_has_own(sight, (const char *)sqlite3_column_text(stmt, 2)) &&
			sight_has_shared(sight, step, doc))
			note(docs, doc);
		sqlite3_reset(stmt);
	}
	return true;
}

/* What the sums of units do not have: papers seen for other reasons. */
static bool note_others(const struct sight *sight, struct db *db, struct unit_range units,
	struct docs *docs, struct err *err)
{
	return note_own(sight, db, units, docs, err) && note_shared(sight, db, units, docs, err);
}

static bool take_others(struct asking *a, struct err *err)
{
	struct docs docs = {0};
	bool ok = note_others(&a->sight, a->db, a->units, &docs, err);

	for (size_t i = 0; ok && i < docs.n; i++) {
		sqlite3_stmt *stmt = db_stmt(a->db, STMT_sums_place);
		int unit;

		sqlite3_bind_int64(stmt, 1, docs.v[i]);
		ok = db_step(a->db, stmt, err) > 0;
		unit = ok ? sqlite3_column_int(stmt, 0) : 0;
		sqlite3_reset(stmt);
		stmt = db_stmt(a->db, STMT_sums_doc);
		sqlite3_bind_int64(stmt, 1, docs.v[i]);
		ok = ok && take(a, stmt, (struct taken){unit, 1, true}, err);
	}
	free(docs.v);
	return ok;
}

/* -- Answers ----------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct sum *x = a, *y = b;
	int order = (x->unit > y->unit) - (x->unit < y->unit);

	if (order == 0)
		order = strcmp(x->month, y->month);
	if (order == 0)
		order = strcmp(x->action, y->action);
	return order != 0 ? order : strcmp(x->code, y->code);
}

static void sum_release(struct sum *sum)
{
	free(sum->month);
	free(sum->action);
	free(sum->code);
}

/* Those of the same become one; what comes to nothing goes. */
static void merge(struct asking *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n && !a->ask->by_unit; i++)
		a->v[i].unit = 0;
	if (a->n > 0)
		qsort(a->v, a->n, sizeof(*a->v), compare);
	for (size_t i = 0, same; i < a->n; i += same) {
		struct sum sum = a->v[i];

		for (same = 1; i + same < a->n && compare(&sum, &a->v[i + same]) == 0; same++) {
			sum.n += a->v[i + same].n;
			sum.late += a->v[i + same].late;
			sum_release(&a->v[i + same]);
		}
		if (sum.n != 0)
			a->v[n++] = sum;
		else
			sum_release(&sum);
	}
	a->n = n;
}

static bool answer(struct asking *a, const struct scope *scope, enum sight_for use, struct err *err)
{
	struct db *db = a->db;
	bool ok;

	if (!db_layout_trusted(db, err) || !layout_range(&db->layout, a->ask->unit, &a->units, err))
		return false;
	month_of(a->ask->from, a->from, "");
	month_of(a->ask->to, a->to, "~");
	sight_init(&a->sight, &db->layout, scope, use);
	ok = sight_read(&a->sight, db, NULL, err);
	for (int phase = 0; ok && phase < PHASE_COUNT; phase++)
		ok = take_phase(a, phase, err);
	ok = ok && take_others(a, err);
	merge(a);
	sight_release(&a->sight);
	return ok;
}

static void asking_release(struct asking *a)
{
	for (size_t i = 0; i < a->n; i++)
		sum_release(&a->v[i]);
	free(a->v);
}

bool sums_acts(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct act_counts *acts, struct err *err)
{
	struct asking a = {.db = db, .ask = ask, .is_of_acts = true};
	bool ok;

	if (!db_snapshot(db, err))
		return false;
	ok = answer(&a, scope, SIGHT_FOR_READING, err);
	for (size_t i = 0; ok && i < a.n; i++) {
		GROW(acts->v, acts->n);
		acts->v[acts->n++] = (struct act_count){
			.unit = xstrdup(ask->by_unit ? db->layout.units[a.v[i].unit].id : ""),
			.action = xstrdup(a.v[i].action),
			.code = xstrdup(a.v[i].code),
			.month = xstrdup(a.v[i].month),
			.n = a.v[i].n,
		};
	}
	asking_release(&a);
	return db_end(db, ok, err);
}

static void add_month(struct month_counts *counts, const char *month, int n, int late)
{
	struct month_count *last = counts->n > 0 ? &counts->v[counts->n - 1] : NULL;

	if (last == NULL || strcmp(last->month, month) != 0) {
		GROW(counts->v, counts->n);
		last = &counts->v[counts->n++];
		*last = (struct month_count){0};
		(void)snprintf(last->month, sizeof(last->month), "%.7s", month);
	}
	last->n += n;
	last->late += late;
}

static bool sums_months(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct month_counts *counts, struct err *err)
{
	const struct past_ask together = {.unit = ask->unit, .from = ask->from, .to = ask->to};
	struct asking a = {.db = db, .ask = &together};
	bool ok;

	if (!db_snapshot(db, err))
		return false;
	ok = answer(&a, scope, SIGHT_FOR_LISTS, err);
	for (size_t i = 0; ok && i < a.n; i++)
		add_month(counts, a.v[i].month, a.v[i].n, a.v[i].late);
	asking_release(&a);
	return db_end(db, ok, err);
}

/* -- One by one, where the days asked for are no months ---------------------------------------- */

struct one_by_one {
	const struct past_ask *ask;
	struct month_counts all; /* one a paper */
};

static void take_paper(void *context, const struct term_row *row)
{
	struct one_by_one *by = context;
	struct month_count *count;
	char month[DAY_SIZE];

	if (row->published == DAY_NONE || row->published < by->ask->from ||
		(by->ask->to != DAY_NONE && row->published > by->ask->to))
		return;
	month_of(row->published, month, "");
	GROW(by->all.v, by->all.n);
	count = &by->all.v[by->all.n++];
	*count = (struct month_count){.n = 1, .late = row->published > row->due};
	(void)snprintf(count->month, sizeof(count->month), "%.7s", month);
}

static int by_month(const void *a, const void *b)
{
	return strcmp(
		((const struct month_count *)a)->month, ((const struct month_count *)b)->month);
}

bool db_published(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct month_counts *counts, struct err *err)
{
	struct one_by_one by = {.ask = ask};
	bool ok;

	*counts = (struct month_counts){0};
	if (sums_answer(ask))
		return sums_months(db, scope, ask, counts, err);
	ok = db_terms(db, scope, ask->unit, take_paper, &by, err);
	if (by.all.n > 0)
		qsort(by.all.v, by.all.n, sizeof(*by.all.v), by_month);
	for (size_t i = 0; ok && i < by.all.n; i++)
		add_month(counts, by.all.v[i].month, 1, by.all.v[i].late);
	free(by.all.v);
	return ok;
}

/* -- What is open ------------------------------------------------------------------------------ */

static void hand_over(
	const struct layout *layout, sqlite3_stmt *stmt, open_take *give, void *context)
{
	const struct db_step *step = &layout->steps[sqlite3_column_int(stmt, 1) - 1];

	give(context, step->kind, step->state, sqlite3_column_int(stmt, 2));
}

static bool open_others(struct db *db, const struct sight *sight, struct unit_range units,
	open_take *give, void *context, struct err *err)
{
	struct docs docs = {0};
	bool ok = note_others(sight, db, units, &docs, err);

	for (size_t i = 0; ok && i < docs.n; i++) {
		sqlite3_stmt *stmt = db_stmt(db, STMT_open_one);

		sqlite3_bind_int64(stmt, 1, docs.v[i]);
		ok = db_step(db, stmt, err) > 0;
		if (ok && sqlite3_column_int(stmt, 3) <= PHASE_DECIDED)
			hand_over(&db->layout, stmt, give, context);
		sqlite3_reset(stmt);
	}
	free(docs.v);
	return ok;
}

static bool open_in(struct db *db, const struct sight *sight, struct unit_range units,
	open_take *give, void *context, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < db->layout.step_count; i++) {
		sqlite3_stmt *stmt = db_stmt(db, STMT_open_step);

		if (db->layout.steps[i].phase > PHASE_DECIDED)
			continue;
		sqlite3_bind_int(stmt, 1, (int)i + 1);
		sqlite3_bind_int(stmt, 2, units.lo);
		sqlite3_bind_int(stmt, 3, units.hi);
		while ((rc = db_step(db, stmt, err)) > 0) {
			if (sight_has(sight, (int)i + 1, sqlite3_column_int(stmt, 0)))
				hand_over(&db->layout, stmt, give, context);
		}
	}
	return rc == 0;
}

bool db_open_since(struct db *db, const struct scope *scope, const char *unit, open_take *give,
	void *context, struct err *err)
{
	struct sight sight = {0};
	struct unit_range units;
	bool ok;

	if (!db_snapshot(db, err))
		return false;
	ok = db_layout_trusted(db, err) && layout_range(&db->layout, unit, &units, err);
	if (ok) {
		sight_init(&sight, &db->layout, scope, SIGHT_FOR_LISTS);
		ok = sight_read(&sight, db, NULL, err) &&
		     open_in(db, &sight, units, give, context, err) &&
		     open_others(db, &sight, units, give, context, err);
	}
	sight_release(&sight);
	return db_end(db, ok, err);
}
