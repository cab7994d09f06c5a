/* SPDX-License-Identifier: MIT */
#include "core/foot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/head.h"
#include "core/mem.h"
#include "core/str.h"
#include "core/text.h"

enum { LINE_MAX = 120 };

/* -- Days -------------------------------------------------------------------------------------- */

/* Numerals by their values; the last two are noughts too. */
static const char *const numerals[] = {
	"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "○", "零"};
enum { TEN = 10, NUMERALS = sizeof(numerals) / sizeof(*numerals) };

/* The value of a numeral, *p behind it; -1: none. */
static int take_numeral(const char **p)
{
	if (**p >= '0' && **p <= '9')
		return *(*p)++ - '0';
	for (int i = 0; i < NUMERALS; i++) {
		if (starts_with(*p, numerals[i])) {
			*p += strlen(numerals[i]);
			return i <= TEN ? i : 0;
		}
	}
	return -1;
}

/* A number up to a sign, *p behind that: figures, 二〇二六, or 二十一; -1: none. */
static int take_number(const char **p, const char *sign)
{
	int value = 0, n = 0, digit;
	bool is_behind_ten = false;

	for (; n < 4 && (digit = take_numeral(p)) >= 0; n++) {
		if (digit == TEN)
			value = n == 0 ? TEN : value * TEN;
		else
			value = is_behind_ten ? value + digit : value * TEN + digit;
		is_behind_ten = digit == TEN;
	}
	if (n == 0 || !starts_with(*p, sign))
		return -1;
	*p += strlen(sign);
	return value;
}

/* The day that a line is, and nothing else; DAY_NONE: it is not. */
static int day_of_line(const char *line)
{
	int year = take_number(&line, "年");
	int month = year >= 0 ? take_number(&line, "月") : -1;
	int mday = month >= 0 ? take_number(&line, "日") : -1, day = DAY_NONE;
	char written[40];

	if (mday < 0 || *line != '\0')
		return DAY_NONE;
	snprintf(written, sizeof(written), "%04d-%02d-%02d", year, month, mday);
	return day_parse(written, &day) ? day : DAY_NONE;
}

/* -- Lines ------------------------------------------------------------------------------------- */

/* A line without blanks and with narrow figures, *text behind it. "" for one too long to be of a
 * foot. The caller frees. */
static char *take_line(const char **text)
{
	size_t len = strcspn(*text, "\n");
	char *raw = len <= LINE_MAX ? xstrndup(*text, len) : xstrdup("");
	char *narrow = text_narrow(raw), *to = narrow;

	for (const char *from = narrow; *from != '\0';) {
		size_t blank = starts_with(from, "　") ? strlen("　") : strspn(from, " \t\r");

		if (blank == 0)
			*to++ = *from++;
		from += blank;
	}
	*to = '\0';
	free(raw);
	*text += len + ((*text)[len] == '\n' ? 1 : 0);
	return narrow;
}

void foot_read(struct foot *foot, const char *text)
{
	char *office = NULL; /* the first of the lines right above that name one */

	*foot = (struct foot){.day = DAY_NONE};
	while (*text != '\0' && foot->day == DAY_NONE) {
		char *line = take_line(&text);
		int day = office != NULL ? day_of_line(line) : DAY_NONE;

		if (day != DAY_NONE) {
			foot->day = day;
			foot->issuer = office;
			office = NULL;
		} else if (*line != '\0' && !head_is_office(line)) {
			free(office);
			office = NULL;
		} else if (*line != '\0' && office == NULL) {
			office = line;
			line = NULL;
		}
		free(line);
	}
	free(office);
}

void foot_release(struct foot *foot)
{
	free(foot->issuer);
	*foot = (struct foot){0};
}

bool foot_says(const char *text, const char *words)
{
	char *wanted = xasprintf("(%s)", words);
	bool is = false;

	while (*text != '\0' && !is) {
		char *line = take_line(&text);

		is = strcmp(line, wanted) == 0;
		free(line);
	}
	free(wanted);
	return is;
}
