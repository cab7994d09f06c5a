/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_DECISION_H
#define STORE_DB_DECISION_H

/* A decision as a row of the index. */

#include <sqlite3.h>

#include "store/db.h"

/* A request as it is kept: half the bytes where it is a UUID. request must live until the step. */
void db_bind_request(sqlite3_stmt *stmt, int i, const char *request);
/* doc is the document's number; 0 for other subjects. */
MUST_CHECK bool db_put_decision(
	struct db *db, const struct db_entry *entry, int64_t doc, struct err *err);
/* The row of a history statement; the caller releases entry->decision. */
void db_read_entry(sqlite3_stmt *stmt, struct history_entry *entry);

#endif
