/* SPDX-License-Identifier: MIT */
/* load STORE: 300 screens that each take in what others decided and read a page of a queue once a
 * second, while 4 writers make 75 decisions a second. Pages are timed from when they were due.
 * The store grows by the decisions. */
#include <stdio.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/session.h"
#include "store/db.h"
#include "tests/bench/city.h"
#include "tests/bench/crowd.h"
#include "tests/bench/desk.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { READERS = 6, SCREENS = 50, WRITERS = 4, RATE = 75, PAGES_MAX = SCREENS * 120 };

struct report {
	size_t n;
	double us[PAGES_MAX];
	size_t decisions;
	double slowest, cpu; /* microseconds; cpu of all pages */
};

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

static void read_pages(const struct crowd *crowd, size_t who, struct report *report)
{
	struct session *sessions = xcalloc(SCREENS, sizeof(*sessions));
	struct store *store;

	for (size_t i = 0; i < SCREENS; i++) {
		char id[CITY_ID];

		MUST((store = store_open(crowd->store, &err)) != NULL);
		city_person(
			city_roles[i % CITY_ROLES], 1 + (who * SCREENS + i) % CITY_BRANCHES, 0, id);
		MUST(session_open(&sessions[i], store, id, &err));
	}
	for (int round = 0;; round++) {
		for (int i = 0; i < SCREENS; i++) {
			double cpu, due = crowd->from + 1e6 * (round + (double)i / SCREENS) +
					  (double)who * 3000;

			if (due > crowd->until)
				return;
			crowd_sleep(due);
			cpu = cpu_us();
			read_page(&sessions[i]);
			report->cpu += cpu_us() - cpu;
			if (report->n < PAGES_MAX)
				report->us[report->n++] = now_us() - due;
		}
	}
}

static void write_paced(const struct crowd *crowd, size_t who, struct report *report)
{
	struct session session;
	struct store *store;
	char person[CITY_ID], *id;

	MUST((store = store_open(crowd->store, &err)) != NULL);
	city_person("clerk", CITY_BRANCHES + 1 + who, 1, person);
	MUST(session_open(&session, store, person, &err));
	id = desk_import(&session, (int)who);
	for (int i = 0;; i++) {
		double took, due = crowd->from + 1e6 * i * WRITERS / RATE + (double)who * 13000;

		if (due > crowd->until)
			return;
		crowd_sleep(due);
		took = now_us();
		MUST(session_refresh(&session, NULL, &err));
		desk_mark(&session, id, i);
		took = now_us() - took;
		if (took > report->slowest)
			report->slowest = took;
		report->decisions++;
	}
}

static void work(const struct crowd *crowd, size_t who, void *reports)
{
	struct report *report = (struct report *)reports + who;

	if (who < READERS)
		read_pages(crowd, who, report);
	else
		write_paced(crowd, who - READERS, report);
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
	double seconds = is_full() ? 60 : 10, slowest = 0, cpu = 0;
	struct crowd crowd = {0};
	struct report *reports;
	struct times pages = {0};
	size_t decisions = 0;
	long long before;
	int failed;

	need(argc == 2, "load STORE:");
	reports = crowd_reports(READERS + WRITERS, sizeof(*reports));
	before = ledger_count(argv[1]);
	crowd.store = argv[1];
	crowd.from = now_us() + (is_full() ? 30e6 : 15e6); /* everybody is there by then */
	crowd.until = crowd.from + seconds * 1e6;
	failed = crowd_run(&crowd, READERS + WRITERS, work, reports);
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
	crowd_free(reports, READERS + WRITERS, sizeof(*reports));
	return failed == 0 ? 0 : 1;
}
