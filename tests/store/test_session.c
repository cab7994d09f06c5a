/* SPDX-License-Identifier: MIT */
/* The use cases over a real store: the main path, what is refused, and what is not shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/figures.h"
#include "tests/store/site.h"

static void open_as(struct session *session, struct store *store, const char *who)
{
	MUST(session_open(session, store, who, &err));
}

static void assert_state(struct store *store, const char *id, const char *state)
{
	struct document document = {0};

	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.state, state);
	document_release(&document);
}

/* Fails, and says something that holds a word. */
#define REFUSED(call, expected, word)                                                              \
	do {                                                                                       \
		struct err err = {0};                                                              \
		assert_false(call);                                                                \
		if (err.code != (expected) || strstr(err.text, (word)) == NULL)                    \
			fail_msg("code %d: %s", err.code, err.text);                               \
	} while (0)

static void mark_private(struct store *store, const char *id)
{
	struct marking marking = {.attribute = "Private", .reason = "内部人事管理，不对外产生影响"};
	struct session session;

	strv_add(&marking.grounds, "cn16-hr");
	open_as(&session, store, "clerk");
	MUST(session_mark(&session, id, &marking, &err));
	session_release(&session);
	strv_release(&marking.grounds);
}

static void test_public_path_ends_in_what_was_signed(void **state)
{
	struct store *store = site_make();
	char *id = site_publish(store, "关于印发工作要点的通知");
	struct publication publication;
	struct session session;

	(void)state;
	assert_state(store, id, "published");
	open_as(&session, store, "auditor");
	MUST(session_export(&session, id, &publication, &err));
	assert_string_equal(publication.title, "关于印发工作要点的通知");
	assert_string_equal(publication.text, "各县区人民政府：\n\n现将有关事项通知如下。\n");
	publication_release(&publication);
	session_release(&session);
	free(id);
	store_close(store);
}

static void test_private_path_ends_held_by_the_site(void **state)
{
	static const char *const steps[][2] = {{"clerk", "submit"}, {"head", "pass"},
		{"secrecy", "pass"}, {"checker", "pass"}, {"signer", "sign"}};
	struct store *store = site_make();
	char *id = site_import(store, "人事安排", "内容\n");
	struct document document = {0};
	struct history history = {0};
	struct session session;
	struct publication publication;

	(void)state;
	mark_private(store, id);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		MUST(site_do(store, steps[i][0], id, steps[i][1], &err));
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.state, "held");
	assert_string_equal(document.paper.attribute, "private");
	assert_string_equal(document.paper.grounds.v[0], "CN16-HR");
	assert_true(document.paper.review_by > document.decided);
	open_as(&session, store, "clerk");
	MUST(session_history(&session, &(struct history_ask){.document = id}, &history, &err));
	assert_int_equal(history.n, 8);
	assert_string_equal(history.v[7].decision.actor, "site");
	assert_string_equal(history.v[7].decision.role, "system");
	REFUSED(session_export(&session, id, &publication, &err), ERR_REFUSED, "is not published");
	history_release(&history);
	session_release(&session);
	document_release(&document);
	free(id);
	store_close(store);
}

/* A paper that the signer has decided to withhold, and where they were stopped before the site did
 * its part. */
static struct store *left_undone(char **id)
{
	static const char *const steps[][2] = {
		{"clerk", "submit"}, {"head", "pass"}, {"secrecy", "pass"}, {"checker", "pass"}};
	struct store *store = site_make();
	struct decision decision = {.subject = SUBJECT_DOCUMENT};
	struct document document = {0};

	*id = site_import(store, "人事安排", "内容\n");
	mark_private(store, *id);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		MUST(site_do(store, steps[i][0], *id, steps[i][1], &err));
	MUST(store_document(store, *id, &document, &err));
	decision.id = xstrdup(*id);
	decision.action = xstrdup("sign");
	decision.actor = xstrdup("signer");
	decision.request = request_new();
	set_str(&decision.prev, document.prev);
	memcpy(decision.prev_sha256, document.prev_sha256, sizeof(decision.prev_sha256));
	MUST(store_submit(store, &decision, NULL, NULL, &err));
	decision_release(&decision);
	document_release(&document);
	assert_state(store, *id, "decided");
	return store;
}

static void test_what_was_left_undone_is_done_by_who_comes_next(void **state)
{
	char *id;
	struct store *store = left_undone(&id);
	struct session session;

	(void)state;
	store_close(store);
	store = site_open();
	open_as(&session, store, "auditor");
	session_keep_time(&session);
	assert_state(store, id, "held");
	session_release(&session);
	free(id);
	store_close(store);
}

/* Days later nobody looks for it unasked. */
static void test_what_was_left_long_ago_is_done_by_expire(void **state)
{
	char *id;
	struct store *store = left_undone(&id);
	struct strv done = {0};
	struct session session;

	(void)state;
	setenv("GONGKAI_CLOCK", "2026-02-05T09:00:00", 1);
	session_open_site(&session, store);
	session_keep_time(&session);
	assert_state(store, id, "decided");
	MUST(session_expire(&session, true, &done, &err));
	assert_int_equal(done.n, 2);
	assert_string_equal(done.v[0], id);
	assert_string_equal(done.v[1], "hold");
	assert_state(store, id, "decided");
	MUST(session_expire(&session, false, &done, &err));
	assert_state(store, id, "held");
	setenv("GONGKAI_CLOCK", "2026-01-05T09:00:00", 1);
	strv_release(&done);
	session_release(&session);
	free(id);
	store_close(store);
}

static void test_returned_mended_and_passed(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "工作方案", "内容\n");
	struct change change = {.title = "工作方案（修订）"};
	struct deed deed = {.action = "return", .comment = "标题不全"};
	struct document document = {0};
	struct session head, clerk;

	(void)state;
	site_mark(store, id, "public");
	MUST(site_do(store, "clerk", id, "submit", &err));
	open_as(&head, store, "head");
	REFUSED(session_do(&head, id, &deed, &err), ERR_REFUSED, "--code");
	deed.code = "no-such-code";
	REFUSED(session_do(&head, id, &deed, &err), ERR_REFUSED, "no-such-code");
	deed.code = "FORMAT";
	MUST(session_do(&head, id, &deed, &err));
	assert_state(store, id, "returned");
	open_as(&clerk, store, "clerk");
	MUST(session_edit(&clerk, id, &change, &err));
	MUST(site_do(store, "clerk", id, "submit", &err));
	MUST(site_do(store, "head", id, "pass", &err));
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.state, "secrecy");
	assert_string_equal(document.paper.title, "工作方案（修订）");
	document_release(&document);
	session_release(&head);
	session_release(&clerk);
	free(id);
	store_close(store);
}

static void test_a_paper_seen_before_it_moved_is_stale(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct document seen = {0};
	struct session session;
	struct deed deed = {.action = "pass"};

	(void)state;
	site_mark(store, id, "public");
	MUST(site_do(store, "clerk", id, "submit", &err));
	MUST(store_document(store, id, &seen, &err));
	MUST(site_do(store, "clerk", id, "recall", &err));
	MUST(site_do(store, "clerk", id, "submit", &err));
	open_as(&session, store, "head");
	deed.seen = seen.prev;
	REFUSED(session_do(&session, id, &deed, &err), ERR_STALE, "clerk did 'Submit'");
	deed.seen = NULL;
	MUST(session_do(&session, id, &deed, &err));
	session_release(&session);
	document_release(&seen);
	free(id);
	store_close(store);
}

/* -- The door ---------------------------------------------------------------------------------- */

static bool import_text(
	struct store *store, const char *who, const char *text, char **id, struct err *err)
{
	struct intake intake = {.change = {.title = "通知",
					.file = text,
					.file_len = strlen(text),
					.file_name = "a.txt"}};
	struct session session;
	bool ok;

	open_as(&session, store, who);
	ok = session_import(&session, &intake, id, err);
	session_release(&session);
	return ok;
}

static void test_a_secrecy_mark_leaves_a_stub_and_two_people_let_a_quote_in(void **state)
{
	static const char text[] = "文件左上角标注“秘密★1年”字样。\n";
	struct store *store = site_make();
	char *stub = NULL, *again = NULL, *id = NULL;
	struct document document = {0};

	(void)state;
	REFUSED(import_text(store, "clerk", text, &stub, &err), ERR_REFUSED, "secrecy mark");
	MUST(store_document(store, stub, &document, &err));
	assert_string_equal(document.state, "refused");
	assert_null(document.paper.title);
	assert_string_equal(document.paper.text.sha256, "");
	assert_string_equal(document.paper.drafter, "clerk");
	assert_int_equal(strlen(document.paper.original.sha256), HASH_HEX);
	/* One stub a paper; and nothing of it is kept. */
	REFUSED(import_text(store, "clerk2", text, &again, &err), ERR_REFUSED, stub);
	assert_string_equal(again, stub);
	assert_int_equal(system("grep -rlq 字样 site"), 256); /* NOLINT(cert-env33-c) */
	MUST(site_do(store, "secrecy", stub, "admit", &err));
	MUST(import_text(store, "clerk", text, &id, &err));
	document_release(&document);
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.paper.admitted, stub);
	assert_string_equal(document.paper.findings.v[0], "secrecy-mark 1:9");
	document_release(&document);
	free(stub);
	free(again);
	free(id);
	store_close(store);
}

static void test_what_cannot_be_read_is_said(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *word;
	} cases[] = {
		{"", 0, "empty"},
		{"\xEF\xBB\xBF", 3, "empty"},
		{"  \n\t\n", 5, "empty"},
		{"a\0b", 3, "no text"},
		{"PK\x03\x04", 4, "damaged"},
		{"\xFF\xFE\x30", 3, "neither"},
	};
	struct store *store = site_make();
	struct session session;

	(void)state;
	open_as(&session, store, "clerk");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct intake intake = {
			.change = {
				.title = "通知", .file = cases[i].text, .file_len = cases[i].len}};
		char *id;

		REFUSED(session_import(&session, &intake, &id, &err), ERR_INPUT, cases[i].word);
	}
	session_release(&session);
	store_close(store);
}

static void test_gb18030_comes_in_as_utf8_and_its_bytes_are_kept(void **state)
{
	static const char gb[] = "\xB9\xD8\xD3\xDA\xCD\xA8\xD6\xAA\n"; /* 关于通知 */
	struct store *store = site_make();
	struct document document = {0};
	struct session session;
	char *id = NULL, *text;
	size_t len;

	(void)state;
	MUST(import_text(store, "clerk", gb, &id, &err));
	MUST(store_document(store, id, &document, &err));
	assert_string_equal(document.paper.encoding, "GB18030");
	assert_int_equal(document.paper.original.size, 9);
	MUST(store_content(store, document.paper.original.sha256, &text, &len, &err));
	assert_memory_equal(text, gb, 9);
	free(text);
	open_as(&session, store, "clerk");
	MUST(session_text(&session, id, &text, &len, &err));
	assert_string_equal(text, "关于通知\n");
	free(text);
	session_release(&session);
	document_release(&document);
	free(id);
	store_close(store);
}

static void test_lines_that_hide_something_are_refused(void **state)
{
	static const struct {
		struct change change;
		const char *word;
	} cases[] = {
		{{.title = "a\nb"}, "line break"},
		{{.title = "a\x1B[31mb"}, "U+001B"},
		{{.title = "a\xE2\x80\xAE"
			   "b"},
			"U+202E"},
		{{.title = "\xFF"}, "not UTF-8"},
		{{.title = "秘密★1年"}, "secrecy mark"},
		{{.title = "t", .number = "a\tb"}, "U+0009"},
		{{.title = "t", .file_name = "x\ny"}, "line break"},
	};
	struct store *store = site_make();
	struct session session;

	(void)state;
	open_as(&session, store, "clerk");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct intake intake = {.change = cases[i].change};
		struct err err = {0};
		char *id = NULL;

		intake.change.file = "正文\n";
		intake.change.file_len = strlen("正文\n");
		assert_false(session_import(&session, &intake, &id, &err));
		if (strstr(err.text, cases[i].word) == NULL)
			fail_msg("%zu: %s", i, err.text);
		free(id);
	}
	session_release(&session);
	store_close(store);
}

static void test_a_number_is_borne_once(void **state)
{
	struct store *store = site_make();
	struct intake intake = {.change = {.title = "通知",
					.number = " 市政办发[2018] 58号 ",
					.file = "a\n",
					.file_len = 2}};
	struct document document = {0};
	struct session session;
	char *first, *second;

	(void)state;
	open_as(&session, store, "clerk");
	MUST(session_import(&session, &intake, &first, &err));
	MUST(store_document(store, first, &document, &err));
	assert_string_equal(document.paper.number, "市政办发〔2018〕58号");
	intake.change.number = "市政办发（2018）58号";
	REFUSED(session_import(&session, &intake, &second, &err), ERR_REFUSED, first);
	session_release(&session);
	document_release(&document);
	free(first);
	store_close(store);
}

/* -- Who --------------------------------------------------------------------------------------- */

static void test_four_eyes_through_a_delegation(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "通知", "内容\n");
	struct delegation delegation = {.role = (char *)(uintptr_t) "head",
		.unit = (char *)(uintptr_t) "zfb",
		.to = (char *)(uintptr_t) "clerk",
		.reason = (char *)(uintptr_t) "出差"};
	struct history history = {0};
	struct session head, clerk;

	(void)state;
	site_mark(store, id, "public");
	MUST(site_do(store, "clerk", id, "submit", &err));
	open_as(&head, store, "head");
	delegation.first = session_today(&head);
	delegation.last = delegation.first + 7;
	MUST(session_delegate(&head, &delegation, &err));
	REFUSED(site_do(store, "clerk", id, "pass", &err), ERR_REFUSED, "four eyes");
	delegation.to = (char *)(uintptr_t) "clerk2";
	MUST(session_delegate(&head, &delegation, &err));
	MUST(site_do(store, "clerk2", id, "pass", &err));
	open_as(&clerk, store, "clerk");
	MUST(session_history(&clerk, &(struct history_ask){.document = id}, &history, &err));
	assert_string_equal(history.v[history.n - 1].decision.actor, "clerk2");
	assert_string_equal(history.v[history.n - 1].decision.acting_for, "head");
	history_release(&history);
	session_release(&head);
	session_release(&clerk);
	free(id);
	store_close(store);
}

static void test_nobody_from_another_unit_sees_a_draft(void **state)
{
	struct store *store = site_make();
	char *draft = site_import(store, "草稿一份", "内容\n"),
	     *open = site_publish(store, "公开的");
	struct session session;
	struct query query = {0};
	struct rows rows = {0};
	struct view view;
	int n;

	(void)state;
	session_open_site(&session, store);
	site_put_unit(&session, "czj");
	{
		struct person person = {
			.id = xstrdup("stranger"), .unit = xstrdup("czj"), .post_count = 1};

		person.name.in[LANG_ZH] = xstrdup("外人");
		person.posts = xcalloc(1, sizeof(*person.posts));
		person.posts[0] = (struct post){xstrdup("clerk"), xstrdup("czj")};
		MUST(session_put_person(&session, &person, &err));
		person_release(&person);
	}
	session_release(&session);
	open_as(&session, store, "stranger");
	REFUSED(session_show(&session, draft, &view, &err), ERR_NOT_FOUND, draft);
	REFUSED(session_show(&session, "zfb-2026-9999", &view, &err), ERR_NOT_FOUND,
		"zfb-2026-9999");
	MUST(session_show(&session, open, &view, &err));
	view_release(&view);
	MUST(session_list(&session, &query, &rows, &err));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.v[0].id, open);
	MUST(session_count(&session, &query, &n, &err));
	assert_int_equal(n, 1);
	rows_release(&rows);
	session_release(&session);
	free(draft);
	free(open);
	store_close(store);
}

static void test_the_desk_counts_what_waits(void **state)
{
	static const struct {
		const char *who, *queue;
		int n;
	} cases[] = {
		{"clerk", "drafts", 1},
		{"clerk", "waiting", 1},
		{"clerk", "returned", 0},
		{"clerk2", "drafts", 0},
		{"head", "section", 1},
		{"signer", "sign", 0},
	};
	struct store *store = site_make();
	char *one = site_import(store, "甲", "内容\n"), *two = site_import(store, "乙", "内容\n");

	(void)state;
	site_mark(store, one, "public");
	MUST(site_do(store, "clerk", one, "submit", &err));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct session session;
		struct desk desk;
		bool found = false;

		open_as(&session, store, cases[i].who);
		MUST(session_desk(&session, &desk, &err));
		for (size_t k = 0; k < desk.n; k++) {
			if (strcmp(desk.lines[k].queue, cases[i].queue) == 0) {
				found = true;
				assert_int_equal(desk.lines[k].n, cases[i].n);
			}
		}
		assert_true(found);
		desk_release(&desk);
		session_release(&session);
	}
	free(one);
	free(two);
	store_close(store);
}

static void test_the_summary_counts_by_state_and_attribute(void **state)
{
	struct store *store = site_make();
	char *open = site_publish(store, "公开的"), *draft = site_import(store, "草稿", "内容\n");
	struct session session;
	struct figures figures;

	(void)state;
	open_as(&session, store, "auditor");
	MUST(session_status(&session, NULL, DAY_NONE, DAY_NONE, &figures, &err));
	assert_int_equal(figures.total, 2);
	assert_int_equal(figures_sum(&figures, "published", "public"), 1);
	assert_int_equal(figures_sum(&figures, "draft", ""), 1);
	assert_int_equal(figures_sum(&figures, NULL, "private"), 0);
	figures_release(&figures);
	REFUSED(session_status(&session, "nowhere", DAY_NONE, DAY_NONE, &figures, &err), ERR_INPUT,
		"nowhere");
	session_release(&session);
	free(open);
	free(draft);
	store_close(store);
}

static void test_a_difference_between_two_decisions(void **state)
{
	struct store *store = site_make();
	char *id = site_import(store, "旧标题", "一\n二\n");
	struct change change = {
		.title = "新标题", .file = "一\n三\n", .file_len = strlen("一\n三\n")};
	struct session session;
	struct str out = {0};

	(void)state;
	open_as(&session, store, "clerk");
	MUST(session_edit(&session, id, &change, &err));
	MUST(session_diff(&session, id, 0, 0, &out, &err));
	assert_non_null(strstr(str_get(&out), "-Title: 旧标题\n"));
	assert_non_null(strstr(str_get(&out), "+Title: 新标题\n"));
	assert_non_null(strstr(str_get(&out), " 一\n-二\n+三\n"));
	REFUSED(session_diff(&session, id, 1, 9, &out, &err), ERR_INPUT, "9");
	str_release(&out);
	session_release(&session);
	free(id);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
		TEST(test_public_path_ends_in_what_was_signed),
		TEST(test_private_path_ends_held_by_the_site),
		TEST(test_what_was_left_undone_is_done_by_who_comes_next),
		TEST(test_what_was_left_long_ago_is_done_by_expire),
		TEST(test_returned_mended_and_passed),
		TEST(test_a_paper_seen_before_it_moved_is_stale),
		TEST(test_a_secrecy_mark_leaves_a_stub_and_two_people_let_a_quote_in),
		TEST(test_what_cannot_be_read_is_said),
		TEST(test_gb18030_comes_in_as_utf8_and_its_bytes_are_kept),
		TEST(test_lines_that_hide_something_are_refused),
		TEST(test_a_number_is_borne_once),
		TEST(test_four_eyes_through_a_delegation),
		TEST(test_nobody_from_another_unit_sees_a_draft),
		TEST(test_the_desk_counts_what_waits),
		TEST(test_the_summary_counts_by_state_and_attribute),
		TEST(test_a_difference_between_two_decisions),
	};

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
