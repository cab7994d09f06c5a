/* SPDX-License-Identifier: MIT */
/* Decisions, as they were made. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_decision.h"
#include "store/db_plan.h"

/* Columns that a history row has behind those of the decision. */
enum { COLUMN_UNIT = 26, COLUMN_STEP, COLUMN_DRAFTER, COLUMN_FOR_UNIT, COLUMN_DOC };

/* The document in the columns of a row from COLUMN_UNIT on: NULLs are a decision on something else.
 */
static bool may_see(const struct sight *sight, sqlite3_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt, column) == SQLITE_NULL ||
	       sight_has(sight, sqlite3_column_int(stmt, column + 1),
		       sqlite3_column_int(stmt, column)) ||
	       sight_has_own(sight, (const char *)sqlite3_column_text(stmt, column + 2)) ||
	       sight_has_shared(sight, sqlite3_column_int(stmt, column + 1),
		       sqlite3_column_int64(stmt, column + COLUMN_DOC - COLUMN_UNIT));
}

static bool check_document(
	struct db *db, const struct sight *sight, const char *document, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_doc_place);
	int rc;
	bool seen;

	db_bind_text(stmt, 1, document);
	rc = db_step(db, stmt, err);
	seen = rc > 0 && may_see(sight, stmt, 0);
	sqlite3_reset(stmt);
	if (rc >= 0 && !seen)
		return err_set(err, ERR_NOT_FOUND, _("there is no document '%s'"), document);
	return seen;
}

/* Of a paper that is seen for being published alone: who did what when. */
static void leave_public(struct decision *decision)
{
	set_str(&decision->attribute, NULL);
	strv_clear(&decision->grounds);
	set_str(&decision->code, NULL);
	set_str(&decision->named, NULL);
	strv_clear(&decision->findings);
	set_str(&decision->comment, NULL);
	decision->content[0] = decision->record_sha256[0] = '\0';
}

static void reverse(struct history *history)
{
	for (size_t i = 0, k = history->n; i + 1 < k; i++) {
		struct history_entry swap = history->v[i];

		history->v[i] = history->v[--k];
		history->v[k] = swap;
	}
}

static bool read_entries(struct db *db, sqlite3_stmt *stmt, const struct sight *sight, size_t limit,
	struct history *history, struct err *err)
{
	static const struct doc_columns at = {COLUMN_DOC, COLUMN_UNIT, COLUMN_STEP, COLUMN_DRAFTER};
	int rc = 0;

	while ((limit == 0 || history->n < limit) && (rc = db_step(db, stmt, err)) > 0) {
		if (!may_see(sight, stmt, COLUMN_UNIT))
			continue;
		GROW(history->v, history->n);
		db_read_entry(stmt, &history->v[history->n]);
		if (sqlite3_column_type(stmt, COLUMN_UNIT) != SQLITE_NULL &&
			!sight_is_whole(sight, stmt, at))
			leave_public(&history->v[history->n].decision);
		history->n++;
	}
	sqlite3_reset(stmt);
	reverse(history);
	return rc >= 0;
}

static void bind_seconds(sqlite3_stmt *stmt, int i, int day)
{
	if (day != DAY_NONE)
		sqlite3_bind_int64(stmt, i, day_seconds(day));
}

/* What is not asked for stays NULL. */
static bool bind_ask(
	struct db *db, sqlite3_stmt *stmt, const struct history_ask *ask, struct err *err)
{
	struct unit_range units;

	if (!layout_range(&db->layout, ask->unit, &units, err))
		return false;
	db_bind_text(stmt, 1, ask->document);
	sqlite3_bind_int64(stmt, 2, ask->before > 0 ? ask->before : INT64_MAX);
	db_bind_text(stmt, 3, ask->person);
	db_bind_text(stmt, 4, ask->action);
	if (ask->unit != NULL) {
		sqlite3_bind_int(stmt, 5, units.lo);
		sqlite3_bind_int(stmt, 6, units.hi);
	}
	bind_seconds(stmt, 7, ask->from);
	bind_seconds(stmt, 8, ask->to != DAY_NONE ? ask->to + 1 : DAY_NONE);
	return true;
}

bool db_history(struct db *db, const struct history_ask *ask, const struct scope *scope,
	struct history *history, struct err *err)
{
	struct sight sight = {0};
	sqlite3_stmt *stmt;
	bool ok;

	history_release(history);
	if (!db_snapshot(db, err))
		return false;
	ok = scope != NULL ? db_layout_trusted(db, err) : db_layout(db, err);
	if (ok) {
		sight_init(&sight, &db->layout, scope, SIGHT_FOR_READING);
		ok = sight_read(&sight, db, NULL, err);
	}
	if (ok)
		ok = ask->document == NULL || check_document(db, &sight, ask->document, err);
	if (ok) {
		stmt = db_stmt(db, ask->document != NULL ? STMT_history_doc : STMT_history_all);
		ok = bind_ask(db, stmt, ask, err) &&
		     read_entries(db, stmt, &sight, (size_t)ask->limit, history, err);
	}
	sight_release(&sight);
	return db_end(db, ok, err);
}

void history_release(struct history *history)
{
	for (size_t i = 0; i < history->n; i++)
		decision_release(&history->v[i].decision);
	free(history->v);
	*history = (struct history){0};
}
