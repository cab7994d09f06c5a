/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/fold.h"
#include "core/str.h"
#include "core/text.h"

static const struct {
	const char *text, *folded;
} cases[] = {
	{"", ""}, {"政务公开", "政务公开"}, {"ＡＢＣ５Ｇ Budget", "abc5g budget"},
	{"Stra\u00dfe", "strasse"},
	{"caf\u00e9", "cafe\u0301"}, /* the same letter, composed and not */
	{"国办发〔2018〕12号", "国办发(2018)12号"}, {"国办发[2018]12号", "国办发【2018】12号"},
	{"国办发（2018）12号", "国办发〔2018〕12号"}, {"a\u200bb", "ab"}, {"one\ntwo", "one\ntwo"},
	{"\xff[A", "\xff(A"}, /* no UTF-8: as it is, but for what is ASCII */
};

static void what_is_typed_alike_is_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *a = fold_text(cases[i].text), *b = fold_text(cases[i].folded);

		assert_string_equal(a, b);
		free(a);
		free(b);
	}
}

static void what_differs_stays_different(void **state)
{
	char *a = fold_text("公开"), *b = fold_text("公示"), *c = fold_text("CAF\u00c9");

	(void)state;
	assert_string_not_equal(a, b);
	assert_string_equal(c, "caf\u00e9");
	free(a);
	free(b);
	free(c);
}

/* All at once, as Unicode has it. */
static char *fold_slowly(const char *text)
{
	static const char *const brackets[] = {"\u3014", "\u3010", "[", "\u3015", "\u3011", "]"};
	utf8proc_uint8_t *folded = NULL;
	struct str out = {0};

	assert_true(utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
			    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE |
				    UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE) >= 0);
	for (const char *p = (const char *)folded; *p != '\0';) {
		size_t i = 0, n = sizeof(brackets) / sizeof(*brackets);

		while (i < n && !starts_with(p, brackets[i]))
			i++;
		str_addc(&out, i == n ? *p : i < 3 ? '(' : ')');
		p += i == n ? 1 : strlen(brackets[i]);
	}
	free(folded);
	return str_detach(&out);
}

static void check_slowly(const char *text)
{
	char *a = fold_text(text), *b = fold_slowly(text);

	assert_string_equal(a, b);
	free(a);
	free(b);
}

/* Each character by itself, and between others that it may join. */
static void pieces_fold_as_the_whole(void **state)
{
	static const char *const around[] = {"", "a", "\u6587", "\u0301", "\uff21", "\u1100",
		"\u1161", "\u200b", "[", "\u304b", "\u3099"};
	enum { AROUND = sizeof(around) / sizeof(*around) };
	char bytes[8], text[64];

	(void)state;
	for (unsigned c = 1; c < 0x11000; c++) {
		size_t n = text_put(c, bytes);
		size_t k = c % AROUND, m = c / AROUND % AROUND;

		bytes[n] = '\0';
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		check_slowly(bytes);
		(void)snprintf(text, sizeof(text), "%s%s%s", around[k], bytes, around[m]);
		check_slowly(text);
		(void)snprintf(text, sizeof(text), "%s%s%sb%s", bytes, around[k], around[m], bytes);
		check_slowly(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_alike_is_alike),
		cmocka_unit_test(what_differs_stays_different),
		cmocka_unit_test(pieces_fold_as_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
