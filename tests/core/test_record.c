/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/record.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_print_and_parse(void **state)
{
	static const struct {
		const char *value, *text;
	} cases[] = {
		{"one", "Key: one\n"},
		{"two\nlines", "Key: two\n lines\n"},
		{"a\n\nb", "Key: a\n \n b\n"},
		{"a\n", "Key: a\n \n"},
		{"\na", "Key: \n a\n"},
		{" blank", "Key:  blank\n"},
		{"a\n b", "Key: a\n  b\n"},
		{"a\nKey: b", "Key: a\n Key: b\n"},
		{"公开 属性", "Key: 公开 属性\n"},
		{": ", "Key: : \n"},
		{"\r\t", "Key: \r\t\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct record record = {0};
		struct str text = {0};
		struct err err;

		record_add(&text, "Key", cases[i].value);
		assert_string_equal(str_get(&text), cases[i].text);
		assert_true(record_parse(&record, str_get(&text), &err));
		assert_int_equal(record.n, 1);
		assert_string_equal(record.lines[0].key, "Key");
		assert_string_equal(record.lines[0].value, cases[i].value);
		record_release(&record);
		str_release(&text);
	}
}

static void test_what_is_no_record(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{"no colon\n", "line 1 is no `Key: value`"},
		{": no key\n", "line 1 is no `Key: value`"},
		{"Key: \n", "line 1 is no `Key: value`"},
		{"Key: ", "line 1 is no `Key: value`"},
		{"A: 1\nKey: \nB: 2\n", "line 2 is no `Key: value`"},
		{"Key:\n", "line 1 is no `Key: value`"},
		{"Key:value\n", "line 1 is no `Key: value`"},
		{"Key\t: value\n", "line 1 is no `Key: value`"},
		{"Ke y: value\n", "line 1 is no `Key: value`"},
		{"K_y: value\n", "line 1 is no `Key: value`"},
		{"键: value\n", "line 1 is no `Key: value`"},
		{" continued\n", "line 1 is no `Key: value`"},
		{"A: 1\n\nB: 2\n", "line 2 is no `Key: value`"},
		{"A: 1\n 2\n\t3\n", "line 3 is no `Key: value`"},
		{"A: 1\r\n\r\n", "line 2 is no `Key: value`"},
		{"\n", "line 1 is no `Key: value`"},
		{"A: \xE5\x85\n", "the record is not UTF-8"},
		{"A: \xC0\x80\n", "the record is not UTF-8"},
		{"A: \xED\xA0\x80\n", "the record is not UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct record record = {0};
		struct err err = {0};

		if (record_parse(&record, cases[i].text, &err))
			fail_msg("%zu: taken", i);
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, cases[i].sentence);
		record_release(&record);
	}
}

static void test_keys_that_stand_several_times(void **state)
{
	struct record record = {0};
	struct strv grounds = {0}, none = {0};
	struct str text = {0};
	struct err err;

	(void)state;
	assert_true(record_parse(&record, "Ground: a\nTitle: t\nGround: b\n c\n", &err));
	assert_string_equal(record_get(&record, "Ground"), "a");
	record_get_all(&record, "Ground", &grounds);
	assert_int_equal(grounds.n, 2);
	assert_string_equal(grounds.v[1], "b\nc");
	assert_null(record_get(&record, "ground"));
	assert_null(record_get(&record, "Groun"));
	record_add_all(&text, "Ground", &grounds);
	record_add_all(&text, "None", &none);
	record_add(&text, "None", NULL);
	record_add(&text, "None", "");
	record_addf(&text, "None", "%s", "");
	assert_string_equal(str_get(&text), "Ground: a\nGround: b\n c\n");
	str_release(&text);
	strv_release(&grounds);
	record_release(&record);
}

static void test_an_empty_text_is_an_empty_record(void **state)
{
	struct record record = {0};
	struct err err;

	(void)state;
	assert_true(record_parse(&record, "", &err));
	assert_int_equal(record.n, 0);
	record_release(&record);
}

/* A line of a hostile ledger with very many continuations costs no square of them. */
static void test_a_long_value(void **state)
{
	enum { LINES = 200000 };
	struct record record = {0};
	struct str text = {0};
	struct err err;

	(void)state;
	str_add(&text, "Key: a\n");
	for (int i = 0; i < LINES; i++)
		str_add(&text, " b\n");
	assert_true(record_parse(&record, str_get(&text), &err));
	assert_int_equal(strlen(record_get(&record, "Key")), 1 + 2 * LINES);
	str_release(&text);
	record_release(&record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_print_and_parse),
		cmocka_unit_test(test_what_is_no_record),
		cmocka_unit_test(test_keys_that_stand_several_times),
		cmocka_unit_test(test_an_empty_text_is_an_empty_record),
		cmocka_unit_test(test_a_long_value),
	};

	return cmocka_run_group_tests_name("test_record", tests, NULL, NULL);
}
