/* SPDX-License-Identifier: MIT */
/* bulk STORE: an act on 200 papers at once against the same one by one, on a small store beside
 * STORE. */
#include <stdio.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/session.h"
#include "store/store.h"
#include "tests/bench/desk.h"
#include "tests/bench/must.h"
#include "tests/bench/syncs.h"
#include "tests/bench/timing.h"

enum { PAPERS = 200 };

struct cost {
	double wall, cpu, syncs; /* microseconds a paper */
};

static struct marking marking = {.attribute = "public"};

static void one_by_one(struct session *session, const struct strv *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		MUST(session_mark(session, ids->v[i], &marking, &err));
}

static void at_once(struct session *session, const struct strv *ids)
{
	struct err *outcomes = xcalloc(ids->n, sizeof(*outcomes));

	session_mark_many(session, ids, &marking, outcomes);
	for (size_t i = 0; i < ids->n; i++)
		need(outcomes[i].code == ERR_NONE, outcomes[i].text);
	free(outcomes);
}

static struct cost measure(struct session *session, const struct strv *ids,
	void (*act)(struct session *session, const struct strv *ids))
{
	long before = syncs();
	double cpu = cpu_us(), from = now_us();

	act(session, ids);
	return (struct cost){(now_us() - from) / PAPERS, (cpu_us() - cpu) / PAPERS,
		(double)(syncs() - before) / PAPERS};
}

static void tell(const char *name, const struct cost *cost)
{
	(void)printf("%-14s %6.0f us a paper, processor %6.0f us, %.2f syncs\n", name, cost->wall,
		cost->cpu, cost->syncs);
}

int main(int argc, char **argv)
{
	struct times wall = {0}, cpu = {0};
	struct session session;
	struct store *store;
	char *folder, *dir;

	need(argc == 2, "bulk STORE:");
	folder = desk_folder(argv[1], "bulk");
	dir = desk_store(folder);
	MUST((store = store_open(dir, &err)) != NULL);
	MUST(session_open(&session, store, DESK_CLERK, &err));
	for (int round = 0; round < (is_full() ? 7 : 3); round++) {
		struct strv a = {0}, b = {0};
		struct cost one, many;

		MUST(session_begin_many(&session, &err));
		for (int i = 0; i < PAPERS; i++) {
			char *left = desk_import(&session, 2 * i),
			     *right = desk_import(&session, 2 * i + 1);

			strv_add(&a, left);
			strv_add(&b, right);
			free(left);
			free(right);
		}
		MUST(session_end_many(&session, &err));
		one = measure(&session, &a, one_by_one);
		many = measure(&session, &b, at_once);
		tell("one by one", &one);
		tell("200 at once", &many);
		times_add(&wall, one.wall / many.wall);
		times_add(&cpu, one.cpu / many.cpu);
		strv_release(&a);
		strv_release(&b);
	}
	tell_least("a bulk act of 200, x one by one", times_at(&wall, 0.5), 5);
	tell_least("  processor time", times_at(&cpu, 0.5), 0);
	session_release(&session);
	store_close(store);
	times_release(&wall);
	times_release(&cpu);
	desk_remove(folder);
	free(dir);
	free(folder);
	return 0;
}
