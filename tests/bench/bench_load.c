/* SPDX-License-Identifier: MIT */
/* load STORE: 300 screens that each take in what others decided and read a page of a queue once a
 * second, while 4 writers make 75 decisions a second. Pages are timed from when they were due.
 * The store grows by the decisions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/session.h"
#include "store/db.h"
#include "tests/bench/city.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { READERS = 6, SCREENS = 50, WRITERS = 4, RATE = 75, PAGES_MAX = SCREENS * 120 };

struct report {
	size_t n;
	double us[PAGES_MAX];
	size_t decisions;
	double slowest, cpu; /* microseconds; cpu of all pages */
};

static void sleep_until(double at)
{
	double left = at - now_us();
	struct timespec pause;

	if (left <= 0)
		return;
	pause.tv_sec = (time_t)(left / 1e6);
	pause.tv_nsec = (long)((left - (double)pause.tv_sec * 1e6) * 1e3);
	(void)nanosleep(&pause, NULL);
}

static void read_page(struct session *session)
{
	struct query query = {0};
	struct rows rows = {0};

	MUST(session_refresh(session, NULL, &err));
	MUST(session_queue(session, "desk", &query, &err));
	MUST(session_list(session, &query, &rows, &err));
	rows_release(&rows);
	query_release(&query);
}

static void read_pages(const char *dir, int who, double from, double until, struct report *report)
{
	struct session *sessions = xcalloc(SCREENS, sizeof(*sessions));
	struct store *store;

	for (int i = 0; i < SCREENS; i++) {
		char id[CITY_ID];

		MUST((store = store_open(dir, &err)) != NULL);
		city_person(city_roles[i % CITY_ROLES],
			1 + (size_t)(who * SCREENS + i) % CITY_BRANCHES, 0, id);
		MUST(session_open(&sessions[i], store, id, &err));
	}
	for (int round = 0;; round++) {
		for (int i = 0; i < SCREENS; i++) {
			double cpu, due = from + 1e6 * (round + (double)i / SCREENS) + who * 3000;

			if (due > until)
				_exit(0);
			sleep_until(due);
			cpu = cpu_us();
			read_page(&sessions[i]);
			report->cpu += cpu_us() - cpu;
			if (report->n < PAGES_MAX)
				report->us[report->n++] = now_us() - due;
		}
	}
}

static char *import(struct session *session, int who)
{
	char *title = xasprintf("关于第%d号写入测试的通知", who);
	struct intake intake = {.change = {.title = title,
					.file = title,
					.file_len = strlen(title),
					.file_name = "paper.txt"}};
	char *id = NULL;

	strv_add(&intake.change.fields, "policy=no");
	MUST(session_import(session, &intake, &id, &err));
	strv_release(&intake.change.fields);
	free(title);
	return id;
}

static void write_paced(const char *dir, int who, double from, double until, struct report *report)
{
	struct session session;
	struct store *store;
	char person[CITY_ID], *id;

	MUST((store = store_open(dir, &err)) != NULL);
	city_person("clerk", CITY_BRANCHES + 1 + (size_t)who, 1, person);
	MUST(session_open(&session, store, person, &err));
	id = import(&session, who);
	for (int i = 0;; i++) {
		struct marking marking = {.attribute = i % 2 == 0 ? "public" : "on-request",
			.reason = i % 2 == 0 ? NULL : "公开后影响工作正常开展"};
		double due = from + 1e6 * i * WRITERS / RATE + who * 13000, took;

		if (due > until)
			_exit(0);
		if (i % 2 != 0)
			strv_add(&marking.grounds, "CN27");
		sleep_until(due);
		took = now_us();
		MUST(session_refresh(&session, NULL, &err));
		MUST(session_mark(&session, id, &marking, &err));
		took = now_us() - took;
		if (took > report->slowest)
			report->slowest = took;
		report->decisions++;
		strv_release(&marking.grounds);
	}
}

static long long ledger_count(const char *dir)
{
	char *index = xasprintf("%s/index.db", dir);
	struct db *db;
	int64_t n;

	MUST((db = db_open(index, 0, &err)) != NULL);
	MUST(db_meta_number(db, META_SEQUENCE, &n, &err));
	db_close(db);
	free(index);
	return n;
}

int main(int argc, char **argv)
{
	double seconds = is_full() ? 60 : 10, from, until, slowest = 0, cpu = 0;
	struct report *reports;
	struct times pages = {0};
	size_t decisions = 0;
	int status, failed = 0;
	long long before;

	need(argc == 2, "load STORE:");
	reports = mmap(NULL, sizeof(*reports) * (READERS + WRITERS), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	need(reports != MAP_FAILED, "mmap");
	before = ledger_count(argv[1]);
	from = now_us() + (is_full() ? 30e6 : 15e6); /* everybody is there by then */
	until = from + seconds * 1e6;
	for (int i = 0; i < READERS + WRITERS; i++) {
		pid_t pid = fork();

		need(pid >= 0, "fork");
		if (pid == 0 && i < READERS)
			read_pages(argv[1], i, from, until, &reports[i]);
		if (pid == 0)
			write_paced(argv[1], i - READERS, from, until, &reports[i]);
	}
	while (wait(&status) > 0)
		failed += status != 0;
	for (int i = 0; i < READERS + WRITERS; i++) {
		for (size_t k = 0; k < reports[i].n; k++)
			times_add(&pages, reports[i].us[k]);
		decisions += reports[i].decisions;
		cpu += reports[i].cpu;
		if (reports[i].slowest > slowest)
			slowest = reports[i].slowest;
	}
	tell_times("a page, from when it was due", &pages);
	tell_ratio("  processor time a page, ms", cpu / (double)pages.n / 1000, 0);
	tell_ratio("  p99, ms", times_at(&pages, 0.99) / 1000, 16);
	tell_least("pages a second", (double)pages.n / seconds, 0);
	tell_least("decisions a second", (double)decisions / seconds, 0);
	tell_ratio("slowest decision, s", slowest / 1e6, 0.5);
	tell_ratio("lost decisions",
		(double)((long long)decisions + WRITERS - (ledger_count(argv[1]) - before)), 0.5);
	tell_ratio("processes that met an error", failed, 0.5);
	times_release(&pages);
	return failed == 0 ? 0 : 1;
}
