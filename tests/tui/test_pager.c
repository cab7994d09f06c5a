/* SPDX-License-Identifier: MIT */
/* The virtual list against a source of numbered rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tui/pager.h"

struct source {
	int n; /* rows "0000", "0001", ... */
	int gone; /* a row that was taken out; -1 */
	int loads;
};

static int number(const char *id)
{
	int n = -1;

	assert_true(str_number(id, &n));
	return n;
}

static void add(struct rows *rows, int i)
{
	char id[16];

	snprintf(id, sizeof(id), "%04d", i);
	GROW(rows->v, rows->n);
	rows->v[rows->n++] = (struct row){.id = xstrdup(id), .title = xstrdup(id)};
}

static bool load(void *context, const char *after, bool backwards, int limit, struct rows *rows,
	struct err *err)
{
	struct source *source = context;
	int step = backwards ? -1 : 1;
	int i = after != NULL ? number(after) + step : backwards ? source->n - 1 : 0;

	(void)err;
	source->loads++;
	for (; i >= 0 && i < source->n && (int)rows->n < limit; i += step) {
		if (i != source->gone)
			add(rows, i);
	}
	rows->more = i >= 0 && i < source->n;
	return true;
}

static struct pager begin(struct source *source)
{
	struct pager pager = {.load = load, .context = source, .total = source->n};
	struct err err;

	pager.list.rows = 20;
	assert_true(pager_start(&pager, &err));
	return pager;
}

static void assert_at(const struct pager *pager, int want)
{
	assert_non_null(pager_row(pager));
	assert_int_equal(number(pager_row(pager)->id), want);
	assert_int_equal(pager->first + pager->list.cursor, want);
	assert_true(pager->rows.n <= PAGER_WINDOW + PAGER_PAGE);
}

static void test_walk(void **state)
{
	struct source source = {.n = 3000, .gone = -1};
	struct pager pager = begin(&source);
	struct err err;

	(void)state;
	assert_at(&pager, 0);
	for (int i = 1; i < source.n; i++) {
		assert_true(pager_command(&pager, CMD_DOWN, &err));
		assert_at(&pager, i);
	}
	pager_command(&pager, CMD_DOWN, &err);
	assert_at(&pager, source.n - 1);
	for (int i = source.n - 2; i >= 0; i--) {
		assert_true(pager_command(&pager, CMD_UP, &err));
		assert_at(&pager, i);
	}
	pager_release(&pager);
}

static void test_ends(void **state)
{
	struct source source = {.n = 1000, .gone = -1};
	struct pager pager = begin(&source);
	struct err err;

	(void)state;
	assert_true(pager_command(&pager, CMD_LAST, &err));
	assert_at(&pager, 999);
	assert_int_equal(source.loads, 2); /* one page each, wherever the end is */
	assert_true(pager_command(&pager, CMD_PAGE_UP, &err));
	assert_at(&pager, 980);
	assert_true(pager_command(&pager, CMD_FIRST, &err));
	assert_at(&pager, 0);
	pager_release(&pager);
}

static void test_refresh(void **state)
{
	struct source source = {.n = 1000, .gone = -1};
	struct pager pager = begin(&source);
	struct err err;

	(void)state;
	for (int i = 0; i < 10; i++)
		pager_command(&pager, CMD_DOWN, &err);
	source.gone = 4; /* above: the cursor stays on its row */
	assert_true(pager_refresh(&pager, &err));
	assert_string_equal(pager_row(&pager)->id, "0010");
	source.gone = 10; /* the row itself: the next one takes its place */
	assert_true(pager_refresh(&pager, &err));
	assert_string_equal(pager_row(&pager)->id, "0009");
	source.gone = -1;
	for (int i = 0; i < 600; i++)
		pager_command(&pager, CMD_DOWN, &err);
	{
		char *id = xstrdup(pager_row(&pager)->id);

		assert_true(pager_refresh(&pager, &err));
		assert_string_equal(pager_row(&pager)->id, id);
		free(id);
	}
	pager_release(&pager);
}

static void test_empty(void **state)
{
	struct source source = {.n = 0, .gone = -1};
	struct pager pager = begin(&source);
	struct err err;

	(void)state;
	assert_null(pager_row(&pager));
	pager_command(&pager, CMD_DOWN, &err);
	pager_command(&pager, CMD_LAST, &err);
	pager_command(&pager, CMD_FIRST, &err);
	assert_true(pager_refresh(&pager, &err));
	assert_null(pager_row(&pager));
	pager_release(&pager);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walk),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_refresh),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
