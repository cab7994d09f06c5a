/* SPDX-License-Identifier: MIT */
/* An index of which anything was altered, beside one made anew from the ledger: the schema itself
 * says what there is to alter, so that a new column is tried too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/db_compare.h"
#include "store/db_stmt.h"
#include "store/replay.h"
#include "tests/store/busy.h"

/* Why nobody has to notice. column NULL: the whole table. */
static const struct {
	const char *table, *column, *why;
} excused[] = {
	{"layout", NULL, "how often things changed: another number makes others read them again"},
	{"serial", "last", "a higher one only leaves serials out; a lower one is noticed"},
	{"body_of", NULL,
		"which texts are searched: they come after the decisions and go with their "
		"content, and what is found in them is looked at"},
};

struct seen { /* what was told */
	struct str lines;
	int n;
};

static void note(void *context, const struct db_difference *difference)
{
	struct seen *seen = context;

	seen->n++;
	str_addf(&seen->lines, "%s.%s ", difference->table,
		difference->column != NULL ? difference->column : "*");
}

static struct {
	struct figures_test t;
	struct replay_copy *copy;
	struct db *db;
} here;

/* One office for all tests: none leaves anything behind. */
static int begin(void **state)
{
	static struct there_was there;
	size_t left = 1;

	if (scratch_enter(state) != 0)
		return -1;
	here.t = (struct figures_test){.seed = 3, .found = &there};
	found(&here.t);
	live(&here.t);
	MUST((here.copy = replay_copy_begin(here.t.store->ledger, here.t.store->dir,
		      here.t.store->now.last.id, &err)) != NULL);
	while (left > 0)
		MUST(replay_copy_step(here.copy, &left, &err));
	MUST((here.db = db_open("site/index.db", 0, &err)) != NULL);
	store_close(here.t.store);
	return 0;
}

static int end(void **state)
{
	db_close(here.db);
	replay_copy_end(here.copy);
	return scratch_leave(state);
}

static int run(const char *sql)
{
	return sqlite3_exec(here.db->sql, sql, NULL, NULL, NULL);
}

/* What is told once the statement was run, which is taken back. NULL: it changes nothing, or cannot
 * be run. The caller frees. */
static char *told_after(const char *sql)
{
	struct seen seen = {0};
	char *told = NULL;

	assert_int_equal(run("BEGIN IMMEDIATE"), SQLITE_OK);
	if (run(sql) == SQLITE_OK && sqlite3_changes(here.db->sql) > 0) {
		here.db->depth = 1;
		MUST(db_compare(here.db, replay_copy_db(here.copy), note, &seen, &err));
		here.db->depth = 0;
		told = xstrdup(str_get(&seen.lines));
	}
	assert_int_equal(run("ROLLBACK"), SQLITE_OK);
	str_release(&seen.lines);
	return told;
}

/* The first column of every row, or of the second. */
static void ask(const char *sql, struct strv *first, struct strv *second)
{
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(sqlite3_prepare_v2(here.db->sql, sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		strv_add(first, (const char *)sqlite3_column_text(stmt, 0));
		if (second != NULL)
			strv_add(second, (const char *)sqlite3_column_text(stmt, 1));
	}
	sqlite3_finalize(stmt);
}

static const char *excuse(const char *table, const char *column)
{
	for (size_t i = 0; i < LENGTH(excused); i++) {
		if (strcmp(excused[i].table, table) == 0 &&
			(excused[i].column == NULL || str_eq(excused[i].column, column)))
			return excused[i].why;
	}
	return NULL;
}

static void tables(struct strv *names)
{
	ask("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
	    " AND name NOT LIKE 'sqlite%'",
		names, NULL);
	assert_true(names->n > 20);
}

/* The key of a table as a list of columns. */
static char *key_of(const char *table)
{
	char *sql = xasprintf(
		"SELECT name FROM pragma_table_info('%s') WHERE pk > 0 ORDER BY pk", table);
	struct strv columns = {0};
	char *key;

	ask(sql, &columns, NULL);
	key = columns.n > 0 ? strv_join(&columns, ", ") : xstrdup("rowid");
	strv_release(&columns);
	free(sql);
	return key;
}

/* Alters a value in one row or another, by one way or another, until one of them can be; then it
 * must be told of. */
static void alter(const char *table, const char *column, const char *type)
{
	static const char *const numbers[] = {"+ 1", "- 1", "+ 100003"};
	char *key = key_of(table), *told = NULL;

	for (size_t i = 0; told == NULL && i < 30; i++) {
		char *sql = xasprintf(
			"UPDATE \"%s\" SET \"%s\" = CASE typeof(\"%s\") WHEN 'integer' THEN \"%s\" "
			"%s"
			" WHEN 'text' THEN \"%s\" || 'x' WHEN 'blob' THEN zeroblob(length(\"%s\"))"
			" ELSE %s END WHERE (%s) = (SELECT %s FROM \"%s\" LIMIT 1 OFFSET %zu)",
			table, column, column, column, numbers[i % LENGTH(numbers)], column, column,
			strcmp(type, "INTEGER") == 0 ? "1"
			: strcmp(type, "BLOB") == 0  ? "x'00'"
						     : "'x'",
			key, key, table, i / LENGTH(numbers));

		told = told_after(sql);
		free(sql);
	}
	if (told == NULL)
		fail_msg("%s.%s could not be altered", table, column);
	if (*told == '\0' && excuse(table, column) == NULL)
		fail_msg("%s.%s was altered, and nobody noticed", table, column);
	free(told);
	free(key);
}

static void test_an_index_made_by_decisions_is_as_one_made_anew(void **state)
{
	struct seen seen = {0};

	(void)state;
	MUST(db_compare(here.db, replay_copy_db(here.copy), note, &seen, &err));
	assert_string_equal(str_get(&seen.lines), "");
	str_release(&seen.lines);
}

static void alter_columns(const char *table, int *tried)
{
	char *sql = xasprintf("SELECT name, type FROM pragma_table_info('%s')", table);
	char *count = xasprintf("SELECT 1 FROM \"%s\" LIMIT 1", table);
	struct strv columns = {0}, types = {0}, rows = {0};

	if (excuse(table, NULL) != NULL)
		goto out;
	ask(count, &rows, NULL);
	ask(sql, &columns, &types);
	for (size_t i = 0; rows.n > 0 && i < columns.n; i++, (*tried)++)
		alter(table, columns.v[i], types.v[i]);
out:
	strv_release(&columns);
	strv_release(&types);
	strv_release(&rows);
	free(count);
	free(sql);
}

static void test_a_value_that_was_altered_is_told_of(void **state)
{
	struct strv names = {0};
	int tried = 0;

	(void)state;
	tables(&names);
	for (size_t i = 0; i < names.n; i++)
		alter_columns(names.v[i], &tried);
	assert_true(tried > 100);
	strv_release(&names);
}

/* A row with something in every column that must have it. */
static char *any_row(const char *table)
{
	char *sql = xasprintf("SELECT name, type FROM pragma_table_info('%s')", table);
	struct strv columns = {0}, types = {0};
	struct str row = {0};

	ask(sql, &columns, &types);
	str_addf(&row, "INSERT INTO \"%s\" VALUES (", table);
	for (size_t i = 0; i < columns.n; i++)
		str_addf(&row, "%s%s", i > 0 ? ", " : "",
			strcmp(types.v[i], "INTEGER") == 0 ? "987654"
			: strcmp(types.v[i], "BLOB") == 0  ? "x'ab'"
							   : "'nowhere'");
	str_addc(&row, ')');
	strv_release(&columns);
	strv_release(&types);
	free(sql);
	return str_detach(&row);
}

/* Rows that nobody decided on, and rows that are gone. */
static void test_rows_are_told_of(void **state)
{
	struct strv names = {0};
	int more = 0, less = 0;

	(void)state;
	tables(&names);
	for (size_t i = 0; i < names.n; i++) {
		const char *table = names.v[i];
		char *key = key_of(table), *insert = any_row(table), *told = told_after(insert);
		char *drop =
			xasprintf("DELETE FROM \"%s\" WHERE (%s) = (SELECT %s FROM \"%s\" LIMIT 1)",
				table, key, key, table);

		/* A state that no paper is in, and serials that are left out, are nobody's loss. */
		if (told != NULL && *told == '\0' && excuse(table, NULL) == NULL &&
			strcmp(table, "step") != 0 && strcmp(table, "serial") != 0)
			fail_msg("%s has a row more, and nobody noticed", table);
		more += told != NULL;
		free(told);
		told = told_after(drop);
		if (told != NULL && *told == '\0' && excuse(table, NULL) == NULL)
			fail_msg("%s has a row less, and nobody noticed", table);
		less += told != NULL;
		free(told);
		free(drop);
		free(insert);
		free(key);
	}
	assert_true(more > 20 && less > 15);
	strv_release(&names);
}

static void test_verify_says_what_and_where_and_the_way_out(void **state)
{
	static const struct {
		const char *sql, *table, *column;
	} cases[] = {
		{"UPDATE sums SET n = n + 1 WHERE unit = 0 AND n = (SELECT max(n) FROM sums)",
			"sums", "n"},
		{"UPDATE tally SET n = n + 1 WHERE n > 0", "tally", "n"},
		{"UPDATE doc SET due = due + 2048 WHERE due < 0x7fffffffff", "doc", "due"},
		{"UPDATE doc SET title = 'another'", "doc", "title"},
	};
	struct verdict verdict;
	sqlite3 *raw;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct store *store;
		bool is_told = false;

		assert_int_equal(sqlite3_open("site/index.db", &raw), SQLITE_OK);
		if (sqlite3_exec(raw, cases[i].sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", cases[i].sql, sqlite3_errmsg(raw));
		sqlite3_close(raw);
		MUST((store = store_open("site", &err)) != NULL);
		MUST(store_verify(store, &verdict, &err));
		for (size_t k = 0; k < verdict.n; k++) {
			const char *what = verdict.faults[k].what;

			is_told = is_told || (strstr(what, cases[i].table) != NULL &&
						     strstr(what, cases[i].column) != NULL &&
						     strstr(what, "gongkai rebuild") != NULL);
		}
		assert_true(is_told);
		verdict_release(&verdict);
		MUST(store_rebuild(store, &err));
		MUST(store_verify(store, &verdict, &err));
		assert_int_equal(verdict.n, 0);
		verdict_release(&verdict);
		store_close(store);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_index_made_by_decisions_is_as_one_made_anew),
		cmocka_unit_test(test_a_value_that_was_altered_is_told_of),
		cmocka_unit_test(test_rows_are_told_of),
		cmocka_unit_test(test_verify_says_what_and_where_and_the_way_out),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
