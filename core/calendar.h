/* SPDX-License-Identifier: MIT */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

/* Working days. Monday to Friday, less the holidays, plus the weekend days that are worked to make
 * up for them (调休). The day an event falls on is not counted: the first day is the next one.
 * A calendar covers whole years; outside them it counts Monday to Friday and says provisional. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

enum calendar_kind { CALENDAR_WORKDAY, CALENDAR_WEEKEND, CALENDAR_HOLIDAY, CALENDAR_MAKEUP };

struct calendar_day {
	int day;
	bool working; /* true: a weekend day that is worked; false: a holiday */
	char *name; /* owns: the holiday that moved it */
	int shift; /* working days gained, less those lost, by the exceptions up to here */
};

struct calendar {
	struct calendar_day
		*days; /* owns; ascending, no day twice, once calendar_finish was called */
	size_t n;
	int first, horizon; /* the first and last day of the years covered; DAY_NONE when empty */
};

/* Adds one exception; name is copied. Call calendar_finish after the last. */
void calendar_put(struct calendar *calendar, int day, bool working, const char *name);
/* Sorts and sets the years covered: those from the first holiday's to the last exception's.
 * ERR_INPUT: a day stands twice with different meanings. */
MUST_CHECK bool calendar_finish(struct calendar *calendar, struct err *err);
void calendar_release(struct calendar *calendar);

enum calendar_kind calendar_kind(const struct calendar *calendar, int day);
bool calendar_is_working(const struct calendar *calendar, int day);
const char *calendar_name(
	const struct calendar *calendar, int day); /* "" for plain days; borrowed */

struct due {
	int day;
	bool provisional; /* a day outside the years covered was counted or skipped on the way */
};

/* The n-th working day after start (n >= 0; n = 0 is start itself). */
struct due calendar_due(const struct calendar *calendar, int start, int n);
/* The same in plain days; when the last day is no working day the term ends on the next one only
 * if roll is true, and only then can it be provisional: plain days need no calendar. */
struct due calendar_due_plain(const struct calendar *calendar, int start, int n, bool roll);
/* Working days in (from, to]; negative when to is before from. */
int calendar_between(const struct calendar *calendar, int from, int to);

#endif
