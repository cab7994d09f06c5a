/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/str.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static void test_an_empty_string(void **state)
{
	struct str s = {0};
	char *text;

	(void)state;
	assert_string_equal(str_get(&s), "");
	str_clear(&s);
	str_release(&s);
	str_add(&s, "");
	assert_string_equal(str_get(&s), "");
	str_release(&s);
	text = str_detach(&s);
	assert_string_equal(text, "");
	free(text);
}

static void test_a_string_grows(void **state)
{
	struct str s = {0};
	char *text;

	(void)state;
	str_add(&s, "公开");
	str_addc(&s, '-');
	str_addn(&s, "2026xx", 4);
	str_addf(&s, "-%03d", 7);
	assert_string_equal(str_get(&s), "公开-2026-007");
	assert_int_equal(s.len, strlen(s.buf));
	str_clear(&s);
	assert_string_equal(str_get(&s), "");
	for (int i = 0; i < 10000; i++)
		str_addc(&s, (char)('a' + i % 26));
	assert_int_equal(s.len, 10000);
	text = str_detach(&s);
	assert_int_equal(strlen(text), 10000);
	assert_int_equal(text[9999], 'a' + 9999 % 26);
	assert_null(s.buf);
	free(text);
}

/* Every length around the powers of two at which memory is taken. */
static void test_the_end_is_always_marked(void **state)
{
	char fill[300];

	(void)state;
	memset(fill, 'x', sizeof(fill));
	for (size_t n = 0; n < sizeof(fill); n++) {
		struct str s = {0};

		str_addn(&s, fill, n);
		str_addc(&s, 'y');
		assert_int_equal(strlen(s.buf), n + 1);
		str_release(&s);
	}
}

static void test_bytes_with_nul(void **state)
{
	struct str s = {0};

	(void)state;
	str_addn(&s, "a\0b", 3);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.buf, "a\0b", 4);
	str_release(&s);
}

static void test_split(void **state)
{
	static const struct {
		const char *text, *separators, *joined;
		size_t n;
	} cases[] = {
		{NULL, ",", "", 0},
		{"", ",", "", 0},
		{",,,", ",", "", 0},
		{"a", ",", "a", 1},
		{",a,,b,", ",", "a|b", 2},
		{"a b\tc", " \t", "a|b|c", 3},
		{"a, b", ",", "a| b", 2},
		{"公开 依申请", " ", "公开|依申请", 2},
		{"no separators", "", "no separators", 1},
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct strv list = {0};
		char *joined;

		strv_split(&list, cases[i].text, cases[i].separators);
		joined = strv_join(&list, "|");
		assert_int_equal(list.n, cases[i].n);
		assert_string_equal(joined, cases[i].joined);
		free(joined);
		strv_release(&list);
	}
}

static void test_list(void **state)
{
	struct strv list = {0}, copy = {0};

	(void)state;
	assert_false(strv_has(&list, ""));
	strv_put(&list, "a");
	strv_put(&list, "b");
	strv_put(&list, "a");
	strv_addn(&list, "cde", 1);
	assert_int_equal(list.n, 3);
	assert_true(strv_has(&list, "c"));
	assert_false(strv_has(&list, "cd"));
	strv_copy(&copy, &list);
	strv_release(&list);
	strv_copy(&copy, &copy);
	assert_int_equal(copy.n, 3);
	assert_string_equal(copy.v[2], "c");
	strv_release(&copy);
	strv_release(&copy);
}

static void test_a_cleared_list_fills_again(void **state)
{
	struct strv list = {0};

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 100; i++)
			strv_add(&list, "word");
		assert_int_equal(list.n, 100);
		strv_clear(&list);
		assert_int_equal(list.n, 0);
	}
	strv_release(&list);
}

static void test_equal(void **state)
{
	(void)state;
	assert_true(str_eq(NULL, NULL));
	assert_false(str_eq(NULL, ""));
	assert_false(str_eq("", NULL));
	assert_true(str_eq("公", "公"));
	assert_false(str_eq("a", "ab"));
}

static void test_empty_and_trim(void **state)
{
	static const struct {
		const char *text, *trimmed;
	} cases[] = {
		{"", ""},
		{" \t\r\n\v\f", ""},
		{"\xE3\x80\x80", ""},
		{" \xE3\x80\x80 \xE3\x80\x80", ""},
		{"a", "a"},
		{"  a  b  ", "a  b"},
		{"\xE3\x80\x80公开\xE3\x80\x80属性\xE3\x80\x80", "公开\xE3\x80\x80属性"},
		{"公开\n", "公开"},
		{"\xE3\x80", "\xE3\x80"},
		{"a\xE3", "a\xE3"},
		{"\xE3\x80\x81", "\xE3\x80\x81"},
	};

	(void)state;
	assert_true(str_empty(NULL));
	for (size_t i = 0; i < N(cases); i++) {
		char *trimmed = str_trim(cases[i].text);

		assert_string_equal(trimmed, cases[i].trimmed);
		assert_int_equal(str_empty(cases[i].text), *cases[i].trimmed == '\0');
		free(trimmed);
	}
}

static void test_prefix(void **state)
{
	(void)state;
	assert_true(starts_with("", ""));
	assert_true(starts_with("state:sign", "state:"));
	assert_true(starts_with("state:", "state:"));
	assert_false(starts_with("state", "state:"));
	assert_false(starts_with("", "a"));
}

static void test_number(void **state)
{
	static const struct {
		const char *text;
		bool ok;
		int value;
	} cases[] = {
		{NULL, false, 0},
		{"", false, 0},
		{"0", true, 0},
		{"007", true, 7},
		{"999999999", true, 999999999},
		{"1000000000", false, 0},
		{"0000000001", false, 0},
		{"-1", false, 0},
		{"+1", false, 0},
		{" 1", false, 0},
		{"1 ", false, 0},
		{"0x10", false, 0},
		{"1.5", false, 0},
		{"１", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		int value = -5;

		assert_int_equal(str_number(cases[i].text, &value), cases[i].ok);
		assert_int_equal(value, cases[i].ok ? cases[i].value : -5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_empty_string),
		cmocka_unit_test(test_a_string_grows),
		cmocka_unit_test(test_the_end_is_always_marked),
		cmocka_unit_test(test_bytes_with_nul),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_a_cleared_list_fills_again),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_empty_and_trim),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_number),
	};

	return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
