/* SPDX-License-Identifier: MIT */
/* writers STORE: the decisions a second of one process, and of 16 at once, on a small store beside
 * STORE; how long the slowest waited, and how evenly they were served. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/session.h"
#include "store/store.h"
#include "tests/bench/crowd.h"
#include "tests/bench/desk.h"
#include "tests/bench/must.h"
#include "tests/bench/syncs.h"
#include "tests/bench/timing.h"

enum { WRITERS = 16, ROUNDS = 3 };

struct share {
	double slowest, cpu; /* microseconds */
	long done, syncs;
};

static void write_until(const struct crowd *crowd, size_t who, void *reports)
{
	struct share *share = (struct share *)reports + who;
	struct session session;
	struct store *store;
	double cpu;
	char *id;

	MUST((store = store_open(crowd->store, &err)) != NULL);
	MUST(session_open(&session, store, DESK_CLERK, &err));
	id = desk_import(&session, (int)getpid());
	crowd_sleep(crowd->from);
	cpu = cpu_us();
	share->syncs = syncs();
	while (now_us() < crowd->until) {
		double took = now_us();

		desk_mark(&session, id, (int)share->done);
		took = now_us() - took;
		if (took > share->slowest)
			share->slowest = took;
		share->done++;
	}
	share->cpu = cpu_us() - cpu;
	share->syncs = syncs() - share->syncs;
	free(id);
	session_release(&session);
	store_close(store);
}

struct outcome {
	double rate, slowest, cpu, syncs, evenness; /* of all; a decision; the least by the most */
};

static struct outcome measure(const char *dir, size_t n, double seconds)
{
	struct share *shares = crowd_reports(n, sizeof(*shares));
	struct crowd crowd = {.store = dir, .from = now_us() + 500e3};
	struct outcome sum = {0};
	long done = 0, least = 0, most = 0;

	crowd.until = crowd.from + seconds * 1e6;
	need(crowd_run(&crowd, n, write_until, shares) == 0, "a writer");
	for (size_t i = 0; i < n; i++) {
		done += shares[i].done;
		sum.cpu += shares[i].cpu;
		sum.syncs += (double)shares[i].syncs;
		if (shares[i].slowest > sum.slowest)
			sum.slowest = shares[i].slowest;
		if (i == 0 || shares[i].done < least)
			least = shares[i].done;
		if (shares[i].done > most)
			most = shares[i].done;
	}
	sum.rate = (double)done / seconds;
	sum.cpu /= (double)done;
	sum.syncs /= (double)done;
	sum.evenness = (double)least / (double)most;
	crowd_free(shares, n, sizeof(*shares));
	return sum;
}

static void tell(const char *who, const struct outcome *sum)
{
	(void)printf("%-12s %7.0f a second, %5.0f us of a processor and %.2f syncs each\n", who,
		sum->rate, sum->cpu, sum->syncs);
}

int main(int argc, char **argv)
{
	double seconds = is_full() ? 5 : 2, slowest = 0, evenness = 1;
	struct times ratios = {0};
	char *folder, *dir;

	need(argc == 2, "writers STORE:");
	folder = desk_folder(argv[1], "writers");
	dir = desk_store(folder);
	for (int i = 0; i < ROUNDS; i++) {
		struct outcome one = measure(dir, 1, seconds);
		struct outcome many = measure(dir, WRITERS, seconds);

		tell("one writer", &one);
		tell("16 writers", &many);
		times_add(&ratios, many.rate / one.rate);
		if (many.slowest > slowest)
			slowest = many.slowest;
		if (many.evenness < evenness)
			evenness = many.evenness;
	}
	tell_least("16 writers, x one", times_at(&ratios, 0.5), 3);
	tell_ratio("16 writers, slowest decision, s", slowest / 1e6, 0.5);
	tell_least("16 writers, the least served by the most", evenness, 0.5);
	times_release(&ratios);
	desk_remove(folder);
	free(dir);
	free(folder);
	return 0;
}
