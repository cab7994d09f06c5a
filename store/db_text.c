/* SPDX-License-Identifier: MIT */
/* The words of papers' texts. The index does not keep the texts: who has them puts them in. */
#include <stdlib.h>

#include "core/fold.h"
#include "store/db.h"
#include "store/db_stmt.h"

bool db_text_due(struct db *db, struct db_text *due, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_body_next);
	bool found;

	err->code = ERR_NONE;
	found = db_step(db, stmt, err) > 0;
	if (found) {
		due->doc = sqlite3_column_int64(stmt, 0);
		db_hex_in(stmt, 1, due->sha256, HASH_HEX / 2);
		db_hex_in(stmt, 2, due->had, HASH_HEX / 2);
	}
	sqlite3_reset(stmt);
	return found;
}

static bool put(struct db *db, enum stmt id, int64_t doc, const char *text, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, id);
	char *folded = fold_text(text);
	bool ok;

	sqlite3_bind_int64(stmt, 1, doc);
	db_bind_text(stmt, 2, folded);
	ok = db_run(db, stmt, err);
	free(folded);
	return ok;
}

/* All texts have to be put in again: only so does nothing of one remain. */
static bool begin_again(struct db *db, struct err *err)
{
	return db_run(db, db_stmt(db, STMT_body_clear), err) &&
	       db_run(db, db_stmt(db, STMT_body_again), err);
}

bool db_text_put(struct db *db, const struct db_text *due, const char *text, const char *old,
	struct err *err)
{
	sqlite3_stmt *stmt;
	bool ok;

	if (!db_begin(db, err))
		return false;
	if (*due->had != '\0' && old == NULL)
		return db_end(db, begin_again(db, err), err);
	ok = (old == NULL || put(db, STMT_body_drop, due->doc, old, err)) &&
	     (text == NULL || put(db, STMT_body_put, due->doc, text, err));
	stmt = db_stmt(db, STMT_body_done);
	sqlite3_bind_int64(stmt, 1, due->doc);
	sqlite3_bind_int(stmt, 2, text != NULL);
	return db_end(db, ok && db_run(db, stmt, err), err);
}

bool db_purge_text(struct db *db, const char *sha256, struct err *err)
{
	sqlite3_stmt *stmt;
	bool ok;

	if (!db_begin(db, err))
		return false;
	stmt = db_stmt(db, STMT_body_purge);
	db_bind_hex(stmt, 1, sha256);
	ok = db_run(db, stmt, err) && (sqlite3_changes(db->sql) == 0 || begin_again(db, err));
	return db_end(db, ok, err);
}

bool db_forget_text(struct db *db, const char *document, struct err *err)
{
	sqlite3_stmt *stmt;
	bool ok;

	if (!db_begin(db, err))
		return false;
	stmt = db_stmt(db, STMT_body_forget);
	db_bind_text(stmt, 1, document);
	ok = db_end(db, db_run(db, stmt, err) && begin_again(db, err), err);
	/* Within another transaction the log is emptied by who ends that. */
	return ok && (db->depth > 0 || db_run(db, db_stmt(db, STMT_checkpoint_wal), err));
}
