/* SPDX-License-Identifier: MIT */
#include "core/day.h"

#include <stdio.h>
#include <string.h>

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Counts from 1 March of year 0, so that the leap day is the last of its year. */
int day_make(int year, int month, int mday)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + mday - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

void day_split(int day, int *year, int *month, int *mday)
{
	int before = day % 146097 < 0 ? 1 : 0; /* eras begin below the day, also below zero */
	int era = day / 146097 - before;
	int of_era = day % 146097 + before * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;

	*mday = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2 ? 1 : 0);
}

/* Reads exactly n digits. */
static bool digits(const char *s, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = 10 * *out + (s[i] - '0');
	}
	return true;
}

bool day_parse(const char *text, int *day)
{
	int y, m, d;

	if (text == NULL || strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	if (!digits(text, 4, &y) || !digits(text + 5, 2, &m) || !digits(text + 8, 2, &d))
		return false;
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
		return false;
	*day = day_make(y, m, d);
	return true;
}

/* The next run of digits; -1 where there is none or it is longer than 8. */
static int next_run(const char **p, size_t *len)
{
	int n = 0;

	*p += strcspn(*p, "0123456789");
	*len = strspn(*p, "0123456789");
	if (*len == 0 || *len > 8)
		return -1;
	for (size_t i = 0; i < *len; i++)
		n = 10 * n + (*(*p)++ - '0');
	return n;
}

bool day_read(const char *text, int *day)
{
	size_t len, rest;
	int y = next_run(&text, &len), m, d;

	if (y < 0)
		return false;
	if (len == 8) {
		d = y % 100;
		m = y / 100 % 100;
		y /= 10000;
	} else {
		m = next_run(&text, &rest);
		d = next_run(&text, &rest);
	}
	if ((len != 8 && len != 4) || y < 1 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
		return false;
	*day = day_make(y, m, d);
	return true;
}

const char *day_format(int day, char buf[DAY_SIZE])
{
	int y, m, d;

	buf[0] = '\0';
	if (day == DAY_NONE)
		return buf;
	day_split(day, &y, &m, &d);
	snprintf(buf, DAY_SIZE, "%04d-%02d-%02d", y % 10000, m, d);
	return buf;
}

int day_weekday(int day)
{
	return (day % 7 + 9) % 7; /* 0000-03-01 was a Wednesday */
}

int day_add_months(int day, int months)
{
	int y, m, d, last;

	day_split(day, &y, &m, &d);
	m += months - 1;
	y += (m >= 0 ? m : m - 11) / 12;
	m = (m % 12 + 12) % 12 + 1;
	last = month_days(y, m);
	return day_make(y, m, d < last ? d : last);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

/* The seconds that a clock on the spot would have counted, within the years 1 to 9999: a time may
 * come from a commit that somebody forged. */
static int64_t local_time(struct stamp stamp)
{
	int64_t first = INT64_C(-62135596800), last = INT64_C(253402300799);
	int64_t east = stamp.offset * INT64_C(60);

	if (stamp.time < first - east)
		return first;
	return stamp.time > last - east ? last : stamp.time + east;
}

int stamp_day(struct stamp stamp)
{
	return (int)floor_div(local_time(stamp), 86400) + DAY_1970;
}

int64_t day_seconds(int day)
{
	return ((int64_t)day - DAY_1970) * 86400;
}

const char *stamp_format(struct stamp stamp, char buf[STAMP_SIZE])
{
	int64_t local = local_time(stamp);
	int day = stamp_day(stamp);
	int secs = (int)(local - day_seconds(day));
	int east = stamp.offset < 0 ? -stamp.offset : stamp.offset;
	char date[DAY_SIZE];

	snprintf(buf, STAMP_SIZE, "%sT%02d:%02d:%02d%c%02d:%02d", day_format(day, date),
		secs / 3600, secs / 60 % 60, secs % 60, stamp.offset < 0 ? '-' : '+',
		east / 60 % 100, east % 60);
	return buf;
}

/* Reads "+08:00"; "-00:00" is not how stamp_format writes it. */
static bool parse_offset(const char *s, int *minutes)
{
	int h, m;

	if ((s[0] != '+' && s[0] != '-') || s[3] != ':' || !digits(s + 1, 2, &h) ||
		!digits(s + 4, 2, &m) || m > 59)
		return false;
	*minutes = (s[0] == '-' ? -1 : 1) * (60 * h + m);
	return *minutes >= -14 * 60 && *minutes <= 14 * 60 && (*minutes != 0 || s[0] == '+');
}

bool stamp_parse(const char *text, struct stamp *stamp)
{
	char date[DAY_SIZE];
	int day, h, m, s, offset;

	if (text == NULL || strlen(text) != 25 || text[10] != 'T' || text[13] != ':' ||
		text[16] != ':')
		return false;
	memcpy(date, text, 10);
	date[10] = '\0';
	if (!day_parse(date, &day) || !digits(text + 11, 2, &h) || !digits(text + 14, 2, &m) ||
		!digits(text + 17, 2, &s) || h > 23 || m > 59 || s > 59 ||
		!parse_offset(text + 19, &offset))
		return false;
	stamp->offset = offset;
	stamp->time = day_seconds(day) + h * 3600 + m * 60 + s - offset * INT64_C(60);
	return true;
}

int64_t moment_make(int day, int minutes)
{
	return day * INT64_C(1440) + minutes;
}

int64_t stamp_moment(struct stamp stamp)
{
	return floor_div(local_time(stamp), 60) + moment_make(DAY_1970, 0);
}

int moment_day(int64_t moment)
{
	return (int)floor_div(moment, 1440);
}

const char *moment_format(int64_t moment, char buf[MOMENT_SIZE])
{
	int day = moment_day(moment), minutes = (int)(moment - moment_make(day, 0));
	char date[DAY_SIZE];

	buf[0] = '\0';
	if (moment != 0)
		snprintf(buf, MOMENT_SIZE, "%s %02d:%02d", day_format(day, date), minutes / 60 % 24,
			minutes % 60);
	return buf;
}

bool moment_parse(const char *text, int64_t *moment)
{
	char date[DAY_SIZE];
	int day, h, m;

	if (text == NULL || strlen(text) != 16 || text[10] != ' ' || text[13] != ':')
		return false;
	memcpy(date, text, 10);
	date[10] = '\0';
	if (!day_parse(date, &day) || !digits(text + 11, 2, &h) || !digits(text + 14, 2, &m) ||
		h > 23 || m > 59)
		return false;
	*moment = moment_make(day, h * 60 + m);
	return true;
}
