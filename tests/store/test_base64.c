/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "store/base64.h"

static const struct {
	const char *bytes, *text;
} pairs[] = {
	{"", ""},
	{"f", "Zg=="},
	{"fo", "Zm8="},
	{"foo", "Zm9v"},
	{"foobar", "Zm9vYmFy"},
	{"\xFB\xFF\xBF", "+/+/"},
};

static void both_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		char *text = base64_encode(pairs[i].bytes, strlen(pairs[i].bytes));
		size_t n;
		unsigned char *bytes = base64_decode(pairs[i].text, strlen(pairs[i].text), &n);

		assert_string_equal(text, pairs[i].text);
		assert_non_null(bytes);
		assert_int_equal(n, strlen(pairs[i].bytes));
		assert_memory_equal(bytes, pairs[i].bytes, n);
		free(text);
		free(bytes);
	}
}

static void only_canonical_text_is_taken(void **state)
{
	static const char *const bad[] = {"Z", "Zg", "Zg=", "Zg===", "====", "=Zg=", "Z===", "Zh==",
		"Zm9=", "Zg==Zg==", " Zg==", "Zg== ", "Zg==\n", "Zm9v\n\n\n\n", "    ", "Zm 9v",
		"Zm\n9v", "Zm-_", "Zm9\x80", "-----", "Zg=A", "Zm9vZ"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		size_t n;

		assert_null(base64_decode(bad[i], strlen(bad[i]), &n));
		assert_int_equal(n, 0);
	}
}

static void armor_both_ways(void **state)
{
	unsigned char bytes[300];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (size_t n = 1; n <= sizeof(bytes); n++) {
		char *text = base64_armor("SOME LABEL", bytes, n);
		size_t len;
		unsigned char *again = base64_unarmor("SOME LABEL", text, strlen(text), &len);

		assert_non_null(again);
		assert_int_equal(len, n);
		assert_memory_equal(again, bytes, n);
		free(again);
		again = base64_unarmor("SOME LABEL", text, strlen(text) - 1, &len);
		assert_non_null(again);
		free(again);
		assert_null(base64_unarmor("OTHER LABEL", text, strlen(text), &len));
		free(text);
	}
}

static void armor_lines_have_a_bound(void **state)
{
	(void)state;
	for (size_t line = 4; line <= 96; line += 4) {
		char text[200] = "-----BEGIN X-----\n";
		size_t n = strlen(text);
		unsigned char *bytes;

		memset(text + n, 'A', line);
		memcpy(text + n + line, "\n-----END X-----", sizeof("\n-----END X-----"));
		bytes = base64_unarmor("X", text, strlen(text), &n);
		assert_int_equal(bytes != NULL, line <= 76);
		free(bytes);
	}
}

static void armor_lines_are_strict(void **state)
{
#define BEGIN "-----BEGIN X-----"
#define END "-----END X-----"
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{BEGIN "\nZm9v\n" END "\n", true},
		{BEGIN "\nZm\n9v\n" END, true},
		{BEGIN "\n" END "\n", false},
		{BEGIN "\n\nZm9v\n" END "\n", false},
		{BEGIN "\nZm9v\n\n" END "\n", false},
		{BEGIN "\nZm9v\n" END "\n\n", false},
		{BEGIN "\nZm9v" END "\n", false},
		{BEGIN "Zm9v\n" END "\n", false},
		{BEGIN "\r\nZm9v\r\n" END "\r\n", false},
		{" " BEGIN "\nZm9v\n" END "\n", false},
		{BEGIN "\n Zm9v\n" END "\n", false},
		{BEGIN "\nZm9v\n" END " \n", false},
		{BEGIN "\nZm9v\n" END "\nx", false},
		{BEGIN "\nZm9v\n" BEGIN "\n", false},
		{BEGIN "\n", false},
		{"\n" END, false},
		{"", false},
		{"\n", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n;
		unsigned char *bytes =
			base64_unarmor("X", cases[i].text, strlen(cases[i].text), &n);

		assert_int_equal(bytes != NULL && n == 3, cases[i].good);
		free(bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways),
		cmocka_unit_test(only_canonical_text_is_taken),
		cmocka_unit_test(armor_both_ways),
		cmocka_unit_test(armor_lines_have_a_bound),
		cmocka_unit_test(armor_lines_are_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
