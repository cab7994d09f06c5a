/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/document.h"
#include "core/mem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PAPER "Document: zfb-2026-1\nKind: gongwen\nUnit: zfb\nDrafter: clerk\n"
#define STANDS                                                                                     \
	"Record: " HEX "\nState: consult\nEntered: 2026-11-23\n"                                   \
	"Approval: head - head pass " HEX "\nApproval: a b secrecy pass " HEX "\n"                 \
	"Opinion: head - head agree\nOpinion: c d checker dispute\n"                               \
	"Actor: clerk\nActor: head\n"                                                              \
	"Clock: office 2026-11-23 2026-11-26 2026-11-24 fixed\n"                                   \
	"Clock: consult 2026-11-23 2027-01-04 - provisional\n"                                     \
	"Clock: publish 2026-11-20 2026-12-01 - fixed\n"                                           \
	"Waived: " HEX "\nSigned: " HEX "\nDecided: 2026-11-21\nPublished: 2026-11-22\n"           \
	"Created: 2026-11-20T12:00:00+08:00\nUpdated: 2026-11-23T09:00:00+08:00\nDecisions: 9\n"   \
	"Last-Actor: head\nLast-Action: agree\nPrev: 0123\nPrev-SHA256: " HEX "\n"
#define LEAST                                                                                      \
	"Record: " HEX "\nState: draft\nEntered: 2026-11-23\n"                                     \
	"Created: 2026-11-20T12:00:00+08:00\nUpdated: 2026-11-23T09:00:00-00:30\nDecisions: 1\n"

static void test_round_trip(void **state)
{
	/* A field may hold what looks like a line of its own. */
	static const char *const texts[] = {PAPER LEAST, PAPER STANDS,
		PAPER "Field: summary=a\n Record: b\n State: void\n" LEAST};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct document document = {0}, copy = {0};
		struct str text = {0};
		struct err err = {0};

		if (!document_parse(&document, texts[i], &err))
			fail_msg("%zu: %s", i, err.text);
		document_copy(&copy, &document);
		document_release(&document);
		document_copy(&copy, &copy);
		document_print(&copy, &text);
		assert_string_equal(str_get(&text), texts[i]);
		document_release(&copy);
		str_release(&text);
	}
}

static void test_due(void **state)
{
	struct document document = {0};
	char day[DAY_SIZE];
	struct err err;

	(void)state;
	assert_int_equal(document_due(&document), DAY_NONE);
	assert_true(document_parse(&document, PAPER STANDS, &err));
	assert_string_equal(day_format(document_due(&document), day), "2026-12-01");
	document.clocks[2].stopped = document.entered;
	assert_string_equal(day_format(document_due(&document), day), "2027-01-04");
	assert_true(document.clocks[1].provisional && !document.clocks[2].provisional);
	assert_string_equal(document.approvals[1].acting_for, "b");
	assert_null(document.approvals[0].acting_for);
	assert_string_equal(document.opinions[1].action, "dispute");
	document_release(&document);
}

/* One line of a document that stands put wrong. */
static void test_faults(void **state)
{
	static const struct {
		const char *old, *new;
	} faults[] = {
		{"Record: " HEX, "Record: 0123"},
		{"Record: " HEX, "Rekord: " HEX},
		{"State: consult\n", ""},
		{"Entered: 2026-11-23", "Entered: 2026-11-31"},
		{"Approval: head - head pass " HEX, "Approval: head - head pass"},
		{"Approval: head - head pass " HEX, "Approval: head - head pass 0123"},
		{"Approval: head - head pass", "Approval: head - head pass pass"},
		{"Opinion: head - head agree", "Opinion: head - head"},
		{"Opinion: head - head agree", "Opinion: head - head agree now then"},
		{"Clock: office 2026-11-23 2026-11-26 2026-11-24 fixed",
			"Clock: office 2026-11-23 2026-11-26 2026-11-24"},
		{"2026-11-26 2026-11-24", "never 2026-11-24"},
		{"2026-11-26 2026-11-24", "2026-11-26 +"},
		{"- provisional", "- perhaps"},
		{"Signed: " HEX, "Signed: " HEX "0"},
		{"Waived: " HEX, "Waived: x"},
		{"Decided: 2026-11-21", "Decided: yes"},
		{"Published: 2026-11-22", "Published: yes"},
		{"Created: 2026-11-20T12:00:00+08:00", "Created: 2026-11-20"},
		{"Updated: 2026-11-23T09:00:00+08:00", "Updated: 2026-11-23T25:00:00+08:00"},
		{"Created: 2026-11-20T12:00:00+08:00\n", ""},
		{"Decisions: 9", "Decisions: -9"},
		{"Decisions: 9\n", ""},
		{"Prev-SHA256: " HEX, "Prev-SHA256: 0"},
		{"Drafter: clerk\n", ""},
		{"Actor: head", "Actor head"},
	};
	static const char whole[] = PAPER STANDS;

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		const char *at = strstr(whole, faults[i].old);
		struct document document = {0};
		struct err err = {0};
		char *text;

		assert_non_null(at);
		text = xasprintf("%.*s%s%s", (int)(at - whole), whole, faults[i].new,
			at + strlen(faults[i].old));
		if (document_parse(&document, text, &err))
			fail_msg("%s: taken", faults[i].new);
		assert_int_equal(err.code, ERR_INPUT);
		document_release(&document);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests_name("test_document", tests, NULL, NULL);
}
