/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/screening.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const marks[] = {
	"秘密★1年",
	"机密★",
	"绝密★长期",
	"秘密☆1年",
	"秘密*1年",
	"秘密＊1年",
	"秘密⭐",
	"秘密∗",
	"秘密 ★ 1年",
	"机 密　★",
	"机　　密★",
	"秘\u200B密★",
	"秘密\u200B★",
	"秘\uFEFF密\u2060★",
	"秘\u00A0密\u202F★",
	"秘\uFE0F密★",
	"秘\u034F密★",
	"秘\u3164密★",
	"秘\u2800密★",
	"秘\u00AD密\t★",
	"秘\U000E0020密★",
	"上文\n  机密★10年\n下文",
	"秘秘密★",
	"秘密密秘密★",
	"x秘密★",
	/* the forms that are typed in Taiwan and in old prints */
	"機密★",
	"絕密★",
	"祕密★",
};

static const char *const no_marks[] = {
	"",
	"秘密",
	"机密",
	"涉及国家秘密、商业秘密和个人隐私的政府信息不得公开",
	"保守机密，慎之又慎",
	"秘密级事项",
	"★秘密",
	"秘★密",
	"密★",
	"秘密工作★",
	"机关★密",
	"五星级★",
	"机密（★）",
	"秘",
	"秘密 ",
};

static void test_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(marks); i++) {
		if (!screening_bears_mark(marks[i], strlen(marks[i])))
			fail_msg("not seen: %s", marks[i]);
	}
	for (size_t i = 0; i < COUNT(no_marks); i++) {
		if (screening_bears_mark(no_marks[i], strlen(no_marks[i])))
			fail_msg("taken for a mark: %s", no_marks[i]);
	}
}

/* Only the bytes within the length count. */
static void test_length(void **state)
{
	static const char text[] = "机密★";

	(void)state;
	assert_true(screening_bears_mark(text, 9));
	assert_false(screening_bears_mark(text, 6));
	assert_false(screening_bears_mark(text, 3));
	assert_false(screening_bears_mark(text, 0));
}

static void test_scan(void **state)
{
	static const char text[] = "一\u200B\n二 秘\u200B密★1年\n\u202Ea";
	struct findings found = {0};
	struct strv lines = {0};
	char *joined;

	(void)state;
	screening_scan(text, strlen(text), &found);
	findings_list(&found, &lines);
	joined = strv_join(&lines, "; ");
	assert_string_equal(joined, "hidden-character 1:2; secrecy-mark 2:3; hidden-character 2:4; "
				    "hidden-character 3:1");
	assert_int_equal(found.v[0].offset, 3);
	assert_int_equal(found.v[0].len, 3);
	assert_memory_equal(text + found.v[1].offset, "秘\u200B密★", found.v[1].len);
	free(joined);
	strv_release(&lines);
	findings_release(&found);
	screening_scan("", 0, &found);
	assert_int_equal(found.n, 0);
}

static void test_very_many_findings(void **state)
{
	struct findings found = {0};
	struct strv lines = {0};
	struct str text = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		str_add(&text, "\u200B");
	screening_scan(text.buf, text.len, &found);
	assert_int_equal(found.n, 1000);
	findings_list(&found, &lines);
	assert_int_equal(lines.n, 100);
	assert_string_equal(lines.v[98], "hidden-character 1:99");
	assert_string_equal(lines.v[99], "hidden-character +901");
	/* A rule that has none among the first is told of all the same. */
	strv_clear(&lines);
	found.v[999].rule = "mobile";
	found.v[998].severity = SEVERITY_NOTE;
	findings_list(&found, &lines);
	assert_int_equal(lines.n, 101);
	assert_string_equal(lines.v[99], "hidden-character +899");
	assert_string_equal(lines.v[100], "mobile +1");
	/* So many have lines of their own. */
	strv_clear(&lines);
	found.n = 100;
	findings_list(&found, &lines);
	assert_int_equal(lines.n, 100);
	assert_string_equal(lines.v[99], "hidden-character +1");
	strv_release(&lines);
	found.n = 1000;
	findings_release(&found);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_very_many_findings),
	};

	return cmocka_run_group_tests_name("test_screening", tests, NULL, NULL);
}
