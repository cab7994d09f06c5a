/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"

#define N(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
	const char *text;
	int day, weekday; /* days since 1970 */
} days[] = {
	{"0001-01-01", -719162, 0},
	{"1600-02-29", -135081, 1},
	{"1899-12-31", -25568, 6},
	{"1969-12-31", -1, 2},
	{"1970-01-01", 0, 3},
	{"1972-02-29", 789, 1},
	{"1999-12-31", 10956, 4},
	{"2000-02-29", 11016, 1},
	{"2000-03-01", 11017, 2},
	{"2026-11-23", 20780, 0},
	{"2100-02-28", 47540, 6},
	{"2100-03-01", 47541, 0},
	{"9999-12-31", 2932896, 4},
};

static void test_known_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(days); i++) {
		char buf[DAY_SIZE];
		int day = DAY_NONE;

		assert_true(day_parse(days[i].text, &day));
		assert_int_equal(day, DAY_1970 + days[i].day);
		assert_string_equal(day_format(day, buf), days[i].text);
		assert_int_equal(day_weekday(day), days[i].weekday);
	}
}

static void test_what_is_no_day(void **state)
{
	static const char *const bad[] = {
		"",
		"2026",
		"2026-1-1",
		"2026-01-1",
		"2026-01-01 ",
		" 2026-01-01",
		"2026/01/01",
		"2026-00-01",
		"2026-13-01",
		"2026-01-00",
		"2026-01-32",
		"2026-04-31",
		"2026-02-29",
		"2100-02-29",
		"1900-02-29",
		"0000-01-01",
		"-026-01-01",
		"+026-01-01",
		"20260-1-01",
		"2026-01-0x",
		"2026-01-01T00:00:00",
		"2026年1月1日",
		"２０２６-01-01",
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		int day = 7;

		assert_false(day_parse(bad[i], &day));
		assert_int_equal(day, 7);
	}
	assert_false(day_parse(NULL, &(int){0}));
}

static void test_every_day_of_800_years(void **state)
{
	int y, m, d;

	(void)state;
	for (int day = day_make(1600, 1, 1); day < day_make(2400, 1, 1); day++) {
		day_split(day, &y, &m, &d);
		assert_in_range(m, 1, 12);
		assert_in_range(d, 1, 31);
		assert_int_equal(day_make(y, m, d), day);
		assert_int_equal(day_weekday(day + 1), (day_weekday(day) + 1) % 7);
	}
}

static void test_no_day_is_empty(void **state)
{
	char buf[DAY_SIZE] = "x";

	(void)state;
	assert_string_equal(day_format(DAY_NONE, buf), "");
}

static void test_far_days_stay_in_their_buffer(void **state)
{
	static const int far[] = {INT_MIN + 1, INT_MIN / 2, -719163, INT_MAX / 2, INT_MAX};

	(void)state;
	for (size_t i = 0; i < N(far); i++) {
		char buf[DAY_SIZE];

		assert_in_range(strlen(day_format(far[i], buf)), 10, DAY_SIZE - 1);
		assert_in_range(day_weekday(far[i]), 0, 6);
	}
}

static void test_months_later(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} cases[] = {
		{"2026-01-31", 0, "2026-01-31"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2026-12-31", 1, "2027-01-31"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-12-01", 12, "2027-12-01"},
		{"2026-10-31", 240, "2046-10-31"},
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		char buf[DAY_SIZE];
		int day;

		assert_true(day_parse(cases[i].from, &day));
		day = day_add_months(day, cases[i].months);
		assert_string_equal(day_format(day, buf), cases[i].to);
	}
}

static const struct {
	struct stamp stamp;
	const char *text, *day;
} stamps[] = {
	{{0, 0}, "1970-01-01T00:00:00+00:00", "1970-01-01"},
	{{0, 480}, "1970-01-01T08:00:00+08:00", "1970-01-01"},
	{{-1, 0}, "1969-12-31T23:59:59+00:00", "1969-12-31"},
	{{-1, 480}, "1970-01-01T07:59:59+08:00", "1970-01-01"},
	{{0, -300}, "1969-12-31T19:00:00-05:00", "1969-12-31"},
	{{0, -30}, "1969-12-31T23:30:00-00:30", "1969-12-31"},
	{{1795363199, 480}, "2026-11-22T23:59:59+08:00", "2026-11-22"},
	{{1795363200, 480}, "2026-11-23T00:00:00+08:00", "2026-11-23"},
	{{1795395600, 480}, "2026-11-23T09:00:00+08:00", "2026-11-23"},
	{{1795395600, 345}, "2026-11-23T06:45:00+05:45", "2026-11-23"},
	{{1795395600, 840}, "2026-11-23T15:00:00+14:00", "2026-11-23"},
	{{1795395600, -720}, "2026-11-22T13:00:00-12:00", "2026-11-22"},
};

static void test_stamps_there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(stamps); i++) {
		char buf[STAMP_SIZE], date[DAY_SIZE];
		struct stamp stamp = {0};

		assert_string_equal(stamp_format(stamps[i].stamp, buf), stamps[i].text);
		assert_string_equal(day_format(stamp_day(stamps[i].stamp), date), stamps[i].day);
		assert_true(stamp_parse(stamps[i].text, &stamp));
		assert_true(stamp.time == stamps[i].stamp.time);
		assert_int_equal(stamp.offset, stamps[i].stamp.offset);
	}
}

static void test_what_is_no_stamp(void **state)
{
	static const char *const bad[] = {
		"",
		"2026-11-23",
		"2026-11-23T09:00:00",
		"2026-11-23T09:00:00Z",
		"2026-11-23 09:00:00+08:00",
		"2026-11-23T24:00:00+08:00",
		"2026-11-23T09:60:00+08:00",
		"2026-11-23T09:00:60+08:00",
		"2026-11-23T09:00:00+15:00",
		"2026-11-23T09:00:00+08:60",
		"2026-11-23T09:00:00 08:00",
		"2026-02-29T09:00:00+08:00",
		"2026-11-23T09:00:00+08:00 ",
		"2026-11-23T09-00:00+08:00",
		"2026-11-23T-9:00:00+08:00",
		"2026-11-23T09:00:00+0800x",
		"2026-11-23T09:00:00+14:01",
		"2026-11-23T09:00:00-14:30",
		"2026-11-23T09:00:00-00:00",
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct stamp stamp = {1, 2};

		assert_false(stamp_parse(bad[i], &stamp));
		assert_true(stamp.time == 1 && stamp.offset == 2);
	}
	assert_false(stamp_parse(NULL, &(struct stamp){0}));
}

static void test_far_stamps_stay_in_their_buffer(void **state)
{
	static const struct stamp far[] = {{INT64_MAX, 840}, {INT64_MIN, -720},
		{INT64_C(1) << 40, 0}, {-(INT64_C(1) << 40), 0}};

	(void)state;
	for (size_t i = 0; i < N(far); i++) {
		char buf[STAMP_SIZE];

		assert_in_range(strlen(stamp_format(far[i], buf)), 25, STAMP_SIZE - 1);
	}
}

static void test_moments_there_and_back(void **state)
{
	static const char *const good[] = {
		"2026-11-23 14:05", "2024-02-29 00:00", "1999-12-31 23:59", "0001-01-01 00:00"};
	static const char *const bad[] = {"", "2026-11-23", "2026-11-23 24:00", "2026-11-23 12:60",
		"2026-11-23T12:00", "2026-02-29 12:00", "2026-11-23 1:00", "2026-11-23 12:00:00"};
	struct stamp stamp;
	int64_t moment;
	char buf[MOMENT_SIZE];

	(void)state;
	for (size_t i = 0; i < N(good); i++) {
		assert_true(moment_parse(good[i], &moment));
		assert_string_equal(moment_format(moment, buf), good[i]);
	}
	for (size_t i = 0; i < N(bad); i++)
		assert_false(moment_parse(bad[i], &moment));
	assert_true(stamp_parse("2026-11-23T23:59:59+08:00", &stamp));
	assert_string_equal(moment_format(stamp_moment(stamp), buf), "2026-11-23 23:59");
	assert_int_equal(moment_day(stamp_moment(stamp)), stamp_day(stamp));
	assert_true(stamp_parse("1969-12-31T18:30:00-05:00", &stamp));
	assert_string_equal(moment_format(stamp_moment(stamp), buf), "1969-12-31 18:30");
	assert_string_equal(moment_format(0, buf), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_days),
		cmocka_unit_test(test_what_is_no_day),
		cmocka_unit_test(test_every_day_of_800_years),
		cmocka_unit_test(test_no_day_is_empty),
		cmocka_unit_test(test_far_days_stay_in_their_buffer),
		cmocka_unit_test(test_months_later),
		cmocka_unit_test(test_stamps_there_and_back),
		cmocka_unit_test(test_what_is_no_stamp),
		cmocka_unit_test(test_moments_there_and_back),
		cmocka_unit_test(test_far_stamps_stay_in_their_buffer),
	};

	return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
