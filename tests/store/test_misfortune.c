/* SPDX-License-Identifier: MIT */
/* What befalls a store from outside: holders of locks that die, disks that cannot be written,
 * clocks that jump, stock git that tidies up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/clock.h"
#include "store/lock.h"
#include "tests/store/forge.h"

/* -- Locks ------------------------------------------------------------------------------------- */

/* In a child: holds the lock, says so, and is never heard of again. */
static pid_t hold_lock(void)
{
	int pipe_[2];
	pid_t pid;
	char word;

	assert_int_equal(pipe(pipe_), 0);
	pid = fork();
	if (pid == 0) {
		struct store *store = site_open();
		struct err err = {0};

		if (lock_take(store->fd, WRITE_LOCK, &err) >= 0)
			(void)!write(pipe_[1], "!", 1);
		for (;;)
			pause();
	}
	close(pipe_[1]);
	assert_int_equal(read(pipe_[0], &word, 1), 1);
	close(pipe_[0]);
	return pid;
}

static void a_holder_that_hangs_is_named_and_one_that_dies_is_none(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), who[32];
	struct err why = {0};
	pid_t pid = hold_lock();

	(void)state;
	snprintf(who, sizeof(who), "process %ld", (long)pid);
	assert_int_equal(kill(pid, SIGSTOP), 0);
	setenv("GONGKAI_LOCK_MS", "100", 1);
	assert_false(site_do(store, "clerk", id, "void", &why));
	assert_int_equal(why.code, ERR_IO);
	if (strstr(why.text, who) == NULL)
		fail_msg("%s", why.text);
	unsetenv("GONGKAI_LOCK_MS");
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	MUST(site_do(store, "clerk", id, "void", &err));
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	free(id);
}

/* git's own lock outlives its holder; whoever has ours clears it. */
static void a_stale_lock_of_the_branch_is_cleared(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");

	(void)state;
	assert_int_equal(scratch_run(": >site/ledger.git/refs/heads/main.lock && chmod 400 "
				     "site/ledger.git/refs/heads/main.lock"),
		0);
	MUST(site_do(store, "clerk", id, "void", &err));
	assert_int_equal(scratch_run("test ! -e site/ledger.git/refs/heads/main.lock"), 0);
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	free(id);
}

/* -- Disks that cannot be written -------------------------------------------------------------- */

/* A mount of its own that is read-only. */
static bool mount_read_only(void)
{
	return unshare(CLONE_NEWNS) == 0 &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("site", "site", NULL, MS_BIND, NULL) == 0 &&
	       mount("none", "site", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0;
}

/* Whoever is not root has no right to write. */
static bool forbid_writing(void)
{
	enum { NOBODY = 65534 };

	if (geteuid() == 0 && (scratch_run("chown -R %d .", NOBODY) != 0 || setgid(NOBODY) != 0 ||
				      setuid(NOBODY) != 0))
		return false;
	return scratch_run("chmod -R a-w site") == 0;
}

/* In a child: it is shown, it verifies, and a decision is refused with a sentence. */
static int use_read_only(bool (*forbid)(void), const char *id)
{
	struct document document = {0};
	struct verdict verdict = {0};
	struct err err = {0};
	struct store *store;
	bool ok;

	if (!forbid())
		return 77;
	store = store_open("site", &err);
	if (store == NULL) {
		print_error("it does not open: %s\n", err.text);
		return 1;
	}
	ok = store_alarm(store) == NULL && store_document(store, id, &document, &err) &&
	     strcmp(document.state, "draft") == 0 && store_verify(store, &verdict, &err) &&
	     verdict.n == 0;
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s\n", verdict.faults[i].what);
	if (!ok) {
		print_error("it is not shown: %s %s\n", err.text,
			store_alarm(store) != NULL ? store_alarm(store) : "");
		return 1;
	}
	if (site_do(store, "clerk", id, "void", &err) || err.code != ERR_IO || *err.text == '\0') {
		print_error("%d %s\n", err.code, err.text);
		return 1;
	}
	document_release(&document);
	verdict_release(&verdict);
	store_close(store);
	return 0;
}

static int in_child(bool (*forbid)(void), const char *id)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(use_read_only(forbid, id));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void a_store_that_cannot_be_written_can_be_read(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	int mounted;

	(void)state;
	store_close(store);
	/* As root with the right to mount, else as somebody who may not write; one of them works.
	 */
	mounted = in_child(mount_read_only, id);
	if (mounted != 77)
		assert_int_equal(mounted, 0);
	assert_int_equal(in_child(forbid_writing, id), 0);
	free(id);
}

/* -- Clocks ------------------------------------------------------------------------------------ */

/* A clock that is a little behind is waited for. */
static void a_clock_that_is_a_little_behind_is_waited_for(void **state)
{
	struct store *store = site_make();
	char *id, soon[STAMP_SIZE];
	struct stamp now;
	int64_t last;

	(void)state;
	unsetenv("GONGKAI_CLOCK");
	now = clock_now();
	now.time += 1;
	setenv("GONGKAI_CLOCK", stamp_format(now, soon), 1);
	id = site_import(store, "通知", "内容\n");
	last = store->now.last.at.time;
	unsetenv("GONGKAI_CLOCK");
	MUST(site_do(store, "clerk", id, "void", &err));
	assert_true(store->now.last.at.time >= last);
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	free(id);
}

/* A day, twenty years, the beginning of time: refused with the reason; and forward is no harm. */
static void a_clock_that_jumps_is_told(void **state)
{
	static const char *const back[] = {
		"2026-01-04T09:00:00", "2006-01-05T09:00:00", "1970-01-02T00:00:00"};
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");

	(void)state;
	for (size_t i = 0; i < sizeof(back) / sizeof(*back); i++) {
		struct err why = {0};

		setenv("GONGKAI_CLOCK", back[i], 1);
		assert_false(site_do(store, "clerk", id, "void", &why));
		assert_int_equal(why.code, ERR_IO);
		assert_non_null(strstr(why.text, "set the clock right"));
	}
	setenv("GONGKAI_CLOCK", "2040-01-20T09:00:00", 1);
	MUST(site_do(store, "clerk", id, "void", &err));
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	free(id);
}

/* -- Stock git --------------------------------------------------------------------------------- */

static void stock_git_may_tidy_up(void **state)
{
	static const char *const tidy[] = {
		GIT "gc -q --prune=now",
		GIT "gc -q --aggressive --prune=now && " GIT "repack -q -a -d -f",
		GIT "pack-refs --all",
		GIT "prune --expire=now && " GIT "prune-packed",
		GIT "commit-graph write --reachable && " GIT "multi-pack-index write",
	};
	char *id;
	struct store *store = at_section(&id);

	(void)state;
	for (size_t i = 0; i < sizeof(tidy) / sizeof(*tidy); i++) {
		char *more;

		if (scratch_run("%s", tidy[i]) != 0)
			fail_msg("%s", tidy[i]);
		assert_no_fault(store, &(struct verify_options){0});
		more = site_publish(store, "通知");
		store_close(store);
		store = site_open();
		assert_null(store_alarm(store));
		assert_no_fault(store, &(struct verify_options){0});
		free(more);
	}
	assert_int_equal(scratch_run(GIT "fsck --strict --full"), 0);
	store_close(store);
	free(id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(a_holder_that_hangs_is_named_and_one_that_dies_is_none),
		TEST(a_stale_lock_of_the_branch_is_cleared),
		TEST(a_store_that_cannot_be_written_can_be_read),
		TEST(a_clock_that_is_a_little_behind_is_waited_for),
		TEST(a_clock_that_jumps_is_told),
		TEST(stock_git_may_tidy_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
