/* SPDX-License-Identifier: MIT */
/* Counts over decisions rather than over documents: what was done, how long steps took, and where
 * the papers stood on a day that has gone. What may be seen is asked of the documents as they stand
 * now. Each reads a table from one end to the other: for reports, not for screens, which ask for
 * what sums are kept of (db_sums.c). */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_plan.h"
#include "store/db_sums.h"

struct past {
	struct db *db;
	struct sight sight;
	struct unit_range units;
	sqlite3_stmt *stmt;
};

/* Begins a statement whose parameters 1 to 3 are the units and who asks, and whose columns 0 to 2
 * are unit, step and whether it is one's own. */
static bool past_open(struct past *past, const struct scope *scope, const char *unit,
	enum stmt which, struct err *err)
{
	const struct layout *layout = &past->db->layout;

	if (!db_layout_trusted(past->db, err) || !layout_range(layout, unit, &past->units, err))
		return false;
	sight_init(&past->sight, layout, scope,
		which == STMT_past_summary || which == STMT_past_terms ? SIGHT_FOR_LISTS
								       : SIGHT_FOR_READING);
	if (!sight_read(&past->sight, past->db, NULL, err))
		return false;
	past->stmt = db_stmt(past->db, which);
	sqlite3_bind_int(past->stmt, 1, past->units.lo);
	sqlite3_bind_int(past->stmt, 2, past->units.hi);
	db_bind_text(past->stmt, 3, past->sight.me);
	sqlite3_bind_pointer(past->stmt, 6, &past->sight, "sight", NULL);
	return true;
}

static void bind_period(struct past *past, int from, int to)
{
	sqlite3_bind_int64(past->stmt, 4, day_seconds(from));
	sqlite3_bind_int64(past->stmt, 5, to == DAY_NONE ? INT64_MAX : day_seconds(to + 1));
}

/* The next row that may be seen: 1; 0 behind the last; -1 on an error. */
static int past_next(struct past *past, struct err *err)
{
	int rc;

	while ((rc = db_step(past->db, past->stmt, err)) > 0) {
		if (sqlite3_column_int(past->stmt, 2) != 0 ||
			sight_has(&past->sight, sqlite3_column_int(past->stmt, 1),
				sqlite3_column_int(past->stmt, 0)))
			return 1;
	}
	return rc;
}

static char *column(const struct past *past, int i)
{
	const char *text = (const char *)sqlite3_column_text(past->stmt, i);

	return xstrdup(text != NULL ? text : "");
}

/* Whether the papers of the row are seen for more than being published: what was said of them. */
static bool is_whole(const struct past *past)
{
	int step = sqlite3_column_int(past->stmt, 1);

	return sqlite3_column_int(past->stmt, 2) != 0 ||
	       ranges_has(&past->sight.whole[past->db->layout.steps[step - 1].phase],
		       sqlite3_column_int(past->stmt, 0));
}

static char *unit_of(const struct past *past)
{
	return xstrdup(past->db->layout.units[sqlite3_column_int(past->stmt, 0)].id);
}

static char *kind_of(const struct past *past)
{
	return xstrdup(past->db->layout.steps[sqlite3_column_int(past->stmt, 1) - 1].kind);
}

bool db_acts(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct act_counts *acts, struct err *err)
{
	struct past past = {.db = db};
	bool ok;
	int rc = -1;

	act_counts_release(acts);
	if (sums_answer(ask))
		return sums_acts(db, scope, ask, acts, err);
	if (!db_snapshot(db, err))
		return false;
	ok = past_open(&past, scope, ask->unit, STMT_past_acts, err);
	if (ok)
		bind_period(&past, ask->from, ask->to);
	while (ok && (rc = past_next(&past, err)) > 0) {
		GROW(acts->v, acts->n);
		acts->v[acts->n++] = (struct act_count){
			.unit = ask->by_unit ? unit_of(&past) : xstrdup(""),
			.action = column(&past, 3),
			.code = is_whole(&past) ? column(&past, 4) : xstrdup(""),
			.month = column(&past, 5),
			.n = sqlite3_column_int(past.stmt, 6),
		};
	}
	sight_release(&past.sight);
	return db_end(db, ok && rc == 0, err);
}

bool db_terms(struct db *db, const struct scope *scope, const char *unit, term_take *take,
	void *context, struct err *err)
{
	struct past past = {.db = db};
	bool ok;
	int rc = -1;

	if (!db_snapshot(db, err))
		return false;
	ok = past_open(&past, scope, unit, STMT_past_terms, err);
	while (ok && (rc = past_next(&past, err)) > 0) {
		struct term_row row = {
			.id = (const char *)sqlite3_column_text(past.stmt, 3),
			.unit = db->layout.units[sqlite3_column_int(past.stmt, 0)].id,
			.from = sqlite3_column_int(past.stmt, 4),
			.due = sqlite3_column_int(past.stmt, 5),
			.published = sqlite3_column_int(past.stmt, 6),
		};

		take(context, &row);
	}
	sight_release(&past.sight);
	return db_end(db, ok && rc == 0, err);
}

bool db_spans(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct span_counts *spans, struct err *err)
{
	struct past past = {.db = db};
	bool ok;
	int rc = -1;

	span_counts_release(spans);
	if (!db_snapshot(db, err))
		return false;
	ok = past_open(&past, scope, ask->unit, STMT_past_spans, err);
	if (ok)
		bind_period(&past, ask->from, ask->to);
	while (ok && (rc = past_next(&past, err)) > 0) {
		GROW(spans->v, spans->n);
		spans->v[spans->n++] = (struct span_count){
			.unit = unit_of(&past),
			.kind = kind_of(&past),
			.state = column(&past, 3),
			.days = sqlite3_column_int(past.stmt, 4),
			.n = sqlite3_column_int(past.stmt, 5),
		};
	}
	sight_release(&past.sight);
	return db_end(db, ok && rc == 0, err);
}

bool db_summary_on(struct db *db, const struct scope *scope, const char *unit, int day,
	struct status_counts *cells, struct err *err)
{
	struct past past = {.db = db};
	bool ok;
	int rc = -1;

	status_counts_release(cells);
	if (!db_snapshot(db, err))
		return false;
	ok = past_open(&past, scope, unit, STMT_past_summary, err);
	if (ok)
		bind_period(&past, DAY_NONE, day);
	while (ok && (rc = past_next(&past, err)) > 0) {
		GROW(cells->v, cells->n);
		cells->v[cells->n++] = (struct status_count){
			.unit = unit_of(&past),
			.kind = kind_of(&past),
			.state = column(&past, 3),
			.attribute = column(&past, 4),
			.n = sqlite3_column_int(past.stmt, 5),
		};
	}
	sight_release(&past.sight);
	return db_end(db, ok && rc == 0, err);
}

void act_counts_release(struct act_counts *acts)
{
	for (size_t i = 0; i < acts->n; i++) {
		free(acts->v[i].unit);
		free(acts->v[i].action);
		free(acts->v[i].code);
		free(acts->v[i].month);
	}
	free(acts->v);
	*acts = (struct act_counts){0};
}

void span_counts_release(struct span_counts *spans)
{
	for (size_t i = 0; i < spans->n; i++) {
		free(spans->v[i].unit);
		free(spans->v[i].kind);
		free(spans->v[i].state);
	}
	free(spans->v);
	*spans = (struct span_counts){0};
}
