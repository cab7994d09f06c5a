/* SPDX-License-Identifier: MIT */
/* What is noted down by name, and serials. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/db_stmt.h"

char *db_meta(struct db *db, const char *key, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_meta);
	char *value = NULL;

	err->code = ERR_NONE;
	db_bind_text(stmt, 1, key);
	if (db_step(db, stmt, err) > 0)
		value = db_text(stmt, 0);
	sqlite3_reset(stmt);
	return value;
}

bool db_set_meta(struct db *db, const char *key, const char *value, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_set_meta);

	db_bind_text(stmt, 1, key);
	db_bind_text(stmt, 2, value != NULL ? value : "");
	return db_run(db, stmt, err);
}

bool db_meta_number(struct db *db, const char *key, int64_t *n, struct err *err)
{
	char *value = db_meta(db, key, err);

	*n = value != NULL ? strtoll(value, NULL, 10) : 0;
	free(value);
	return err->code == ERR_NONE;
}

bool db_set_meta_number(struct db *db, const char *key, int64_t n, struct err *err)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%" PRId64, n);
	return db_set_meta(db, key, text, err);
}

bool db_reserve_serial(struct db *db, const char *unit, int year, int *serial, struct err *err)
{
	sqlite3_stmt *stmt;
	bool ok;

	if (!db_begin(db, err))
		return false;
	stmt = db_stmt(db, STMT_serial_next);
	db_bind_text(stmt, 1, unit);
	sqlite3_bind_int(stmt, 2, year);
	ok = db_step(db, stmt, err) > 0;
	if (ok) {
		*serial = sqlite3_column_int(stmt, 0);
		ok = db_run(db, stmt, err);
	}
	return db_end(db, ok, err);
}

bool db_carry_serials(struct db *from, struct db *to, struct err *err)
{
	sqlite3_stmt *read = db_stmt(from, STMT_serial_all);
	bool ok = db_begin(to, err);
	struct err why;

	while (ok && db_step(from, read, &why) > 0) {
		sqlite3_stmt *write = db_stmt(to, STMT_serial_seen);
		char *unit = db_text(read, 0);

		db_bind_text(write, 1, unit);
		sqlite3_bind_int(write, 2, sqlite3_column_int(read, 1));
		sqlite3_bind_int(write, 3, sqlite3_column_int(read, 2));
		ok = db_run(to, write, err);
		free(unit);
	}
	/* From an index that is damaged: as far as it can be read. */
	sqlite3_reset(read);
	return db_end(to, ok, err);
}
