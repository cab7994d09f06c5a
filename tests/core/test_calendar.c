/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/calendar.h"
#include "core/csv.h"
#include "core/day.h"
#include "core/mem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct calendar cn;

static int day(const char *text)
{
	int day;

	assert_true(day_parse(text, &day));
	return day;
}

static void assert_day(int actual, const char *expected)
{
	char buf[DAY_SIZE];

	assert_string_equal(day_format(actual, buf), expected);
}

/* The table of the pack, as it is shipped. */
static int load(void **state)
{
	FILE *file = fopen("packs/cn/calendar/holidays.csv", "r");
	static char text[1 << 20];
	struct csv csv = {0};
	struct err err;
	size_t len;

	(void)state;
	assert_non_null(file);
	len = fread(text, 1, sizeof(text), file);
	fclose(file);
	assert_true(csv_parse(&csv, text, len, &err));
	for (size_t i = 0; i < csv.n; i++)
		calendar_put(&cn, day(csv_get(&csv, &csv.rows[i], "day")),
			strcmp(csv_get(&csv, &csv.rows[i], "kind"), "work") == 0,
			csv_get(&csv, &csv.rows[i], "name"));
	csv_release(&csv);
	assert_true(calendar_finish(&cn, &err));
	return 0;
}

static int unload(void **state)
{
	(void)state;
	calendar_release(&cn);
	return 0;
}

static const struct {
	const char *start;
	int n;
	const char *due;
	bool provisional;
} vectors[] = {
	{"2018-07-19", 20, "2018-08-16", false},
	{"2018-09-14", 20, "2018-10-18", false},
	{"2018-09-29", 7, "2018-10-15", false},
	{"2018-02-09", 15, "2018-03-07", false},
	{"2019-01-21", 20, "2019-02-21", false},
	{"2019-04-15", 20, "2019-05-14", false},
	/* the last days of the table, and what lies behind them */
	{"2026-12-24", 5, "2026-12-31", false},
	{"2026-12-24", 6, "2027-01-01", true},
	{"2027-03-01", 1, "2027-03-02", true},
	/* and before its first: the make-up days of 2006 do not make that year known */
	{"2006-12-01", 1, "2006-12-04", true},
	{"2006-12-31", 1, "2007-01-04", false},
	/* nothing is counted */
	{"2026-10-01", 0, "2026-10-01", false},
	{"2040-10-01", 0, "2040-10-01", false},
};

static void test_due(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct due due = calendar_due(&cn, day(vectors[i].start), vectors[i].n);

		assert_day(due.day, vectors[i].due);
		assert_int_equal(due.provisional, vectors[i].provisional);
		if (vectors[i].n > 0)
			assert_int_equal(calendar_between(&cn, day(vectors[i].start), due.day),
				vectors[i].n);
	}
}

static bool naive_working(int d)
{
	for (size_t i = 0; i < cn.n; i++) {
		if (cn.days[i].day == d)
			return cn.days[i].working;
	}
	return day_weekday(d) < 5;
}

/* Every day of twenty years against a loop that steps from day to day. */
static void test_every_day(void **state)
{
	static const int terms[] = {1, 2, 7, 15, 20, 40};
	int first = day("2007-01-01"), last = day("2026-12-31"), n = last - first + 1;
	bool *working = xcalloc((size_t)n, sizeof(*working));

	(void)state;
	for (int i = 0; i < n; i++) {
		working[i] = naive_working(first + i);
		assert_int_equal(calendar_is_working(&cn, first + i), working[i]);
	}
	for (int i = 0; i < n; i++) {
		int count = 0;
		size_t t = 0;

		for (int k = i + 1; k < n && t < COUNT(terms); k++) {
			count += working[k] ? 1 : 0;
			assert_int_equal(calendar_between(&cn, first + i, first + k), count);
			assert_int_equal(calendar_between(&cn, first + k, first + i), -count);
			if (working[k] && count == terms[t]) {
				struct due due = calendar_due(&cn, first + i, terms[t++]);

				assert_int_equal(due.day, first + k);
				assert_false(due.provisional);
			}
		}
		for (; t < COUNT(terms); t++)
			assert_true(calendar_due(&cn, first + i, terms[t]).provisional);
	}
	free(working);
}

static void test_kinds(void **state)
{
	(void)state;
	assert_int_equal(calendar_kind(&cn, day("2018-09-28")), CALENDAR_WORKDAY);
	assert_int_equal(calendar_kind(&cn, day("2018-09-24")), CALENDAR_HOLIDAY);
	assert_int_equal(calendar_kind(&cn, day("2018-09-29")), CALENDAR_MAKEUP);
	assert_int_equal(calendar_kind(&cn, day("2018-09-15")), CALENDAR_WEEKEND);
	/* a Monday that had been a holiday until it was moved */
	assert_int_equal(calendar_kind(&cn, day("2020-02-03")), CALENDAR_WORKDAY);
	assert_string_equal(calendar_name(&cn, day("2018-09-29")), "国庆节");
	assert_string_equal(calendar_name(&cn, day("2018-09-28")), "");
	assert_int_equal(calendar_between(&cn, 1, 8), 5);
	assert_day(cn.first, "2007-01-01");
	assert_day(cn.horizon, "2026-12-31");
}

static void test_plain(void **state)
{
	struct due due;

	(void)state;
	due = calendar_due_plain(&cn, day("2018-09-24"), 7, false);
	assert_day(due.day, "2018-10-01");
	assert_false(due.provisional);
	due = calendar_due_plain(&cn, day("2018-09-24"), 7, true);
	assert_day(due.day, "2018-10-08");
	assert_false(due.provisional);
	due = calendar_due_plain(&cn, day("2026-12-30"), 30, false);
	assert_day(due.day, "2027-01-29");
	assert_false(due.provisional);
	assert_true(calendar_due_plain(&cn, day("2026-12-30"), 30, true).provisional);
}

static void test_empty(void **state)
{
	struct calendar calendar = {0};
	struct err err;
	struct due due;

	(void)state;
	assert_true(calendar_finish(&calendar, &err));
	assert_int_equal(calendar.first, DAY_NONE);
	due = calendar_due(&calendar, day("2026-11-20"), 1);
	assert_day(due.day, "2026-11-23");
	assert_true(due.provisional);
	calendar_release(&calendar);
}

static void test_twice(void **state)
{
	struct calendar calendar = {0};
	struct err err;

	(void)state;
	calendar_put(&calendar, day("2026-10-03"), false, "b");
	calendar_put(&calendar, day("2026-10-01"), false, "a");
	calendar_put(&calendar, day("2026-10-01"), false, "a");
	assert_true(calendar_finish(&calendar, &err));
	assert_int_equal(calendar.n, 2);
	assert_day(calendar.days[0].day, "2026-10-01");
	calendar_put(&calendar, day("2026-10-03"), true, "c");
	assert_false(calendar_finish(&calendar, &err));
	assert_int_equal(err.code, ERR_INPUT);
	assert_string_equal(err.text, "2026-10-03 is both a holiday and a day that is worked");
	calendar_release(&calendar);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_twice),
	};

	return cmocka_run_group_tests_name("test_calendar", tests, load, unload);
}
