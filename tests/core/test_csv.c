/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/csv.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The table as it was understood: "LINE:cell|cell" a row, '!' before the line of a ragged one. */
static char *show(const struct csv *csv)
{
	struct str s = {0};
	char *cells = strv_join(&csv->columns, "|");

	str_add(&s, cells);
	free(cells);
	for (size_t i = 0; i < csv->n; i++) {
		cells = strv_join(&csv->rows[i].cells, "|");
		str_addf(&s, " %s%d:%s", csv->rows[i].ragged ? "!" : "", csv->rows[i].line, cells);
		free(cells);
	}
	return str_detach(&s);
}

static const struct {
	const char *text, *shown;
} good[] = {
	{"a,b\n1,2\n", "a|b 2:1|2"},
	{"a,b\n1,2", "a|b 2:1|2"},
	{"\xEF\xBB\xBF"
	 "a,b\r\n1,2\r\n",
		"a|b 2:1|2"},
	{"\n\na\n\n1\n\r\n2\n", "a 5:1 7:2"},
	{"a,b\n\"1,2\",\"say \"\"x\"\"\"\n", "a|b 2:1,2|say \"x\""},
	{"a,b\n\"1\n2\",x\n3,4\n", "a|b 2:1\n2|x 4:3|4"},
	{"a,b\n,\n", "a|b 2:|"},
	{"a,b\n1\n1,2,3\n4,5\n", "a|b !2:1 !3:1|2|3 4:4|5"},
	{"a\n\"\"\n", "a 2:"},
	{"a\nx\"y\n", "a 2:x\"y"},
	{"名,称\n中文,；\n", "名|称 2:中文|；"},
	{"a\nx\ry\n", "a 2:x\ry"},
	{"a", "a"},
};

static void test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct csv csv = {0};
		struct err err = {0};
		char *shown;

		if (!csv_parse(&csv, good[i].text, strlen(good[i].text), &err))
			fail_msg("%zu: %s", i, err.text);
		shown = show(&csv);
		assert_string_equal(shown, good[i].shown);
		free(shown);
		csv_release(&csv);
	}
}

static const struct {
	const char *text, *sentence;
} bad[] = {
	{"", "line 1: the table is empty; its first row names the columns"},
	{"\n\n", "line 3: the table is empty; its first row names the columns"},
	{"a,b,a\n", "line 1: the column 'a' stands twice"},
	{"a\n\n\"x\n\ny", "line 3: a quote is opened and never closed"},
	{"a,b\n1,\"2\"x\n",
		"line 2: text follows a closing quote; a quote inside a field is written twice"},
	{"a,b\n1,\"2\n\n\" \n",
		"line 4: text follows a closing quote; a quote inside a field is written twice"},
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct csv csv = {0};
		struct err err = {0};

		assert_false(csv_parse(&csv, bad[i].text, strlen(bad[i].text), &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, bad[i].sentence);
		assert_null(csv.rows);
	}
}

static void test_nul_and_width(void **state)
{
	struct csv csv = {0};
	struct err err = {0};
	struct str wide = {0};

	(void)state;
	assert_false(csv_parse(&csv, "a\n\0b\n", 5, &err));
	assert_string_equal(err.text, "line 1: a table is text, this holds a NUL byte");
	for (int i = 0; i < 257; i++)
		str_addf(&wide, "%s%d", i > 0 ? "," : "", i);
	assert_false(csv_parse(&csv, wide.buf, wide.len, &err));
	assert_string_equal(err.text, "line 1: more than 256 columns");
	str_release(&wide);
}

static void test_get(void **state)
{
	static const char text[] = "a,b\n1,2\n3\n";
	struct csv csv = {0};
	struct err err;

	(void)state;
	assert_true(csv_parse(&csv, text, strlen(text), &err));
	assert_int_equal(csv_column(&csv, "b"), 1);
	assert_int_equal(csv_column(&csv, "B"), -1);
	assert_string_equal(csv_get(&csv, &csv.rows[0], "b"), "2");
	assert_string_equal(csv_get(&csv, &csv.rows[0], "c"), "");
	assert_string_equal(csv_get(&csv, &csv.rows[1], "b"), "");
	csv_release(&csv);
}

static void test_put(void **state)
{
	static const char *const fields[] = {"", "plain", "a,b", "\"", "say \"x\"", "two\nlines",
		"\r", "\xEF\xBB\xBFmark", " x "};
	struct str out = {0};
	struct csv csv = {0};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		str_add(&out, i > 0 ? "," : "");
		csv_put(&out, fields[i]);
	}
	assert_true(
		starts_with(out.buf, ",plain,\"a,b\",\"\"\"\",\"say \"\"x\"\"\",\"two\nlines\","));
	assert_true(csv_parse(&csv, out.buf, out.len, &err));
	assert_int_equal(csv.columns.n, COUNT(fields));
	for (size_t i = 0; i < COUNT(fields); i++)
		assert_string_equal(csv.columns.v[i], fields[i]);
	csv_release(&csv);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_nul_and_width),
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_put),
	};

	return cmocka_run_group_tests_name("test_csv", tests, NULL, NULL);
}
