/* SPDX-License-Identifier: MIT */
/* Copies of a store: made while people work, brought up to date, copied back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "tests/store/forge.h"

static void back_up(struct store *store, struct backup_report *report)
{
	MUST(store_backup(store, "copy", false, report, &err));
}

/* Copies the copy and the key back as another store, and verifies it. */
static int64_t restore(void)
{
	struct store *store = NULL;
	struct verdict verdict;
	int64_t documents;

	assert_int_equal(scratch_run("rm -rf back && cp -a copy back && cp -a site/keys back/"), 0);
	MUST((store = store_open("back", &err)) != NULL);
	MUST(store_rebuild(store, &err));
	verify_as(store, &(struct verify_options){0}, &verdict);
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
	assert_int_equal(verdict.n, 0);
	documents = verdict.documents;
	verdict_release(&verdict);
	store_close(store);
	return documents;
}

static void a_copy_copied_back_is_the_store(void **state)
{
	struct store *store = site_make();
	char *a = site_publish(store, "通知一"), *b = NULL, commit[OID_HEX + 1];
	struct backup_report report;

	(void)state;
	MUST(store_checkpoint(store, commit, &err));
	back_up(store, &report);
	assert_true(report.links > 10 && report.contents == 1);
	assert_int_equal(restore(), 1);
	assert_int_equal(scratch_run("test ! -e copy/keys && git --git-dir=copy/ledger.git fsck "
				     "--strict && git --git-dir=copy/state.git fsck --strict"),
		0);
	/* Nothing new: nothing copied. Something new: only that. */
	back_up(store, &report);
	assert_int_equal(report.links, 0);
	assert_int_equal(report.contents, 0);
	b = site_import(store, "通知二", "另一份\n");
	back_up(store, &report);
	assert_int_equal(report.links, 1);
	assert_int_equal(report.contents, 1);
	assert_int_equal(restore(), 2);
	store_close(store);
	free(a);
	free(b);
}

static void the_key_is_copied_only_when_asked_for(void **state)
{
	struct store *store = site_make(), *copy = NULL;
	struct backup_report report;
	char commit[OID_HEX + 1];
	struct err why = {0};

	(void)state;
	back_up(store, &report);
	/* Without it a copy can be read, and nothing be decided in it. */
	MUST((copy = store_open("copy", &err)) != NULL);
	assert_false(store_checkpoint(copy, commit, &why));
	assert_non_null(strstr(why.text, "keys/site"));
	store_close(copy);
	MUST(store_backup(store, "copy", true, &report, &err));
	assert_int_equal(scratch_run("cmp copy/keys/site site/keys/site && "
				     "test $(stat -c %%a copy/keys/site) = 600"),
		0);
	store_close(store);
	/* Looking into a copy does not spoil it. */
	MUST((store = store_open("copy", &err)) != NULL);
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	store = site_open();
	back_up(store, &report);
	store_close(store);
}

static void what_was_purged_leaves_the_copy(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "机要数字七七四九\n");
	struct backup_report report;

	(void)state;
	back_up(store, &report);
	assert_int_equal(scratch_run("grep -rq 机要数字 copy"), 0);
	MUST(site_do(store, "secrecy", id, "purge", &err));
	MUST(site_do(store, "signer", id, "purge", &err));
	back_up(store, &report);
	assert_int_equal(report.removed, 1);
	assert_int_not_equal(scratch_run("grep -rq 机要数字 copy"), 0);
	assert_int_equal(restore(), 1);
	store_close(store);
	free(id);
}

static void another_folder_is_refused(void **state)
{
	static const struct {
		const char *make, *words;
	} cases[] = {
		{"mkdir -m 700 copy; touch copy/x", "something else"},
		{"mkdir -m 755 copy", "open to other users"},
		{"touch copy", "no folder"},
		{"ln -s site copy", "inside the store"},
		{"mkdir -m 700 copy; echo 1 >copy/backup", "something else"},
		{"cp -a site copy", "something else"},
		{"cp -a site copy; git --git-dir=site/ledger.git rev-parse $(git "
		 "--git-dir=site/ledger.git rev-list --first-parent main | tail -1) | tr -d "
		 "'\\n' >copy/backup; git --git-dir=copy/ledger.git update-ref refs/heads/main "
		 "$(git --git-dir=copy/ledger.git -c user.name=x -c user.email=x commit-tree "
		 "main^{tree} -m x)",
			"another history"},
	};
	struct store *store = site_make();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct backup_report report;
		struct err why = {0};

		assert_int_equal(scratch_run("rm -rf copy; %s", cases[i].make), 0);
		if (store_backup(store, "copy", false, &report, &why))
			fail_msg("a backup into '%s' was made", cases[i].make);
		if (strstr(why.text, cases[i].words) == NULL)
			fail_msg("'%s': %s", cases[i].make, why.text);
	}
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
}

/* One damaged original does not keep the others from being saved, and is told. */
static void one_that_was_stopped_is_taken_up(void **state)
{
	static const char *const leftovers[] = {
		": >copy/.backup.1",
		"cp -a whole/backup copy/ && mkdir copy/ledger.git.new && : "
		">copy/ledger.git.new/HEAD",
		"cp -a whole/backup whole/ledger.git copy/ && mkdir copy/state.git.new",
		"cp -a whole/* copy/ && rm copy/version",
	};
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct backup_report report;

	(void)state;
	back_up(store, &report);
	assert_int_equal(scratch_run("mv copy whole"), 0);
	for (size_t i = 0; i < sizeof(leftovers) / sizeof(*leftovers); i++) {
		assert_int_equal(
			scratch_run("rm -rf copy && mkdir -m 700 copy && %s", leftovers[i]), 0);
		back_up(store, &report);
		assert_int_equal(restore(), 1);
	}
	store_close(store);
	free(id);
}

static void what_is_damaged_is_told(void **state)
{
	struct store *store = site_make();
	char *a = site_import(store, "通知一", "甲\n"), *b = site_import(store, "通知二", "乙\n");
	struct backup_report report;
	struct err why = {0};

	(void)state;
	assert_int_equal(scratch_run("f=$(grep -rl 甲 site/content); chmod u+w $f; echo >>$f"), 0);
	assert_false(store_backup(store, "copy", false, &report, &why));
	assert_non_null(strstr(why.text, "was changed"));
	assert_int_equal(scratch_run("grep -rq 乙 copy/content"), 0);
	store_close(store);
	free(a);
	free(b);
}

static void write_until_killed(void)
{
	struct store *store = site_open();

	for (int i = 0;; i++) {
		char *title = xasprintf("通知%d", i), *text = xasprintf("内容%d\n", i);
		char *id = site_import(store, title, text);

		site_mark(store, id, "public");
		if (!site_do(store, "clerk", id, "submit", &(struct err){0}))
			_exit(1);
		free(title);
		free(text);
		free(id);
	}
}

static void writers_go_on_meanwhile(void **state)
{
	enum { WRITERS = 2, COPIES = 4 };
	struct store *store = site_make();
	struct backup_report report;
	int64_t links = 0;
	pid_t pids[WRITERS];
	int status;

	(void)state;
	store_close(store);
	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			write_until_killed();
	}
	store = site_open();
	for (int i = 0; i < COPIES || links == 0; i++) {
		bool changed;

		/* Somebody has decided something since the last copy. */
		do
			MUST(store_refresh(store, &changed, &err));
		while (!changed);
		back_up(store, &report);
		if (i > 0)
			links += report.links;
		restore();
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(kill(pids[i], SIGKILL), 0);
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFSIGNALED(status));
	}
	store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_copied_back_is_the_store),
		TEST(the_key_is_copied_only_when_asked_for),
		TEST(what_was_purged_leaves_the_copy),
		TEST(another_folder_is_refused),
		TEST(one_that_was_stopped_is_taken_up),
		TEST(what_is_damaged_is_told),
		TEST(writers_go_on_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
