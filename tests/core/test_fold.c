/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "core/fold.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_typed_alike_is_alike),
		cmocka_unit_test(what_differs_stays_different),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
