/* SPDX-License-Identifier: MIT */
#include "core/notice.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/head.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/notice_read.h"
#include "core/text.h"

enum {
	LEVELS_MAX = 8,
	TITLE_CHARS = 100,
	FURNITURE_CHARS = 60, /* a longer line is text, whatever words it holds */
	NO_LEVEL = -1,
};

struct reader {
	const struct pack *pack;
	const struct notice_rules *rules;
	struct notice *notice;
	int outermost; /* the first level there is in the text */
	int line;
	int depth; /* of the brackets open in the clause so far */
	bool is_broken; /* a line end stood within them */
	char *numbers[LEVELS_MAX]; /* own; of the clauses around this one */
	int values[LEVELS_MAX]; /* the same; 0: none */
	struct str text; /* of the clause being read */
};

/* -- Lines ------------------------------------------------------------------------------------- */

/* The bytes of a number written this way at s, or 0. */
static size_t read_way(const struct notice_rules *rules, const char *way, const char *s, int *value)
{
	size_t at = strcspn(way, "#%"), before = 0, n = 0, after;
	char *head = xstrndup(way, at);

	if (*head == '\0' || (before = fold_starts(s, head)) > 0) {
		struct numbers numbers = {0};

		if (way[at] == '#')
			n = read_numeral(rules, s + before, value);
		else
			n = read_pattern(rules, "{d}", s + before, &numbers);
		if (way[at] == '%')
			*value = numbers.d;
	}
	free(head);
	if (n == 0)
		return 0;
	if (way[at + 1] == '\0')
		return before + n;
	after = fold_starts(s + before + n, way + at + 1);
	return after > 0 ? before + n + after : 0;
}

/* The level whose number the line begins with. */
static int read_level(const struct notice_rules *rules, const char *line, size_t *len, int *value)
{
	for (size_t i = 0; i < rules->levels.n && i < LEVELS_MAX; i++) {
		struct strv ways = {0};

		*len = 0;
		strv_split(&ways, rules->levels.v[i], "|");
		for (size_t j = 0; j < ways.n && *len == 0; j++)
			*len = read_way(rules, ways.v[j], line, value);
		strv_release(&ways);
		if (*len > 0)
			return (int)i;
	}
	return NO_LEVEL;
}

static char *line_at(const char *text, size_t *len)
{
	char *raw, *trimmed;
	const char *s;

	*len = strcspn(text, "\n");
	raw = xstrndup(text, *len);
	s = skip_blanks(raw);
	trimmed = xstrndup(s, (size_t)(trim_end(s, s + strlen(s)) - s));
	free(raw);
	*len += text[*len] == '\n' ? 1 : 0;
	return trimmed;
}

static int outermost_level(const struct notice_rules *rules, const char *text)
{
	int outermost = NO_LEVEL;

	while (*text != '\0' && outermost != 0) {
		size_t len, n;
		char *line = line_at(text, &len);
		int value, level = read_level(rules, line, &n, &value);

		if (level != NO_LEVEL && (outermost == NO_LEVEL || level < outermost))
			outermost = level;
		free(line);
		text += len;
	}
	return outermost;
}

/* -- Clauses ----------------------------------------------------------------------------------- */

static struct notice_clause *current(const struct reader *r)
{
	return r->notice->clause_count > 0 ? &r->notice->clauses[r->notice->clause_count - 1]
					   : NULL;
}

/* The first sentence of the text, or its first line. */
static char *first_words(const struct notice_rules *rules, const char *text)
{
	const char *p = text;
	int chars = 0;

	while (*p != '\0' && *p != '\n' && chars++ < TITLE_CHARS) {
		if (fold_any(p, &rules->ends) > 0)
			break;
		text_next(&p);
	}
	return xstrndup(text, (size_t)(trim_end(text, p) - text));
}

static void end_clause(struct reader *r)
{
	struct notice_clause *clause = current(r);

	if (clause == NULL || clause->text != NULL)
		return;
	clause->text = xstrdup(str_get(&r->text));
	str_clear(&r->text);
	notice_parties(r->rules, r->notice, clause);
	clause->title = first_words(r->rules, clause->text);
	notice_dates(r->rules, clause, r->notice->issued);
	if (r->is_broken)
		notice_odd(r->notice, clause->line, clause->place,
			_("a line end stands within brackets; they were joined"));
	if (r->depth > 0)
		notice_odd(r->notice, clause->line, clause->place,
			_("a bracket is opened and never closed"));
	r->depth = 0;
	r->is_broken = false;
}

/* "(五)": the number as the level's place has it. */
static char *make_mark(const struct notice_rules *rules, int level, int value)
{
	const char *place = rules->places.v[level];
	size_t at = strcspn(place, "#%");
	bool in_words = place[at] == '#' && (size_t)value <= rules->numerals.n && value > 0;
	char *digits = xasprintf("%d", value), *mark;

	mark = xasprintf("%.*s%s%s", (int)at, place,
		in_words ? rules->numerals.v[value - 1] : digits, place + at + 1);
	free(digits);
	return mark;
}

static void take_number(struct reader *r, struct notice_clause *clause, int value)
{
	struct str place = {0}, path = {0};
	int level = clause->level;

	for (int i = level; i < LEVELS_MAX; i++) {
		set_str(&r->numbers[i], NULL);
		r->values[i] = 0;
	}
	r->numbers[level] = make_mark(r->rules, level, value);
	r->values[level] = value;
	for (int i = 0; i <= level; i++) {
		str_add(&place, r->numbers[i] != NULL ? r->numbers[i] : "");
		if (r->values[i] > 0)
			str_addf(&path, "%s%d", path.len > 0 ? "." : "", r->values[i]);
	}
	clause->place = str_detach(&place);
	clause->path = str_detach(&path);
}

/* The number after the one before it on this level, the first below another. */
static void check_number(struct reader *r, const struct notice_clause *clause, int value)
{
	int expected = r->values[clause->level] + 1;

	if (value != expected)
		notice_odd(r->notice, clause->line, "", _("number %d stands where %d is expected"),
			value, expected);
}

static bool begin_clause(struct reader *r, int level, int value, const char *text, struct err *err)
{
	struct notice_clause clause = {.level = level, .line = r->line};

	end_clause(r);
	if (r->notice->clause_count >= NOTICE_CLAUSES)
		return err_set(err, ERR_INPUT, _("line %d: a notice has at most %d clauses"),
			r->line, NOTICE_CLAUSES);
	if (current(r) != NULL && level > current(r)->level)
		current(r)->has_parts = true;
	check_number(r, &clause, value);
	take_number(r, &clause, value);
	GROW(r->notice->clauses, r->notice->clause_count);
	r->notice->clauses[r->notice->clause_count++] = clause;
	str_add(&r->text, text);
	return true;
}

/* -- What is no clause ------------------------------------------------------------------------- */

static bool says_something(const char *s)
{
	while (*s != '\0') {
		unsigned c = fold_next(&s);

		if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			(c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) ||
			(c >= 0x3040 && c < 0xFF00))
			return true;
	}
	return false;
}

static bool is_furniture(const struct notice_rules *rules, const char *line)
{
	const char *end = line + strlen(line);

	if (!says_something(line))
		return true;
	if (text_length(line) > FURNITURE_CHARS)
		return false;
	for (size_t i = 0; i < rules->furniture.n; i++) {
		if (fold_has(line, end, rules->furniture.v[i]))
			return true;
	}
	return false;
}

static void set_aside(struct reader *r, enum notice_rest rest, const char *line)
{
	GROW(r->notice->rest, r->notice->rest_count);
	r->notice->rest[r->notice->rest_count++] =
		(struct notice_line){.line = r->line, .rest = rest, .text = xstrdup(line)};
}

/* The last whole date of the head is the day it was issued. */
static void look_for_issue(struct reader *r, const char *line)
{
	const char *p = line;

	while (*p != '\0') {
		size_t len;
		int day = read_date(r->rules, p, DAY_NONE, &len);

		if (day != DAY_NONE)
			r->notice->issued = day;
		if (len > 0)
			p += len;
		else
			fold_next(&p);
	}
}

/* -- The text ---------------------------------------------------------------------------------- */

static void count_brackets(struct reader *r, const char *line)
{
	while (*line != '\0') {
		unsigned c = fold_next(&line);

		if (c == '(')
			r->depth++;
		else if (c == ')' && r->depth > 0)
			r->depth--;
	}
}

/* Whether the clause's closing list has come: what follows is no part of it. The list lies in the
 * last line, for lines are joined within brackets. */
static bool is_closed(const struct reader *r)
{
	const char *text = str_get(&r->text), *line = strrchr(text, '\n');
	struct notice scratch = {0};
	bool closed;

	GROW(scratch.clauses, scratch.clause_count);
	scratch.clauses[scratch.clause_count++] = (struct notice_clause){
		.place = xstrdup(""), .text = xstrdup(line != NULL ? line + 1 : text)};
	notice_parties(r->rules, &scratch, &scratch.clauses[0]);
	closed = scratch.clauses[0].has_list;
	notice_release(&scratch);
	return closed;
}

static void take_text(struct reader *r, const char *line)
{
	if (current(r) == NULL) {
		bool furniture = is_furniture(r->rules, line);

		look_for_issue(r, line);
		set_aside(r, furniture ? NOTICE_FURNITURE : NOTICE_BEFORE, line);
	} else if (r->depth > 0 && says_something(line)) {
		r->is_broken = true;
		str_add(&r->text, line);
		count_brackets(r, line);
	} else if (is_furniture(r->rules, line)) {
		set_aside(r, NOTICE_FURNITURE, line);
	} else if (is_closed(r)) {
		set_aside(r, NOTICE_STRAY, line);
	} else {
		str_addf(&r->text, "%s%s", r->text.len > 0 ? "\n" : "", line);
		count_brackets(r, line);
	}
}

static bool take_line(struct reader *r, const char *line, struct err *err)
{
	size_t len;
	int value = 0, level = read_level(r->rules, line, &len, &value);

	if (*line == '\0')
		return true;
	if (level != NO_LEVEL && (current(r) != NULL || level == r->outermost)) {
		const char *rest = skip_blanks(line + len);

		if (!begin_clause(r, level, value, rest, err))
			return false;
		count_brackets(r, rest);
	} else {
		take_text(r, line);
	}
	return true;
}

bool notice_read(struct notice *notice, const struct pack *pack, const char *text, struct err *err)
{
	struct reader r = {.pack = pack, .rules = &pack->notice, .notice = notice};
	bool ok = true;

	*notice = (struct notice){0};
	if (!pack->notice.is_there)
		return err_set(
			err, ERR_INPUT, _("the pack reads no notices: it has no section [notice]"));
	r.outermost = outermost_level(r.rules, text);
	if (r.outermost == NO_LEVEL)
		return err_set(err, ERR_INPUT, _("it has no numbered clause"));
	for (const char *p = text; ok && *p != '\0';) {
		size_t len;
		char *line = line_at(p, &len);

		r.line++;
		ok = take_line(&r, line, err);
		free(line);
		p += len;
	}
	end_clause(&r);
	str_release(&r.text);
	for (int i = 0; i < LEVELS_MAX; i++)
		free(r.numbers[i]);
	if (!ok) {
		notice_release(notice);
		return false;
	}
	notice->title = head_title(text);
	notice->number = head_number(text);
	notice_find_odd(notice, r.rules);
	return true;
}

void notice_odd(struct notice *notice, int line, const char *place, const char *fmt, ...)
{
	va_list ap;

	GROW(notice->oddities, notice->oddity_count);
	va_start(ap, fmt);
	notice->oddities[notice->oddity_count++] = (struct notice_oddity){
		.line = line, .place = xstrdup(place), .what = xvasprintf(fmt, ap)};
	va_end(ap);
}

static void release_clause(struct notice_clause *clause)
{
	free(clause->place);
	free(clause->path);
	free(clause->title);
	free(clause->text);
	for (size_t i = 0; i < clause->party_count; i++)
		free(clause->parties[i].name);
	free(clause->parties);
	for (size_t i = 0; i < clause->date_count; i++)
		free(clause->dates[i].words);
	free(clause->dates);
}

void notice_release(struct notice *notice)
{
	free(notice->title);
	free(notice->number);
	for (size_t i = 0; i < notice->clause_count; i++)
		release_clause(&notice->clauses[i]);
	free(notice->clauses);
	for (size_t i = 0; i < notice->rest_count; i++)
		free(notice->rest[i].text);
	free(notice->rest);
	for (size_t i = 0; i < notice->oddity_count; i++) {
		free(notice->oddities[i].place);
		free(notice->oddities[i].what);
	}
	free(notice->oddities);
	*notice = (struct notice){0};
}
