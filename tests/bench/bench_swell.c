/* SPDX-License-Identifier: MIT */
/* swell STORE INDEX TIMES: a copy of a store's index that has every paper and its decisions TIMES
 * over, under other ids: what an index of that size costs to read can be measured without the hours
 * that its ledger takes to sign. */
#include <stdlib.h>

#include <sqlite3.h>

#include "core/mem.h"
#include "store/db.h"
#include "store/db_stmt.h"
#include "tests/bench/must.h"

static void run(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->sql, sql, NULL, NULL, NULL) != SQLITE_OK) {
		(void)fprintf(stderr, "bench: %s: %s\n", sql, sqlite3_errmsg(db->sql));
		exit(1);
	}
}

static void copy_once(struct db *db, int k)
{
	static const char *const copies[] = {
		"INSERT INTO doc SELECT n + %1$d * docs, id || '-%1$d', unit, branch, step, phase,"
		" attribute, due, created, sequence + %1$d * decisions, drafter, entered, "
		"review_by,"
		" decided, published, provisional, updated, last_actor, last_action, term_from, "
		"term, code, grounds,"
		" replace(number, '号', '-%1$d号'), original, title,"
		" replace(folded, id, id || '-%1$d'), touched FROM doc, size WHERE n <= docs",
		"INSERT INTO standing SELECT doc + %1$d * docs, replace(text, d.id, d.id || "
		"'-%1$d')"
		" FROM standing JOIN doc d ON d.n = doc, size WHERE doc <= docs",
		"INSERT INTO doc_ground SELECT code, doc + %1$d * docs FROM doc_ground, size"
		" WHERE doc <= docs",
		"INSERT INTO touch SELECT person, active, doc + %1$d * docs FROM touch, size"
		" WHERE doc <= docs",
		"INSERT INTO decision SELECT sequence + %1$d * decisions, hash, subject,"
		" doc + %1$d * docs, id, action, \"from\", \"to\", attribute, grounds, actor,"
		" acting_for, role, code, named, comment, content, record, pack, request, prev,"
		" prev_sha256, at, at_offset, signer, site_time, site_offset, for_unit FROM "
		"decision, size"
		" WHERE sequence <= decisions AND doc IS NOT NULL",
	};

	for (size_t i = 0; i < sizeof(copies) / sizeof(*copies); i++) {
		char *sql = sqlite3_mprintf("%s", copies[i]);
		char *text = NULL, *at;
		struct str out = {0};

		for (at = sql; *at != '\0'; at++) {
			if (starts_with(at, "%1$d")) {
				str_addf(&out, "%d", k);
				at += 3;
			} else {
				str_addc(&out, *at);
			}
		}
		text = str_detach(&out);
		run(db, text);
		free(text);
		sqlite3_free(sql);
	}
}

static void drop_indexes(struct db *db)
{
	struct strv names = {0};
	sqlite3_stmt *stmt = NULL;

	need(sqlite3_prepare_v2(db->sql,
		     "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL", -1,
		     &stmt, NULL) == SQLITE_OK,
		"schema");
	while (sqlite3_step(stmt) == SQLITE_ROW)
		strv_add(&names, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	for (size_t i = 0; i < names.n; i++) {
		char *sql = xasprintf("DROP INDEX %s", names.v[i]);

		run(db, sql);
		free(sql);
	}
	strv_release(&names);
}

int main(int argc, char **argv)
{
	char *from, *sql;
	struct db *db;
	int times;

	need(argc == 4 && str_number(argv[3], &times), "swell STORE INDEX TIMES:");
	from = xasprintf("%s/index.db", argv[1]);
	MUST((db = db_open(from, 0, &err)) != NULL);
	sql = xasprintf("VACUUM INTO '%s'", argv[2]);
	/* The copy is made by attaching, which the index forbids itself. */
	(void)sqlite3_limit(db->sql, SQLITE_LIMIT_ATTACHED, 1);
	run(db, sql);
	db_close(db);
	MUST((db = db_open(argv[2], 0, &err)) != NULL);
	run(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000");
	drop_indexes(db);
	run(db, "CREATE TEMP TABLE size AS SELECT (SELECT max(n) FROM doc) AS docs,"
		" (SELECT max(sequence) FROM decision) AS decisions");
	for (int k = 1; k < times; k++)
		copy_once(db, k);
	sql = xasprintf(
		"UPDATE tally SET n = n * %1$d; UPDATE sums SET n = n * %1$d, late = late * %1$d",
		times);
	run(db, sql);
	MUST(db_make_indexes(db, &err));
	MUST(db_fill_words(db, &err));
	run(db, "PRAGMA journal_mode = WAL");
	db_close(db);
	free(from);
	free(sql);
	return 0;
}
