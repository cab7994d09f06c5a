/* SPDX-License-Identifier: MIT */
/* reports STORE: what reports cost that a screen or an office waits for, against SQL that reads the
 * same rows and does nothing with them. Processor time. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/reports.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

/* The requests there are, and what was decided on those that were not done before last year. */
#define LAST_YEAR "(unixepoch('now', 'start of year', '-1 year') / 86400 + 719468)"
#define REQUESTS "doc d WHERE d.step IN (SELECT n FROM step WHERE kind = 'request')"

static const struct {
	const char *name, *sql;
	int rounds;
	double goal; /* milliseconds; 0: none */
} benches[] = {
	{"overview",
		"SELECT * FROM sums WHERE unit = 0; SELECT * FROM tally;"
		" SELECT due FROM doc INDEXED BY overdue WHERE due <> 0x7fffffffff"
		" AND due < (SELECT max(entered) FROM doc WHERE n > (SELECT max(n) - 100 FROM "
		"doc)) * 2048;"
		" SELECT unit, entered FROM doc INDEXED BY shelf_step WHERE step IN"
		" (SELECT n FROM step WHERE phase <= 2)",
		30, 16},
	{"status", "SELECT * FROM tally", 10, 0},
	{"trend", "SELECT * FROM sums WHERE unit = 0", 30, 0},
	{"ageing",
		"SELECT unit, entered FROM doc INDEXED BY shelf_step WHERE step IN"
		" (SELECT n FROM step WHERE phase <= 2)",
		30, 0},
	{"returns", "SELECT * FROM sums", 3, 0},
	{"annual",
		"SELECT (SELECT text FROM standing WHERE doc = d.n) FROM " REQUESTS
		"; SELECT e.action, e.\"from\", e.\"to\", e.site_time, e.site_offset, e.hash, "
		"e.record"
		" FROM (SELECT n FROM " REQUESTS " AND (d.phase <> 5 OR d.entered >= " LAST_YEAR
		")) r CROSS JOIN decision e ON e.doc = r.n",
		3, 2000},
	{"breach",
		"SELECT id, unit, step, term_from, term, published FROM doc WHERE term > 0"
		" AND decided > 0",
		3, 5000},
};

static int skip(void *rows, int n, char **values, char **names)
{
	(void)n;
	(void)values;
	(void)names;
	++*(size_t *)rows;
	return 0;
}

/* The last day of last year. */
static int last_day(void)
{
	int year, month, day;

	day_split((int)(time(NULL) / 86400 + day_make(1970, 1, 1)), &year, &month, &day);
	return day_make(year, 1, 1) - 1;
}

static void bench(struct session *session, sqlite3 *raw, size_t i)
{
	struct times ours = {0}, theirs = {0};
	struct report_ask ask = {
		.to = strcmp(benches[i].name, "annual") == 0 ? last_day() : DAY_NONE};
	char *line = xasprintf("%s, ms", benches[i].name);

	for (int round = 0; round < benches[i].rounds; round++) {
		struct report report;
		double from = cpu_us();
		size_t rows = 0;

		MUST(session_report(session, benches[i].name, &ask, &report, &err));
		times_add(&ours, cpu_us() - from);
		report_release(&report);
		from = cpu_us();
		need(sqlite3_exec(raw, benches[i].sql, skip, &rows, NULL) == SQLITE_OK,
			sqlite3_errmsg(raw));
		times_add(&theirs, cpu_us() - from);
	}
	tell_times(benches[i].name, &ours);
	tell_times("  its rows by SQL", &theirs);
	tell_ratio(line, times_at(&ours, 0.5) / 1000, benches[i].goal);
	tell_ratio("  x its rows by SQL", times_at(&ours, 0.5) / times_at(&theirs, 0.5), 0);
	times_release(&ours);
	times_release(&theirs);
	free(line);
}

int main(int argc, char **argv)
{
	struct session session = {0};
	struct store *store;
	sqlite3 *raw;
	char *index;

	need(argc == 2, "reports STORE:");
	index = xasprintf("%s/index.db", argv[1]);
	MUST((store = store_open(argv[1], &err)) != NULL);
	MUST(session_open(&session, store, "auditor-city", &err));
	need(sqlite3_open(index, &raw) == SQLITE_OK, index);
	need(sqlite3_exec(raw, "PRAGMA mmap_size = 2147418112", NULL, NULL, NULL) == SQLITE_OK,
		index);
	for (size_t i = 0; i < sizeof(benches) / sizeof(*benches); i++)
		bench(&session, raw, i);
	sqlite3_close(raw);
	session_release(&session);
	store_close(store);
	free(index);
	return 0;
}
