/* SPDX-License-Identifier: MIT */
/* The journal and the packs: what crashes leave, and what is made of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "store/gitmerge.h"
#include "store/recover.h"
#include "tests/store/site.h"

#define GIT "git --git-dir=site/ledger.git "
#define PACKS "ls site/ledger.git/objects/pack/*.pack 2>/dev/null | wc -l"

static void assert_honest(struct store *store)
{
	struct verdict verdict = {0};

	MUST(store_verify(store, &verdict, &err));
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
	assert_int_equal(verdict.n, 0);
	verdict_release(&verdict);
	assert_int_equal(scratch_run(GIT "fsck --strict --full"), 0);
}

static long number(const char *command)
{
	char *out;
	long n;

	assert_int_equal(scratch_run("%s", command), 0);
	out = scratch_read("out");
	n = strtol(out, NULL, 10);
	free(out);
	return n;
}

/* What a loss of power does to files that were not synced: gone, empty, cut short, as they were. */
static void what_was_not_synced_is_mended(void **state)
{
	static const char *const losses[] = {
		"rm site/ledger.git/refs/heads/main",
		": >site/ledger.git/refs/heads/main",
		GIT "rev-parse main~2 >old && cp old site/ledger.git/refs/heads/main",
		GIT "rev-parse main | sed 's/^....../abcdef/' >old && cp old "
		    "site/ledger.git/refs/heads/main",
		"find site/ledger.git/objects -type f -newer mark -delete",
		"find site/ledger.git/objects -type f -newer mark -exec truncate -s 0 {} +",
		"find site/ledger.git/objects -type f -newer mark -exec truncate -s 40 {} +",
		"rm site/ledger.git/refs/heads/main; "
		"find site/ledger.git/objects -type f -newer mark -delete; rm site/index.db*",
		"head -c 300 /dev/urandom >>site/journal",
		"printf gongkai1 >>site/journal; : >site/ledger.git/refs/heads/main",
	};
	struct store *store = site_make();
	char *id;
	int64_t last;

	(void)state;
	MUST(recover_cut(store, &err));
	assert_int_equal(scratch_run("sleep 0.02; touch mark; chmod -R u+w site"), 0);
	id = site_import(store, "通知", "内容\n");
	site_mark(store, id, "public");
	MUST(site_do(store, "clerk", id, "submit", &err));
	last = store->now.last.last;
	store_close(store);
	assert_int_equal(scratch_run("chmod -R u+w site; cp -a site good"), 0);
	for (size_t i = 0; i < sizeof(losses) / sizeof(*losses); i++) {
		assert_int_equal(scratch_run("rm -rf site; cp -a good site; %s", losses[i]), 0);
		store = site_open();
		assert_null(store_alarm(store));
		if (store->now.last.last != last)
			fail_msg("%s: %lld decisions", losses[i], (long long)store->now.last.last);
		assert_honest(store);
		MUST(site_do(store, "head", id, "pass", &err));
		store_close(store);
	}
	free(id);
}

/* After a cut the objects are in a pack, on the disk. That their files are removed is not synced: a
 * loss of power can take that back, and what was in them is lost all the same. */
static void a_removal_that_was_lost_is_mended(void **state)
{
	static const int sizes[] = {0, 10, 60, 90};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct store *store = site_make();
		char *id = site_import(store, "通知", "内容\n");
		int64_t last = store->now.last.last;

		assert_int_equal(
			scratch_run("rm -rf kept && cp -a site/ledger.git/objects kept && "
				    "chmod -R u+w kept && find kept -type f -size +0 "
				    "-path 'kept/[0-9a-f][0-9a-f]/*' -exec truncate -s %d {} +",
				sizes[i]),
			0);
		MUST(recover_cut(store, &err));
		store_close(store);
		assert_int_equal(scratch_run("cp -an kept/. site/ledger.git/objects/; rm "
					     "site/index.db*"),
			0);
		store = site_open();
		assert_null(store_alarm(store));
		assert_int_equal(store->now.last.last, last);
		assert_honest(store);
		MUST(site_do(store, "clerk", id, "void", &err));
		store_close(store);
		free(id);
		assert_int_equal(scratch_run("rm -rf site"), 0);
	}
}

/* A record that is cut short anywhere is no decision, and what precedes it stands. */
static void a_torn_record_is_no_decision(void **state)
{
	/* The file ends before its end came, or a sector of it never came. */
	static const char *const tears[] = {"truncate -s %ld site/journal",
		"head -c 64 /dev/zero | dd of=site/journal bs=1 seek=%ld conv=notrunc"};
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), tip[OID_HEX + 1];
	int64_t before = store->now.last.last;
	long size, full;

	(void)state;
	memcpy(tip, store->now.last.id, sizeof(tip));
	size = number("stat -c %s site/journal");
	MUST(site_do(store, "clerk", id, "void", &err));
	store_close(store);
	full = number("stat -c %s site/journal");
	assert_int_equal(scratch_run("cp -a site good"), 0);
	for (long i = 0, at = size + 1; at < full - 64; at += 97, i++) {
		const char *tear = tears[i % 2];
		char *p = strstr(tear, "%ld");

		/* As it was before the objects and the branch. */
		assert_int_equal(scratch_run("rm -rf site; cp -a good site; %.*s%ld%s; echo %s "
					     ">ref; cp -f ref site/ledger.git/refs/heads/main; "
					     "rm site/index.db*",
					 (int)(p - tear), tear, at, p + 3, tip),
			0);
		store = site_open();
		assert_null(store_alarm(store));
		assert_int_equal(store->now.last.last, before);
		assert_int_equal(number("stat -c %s site/journal"), 0);
		store_close(store);
	}
	free(id);
}

static void a_replaced_ledger_is_an_alarm(void **state)
{
	struct store *store = site_make();
	char *id;

	(void)state;
	store_close(store);
	assert_int_equal(scratch_run("cp -a site/ledger.git old"), 0);
	store = site_open();
	MUST(recover_cut(store, &err));
	id = site_import(store, "通知", "内容\n");
	MUST(recover_cut(store, &err));
	site_mark(store, id, "public");
	store_close(store);
	assert_int_equal(scratch_run("rm -rf site/ledger.git site/index.db*; mv old "
				     "site/ledger.git"),
		0);
	store = site_open();
	assert_non_null(store_alarm(store));
	assert_non_null(strstr(store_alarm(store), "rewritten or replaced"));
	store_close(store);
	free(id);
}

/* Another process reads what it found in packs that are no more. */
static void read_some(struct store *reader, char *const *ids, int n)
{
	struct err why = {0};
	bool changed;

	MUST(store_refresh(reader, &changed, &err));
	for (int k = 0; k < n; k += 7) {
		struct document document = {0};
		char *record;

		MUST(store_document(reader, ids[k], &document, &err));
		record = store_record_at(reader, document.prev, &why);
		assert_non_null(record);
		free(record);
		document_release(&document);
	}
}

static void packs_stay_few(void **state)
{
	enum { PAPERS = 60 };
	struct store *store = site_make(), *reader = site_open();
	char *ids[PAPERS];

	(void)state;
	for (int i = 0; i < PAPERS; i++) {
		ids[i] = site_import(store, "通知", "内容\n");
		MUST(recover_cut(store, &err));
		recover_tidy(store);
		read_some(reader, ids, i + 1);
		if (i == PAPERS / 2)
			assert_int_equal(scratch_run(GIT "gc -q --prune=now"), 0);
	}
	assert_true(number(PACKS) <= PACKS_FEW + 1);
	assert_int_equal(number("find site/ledger.git/objects/?? -type f | wc -l"), 0);
	assert_honest(store);
	assert_int_equal(number(GIT "rev-list --count --no-merges main"), store->now.last.last);
	store_close(reader);
	store_close(store);
	for (int i = 0; i < PAPERS; i++)
		free(ids[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(what_was_not_synced_is_mended),
		TEST(a_removal_that_was_lost_is_mended),
		TEST(a_torn_record_is_no_decision),
		TEST(a_replaced_ledger_is_an_alarm),
		TEST(packs_stay_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
