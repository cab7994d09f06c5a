/* SPDX-License-Identifier: MIT */
/* What is open when a pack is adopted, and whose terms came out otherwise by its calendar. */
#include <stdlib.h>

#include "core/clock.h"
#include "store/db.h"
#include "store/db_stmt.h"
#include "store/db_sums.h"

bool db_open_documents(struct db *db, struct strv *ids, struct err *err)
{
	/* A build has no indexes yet. */
	sqlite3_stmt *stmt = db_stmt(db, db->is_bulk ? STMT_open_all : STMT_open_queued);
	int rc;

	while ((rc = db_step(db, stmt, err)) > 0)
		strv_add(ids, (const char *)sqlite3_column_text(stmt, 0));
	return rc == 0;
}

static bool put_recount(struct db *db, int64_t sequence, const struct document *document,
	const struct kind *kind, struct err *err)
{
	static const enum stmt both[] = {STMT_recount_standing, STMT_recount_note};
	const struct clock_run *run = clock_to_publish(kind, document);
	sqlite3_stmt *doc = db_stmt(db, STMT_recount_doc);
	struct str text = {0};
	int64_t n;
	bool ok;

	if (!db_number(db, document->paper.id, &n, err) || !sums_add_published(db, n, -1, err))
		return false;
	db_bind_text(doc, 1, document->paper.id);
	db_bind_due(doc, 2, 3, document);
	sqlite3_bind_int(doc, 4, run != NULL ? run->start : DAY_NONE);
	sqlite3_bind_int(doc, 5, run != NULL ? run->due : DAY_NONE);
	ok = db_run(db, doc, err) && sums_add_published(db, n, 1, err) && sums_tidy(db, err);
	document_print(document, &text);
	for (size_t i = 0; ok && i < sizeof(both) / sizeof(*both); i++) {
		sqlite3_stmt *stmt = db_stmt(db, both[i]);

		db_bind_text(stmt, 1, document->paper.id);
		if (i == 0)
			db_bind_text(stmt, 2, str_get(&text));
		else
			sqlite3_bind_int64(stmt, 2, sequence);
		ok = db_run(db, stmt, err);
	}
	str_release(&text);
	return ok;
}

bool db_put_recount(struct db *db, int64_t sequence, const struct document *document,
	const struct kind *kind, struct err *err)
{
	return db_begin(db, err) && db_end(db, put_recount(db, sequence, document, kind, err), err);
}
