/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tui/selection.h"

static void holds(const struct selection *selection, const char *wanted)
{
	char *ids = strv_join(&selection->ids, " ");

	assert_string_equal(ids, wanted);
	free(ids);
}

static void test_one_by_one(void **state)
{
	struct selection selection = {0};

	(void)state;
	selection_put(&selection, "b");
	selection_put(&selection, "a");
	selection_put(&selection, "c");
	selection_put(&selection, "a");
	holds(&selection, "a b c");
	selection_toggle(&selection, "b");
	assert_false(selection_has(&selection, "b"));
	selection_drop(&selection, "x");
	holds(&selection, "a c");
	selection_toggle(&selection, "b");
	holds(&selection, "a b c");
	selection_release(&selection);
	holds(&selection, "");
}

static void test_take(void **state)
{
	struct selection selection = {0};
	struct strv ids = {0};

	(void)state;
	selection_put(&selection, "m");
	strv_split(&ids, "z m a m q", " ");
	selection_take(&selection, &ids);
	assert_int_equal(ids.n, 0);
	holds(&selection, "a m q z");
	selection_take(&selection, &ids);
	holds(&selection, "a m q z");
	for (int i = 0; i < 20; i++) { /* rooms that double */
		selection_drop(&selection, "a");
		selection_put(&selection, "a");
		selection_put(&selection, "b");
		selection_drop(&selection, "b");
	}
	holds(&selection, "a m q z");
	selection_release(&selection);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_by_one),
		cmocka_unit_test(test_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
