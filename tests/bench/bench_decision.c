/* SPDX-License-Identifier: MIT */
/* decision STORE: what one durable, signed decision costs with its index row, against the same
 * objects and branch written by libgit2 with nothing around, unsynced and synced; a bulk of 200,
 * and 16 writers. STORE is left alone: everything happens beside it, on the same disk. Calls that
 * sync are counted. */
#include <dlfcn.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <git2.h>

#include "core/mem.h"
#include "core/session.h"
#include "store/packdir.h"
#include "store/store.h"
#include "tests/bench/must.h"
#include "tests/bench/timing.h"

enum { WRITERS = 16 };

static long syncs;

/* The program is linked into this one, and these stand before libc's. */
int fsync(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	syncs++;
	return real(fd);
}

int fdatasync(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	syncs++;
	return real(fd);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void remove_tree(const char *path)
{
	(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

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
};

static void floor_open(struct floor *floor, const char *path)
{
	check(git_repository_init(&floor->repo, path, 1), path);
}

static void floor_one(struct floor *floor, bool synced, struct times *times)
{
	double from;

	check(git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, (int)synced), "fsync");
	from = now_us();
	bare_decision(floor->repo, &floor->tip, floor->n++);
	times_add(times, now_us() - from);
	check(git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0), "fsync");
}

/* -- Ours -------------------------------------------------------------------------------------- */

static void put_person(struct session *site, const char *id, const char *role)
{
	struct person person = {.id = xstrdup(id), .unit = xstrdup("zfb"), .post_count = 1};

	person.name.in[LANG_ZH] = xstrdup(id);
	person.posts = xcalloc(1, sizeof(*person.posts));
	person.posts[0] = (struct post){.role = xstrdup(role), .unit = xstrdup("zfb")};
	MUST(session_put_person(site, &person, &err));
	person_release(&person);
}

static struct store *make_store(const char *dir)
{
	struct unit unit = {.id = xstrdup("zfb")};
	struct pack_files files = {0};
	struct session site;
	struct store *store;

	MUST(pack_files_read(GONGKAI_PACKDIR "/cn", &files, &err));
	MUST(store_create(dir, &files, &err));
	MUST((store = store_open(dir, &err)) != NULL);
	session_open_site(&site, store);
	unit.name.in[LANG_ZH] = xstrdup("政府办公室");
	MUST(session_put_unit(&site, &unit, &err));
	unit_release(&unit);
	put_person(&site, "clerk", "clerk");
	session_release(&site);
	return store;
}

static char *import(struct session *session, int i)
{
	char *title = xasprintf("关于做好第%d次政务公开工作的通知", i);
	char *text = xasprintf("%s\n\n各县区人民政府：现将有关事项通知如下。\n", title);
	struct intake intake = {.change = {.title = title,
					.file = text,
					.file_len = strlen(text),
					.file_name = "paper.txt"}};
	char *id = NULL;

	strv_add(&intake.change.fields, "policy=no");
	MUST(session_import(session, &intake, &id, &err));
	strv_release(&intake.change.fields);
	free(title);
	free(text);
	return id;
}

/* A decision with a new record, as the floors': the paper is marked. */
static void decide(struct session *session, const char *id, const char *attribute)
{
	struct marking marking = {.attribute = attribute, .reason = "公开后影响工作正常开展"};

	if (strcmp(attribute, "public") != 0)
		strv_add(&marking.grounds, "CN27");
	else
		marking.reason = NULL;
	MUST(session_mark(session, id, &marking, &err));
	strv_release(&marking.grounds);
}

static void one_by_one(struct session *session, const char *beside, int rounds)
{
	struct times ours = {0}, unsynced = {0}, synced = {0};
	char *a = xasprintf("%s/a.git", beside), *b = xasprintf("%s/b.git", beside);
	struct floor bare = {0}, safe = {0};
	long ours_syncs = 0, safe_syncs = 0;

	floor_open(&bare, a);
	floor_open(&safe, b);
	for (int i = 0; i < rounds; i++) {
		char *id = import(session, i);
		double from;

		syncs = 0;
		from = now_us();
		decide(session, id, "public");
		times_add(&ours, now_us() - from);
		ours_syncs += syncs;
		floor_one(&bare, false, &unsynced);
		syncs = 0;
		floor_one(&safe, true, &synced);
		safe_syncs += syncs;
		free(id);
	}
	tell_times("a decision, signed, durable, indexed", &ours);
	tell_times("bare libgit2, unsynced", &unsynced);
	tell_times("bare libgit2, synced by itself", &synced);
	(void)printf("syncs a decision: %.1f; libgit2's own: %.1f\n", (double)ours_syncs / rounds,
		(double)safe_syncs / rounds);
	tell_ratio("a decision, x bare unsynced libgit2",
		times_at(&ours, 0.5) / times_at(&unsynced, 0.5), 2);
	tell_ratio(
		"a decision, x libgit2 synced", times_at(&ours, 0.5) / times_at(&synced, 0.5), 0.5);
	times_release(&ours);
	times_release(&unsynced);
	times_release(&synced);
	git_repository_free(bare.repo);
	git_repository_free(safe.repo);
	free(a);
	free(b);
}

/* -- Writers at once --------------------------------------------------------------------------- */

struct share {
	double slowest;
	int done;
};

static void write_until(const char *dir, double until, struct share *share)
{
	struct session session;
	struct store *store;
	char *id;

	MUST((store = store_open(dir, &err)) != NULL);
	MUST(session_open(&session, store, "clerk", &err));
	id = import(&session, (int)getpid());
	while (now_us() < until) {
		double from = now_us();

		decide(&session, id, share->done % 2 == 0 ? "public" : "on-request");
		from = now_us() - from;
		if (from > share->slowest)
			share->slowest = from;
		share->done++;
	}
	_exit(0);
}

static double writers(const char *dir, int n, double seconds, double *slowest)
{
	struct share *shares = mmap(NULL, sizeof(*shares) * WRITERS, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	double until = now_us() + seconds * 1e6;
	int done = 0, status, failed = 0;

	need(shares != MAP_FAILED, "mmap");
	(void)fflush(stdout);
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		need(pid >= 0, "fork");
		if (pid == 0)
			write_until(dir, until, &shares[i]);
	}
	while (wait(&status) > 0)
		failed += status != 0;
	*slowest = 0;
	for (int i = 0; i < n; i++) {
		done += shares[i].done;
		if (shares[i].slowest > *slowest)
			*slowest = shares[i].slowest;
	}
	(void)munmap(shares, sizeof(*shares) * WRITERS);
	need(failed == 0, "a writer");
	return done / seconds;
}

int main(int argc, char **argv)
{
	char *beside, *dir;
	double seconds = is_full() ? 10 : 3, one, many, slowest;
	struct session session;
	struct store *store;

	need(argc == 2, "decision STORE:");
	beside = xasprintf("%s.beside", argv[1]);
	dir = xasprintf("%s/store", beside);
	remove_tree(beside);
	need(mkdir(beside, 0700) == 0, beside);
	/* Forked before the library is started here: it does not live through a fork. */
	check(git_libgit2_init(), "libgit2");
	store = make_store(dir);
	MUST(session_open(&session, store, "clerk", &err));
	one_by_one(&session, beside, is_full() ? 1000 : 200);
	session_release(&session);
	store_close(store);
	check(git_libgit2_shutdown(), "libgit2");
	one = writers(dir, 1, seconds, &slowest);
	tell_least("one writer, decisions a second", one, 0);
	many = writers(dir, WRITERS, seconds, &slowest);
	tell_least("16 writers, decisions a second", many, 0);
	tell_least("16 writers, x one", many / one, 3);
	tell_ratio("16 writers, slowest decision, s", slowest / 1e6, 0.5);
	remove_tree(beside);
	free(dir);
	free(beside);
	return 0;
}
