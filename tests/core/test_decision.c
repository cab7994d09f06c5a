/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/decision.h"
#include "core/mem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SUBJECT "pass zfb-2026-1: section -> secrecy, private\n\n"
#define FIRST "Action: pass\nDocument: zfb-2026-1\n"
#define STEP "From: section\nTo: secrecy\nAttribute: private\nGround: CN16-HR\nGround: CN16-LOG\n"
#define WHO "Actor: clerk2\nActing-For: head\nRole: head\n"
#define LAST                                                                                       \
	"Content: sha256:" HEX "\nRecord: sha256:" HEX "\nPack: cn 2026.1 sha256:" HEX "\n"        \
	"Request: 5f0c1e2a-0000-4000-8000-000000000000\n"                                          \
	"Prev: 0123456789012345678901234567890123456789\nPrev-SHA256: sha256:" HEX "\n"

static const char pass[] = SUBJECT "同意\n\n第二段\n\n" FIRST STEP WHO "Named: zfb-2026-9\n" LAST;

/* The words of the subject line. */
static void test_messages(void **state)
{
	static const char *const messages[] = {
		pass,
		SUBJECT FIRST STEP WHO LAST,
		"import zfb-2026-1: new, draft\n\nAction: import\nDocument: zfb-2026-1\nTo: draft\n"
		"Actor: clerk\nRole: clerk\nRecord: sha256:" HEX "\nRequest: r\n",
		"return zfb-2026-1: sign -> returned, public (format)\n\n改格式\n\nAction: return\n"
		"Document: zfb-2026-1\nFrom: sign\nTo: returned\nAttribute: public\nActor: signer\n"
		"Role: signer\nCode: format\nRecord: sha256:" HEX "\nRequest: r\n",
		"agree zfb-2026-1: consult\n\nAction: agree\nDocument: zfb-2026-1\nFrom: consult\n"
		"To: consult\nActor: head\nRole: head\nRecord: sha256:" HEX "\nRequest: r\n",
		"put person clerk\n\nAction: put\nPerson: clerk\nActor: admin\nRole: admin\n"
		"Record: sha256:" HEX "\nRequest: r\n",
		"put unit zfb\n\nAction: put\nUnit: zfb\nActor: site\nRole: system\n"
		"Record: sha256:" HEX "\nRequest: r\n",
		"adopt pack cn\n\nAction: adopt\nAdopts: cn\nActor: site\nRole: system\n"
		"Record: sha256:" HEX "\nRequest: r\n",
		/* a comment that looks like trailers */
		SUBJECT "Action: sign\nActor: signer\n\n" FIRST STEP WHO LAST,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(messages); i++) {
		struct decision decision = {0}, copy = {0};
		struct str again = {0};
		struct err err = {0};

		if (!decision_parse(&decision, messages[i], &err))
			fail_msg("%zu: %s", i, err.text);
		decision_copy(&copy, &decision);
		decision_release(&decision);
		decision_message(&copy, &again);
		assert_string_equal(str_get(&again), messages[i]);
		str_release(&again);
		decision_release(&copy);
	}
}

static void test_all_is_read(void **state)
{
	struct decision d = {0};
	struct err err;

	(void)state;
	assert_true(decision_parse(&d, pass, &err));
	assert_int_equal(d.subject, SUBJECT_DOCUMENT);
	assert_string_equal(d.id, "zfb-2026-1");
	assert_string_equal(d.from, "section");
	assert_string_equal(d.to, "secrecy");
	assert_string_equal(d.comment, "同意\n\n第二段");
	assert_int_equal(d.grounds.n, 2);
	assert_string_equal(d.actor, "clerk2");
	assert_string_equal(d.acting_for, "head");
	assert_string_equal(d.named, "zfb-2026-9");
	assert_string_equal(d.content, HEX);
	assert_string_equal(d.record_sha256, HEX);
	assert_string_equal(d.prev_sha256, HEX);
	assert_null(d.code);
	assert_null(d.record);
	decision_release(&d);
}

/* Every line out of place, twice, or gone that must be there. */
static void test_what_is_no_decision(void **state)
{
	static const struct {
		const char *old, *new;
	} faults[] = {
		{"Action: pass\n", ""},
		{"Action: pass\n", "Action: sign\n"}, /* the subject says another thing */
		{"section -> secrecy, private", "section -> secrecy, public"},
		{"pass zfb-2026-1: ", "pass zfb-2026-2: "},
		{"Document: zfb-2026-1\n", ""},
		{"Document: zfb-2026-1\n", "Document: zfb-2026-1\nPerson: clerk\n"},
		{"Actor: clerk2\n", ""},
		{"Actor: clerk2\n", "Actor: clerk2\nActor: signer\n"},
		{"Actor: clerk2\nActing-For: head\n", "Acting-For: head\nActor: clerk2\n"},
		{"Role: head\n", ""},
		{"Role: head\n", "Role: head\nX-Role: signer\n"},
		{"Request: 5f0c1e2a-0000-4000-8000-000000000000\n", ""},
		{"Record: sha256:" HEX "\n", ""},
		{"Record: sha256:", "Record: sha1:"},
		{"Content: sha256:" HEX, "Content: sha256:" HEX "00"},
		{"Prev-SHA256: sha256:0", "Prev-SHA256: sha256:G"},
		{"Record: sha256:", "record: sha256:"},
		{"同意\n\n第二段\n\n", "同意\n\n第二段\n\n\n"},
		{"同意\n\n第二段\n\n", "同意\n\n第二段\n"},
		{"private\n\n", "private\n"},
		{"Ground: CN16-HR\n", "Ground:CN16-HR\n"},
		{"Ground: CN16-HR\n", "Ground: \n"},
		{"Named: zfb-2026-9\n", "Named: zfb-2026-9\n\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		const char *at = strstr(pass, faults[i].old);
		struct decision decision = {0};
		struct err err = {0};
		char *text;

		assert_non_null(at);
		text = xasprintf("%.*s%s%s", (int)(at - pass), pass, faults[i].new,
			at + strlen(faults[i].old));
		if (decision_parse(&decision, text, &err))
			fail_msg("taken: %s", text);
		assert_int_equal(err.code, ERR_INPUT);
		decision_release(&decision);
		free(text);
	}
}

static void test_no_message(void **state)
{
	static const char *const messages[] = {"", "\n", "\n\n", "subject\n", "subject\n\n",
		"a\n\nb", "a\n\nb\n\n", FIRST LAST, ("a\n\n" FIRST)};

	(void)state;
	for (size_t i = 0; i < COUNT(messages); i++) {
		struct decision decision = {0};
		struct err err = {0};

		assert_false(decision_parse(&decision, messages[i], &err));
		assert_int_equal(err.code, ERR_INPUT);
		decision_release(&decision);
	}
}

static void test_requests_differ(void **state)
{
	char *a = request_new(), *b = request_new();

	(void)state;
	assert_int_equal(strlen(a), 36);
	assert_int_equal(strspn(a, "0123456789abcdef-"), 36);
	assert_true(a[14] == '4' && strchr("89ab", a[19]) != NULL);
	assert_string_not_equal(a, b);
	free(a);
	free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_all_is_read),
		cmocka_unit_test(test_what_is_no_decision),
		cmocka_unit_test(test_no_message),
		cmocka_unit_test(test_requests_differ),
	};

	return cmocka_run_group_tests_name("test_decision", tests, NULL, NULL);
}
