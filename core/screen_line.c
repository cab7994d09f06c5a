/* SPDX-License-Identifier: MIT */
/* What a line tells as a whole: amounts of money behind a word, a number at the head of a paper,
 * and masked numbers that little is left to guess of. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen.h"
#include "core/text.h"

enum { AMOUNT_FAR = 180, AMOUNT_BACK = 20, LINE_MAX = 200, VISIBLE_LEAST = 4 };

static const struct screen_rule_data *data_of(const struct scan *scan, size_t rule)
{
	return &scan->screener->rules[rule];
}

/* -- Amounts ----------------------------------------------------------------------------------- */

static bool is_money_sign(unsigned c)
{
	return c == '$' || c == 0xA3 || c == 0xA5 || c == 0x20AC || c == 0xFFE5;
}

/* Behind the figures at a place, grouped (1,385.00) or in words (壹佰万); the place itself: none.
 */
static size_t figures_end(const struct scan *scan, const struct screen_rule_data *data, size_t at)
{
	size_t end = at, behind;
	char value;

	for (size_t i = at; i < scan->len && i - at < AMOUNT_FAR;) {
		unsigned c = screen_at(scan, i, &behind);
		enum symbol symbol = screen_symbol(c, &value);
		size_t word = screen_word_end(scan, i, &data->lists[LIST_PARTS]);

		if (word > i && i > at)
			i = end = word;
		else if (symbol == SYMBOL_DIGIT || symbol == SYMBOL_HAN_DIGIT)
			i = end = behind;
		else if ((c == ',' || c == '.' || c == 0xFF0C || c == 0xFF0E) && i > at)
			i = behind;
		else
			break;
	}
	return end;
}

/* Behind the amount that begins at a place: figures with a unit, or a sign of money before them. */
static size_t amount_end(const struct scan *scan, const struct screen_rule_data *data, size_t at)
{
	size_t behind, from = at, end, unit;
	bool money = is_money_sign(screen_at(scan, at, &behind));

	if (money)
		from = behind;
	while (money && from < scan->len && scan->text[from] == ' ')
		from++;
	end = unit = figures_end(scan, data, from);
	if (end == from)
		return at;
	while (unit < scan->len && scan->text[unit] == ' ' && unit - end < 2)
		unit++;
	behind = screen_word_end(scan, unit, &data->lists[LIST_AFTER]);
	if (behind > unit)
		return behind;
	return money ? end : at;
}

/* The first amount from a place on, *end behind it; *stop: none before it, where it is too far, the
 * sentence ends, or a word says what the amount is. */
static size_t find_amount(const struct scan *scan, const struct screen_rule_data *data, size_t from,
	size_t *stop, size_t *end)
{
	size_t behind;

	for (size_t i = from; i < *stop; i = behind) {
		unsigned c = screen_at(scan, i, &behind);

		*end = amount_end(scan, data, i);
		if (*end > i)
			return i;
		if (c == '\n' || c == 0x3002 ||
			screen_word_end(scan, i, &data->lists[LIST_EXCEPT]) > i) {
			*stop = i;
			break;
		}
		/* Figures of something else are passed over whole. */
		*end = figures_end(scan, data, i);
		behind = *end > behind ? *end : behind;
	}
	return *stop;
}

/* Behind a word; what was looked at for the one before it is not looked at again. */
static size_t amount_behind(
	struct scan *scan, const struct screen_rule_data *data, size_t at, size_t *end)
{
	size_t far = scan->len - at < AMOUNT_FAR ? scan->len : at + AMOUNT_FAR, stop = far, found;

	if (at < scan->amounts_none && scan->amounts_none < scan->amounts_far)
		return scan->len;
	found = find_amount(
		scan, data, at < scan->amounts_none ? scan->amounts_none : at, &stop, end);
	if (found < stop)
		return found;
	scan->amounts_none = stop;
	scan->amounts_far = far;
	return scan->len;
}

/* Where the sentence of a word begins, or its clause is far enough back. */
static size_t clause_start(const struct scan *scan, size_t at)
{
	const char *p = scan->text + at;
	size_t start = at;

	for (int n = 0; n < AMOUNT_BACK && start > scan->amounts_end; n++) {
		unsigned c = screen_prev(scan->text, &p);

		if (c == 0 || c == '\n' || c == 0x3002)
			break;
		start = (size_t)(p - scan->text);
	}
	return start;
}

static void add_amount(struct scan *scan, size_t rule, size_t start, size_t end)
{
	screen_add(scan, rule, data_of(scan, rule)->rule.severity, start, end, xstrdup("***"));
	scan->amounts_end = end;
}

void screen_amount(struct scan *scan, size_t rule, size_t start, size_t end)
{
	const struct screen_rule_data *data = data_of(scan, rule);
	size_t stop = start, behind = 0, found;

	if (scan->amounts_rule != rule)
		scan->amounts_end = scan->amounts_none = scan->amounts_far = 0;
	scan->amounts_rule = rule;
	if (end < scan->amounts_end || screen_is_part_of_other(scan, rule, start, end))
		return;
	found = amount_behind(scan, data, end, &behind);
	if (found == scan->len) {
		found = find_amount(scan, data, clause_start(scan, start), &stop, &behind);
		if (found < stop)
			add_amount(scan, rule, found, behind);
		return;
	}
	/* All in the sentence: 单价 and 总价. */
	for (; found < scan->len; found = amount_behind(scan, data, behind, &behind))
		add_amount(scan, rule, found, behind);
}

/* -- The head of a paper ----------------------------------------------------------------------- */

/* Whether the digits have one of the shapes: 9 is any, else itself. */
static bool has_shape(const struct screen_rule_data *data, const char *digits, size_t n)
{
	for (size_t i = 0; i < data->shape_count; i++) {
		const struct screen_shape *shape = &data->shapes[i];
		size_t k = 0;

		while (k < n && k < shape->len &&
			(shape->signs[k] == '9' || shape->signs[k] == digits[k]))
			k++;
		if (k == n && k == shape->len)
			return true;
	}
	return false;
}

/* The number of a copy stands by itself on the first line that holds anything. */
void screen_head(struct scan *scan)
{
	int rule = scan->screener->of[VALIDATOR_HEAD_LINE];
	size_t start = 0, end, behind, n = 0;
	char digits[SHAPE_MAX], value;

	if (rule < 0)
		return;
	while (start < scan->len &&
		(screen_is_frame(screen_at(scan, start, &behind)) || scan->text[start] == '\n'))
		start = behind;
	for (end = start; end < scan->len && n < SHAPE_MAX; end = behind) {
		if (screen_symbol(screen_at(scan, end, &behind), &value) != SYMBOL_DIGIT)
			break;
		digits[n++] = value;
	}
	for (size_t i = end; i < scan->len && scan->text[i] != '\n'; i = behind) {
		if (!screen_is_frame(screen_at(scan, i, &behind)))
			return;
	}
	if (has_shape(data_of(scan, (size_t)rule), digits, n))
		screen_add(scan, (size_t)rule, data_of(scan, (size_t)rule)->rule.severity, start,
			end, xstrdup("***"));
}

/* -- Masked numbers ---------------------------------------------------------------------------- */

enum { MASKED_MAX = 20 };
struct masked {
	size_t start, end;
	char value[MASKED_MAX + 1]; /* '*': hidden */
	size_t n, hidden;
};

/* An X among digits is the last sign of a number; several hide. */
static bool is_last_sign(const struct scan *scan, size_t at, size_t end)
{
	const char *p = scan->text + at;
	size_t behind;
	char before, value, after;

	return screen_symbol(screen_at(scan, at, &behind), &value) == SYMBOL_LETTER &&
	       !(screen_symbol(screen_prev(scan->text, &p), &before) == SYMBOL_LETTER &&
		       before == value) &&
	       !(screen_symbol(screen_at(scan, end, &behind), &after) == SYMBOL_LETTER &&
		       after == value);
}

/* The digits before the first sign that hides, and all behind it; false: it is no such number. */
static bool read_masked(
	const struct scan *scan, const struct screen_rule_data *data, size_t at, struct masked *m)
{
	const char *p = scan->text + at;
	size_t behind;
	char value;

	*m = (struct masked){.start = at};
	for (;;) {
		const char *q = p;

		if (screen_symbol(screen_prev(scan->text, &q), &value) != SYMBOL_DIGIT)
			break;
		if (m->n++ == MASKED_MAX)
			return false;
		p = q;
	}
	m->start = (size_t)(p - scan->text);
	m->n = 0;
	for (size_t i = m->start; i < scan->len; i = behind) {
		size_t sign = screen_word_end(scan, i, &data->lists[LIST_PARTS]);
		enum symbol symbol = screen_symbol(screen_at(scan, i, &behind), &value);

		if (sign > i && !is_last_sign(scan, i, sign)) {
			value = '*';
			behind = sign;
			m->hidden++;
		} else if (symbol != SYMBOL_DIGIT && !(symbol == SYMBOL_LETTER && value == 'X')) {
			break;
		}
		if (m->n == MASKED_MAX)
			return false;
		m->value[m->n++] = value;
		m->end = behind;
	}
	return m->hidden > 0 && m->n >= m->hidden + VISIBLE_LEAST;
}

/* So few signs are hidden that they can be tried. */
static bool is_guessable(
	struct scan *scan, const struct screen_rule_data *data, size_t rule, const struct masked *m)
{
	for (size_t i = 0; i < data->prefix_count; i++) {
		const struct screen_prefix *prefix = &data->prefixes[i];

		if ((size_t)strtoul(prefix->digits, NULL, 10) == m->n &&
			(prefix->lengths >> m->hidden) != 0)
			return screen_context(scan, rule, m->start) == CONTEXT_FOR;
	}
	return false;
}

/* One number of a day, at most so many digits. */
static size_t read_part(const struct scan *scan, size_t at, size_t most, char *digits, size_t least)
{
	size_t n = 0, behind, i = at;
	char value;

	for (; n < most; i = behind, n++) {
		if (screen_symbol(screen_at(scan, i, &behind), &value) != SYMBOL_DIGIT)
			break;
		digits[n] = value;
	}
	if (n == 1 && least == 1) {
		digits[1] = digits[0];
		digits[0] = '0';
	}
	return n >= least ? i : at;
}

/* One sign between the parts of a day: 1990-3-7, 1990年3月7日. */
static size_t pass_sign(const struct scan *scan, size_t at)
{
	size_t behind;
	unsigned c = screen_at(scan, at, &behind);
	char value;

	return screen_symbol(c, &value) == SYMBOL_NONE && c != '\n' && c != '*' ? behind : at;
}

/* A day at a place, as yyyymmdd. */
static bool read_day(const struct scan *scan, size_t at, char day[9])
{
	size_t year = read_part(scan, at, 4, day, 4), sign, month;

	day[8] = '\0';
	if (year == at)
		return false;
	sign = pass_sign(scan, year);
	month = read_part(scan, sign, 2, day + 4, sign > year ? 1 : 2);
	if (month == sign)
		return false;
	at = sign > year ? pass_sign(scan, month) : month;
	return read_part(scan, at, 2, day + 6, sign > year ? 1 : 2) > at && check_birth(day);
}

/* Whether a day stands on the line that is the one hidden. */
static bool has_day(const struct scan *scan, const struct masked *m)
{
	size_t line = m->start, behind;
	char day[9], value;
	bool within = false;

	while (line > 0 && scan->text[line - 1] != '\n' && m->start - line < LINE_MAX)
		line--;
	for (size_t i = line; i < scan->len && scan->text[i] != '\n' && i - line < 2 * LINE_MAX;
		i = behind) {
		bool digit = screen_symbol(screen_at(scan, i, &behind), &value) == SYMBOL_DIGIT;
		bool same =
			digit && !within && (i < m->start || i >= m->end) && read_day(scan, i, day);

		for (size_t k = 0; k < 8 && same; k++)
			same = m->value[6 + k] == '*' || m->value[6 + k] == day[k];
		if (same)
			return true;
		within = digit;
	}
	return false;
}

/* The hidden part of a resident ID is its day of birth, which stands beside it, and the check
 * digit, which follows from the rest. */
static bool is_told(const struct scan *scan, const struct masked *m)
{
	if (m->n != 18)
		return false;
	for (size_t i = 0; i < 17; i++) {
		if ((i < 6 || i > 13) && m->value[i] == '*')
			return false;
	}
	return has_day(scan, m);
}

/* Whether it is found already: its last sign is a times sign. */
static bool is_found(const struct scan *scan, const struct masked *m)
{
	const struct findings *findings = scan->findings;

	for (size_t i = findings->n; i-- > 0 && findings->n - i <= 8;) {
		const struct finding *f = &findings->v[i];

		if (f->offset < m->end && m->start < f->offset + f->len)
			return true;
	}
	return false;
}

void screen_masked(struct scan *scan, size_t at)
{
	size_t rule = (size_t)scan->screener->of[VALIDATOR_MASKED], behind;
	const struct screen_rule_data *data = data_of(scan, rule);
	struct masked m;
	char value, *masked;
	const char *p;

	if (at < scan->masked_end)
		return;
	if (!read_masked(scan, data, at, &m)) {
		scan->masked_end = m.end > at ? m.end : at;
		return;
	}
	scan->masked_end = m.end;
	p = scan->text + m.start;
	if (screen_symbol(screen_prev(scan->text, &p), &value) == SYMBOL_LETTER ||
		screen_symbol(screen_at(scan, m.end, &behind), &value) != SYMBOL_NONE)
		return;
	if (is_found(scan, &m) || (!is_guessable(scan, data, rule, &m) && !is_told(scan, &m)))
		return;
	masked = xstrdup(m.value);
	for (size_t i = (size_t)data->rule.keep_first; i + (size_t)data->rule.keep_last < m.n; i++)
		masked[i] = '*';
	screen_add(scan, rule, data->rule.severity, m.start, m.end, masked);
}
