/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/err.h"
#include "core/mem.h"
#include "core/str.h"

static void test_a_sentence(void **state)
{
	struct err err = {0};

	(void)state;
	assert_false(err_set(&err, ERR_NOT_FOUND, "no document '%s'", "zfb-2026-1"));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(err.text, "no document 'zfb-2026-1'");
	assert_false(err_wrap(&err, "line %d", 7));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(err.text, "line 7: no document 'zfb-2026-1'");
	assert_false(err_set(&err, ERR_IO, "[%s]", err.text));
	assert_string_equal(err.text, "[line 7: no document 'zfb-2026-1']");
}

/* Whatever the length, the text ends whole: at a character, and with the mark when cut. */
static void test_long_sentences_are_cut_at_a_character(void **state)
{
	(void)state;
	for (size_t lead = 0; lead < 4; lead++) {
		struct str s = {0};
		struct err err = {0};
		size_t len;

		for (size_t i = 0; i < lead; i++)
			str_addc(&s, 'x');
		while (s.len < ERR_TEXT_SIZE + 8)
			str_add(&s, "公");
		err_set(&err, ERR_INPUT, "%s", s.buf);
		len = strlen(err.text);
		assert_in_range(len, ERR_TEXT_SIZE - 6, ERR_TEXT_SIZE - 1);
		assert_string_equal(err.text + len - 3, "…");
		assert_int_equal((len - 3 - lead) % 3, 0);
		assert_memory_equal(err.text, s.buf, len - 3);
		str_release(&s);
	}
}

static void test_the_longest_that_fits_is_whole(void **state)
{
	char text[ERR_TEXT_SIZE + 1];
	struct err err = {0};

	(void)state;
	memset(text, 'x', sizeof(text));
	text[ERR_TEXT_SIZE - 1] = '\0';
	err_set(&err, ERR_INPUT, "%s", text);
	assert_string_equal(err.text, text);
	text[ERR_TEXT_SIZE - 1] = 'x';
	text[ERR_TEXT_SIZE] = '\0';
	err_set(&err, ERR_INPUT, "%s", text);
	assert_string_equal(err.text + strlen(err.text) - 4, "x…");
}

static void test_wrapping_a_full_text(void **state)
{
	char text[ERR_TEXT_SIZE];
	struct err err = {0};

	(void)state;
	memset(text, 'x', sizeof(text));
	text[ERR_TEXT_SIZE - 1] = '\0';
	err_set(&err, ERR_STALE, "%s", text);
	err_wrap(&err, "公文");
	assert_true(starts_with(err.text, "公文: xxx"));
	assert_in_range(strlen(err.text), ERR_TEXT_SIZE - 4, ERR_TEXT_SIZE - 1);
}

static void test_arrays_grow_with_zeroes(void **state)
{
	int *items = NULL;
	size_t n = 0;

	(void)state;
	while (n < 1000) {
		GROW(items, n);
		assert_int_equal(items[n], 0);
		items[n] = (int)n + 1;
		n++;
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(items[i], i + 1);
	free(items);
}

static void test_a_string_slot(void **state)
{
	char *slot = NULL;

	(void)state;
	set_str(&slot, NULL);
	assert_null(slot);
	set_str(&slot, "abc");
	set_str(&slot, slot + 1);
	assert_string_equal(slot, "bc");
	set_str(&slot, NULL);
	assert_null(slot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sentence),
		cmocka_unit_test(test_long_sentences_are_cut_at_a_character),
		cmocka_unit_test(test_the_longest_that_fits_is_whole),
		cmocka_unit_test(test_wrapping_a_full_text),
		cmocka_unit_test(test_arrays_grow_with_zeroes),
		cmocka_unit_test(test_a_string_slot),
	};

	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
