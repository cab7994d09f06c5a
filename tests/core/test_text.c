/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "core/text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_utf8(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		bool ok;
	} cases[] = {
		{"", 0, true},
		{"a\n", 2, true},
		{"公开", 6, true},
		{"\xC2\x80", 2, true},
		{"\xDF\xBF", 2, true},
		{"\xE0\xA0\x80", 3, true},
		{"\xED\x9F\xBF", 3, true},
		{"\xEE\x80\x80", 3, true},
		{"\xF0\x90\x80\x80", 4, true},
		{"\xF4\x8F\xBF\xBF", 4, true},
		{"a\0b", 3, false},
		{"\x80", 1, false},
		{"\xBF", 1, false},
		{"\xC0\x80", 2, false},
		{"\xC1\xBF", 2, false},
		{"\xC2", 1, false},
		{"\xC2\x41", 2, false},
		{"\xE0\x9F\xBF", 3, false},
		{"\xED\xA0\x80", 3, false},
		{"\xE5\x85", 2, false},
		{"\xE5\x85\x41", 3, false},
		{"\xF0\x8F\xBF\xBF", 4, false},
		{"\xF4\x90\x80\x80", 4, false},
		{"\xF5\x80\x80\x80", 4, false},
		{"\xFF", 1, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *exact = xcalloc(cases[i].len + 1, 1);

		memcpy(exact, cases[i].text, cases[i].len);
		if (text_is_utf8(exact, cases[i].len) != cases[i].ok)
			fail_msg("%zu", i);
		free(exact);
	}
}

/* Reading on from any byte never goes over the end. */
static void test_next_stops_at_the_end(void **state)
{
	(void)state;
	for (int lead = 0x80; lead <= 0xFF; lead++) {
		char *text = xcalloc(3, 1);
		const char *p = text;

		text[0] = (char)lead;
		text[1] = (char)0x85;
		while (*p != '\0')
			(void)text_next(&p);
		assert_ptr_equal(p, text + 2);
		text[1] = '\0';
		p = text;
		(void)text_next(&p);
		assert_ptr_equal(p, text + 1);
		free(text);
	}
}

static void test_next(void **state)
{
	static const char text[] = "a\u00e9\u516c\U0001F600";
	const char *p = text;

	(void)state;
	assert_int_equal(text_next(&p), 'a');
	assert_int_equal(text_next(&p), 0xE9);
	assert_int_equal(text_next(&p), 0x516C);
	assert_int_equal(text_next(&p), 0x1F600);
	assert_int_equal(*p, '\0');
	assert_int_equal(text_length(text), 4);
}

static void test_decode(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *text, *encoding;
	} cases[] = {
		{"a", 1, "a", "UTF-8"},
		{"公开\r\n属性\r\n", 16, "公开\n属性\n", "UTF-8"},
		{"a\rb\r", 4, "a\nb\n", "UTF-8"},
		{"a\r\r\nb", 5, "a\n\nb", "UTF-8"},
		{"\xEF\xBB\xBF公", 6, "公", "UTF-8"},
		{"\xB9\xAB\xBF\xAA\r\n", 6, "公开\n", "GB18030"},
		{"\xB9\xAB\x81\x39\xEE\x39", 6, "公\u3400", "GB18030"},
		{"a\t\fb", 4, "a\t\fb", "UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = {0};
		const char *encoding = NULL;
		struct err err = {0};

		if (!text_decode(cases[i].bytes, cases[i].len, &text, &encoding, &err))
			fail_msg("%zu: %s", i, err.text);
		assert_string_equal(str_get(&text), cases[i].text);
		assert_string_equal(encoding, cases[i].encoding);
		str_release(&text);
	}
}

static void test_what_is_no_text(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *sentence;
	} cases[] = {
		{"", 0, "it is empty"},
		{"\xEF\xBB\xBF", 3, "it is empty"},
		{" \r\n\xE3\x80\x80", 6, "it is empty"},
		{"a\0", 2, "it is no text; save it as plain text (UTF-8 or GB18030) first"},
		{"PK\x03\x04", 4, "it is no text; save it as plain text (UTF-8 or GB18030) first"},
		{"\x1B[2J", 4, "it is no text; save it as plain text (UTF-8 or GB18030) first"},
		{"\xB9\xAB\xBF", 3,
			"its text is neither UTF-8 nor GB18030; save it as UTF-8 first"},
		{"\xFF\xFE"
		 "a",
			3, "its text is neither UTF-8 nor GB18030; save it as UTF-8 first"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str text = {0};
		const char *encoding;
		struct err err = {0};

		if (text_decode(cases[i].bytes, cases[i].len, &text, &encoding, &err))
			fail_msg("%zu: taken", i);
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, cases[i].sentence);
		str_release(&text);
	}
}

/* A GB18030 text of a length at which the conversion's buffer ends within a character. */
static void test_long_text(void **state)
{
	(void)state;
	for (size_t lead = 0; lead < 3; lead++) {
		struct str bytes = {0}, text = {0};
		const char *encoding;
		struct err err;

		for (size_t i = 0; i < lead; i++)
			str_addc(&bytes, 'a');
		for (int i = 0; i < 5000; i++)
			str_add(&bytes, "\xB9\xAB");
		assert_true(text_decode(bytes.buf, bytes.len, &text, &encoding, &err));
		assert_int_equal(text.len, lead + 15000);
		assert_int_equal(text_length(str_get(&text)), lead + 5000);
		str_release(&bytes);
		str_release(&text);
	}
}

static void test_lines(void **state)
{
	static const struct {
		const char *line, *sentence;
	} cases[] = {
		{"", NULL},
		{"关于印发〔2026〕1号的通知", NULL},
		{"12345678901234567890", NULL},
		{"一二三四五六七八九十一二三四五六七八九十", NULL},
		{"123456789012345678901", "it has more than 20 characters"},
		{"a\nb", "it has a line break in it"},
		{"a\rb", "it has a line break in it"},
		{"a\tb", "it has a character in it that does not show (U+0009)"},
		{"a\x7F", "it has a character in it that does not show (U+007F)"},
		{"a\x1B[1m", "it has a character in it that does not show (U+001B)"},
		{"a\xC2\x85", "it has a character in it that does not show (U+0085)"},
		{"a\u202Eb", "it has a character in it that does not show (U+202E)"},
		{"a\u2066b", "it has a character in it that does not show (U+2066)"},
		{"a\u200Bb", "it has a character in it that does not show (U+200B)"},
		{"a\uFEFFb", "it has a character in it that does not show (U+FEFF)"},
		{"a\U000E0041", "it has a character in it that does not show (U+E0041)"},
		{"a\u00AD", "it has a character in it that does not show (U+00AD)"},
		{"a\u2028", "it has a character in it that does not show (U+2028)"},
		{"a\u034F", "it has a character in it that does not show (U+034F)"},
		{"a\u3164", "it has a character in it that does not show (U+3164)"},
		{"\xE5\x85", "it is not UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err err = {0};

		if (text_check_line("it", cases[i].line, 20, &err) != (cases[i].sentence == NULL))
			fail_msg("%zu: %s", i, err.text);
		if (cases[i].sentence != NULL)
			assert_string_equal(err.text, cases[i].sentence);
	}
}

/* The characters around each run of hidden ones show. */
static void test_hidden(void **state)
{
	static const unsigned hidden[] = {0x80, 0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4,
		0x180B, 0x180E, 0x200B, 0x200F, 0x2028, 0x202E, 0x2060, 0x206F, 0x3164, 0xFE00,
		0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0x1D173, 0xE0000, 0xE0001, 0xE007F, 0xE01EF,
		0xE0FFF};
	static const unsigned shown[] = {'a', '\n', 0x7E, 0xA0, 0xAC, 0xAE, 0x34E, 0x350, 0x61B,
		0x115E, 0x1161, 0x200A, 0x2010, 0x2027, 0x202F, 0x205F, 0x2070, 0x3000, 0x3163,
		0x3165, 0x4E00, 0x516C, 0xFDFF, 0xFE10, 0xFEFE, 0xFF00, 0xFFFC, 0xFFFD, 0x1F600,
		0x20000, 0xDFFFF, 0xE1000, 0x10FFFF};

	(void)state;
	for (size_t i = 0; i < COUNT(hidden); i++) {
		if (!text_is_hidden(hidden[i]))
			fail_msg("U+%04X shows", hidden[i]);
	}
	for (size_t i = 0; i < COUNT(shown); i++) {
		if (text_is_hidden(shown[i]))
			fail_msg("U+%04X is hidden", shown[i]);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		const char *typed, *folded;
	} cases[] = {
		{"市政办发〔2026〕41号", "市政办发〔2026〕41号"},
		{"市政办发[2026]41号", "市政办发〔2026〕41号"},
		{" 市政办发（2026） 41号 ", "市政办发〔2026〕41号"},
		{"市政办发(2026)41号", "市政办发〔2026〕41号"},
		{"市政办发【2026】\u300041号\u3000", "市政办发〔2026〕41号"},
		{"市政办发﹝2026﹞41号", "市政办发〔2026〕41号"},
		{"市政办发［2026］41号", "市政办发〔2026〕41号"},
		{"", ""},
		{" \u3000 ", ""},
		{"ABC 1", "ABC1"},
		{"号\xE3\x80", "号\xE3\x80"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *folded = text_fold_number(cases[i].typed), *again = text_fold_number(folded);

		assert_string_equal(folded, cases[i].folded);
		assert_string_equal(again, folded);
		free(folded);
		free(again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_next_stops_at_the_end),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_what_is_no_text),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests_name("test_text", tests, NULL, NULL);
}
