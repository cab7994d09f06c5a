/* SPDX-License-Identifier: MIT */
/* Numbers of people: each digit belongs to one finding, and what a check digit vouches for comes
 * before what only looks like a number. */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/screen_run.h"
#include "core/text.h"

/* A stretch of a run's groups that may be one number. */
struct candidate {
	struct scan *scan;
	struct run *run;
	size_t from, to; /* groups */
	char value[JOINED_MAX + 1]; /* folded */
	size_t n;
	int letters; /* in value */
	int seps; /* between its groups */
	bool is_uniform; /* the same between all of them */
	size_t start, end; /* in the text */
};

/* -- What it consists of ----------------------------------------------------------------------- */

static bool are_all(const struct run *run, size_t from, size_t to, int sep)
{
	for (size_t g = from + 1; g <= to; g++) {
		if ((run->groups[g].sep & sep) == 0)
			return false;
	}
	return true;
}

static bool take(struct candidate *c, struct scan *scan, struct run *run, size_t from, size_t to)
{
	const struct group *first = &run->groups[from], *last = &run->groups[to];
	size_t end = last->first + last->n;

	if (end - first->first > JOINED_MAX)
		return false;
	*c = (struct candidate){
		.scan = scan, .run = run, .from = from, .to = to, .is_uniform = true};
	for (size_t i = first->first; i < end; i++)
		c->value[c->n++] = run->items[i].value;
	for (size_t g = from + 1; g <= to; g++) {
		c->seps |= run->groups[g].sep;
		c->is_uniform = c->is_uniform && run->groups[g].sep == run->groups[from + 1].sep;
	}
	for (size_t i = 0; i < c->n; i++)
		c->letters += c->value[i] >= 'A' ? 1 : 0;
	c->start = run->items[first->first].start;
	c->end = run->items[end - 1].end;
	/* Cells that a number fills are parted alike; else it ends with its cell. */
	return ((c->seps & SEP_CELL) == 0 || are_all(run, from, to, SEP_CELL)) &&
	       ((c->seps & SEP_OTHER) == 0 || are_all(run, from, to, SEP_OTHER));
}

/* The same with letters taken for the digits they look like; false where other letters are in it,
 * or too many. */
static bool as_digits_by(
	const struct candidate *c, size_t n, char *digits, char (*mean)(char value))
{
	int mistaken = 0;

	for (size_t i = 0; i < n; i++) {
		digits[i] = mean(c->value[i]);
		mistaken += digits[i] != c->value[i] ? 1 : 0;
		if (digits[i] < '0' || digits[i] > '9')
			return false;
	}
	return mistaken * 3 < (int)n * 2;
}

static bool as_digits(const struct candidate *c, size_t n, char *digits)
{
	return as_digits_by(c, n, digits, run_meant);
}

static const struct screen_rule_data *data_of(const struct candidate *c, enum validator validator)
{
	int rule = c->scan->screener->of[validator];

	return rule < 0 ? NULL : &c->scan->screener->rules[rule];
}

static enum context context_of(const struct candidate *c, enum validator validator)
{
	return screen_context(c->scan, (size_t)c->scan->screener->of[validator], c->start);
}

/* A label of what is looked for, or one that what offices have bears too. */
static bool is_label(enum context context)
{
	return context == CONTEXT_FOR || context == CONTEXT_OFFICIAL;
}

static char *mask(const char *digits, size_t n, const struct screen_rule *rule)
{
	size_t first = (size_t)rule->keep_first, last = (size_t)rule->keep_last;
	char *masked = xcalloc(n + 1, 1);

	memcpy(masked, digits, n);
	for (size_t i = first; i + last < n; i++)
		masked[i] = '*';
	return masked;
}

static bool report(struct candidate *c, enum validator validator, enum severity severity,
	const char *digits, size_t n)
{
	size_t rule = (size_t)c->scan->screener->of[validator];

	screen_add(c->scan, rule, severity, c->start, c->end,
		mask(digits, n, &c->scan->screener->rules[rule].rule));
	for (size_t g = c->from; g <= c->to; g++)
		c->run->groups[g].is_taken = true;
	c->scan->last_number = c->end;
	if ((c->seps & SEP_LINE) != 0)
		screen_carry_columns(c->scan, c->start, c->end);
	return true;
}

static bool is_joined(const struct candidate *c)
{
	return c->to > c->from;
}

/* -- What stands around it --------------------------------------------------------------------- */

static unsigned before(const struct candidate *c)
{
	const char *p = c->scan->text + c->start;

	return screen_prev(c->scan->text, &p);
}

/* A list's "1." at the start of a line; 0.138 is a number. */
static bool is_numbering(const struct candidate *c, const struct group *group)
{
	size_t start = c->run->items[group->first].start;

	return group->n <= 2 && c->run->items[group->first].value != '0' &&
	       (start == 0 || c->scan->text[start - 1] == '\n');
}

static bool is_country(const struct candidate *c, const struct group *group)
{
	const struct item *item = &c->run->items[group->first];

	return (group->n == 2 && item[0].value == '8' && item[1].value == '6') ||
	       (group->n == 4 && item[0].value == '0' && item[1].value == '0' &&
		       item[2].value == '8' && item[3].value == '6');
}

/* Part of a longer number: behind or before a decimal point, within a code with dashes; money. */
static bool is_part(const struct candidate *c)
{
	const struct group *groups = c->run->groups;
	size_t n = c->run->group_count;
	const struct group *prev = c->from > 0 ? &groups[c->from - 1] : NULL;
	unsigned sign = before(c);

	if (sign == '$' || sign == 0xA5 || sign == 0xFFE5 || sign == 0x20AC)
		return true;
	if (prev != NULL && groups[c->from].sep == SEP_DOT && !is_numbering(c, prev))
		return true;
	if (prev != NULL && groups[c->from].sep == SEP_DASH && !prev->is_taken &&
		!is_country(c, prev))
		return true;
	if (c->to + 1 < n) {
		int sep = groups[c->to + 1].sep;

		return sep == SEP_DOT ||
		       (sep == SEP_DASH && groups[c->to + 1].n < 11 && groups[c->to + 1].n > 5);
	}
	return false;
}

/* Two places behind the point: an amount. */
static bool is_amount(const struct run *run, size_t g)
{
	return g + 1 < run->group_count && run->groups[g + 1].sep == SEP_DOT &&
	       run->groups[g + 1].n == 2;
}

/* A number without a label in a line of amounts, in a table that says that it is of such. */
static bool is_figure(const struct candidate *c)
{
	const struct run *run = c->run;

	if (is_joined(c) || !screen_is_figures(c->scan, c->start))
		return false;
	for (size_t g = c->from; g > 0 && (run->groups[g].sep & SEP_LINE) == 0; g--) {
		if (is_amount(run, g - 1))
			return true;
	}
	for (size_t g = c->to + 1; g < run->group_count && (run->groups[g].sep & SEP_LINE) == 0;
		g++) {
		if (is_amount(run, g))
			return true;
	}
	return false;
}

/* Whether words stand before it on its line: what is broken there began in a sentence. */
static bool has_words_before(const struct candidate *c)
{
	const char *p = c->scan->text + c->start;

	for (;;) {
		unsigned code = screen_prev(c->scan->text, &p);

		if (code == 0 || code == '\n')
			return false;
		if (!screen_is_blank(code))
			return true;
	}
}

/* -- The numbers ------------------------------------------------------------------------------- */

/* The last sign of a resident ID that is written as a times sign. */
static bool take_times(struct candidate *c)
{
	const char *p = c->scan->text + c->end;

	if (c->n != 17 || c->end >= c->scan->len || text_next(&p) != 0xD7)
		return false;
	c->value[c->n++] = 'X';
	c->end = (size_t)(p - c->scan->text);
	return true;
}

static bool is_province(const struct screen_rule_data *data, const char *digits)
{
	return check_region(data, digits, 2);
}

/* 9, who took it in, the state: those of residents from abroad; only where it is said. */
static bool is_foreign(
	const struct candidate *c, const struct screen_rule_data *data, const char *id)
{
	return id[0] == '9' && is_province(data, id + 1) &&
	       context_of(c, VALIDATOR_RESIDENT_ID) == CONTEXT_FOR;
}

/* What offices number by place, day and serial has a check digit by chance: a day since 2000 behind
 * the label of such a number is none of birth. */
static bool is_file_number(const struct candidate *c, const char *id)
{
	return id[6] == '2' && context_of(c, VALIDATOR_RESIDENT_ID) == CONTEXT_AGAINST;
}

static bool resident_id(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_RESIDENT_ID);
	char id[18];

	if (data == NULL || (c->n != 18 && !take_times(c)) ||
		!as_digits_by(c, 17, id, run_meant_scanned))
		return false;
	id[17] = run_meant_scanned(c->value[17]);
	if (!check_birth(id + 6) || (!is_province(data, id) && !is_foreign(c, data, id)))
		return false;
	if (check_resident_id(id)) {
		bool known = check_region(data, id, 4) || check_region(data, id, 6);

		/* Chance makes one of some thousand numbers: a region that was abolished is
		 * believed where nothing else speaks against it. */
		if (!known && is_joined(c) && context_of(c, VALIDATOR_RESIDENT_ID) != CONTEXT_FOR)
			return false;
		return !is_file_number(c, id) &&
		       report(c, VALIDATOR_RESIDENT_ID, data->rule.severity, id, 18);
	}
	return !is_joined(c) && check_region(data, id, 6) &&
	       context_of(c, VALIDATOR_RESIDENT_ID) == CONTEXT_FOR &&
	       report(c, VALIDATOR_RESIDENT_ID, data->rule.other, id, 18);
}

/* Fifteen digits, as they were given until 1999: nothing vouches for them but the words before. */
static bool old_resident_id(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_RESIDENT_ID);
	char id[15], birth[8] = "19";

	if (data == NULL || c->n != 15 || !as_digits(c, 15, id))
		return false;
	memcpy(birth + 2, id + 6, 6);
	return is_province(data, id) && check_birth(birth) &&
	       context_of(c, VALIDATOR_RESIDENT_ID) == CONTEXT_FOR &&
	       report(c, VALIDATOR_RESIDENT_ID, data->rule.other, id, 15);
}

/* Part of an index or file number: "...XQ/2015-00020". */
static bool goes_on(const struct candidate *c)
{
	const char *p = c->scan->text + c->end;

	return c->end + 1 < c->scan->len && (*p == '/' || *p == '-' || *p == '_') && p[1] >= '0' &&
	       p[1] <= '9';
}

/* Of numbers of 18 digits one in 31 has the check sign: those must have all else too. */
static bool is_sure_code(
	const struct candidate *c, const struct screen_rule_data *data, const char *code)
{
	bool organisation = check_organisation(code + 8), region = check_region(data, code + 2, 6);
	bool province = check_region(data, code + 2, 2) || memcmp(code + 2, "100000", 6) == 0;

	if (!check_body(code))
		return false;
	if (c->letters > 1 || (c->letters > 0 && !is_joined(c)))
		return region || (organisation && province);
	return organisation && (is_joined(c) ? region && c->is_uniform : province);
}

/* Digits alone below a label of cards. */
static bool is_card_labelled(const struct candidate *c)
{
	return c->letters == 0 && data_of(c, VALIDATOR_BANK_CARD) != NULL &&
	       is_label(context_of(c, VALIDATOR_BANK_CARD));
}

static bool credit_code(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_CREDIT_CODE);
	enum context context;
	char code[18];
	bool sure;

	if (data == NULL || c->n != 18 || goes_on(c))
		return false;
	for (size_t i = 0; i < 18; i++)
		code[i] = run_meant_code(c->value[i]);
	if (!check_credit_code(code))
		return false;
	context = context_of(c, VALIDATOR_CREDIT_CODE);
	if (context == CONTEXT_AGAINST || (context != CONTEXT_FOR && is_card_labelled(c)))
		return false;
	sure = is_sure_code(c, data, code);
	if (context != CONTEXT_FOR && (!sure || (is_joined(c) && !c->is_uniform)))
		return false;
	return report(c, VALIDATOR_CREDIT_CODE,
		check_prefix(data, code, 2) != NULL ? data->rule.other : data->rule.severity, code,
		18);
}

/* Groups of four as on the card; or one by one, with dashes, or broken once; behind a label in
 * whatever groups. */
static bool is_card_like(const struct candidate *c, bool labelled)
{
	if (c->is_uniform && (c->seps == SEP_DASH || (labelled && (c->seps & SEP_LINE) == 0)))
		return true;
	if (c->to == c->from + 1 && (c->seps & SEP_LINE) != 0 &&
		(c->seps & ~(SEP_LINE | SEP_BLANK | SEP_DASH)) == 0)
		return true;
	for (size_t g = c->from; g <= c->to; g++) {
		size_t n = c->run->groups[g].n;

		if (n != 4 && n != 1 && (g < c->to || n > 4))
			return false;
	}
	return true;
}

static bool is_known_card(const struct candidate *c, const char *digits)
{
	return check_prefix(data_of(c, VALIDATOR_BANK_CARD), digits, c->n) != NULL;
}

static bool bank_card(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_BANK_CARD);
	enum context context;
	char digits[19];
	size_t rule;
	bool known, labelled;

	if (data == NULL || c->n < 16 || c->n > 19 ||
		!as_digits_by(c, c->n, digits, run_meant_scanned) || !check_luhn(digits, c->n))
		return false;
	rule = (size_t)c->scan->screener->of[VALIDATOR_BANK_CARD];
	context = context_of(c, VALIDATOR_BANK_CARD);
	if (context == CONTEXT_NONE && !as_digits(c, c->n, digits))
		return false;
	known = is_known_card(c, digits);
	labelled = is_label(context);
	if (context == CONTEXT_AGAINST || (context != CONTEXT_FOR && !known) ||
		(!labelled && screen_is_after(c->scan, rule, c->end)) ||
		(is_joined(c) && !is_card_like(c, labelled && known)))
		return false;
	if (!labelled && (is_part(c) || is_figure(c) || (c->seps & (SEP_LINE | SEP_CELL)) != 0))
		return false;
	if ((c->seps & SEP_LINE) != 0 && !has_words_before(c))
		return false;
	return report(c, VALIDATOR_BANK_CARD,
		labelled || screen_is_recent(c->scan, rule, c->start) ? data->rule.severity
								      : data->rule.other,
		digits, c->n);
}

static bool splits(const struct candidate *c, const char *lengths)
{
	size_t n = strlen(lengths);

	if (c->to - c->from + 1 != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (c->run->groups[c->from + i].n != (size_t)(lengths[i] - '0'))
			return false;
	}
	return true;
}

static bool is_one_by_one(const struct candidate *c)
{
	return c->to - c->from + 1 == c->n && c->is_uniform;
}

/* 1990-12-31 123 is a day and something else. */
static bool begins_with_day(const struct candidate *c)
{
	const struct group *first = &c->run->groups[c->from];

	return first->n == 4 && first[1].n <= 2 &&
	       (c->run->items[first->first].value == '1' ||
		       c->run->items[first->first].value == '2');
}

/* Whether the groups are ones that a number of a phone is written in. */
static bool is_phone_like(const struct candidate *c, bool labelled)
{
	bool one_kind = c->is_uniform || (c->seps & SEP_LINE) != 0;
	bool whole = c->from == 0 && c->to + 1 == c->run->group_count;

	if (!is_joined(c))
		return true;
	if (splits(c, "344"))
		return c->is_uniform || labelled;
	if ((c->seps & SEP_OTHER) != 0 || begins_with_day(c))
		return false;
	if ((c->seps & SEP_LINE) != 0)
		return has_words_before(c) && (labelled || c->to - c->from == 1);
	if (splits(c, "38") || splits(c, "74"))
		return labelled || (c->seps & (SEP_DOT | SEP_CELL)) == 0;
	if (whole && c->is_uniform && (c->seps & (SEP_BLANK | SEP_DASH)) == c->seps &&
		(splits(c, "434") || splits(c, "335") || splits(c, "443")))
		return true;
	if (is_one_by_one(c))
		return whole || labelled;
	if (labelled)
		return one_kind;
	return whole && c->is_uniform && c->to - c->from <= 2 && (c->seps & (SEP_DASH)) != 0;
}

/* Takes the code of the country, or the 0 that was dialled before, off a number that has it. */
static void drop_prefix(struct candidate *c, bool labelled)
{
	static const char *const prefixes[] = {"0086", "86"};
	size_t drop = 0;

	for (size_t i = 0; i < 2 && drop == 0; i++) {
		size_t n = strlen(prefixes[i]);

		if (c->n == 11 + n && memcmp(c->value, prefixes[i], n) == 0)
			drop = n;
	}
	if (drop == 0 && labelled && c->n == 12 && c->value[0] == '0' && c->value[1] == '1')
		drop = 1;
	if (drop == 0 || is_joined(c))
		return;
	c->start = c->run->items[c->run->groups[c->from].first + drop].start;
	c->n -= drop;
	memmove(c->value, c->value + drop, c->n);
}

static bool is_mobile(const struct candidate *c, const struct screen_rule_data *data,
	char digits[11], char (*mean)(char value))
{
	return c->n == 11 && as_digits_by(c, 11, digits, mean) &&
	       check_prefix(data, digits, 11) != NULL;
}

/* Whether it is none, by what stands around it. */
static bool is_no_mobile(const struct candidate *c, enum context context)
{
	size_t rule = (size_t)c->scan->screener->of[VALIDATOR_MOBILE];
	bool labelled = is_label(context);

	if (context == CONTEXT_AGAINST || !is_phone_like(c, labelled))
		return true;
	return !labelled && (is_part(c) || is_figure(c) || screen_is_after(c->scan, rule, c->end));
}

static bool mobile(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_MOBILE);
	enum context context;
	char digits[11];
	bool labelled;

	if (data == NULL || c->n < 11 || c->n > 15 ||
		(is_joined(c) && (!is_mobile(c, data, digits, run_meant_scanned) ||
					 !is_phone_like(c, true))))
		return false;
	context = context_of(c, VALIDATOR_MOBILE);
	labelled = is_label(context);
	drop_prefix(c, labelled);
	if (!is_mobile(c, data, digits, labelled ? run_meant_scanned : run_meant) ||
		is_no_mobile(c, context))
		return false;
	return report(c, VALIDATOR_MOBILE,
		context == CONTEXT_OFFICIAL ? SEVERITY_NOTE : data->rule.severity, digits, 11);
}

static bool passport(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_PASSPORT);
	size_t letters = 0, n = c->n;

	if (data == NULL || is_joined(c) || n < 8 || n > 11)
		return false;
	while (letters < n && c->value[letters] >= 'A')
		letters++;
	for (size_t i = letters; i < n; i++) {
		if (c->value[i] >= 'A')
			return false;
	}
	/* A letter and eight digits, two letters and seven; permits have up to ten, or eight
	 * digits alone. */
	if (letters > 2 || (letters == 2 && n != 9) || (letters == 0 && n != 8))
		return false;
	return (context_of(c, VALIDATOR_PASSPORT) == CONTEXT_FOR ||
		       screen_is_label_behind(c->scan,
			       (size_t)c->scan->screener->of[VALIDATOR_PASSPORT], c->end)) &&
	       report(c, VALIDATOR_PASSPORT, data->rule.severity, c->value, n);
}

/* The last of ten digits tells of those before, by 11. Chance makes one of eleven numbers: without
 * a label it must come in its groups, and be all there is. */
static bool mod_11(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_MOD_11);
	enum context context;
	char digits[10];
	bool right;

	if (data == NULL || c->n != 10 || !as_digits(c, 10, digits))
		return false;
	right = check_mod_11(digits);
	context = context_of(c, VALIDATOR_MOD_11);
	if (context == CONTEXT_FOR)
		return report(c, VALIDATOR_MOD_11, right ? data->rule.severity : data->rule.other,
			digits, 10);
	return context == CONTEXT_NONE && right && splits(c, "334") && c->is_uniform &&
	       (c->seps & ~(SEP_BLANK | SEP_DASH)) == 0 && c->run->group_count == 3 &&
	       report(c, VALIDATOR_MOD_11, data->rule.other, digits, 10);
}

/* -- Numbers of lines -------------------------------------------------------------------------- */

/* The digits of the code of an area that the candidate begins with; 0: none. */
static size_t area_digits(const struct candidate *c, const struct screen_rule_data *data)
{
	for (size_t n = 3; n <= 4 && n < c->n; n++) {
		const struct screen_prefix *area = check_prefix(data, c->value, n);

		if (area != NULL && c->value[n] >= '2' && c->value[n] <= '8' &&
			(c->n - n == 7 || c->n - n == 8))
			return n;
	}
	return 0;
}

static bool report_line(struct candidate *c, const struct screen_rule_data *data, size_t area)
{
	size_t rule = (size_t)c->scan->screener->of[VALIDATOR_LANDLINE];
	size_t keep = (size_t)data->rule.keep_last, n = c->n - area;
	struct str masked = {0};

	str_addn(&masked, c->value, area);
	if (area > 0)
		str_addc(&masked, '-');
	for (size_t i = 0; i + keep < n; i++)
		str_addc(&masked, '*');
	str_addn(&masked, c->value + c->n - keep, keep);
	screen_add(c->scan, rule, data->rule.severity, c->start, c->end, str_detach(&masked));
	for (size_t g = c->from; g <= c->to; g++)
		c->run->groups[g].is_taken = true;
	c->scan->last_number = c->end;
	return true;
}

static bool landline(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_LANDLINE);
	size_t area;

	if (data == NULL || c->letters > 0 || c->n < 10 || c->n > 12)
		return false;
	area = area_digits(c, data);
	if (area == 0 || context_of(c, VALIDATOR_LANDLINE) == CONTEXT_AGAINST ||
		(c->seps & (SEP_LINE | SEP_CELL | SEP_DOT | SEP_OTHER)) != 0)
		return false;
	if (is_joined(c)) {
		if (c->run->groups[c->from].n != area || c->to - c->from > 2)
			return false;
		return report_line(c, data, area);
	}
	return context_of(c, VALIDATOR_LANDLINE) == CONTEXT_FOR && report_line(c, data, area);
}

/* Without the code of its area a number is one behind a label, or below it. */
static void local_line(struct candidate *c)
{
	const struct screen_rule_data *data = data_of(c, VALIDATOR_LANDLINE);
	size_t rule = (size_t)c->scan->screener->of[VALIDATOR_LANDLINE];

	if (c->letters == 0 && c->value[0] >= '2' && c->value[0] <= '8' && !is_part(c) &&
		screen_is_labelled(c->scan, rule, c->start) &&
		!screen_is_after(c->scan, rule, c->end))
		(void)report_line(c, data, 0);
}

/* -- Which of them ----------------------------------------------------------------------------- */

/* Takes the letters off that a number is glued to: ID350102.... */
static void drop_letters(struct candidate *c)
{
	size_t n = c->n - 18;

	for (size_t i = 0; i < n; i++) {
		if (c->value[i] < 'A')
			return;
	}
	memmove(c->value, c->value + n, 18);
	c->n = 18;
	c->start = c->run->items[c->run->groups[c->from].first + n].start;
}

/* Certificates of the disabled are numbered by the resident ID, the kind, the degree and, where
 * there is a second one, B1. */
static void drop_degree(struct candidate *c)
{
	bool is_degree = (c->n == 20 || (c->n == 22 && c->value[20] == 'B')) &&
			 c->value[18] >= '1' && c->value[18] <= '7' && c->value[19] >= '1' &&
			 c->value[19] <= '4' && context_of(c, VALIDATOR_RESIDENT_ID) == CONTEXT_FOR;

	if (!is_degree)
		return;
	c->n = 18;
	c->end = c->run->items[c->run->groups[c->from].first + 17].end;
}

/* What a check digit vouches for. */
static bool try_sure(struct candidate *c)
{
	char digits[19];

	if (!is_joined(c) && c->n > 18 && data_of(c, VALIDATOR_RESIDENT_ID) != NULL)
		drop_degree(c);
	if (!is_joined(c) && c->n > 18)
		drop_letters(c);
	if (c->n == 17 || c->n == 18)
		return resident_id(c);
	return is_joined(c) && c->n >= 16 && c->n <= 19 &&
	       data_of(c, VALIDATOR_BANK_CARD) != NULL && as_digits(c, c->n, digits) &&
	       is_known_card(c, digits) && is_label(context_of(c, VALIDATOR_BANK_CARD)) &&
	       bank_card(c);
}

static bool try_any(struct candidate *c)
{
	if (is_joined(c) && c->n == 10)
		return mod_11(c) || landline(c);
	return resident_id(c) || mod_11(c) || credit_code(c) || bank_card(c) || mobile(c) ||
	       (!is_joined(c) && (old_resident_id(c) || passport(c))) || landline(c);
}

/* -- All of them ------------------------------------------------------------------------------- */

/* The groups from one on, the longest stretch first: a card of 19 digits begins with what may pass
 * for one of 16. */
static void try_joined(struct scan *scan, struct run *run, size_t from, bool sure)
{
	size_t first = run->groups[from].first, to = from, n = run->groups[from].n;
	struct sieve sieve = sieve_at(scan, run, first, sure);
	struct candidate c;

	if ((sieve.lengths | sieve.cards | sieve.codes) == 0)
		return;
	while (to + 1 < run->group_count && !run->groups[to + 1].is_taken &&
		n + run->groups[to + 1].n <= 19)
		n += run->groups[++to].n;
	for (; to > from; n -= run->groups[to--].n) {
		if (sieve_passes(&sieve, run, first, n) && take(&c, scan, run, from, to) &&
			(sure ? try_sure(&c) : try_any(&c)))
			return;
	}
}

static void try_all(struct scan *scan, struct run *run, bool sure)
{
	size_t least = sure ? 17 : 8;
	struct candidate c;

	for (size_t g = 0; g < run->group_count; g++) {
		if (!run->groups[g].is_taken && run->groups[g].n >= least &&
			take(&c, scan, run, g, g))
			(void)(sure ? try_sure(&c) : try_any(&c));
	}
	for (size_t g = 0; g + 1 < run->group_count && (!sure || run->item_count >= 16); g++) {
		if (!run->groups[g].is_taken)
			try_joined(scan, run, g, sure);
	}
}

/* What is left when all longer numbers are found. */
static void try_local(struct scan *scan, struct run *run)
{
	int rule = scan->screener->of[VALIDATOR_LANDLINE];
	struct candidate c;

	if (rule < 0 || scan->recent[rule] == 0)
		return;
	for (size_t g = 0; g < run->group_count; g++) {
		const struct group *group = &run->groups[g];

		if (!group->is_taken && (group->n == 7 || group->n == 8) &&
			take(&c, scan, run, g, g))
			local_line(&c);
	}
}

void screen_numbers(struct scan *scan, size_t start)
{
	struct run *run;

	if (scan->run == NULL)
		scan->run = xcalloc(1, sizeof(*scan->run));
	run = scan->run;
	run_read(run, scan, start);
	scan->numbers_end = run->end;
	if (run->item_count >= 7) {
		run_split(run);
		sieve_read(run);
		/* A sure number that is broken comes before what its halves may pass for. */
		try_all(scan, run, true);
		try_all(scan, run, false);
		try_local(scan, run);
	}
	if (scan->screener->of[VALIDATOR_CODE] >= 0)
		screen_codes(scan, run);
}
