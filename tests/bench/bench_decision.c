/* SPDX-License-Identifier: MIT */
/* decision STORE: what one durable, signed decision costs with its index row, on a small store and
 * on STORE, which grows by them, against the same objects and branch written by libgit2 with
 * nothing around, unsynced and synced, and against other programs' commands. All on one disk, in
 * turns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <git2.h>

#include "core/mem.h"
#include "core/session.h"
#include "store/store.h"
#include "tests/bench/city.h"
#include "tests/bench/desk.h"
#include "tests/bench/must.h"
#include "tests/bench/syncs.h"
#include "tests/bench/timing.h"

/* -- The floors -------------------------------------------------------------------------------- */

static void check(int rc, const char *what)
{
	need(rc >= 0, what);
}

static void bare_decision(git_repository *repo, git_oid *tip, int i)
{
	git_signature *me;
	git_treebuilder *builder;
	git_commit *parent = NULL;
	const git_commit *parents[1];
	git_oid blob, tree, commit;
	git_reference *ref;
	git_tree *top;
	char record[600], message[500];

	(void)snprintf(record, sizeof(record), "Paper: b01-2026-%04d\nTitle: %0400d\n", i, i);
	(void)snprintf(
		message, sizeof(message), "pass: b01-2026-%04d\n\nAction: pass\nX: %0350d\n", i, i);
	check(git_blob_create_from_buffer(&blob, repo, record, strlen(record)), "blob");
	check(git_treebuilder_new(&builder, repo, NULL), "tree");
	check(git_treebuilder_insert(NULL, builder, "record", &blob, GIT_FILEMODE_BLOB), "tree");
	check(git_treebuilder_write(&tree, builder), "tree");
	check(git_tree_lookup(&top, repo, &tree), "tree");
	check(git_signature_new(&me, "bench", "bench@gongkai", 1700000000 + i, 480), "signature");
	if (i > 0)
		check(git_commit_lookup(&parent, repo, tip), "commit");
	parents[0] = parent;
	check(git_commit_create(
		      &commit, repo, NULL, me, me, NULL, message, top, i > 0 ? 1 : 0, parents),
		"commit");
	check(git_reference_create_matching(
		      &ref, repo, "refs/heads/main", &commit, 1, i > 0 ? tip : NULL, NULL),
		"ref");
	*tip = commit;
	git_reference_free(ref);
	git_commit_free(parent);
	git_signature_free(me);
	git_tree_free(top);
	git_treebuilder_free(builder);
}

struct floor {
	git_repository *repo;
	git_oid tip;
	int n;
	struct times wall, cpu;
	long syncs;
};

static void floor_open(struct floor *floor, const char *path)
{
	check(git_repository_init(&floor->repo, path, 1), path);
}

static void floor_one(struct floor *floor, bool synced)
{
	long before = syncs();
	double cpu, from;

	check(git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, (int)synced), "fsync");
	cpu = cpu_us();
	from = now_us();
	bare_decision(floor->repo, &floor->tip, floor->n++);
	times_add(&floor->wall, now_us() - from);
	times_add(&floor->cpu, cpu_us() - cpu);
	floor->syncs += syncs() - before;
	check(git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0), "fsync");
}

static void floor_close(struct floor *floor)
{
	git_repository_free(floor->repo);
	times_release(&floor->wall);
	times_release(&floor->cpu);
}

/* -- Ours -------------------------------------------------------------------------------------- */

/* The same decision on a small store and on the large one. */
struct ours {
	struct store *store;
	struct session session;
	struct times wall, cpu;
	long syncs;
};

static void ours_open(struct ours *ours, const char *dir, const char *person)
{
	MUST((ours->store = store_open(dir, &err)) != NULL);
	MUST(session_open(&ours->session, ours->store, person, &err));
}

static void ours_one(struct ours *ours, int i)
{
	char *id = desk_import(&ours->session, i);
	long before = syncs();
	double cpu = cpu_us(), from = now_us();

	desk_mark(&ours->session, id, i);
	times_add(&ours->wall, now_us() - from);
	times_add(&ours->cpu, cpu_us() - cpu);
	ours->syncs += syncs() - before;
	free(id);
}

static void ours_close(struct ours *ours)
{
	session_release(&ours->session);
	store_close(ours->store);
	times_release(&ours->wall);
	times_release(&ours->cpu);
}

static void tell_pair(const char *name, struct times *wall, struct times *cpu, double syncs)
{
	(void)printf("%-36s median %6.0f  p95 %6.0f us; processor %6.0f us; %.1f syncs\n", name,
		times_at(wall, 0.5), times_at(wall, 0.95), times_at(cpu, 0.5), syncs);
}

static double ratio(struct times *a, struct times *b)
{
	return times_at(a, 0.5) / times_at(b, 0.5);
}

/* -- By command ----------------------------------------------------------------------------------
 */

/* What tests/bench/peer.sh says one decision of that program takes, in microseconds; 0 where it is
 * not there, as it then says itself. */
static double peer(const char *name, const char *folder)
{
	char *command = xasprintf("tests/bench/peer.sh %s %s", name, folder);
	FILE *out = popen(command, "r"); /* NOLINT(cert-env33-c): a script of this tree */
	char line[32] = "";

	need(out != NULL && fgets(line, sizeof(line), out) != NULL && pclose(out) == 0, command);
	free(command);
	return strtod(line, NULL);
}

static void tell_peer(
	const char *name, const char *title, const char *folder, struct times *ours, double least)
{
	double us = peer(name, folder);

	if (us > 0)
		tell_least(title, us / times_at(ours, 0.5), least);
}

static void measure(struct ours *small, struct ours *large, const char *folder, int rounds)
{
	char *a = xasprintf("%s/a.git", folder), *b = xasprintf("%s/b.git", folder);
	struct floor bare = {0}, safe = {0};

	floor_open(&bare, a);
	floor_open(&safe, b);
	for (int i = 0; i < rounds; i++) {
		ours_one(small, i);
		floor_one(&bare, false);
		floor_one(&safe, true);
		ours_one(large, i);
	}
	tell_pair("a decision, signed, durable, indexed", &small->wall, &small->cpu,
		(double)small->syncs / rounds);
	tell_pair("the same on the large store", &large->wall, &large->cpu,
		(double)large->syncs / rounds);
	tell_pair("bare libgit2, unsynced", &bare.wall, &bare.cpu, (double)bare.syncs / rounds);
	tell_pair("bare libgit2, synced by itself", &safe.wall, &safe.cpu,
		(double)safe.syncs / rounds);
	tell_ratio("a decision, x bare unsynced libgit2", ratio(&small->wall, &bare.wall), 2);
	tell_ratio("  processor time", ratio(&small->cpu, &bare.cpu), 0);
	tell_ratio("a decision, x libgit2 synced", ratio(&small->wall, &safe.wall), 0.5);
	tell_ratio("on the large store, x the small", ratio(&large->wall, &small->wall), 1.2);
	tell_ratio("  processor time", ratio(&large->cpu, &small->cpu), 0);
	floor_close(&bare);
	floor_close(&safe);
	free(a);
	free(b);
}

int main(int argc, char **argv)
{
	struct ours small = {0}, large = {0};
	char *folder, *dir, person[CITY_ID];

	need(argc == 2, "decision STORE:");
	folder = desk_folder(argv[1], "beside");
	dir = desk_store(folder);
	check(git_libgit2_init(), "libgit2");
	city_person("clerk", CITY_BRANCHES + 1, 1, person);
	ours_open(&small, dir, DESK_CLERK);
	ours_open(&large, argv[1], person);
	measure(&small, &large, folder, is_full() ? 1000 : 200);
	tell_peer("git", "signed git plumbing, x a decision", folder, &small.wall, 20);
	tell_peer("fossil", "fossil ticket add, x a decision", folder, &small.wall, 10);
	ours_close(&small);
	ours_close(&large);
	check(git_libgit2_shutdown(), "libgit2");
	desk_remove(folder);
	free(dir);
	free(folder);
	return 0;
}
