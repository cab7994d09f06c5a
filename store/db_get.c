/* SPDX-License-Identifier: MIT */
/* Looking up one thing. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_plan.h"
#include "store/db_decision.h"
#include "store/db_stmt.h"

bool db_document(struct db *db, const char *id, struct document *document, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_document);
	bool ok = false;
	int rc;

	db_bind_text(stmt, 1, id);
	rc = db_step(db, stmt, err);
	if (rc == 0)
		(void)err_set(err, ERR_NOT_FOUND, _("there is no document '%s'"), id);
	else if (rc > 0)
		ok = document_parse(document, (const char *)sqlite3_column_text(stmt, 0), err);
	sqlite3_reset(stmt);
	return ok;
}

bool db_number(struct db *db, const char *id, int64_t *n, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_doc_number);
	int rc;

	db_bind_text(stmt, 1, id);
	rc = db_step(db, stmt, err);
	if (rc == 0)
		(void)err_set(err, ERR_NOT_FOUND, _("there is no document '%s'"), id);
	else if (rc > 0)
		*n = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return rc > 0;
}

bool db_last_number(struct db *db, int64_t *n, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_doc_last);
	int rc = db_step(db, stmt, err);

	if (rc > 0)
		*n = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return rc > 0;
}

bool db_find_number(struct db *db, const char *number, char **id, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_number);
	int rc;

	*id = NULL;
	db_bind_text(stmt, 1, number);
	while ((rc = db_step(db, stmt, err)) > 0) {
		bool has_ended = sqlite3_column_int(stmt, 1) != 0;

		if (*id == NULL || !has_ended)
			set_str(id, (const char *)sqlite3_column_text(stmt, 0));
		if (!has_ended)
			break;
	}
	sqlite3_reset(stmt);
	return rc >= 0;
}

/* NOLINTNEXTLINE(readability-function-size): the port asks for it */
bool db_find_stub(struct db *db, const char *original_sha256, const char *state,
	const struct scope *scope, char **id, struct err *err)
{
	struct sight sight = {0};
	sqlite3_stmt *stmt;
	int rc = -1;

	*id = NULL;
	if (!db_snapshot(db, err))
		return false;
	if (scope != NULL ? db_layout_trusted(db, err) : db_layout(db, err)) {
		sight_init(&sight, &db->layout, scope, SIGHT_FOR_READING);
		stmt = db_stmt(db, STMT_original);
		db_bind_hex(stmt, 1, original_sha256);
		while ((rc = db_step(db, stmt, err)) > 0) {
			int step = sqlite3_column_int(stmt, 1);

			if (state != NULL &&
				strcasecmp(db->layout.steps[step - 1].state, state) != 0)
				continue;
			if (!sight_has(&sight, step, sqlite3_column_int(stmt, 2)) &&
				!sight_has_own(&sight, (const char *)sqlite3_column_text(stmt, 3)))
				continue;
			*id = db_text(stmt, 0);
			break;
		}
		sqlite3_reset(stmt);
		sight_release(&sight);
	}
	return db_end(db, rc >= 0, err);
}

bool db_request_known(struct db *db, const char *request, char **commit, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_request);
	int rc;

	*commit = NULL;
	db_bind_request(stmt, 1, request);
	rc = db_step(db, stmt, err);
	if (rc > 0)
		*commit = db_hex(stmt, 0);
	sqlite3_reset(stmt);
	return rc >= 0;
}

bool db_first(struct db *db, char **commit, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_decision_first);
	int rc = db_step(db, stmt, err);

	*commit = rc > 0 ? db_hex(stmt, 0) : NULL;
	sqlite3_reset(stmt);
	return rc >= 0;
}

/* -- Walks ------------------------------------------------------------------------------------- */

bool db_walk_next(struct db *db, struct db_walk *walk, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, walk->recounted ? STMT_walk_recounted
					 : walk->changed ? STMT_walk_changed
							 : STMT_walk_id);
	bool found;

	err->code = ERR_NONE;
	if (walk->changed || walk->recounted)
		sqlite3_bind_int64(stmt, 1, walk->sequence);
	else
		db_bind_text(stmt, 1, walk->id != NULL ? walk->id : "");
	if (walk->recounted) {
		sqlite3_bind_int64(stmt, 2, walk->doc != 0 ? walk->doc : INT64_MAX);
		sqlite3_bind_int64(stmt, 3, walk->since);
	}
	found = db_step(db, stmt, err) > 0;
	if (found) {
		set_str(&walk->id, (const char *)sqlite3_column_text(stmt, 0));
		walk->sequence = sqlite3_column_int64(stmt, 1);
		set_str(&walk->text, (const char *)sqlite3_column_text(stmt, 2));
		if (walk->recounted)
			walk->doc = sqlite3_column_int64(stmt, 3);
	}
	sqlite3_reset(stmt);
	return found;
}

void db_walk_release(struct db_walk *walk)
{
	free(walk->id);
	free(walk->text);
	*walk = (struct db_walk){0};
}

/* -- Persons, units, packs --------------------------------------------------------------------- */

/* Why the records are not put in one by one as decisions put them: the tree is known, so is that
 * they are sound, and two people may have delegated to each other. */
static bool read_units(struct db *db, struct org *org, struct err *err)
{
	const struct layout *layout = &db->layout;
	bool ok = true;

	org->units = xcalloc(layout->unit_count, sizeof(*org->units));
	for (size_t i = 0; ok && i < layout->unit_count; i++) {
		sqlite3_stmt *stmt = db_stmt(db, STMT_subject_one);
		const char *record;

		sqlite3_bind_int(stmt, 1, SUBJECT_UNIT);
		db_bind_text(stmt, 2, layout->units[i].id);
		if (db_step(db, stmt, err) < 0)
			return false;
		record = (const char *)sqlite3_column_text(stmt, 2);
		ok = unit_parse(&org->units[i], record != NULL ? record : "", err);
		org->units[i].lo = (int)i;
		org->units[i].hi = layout->units[i].hi;
		org->unit_count++;
		sqlite3_reset(stmt);
	}
	if (ok)
		org_find_units(org);
	return ok;
}

static bool read_persons(struct db *db, struct org *org, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_subject_persons);
	bool ok = true;
	int rc = 0;

	while (ok && (rc = db_step(db, stmt, err)) > 0) {
		const char *record = (const char *)sqlite3_column_text(stmt, 0);

		GROW(org->persons, org->person_count);
		org->persons[org->person_count] = (struct person){0};
		ok = person_parse(
			&org->persons[org->person_count++], record != NULL ? record : "", err);
	}
	sqlite3_reset(stmt);
	return ok && rc == 0;
}

bool db_org(struct db *db, struct org *org, struct err *err)
{
	bool ok;

	if (!db_snapshot(db, err))
		return false;
	ok = db_layout(db, err);
	if (ok && (db->office != db->layout.office || db->office_tree != db->layout.tree ||
			  org->unit_count != db->layout.unit_count)) {
		org_release(org);
		ok = read_units(db, org, err) && read_persons(db, org, err);
		if (!ok)
			org_release(org);
	}
	if (ok) {
		db->office_tree = db->layout.tree;
		db->office = db->layout.office;
	}
	return db_end(db, ok, err);
}

static bool commit_at(
	struct db *db, int64_t sequence, struct decision *decision, char **commit, struct err *err)
{
	struct history_entry entry = {0};
	sqlite3_stmt *stmt = db_stmt(db, STMT_history_one);
	int rc;

	sqlite3_bind_int64(stmt, 2, sequence);
	rc = db_step(db, stmt, err);
	if (rc > 0) {
		db_read_entry(stmt, &entry);
		*commit = xstrdup(entry.commit);
		if (decision != NULL) {
			decision_release(decision);
			*decision = entry.decision;
		} else {
			decision_release(&entry.decision);
		}
	}
	sqlite3_reset(stmt);
	return rc > 0 || (rc == 0 && err_set(err, ERR_IO, _("the index: a decision is missing")));
}

bool db_pack(struct db *db, char **id, char **commit, struct err *err)
{
	sqlite3_stmt *stmt;
	int64_t sequence = 0;
	int rc;
	bool ok;

	*id = *commit = NULL;
	if (!db_snapshot(db, err))
		return false;
	stmt = db_stmt(db, STMT_subject_packs);
	while ((rc = db_step(db, stmt, err)) > 0) {
		if (sqlite3_column_int64(stmt, 0) < sequence)
			continue;
		sequence = sqlite3_column_int64(stmt, 0);
		set_str(id, (const char *)sqlite3_column_text(stmt, 1));
	}
	ok = rc == 0 && (sequence == 0 || commit_at(db, sequence, NULL, commit, err));
	return db_end(db, ok, err);
}

static bool read_subject(struct db *db, struct decision *latest, char **commit,
	char sha256[HASH_HEX + 1], sqlite3_stmt *stmt, struct err *err)
{
	int rc = db_step(db, stmt, err);
	int64_t sequence;
	char *record;
	bool ok;

	if (rc <= 0)
		return rc == 0;
	sequence = sqlite3_column_int64(stmt, 0);
	db_hex_in(stmt, 1, sha256, HASH_HEX / 2);
	record = db_text(stmt, 2);
	sqlite3_reset(stmt);
	ok = commit_at(db, sequence, latest, commit, err);
	if (ok && latest->subject != SUBJECT_PACK) {
		latest->record = record;
		record = NULL;
	}
	free(record);
	return ok;
}

/* NOLINTNEXTLINE(readability-function-size): the port asks for it */
bool db_subject(struct db *db, enum subject subject, const char *id, struct decision *latest,
	char **commit, char sha256[HASH_HEX + 1], struct err *err)
{
	sqlite3_stmt *stmt;

	*commit = NULL;
	sha256[0] = '\0';
	decision_release(latest);
	if (!db_snapshot(db, err))
		return false;
	stmt = db_stmt(db, STMT_subject_one);
	sqlite3_bind_int(stmt, 1, (int)subject);
	db_bind_text(stmt, 2, id);
	return db_end(db, read_subject(db, latest, commit, sha256, stmt, err), err);
}
