/* SPDX-License-Identifier: MIT */
/* Numbers and words of which nothing is known but how they look and what stands before them:
 * accounts without a check digit, numbers of other countries, passwords. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen_run.h"
#include "core/text.h"

enum { VALUE_MAX = 64, KEY_FAR = 8192, SHAPE_BYTES = 4 * (SHAPE_MAX + 1) };

static bool is_sign(const struct screen_shape *shape, size_t i, unsigned c)
{
	char sign = shape->signs[i < shape->len ? i : shape->len - 1], value = '\0';
	enum symbol symbol = screen_symbol(c, &value);

	switch (sign) {
	case '9': return symbol == SYMBOL_DIGIT;
	case 'A': return symbol == SYMBOL_LETTER;
	case 'X': return symbol == SYMBOL_DIGIT || symbol == SYMBOL_LETTER;
	case '*': return symbol == SYMBOL_DIGIT || symbol == SYMBOL_LETTER || c == '_' || c == '-';
	case '?': return c > 0x20 && c < 0x7F;
	default: return symbol != SYMBOL_NONE ? value == sign : c == (unsigned char)sign;
	}
}

/* -- Numbers ----------------------------------------------------------------------------------- */

static bool is_gap(unsigned c)
{
	return c == ' ' || c == '-' || c == 0xA0 || c == 0x3000 || c == 0xFF0D;
}

/* Behind a gap that the number goes on after, or the place itself. */
static size_t pass_gap(const struct scan *scan, size_t at)
{
	size_t behind, next;
	char value;

	if (!is_gap(screen_at(scan, at, &behind)))
		return at;
	return screen_symbol(screen_at(scan, behind, &next), &value) == SYMBOL_NONE ? at : behind;
}

/* Behind what has the shape from at; 0. Its values come to mask; NULL: not wanted. */
static size_t match(
	const struct scan *scan, const struct screen_shape *shape, size_t at, struct str *values)
{
	size_t n = 0, behind, end = at;
	enum symbol symbol;
	char value;

	while (n < shape->most) {
		size_t next = n > 1 ? pass_gap(scan, end) : end;
		unsigned c = screen_at(scan, next, &behind);

		if (next < scan->len && text_is_hidden(c)) {
			end = behind;
			continue;
		}
		if (next >= scan->len || !is_sign(shape, n, c))
			break;
		if (values != NULL) {
			(void)screen_symbol(c, &value);
			str_addc(values, value);
		}
		end = behind;
		n++;
	}
	if (n < shape->least)
		return 0;
	symbol = screen_symbol(screen_at(scan, end, &behind), &value);
	return symbol == SYMBOL_DIGIT || symbol == SYMBOL_LETTER ? 0 : end;
}

/* Where the shape may begin: letters that it has in front stand before the digits. */
static size_t begin_of(const struct scan *scan, const struct screen_shape *shape, size_t at)
{
	const char *p = scan->text + at;
	size_t behind, letters = 0;
	char value;

	if (screen_symbol(screen_at(scan, at, &behind), &value) != SYMBOL_DIGIT)
		return at;
	while (letters < shape->len && shape->signs[letters] == 'A')
		letters++;
	for (size_t i = 0; i < letters; i++) {
		unsigned c = screen_prev(scan->text, &p);

		if (i == 0 && is_gap(c))
			c = screen_prev(scan->text, &p);
		if (screen_symbol(c, &value) != SYMBOL_LETTER)
			return at;
	}
	return (size_t)(p - scan->text);
}

/* Part of something longer: 3.14, a-1. */
static bool is_glued(const struct scan *scan, size_t start, size_t end)
{
	const char *p = scan->text + start;
	size_t behind;
	char value;
	unsigned before = screen_prev(scan->text, &p), after = screen_at(scan, end, &behind);
	enum symbol symbol = screen_symbol(before, &value);

	if (symbol == SYMBOL_DIGIT || symbol == SYMBOL_LETTER || before == '.')
		return true;
	return (after == '.' || after == '/' || after == '*') &&
	       screen_symbol(screen_at(scan, behind, &behind), &value) == SYMBOL_DIGIT;
}

static void take_groups(struct run *run, size_t start, size_t end)
{
	for (size_t g = 0; g < run->group_count; g++) {
		size_t at = run->items[run->groups[g].first].start;

		if (at >= start && at < end)
			run->groups[g].is_taken = true;
	}
}

static bool is_free(const struct run *run, size_t start, size_t end)
{
	for (size_t g = 0; g < run->group_count; g++) {
		size_t at = run->items[run->groups[g].first].start;

		if (run->groups[g].is_taken && at >= start && at < end)
			return false;
	}
	return true;
}

static char *mask_of(const struct screen_rule *rule, const struct str *values)
{
	size_t first = (size_t)rule->keep_first, last = (size_t)rule->keep_last;
	char *masked = xstrndup(str_get(values), values->len);

	for (size_t i = first; i + last < values->len; i++)
		masked[i] = '*';
	return masked;
}

static bool may_be(struct scan *scan, size_t rule, size_t start, size_t end)
{
	const struct screen_rule *r = &scan->screener->rules[rule].rule;

	if (is_glued(scan, start, end) || screen_is_after(scan, rule, end))
		return false;
	return r->lists[LIST_WORDS].n > 0 ? screen_is_labelled(scan, rule, start)
					  : screen_context(scan, rule, start) != CONTEXT_AGAINST;
}

static bool find_code(struct scan *scan, struct run *run, size_t rule, size_t at)
{
	const struct screen_rule_data *data = &scan->screener->rules[rule];

	for (size_t i = 0; i < data->shape_count; i++) {
		struct str values = {0};
		size_t start = begin_of(scan, &data->shapes[i], at);
		size_t end = match(scan, &data->shapes[i], start, NULL);
		bool found =
			end > start && is_free(run, start, end) && may_be(scan, rule, start, end);

		if (found) {
			(void)match(scan, &data->shapes[i], start, &values);
			screen_add(scan, rule, data->rule.severity, start, end,
				mask_of(&data->rule, &values));
			take_groups(run, start, end);
			scan->last_number = end;
		}
		str_release(&values);
		if (found)
			return true;
	}
	return false;
}

/* Whether a word that the rule must have may stand before a place, letters of the number between,
 * or head its column. */
static bool may_be_labelled(const struct scan *scan, size_t rule, size_t at)
{
	if (scan->screener->rules[rule].rule.lists[LIST_WORDS].n == 0)
		return true;
	return scan->recent[rule] > 0 &&
	       ((scan->headed >> rule & 1) != 0 ||
		       at <= scan->recent[rule] + LABEL_NEAR + SHAPE_BYTES);
}

void screen_codes(struct scan *scan, struct run *run)
{
	for (uint64_t all = scan->screener->codes; all != 0; all &= all - 1) {
		size_t rule = (size_t)__builtin_ctzll(all);

		for (size_t g = 0; g < run->group_count; g++) {
			size_t at = run->items[run->groups[g].first].start;

			if (!run->groups[g].is_taken && may_be_labelled(scan, rule, at))
				(void)find_code(scan, run, rule, at);
		}
	}
}

/* -- What stands behind a word ----------------------------------------------------------------- */

static bool is_quote(unsigned c)
{
	return c == '"' || c == '\'' || c == '`' || c == 0x201C || c == 0x2018;
}

/* Behind the sign between a label and its value, *sure: it is one (：, 为); at where there is none.
 */
static size_t pass_sign(const struct scan *scan, size_t at, bool *sure)
{
	size_t end = at, behind;

	*sure = false;
	for (int n = 0; n < 6 && end < scan->len; n++, end = behind) {
		unsigned c = screen_at(scan, end, &behind);

		if (c == ':' || c == '=' || c == 0xFF1A || c == 0xFF1D || c == 0x4E3A ||
			c == 0x662F)
			*sure = true; /* 为 是 */
		else if (!screen_is_blank(c) && !is_quote(c) && c != 0x53F7 &&
			 c != 0x7801) /* 号 码 */
			break;
	}
	return end;
}

static bool ends_value(unsigned c)
{
	return c <= 0x20 || c > 0x7E || strchr("\"'`<>,;()|", (int)c) != NULL;
}

/* Something stands there that is no placeholder: ******, ${PASSWORD}, xxxx. */
static bool is_value(const char *p, size_t n)
{
	bool differs = false, digit = false;

	for (size_t i = 0; i < n; i++) {
		differs = differs || p[i] != *p;
		digit = digit || (p[i] >= '0' && p[i] <= '9');
	}
	return differs && digit && strchr("$%{[*.", *p) == NULL;
}

static bool has_shape(const struct screen_shape *shape, const char *p, size_t n)
{
	if (n < shape->least || n > shape->most)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!is_sign(shape, i, (unsigned char)p[i]))
			return false;
	}
	return true;
}

/* Without any sign between: a name that begins with a letter behind a word of Chinese, or more
 * digits than a year has. Where any sign may stand (passwords) that says nothing. */
static bool may_be_glued(
	const struct scan *scan, const struct screen_rule_data *data, size_t at, size_t n)
{
	const char *p = scan->text + at;
	size_t digits = 0;
	char first;

	while (digits < n && p[digits] >= '0' && p[digits] <= '9')
		digits++;

	for (size_t i = 0; i < data->shape_count; i++) {
		if (data->shapes[i].signs[0] == '?')
			return false;
	}
	if (digits >= n)
		return n >= 7;
	return screen_symbol((unsigned char)*p, &first) == SYMBOL_LETTER &&
	       screen_is_han(screen_prev(scan->text, &p));
}

void screen_behind(struct scan *scan, size_t rule, size_t start, size_t end)
{
	const struct screen_rule_data *data = &scan->screener->rules[rule];
	bool sure, found = false;
	size_t at = pass_sign(scan, end, &sure), n = 0, behind;
	const char *p = scan->text + at;

	while (at + n < scan->len && n <= VALUE_MAX && !ends_value((unsigned char)p[n]))
		n++;
	while (n > 0 && strchr(".:!?", p[n - 1]) != NULL)
		n--;
	if (n == 0 || (at == end && !may_be_glued(scan, data, at, n)) ||
		screen_is_part_of_other(scan, rule, start, end))
		return;
	/* 密码 2024年: a value behind a blank alone stands by itself. */
	if (!sure && (n < 6 || (at > end && screen_is_han(screen_at(scan, at + n, &behind)))))
		return;
	for (size_t i = 0; i < data->shape_count; i++)
		found = found || has_shape(&data->shapes[i], p, n);
	if (!found || !is_value(p, n))
		return;
	screen_add(scan, rule, data->rule.severity, at, at + n, xstrdup("******"));
}

void screen_key(struct scan *scan, size_t rule, size_t start, size_t end)
{
	static const char last[] = "-----END ";
	const char *text = scan->text, *p;
	size_t far = scan->len - end < KEY_FAR ? scan->len - end : KEY_FAR, begin = start;

	while (begin > 0 && text[begin - 1] != '\n' && start - begin < VALUE_MAX)
		begin--;
	if (memmem(text + begin, end - begin, "-----BEGIN ", 11) == NULL)
		return;
	p = memmem(text + end, far, last, sizeof(last) - 1);
	if (p != NULL) {
		const char *stop = memchr(p, '\n', (size_t)(text + scan->len - p));

		end = stop != NULL ? (size_t)(stop - text) : scan->len;
	}
	screen_add(scan, rule, scan->screener->rules[rule].rule.severity, begin, end,
		xstrdup("******"));
}
