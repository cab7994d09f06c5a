/* SPDX-License-Identifier: MIT */
/* The index made again is the one that was there, and whoever works meanwhile is not harmed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "tests/store/forge.h"

/* -- What is in an index -------------------------------------------------------------------------
 */

static void dump_table(sqlite3 *sql, const char *table, struct str *out)
{
	char *query = xasprintf("SELECT * FROM \"%s\"", table);
	struct strv rows = {0};
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(sql, query, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct str row = {0};

		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const unsigned char *bytes = sqlite3_column_blob(stmt, i);
			int n = sqlite3_column_bytes(stmt, i);

			str_addf(&row, "%s%d:", i > 0 ? "|" : "", sqlite3_column_type(stmt, i));
			for (int k = 0; k < n; k++)
				str_addf(&row, bytes[k] >= ' ' && bytes[k] < 0x7F ? "%c" : "\\%02x",
					bytes[k]);
		}
		strv_add(&rows, str_get(&row));
		str_release(&row);
	}
	sqlite3_finalize(stmt);
	str_addf(out, "-- %s %zu\n", table, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		str_addf(out, "%s\n", rows.v[i]);
	strv_release(&rows);
	free(query);
}

/* Every table but the full text's inner ones, and the serials that were handed out for nothing. */
static char *dump(void)
{
	static const char tables[] =
		"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words%' "
		"AND name NOT LIKE 'body%' "
		"AND name NOT LIKE 'sqlite%' AND name <> 'serial' ORDER BY name";
	struct str out = {0};
	sqlite3_stmt *stmt;
	sqlite3 *sql;

	assert_int_equal(sqlite3_open("site/index.db", &sql), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(sql, tables, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		dump_table(sql, (const char *)sqlite3_column_text(stmt, 0), &out);
	sqlite3_finalize(stmt);
	sqlite3_close(sql);
	return str_detach(&out);
}

static void assert_same(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return;
	scratch_write("a", a, strlen(a));
	scratch_write("b", b, strlen(b));
	(void)scratch_run("diff a b | head -40 >differ");
	fail_msg("%s", scratch_read("differ"));
}

/* -- Work ----------------------------------------------------------------------------------------
 */

static unsigned seed;

static unsigned dice(unsigned sides)
{
	seed = seed * 1103515245U + 12345U;
	return (seed >> 16) % sides;
}

static void tick(int *day)
{
	char clock[32];

	*day += (int)dice(3);
	(void)snprintf(clock, sizeof(clock), "2026-%02d-%02dT%02d:00:00", 2 + *day / 28,
		1 + *day % 28, 9 + (int)dice(8));
	if (dice(4) == 0)
		setenv("GONGKAI_CLOCK", clock, 1);
}

static void put_something(struct store *store, int i)
{
	char *id = xasprintf("%s%d", dice(2) ? "u" : "a", i);
	struct session session;

	session_open_site(&session, store);
	if (dice(2))
		site_put_unit(&session, id);
	session_release(&session);
	free(id);
}

/* Whoever can does whatever: what is refused is refused. */
static void act_somehow(struct store *store, struct strv *ids)
{
	static const char *const who[] = {
		"clerk", "head", "disclosure", "secrecy", "checker", "signer", "publisher"};
	static const char *const acts[] = {"submit", "pass", "pass", "pass", "sign", "publish",
		"return", "recall", "withdraw", "rescreen", "purge", "void", "waive"};
	const char *id = ids->v[dice((unsigned)ids->n)];
	struct deed deed = {
		.action = acts[dice(13)], .comment = "说明", .code = "format", .together = ids};
	struct session session;
	struct err why = {0};

	if (strcmp(deed.action, "return") != 0)
		deed.code = NULL;
	MUST(session_open(&session, store, who[dice(7)], &err));
	(void)!session_do(&session, id, &deed, &why);
	session_release(&session);
}

static void work(struct store *store, int n)
{
	struct strv ids = {0};
	int day = 0;

	for (int i = 0; i < n; i++) {
		tick(&day);
		if (ids.n == 0 || dice(6) == 0) {
			char *title = xasprintf("关于第%d号的通知", i);
			char *text = xasprintf("内容%u\n", dice(40));
			char *id = site_import(store, title, text);

			strv_add(&ids, id);
			if (dice(4) > 0)
				site_mark(store, id, "public");
			free(title);
			free(text);
			free(id);
		} else {
			act_somehow(store, &ids);
		}
		if (dice(40) == 0)
			put_something(store, i);
	}
	strv_release(&ids);
}

static void the_rows_are_the_same(void **state)
{
	enum { SEEDS = 3, ACTS = 250 };

	(void)state;
	for (unsigned s = 1; s <= SEEDS; s++) {
		struct store *store;
		char *live, *again, *reserved;

		assert_int_equal(scratch_run("rm -rf site"), 0);
		store = site_make();
		seed = s;
		work(store, ACTS);
		MUST((reserved = store_reserve(store, "zfb", 2026, &err)) != NULL);
		free(reserved);
		live = dump();
		assert_non_null(strstr(live, "-- decision "));
		assert_non_null(strstr(live, "-- blob "));
		MUST(store_rebuild(store, &err));
		again = dump();
		assert_same(live, again);
		free(again);
		store_close(store);
		/* From nothing, too. */
		assert_int_equal(scratch_run("rm site/index.db*"), 0);
		store_close(site_open());
		again = dump();
		assert_same(live, again);
		free(again);
		free(live);
	}
}

/* -- Serials -------------------------------------------------------------------------------------
 */

/* What lies beside an index is read as its own: where it cannot be removed nothing takes its place.
 */
static void a_leftover_that_stays_stops_it(void **state)
{
	static const struct {
		const char *path, *why;
	} leftovers[] = {
		{"site/index.db-journal", "cannot remove"},
		{"site/index.db.new", "cannot remove"},
		{"site/index.db.new-wal", "cannot remove"},
		{"site/index.db-swap", "cannot lock"},
	};
	struct store *store = site_make();
	struct err why = {0};

	(void)state;
	work(store, 20);
	for (size_t i = 0; i < sizeof(leftovers) / sizeof(*leftovers); i++) {
		const char *path = leftovers[i].path;

		assert_int_equal(scratch_run("rm -f %s && mkdir %s", path, path), 0);
		assert_false(store_rebuild(store, &why));
		assert_non_null(strstr(why.text, leftovers[i].why));
		store_close(store);
		assert_int_equal(scratch_run("rmdir %s", path), 0);
		store = site_open();
		assert_null(store_alarm(store));
		assert_no_fault(store, &(struct verify_options){0});
	}
	MUST(store_rebuild(store, &err));
	store_close(store);
}

static void no_serial_is_handed_out_twice(void **state)
{
	struct store *store = site_make(), *other = site_open();
	struct strv seen = {0};

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct store *one = i % 3 == 0 ? other : store;
		char *id = NULL;

		MUST((id = store_reserve(one, "zfb", 2026, &err)) != NULL);
		if (strv_has(&seen, id))
			fail_msg("%s was handed out twice", id);
		strv_add(&seen, id);
		free(id);
		if (i % 4 == 1)
			MUST(store_rebuild(store, &err));
		if (i % 8 == 6) /* another one's */
			MUST(store_rebuild(other, &err));
	}
	strv_release(&seen);
	store_close(store);
	store_close(other);
}

/* -- Meanwhile -----------------------------------------------------------------------------------
 */

/* In a child of its own: what fails is said and ends it, and no test is torn down twice. */
static void read_and_write(int fd)
{
	struct store *store = store_open("site", &(struct err){0});
	struct session session;
	struct err why = {0};

	for (int i = 0; store != NULL; i++) {
		char *title = xasprintf("通知%d", i), *text = xasprintf("内容%d %d\n", i, getpid());
		struct intake intake = {.change = {.title = title,
						.file = text,
						.file_len = strlen(text),
						.file_name = "paper.txt"}};
		struct document document = {0};
		char *id = NULL;

		if (!session_open(&session, store, "clerk", &why) ||
			!session_import(&session, &intake, &id, &why) ||
			!store_document(store, id, &document, &why)) {
			print_error("%s\n", why.text);
			break;
		}
		session_release(&session);
		if (dprintf(fd, "%s\n", id) < 0) /* in one piece: there are two of us */
			break;
		document_release(&document);
		free(title);
		free(text);
		free(id);
	}
	_exit(1);
}

enum { LIST = 1 << 16 };

/* Waits for what is written next: n of all; as before where nobody is left who could. */
static size_t read_more(int fd, char *list, size_t n)
{
	ssize_t got = read(fd, list + n, LIST - 1 - n);

	assert_true(got >= 0);
	return n + (size_t)got;
}

static void nobody_is_harmed(void **state)
{
	enum { WORKERS = 2, REBUILDS = 15 };
	struct store *store = site_make();
	struct document document = {0};
	pid_t pids[WORKERS];
	int status, pipes[2];
	char *list = xcalloc(LIST, 1), *rest;
	size_t n = 0;

	(void)state;
	store_close(store);
	assert_int_equal(pipe(pipes), 0);
	for (int i = 0; i < WORKERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			read_and_write(pipes[1]);
	}
	close(pipes[1]);
	store = site_open();
	for (int i = 0; i < REBUILDS; i++) {
		size_t before = n;

		MUST(store_rebuild(store, &err));
		n = read_more(pipes[0], list, n);
		assert_true(n > before);
	}
	for (int i = 0; i < WORKERS; i++) {
		assert_int_equal(waitpid(pids[i], &status, WNOHANG), 0);
		assert_int_equal(kill(pids[i], SIGKILL), 0);
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
	}
	store_close(store);
	store = site_open();
	(void)read_more(pipes[0], list, n);
	*strrchr(list, '\n') = '\0';
	for (char *id = strtok_r(list, "\n", &rest); id != NULL; id = strtok_r(NULL, "\n", &rest))
		MUST(store_document(store, id, &document, &err));
	assert_no_fault(store, &(struct verify_options){0});
	document_release(&document);
	store_close(store);
	close(pipes[0]);
	free(list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(the_rows_are_the_same),
		TEST(a_leftover_that_stays_stops_it),
		TEST(no_serial_is_handed_out_twice),
		TEST(nobody_is_harmed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
