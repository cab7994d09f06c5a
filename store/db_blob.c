/* SPDX-License-Identifier: MIT */
/* Which document names which content, so that what is purged is told apart from what is shared. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_stmt.h"

static bool add(struct db *db, int64_t doc, const char *sha256, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_blob_add);

	sqlite3_bind_int64(stmt, 1, doc);
	db_bind_hex(stmt, 2, sha256);
	return db_run(db, stmt, err);
}

static bool run_for(struct db *db, enum stmt id, int64_t doc, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, id);

	sqlite3_bind_int64(stmt, 1, doc);
	return db_run(db, stmt, err);
}

bool db_put_blobs(struct db *db, const struct decision *decision, int64_t doc,
	const struct document *after, struct err *err)
{
	const struct paper *paper = &after->paper;

	if (after->purged != DAY_NONE)
		return run_for(db, STMT_purged_add, doc, err) &&
		       run_for(db, STMT_blob_drop, doc, err);
	/* A paper refused at the door leaves a hash and no text: nothing of it is kept. */
	if (decision->record == NULL || paper->text.sha256[0] == '\0')
		return true;
	return add(db, doc, paper->original.sha256, err) && add(db, doc, paper->text.sha256, err) &&
	       (paper->rendition.sha256[0] == '\0' || add(db, doc, paper->rendition.sha256, err));
}

bool db_links(struct db *db, const char *id, enum link_how how, struct strv *ids, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_links_to);
	int rc;

	db_bind_text(stmt, 1, id);
	sqlite3_bind_int(stmt, 2, (int)how);
	while ((rc = db_step(db, stmt, err)) > 0)
		strv_add(ids, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_reset(stmt);
	return rc >= 0;
}

bool db_voiced(struct db *db, const struct strv *actions, struct strv *ids, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_voices_heard);
	int rc;

	while ((rc = db_step(db, stmt, err)) > 0) {
		if (strv_has(actions, (const char *)sqlite3_column_text(stmt, 1)))
			strv_put(ids, (const char *)sqlite3_column_text(stmt, 0));
	}
	sqlite3_reset(stmt);
	return rc == 0;
}

bool db_sharers(struct db *db, const char *id, struct strv *ids, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_sharers);
	int rc;

	db_bind_text(stmt, 1, id);
	while ((rc = db_step(db, stmt, err)) > 0)
		strv_put(ids, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_reset(stmt);
	return rc == 0;
}

bool db_purged(struct db *db, struct strv *sha256s, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_purged_all);
	int rc;

	while ((rc = db_step(db, stmt, err)) > 0) {
		char *hex = db_hex(stmt, 0);

		strv_add(sha256s, hex);
		free(hex);
	}
	sqlite3_reset(stmt);
	return rc == 0;
}

bool db_find_purged(struct db *db, const char *sha256, char **id, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_purged_one);
	int rc;

	db_bind_hex(stmt, 1, sha256);
	rc = db_step(db, stmt, err);
	*id = rc > 0 ? db_text(stmt, 0) : NULL;
	sqlite3_reset(stmt);
	return rc >= 0;
}

bool db_settle(struct db *db, struct err *err)
{
	int rc = sqlite3_wal_checkpoint_v2(db->sql, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	/* Where somebody reads an older state it stays until they end: no content is in it. */
	return rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY || db_fail(db, err);
}
