/* SPDX-License-Identifier: MIT */
/* Anchors: what was handed to somebody else finds out what was done here meanwhile. And verifying
 * from a commit on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/hash.h"
#include "store/anchor.h"
#include "store/sshsig.h"
#include "tests/store/forge.h"

static char *anchor_of(struct store *store)
{
	char *text = NULL;

	MUST(store_anchor(store, &text, &err));
	return text;
}

static void stock_tools_check_an_anchor(void **state)
{
	struct store *store = site_make();
	char *text = anchor_of(store);

	(void)state;
	scratch_write("anchor", text, strlen(text));
	assert_int_equal(scratch_run("sed '/^-----BEGIN/,$d' anchor >lines && "
				     "sed -n '/^-----BEGIN/,$p' anchor >lines.sig && "
				     "ssh-keygen -Y verify -f site/allowed_signers -I site@gongkai "
				     "-n gongkai-anchor -O verify-time=20260105090000 "
				     "-s lines.sig <lines"),
		0);
	assert_int_equal(scratch_run("sed s/Sequence:/Sequence:\\ 1/ lines | ssh-keygen -Y verify "
				     "-f site/allowed_signers -I site@gongkai -n gongkai-anchor "
				     "-O verify-time=20260105090000 -s lines.sig"),
		255 << 8);
	free(text);
	store_close(store);
}

static void a_ledger_that_went_on_contains_its_anchor(void **state)
{
	struct store *store = site_make();
	char *text = anchor_of(store), *id = site_publish(store, "通知"), *later;
	struct verify_options options = {.anchor = text};

	(void)state;
	assert_no_fault(store, &options);
	options.anchor = later = anchor_of(store);
	assert_no_fault(store, &options);
	store_close(store);
	free(text);
	free(later);
	free(id);
}

static void no_anchor_is_an_error(void **state)
{
	static const char *const texts[] = {"", "hello", "Gongkai-Anchor: 1\n",
		"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"};
	struct store *store = site_make();
	char *text = anchor_of(store), *digit;

	(void)state;
	for (size_t i = 0; i <= sizeof(texts) / sizeof(*texts); i++) {
		struct verify_options options = {.anchor = i > 0 ? texts[i - 1] : text};
		struct err err = {0};

		digit = strstr(text, "Sequence: ") + strlen("Sequence: ");
		*digit = *digit == '9' ? '1' : (char)(*digit + 1);
		assert_null(store_verify_begin(store, &options, &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_true(strlen(err.text) > 0);
	}
	free(text);
	store_close(store);
}

/* Anchors that a foreigner, or who has the site's key, wrote by hand. */
static char *forge_anchor(const char *text, const struct key *key, const char *sed)
{
	char *lines, *armor, *forged;

	scratch_write("anchor", text, strlen(text));
	assert_int_equal(scratch_run("sed '/^-----BEGIN/,$d' anchor | sed '%s'", sed), 0);
	lines = scratch_read("out");
	MUST((armor = sshsig_sign(key, ANCHOR_NAMESPACE, lines, strlen(lines), &err)) != NULL);
	forged = xasprintf("%s%s\n", lines, armor);
	free(armor);
	free(lines);
	return forged;
}

static void forged_anchors_are_named(void **state)
{
	static const struct {
		const char *sed, *words;
	} cases[] = {
		{"s/^Sequence: .*/Sequence: 3/", "it is forged"},
		{"s/^Documents: .*/Documents: 3/", "not what the anchor has a digest of"},
		{"s/^State-SHA256: sha256:./State-SHA256: sha256:/;s/^State-SHA256.*/&0/",
			"not what the anchor has a digest of"},
		{"s/^Head-SHA256: sha256:./Head-SHA256: sha256:/;s/^Head-SHA256.*/&0/",
			"its bytes are not those"},
		{"s/^Time: 2026/Time: 2025/", "it is forged"},
	};
	struct store *store = site_make();
	char *text = anchor_of(store), *forged;
	struct verify_options options = {0};
	struct key *key = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		options.anchor = forged = forge_anchor(text, store->site, cases[i].sed);
		assert_fault_as(store, &options, store->now.last.id, cases[i].words);
		free(forged);
	}
	MUST((key = key_generate(&err)) != NULL);
	options.anchor = forged = forge_anchor(text, key, "");
	assert_fault_as(store, &options, NULL, "a key that was not the site's");
	free(forged);
	key_free(key);
	free(text);
	store_close(store);
}

/* -- What was done behind the custodian's back ---------------------------------------------------
 */

/* A store whose last decision was cut off; the anchor and the head are of before. */
static struct store *cut_off(char **id, char **anchor, char head[OID_HEX + 1])
{
	struct store *store = at_section(id);

	*anchor = anchor_of(store);
	snprintf(head, OID_HEX + 1, "%s", store->now.last.id);
	store_close(store);
	/* Index and journal go too: only what somebody else holds can tell. */
	assert_int_equal(
		scratch_run(GIT
			"update-ref refs/heads/main main^ && rm -f site/index.db* site/journal"),
		0);
	return site_open();
}

static void a_dropped_tail_is_named(void **state)
{
	char *id, *text, head[OID_HEX + 1];
	struct store *store = cut_off(&id, &text, head);

	(void)state;
	assert_null(store_alarm(store));
	assert_fault_as(
		store, &(struct verify_options){.anchor = text}, head, "its end was cut off");
	store_close(store);
	free(text);
	free(id);
}

static void a_rewritten_history_is_named(void **state)
{
	char *id, *text, head[OID_HEX + 1];
	struct store *store = cut_off(&id, &text, head);

	(void)state;
	/* Another history in its place, each decision of it lawful and signed. */
	MUST(site_do(store, "clerk", id, "submit", &err));
	MUST(site_do(store, "head", id, "pass", &err));
	assert_no_fault(store, &(struct verify_options){0});
	assert_fault_as(
		store, &(struct verify_options){.anchor = text}, head, "history was rewritten");
	store_close(store);
	free(text);
	free(id);
}

static void another_store_is_named(void **state)
{
	struct store *store = site_make(), *other;
	char *text = anchor_of(store);
	struct verify_options options = {.anchor = text};

	(void)state;
	assert_int_equal(scratch_run("mv site first"), 0);
	other = site_make();
	assert_fault_as(other, &options, NULL, "of another store");
	store_close(other);
	store_close(store);
	free(text);
}

/* -- From a commit on ----------------------------------------------------------------------------
 */

static char *first_parent(int back)
{
	char *id;

	assert_int_equal(scratch_run(GIT "rev-parse main~%d", back), 0);
	id = scratch_read("out");
	id[OID_HEX] = '\0';
	return id;
}

static void what_came_before_is_believed(void **state)
{
	char *id, commit[OID_HEX + 1], *forged, *before;
	struct store *store = at_section(&id);
	struct decision d = passing(store, id);
	struct verify_options options = {0};
	struct key *key = NULL;

	(void)state;
	MUST((key = key_generate(&err)) != NULL);
	force(store, &d, key, commit);
	decision_release(&d);
	store_close(store);
	store = site_open();
	forged = first_parent(0);
	before = first_parent(1);
	options.since = before;
	assert_fault_as(store, &options, commit, "a key that may not sign here");
	/* Who says that it was verified up to the forgery is believed. Every hash and every law is
	 * asked all the same; and the index did not take it in, which is told without a commit. */
	options.since = forged;
	{
		struct verdict verdict;

		verify_as(store, &options, &verdict);
		assert_false(has_fault(&verdict, commit, "a key that may not sign here"));
		verdict_release(&verdict);
	}
	store_close(store);
	key_free(key);
	free(forged);
	free(before);
	free(id);
}

static void since_must_be_on_the_main_line(void **state)
{
	static const char *const words[] = {
		"", "abc", "main", "0000000", "1111111111111111111111111111111111111111"};
	struct store *store = site_make();
	char *decision;

	(void)state;
	for (size_t i = 0; i <= sizeof(words) / sizeof(*words); i++) {
		struct verify_options options = {0};
		struct err err = {0};

		assert_int_equal(scratch_run(GIT "rev-parse main^2"), 0);
		decision = scratch_read("out");
		decision[OID_HEX] = '\0';
		options.since = i > 0 ? words[i - 1] : decision;
		assert_null(store_verify_begin(store, &options, &err));
		assert_int_equal(err.code, ERR_INPUT);
		free(decision);
	}
	store_close(store);
}

static void a_verify_can_be_stopped(void **state)
{
	char *id, *other;
	struct store *store = at_section(&id);
	const struct verify_options whole = {0};
	struct verify_progress progress = {0};
	struct verification *v = NULL;
	struct verdict verdict;

	(void)state;
	MUST((v = store_verify_begin(store, &whole, &err)) != NULL);
	assert_true(store_verify_step(v, &progress));
	assert_true(progress.total > 0 && progress.done <= progress.total);
	store_verify_end(v, &verdict);
	assert_true(verdict.is_partial);
	verdict_release(&verdict);
	/* Nothing is held back by it. */
	other = site_import(store, "通知", "内容\n");
	assert_no_fault(store, &whole);
	store_close(store);
	free(id);
	free(other);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_enter, scratch_leave)
	const struct CMUnitTest tests[] = {
		TEST(stock_tools_check_an_anchor),
		TEST(a_ledger_that_went_on_contains_its_anchor),
		TEST(no_anchor_is_an_error),
		TEST(forged_anchors_are_named),
		TEST(a_dropped_tail_is_named),
		TEST(a_rewritten_history_is_named),
		TEST(another_store_is_named),
		TEST(what_came_before_is_believed),
		TEST(since_must_be_on_the_main_line),
		TEST(a_verify_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
