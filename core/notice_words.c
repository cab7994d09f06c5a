/* SPDX-License-Identifier: MIT */
/* Words and numbers as a notice writes them. */
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/notice_read.h"
#include "core/text.h"

bool fold_blank(unsigned c)
{
	return c == ' ' || c == '\n';
}

static unsigned fold_one(unsigned c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	if (c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == 0xA0 || c == 0x3000 ||
		(c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F)
		return ' ';
	return c;
}

unsigned fold_next(const char **s)
{
	unsigned c = 0;

	while (**s != '\0') {
		c = text_next(s);
		if (!text_is_hidden(c))
			return fold_one(c);
	}
	return 0;
}

const char *skip_blanks(const char *s)
{
	for (const char *next = s; fold_blank(fold_next(&next)); s = next)
		continue;
	return s;
}

const char *trim_end(const char *s, const char *end)
{
	const char *last = s;

	for (const char *p = s; p < end && *p != '\0';) {
		if (!fold_blank(fold_next(&p)))
			last = p;
	}
	return last < end ? last : end;
}

size_t fold_starts(const char *s, const char *word)
{
	const char *p = s, *w = word;

	for (unsigned want = fold_next(&w); want != 0; want = fold_next(&w)) {
		if (*p == '\0' || fold_next(&p) != want)
			return 0;
	}
	return (size_t)(p - s);
}

size_t fold_any(const char *s, const struct strv *words)
{
	size_t longest = 0;

	for (size_t i = 0; i < words->n; i++) {
		size_t n = fold_starts(s, words->v[i]);

		if (n > longest)
			longest = n;
	}
	return longest;
}

const char *fold_ends(const char *text, const char *end, const struct strv *words)
{
	end = trim_end(text, end);
	for (const char *p = text; p < end;) {
		size_t n = fold_any(p, words);

		if (n > 0 && p + n == end)
			return p;
		fold_next(&p);
	}
	return NULL;
}

bool fold_has(const char *text, const char *end, const char *word)
{
	for (const char *p = text; p < end && *p != '\0'; fold_next(&p)) {
		size_t n = fold_starts(p, word);

		if (n > 0 && p + n <= end)
			return true;
	}
	return false;
}

bool fold_eq(const char *a, const char *b)
{
	unsigned c;

	do {
		c = fold_next(&a);
		if (c != fold_next(&b))
			return false;
	} while (c != 0);
	return true;
}

char *without_blanks(const char *s, const char *end)
{
	struct str out = {0};

	str_add(&out, "");
	while (s < end && *s != '\0') {
		const char *from = s;
		unsigned c = fold_next(&s);

		if (c != 0 && !fold_blank(c))
			str_addn(&out, from, (size_t)((s < end ? s : end) - from));
	}
	return str_detach(&out);
}

/* -- Numbers ----------------------------------------------------------------------------------- */

/* At most max digits, however wide; none where more of them follow. */
static size_t read_digits(const char *s, int max, int *value)
{
	const char *p = s, *next = s;
	int n = 0, sum = 0;

	for (unsigned c = fold_next(&next); c >= '0' && c <= '9'; c = fold_next(&next)) {
		if (++n > max)
			return 0;
		sum = sum * 10 + (int)(c - '0');
		p = next;
	}
	*value = sum;
	return (size_t)(p - s);
}

size_t read_numeral(const struct notice_rules *rules, const char *s, int *value)
{
	size_t longest = 0;

	for (size_t i = 0; i < rules->numerals.n; i++) {
		size_t n = fold_starts(s, rules->numerals.v[i]);

		if (n > longest) {
			longest = n;
			*value = (int)i + 1;
		}
	}
	return longest;
}

/* The number that the letter of a pattern stands for. */
static size_t read_number(
	const struct notice_rules *rules, char letter, const char *s, struct numbers *numbers)
{
	int *value = letter == 'y'   ? &numbers->y
		     : letter == 'm' ? &numbers->m
		     : letter == 'd' ? &numbers->d
		     : letter == 'q' ? &numbers->q
				     : &numbers->n;
	size_t n = read_digits(s, letter == 'y' ? 4 : letter == 'n' ? 3 : 2, value);

	if (letter == 'y')
		return n > 0 && *value >= 1000 ? n : 0;
	return n > 0 ? n : read_numeral(rules, s, value);
}

size_t read_pattern(const struct notice_rules *rules, const char *pattern, const char *s,
	struct numbers *numbers)
{
	const char *p = s;

	while (*pattern != '\0') {
		bool is_number = pattern[0] == '{' && pattern[1] != '\0' && pattern[2] == '}';
		const char *at = p == s ? p : skip_blanks(p);

		if (is_number) {
			size_t n = read_number(rules, pattern[1], at, numbers);

			if (n == 0)
				return 0;
			p = at + n;
			pattern += 3;
		} else {
			p = at;
			if (*p == '\0' || fold_next(&p) != fold_next(&pattern))
				return 0;
		}
	}
	return (size_t)(p - s);
}

/* -- Dates ------------------------------------------------------------------------------------- */

static int last_of_month(int year, int month)
{
	return day_make(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - 1;
}

static int make_day(const struct notice_date_rule *rule, const struct numbers *n, int year)
{
	int month = rule->month > 0 ? rule->month : n->m > 0 ? n->m : n->q * 3;
	int mday = rule->mday > 0 ? rule->mday : n->d;
	int last;

	if (month < 1 || month > 12)
		return DAY_NONE;
	last = last_of_month(year, month);
	if (mday == 0)
		return last;
	return mday <= last - day_make(year, month, 1) + 1 ? day_make(year, month, mday) : DAY_NONE;
}

static int meant_day(const struct notice_date_rule *rule, const struct numbers *n, int issued)
{
	int year, month, mday, day;

	if (n->y > 0)
		return make_day(rule, n, n->y);
	if (issued == DAY_NONE)
		return DAY_NONE;
	day_split(issued, &year, &month, &mday);
	day = make_day(rule, n, year);
	return day == DAY_NONE || day >= issued ? day : make_day(rule, n, year + 1);
}

int read_date(const struct notice_rules *rules, const char *s, int issued, size_t *len)
{
	int day = DAY_NONE;

	*len = 0;
	for (size_t i = 0; i < rules->date_count; i++) {
		const struct notice_date_rule *rule = &rules->dates[i];

		for (size_t j = 0; j < rule->words.n; j++) {
			struct numbers numbers = {0};
			size_t n = read_pattern(rules, rule->words.v[j], s, &numbers);

			if (n > *len) {
				*len = n;
				day = meant_day(rule, &numbers, issued);
			}
		}
	}
	return day;
}
