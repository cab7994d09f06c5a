/* SPDX-License-Identifier: MIT */
/* index INDEX: what a screen asks of the index, against the same rows read by their numbers in one
 * transaction with nothing around. Warm figures are processor time, for nothing there waits. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/mem.h"
#include "store/packdir.h"
#include "store/store.h"
#include "tests/bench/city.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { ROUNDS = 300, PAGE = 50 };

struct bench {
	struct db *db;
	struct org org;
	char *path; /* owns */
	sqlite3 *raw; /* the floor's */
	sqlite3_stmt *row;
	struct dice dice;
	int today;
};

static void bare(struct bench *b, const char *sql)
{
	need(sqlite3_exec(b->raw, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

static void open_all(struct bench *b, const char *store)
{
	b->path = xstrdup(store);
	MUST((b->db = db_open(b->path, 0, &err)) != NULL);
	MUST(db_org(b->db, &b->org, &err));
	need(sqlite3_open(b->path, &b->raw) == SQLITE_OK, b->path);
	bare(b, "PRAGMA mmap_size = 2147418112");
	need(sqlite3_prepare_v2(b->raw,
		     "SELECT id, unit, step, attribute, number, title, drafter, grounds, due,"
		     " entered, review_by, decided, published, provisional, updated, last_actor,"
		     " last_action, code FROM doc WHERE n = ?1",
		     -1, &b->row, NULL) == SQLITE_OK,
		"the floor");
}

static struct scope all_of(struct bench *b, size_t unit)
{
	struct scope scope = {.n = 1, .person = xstrdup("somebody")};
	const struct unit *u;
	char id[CITY_ID];

	city_unit_id(unit, id);
	u = org_unit(&b->org, id);
	scope.openings = xcalloc(1, sizeof(*scope.openings));
	scope.openings[0] = (struct opening){.units = {u->lo, u->hi}};
	return scope;
}

/* The index maps its file only after the first screens. */
static void warm_up(struct bench *b)
{
	for (int i = 0; i < 20; i++) {
		MUST(db_snapshot(b->db, &err));
		MUST(db_commit(b->db, &err));
	}
}

/* -- Pages ------------------------------------------------------------------------------------- */

static void page(struct bench *b, const struct query *query, const struct scope *scope,
	struct rows *rows, struct times *times)
{
	double from = cpu_us();

	MUST(db_list(b->db, query, scope, rows, &err));
	times_add(times, cpu_us() - from);
}

static void copy_row(sqlite3_stmt *row)
{
	char *v[18];

	for (int i = 0; i < 18; i++) {
		const char *text = (const char *)sqlite3_column_text(row, i);

		v[i] = i < 8 || i > 14 ? xstrdup(text) : NULL;
	}
	for (int i = 0; i < 18; i++)
		free(v[i]);
}

/* The numbers of the page's rows, then the rows by them: timed. */
static void floor_page(struct bench *b, const struct rows *rows, struct times *times)
{
	sqlite3_stmt *key = NULL;
	int64_t n[PAGE];
	double from;

	need(sqlite3_prepare_v2(b->raw, "SELECT n FROM doc WHERE id = ?1", -1, &key, NULL) ==
			SQLITE_OK,
		"the floor");
	for (size_t i = 0; i < rows->n; i++) {
		sqlite3_bind_text(key, 1, rows->v[i].id, -1, SQLITE_STATIC);
		need(sqlite3_step(key) == SQLITE_ROW, "the floor");
		n[i] = sqlite3_column_int64(key, 0);
		sqlite3_reset(key);
	}
	sqlite3_finalize(key);
	from = cpu_us();
	bare(b, "BEGIN");
	for (size_t i = 0; i < rows->n; i++) {
		sqlite3_bind_int64(b->row, 1, n[i]);
		need(sqlite3_step(b->row) == SQLITE_ROW, "the floor");
		copy_row(b->row);
		sqlite3_reset(b->row);
	}
	bare(b, "COMMIT");
	times_add(times, cpu_us() - from);
}

static double page_against_floor(
	struct bench *b, const char *name, struct query *query, size_t unit, double most)
{
	struct times ours = {0}, theirs = {0};
	struct scope scope = all_of(b, unit);
	struct rows rows = {0};
	double median;
	char *line = xasprintf("%s, x the rows by id", name);

	for (int i = 0; i < ROUNDS; i++) {
		page(b, query, &scope, &rows, &ours);
		floor_page(b, &rows, &theirs);
	}
	tell_times(name, &ours);
	tell_times("  the rows by id in one transaction", &theirs);
	median = times_at(&ours, 0.5);
	/* Of a page that is not full the question costs more than the rows. */
	tell_ratio(line, median / times_at(&theirs, 0.5), rows.n == PAGE ? most : 0);
	rows_release(&rows);
	times_release(&ours);
	times_release(&theirs);
	scope_release(&scope);
	free(line);
	return median;
}

static void add_reach(struct query *query, const char *state, struct unit_range units)
{
	GROW(query->reaches, query->reach_count);
	query->reaches[query->reach_count++] =
		(struct reach){.kind = xstrdup("gongwen"), .state = xstrdup(state), .units = units};
}

static void queue_pages(struct bench *b)
{
	static const size_t units[] = {0, 3, CITY_BRANCHES + 3};
	static const char *const names[] = {
		"queue page, city", "queue page, bureau", "queue page, section"};

	for (size_t i = 0; i < 3; i++) {
		struct query query = {.is_queue = true, .order = ORDER_DUE, .limit = PAGE};
		char id[CITY_ID];
		const struct unit *unit;

		city_unit_id(units[i], id);
		unit = org_unit(&b->org, id);
		add_reach(&query, "section", (struct unit_range){unit->lo, unit->hi});
		(void)page_against_floor(b, names[i], &query, units[i], 1.2);
		query_release(&query);
	}
}

/* The first page, one from the middle and the last of a long list. */
static void deep_pages(struct bench *b)
{
	struct query query = {.order = ORDER_NEWEST, .limit = PAGE};
	struct scope scope = all_of(b, 0);
	struct times first = {0}, middle = {0}, last = {0};
	struct rows rows = {0};
	double least;

	strv_add(&query.states, "published");
	for (int i = 0; i < ROUNDS; i++) {
		char *any = NULL;
		sqlite3_stmt *pick = NULL;
		char *sql =
			xasprintf("SELECT id FROM doc WHERE n >= (SELECT max(n) FROM doc) / 2 + %zu"
				  " LIMIT 1",
				dice_pick(&b->dice, 1000));

		need(sqlite3_prepare_v2(b->raw, sql, -1, &pick, NULL) == SQLITE_OK, sql);
		need(sqlite3_step(pick) == SQLITE_ROW, sql);
		any = xstrdup((const char *)sqlite3_column_text(pick, 0));
		sqlite3_finalize(pick);
		page(b, &query, &scope, &rows, &first);
		set_str(&query.after, any);
		page(b, &query, &scope, &rows, &middle);
		set_str(&query.after, NULL);
		query.backwards = true;
		page(b, &query, &scope, &rows, &last);
		query.backwards = false;
		free(any);
		free(sql);
	}
	least = times_at(&first, 0.5);
	tell_times("archive, first page", &first);
	tell_times("archive, a page from the middle", &middle);
	tell_times("archive, last page", &last);
	tell_ratio("middle page, x the first", times_at(&middle, 0.5) / least, 5);
	tell_ratio("last page, x the first", times_at(&last, 0.5) / least, 5);
	times_release(&first);
	times_release(&middle);
	times_release(&last);
	rows_release(&rows);
	scope_release(&scope);
	query_release(&query);
}

/* -- Counts ------------------------------------------------------------------------------------ */

static void count_badges(struct bench *b, const struct scope *scope, const char *unit)
{
	static const char *const states[] = {
		"draft", "section", "pre-review", "secrecy", "office", "sign", "published", "held"};

	MUST(db_snapshot(b->db, &err));
	for (size_t k = 0; k < 8; k++) {
		struct query query = {.unit = xstrdup(unit)};
		int n;

		strv_add(&query.states, states[k]);
		MUST(db_count(b->db, &query, scope, &n, &err));
		query_release(&query);
	}
	MUST(db_commit(b->db, &err));
}

static void badges(struct bench *b)
{
	static const size_t units[] = {0, 5, CITY_BRANCHES + 7};

	for (size_t u = 0; u < 3; u++) {
		struct scope scope = all_of(b, units[u]);
		struct times times = {0};
		char id[CITY_ID];
		char *name;

		city_unit_id(units[u], id);
		name = xasprintf("badges of 8 states, %s", u == 0   ? "city"
							   : u == 1 ? "bureau"
								    : "section");
		for (int i = 0; i < ROUNDS; i++) {
			double from = cpu_us();

			count_badges(b, &scope, id);
			times_add(&times, (cpu_us() - from) / 8);
		}
		tell_times(name, &times);
		tell_ratio("  a badge, ms", times_at(&times, 0.5) / 1000, 0.1);
		times_release(&times);
		scope_release(&scope);
		free(name);
	}
}

static void summaries(struct bench *b)
{
	struct db_period period = {.today = b->today};
	struct scope scope = all_of(b, 0);
	struct status_counts cells = {0};
	struct times times = {0};

	for (int i = 0; i < ROUNDS / 10; i++) {
		double from = cpu_us();

		MUST(db_summary(b->db, &scope, NULL, &period, &cells, &err));
		times_add(&times, cpu_us() - from);
	}
	(void)printf("summary: %zu cells\n", cells.n);
	tell_times("summary by unit, state and attribute, city", &times);
	tell_ratio("  a summary, ms", times_at(&times, 0.5) / 1000, 4);
	status_counts_release(&cells);
	times_release(&times);
	scope_release(&scope);
}

/* -- Words ------------------------------------------------------------------------------------- */

static void search(struct bench *b, const char *words, size_t unit, bool in_text, struct times *all)
{
	struct query query = {.order = ORDER_NEWEST, .limit = PAGE};
	struct scope scope = all_of(b, unit);
	struct rows rows = {0};
	struct times times = {0};
	char *name = xasprintf("search %s%s", words, unit > 0 ? " in a bureau" : "");
	char id[CITY_ID];

	strv_split(in_text ? &query.body : &query.words, words, " ");
	city_unit_id(unit, id);
	if (unit > 0)
		query.unit = xstrdup(id);
	for (int i = 0; i < 30; i++)
		page(b, &query, &scope, &rows, &times);
	for (size_t i = 0; all != NULL && i < times.n; i++)
		times_add(all, times.v[i]);
	(void)printf("%2zu rows  ", rows.n);
	tell_times(name, &times);
	rows_release(&rows);
	times_release(&times);
	query_release(&query);
	scope_release(&scope);
	free(name);
}

static void searches(struct bench *b)
{
	static const char *const words[] = {"通知", "医疗", "政务公开", "麒麟山", "麒麟", "5g",
		"disclosure", "2024年政务公开", "市政办发〔2024〕58号", "〔2024〕58号",
		"医疗保障 批复", "没有这个词", "b07-03-2024-0012", "养老服务实施方案", "信息中心",
		"核与辐射", "58号", "东城区 安全生产 函"};
	struct times all = {0};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		search(b, words[i], 0, false, &all);
		if (i < 6)
			search(b, words[i], 9, false, &all);
	}
	tell_times("title search, two characters and up", &all);
	tell_ratio("  p95, ms", times_at(&all, 0.95) / 1000, 2);
	times_release(&all);
	search(b, "政", 0, false, NULL);
	search(b, "麒", 0, false, NULL);
	search(b, "，", 0, false, NULL);
	search(b, "x", 0, false, NULL);
}

static void body_searches(struct bench *b)
{
	static const char *const words[] = {"行政机关", "公民", "领导", "政府信息公开",
		"没有这个词", "安全生产", "关于做好", "信息 保密审查", "处分", "麒麟山"};
	struct times all = {0};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		search(b, words[i], 0, true, &all);
	tell_times("search in texts", &all);
	tell_ratio("  p95, ms", times_at(&all, 0.95) / 1000, 2);
	times_release(&all);
}

/* -- Cold -------------------------------------------------------------------------------------- */

static void cold_page(struct bench *b, const char *store)
{
	struct query query = {.is_queue = true, .order = ORDER_DUE, .limit = PAGE};
	struct times times = {0};
	struct rows rows = {0};

	for (int i = 0; i < 5; i++) {
		struct scope scope;
		const struct unit *unit;
		char id[CITY_ID];
		double from;
		int fd;

		city_unit_id(1 + (size_t)i, id);
		db_close(b->db);
		sqlite3_finalize(b->row);
		sqlite3_close(b->raw);
		org_release(&b->org);
		fd = open(b->path, O_RDONLY);
		need(fd >= 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0, "fadvise");
		close(fd);
		free(b->path);
		open_all(b, store);
		unit = org_unit(&b->org, id);
		add_reach(&query, "section", (struct unit_range){unit->lo, unit->hi});
		scope = all_of(b, 1 + (size_t)i);
		from = now_us();
		MUST(db_list(b->db, &query, &scope, &rows, &err));
		times_add(&times, now_us() - from);
		query_release(&query);
		query = (struct query){.is_queue = true, .order = ORDER_DUE, .limit = PAGE};
		scope_release(&scope);
	}
	tell_times("queue page, file dropped from memory", &times);
	tell_ratio("  a cold page, ms", times_at(&times, 0.5) / 1000, 16);
	rows_release(&rows);
	times_release(&times);
}

int main(int argc, char **argv)
{
	struct bench b = {
		.dice = {.seed = 1}, .today = stamp_day((struct stamp){.time = time(NULL)})};

	need(argc == 2, "index INDEX:");
	open_all(&b, argv[1]);
	warm_up(&b);
	queue_pages(&b);
	deep_pages(&b);
	badges(&b);
	summaries(&b);
	searches(&b);
	body_searches(&b);
	cold_page(&b, argv[1]);
	db_close(b.db);
	sqlite3_finalize(b.row);
	sqlite3_close(b.raw);
	org_release(&b.org);
	free(b.path);
	return 0;
}
