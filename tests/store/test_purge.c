/* SPDX-License-Identifier: MIT */
/* Content leaves the disk by a decision of two people; all else stays, and verifies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/store/forge.h"

#define SECRET "黄金储备地点在北山七号洞"

static bool purge(
	struct store *store, const char *who, const struct strv *ids, size_t i, struct err *err)
{
	struct deed deed = {.action = "purge", .comment = "误录涉密内容", .together = ids};
	struct session session;
	bool ok = session_open(&session, store, who, err) &&
		  session_do(&session, ids->v[i], &deed, err);

	session_release(&session);
	return ok;
}

static bool purge_one(struct store *store, const char *who, const char *id, struct err *err)
{
	struct strv ids = {0};
	bool ok;

	strv_add(&ids, id);
	ok = purge(store, who, &ids, 0, err);
	strv_release(&ids);
	return ok;
}

static void must_purge(struct store *store, const char *id)
{
	MUST(purge_one(store, "secrecy", id, &err));
	MUST(purge_one(store, "signer", id, &err));
}

static bool is_on_disk(const char *words)
{
	return scratch_run("grep -rq '%s' site", words) == 0;
}

static char *state_of(struct store *store, const char *id)
{
	struct document document = {0};
	char *state;

	MUST(store_document(store, id, &document, &err));
	state = xstrdup(document.state);
	document_release(&document);
	return state;
}

static void assert_state(struct store *store, const char *id, const char *expected)
{
	char *state = state_of(store, id);

	assert_string_equal(state, expected);
	free(state);
}

static bool read_text(struct store *store, const char *id, struct err *why)
{
	struct session session;
	char *text = NULL;
	size_t len;
	bool ok;

	MUST(session_open(&session, store, "clerk", &err));
	ok = session_text(&session, id, &text, &len, why);
	session_release(&session);
	free(text);
	return ok;
}

static void two_people_take_content_from_the_disk(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", SECRET "\n");
	const struct verify_options whole = {0};
	struct err why = {0};

	(void)state;
	assert_true(is_on_disk(SECRET));
	/* In the order that the pack wants, and not the same person. */
	assert_false(purge_one(store, "signer", id, &why));
	assert_int_equal(why.code, ERR_REFUSED);
	assert_false(purge_one(store, "clerk", id, &why));
	MUST(purge_one(store, "secrecy", id, &err));
	assert_state(store, id, "draft");
	assert_true(is_on_disk(SECRET));
	assert_true(read_text(store, id, &why));
	assert_false(purge_one(store, "secrecy", id, &why));
	MUST(purge_one(store, "signer", id, &err));
	assert_state(store, id, "purged");
	assert_false(is_on_disk(SECRET));
	assert_int_equal(scratch_run("test -z \"$(find site/content -type f)\""), 0);
	assert_no_fault(store, &whole);
	assert_false(read_text(store, id, &why));
	assert_int_equal(why.code, ERR_NOT_FOUND);
	assert_non_null(strstr(why.text, "was purged on 2026-01-05"));
	/* The record stays, hash and size with it. */
	assert_int_equal(scratch_run("git --git-dir=site/ledger.git cat-file -p $(git "
				     "--git-dir=site/ledger.git rev-parse main^2):record | grep -q "
				     "Original"),
		0);
	MUST(store_rebuild(store, &err));
	assert_no_fault(store, &whole);
	store_close(store);
	store = site_open();
	assert_state(store, id, "purged");
	store_close(store);
	free(id);
}

/* The decision stands though its content could not be removed: no plain no. */
static void what_cannot_be_removed_is_no_refusal(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", SECRET "\n");
	struct err why = {0};

	(void)state;
	MUST(purge_one(store, "secrecy", id, &err));
	assert_int_equal(
		scratch_run("f=$(find site/content -type f) && rm -f $f && mkdir -p $f/x"), 0);
	assert_false(purge_one(store, "signer", id, &why));
	assert_int_equal(why.code, ERR_UNKNOWN);
	assert_non_null(strstr(why.text, "it is decided (request "));
	assert_state(store, id, "purged");
	store_close(store);
	free(id);
}

/* Whoever opens the store next finishes what somebody began who was stopped. */
static void a_purge_that_was_stopped_is_finished(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", SECRET "\n");

	(void)state;
	assert_int_equal(scratch_run("cp -a site/content before"), 0);
	must_purge(store, id);
	store_close(store);
	assert_int_equal(scratch_run("rm -r site/content && cp -a before site/content"), 0);
	store = site_open();
	assert_false(is_on_disk(SECRET));
	assert_no_fault(store, &(const struct verify_options){0});
	store_close(store);
	free(id);
}

static void a_reason_is_asked_for(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", SECRET "\n");
	struct deed deed = {.action = "purge"};
	struct session session;
	struct err why = {0};

	(void)state;
	MUST(session_open(&session, store, "secrecy", &err));
	assert_false(session_do(&session, id, &deed, &why));
	assert_non_null(strstr(why.text, "--comment"));
	session_release(&session);
	store_close(store);
	free(id);
}

static void what_was_published_is_public_no_longer(void **state)
{
	struct store *store = site_make();
	char *id = site_publish(store, "通知");
	struct publication publication = {0};
	struct session session;
	struct err why = {0};

	(void)state;
	must_purge(store, id);
	MUST(session_open(&session, store, "publisher", &err));
	assert_false(session_export(&session, id, &publication, &why));
	assert_non_null(strstr(why.text, "was purged"));
	session_release(&session);
	assert_no_fault(store, &(struct verify_options){0});
	store_close(store);
	free(id);
}

static void change_file(struct store *store, const char *id, const char *text)
{
	struct change change = {.file = text, .file_len = strlen(text), .file_name = "neu.txt"};
	struct session session;

	MUST(session_open(&session, store, "clerk", &err));
	MUST(session_edit(&session, id, &change, &err));
	session_release(&session);
}

static void earlier_versions_go_too(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", SECRET "\n");
	struct session session;
	struct str diff = {0};
	struct err why = {0};

	(void)state;
	change_file(store, id, "无害内容\n");
	assert_true(is_on_disk(SECRET));
	must_purge(store, id);
	assert_false(is_on_disk(SECRET));
	assert_false(is_on_disk("无害内容"));
	MUST(session_open(&session, store, "clerk", &err));
	assert_false(session_diff(&session, id, 1, 2, &diff, &why));
	assert_non_null(strstr(why.text, "was purged"));
	session_release(&session);
	assert_no_fault(store, &(struct verify_options){0});
	str_release(&diff);
	store_close(store);
	free(id);
}

static void papers_that_share_a_file_go_together(void **state)
{
	struct store *store = site_make();
	struct strv ids = {0};
	char *a = site_import(store, "通知一", SECRET "\n");
	char *b = site_import(store, "通知二", SECRET "\n");
	char *c = site_import(store, "通知三", "别的内容\n");
	struct err why = {0};

	(void)state;
	assert_false(purge_one(store, "secrecy", a, &why));
	assert_non_null(strstr(why.text, b));
	assert_null(strstr(why.text, c));
	strv_add(&ids, a);
	strv_add(&ids, b);
	MUST(purge(store, "secrecy", &ids, 0, &err));
	MUST(purge(store, "secrecy", &ids, 1, &err));
	/* The second person is told as well. */
	assert_false(purge_one(store, "signer", a, &why));
	MUST(purge(store, "signer", &ids, 0, &err));
	assert_true(is_on_disk(SECRET));
	assert_no_fault(store, &(struct verify_options){0});
	MUST(purge(store, "signer", &ids, 1, &err));
	assert_false(is_on_disk(SECRET));
	assert_true(is_on_disk("别的内容"));
	assert_no_fault(store, &(struct verify_options){0});
	strv_release(&ids);
	store_close(store);
	free(a);
	free(b);
	free(c);
}

static void what_was_purged_does_not_come_in_again(void **state)
{
	static const char text[] = SECRET "\n";
	struct store *store = site_make();
	struct intake intake = {.change = {.title = "通知",
					.file = text,
					.file_len = sizeof(text) - 1,
					.file_name = "paper.txt"}};
	char *id = site_import(store, "通知", text), *again = NULL;
	struct session session;
	struct err why = {0};

	(void)state;
	must_purge(store, id);
	MUST(session_open(&session, store, "clerk", &err));
	assert_false(session_import(&session, &intake, &again, &why));
	assert_non_null(strstr(why.text, id));
	assert_false(is_on_disk(SECRET));
	session_release(&session);
	store_close(store);
	free(again);
	free(id);
}

/* A purge that was stopped between its decision and the disk. */
static void what_stayed_is_named_and_removed_later(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", SECRET "\n"), prev[OID_HEX + 1] = "";
	struct document document = {0};

	(void)state;
	assert_int_equal(scratch_run("cp -a site/content kept"), 0);
	must_purge(store, id);
	assert_int_equal(scratch_run("cp -a kept/. site/content/"), 0);
	MUST(store_document(store, id, &document, &err));
	memcpy(prev, document.prev, sizeof(prev));
	assert_fault(store, prev, "still on the disk");
	MUST(store_rebuild(store, &err));
	assert_false(is_on_disk(SECRET));
	assert_no_fault(store, &(struct verify_options){0});
	document_release(&document);
	store_close(store);
	free(id);
}

/* Forged: one person twice, no reason, no row of the pack. */
static void forged_purges_are_named(void **state)
{
	static const struct {
		const char *actor, *role, *comment;
	} cases[] = {
		{"secrecy", "signer", "理由"},
		{"clerk", "signer", "理由"},
		{"signer", "signer", NULL},
	};
	char *id, commit[OID_HEX + 1];

	(void)state;
	store_close(at_section(&id));
	assert_int_equal(scratch_run("mv site good"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct store *store;
		struct decision d;

		assert_int_equal(scratch_run("rm -rf site; cp -a good site"), 0);
		store = site_open();
		MUST(purge_one(store, "secrecy", id, &err));
		d = passing(store, id);
		set_str(&d.action, "purge");
		set_str(&d.to, "purged");
		set_str(&d.actor, cases[i].actor);
		set_str(&d.role, cases[i].role);
		set_str(&d.comment, cases[i].comment);
		force(store, &d, store->site, commit);
		assert_fault(store, commit, "not allowed");
		decision_release(&d);
		store_close(store);
	}
	free(id);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(two_people_take_content_from_the_disk),
		TEST(what_cannot_be_removed_is_no_refusal),
		TEST(a_purge_that_was_stopped_is_finished),
		TEST(a_reason_is_asked_for),
		TEST(what_was_published_is_public_no_longer),
		TEST(earlier_versions_go_too),
		TEST(papers_that_share_a_file_go_together),
		TEST(what_was_purged_does_not_come_in_again),
		TEST(what_stayed_is_named_and_removed_later),
		TEST(forged_purges_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
