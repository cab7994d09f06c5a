/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/report.h"

static void make(struct report *report)
{
	struct report_table *table = report_table(report, "t", NULL);

	report->title = strdup("<A & B>");
	report->about = strdup("as of \"today\"");
	report_column(table, "unit", "Unit", COLUMN_WORD);
	report_sum_column(table, "papers", "Papers");
	report_column(table, "rate", "Rate", COLUMN_SHARE);
	report_column(table, "day", "Day", COLUMN_DAY);
	report_word(table, "zfb", "General, Office");
	report_cases(report_number(table, 3), "unit:%s", "zfb");
	report_share(table, 2, 3);
	report_day(table, day_make(2026, 11, 23));
	report_word(table, "=1+1", NULL);
	report_number(table, -4);
	report_share(table, 0, 0);
	report_day(table, DAY_NONE);
	report_figure(report, "unparsed", "Not read", 7);
}

static void test_what_people_read(void **state)
{
	static const char *const expected[] = {
		"General, Office", "3", "66.7%", "2026-11-23", "=1+1", "-4", "", ""};
	struct report report = {0};
	const struct report_table *table;

	(void)state;
	make(&report);
	table = &report.tables[0];
	assert_int_equal(report_rows(table), 2);
	assert_int_equal(report_column_sum(table, 1), -1);
	assert_string_equal(report_at(table, 0, 1)->query, "unit:zfb");
	for (size_t i = 0; i < 8; i++) {
		char *text = report_read(table, i % 4, report_at(table, i / 4, i % 4));

		assert_string_equal(text, expected[i]);
		free(text);
	}
	report_release(&report);
}

static void test_only_all_is_all(void **state)
{
	static const struct {
		int64_t part, whole, thousandths;
	} cases[] = {{2000, 2000, 1000}, {1999, 2000, 999}, {1998, 2000, 999}, {1, 3000, 1},
		{0, 3000, 0}, {1, 2, 500}, {1, 3, 333}, {2, 3, 667}};
	struct report report = {0};
	struct report_table *table = report_table(&report, "t", NULL);

	(void)state;
	report_column(table, "rate", "Rate", COLUMN_SHARE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(report_share(table, cases[i].part, cases[i].whole)->number,
			cases[i].thousandths);
	report_release(&report);
}

/* Codes, not names; a byte order mark; no cell that a spreadsheet would run. A number may be
 * negative. */
static void test_as_csv(void **state)
{
	struct report report = {0};
	struct str out = {0};

	(void)state;
	make(&report);
	report_csv(&report, &out);
	assert_string_equal(str_get(&out), "\xEF\xBB\xBF"
					   "unit,papers,rate,day\n"
					   "zfb,3,66.7%,2026-11-23\n"
					   "'=1+1,-4,,\n"
					   "\nfigure,number\nunparsed,7\n");
	str_release(&out);
	report_release(&report);
}

static void test_formulas_lose_their_teeth(void **state)
{
	static const char *const cases[][2] = {
		{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0\n"},
		{"+1", "'+1\n"},
		{"-1", "'-1\n"},
		{"@SUM(A1)", "'@SUM(A1)\n"},
		{"\tx", "'\tx\n"},
		{"a=1", "a=1\n"},
		{"=\"a\",b", "\"'=\"\"a\"\",b\"\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report report = {0};
		struct report_table *table = report_table(&report, "t", NULL);
		struct str out = {0};

		report_column(table, "w", "W", COLUMN_WORD);
		report_word(table, cases[i][0], NULL);
		report_csv(&report, &out);
		assert_string_equal(str_get(&out) + strlen("\xEF\xBB\xBFw\n"), cases[i][1]);
		str_release(&out);
		report_release(&report);
	}
}

/* Nothing of a title or name is markup, and the page asks for nothing from elsewhere. */
static void test_as_html(void **state)
{
	static const enum chart charts[] = {CHART_NONE, CHART_BARS, CHART_LINE};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct report report = {0};
		struct str out = {0};
		const char *html;

		make(&report);
		report.tables[0].chart = charts[i];
		report.tables[0].chart_value = 1;
		report_html(&report, "en", &out);
		html = str_get(&out);
		assert_non_null(strstr(html, "<h1>&lt;A &amp; B&gt;</h1>"));
		assert_non_null(strstr(html, "as of &quot;today&quot;"));
		assert_non_null(strstr(html, "<td class=\"n\">66.7%</td>"));
		assert_non_null(strstr(html, "Not read: <strong>7</strong>"));
		assert_null(strstr(html, "<script"));
		assert_null(strstr(html, "http"));
		assert_int_equal(strstr(html, "<svg") != NULL, charts[i] != CHART_NONE);
		str_release(&out);
		report_release(&report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_people_read),
		cmocka_unit_test(test_only_all_is_all),
		cmocka_unit_test(test_as_csv),
		cmocka_unit_test(test_formulas_lose_their_teeth),
		cmocka_unit_test(test_as_html),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
