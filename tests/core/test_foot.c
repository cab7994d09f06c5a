/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/foot.h"
#include "core/str.h"

#define BODY "关于节水的通知\n\n各县：\n　　请办理。\n\n"

static const struct {
	const char *text, *issuer, *day;
} cases[] = {
	{"", NULL, ""},
	{BODY "晋中市水利局\n2026年9月18日\n", "晋中市水利局", "2026-09-18"},
	{BODY "　　　　晋中市水利局　　\r\n\r\n　２０２６年９月１８日　\r\n", "晋中市水利局",
		"2026-09-18"},
	{BODY "晋 中 市 水 利 局\n2026 年 9 月 8 日", "晋中市水利局", "2026-09-08"},
	{BODY "晋中市水利局\n二〇二六年十二月三十一日\n", "晋中市水利局", "2026-12-31"},
	{BODY "晋中市水利局\n二○○八年十月二十日\n", "晋中市水利局", "2008-10-20"},
	{BODY "晋中市水利局\n二零一九年二月十一日\n", "晋中市水利局", "2019-02-11"},
	/* Who issues it together: the first. */
	{BODY "晋中市水利局\n晋中市财政局\n2026年9月18日\n", "晋中市水利局", "2026-09-18"},
	/* What comes behind: the note, papers that are laid beside. */
	{BODY "晋中市水利局\n2026年9月18日\n（此件公开发布）\n附件\n晋中市财政局\n2025年1月2日\n",
		"晋中市水利局", "2026-09-18"},
	/* No foot. */
	{BODY "2026年9月18日\n", NULL, ""},
	{BODY "晋中市水利局\n", NULL, ""},
	{BODY "晋中市水利局\n联系人：王某\n2026年9月18日\n", NULL, ""},
	{BODY "晋中市水利局\n2026年9月18日起施行\n", NULL, ""},
	{BODY "晋中市水利局\n自2026年9月18日\n", NULL, ""},
	{BODY "晋中市水利局\n2026年13月1日\n", NULL, ""},
	{BODY "晋中市水利局\n2026年2月30日\n", NULL, ""},
	{BODY "晋中市水利局\n二〇二六年九月\n", NULL, ""},
	{BODY "晋中市水利局\n年月日\n", NULL, ""},
	{BODY "晋中市水利局\n20260年9月18日\n", NULL, ""},
};

static void test_feet(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char day[DAY_SIZE];
		struct foot foot;

		foot_read(&foot, cases[i].text);
		if (!str_eq(foot.issuer, cases[i].issuer) ||
			!str_eq(day_format(foot.day, day), cases[i].day))
			fail_msg("%zu: %s, %s", i, foot.issuer != NULL ? foot.issuer : "-", day);
		foot_release(&foot);
	}
}

static void test_notes(void **state)
{
	static const char words[] = "此件公开发布";

	(void)state;
	assert_true(foot_says(BODY "（此件公开发布）", words));
	assert_true(foot_says("　(此件公开发布)　\n" BODY, words));
	assert_false(foot_says(BODY "（此件不予公开）", words));
	assert_false(foot_says(BODY "此件公开发布", words));
	assert_false(foot_says(BODY "在文末注明（此件公开发布）", words));
	assert_false(foot_says("", words));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_feet),
		cmocka_unit_test(test_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
