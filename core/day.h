/* SPDX-License-Identifier: MIT */
#ifndef CORE_DAY_H
#define CORE_DAY_H

/* Days and moments. A day is a number: days since 0000-03-01 (proleptic Gregorian), so that every
 * real day is above zero and zero, what an empty struct holds, is no day. */

#include <stdbool.h>
#include <stdint.h>

enum {
	DAY_NONE = 0,
	DAY_1970 = 719468, /* 1970-01-01 */
	DAY_SIZE = 16, /* "2026-11-23" and its NUL */
	STAMP_SIZE = 32, /* "2026-11-23T09:00:00+08:00" and its NUL */
};

bool day_parse(const char *text, int *day); /* "2026-11-23" and nothing else */
/* As people and spreadsheets write one: year, month and day in this order, with anything between
 * them (2018/7/5, 2018年7月5日, 2018.07.05 09:30), or eight digits. */
bool day_read(const char *text, int *day);
const char *day_format(int day, char buf[DAY_SIZE]); /* buf; "" for DAY_NONE */
int day_make(int year, int month, int mday);
void day_split(int day, int *year, int *month, int *mday);
int day_weekday(int day); /* 0 Monday ... 6 Sunday */
int day_add_months(int day, int months); /* the same day of the month, or the month's last */

/* A moment and the local time it was written in: the day of a decision must not depend on where
 * it is replayed. */
struct stamp {
	int64_t time; /* seconds since 1970 */
	int offset; /* minutes east of UTC */
};
int stamp_day(struct stamp stamp);
/* Where the day begins by a clock at offset 0: seconds since 1970. */
int64_t day_seconds(int day);
const char *stamp_format(struct stamp stamp, char buf[STAMP_SIZE]); /* ISO 8601; buf */
bool stamp_parse(const char *text, struct stamp *stamp); /* the same form back */

/* A minute by the clock on the wall, for terms of hours: minutes since day 0 began; 0 is none. */
enum { MOMENT_SIZE = 24 }; /* "2026-11-23 14:05" and its NUL */
int64_t stamp_moment(struct stamp stamp);
int64_t moment_make(int day, int minutes);
int moment_day(int64_t moment);
const char *moment_format(int64_t moment, char buf[MOMENT_SIZE]); /* buf; "" for none */
bool moment_parse(const char *text, int64_t *moment); /* the same form back, and nothing else */

#endif
