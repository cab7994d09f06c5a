/* SPDX-License-Identifier: MIT */
/* The records of a kind one after the other, each with the decisions on it: for who counts them all
 * and asks of each nothing but a few fields, days and steps. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/mem.h"
#include "store/db.h"
#include "store/db_plan.h"

struct place {
	int64_t doc;
	int step, entered;
};

struct reading {
	struct db *db;
	const struct record_reader *reader;
	struct sight sight;
	struct unit_range units;
	struct place *places; /* owns */
	size_t place_count;
	struct record_act *acts; /* owns; of one record */
	size_t act_count, room;
	struct strv words; /* owns; theirs */
};

/* -- Which there are --------------------------------------------------------------------------- */

/* Whether a record that its unit does not show is seen all the same. */
static int is_seen(struct reading *r, int64_t doc, int step, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(r->db, STMT_sums_place);
	int rc;

	if (r->sight.me == NULL && r->sight.shares.n == 0)
		return 0;
	sqlite3_bind_int64(stmt, 1, doc);
	rc = db_step(r->db, stmt, err);
	if (rc > 0)
		rc = sight_has_own(&r->sight, (const char *)sqlite3_column_text(stmt, 2)) ||
		     sight_has_shared(&r->sight, step, doc);
	sqlite3_reset(stmt);
	return rc;
}

static bool find_in_step(struct reading *r, int step, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(r->db, STMT_record_places);
	int rc;

	sqlite3_bind_int(stmt, 1, step);
	sqlite3_bind_int(stmt, 2, r->units.lo);
	sqlite3_bind_int(stmt, 3, r->units.hi);
	while ((rc = db_step(r->db, stmt, err)) > 0) {
		int64_t doc = sqlite3_column_int64(stmt, 0);
		int seen = sight_has(&r->sight, step, sqlite3_column_int(stmt, 1))
				   ? 1
				   : is_seen(r, doc, step, err);

		if (seen < 0)
			break;
		if (seen == 0)
			continue;
		GROW(r->places, r->place_count);
		r->places[r->place_count++] =
			(struct place){doc, step, sqlite3_column_int(stmt, 2)};
	}
	sqlite3_reset(stmt);
	return rc == 0;
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = ((const struct place *)a)->doc, y = ((const struct place *)b)->doc;

	return (x < y) - (x > y);
}

static bool find(struct reading *r, struct err *err)
{
	const struct layout *layout = &r->db->layout;
	bool ok = true;

	for (size_t i = 0; ok && i < layout->step_count; i++)
		ok = strcasecmp(layout->steps[i].kind, r->reader->kind) != 0 ||
		     find_in_step(r, (int)i + 1, err);
	if (r->place_count > 0)
		qsort(r->places, r->place_count, sizeof(*r->places), newest_first);
	return ok;
}

/* -- What was decided on one ------------------------------------------------------------------- */

/* The text of a column, kept once: actions and states are few. */
static const char *keep(struct reading *r, sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	if (text == NULL)
		return NULL;
	for (size_t i = 0; i < r->words.n; i++) {
		if (strcmp(r->words.v[i], text) == 0)
			return r->words.v[i];
	}
	strv_add(&r->words, text);
	return r->words.v[r->words.n - 1];
}

static bool read_acts(struct reading *r, int64_t doc, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(r->db, STMT_record_acts);
	size_t n = 0;
	int rc;

	sqlite3_bind_int64(stmt, 1, doc);
	while ((rc = db_step(r->db, stmt, err)) > 0) {
		struct stamp at = {sqlite3_column_int64(stmt, 3), sqlite3_column_int(stmt, 4)};

		if (n == r->room) {
			GROW(r->acts, r->room);
			r->room++;
		}
		r->acts[n] = (struct record_act){
			.action = keep(r, stmt, 0),
			.from = keep(r, stmt, 1),
			.to = keep(r, stmt, 2),
			.day = stamp_day(at),
		};
		db_hex_in(stmt, 5, r->acts[n].commit, sizeof(r->acts[n].commit) / 2);
		if (sqlite3_column_bytes(stmt, 6) == sizeof(r->acts[n].record))
			memcpy(r->acts[n].record, sqlite3_column_blob(stmt, 6),
				sizeof(r->acts[n].record));
		n++;
	}
	r->act_count = n;
	return rc == 0;
}

static bool read_one(struct reading *r, const struct place *place, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(r->db, STMT_record_text);
	const struct db_step *step = &r->db->layout.steps[place->step - 1];
	struct record_row row = {.state = step->state,
		.entered = place->entered,
		.has_ended = step->phase == PHASE_ENDED};
	bool ok;

	sqlite3_bind_int64(stmt, 1, place->doc);
	ok = db_step(r->db, stmt, err) > 0;
	row.text = ok ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
	if (ok && r->reader->wants(r->reader->context, &row)) {
		ok = read_acts(r, place->doc, err);
		row.acts = r->acts;
		row.n = r->act_count;
		ok = ok && r->reader->take(r->reader->context, &row, err);
	}
	sqlite3_reset(stmt);
	return ok;
}

bool db_records(struct db *db, const struct scope *scope, const struct record_reader *reader,
	struct err *err)
{
	struct reading r = {.db = db, .reader = reader};
	bool ok;

	if (!db_snapshot(db, err))
		return false;
	ok = db_layout_trusted(db, err) && layout_range(&db->layout, reader->unit, &r.units, err);
	if (ok) {
		sight_init(&r.sight, &db->layout, scope, SIGHT_FOR_READING);
		ok = sight_read(&r.sight, db, NULL, err) && find(&r, err);
		for (size_t i = 0; ok && i < r.place_count; i++)
			ok = read_one(&r, &r.places[i], err);
		sight_release(&r.sight);
	}
	free(r.places);
	free(r.acts);
	strv_release(&r.words);
	return db_end(db, ok, err);
}
