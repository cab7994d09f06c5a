/* SPDX-License-Identifier: MIT */
#include "store/read/sheet_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/day.h"

enum { LONGEST = 21, SECONDS_A_DAY = 24 * 60 * 60, YEARS_END = 2958466 /* 10000-01-01 */ };

enum look look_of_id(int id)
{
	/* 27 to 36 and 50 to 58 are days and times in China, Japan and Korea. */
	static const struct {
		int first, last;
		enum look look;
	} ids[] = {{9, 10, LOOK_PERCENT}, {14, 17, LOOK_DAY}, {18, 21, LOOK_TIME},
		{22, 22, LOOK_MOMENT}, {27, 31, LOOK_DAY}, {32, 35, LOOK_TIME}, {36, 36, LOOK_DAY},
		{45, 47, LOOK_TIME}, {50, 54, LOOK_DAY}, {55, 56, LOOK_TIME}, {57, 58, LOOK_DAY}};

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (id >= ids[i].first && id <= ids[i].last)
			return ids[i].look;
	}
	return LOOK_PLAIN;
}

/* Behind what is quoted, escaped, or in brackets: a colour, a language; not hours that run on. */
static const char *skip(const char *p)
{
	const char *end;

	if (*p == '"')
		end = strchr(p + 1, '"');
	else if (*p == '[' && strchr("hHmMsS", p[1]) == NULL)
		end = strchr(p, ']');
	else if (strchr("\\_*", *p) != NULL && p[1] != '\0')
		end = p + 1;
	else
		return p;
	return end != NULL ? end + 1 : p + strlen(p);
}

enum look look_of_code(const char *code)
{
	bool day = false, month = false, time = false, percent = false;

	if (strncasecmp(code, "general", 7) == 0)
		return LOOK_PLAIN;
	while (*code != '\0' && *code != ';') {
		const char *after = skip(code);

		if (after != code) {
			code = after;
			continue;
		}
		day = day || strchr("yYdD", *code) != NULL;
		month = month || strchr("mM", *code) != NULL;
		time = time || strchr("hHsS", *code) != NULL;
		percent = percent || *code == '%';
		code++;
	}
	if (day || (month && !time))
		return time ? LOOK_MOMENT : LOOK_DAY;
	return time ? LOOK_TIME : percent ? LOOK_PERCENT : LOOK_PLAIN;
}

/* As many digits as an office program keeps; long numbers without their power of ten. */
static void add_plain(double number, const char *sign, struct str *out)
{
	double size = fabs(number);
	char text[64];
	char *power;

	snprintf(text, sizeof(text), "%.15g", number);
	power = strchr(text, 'e');
	if (power != NULL && size >= 1 && size < 1e21) {
		long zeros = strtol(power + 1, NULL, 10) + (*text == '-');
		char digits[LONGEST + 8] = {0};
		long n = 0;

		for (const char *p = text; p < power; p++) {
			if (*p != '.')
				digits[n++] = *p;
		}
		while (n <= zeros)
			digits[n++] = '0';
		str_add(out, digits);
	} else {
		str_add(out, text);
	}
	str_add(out, sign);
}

static void add_time(double part, bool is_behind, struct str *out)
{
	int seconds = (int)(part * SECONDS_A_DAY + 0.5);

	if (is_behind)
		str_addc(out, ' ');
	str_addf(out, "%02d:%02d", seconds / 3600, seconds / 60 % 60);
	if (seconds % 60 != 0)
		str_addf(out, ":%02d", seconds % 60);
}

/* 1900 was no leap year, and the first spreadsheet of all thought so. */
static void add_day(double serial, bool since_1904, bool with_time, struct str *out)
{
	int year, month, mday, whole = (int)serial;
	int from = since_1904 ? day_make(1904, 1, 1) : day_make(1899, 12, whole < 60 ? 31 : 30);

	day_split(from + whole, &year, &month, &mday);
	str_addf(out, "%04d-%02d-%02d", year, month, mday);
	if (with_time)
		add_time(serial - whole, true, out);
}

void sheet_number(const char *stored, enum look look, bool since_1904, struct str *out)
{
	bool is_whole = *stored != '\0' && stored[strspn(stored, "0123456789")] == '\0';
	bool is_number = *stored != '\0' && stored[strspn(stored, "0123456789+-.eE")] == '\0';
	char *end = NULL;
	double number = is_number ? strtod(stored, &end) : 0;

	is_number = is_number && end != stored && *end == '\0' && isfinite(number);
	if (is_number && (look == LOOK_DAY || look == LOOK_MOMENT) && number >= 0 &&
		number < YEARS_END)
		add_day(number, since_1904, look == LOOK_MOMENT, out);
	else if (is_number && look == LOOK_TIME && number >= 0 && number < 1)
		add_time(number, false, out);
	else if (is_number && look == LOOK_PERCENT)
		add_plain(number * 100, "%", out);
	else if (is_number && !is_whole)
		add_plain(number, "", out);
	else
		str_add(out, stored);
}
