/* SPDX-License-Identifier: MIT */
#include "core/calendar.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"

static bool is_weekend(int day)
{
	return day_weekday(day) >= 5;
}

void calendar_put(struct calendar *calendar, int day, bool working, const char *name)
{
	GROW(calendar->days, calendar->n);
	calendar->days[calendar->n++] = (struct calendar_day){
		.day = day,
		.working = working,
		.name = xstrdup(name),
	};
}

static int by_day(const void *a, const void *b)
{
	const struct calendar_day *x = a, *y = b;

	return (x->day > y->day) - (x->day < y->day);
}

static int year_of(int day)
{
	int year, month, mday;

	day_split(day, &year, &month, &mday);
	return year;
}

/* The days worked at the end of a year for a holiday of the next do not make that year covered. */
static void set_years(struct calendar *calendar)
{
	size_t i = 0;

	calendar->first = calendar->horizon = DAY_NONE;
	if (calendar->n == 0)
		return;
	while (i + 1 < calendar->n && calendar->days[i].working)
		i++;
	calendar->first = day_make(year_of(calendar->days[i].day), 1, 1);
	calendar->horizon = day_make(year_of(calendar->days[calendar->n - 1].day), 12, 31);
}

static void sum_shifts(struct calendar *calendar)
{
	int shift = 0;

	for (size_t i = 0; i < calendar->n; i++) {
		struct calendar_day *day = &calendar->days[i];

		shift += (day->working ? 1 : 0) - (is_weekend(day->day) ? 0 : 1);
		day->shift = shift;
	}
}

bool calendar_finish(struct calendar *calendar, struct err *err)
{
	size_t n = 0;

	if (calendar->n > 0)
		qsort(calendar->days, calendar->n, sizeof(*calendar->days), by_day);
	for (size_t i = 0; i < calendar->n; i++) {
		struct calendar_day *day = &calendar->days[i];
		char buf[DAY_SIZE];

		if (n == 0 || calendar->days[n - 1].day != day->day) {
			calendar->days[n++] = *day;
			continue;
		}
		if (calendar->days[n - 1].working != day->working) {
			memmove(&calendar->days[n], day, (calendar->n - i) * sizeof(*day));
			calendar->n -= i - n;
			return err_set(err, ERR_INPUT,
				_("%s is both a holiday and a day that is worked"),
				day_format(calendar->days[n].day, buf));
		}
		free(day->name);
	}
	calendar->n = n;
	set_years(calendar);
	sum_shifts(calendar);
	return true;
}

void calendar_release(struct calendar *calendar)
{
	for (size_t i = 0; i < calendar->n; i++)
		free(calendar->days[i].name);
	free(calendar->days);
	*calendar = (struct calendar){0};
}

/* The last exception on or before a day; NULL where there is none. */
static const struct calendar_day *last_until(const struct calendar *calendar, int day)
{
	size_t low = 0, high = calendar->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (calendar->days[middle].day <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &calendar->days[low - 1] : NULL;
}

static const struct calendar_day *exception(const struct calendar *calendar, int day)
{
	const struct calendar_day *last = last_until(calendar, day);

	return last != NULL && last->day == day ? last : NULL;
}

enum calendar_kind calendar_kind(const struct calendar *calendar, int day)
{
	const struct calendar_day *moved = exception(calendar, day);

	if (moved == NULL)
		return is_weekend(day) ? CALENDAR_WEEKEND : CALENDAR_WORKDAY;
	if (!moved->working)
		return CALENDAR_HOLIDAY;
	return is_weekend(day) ? CALENDAR_MAKEUP : CALENDAR_WORKDAY;
}

bool calendar_is_working(const struct calendar *calendar, int day)
{
	const struct calendar_day *moved = exception(calendar, day);

	return moved != NULL ? moved->working : !is_weekend(day);
}

const char *calendar_name(const struct calendar *calendar, int day)
{
	const struct calendar_day *moved = exception(calendar, day);

	return moved != NULL && moved->name != NULL ? moved->name : "";
}

static bool is_covered(const struct calendar *calendar, int from, int to)
{
	return calendar->n > 0 && from >= calendar->first && to <= calendar->horizon;
}

/* The working days from the Monday on or before day 0 to this one, which is included: what lies
 * between two days is a difference. */
static int64_t count_until(const struct calendar *calendar, int64_t day)
{
	const struct calendar_day *last = last_until(calendar, (int)day);
	int64_t days = day + day_weekday(0) + 1;
	int64_t rest = days % 7 < 5 ? days % 7 : 5;

	return days / 7 * 5 + rest + (last != NULL ? last->shift : 0);
}

struct due calendar_due(const struct calendar *calendar, int start, int n)
{
	/* So many weeks would do if every exception were a working day lost. */
	int64_t low = (int64_t)start + 1;
	int64_t high = start + ((int64_t)n + (int64_t)calendar->n) / 5 * 7 + 14;
	int64_t wanted;

	if (n <= 0)
		return (struct due){.day = start};
	if (high > INT_MAX)
		high = INT_MAX;
	wanted = count_until(calendar, start) + n;
	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (count_until(calendar, middle) < wanted)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct due){
		.day = (int)low,
		.provisional = !is_covered(calendar, start + 1, (int)low),
	};
}

struct due calendar_due_plain(const struct calendar *calendar, int start, int n, bool roll)
{
	int day = start + n, last = day;

	if (!roll)
		return (struct due){.day = day};
	while (!calendar_is_working(calendar, last))
		last++;
	return (struct due){.day = last, .provisional = !is_covered(calendar, day, last)};
}

int calendar_between(const struct calendar *calendar, int from, int to)
{
	return (int)(count_until(calendar, to) - count_until(calendar, from));
}
