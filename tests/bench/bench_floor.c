/* SPDX-License-Identifier: MIT */
/* floor STORE: seconds that the bare libraries take for what a rebuild has to do, with nothing
 * around them: libgit2 reads every commit of the ledger and every record once, SQLite inserts the
 * rows of the index and makes its indexes. The words' tables are copied as they lie. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2.h>
#include <sqlite3.h>

#include "core/mem.h"
#include "core/str.h"
#include "store/table.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { HEX = 40 };

/* -- The ledger -------------------------------------------------------------------------------- */

static git_odb_object *read_object(git_odb *odb, const char *hex)
{
	git_odb_object *object = NULL;
	git_oid oid;

	need(git_oid_fromstrn(&oid, hex, HEX) == 0 && git_odb_read(&object, odb, &oid) == 0, hex);
	return object;
}

static void read_record(git_odb *odb, const char *hex)
{
	git_odb_object *tree = read_object(odb, hex), *blob = NULL;
	const char *bytes = git_odb_object_data(tree);
	const char *at = memmem(bytes, git_odb_object_size(tree), " record", sizeof(" record"));
	git_oid oid;

	if (at != NULL) {
		memcpy(oid.id, at + sizeof(" record"), sizeof(oid.id));
		need(git_odb_read(&blob, odb, &oid) == 0, "record");
	}
	git_odb_object_free(blob);
	git_odb_object_free(tree);
}

/* Reads a commit and, where its tree was not seen yet, the record in it; appends its parents. */
static void read_commit(git_odb *odb, const char *hex, struct table *trees, struct strv *parents)
{
	git_odb_object *commit = read_object(odb, hex);
	const char *line = git_odb_object_data(commit);
	char tree[HEX + 1] = "";

	(void)snprintf(tree, sizeof(tree), "%s", line + strlen("tree "));
	line += strlen("tree ") + HEX + 1;
	for (; strncmp(line, "parent ", strlen("parent ")) == 0; line += HEX + 1) {
		line += strlen("parent ");
		strv_addn(parents, line, HEX);
	}
	if (table_get(trees, tree) == NULL) {
		table_put(trees, tree, trees);
		read_record(odb, tree);
	}
	git_odb_object_free(commit);
}

/* From the tip: the first parent is the link before, the others are its decisions. */
static void read_ledger(const char *path)
{
	struct table trees = {0};
	git_repository *repo = NULL;
	git_odb *odb = NULL;
	char at[HEX + 1];
	git_oid tip;

	need(git_libgit2_init() > 0 && git_repository_open(&repo, path) == 0 &&
			git_repository_odb(&odb, repo) == 0 &&
			git_reference_name_to_id(&tip, repo, "refs/heads/main") == 0,
		path);
	git_oid_tostr(at, sizeof(at), &tip);
	do {
		struct strv decisions = {0}, none = {0};

		read_commit(odb, at, &trees, &decisions);
		for (size_t i = 1; i < decisions.n; i++)
			read_commit(odb, decisions.v[i], &trees, &none);
		(void)snprintf(at, sizeof(at), "%s", decisions.n > 0 ? decisions.v[0] : "");
		strv_release(&decisions);
		strv_release(&none);
	} while (*at != '\0');
	table_release(&trees);
	git_odb_free(odb);
	git_repository_free(repo);
	git_libgit2_shutdown();
}

/* -- The index --------------------------------------------------------------------------------- */

static void run(sqlite3 *sql, const char *text)
{
	if (sqlite3_exec(sql, text, NULL, NULL, NULL) != SQLITE_OK) {
		(void)fprintf(stderr, "bench: %s: %s\n", text, sqlite3_errmsg(sql));
		exit(1);
	}
}

/* The first column of a query. */
static struct strv ask(sqlite3 *sql, const char *query)
{
	struct strv rows = {0};
	sqlite3_stmt *stmt = NULL;

	need(sqlite3_prepare_v2(sql, query, -1, &stmt, NULL) == SQLITE_OK, query);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		strv_add(&rows, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return rows;
}

/* Why the columns are named: SELECT * would copy the rows' bytes without a look at them. */
static void copy_rows(sqlite3 *sql, const char *table)
{
	char *query = xasprintf("SELECT '\"' || name || '\"' FROM pragma_table_xinfo('%s', 'old')"
				" WHERE hidden = 0",
		table);
	struct strv columns = ask(sql, query);
	char *list = strv_join(&columns, ", ");
	char *copy = xasprintf(
		"INSERT INTO \"%s\" (%s) SELECT %s FROM old.\"%s\"", table, list, list, table);

	run(sql, copy);
	free(copy);
	free(list);
	free(query);
	strv_release(&columns);
}

static void make_all(sqlite3 *sql, const char *query)
{
	struct strv made = ask(sql, query);

	for (size_t i = 0; i < made.n; i++)
		run(sql, made.v[i]);
	strv_release(&made);
}

static void make_index(const char *from, const char *to)
{
	char *attach = xasprintf("ATTACH '%s' AS old", from);
	struct strv tables;
	sqlite3 *sql = NULL;

	(void)unlink(to);
	need(sqlite3_open(to, &sql) == SQLITE_OK, to);
	run(sql, attach);
	run(sql, "PRAGMA main.synchronous = OFF; PRAGMA main.journal_mode = OFF;"
		 "PRAGMA main.cache_size = -65536; BEGIN");
	make_all(sql, "SELECT sql FROM old.sqlite_schema WHERE type = 'table'"
		      " AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%'");
	tables = ask(sql, "SELECT name FROM main.sqlite_schema WHERE type = 'table'"
			  " AND name NOT LIKE 'sqlite%'");
	for (size_t i = 0; i < tables.n; i++)
		copy_rows(sql, tables.v[i]);
	make_all(sql, "SELECT sql FROM old.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
	run(sql, "COMMIT");
	need(sqlite3_close(sql) == SQLITE_OK, "close");
	(void)unlink(to);
	strv_release(&tables);
	free(attach);
}

int main(int argc, char **argv)
{
	double begun = now_us();
	char *ledger, *index, *aside;

	need(argc == 2, "floor STORE");
	ledger = xasprintf("%s/ledger.git", argv[1]);
	index = xasprintf("%s/index.db", argv[1]);
	aside = xasprintf("%s/index.db.floor", argv[1]);
	read_ledger(ledger);
	(void)printf("%.3f", (now_us() - begun) / 1e6);
	begun = now_us();
	make_index(index, aside);
	(void)printf(" %.3f\n", (now_us() - begun) / 1e6);
	free(ledger);
	free(index);
	free(aside);
	return 0;
}
