/* SPDX-License-Identifier: MIT */
/* The text is first folded: every bracket becomes [ or ], every dash -, the pack's words # (the),
 * $ (the end of a number) and ^ (the end of a year), all digits ASCII, blanks nothing. What is
 * left is matched with the five ways such numbers are written. */
#include "core/doc_number.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"

enum { YEAR_FIRST = 1900, YEAR_LAST = 2100, CENTURY_TURN = 49, DIGITS_MAX = 5, SERIES_MAX = 60 };

void doc_number_release(struct doc_number *number)
{
	free(number->series);
	*number = (struct doc_number){0};
}

/* -- Folding ----------------------------------------------------------------------------------- */

static bool is_blank(unsigned c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
	       (c >= 0x2000 && c <= 0x200D);
}

static bool is_dash(unsigned c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63;
}

/* The place of a code point among those of a list, -1 where it is none of them. */
static int place_in(const char *list, unsigned c)
{
	int i = 0;

	for (const char *p = list != NULL ? list : ""; *p != '\0'; i++) {
		if (text_next(&p) == c)
			return i;
	}
	return -1;
}

/* Full-width forms of ASCII. */
static unsigned half_width(unsigned c)
{
	return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c;
}

/* The digit that a numeral stands for, -1: none, 10 and up: a power of ten to multiply with. */
static int numeral(const struct number_form *form, unsigned c)
{
	for (int digit = 0; digit < (int)form->numerals.n; digit++) {
		if (place_in(form->numerals.v[digit], c) >= 0)
			return digit;
	}
	for (int i = 0, power = 10; i < (int)form->tens.n; i++, power *= 10) {
		if (place_in(form->tens.v[i], c) >= 0)
			return power;
	}
	return -1;
}

/* A run of numerals in figures: one after the other, or with tens and hundreds. */
static void fold_numerals(const struct number_form *form, const char **p, struct str *out)
{
	int sum = 0, digit = 0, count = 0;
	bool positional = true;
	struct str figures = {0};

	while (**p != '\0') {
		const char *next = *p;
		int value = numeral(form, text_next(&next));

		if (value < 0 || ++count > DIGITS_MAX)
			break;
		if (value >= 10) {
			positional = false;
			sum += (digit > 0 ? digit : 1) * value;
			digit = 0;
		} else {
			digit = value;
			str_addc(&figures, (char)('0' + value));
		}
		*p = next;
	}
	if (positional)
		str_add(out, str_get(&figures));
	else
		str_addf(out, "%d", sum + digit);
	str_release(&figures);
}

static const char *skip_blanks(const char *p)
{
	const char *next = p;

	while (*next != '\0' && is_blank(text_next(&next)))
		p = next;
	return p;
}

/* A word of the pack at p: how many bytes it takes, 0 where it is not there. */
static size_t word_at(const char *p, const char *word)
{
	return !str_empty(word) && starts_with(p, word) ? strlen(word) : 0;
}

static char last_of(const struct str *s)
{
	return s->len > 0 ? s->buf[s->len - 1] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Behind the figures and numerals that begin at p. */
static const char *skip_figures(const struct number_form *form, const char *p)
{
	const char *next = p;

	while (*next != '\0') {
		unsigned c = half_width(text_next(&next));

		if (!(c < 0x80 && is_digit((char)c)) && numeral(form, c) < 0 && !is_blank(c))
			break;
		p = next;
	}
	return p;
}

/* Numerals are figures behind a bracket or 第, or before 号 or 年: in a name they are words. */
static bool counts_from_here(const struct number_form *form, const struct str *out, const char *p)
{
	const char *end = skip_figures(form, p);

	return last_of(out) == '[' || last_of(out) == '#' || word_at(end, form->end) > 0 ||
	       word_at(end, form->year_end) > 0;
}

/* 第 counts before the last figures: in 第一中学 it is a word. */
static bool is_ordinal(const struct number_form *form, const char *p)
{
	const char *end = skip_figures(form, p);
	const char *next = end;

	return end > skip_blanks(p) &&
	       (*end == '\0' || word_at(end, form->end) > 0 || is_dash(text_next(&next)));
}

static bool fold_word(const struct number_form *form, const char **p, struct str *out)
{
	static const char marks[] = {'#', '$', '^'};
	const char *const words[] = {form->ordinal, form->end, form->year_end};

	for (size_t i = 0; i < sizeof(marks); i++) {
		size_t n = word_at(*p, words[i]);

		if (n == 0 || (i == 0 && !is_ordinal(form, *p + n)) ||
			(i > 0 && !is_digit(last_of(out))))
			continue;
		str_addc(out, marks[i]);
		*p += n;
		return true;
	}
	return false;
}

static void fold(const struct number_form *form, const char *p, struct str *out)
{
	while (*p != '\0') {
		const char *next = p;
		unsigned c = half_width(text_next(&next));
		int bracket = place_in(form->brackets, c);

		if (is_blank(c)) {
			p = next;
		} else if (fold_word(form, &p, out)) {
			continue;
		} else if (bracket >= 0 || is_dash(c)) {
			str_addc(out, bracket < 0 ? '-' : bracket % 2 == 0 ? '[' : ']');
			p = next;
		} else if (numeral(form, c) >= 0 && counts_from_here(form, out, p)) {
			fold_numerals(form, &p, out);
		} else {
			if (c < 0x80)
				str_addc(out, (char)c);
			else
				str_addn(out, p, (size_t)(next - p));
			p = next;
		}
	}
}

/* -- Matching ---------------------------------------------------------------------------------- */

struct match {
	const char *p; /* what is left */
	struct doc_number number;
};

static bool take(struct match *m, char c)
{
	if (*m->p != c)
		return false;
	m->p++;
	return true;
}

static bool take_number(struct match *m, size_t min, size_t max, int *out)
{
	size_t n = strspn(m->p, "0123456789");

	if (n < min || n > max)
		return false;
	*out = 0;
	for (; n > 0; n--)
		*out = *out * 10 + (*m->p++ - '0');
	return true;
}

/* Of four digits, or two of this or the last century. */
static bool take_year(struct match *m, size_t min)
{
	if (!take_number(m, min, 4, &m->number.year))
		return false;
	if (m->number.year < 100)
		m->number.year += m->number.year >= CENTURY_TURN ? 1900 : 2000;
	return m->number.year >= YEAR_FIRST && m->number.year <= YEAR_LAST;
}

static bool take_series(struct match *m, const char *stop)
{
	size_t n = strcspn(m->p, stop);

	if (n == 0 || n > SERIES_MAX * 3)
		return false;
	free(m->number.series);
	m->number.series = xstrndup(m->p, n);
	m->p += n;
	return true;
}

/* 58, 第58号, 58-1: the rest of the text. */
static bool take_serial(struct match *m)
{
	take(m, '#');
	if (!take_number(m, 1, DIGITS_MAX, &m->number.serial) || m->number.serial == 0)
		return false;
	if (take(m, '-') && !take_number(m, 1, 2, &m->number.part))
		return false;
	take(m, '$');
	return true;
}

static bool at_end(const struct match *m)
{
	return *m->p == '\0';
}

/* 市政办发〔2018〕58号 */
static bool match_usual(struct match *m)
{
	return take_series(m, "[]#$^") && take(m, '[') && take_year(m, 2) &&
	       (take(m, '^') || true) && take(m, ']') && take_serial(m) && at_end(m);
}

/* 〔1988〕市政字12号 */
static bool match_year_first(struct match *m)
{
	return take(m, '[') && take_year(m, 2) && (take(m, '^') || true) && take(m, ']') &&
	       take_series(m, "[]#$^0123456789") && take_serial(m) && at_end(m);
}

/* 市政办发2018年第58号, 市政办发2018-58 */
static bool match_without_brackets(struct match *m)
{
	bool parted;

	if (!take_series(m, "[]#$^0123456789"))
		return false;
	if (m->number.series[strlen(m->number.series) - 1] == '-')
		m->number.series[strlen(m->number.series) - 1] = '\0';
	if (*m->number.series == '\0' || !take_year(m, 4))
		return false;
	parted = take(m, '^') || take(m, '-');
	return (parted || *m->p == '#') && take_serial(m) && at_end(m);
}

/* 2018年第12号公告 */
static bool match_kind_last(struct match *m)
{
	return take_year(m, 4) && take(m, '^') && take(m, '#') &&
	       take_number(m, 1, DIGITS_MAX, &m->number.serial) && m->number.serial > 0 &&
	       take(m, '$') && take_series(m, "[]#$^0123456789") && at_end(m);
}

/* 国务院令第711号 */
static bool match_order(struct match *m)
{
	const char *number;

	if (!take_series(m, "[]#$^0123456789"))
		return false;
	number = m->p;
	return take_serial(m) && at_end(m) && (*number == '#' || m->p[-1] == '$');
}

static bool matches(const char *folded, struct doc_number *number)
{
	static bool (*const ways[])(struct match *) = {match_usual, match_year_first,
		match_without_brackets, match_kind_last, match_order};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct match m = {.p = folded};

		if (ways[i](&m)) {
			*number = m.number;
			return true;
		}
		doc_number_release(&m.number);
	}
	return false;
}

bool doc_number_read(const struct number_form *form, const char *text, struct doc_number *number,
	struct err *err)
{
	struct str folded = {0}, example = {0};
	struct doc_number some = {.series = form->example, .year = 2018, .serial = 58};
	bool ok;

	*number = (struct doc_number){0};
	if (str_empty(form->write))
		return err_set(
			err, ERR_INPUT, _("this pack says nothing about how numbers are written"));
	fold(form, text_is_utf8(text, strlen(text)) ? text : "", &folded);
	ok = matches(str_get(&folded), number);
	if (!ok) {
		doc_number_write(form, &some, &example);
		err_set(err, ERR_INPUT,
			_("'%s' cannot be read as a number; one is written like %s"), text,
			str_get(&example));
		str_release(&example);
	}
	str_release(&folded);
	return ok;
}

/* -- Writing ----------------------------------------------------------------------------------- */

void doc_number_write(
	const struct number_form *form, const struct doc_number *number, struct str *out)
{
	const char *p = number->year > 0 ? form->write : form->write_order;

	while (*p != '\0') {
		if (starts_with(p, "{series}")) {
			str_add(out, number->series);
		} else if (starts_with(p, "{year}")) {
			str_addf(out, "%d", number->year);
		} else if (starts_with(p, "{serial}")) {
			str_addf(out, "%d", number->serial);
			if (number->part > 0)
				str_addf(out, "-%d", number->part);
		} else {
			str_addc(out, *p++);
			continue;
		}
		p = strchr(p, '}') + 1;
	}
}
