/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/paper.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEAD "Document: zfb-2026-1\nKind: gongwen\nUnit: zfb\nDrafter: clerk\n"

static const char full[] = HEAD
	"Editor: clerk2\nEditor: head\nTitle: 关于工作要点的通知\nNumber: 市政办发〔2026〕41号\n"
	"Attribute: private\nGround: CN16-DISC\nGround: CN16-HR\nReason: 一\n 二\n"
	"Review-By: 2027-01-04\nOriginal: sha256:" HEX
	" 12\nFile-Name: a b.txt\nEncoding: GB18030\n"
	"Text: sha256:" HEX " 9223372036854775807\nScreening: 2\nFinding: hidden-character 3:14\n"
	"Admitted: zfb-2026-7\nField: policy=yes\nField: summary=a\n Record: b\n =c\n";

static void test_round_trip(void **state)
{
	static const char *const texts[] = {HEAD, full, HEAD "Title: 关\n",
		HEAD "Text: sha256:" HEX " 0\n", HEAD "Field: =\n", HEAD "Field: a\n"};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct paper paper = {0}, copy = {0};
		struct str text = {0};
		struct err err = {0};

		if (!paper_parse(&paper, texts[i], &err))
			fail_msg("%zu: %s", i, err.text);
		paper_copy(&copy, &paper);
		paper_release(&paper);
		paper_print(&copy, &text);
		assert_string_equal(str_get(&text), texts[i]);
		paper_copy(&copy, &copy);
		paper_release(&copy);
		str_release(&text);
	}
}

static void test_all_is_read(void **state)
{
	struct paper paper = {0};
	char day[DAY_SIZE];
	struct err err;

	(void)state;
	assert_true(paper_parse(&paper, full, &err));
	assert_string_equal(paper.id, "zfb-2026-1");
	assert_string_equal(paper.drafter, "clerk");
	assert_int_equal(paper.editors.n, 2);
	assert_string_equal(paper.attribute, "private");
	assert_int_equal(paper.grounds.n, 2);
	assert_string_equal(paper.reason, "一\n二");
	assert_string_equal(day_format(paper.review_by, day), "2027-01-04");
	assert_string_equal(paper.original.sha256, HEX);
	assert_true(paper.original.size == 12 && paper.text.size == INT64_MAX);
	assert_int_equal(paper.screening, 2);
	assert_string_equal(paper.findings.v[0], "hidden-character 3:14");
	assert_string_equal(paper.admitted, "zfb-2026-7");
	assert_string_equal(paper_field(&paper, "summary"), "a\nRecord: b\n=c");
	assert_null(paper_field(&paper, "summar"));
	assert_null(paper_field(&paper, "policy="));
	paper_release(&paper);
}

static void test_what_is_no_paper(void **state)
{
	static const char *const texts[] = {
		"",
		"Document: zfb-2026-1\n",
		"Document: a\nKind: k\nUnit: u\n",
		"Kind: gongwen\nUnit: zfb\nDrafter: clerk\n",
		/* another order, twice, unknown, empty, no line end */
		"Kind: gongwen\nDocument: zfb-2026-1\nUnit: zfb\nDrafter: clerk\n",
		HEAD "Number: 1\nTitle: a\n",
		HEAD "Title: a\nTitle: b\n",
		HEAD "Colour: red\n",
		HEAD "title: a\n",
		HEAD "Title: \n",
		HEAD "Title: a",
		HEAD "Title: a\n\n",
		HEAD "Document: zfb-2026-2\n",
		/* values */
		HEAD "Review-By: 2027-02-29\n",
		HEAD "Review-By: soon\n",
		HEAD "Screening: 02\n",
		HEAD "Screening: 0\n",
		HEAD "Screening: 2 \n",
		HEAD "Screening: two\n",
		HEAD "Review-By: 2027-1-4\n",
		HEAD "Original: " HEX " 12\n",
		HEAD "Original: sha256:" HEX "\n",
		HEAD "Original: sha256:" HEX " \n",
		HEAD "Original: sha256:" HEX " 12 \n",
		HEAD "Original: sha256:" HEX " 012\n",
		HEAD "Original: sha256:" HEX " +12\n",
		HEAD "Original: sha256:" HEX " -12\n",
		HEAD "Original: sha256:" HEX "  12\n",
		HEAD "Original: sha256:" HEX " 9223372036854775808\n",
		HEAD "Original: sha256:" HEX " 99999999999999999999\n",
		HEAD "Text: sha256:" HEX "0 12\n",
		HEAD "Text: sha512:" HEX " 12\n",
		HEAD
		"Text: sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef 1\n",
		HEAD "Text: sha256:\n",
		HEAD "Title: \xE5\x85\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct paper paper = {0};
		struct err err = {0};

		if (paper_parse(&paper, texts[i], &err))
			fail_msg("%zu is taken for a paper: %s", i, texts[i]);
		assert_int_equal(err.code, ERR_INPUT);
		paper_release(&paper);
	}
}

static void test_fields(void **state)
{
	struct paper paper = {0};

	(void)state;
	paper_set_field(&paper, "b", NULL);
	paper_set_field(&paper, "a", "1");
	paper_set_field(&paper, "ab", "2");
	paper_set_field(&paper, "b", "3=4");
	paper_set_field(&paper, "a", "5");
	assert_int_equal(paper.fields.n, 3);
	assert_string_equal(paper_field(&paper, "a"), "5");
	assert_string_equal(paper_field(&paper, "b"), "3=4");
	assert_string_equal(paper.fields.v[1], "ab=2");
	paper_set_field(&paper, "ab", " \t");
	assert_null(paper_field(&paper, "ab"));
	assert_int_equal(paper.fields.n, 2);
	paper_set_field(&paper, "b", "");
	paper_set_field(&paper, "a", NULL);
	assert_int_equal(paper.fields.n, 0);
	paper_set_field(&paper, "c", "6");
	assert_string_equal(paper_field(&paper, "c"), "6");
	paper_release(&paper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_all_is_read),
		cmocka_unit_test(test_what_is_no_paper),
		cmocka_unit_test(test_fields),
	};

	return cmocka_run_group_tests_name("test_paper", tests, NULL, NULL);
}
