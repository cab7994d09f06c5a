/* SPDX-License-Identifier: MIT */
/* The ledger as stock git sees it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/store/site.h"

#define GIT "git --git-dir=site/ledger.git "

enum { FOUNDING = 11 }; /* decisions until the office works: the pack, a unit, nine people */

/* The output of a command that must succeed, its last line feed cut off; the caller frees. */
__attribute__((format(printf, 1, 2))) static char *told(const char *fmt, ...)
{
	va_list ap;
	char *command, *out;

	va_start(ap, fmt);
	command = xvasprintf(fmt, ap);
	va_end(ap);
	assert_int_equal(scratch_run("%s", command), 0);
	free(command);
	out = scratch_read("out");
	if (*out != '\0')
		out[strlen(out) - 1] = '\0';
	return out;
}

static void assert_told(const char *command, const char *expected)
{
	char *out = told("%s", command);

	assert_string_equal(out, expected);
	free(out);
}

static void stock_git_verifies_every_commit(void **state)
{
	struct store *store = site_make();
	char *id = site_publish(store, "关于印发工作要点的通知");

	(void)state;
	assert_told(GIT "fsck --strict --full 2>&1", "");
	assert_int_equal(
		scratch_run("for c in $(" GIT "rev-list --all); do " GIT "verify-commit $c && "
			    "git -c gpg.ssh.allowedSignersFile=site/allowed_signers "
			    "--git-dir=site/ledger.git verify-commit $c || exit 1; done"),
		0);
	assert_told(GIT "log --format=%G? | sort | uniq -c | tr -s ' '", " 37 G");
	store_close(store);
	free(id);
}

static void the_main_line_is_the_order(void **state)
{
	struct store *store = site_make();
	char *id = site_publish(store, "关于印发工作要点的通知");

	(void)state;
	/* 11 to found the office, then import, mark and six steps. */
	assert_told(GIT "rev-list --count --no-merges main", "19");
	assert_told(GIT "rev-list --count --first-parent main", "19");
	assert_told(
		GIT "log --first-parent --format=%s -2", "site: decision 19\nsite: decision 18");
	assert_told(GIT "log -1 --format='%an <%ae> %cn%n%(trailers:key=Sequence)' main",
		"site <site@gongkai> site\nSequence: 19-19\n");
	assert_told(GIT "log -1 --format=%T main", "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
	assert_told(GIT "symbolic-ref HEAD", "refs/heads/main");
	assert_told(GIT "for-each-ref --format='%(refname)'", "refs/heads/main");
	store_close(store);
	free(id);
}

static void a_decision_is_a_commit(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");

	(void)state;
	assert_told(GIT "log --no-merges -1 --format='%an|%ae|%cn|%aI|%s' main",
		"王clerk|clerk@gongkai|王clerk|2026-01-05T09:00:00+08:00|import zfb-2026-0001: "
		"new, "
		"draft");
	assert_told(GIT "ls-tree -r --name-only main^2", "record");
	assert_told(GIT "show main^2:record | grep -c '^Title: 通知$'", "1");
	assert_told(GIT "log -1 --format='%(trailers:key=Document,valueonly)' main^2",
		"zfb-2026-0001\n");
	/* Its only parent is the tip that its signer saw. */
	assert_told(GIT "rev-list --parents -1 main^2 | wc -w", "2");
	assert_told("test $(" GIT "rev-parse main^2^) = $(" GIT "rev-parse main^) && echo same",
		"same");
	store_close(store);
	free(id);
}

static void a_change_of_state_writes_one_object(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), *before, *after;

	(void)state;
	site_mark(store, id, "public");
	before = told(GIT "count-objects | cut -d' ' -f1");
	MUST(site_do(store, "clerk", id, "submit", &err));
	after = told(GIT "count-objects | cut -d' ' -f1");
	/* The decision, and the site's link. */
	assert_int_equal(strtol(after, NULL, 10), strtol(before, NULL, 10) + 2);
	assert_told("test $(" GIT "rev-parse main^2^{tree}) = $(" GIT
		    "rev-parse main~1^2^{tree}) && echo same",
		"same");
	store_close(store);
	free(before);
	free(after);
	free(id);
}

static void the_root_founds_the_site(void **state)
{
	struct store *store = site_make();
	char *key;

	(void)state;
	assert_told(GIT "log --format=%s $(" GIT "rev-list --max-parents=0 main)", "adopt pack cn");
	assert_told(
		GIT "ls-tree --name-only $(" GIT "rev-list --max-parents=0 main)", "pack\nrecord");
	assert_told(GIT "show $(" GIT
			"rev-list --max-parents=0 main):pack/pack.ini | cmp - " GONGKAI_PACKDIR
			"/cn/pack.ini && echo same",
		"same");
	key = told(GIT "show $(" GIT
		       "rev-list --max-parents=0 main):record | sed -n 's/^Site-Key: //p'");
	assert_int_equal(scratch_run("grep -qF '%s' site/allowed_signers", key), 0);
	assert_told(GIT "rev-list --count --no-merges main", "11");
	free(key);
	store_close(store);
}

static void it_keeps_stock_git_from_harm(void **state)
{
	struct store *store = site_make();

	(void)state;
	assert_told(GIT "config gc.auto; " GIT "config receive.denyNonFastForwards; " GIT
			"config gpg.format; " GIT "config commitGraph.generationVersion",
		"0\ntrue\nssh\n1");
	assert_told("stat -c %a site site/keys/site", "700\n600");
	store_close(store);
}

static void it_reads_what_stock_git_repacked(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct verdict verdict = {0};

	(void)state;
	assert_int_equal(
		scratch_run(GIT "repack -adq && " GIT "commit-graph write --reachable"), 0);
	site_mark(store, id, "public");
	store_close(store);
	store = site_open();
	MUST(site_do(store, "clerk", id, "submit", &err));
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.commits, 2 * (FOUNDING + 3) - 1);
	assert_told(GIT "fsck --strict 2>&1", "");
	verdict_release(&verdict);
	store_close(store);
	free(id);
}

/* Killed writers leave locks that would stop everyone for ever. */
static void it_clears_what_the_dead_left(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");

	(void)state;
	store_close(store);
	scratch_write("site/ledger.git/refs/heads/main.lock", "", 0);
	scratch_write("site/ledger.git/objects/tmp_object_git2_aaaaaa", "x", 1);
	store = site_open();
	site_mark(store, id, "public");
	assert_int_equal(access("site/ledger.git/refs/heads/main.lock", F_OK), -1);
	assert_int_equal(access("site/ledger.git/objects/tmp_object_git2_aaaaaa", F_OK), -1);
	store_close(store);
	free(id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			stock_git_verifies_every_commit, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			the_main_line_is_the_order, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			a_decision_is_a_commit, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			a_change_of_state_writes_one_object, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			the_root_founds_the_site, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			it_keeps_stock_git_from_harm, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			it_reads_what_stock_git_repacked, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(
			it_clears_what_the_dead_left, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
