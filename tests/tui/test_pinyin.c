/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/pinyin.h"

static void test_initials(void **state)
{
	static const struct {
		const char *text, *initials;
	} cases[] = {
		{"", ""}, {"审核", "sh"}, {"保密审查", "bmsc"}, {"办公室核稿", "bgshg"},
		{"已发布", "yfb"}, {"签发", "qf"}, {"工作台 F2", "gztf2"}, {"统计", "tj"},
		{"主题", "zt"}, {"命令", "ml"}, {"《通知》", "tz"}, {"啊座", "az"},
		{"𠀀亍", ""}, /* outside, and of the second level */
	};
	char buf[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
			pinyin_initials(cases[i].text, buf, sizeof(buf)), cases[i].initials);
	assert_string_equal(pinyin_initials("保密审查", buf, 3), "bm");
}

static void test_matches(void **state)
{
	(void)state;
	assert_true(pinyin_matches("办公室核稿", "HG"));
	assert_true(pinyin_matches("审核", "sh"));
	assert_false(pinyin_matches("审核", "hs"));
	assert_false(pinyin_matches("审核", ""));
	assert_false(pinyin_matches("审核", "s h"));
	assert_false(pinyin_matches("审核", "审"));
}

static int set_locale(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_initials),
		cmocka_unit_test(test_matches),
	};

	return cmocka_run_group_tests(tests, set_locale, NULL);
}
