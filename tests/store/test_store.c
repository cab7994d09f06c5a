/* SPDX-License-Identifier: MIT */
/* The store from outside: opening, deciding, keeping up, starting again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "store/recover.h"
#include "tests/store/site.h"

#define GIT "git --git-dir=site/ledger.git "

/* -- Opening --------------------------------------------------------------------------------- */

static void what_is_no_store_is_refused(void **state)
{
	static const struct {
		const char *spoil;
		enum err_code code;
		const char *words;
	} cases[] = {
		{"mv site elsewhere", ERR_NOT_FOUND, "no store 'site'"},
		{"rm site/version", ERR_NOT_FOUND, "is no store"},
		{"echo 2 >site/version", ERR_REFUSED, "newer version"},
		{"echo x >site/version", ERR_INPUT, "no number"},
		{"chmod 755 site", ERR_REFUSED, "chmod 700 site"},
		{"rm -r site/ledger.git", ERR_IO, "no ledger"},
		{"rm site/journal site/ledger.git/refs/heads/main", ERR_IO, "no ledger"},
		{"chmod 644 site/keys/site", ERR_REFUSED, "the site's key"},
		{"mv site real && ln -s real site", ERR_INPUT, "no folder"},
	};

	(void)state;
	store_close(site_make());
	assert_int_equal(scratch_run("cp -a site good"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err why = {0};

		assert_int_equal(scratch_run("rm -rf site real elsewhere; cp -a good site; %s",
					 cases[i].spoil),
			0);
		assert_null(store_open("site", &why));
		if (why.code != cases[i].code || strstr(why.text, cases[i].words) == NULL)
			fail_msg("%s: %d %s", cases[i].spoil, why.code, why.text);
	}
}

static void somebody_elses_store_is_refused(void **state)
{
	struct err why = {0};

	(void)state;
	if (geteuid() != 0)
		skip();
	store_close(site_make());
	assert_int_equal(scratch_run("chown 12345 site"), 0);
	assert_null(store_open("site", &why));
	assert_int_equal(why.code, ERR_REFUSED);
	assert_non_null(strstr(why.text, "another user"));
}

static void a_store_is_made_whole_or_not_at_all(void **state)
{
	struct pack_files files = {0};
	struct err why = {0};

	(void)state;
	MUST(pack_files_read(GONGKAI_PACKDIR "/cn", &files, &err));
	assert_int_equal(scratch_run("mkdir -m 700 site && touch site/x"), 0);
	assert_false(store_create("site", &files, &why));
	assert_int_equal(why.code, ERR_INPUT);
	assert_non_null(strstr(why.text, "not empty"));
	pack_files_add(&files, "pack.ini", "[nonsense", 9);
	assert_false(store_create("new", &files, &why));
	assert_int_equal(why.code, ERR_INPUT);
	assert_int_equal(scratch_run("test \"$(ls -A | grep -vxE 'out|err')\" = site"), 0);
	MUST(pack_files_read(GONGKAI_PACKDIR "/cn", &files, &err));
	assert_int_equal(scratch_run("rm site/x"), 0);
	MUST(store_create("site", &files, &err)); /* an empty folder will do */
	store_close(site_open());
}

/* -- Deciding -------------------------------------------------------------------------------- */

static void a_paper_becomes_public(void **state)
{
	struct store *store = site_make();
	char *id = site_publish(store, "关于印发工作要点的通知"), *bytes;
	struct document document = {0};
	struct verdict verdict = {0};
	size_t len;

	(void)state;
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.state, "published");
	assert_int_equal(document.decisions, 8);
	assert_string_equal(document.signed_record, document.record);
	MUST(store_content(store, document.paper.text.sha256, &bytes, &len, &err));
	assert_non_null(strstr(bytes, "现将有关事项通知如下"));
	MUST(store_verify(store, &verdict, &err));
	for (size_t i = 0; i < verdict.n; i++)
		print_error("%s %s\n", verdict.faults[i].commit, verdict.faults[i].what);
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.documents, 1);
	verdict_release(&verdict);
	document_release(&document);
	store_close(store);
	free(bytes);
	free(id);
}

/* A decision on the document as it stands, by an actor; to be released. */
static struct decision decide(
	struct store *store, const char *actor, const char *id, const char *action)
{
	struct decision decision = {.subject = SUBJECT_DOCUMENT,
		.id = xstrdup(id),
		.action = xstrdup(action),
		.actor = xstrdup(actor),
		.request = request_new()};
	struct document document = {0};

	MUST(store_document(store, id, &document, &err));
	decision.prev = xstrdup(document.prev);
	memcpy(decision.prev_sha256, document.prev_sha256, sizeof(decision.prev_sha256));
	document_release(&document);
	return decision;
}

static long decisions(void)
{
	char *out;
	long n;

	assert_int_equal(scratch_run(GIT "rev-list --count --no-merges main"), 0);
	out = scratch_read("out");
	n = strtol(out, NULL, 10);
	free(out);
	return n;
}

static void a_request_is_answered_once(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct decision first, again = {0}, other = {0};
	struct receipt receipt = {0}, same = {0};
	struct err why = {0};
	long n;

	(void)state;
	site_mark(store, id, "public");
	first = decide(store, "clerk", id, "submit");
	decision_copy(&again, &first);
	decision_copy(&other, &first);
	MUST(store_submit(store, &first, NULL, &receipt, &err));
	n = decisions();
	MUST(store_submit(store, &again, NULL, &same, &err));
	assert_string_equal(same.commit, receipt.commit);
	assert_string_equal(same.after.state, "section");
	set_str(&other.action, "recall");
	assert_false(store_submit(store, &other, NULL, NULL, &why));
	assert_int_equal(why.code, ERR_INPUT);
	assert_int_equal(decisions(), n);
	receipt_release(&receipt);
	receipt_release(&same);
	decision_release(&first);
	decision_release(&again);
	decision_release(&other);
	store_close(store);
	free(id);
}

static void who_comes_second_is_told_who_was_first(void **state)
{
	struct store *one = site_make(), *two = site_open();
	char *id = site_import(one, "通知", "内容\n");
	struct decision late;
	struct err why = {0};
	bool changed;
	long n;

	(void)state;
	site_mark(one, id, "public");
	MUST(site_do(one, "clerk", id, "submit", &err));
	MUST(store_refresh(two, &changed, &err));
	assert_true(changed);
	late = decide(two, "clerk", id, "recall");
	MUST(site_do(one, "head", id, "pass", &err));
	n = decisions();
	assert_false(store_submit(two, &late, NULL, NULL, &why));
	assert_int_equal(why.code, ERR_STALE);
	assert_non_null(strstr(why.text, "head"));
	assert_non_null(strstr(why.text, "pass"));
	assert_int_equal(decisions(), n);
	decision_release(&late);
	store_close(one);
	store_close(two);
	free(id);
}

/* Signed before another decision came in between: its parent is an older link, and it stands. */
static void two_papers_do_not_hinder_each_other(void **state)
{
	struct store *one = site_make(), *two = site_open();
	char *a = site_import(one, "甲", "内容甲\n"), *b = site_import(one, "乙", "内容乙\n");
	struct verdict verdict = {0};
	bool changed;

	(void)state;
	MUST(store_refresh(two, &changed, &err));
	site_mark(one, a, "public");
	site_mark(two, b, "public"); /* two has not seen one's decision */
	MUST(site_do(one, "clerk", a, "submit", &err));
	MUST(store_verify(one, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.documents, 2);
	assert_int_equal(scratch_run(GIT "fsck --strict"), 0);
	verdict_release(&verdict);
	store_close(one);
	store_close(two);
	free(a);
	free(b);
}

static void a_refusal_changes_nothing(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct err why = {0};
	long n = decisions();

	(void)state;
	assert_false(site_do(store, "clerk", id, "submit", &why)); /* no attribute */
	assert_int_equal(why.code, ERR_REFUSED);
	assert_false(site_do(store, "signer", id, "sign", &why));
	assert_int_equal(decisions(), n);
	assert_int_equal(
		scratch_run(GIT "fsck --strict --unreachable | grep -c . | grep -qx 0"), 0);
	store_close(store);
	free(id);
}

static void the_clock_does_not_run_backwards(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct err why = {0};

	(void)state;
	setenv("GONGKAI_CLOCK", "2026-01-05T08:59:00", 1);
	assert_false(site_do(store, "clerk", id, "void", &why));
	assert_int_equal(why.code, ERR_IO);
	assert_non_null(strstr(why.text, "clock"));
	setenv("GONGKAI_CLOCK", "2026-01-06T08:59:00", 1);
	MUST(site_do(store, "clerk", id, "void", &err));
	store_close(store);
	free(id);
}

static void a_serial_is_handed_out_once(void **state)
{
	struct store *one = site_make(), *two = site_open();
	char *a, *b, *c;

	(void)state;
	MUST((a = store_reserve(one, "zfb", 2026, &err)) != NULL);
	MUST((b = store_reserve(two, "zfb", 2026, &err)) != NULL);
	MUST((c = store_reserve(two, "zfb", 2027, &err)) != NULL);
	assert_string_not_equal(a, b);
	assert_true(starts_with(c, "zfb-2027-"));
	store_close(one);
	store_close(two);
	free(a);
	free(b);
	free(c);
}

/* -- Keeping up, and starting again ------------------------------------------------------------ */

static void others_are_told(void **state)
{
	struct store *one = site_make(), *two = site_open();
	struct pollfd fd = {.fd = store_tick_fd(two), .events = POLLIN};
	struct document document = {0};
	bool changed;
	char *id;

	(void)state;
	assert_int_equal(poll(&fd, 1, 0), 0);
	id = site_import(one, "通知", "内容\n");
	assert_int_equal(poll(&fd, 1, 1000), 1);
	store_tick_clear(two);
	assert_int_equal(poll(&fd, 1, 0), 0);
	fd.fd = store_tick_fd(one);
	assert_int_equal(poll(&fd, 1, 0), 0); /* nobody is told of their own */
	MUST(store_refresh(two, &changed, &err));
	assert_true(changed);
	MUST(store_document(two, id, &document, &err));
	MUST(store_refresh(two, &changed, &err));
	assert_false(changed);
	document_release(&document);
	store_close(one);
	store_close(two);
	free(id);
}

/* All that the index shows, as text; the caller frees. */
static char *dump(struct store *store)
{
	struct db_walk walk = {0};
	struct history history = {0};
	struct str out = {0};
	struct err why = {0};

	while (db_walk_next(store->now.db, &walk, &why))
		str_addf(&out, "%s\n%s\n", walk.id, walk.text);
	assert_int_equal(why.code, ERR_NONE);
	db_walk_release(&walk);
	MUST(store_history(store, &(struct history_ask){0}, NULL, &history, &err));
	for (size_t i = 0; i < history.n; i++) {
		str_addf(&out, "%lld %s %s\n", (long long)history.v[i].sequence,
			history.v[i].commit, history.v[i].signer);
		decision_message(&history.v[i].decision, &out);
	}
	history_release(&history);
	return str_detach(&out);
}

static void the_index_is_worthless(void **state)
{
	static const char *const losses[] = {"rm site/index.db*",
		"rm site/index.db* && : >site/index.db",
		"sqlite3 site/index.db 'pragma user_version = 1' 2>/dev/null || rm site/index.db*"};
	struct store *store = site_make();
	char *id = site_publish(store, "通知"), *before = dump(store), *after;

	(void)state;
	MUST(store_rebuild(store, &err));
	after = dump(store);
	assert_string_equal(before, after);
	free(after);
	for (size_t i = 0; i < sizeof(losses) / sizeof(*losses); i++) {
		store_close(store);
		assert_int_equal(scratch_run("%s", losses[i]), 0);
		store = site_open();
		after = dump(store);
		assert_string_equal(before, after);
		free(after);
	}
	store_close(store);
	free(before);
	free(id);
}

/* As after a kill between the ledger and the index. */
static void an_index_that_is_behind_catches_up(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), *ahead, *caught;

	(void)state;
	store_close(store);
	assert_int_equal(scratch_run("mkdir old && cp site/index.db* old/"), 0);
	store = site_open();
	site_mark(store, id, "public");
	MUST(site_do(store, "clerk", id, "submit", &err));
	ahead = dump(store);
	store_close(store);
	assert_int_equal(scratch_run("rm site/index.db* && cp old/* site/"), 0);
	store = site_open();
	caught = dump(store);
	assert_string_equal(caught, ahead);
	store_close(store);
	free(ahead);
	free(caught);
	free(id);
}

static void a_rebuild_is_noticed(void **state)
{
	struct store *one = site_make(), *two = site_open();
	char *a = site_import(one, "甲", "内容甲\n");
	struct document document = {0};
	bool changed;

	(void)state;
	MUST(store_rebuild(one, &err));
	site_mark(one, a, "public");
	MUST(store_refresh(two, &changed, &err));
	MUST(store_document(two, a, &document, &err));
	assert_string_equal(document.paper.attribute, "public");
	MUST(site_do(two, "clerk", a, "submit", &err));
	MUST(store_refresh(one, &changed, &err));
	MUST(store_document(one, a, &document, &err));
	assert_string_equal(document.state, "section");
	document_release(&document);
	store_close(one);
	store_close(two);
	free(a);
}

static void a_rewritten_ledger_is_an_alarm(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct verdict verdict = {0};
	struct err why = {0};
	bool changed;

	(void)state;
	assert_null(store_alarm(store));
	store_close(store);
	/* While the journal has it, the branch is only late: it was not synced yet. */
	assert_int_equal(scratch_run(GIT "update-ref refs/heads/main main~1"), 0);
	store = site_open();
	assert_null(store_alarm(store));
	store_close(store);
	assert_int_equal(scratch_run(GIT "update-ref refs/heads/main main~1"), 0);
	store = site_open();
	assert_non_null(store_alarm(store));
	assert_non_null(strstr(store_alarm(store), "rewritten"));
	assert_false(store_refresh(store, &changed, &why));
	assert_int_equal(why.code, ERR_IO);
	assert_false(site_do(store, "clerk", id, "void", &why));
	assert_int_equal(why.code, ERR_IO);
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 1);
	verdict_release(&verdict);
	store_close(store);
	free(id);
}

/* -- Writes that fail -------------------------------------------------------------------------- */

static void limit_files(rlim_t bytes)
{
	struct rlimit limit = {.rlim_cur = bytes, .rlim_max = RLIM_INFINITY};

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The ledger cannot be written: nothing has changed, and this process does not go on. */
static void a_full_disk_is_a_no(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct err why = {0};
	long n = decisions();
	bool ok;

	(void)state;
	limit_files(100);
	ok = site_do(store, "clerk", id, "void", &why);
	limit_files(RLIM_INFINITY);
	assert_false(ok);
	assert_int_equal(why.code, ERR_IO);
	assert_int_equal(decisions(), n);
	assert_false(site_do(store, "clerk", id, "void", &why));
	assert_non_null(strstr(why.text, "start the program again"));
	store_close(store);
	store = site_open();
	MUST(site_do(store, "clerk", id, "void", &err));
	assert_int_equal(scratch_run(GIT "fsck --strict"), 0);
	store_close(store);
	free(id);
}

/* The branch cannot be moved: seen to stand as before, that is a no too. */
static void a_stuck_branch_is_a_no(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct err why = {0};
	long n = decisions();

	(void)state;
	assert_int_equal(scratch_run("mkdir site/ledger.git/refs/heads/main.lock"), 0);
	assert_false(site_do(store, "clerk", id, "void", &why));
	assert_int_equal(why.code, ERR_IO);
	assert_int_equal(decisions(), n);
	assert_int_equal(scratch_run("rmdir site/ledger.git/refs/heads/main.lock"), 0);
	store_close(store);
	free(id);
}

/* The ledger has it, the index could not be written: not a no. The next start finds it, and the
 * same request gets its answer. */
static void a_half_written_decision_is_unknown(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct decision again = {0}, d = decide(store, "clerk", id, "void");
	struct receipt receipt = {0};
	struct err why = {0};
	long n = decisions();
	bool ok;

	(void)state;
	d.comment = xstrdup("重复");
	decision_copy(&again, &d);
	MUST(recover_cut(store, &err));
	limit_files(3000); /* more than a commit, less than a page of the index */
	ok = store_submit(store, &d, NULL, NULL, &why);
	limit_files(RLIM_INFINITY);
	assert_false(ok);
	assert_int_equal(why.code, ERR_UNKNOWN);
	assert_non_null(strstr(why.text, d.request));
	assert_int_equal(decisions(), n + 1);
	store_close(store);
	store = site_open();
	MUST(store_submit(store, &again, NULL, &receipt, &err));
	assert_string_equal(receipt.after.state, "void");
	assert_int_equal(decisions(), n + 1);
	receipt_release(&receipt);
	decision_release(&d);
	decision_release(&again);
	store_close(store);
	free(id);
}

/* libgit2 1.5.1 alone would spin for ever on some of these. */
static void a_damaged_object_is_named_at_once(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");

	(void)state;
	store_close(store);
	assert_int_equal(scratch_run("rm site/journal; cp -a site good"), 0);
	for (int size = 0; size < 120; size += 7) {
		assert_int_equal(
			scratch_run("rm -rf site; cp -a good site; rm site/index.db*; h=$(" GIT
				    "rev-parse main); f=site/ledger.git/objects/$(echo $h | cut "
				    "-c1-2)/$(echo "
				    "$h | cut -c3-); chmod u+w $f; truncate -s %d $f",
				size),
			0);
		struct err why = {0};

		alarm(10);
		store = store_open("site", &why);
		alarm(0);
		assert_null(store);
		assert_non_null(strstr(why.text, "damaged"));
	}
	free(id);
}

/* In a child: no assertions here, they would go on with the tests. */
static int import_some(int writer, int n)
{
	struct err why = {0};
	struct store *store = store_open("site", &why);
	struct session session;
	bool ok = store != NULL && session_open(&session, store, "clerk", &why);

	for (int i = 0; ok && i < n; i++) {
		char *text = xasprintf("通知 %d-%d", writer, i), *id = NULL;
		struct intake intake = {
			.change = {.title = text, .file = text, .file_len = strlen(text)}};

		ok = session_import(&session, &intake, &id, &why);
		free(text);
		free(id);
	}
	if (!ok)
		print_error("writer %d: %s\n", writer, why.text);
	return !ok;
}

static void writers_in_crowds_lose_nothing(void **state)
{
	enum { WRITERS = 4, PAPERS = 5 };
	struct verdict verdict = {0};
	struct store *store;
	int status;

	(void)state;
	store_close(site_make());
	for (int i = 0; i < WRITERS; i++) {
		if (fork() == 0)
			_exit(import_some(i, PAPERS));
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	store = site_open();
	MUST(store_verify(store, &verdict, &err));
	assert_int_equal(verdict.n, 0);
	assert_int_equal(verdict.documents, WRITERS * PAPERS);
	verdict_release(&verdict);
	store_close(store);
}

/* -- state.git ------------------------------------------------------------------------------- */

static void a_checkpoint_is_what_stands(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n"), commit[41], again[41], *out;
	struct document document = {0};
	struct str text = {0};

	(void)state;
	MUST(store_checkpoint(store, commit, &err));
	MUST(store_checkpoint(store, again, &err));
	assert_string_equal(commit, again);
	site_mark(store, id, "public");
	MUST(store_checkpoint(store, again, &err));
	assert_string_not_equal(commit, again);
	assert_int_equal(scratch_run("git clone -q site/state.git clone && "
				     "git --git-dir=site/state.git fsck --strict && "
				     "git --git-dir=site/state.git verify-commit main main^ && "
				     "ls clone && cat clone/documents/zfb/2026/00/%s",
				 id),
		0);
	out = scratch_read("out");
	MUST(store_document(store, id, &document, &err));
	document_print(&document, &text);
	str_addn(&text, "", 0);
	assert_true(starts_with(out, "documents\npacks\npeople\nunits\n"));
	assert_string_equal(out + strlen("documents\npacks\npeople\nunits\n"), str_get(&text));
	free(out);
	assert_int_equal(
		scratch_run("cmp clone/packs/cn-*/pack.ini " GONGKAI_PACKDIR
			    "/cn/pack.ini && test -s clone/people/signer -a -s clone/units/zfb"),
		0);
	str_release(&text);
	document_release(&document);
	store_close(store);
	free(id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(what_is_no_store_is_refused),
		TEST(somebody_elses_store_is_refused),
		TEST(a_store_is_made_whole_or_not_at_all),
		TEST(a_paper_becomes_public),
		TEST(a_request_is_answered_once),
		TEST(who_comes_second_is_told_who_was_first),
		TEST(two_papers_do_not_hinder_each_other),
		TEST(a_refusal_changes_nothing),
		TEST(the_clock_does_not_run_backwards),
		TEST(a_serial_is_handed_out_once),
		TEST(others_are_told),
		TEST(the_index_is_worthless),
		TEST(an_index_that_is_behind_catches_up),
		TEST(a_rebuild_is_noticed),
		TEST(a_rewritten_ledger_is_an_alarm),
		TEST(a_full_disk_is_a_no),
		TEST(a_stuck_branch_is_a_no),
		TEST(a_half_written_decision_is_unknown),
		TEST(a_damaged_object_is_named_at_once),
		TEST(writers_in_crowds_lose_nothing),
		TEST(a_checkpoint_is_what_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
