/* SPDX-License-Identifier: MIT */
/* Turns: who waits, who decides for others, and many decisions at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/inbox.h"
#include "store/lock.h"
#include "store/many.h"
#include "tests/store/site.h"

static void assert_honest(struct store *store)
{
	struct verdict verdict = {0};

	MUST(store_verify(store, &verdict, &err));
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
	assert_int_equal(verdict.n, 0);
	verdict_release(&verdict);
}

static void assert_state(struct store *store, const char *id, const char *state)
{
	struct document document = {0};
	bool changed;

	MUST(store_refresh(store, &changed, &err));
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.state, state);
	document_release(&document);
}

/* -- In a child: no assertions here, they would go on with the tests. -------------------------- */

enum { DONE, REFUSED, STALE, FAILED };

static int void_one(const char *id)
{
	struct err err = {0};
	struct store *store = store_open("site", &err);
	bool ok = store != NULL && site_do(store, "clerk", id, "void", &err);

	store_close(store);
	if (ok)
		return DONE;
	if (err.code == ERR_STALE)
		return STALE;
	if (err.code == ERR_REFUSED)
		return REFUSED;
	print_error("%s\n", err.text);
	return FAILED;
}

static pid_t start(const int gate[2], const char *id)
{
	pid_t pid = fork();
	char go;

	if (pid != 0)
		return pid;
	close(gate[1]);
	(void)!read(gate[0], &go, 1); /* until everybody may begin */
	_exit(void_one(id));
}

static void open_gate(const int gate[2])
{
	close(gate[0]);
	close(gate[1]);
}

static void wait_for_petitions(int n)
{
	const struct timespec step = {.tv_nsec = 1000000};

	while (scratch_run("test $(ls site/inbox 2>/dev/null | wc -l) -ge %d", n) != 0)
		nanosleep(&step, NULL);
}

/* -- Tests ------------------------------------------------------------------------------------- */

static void who_has_the_lock_decides_for_all(void **state)
{
	enum { PAPERS = 6 };
	struct store *store = site_make();
	char *ids[PAPERS];
	int lock, status, gate[2];

	(void)state;
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < PAPERS; i++) {
		ids[i] = site_import(store, "通知", "内容\n");
		(void)start(gate, ids[i]);
	}
	MUST((lock = lock_take(store->fd, WRITE_LOCK, &err)) >= 0);
	open_gate(gate);
	wait_for_petitions(PAPERS);
	MUST(store_catch_up(store, &err));
	MUST(inbox_drain(store, NULL, &err));
	assert_true(inbox_is_empty(store));
	/* They stand together, and the link says so. */
	assert_int_equal(store->now.last.decisions.n, PAPERS);
	lock_drop(lock);
	for (int i = 0; i < PAPERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
		assert_state(store, ids[i], "void");
	}
	assert_honest(store);
	store_close(store);
	for (int i = 0; i < PAPERS; i++)
		free(ids[i]);
}

static void one_of_many_wins(void **state)
{
#ifdef __SANITIZE_ADDRESS__
	enum { DECIDERS = 40 }; /* two hundred at once would wait longer than anybody waits */
#else
	enum { DECIDERS = 200 };
#endif
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	int status, counts[4] = {0}, gate[2];

	(void)state;
	setenv("GONGKAI_LOCK_MS", "300000", 1); /* however busy the machine is */
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < DECIDERS; i++)
		(void)start(gate, id);
	open_gate(gate);
	for (int i = 0; i < DECIDERS; i++) {
		assert_true(wait(&status) > 0);
		assert_true(WIFEXITED(status));
		counts[WEXITSTATUS(status)]++;
	}
	unsetenv("GONGKAI_LOCK_MS");
	assert_int_equal(counts[DONE], 1);
	assert_int_equal(counts[FAILED], 0);
	assert_int_equal(counts[STALE] + counts[REFUSED], DECIDERS - 1);
	assert_state(store, id, "void");
	assert_honest(store);
	store_close(store);
	free(id);
}

/* A petition is decided on even though whoever made it is dead. */
static void the_dead_get_their_turn(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	int lock, status, gate[2];
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(gate), 0);
	pid = start(gate, id);
	MUST((lock = lock_take(store->fd, WRITE_LOCK, &err)) >= 0);
	open_gate(gate);
	wait_for_petitions(1);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	lock_drop(lock);
	assert_state(store, id, "draft");
	store_close(store);
	store = site_open();
	assert_state(store, id, "void");
	assert_true(inbox_is_empty(store));
	assert_honest(store);
	store_close(store);
	free(id);
}

/* What was claimed by a process that died is decided once, also where it stands already. */
static void nothing_is_decided_twice(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	int lock, status, gate[2];
	int64_t before;
	pid_t pid;

	(void)state;
	before = store->now.last.last;
	assert_int_equal(pipe(gate), 0);
	pid = start(gate, id);
	MUST((lock = lock_take(store->fd, WRITE_LOCK, &err)) >= 0);
	open_gate(gate);
	wait_for_petitions(1);
	assert_int_equal(scratch_run("cd site/inbox && for f in *; do cp $f ../../copy; echo $f "
				     ">../../name; done"),
		0);
	lock_drop(lock);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(scratch_run("cp copy site/inbox/$(cat name).taken"), 0);
	store_close(store);
	store = site_open();
	assert_true(inbox_is_empty(store));
	assert_int_equal(store->now.last.last, before + 1);
	assert_honest(store);
	store_close(store);
	free(id);
}

static void rubbish_in_the_inbox_does_no_harm(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");

	(void)state;
	store_close(store);
	assert_int_equal(scratch_run("mkdir -p site/inbox && head -c 300 /dev/urandom "
				     ">site/inbox/0-1-x && : >site/inbox/0-2-y.taken && echo 1 no "
				     ">site/inbox/0-3-z.no"),
		0);
	store = site_open();
	MUST(site_do(store, "clerk", id, "void", &err));
	assert_int_equal(scratch_run("test -z \"$(ls -A site/inbox)\""), 0);
	assert_honest(store);
	store_close(store);
	free(id);
}

/* -- Many at once ------------------------------------------------------------------------------ */

static void many_stand_together(void **state)
{
	enum { PAPERS = 100 };
	struct store *store = site_make();
	struct strv ids = {0};
	struct err *outcomes = xcalloc(PAPERS, sizeof(*outcomes));
	struct deed deed = {.action = "submit"};
	struct marking marking = {.attribute = "public"};
	struct session session;

	(void)state;
	MUST(session_open(&session, store, "clerk", &err));
	for (int i = 0; i < PAPERS; i++) {
		char *id = site_import(store, "通知", "内容\n");

		strv_add(&ids, id);
		free(id);
	}
	session_mark_many(&session, &ids, &marking, outcomes);
	for (int i = 0; i < PAPERS; i++)
		assert_int_equal(outcomes[i].code, ERR_NONE);
	assert_int_equal(store->now.last.decisions.n, PAPERS % MANY);
	/* One of them cannot: it is named, and the others go on. */
	MUST(site_do(store, "clerk", ids.v[7], "void", &err));
	session_do_many(&session, &ids, &deed, outcomes);
	for (int i = 0; i < PAPERS; i++) {
		if ((outcomes[i].code == ERR_NONE) != (i != 7))
			fail_msg("%d: %s", i, outcomes[i].text);
		assert_state(store, ids.v[i], i == 7 ? "void" : "section");
	}
	assert_honest(store);
	assert_int_equal(scratch_run("git --git-dir=site/ledger.git fsck --strict --full 2>&1"), 0);
	session_release(&session);
	store_close(store);
	strv_release(&ids);
	free(outcomes);
}

static void many_that_cannot_be_written_are_none(void **state)
{
	struct store *store = site_make();
	char *a = site_import(store, "甲", "内容\n"), *b = site_import(store, "乙", "内容\n");
	struct strv ids = {0};
	struct err outcomes[2];
	struct deed deed = {.action = "void", .comment = "重复"};
	struct session session;
	int64_t before = store->now.last.last;

	(void)state;
	strv_add(&ids, a);
	strv_add(&ids, b);
	MUST(session_open(&session, store, "clerk", &err));
	assert_int_equal(scratch_run("mkdir site/ledger.git/refs/heads/main.lock"), 0);
	session_do_many(&session, &ids, &deed, outcomes);
	assert_int_equal(outcomes[0].code, ERR_IO);
	assert_int_equal(outcomes[1].code, ERR_IO);
	session_release(&session);
	store_close(store);
	assert_int_equal(scratch_run("rmdir site/ledger.git/refs/heads/main.lock"), 0);
	store = site_open();
	assert_int_equal(store->now.last.last, before);
	assert_state(store, a, "draft");
	assert_honest(store);
	store_close(store);
	strv_release(&ids);
	free(a);
	free(b);
}

/* A batch that fails takes all of it back, what comes after the failure too. */
static void nothing_of_a_failed_batch_stands_alone(void **state)
{
	enum { PAPERS = 4 };
	struct store *store = site_make();
	struct strv ids = {0};
	struct err outcomes[PAPERS] = {0}, why = {0};
	struct marking marking = {.attribute = "public"};
	struct session session;
	int64_t before;

	(void)state;
	for (int i = 0; i < PAPERS; i++) {
		char *id = site_import(store, "通知", "内容\n");

		strv_add(&ids, id);
		free(id);
	}
	before = store->now.last.last;
	MUST(session_open(&session, store, "clerk", &err));
	MUST(session_begin_many(&session, &err));
	MUST(session_mark(&session, ids.v[0], &marking, &err));
	assert_false(many_fail(store, &(struct err){ERR_IO, "the disk is on fire"}));
	assert_false(session_mark(&session, ids.v[2], &marking, &why));
	assert_string_equal(why.text, "the disk is on fire");
	assert_false(session_end_many(&session, &why));
	assert_int_equal(why.code, ERR_IO);
	assert_int_equal(store->now.last.last, before);
	assert_state(store, ids.v[2], "draft");
	/* The next is a new one. */
	session_mark_many(&session, &ids, &marking, outcomes);
	for (int i = 0; i < PAPERS; i++)
		assert_int_equal(outcomes[i].code, ERR_NONE);
	assert_int_equal(store->now.last.last, before + PAPERS);
	session_release(&session);
	assert_honest(store);
	store_close(store);
	strv_release(&ids);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(who_has_the_lock_decides_for_all),
		TEST(one_of_many_wins),
		TEST(the_dead_get_their_turn),
		TEST(nothing_is_decided_twice),
		TEST(rubbish_in_the_inbox_does_no_harm),
		TEST(many_stand_together),
		TEST(many_that_cannot_be_written_are_none),
		TEST(nothing_of_a_failed_batch_stands_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
