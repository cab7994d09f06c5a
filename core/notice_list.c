/* SPDX-License-Identifier: MIT */
/* Who is responsible for a clause, and by when. */
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/notice_read.h"
#include "core/text.h"

struct span {
	const char *s, *end;
};

/* -- Where the list stands --------------------------------------------------------------------- */

enum { NEST = 32 };

/* What the last bracket of a text holds, where the text ends in one. */
static bool last_bracket(const char *text, const char *end, struct span *inside)
{
	const char *open[NEST], *start = NULL, *close = NULL;
	int depth = 0;

	for (const char *p = text; p < end && *p != '\0';) {
		const char *at = p;
		unsigned c = fold_next(&p);

		if (c == '(') {
			if (depth < NEST)
				open[depth] = at;
			depth++;
		} else if (c == ')' && depth > 0) {
			depth--;
			start = depth < NEST ? open[depth] : NULL;
			close = at;
			if (start != NULL && p >= end) {
				*inside = (struct span){start, close};
				return true;
			}
		}
	}
	return false;
}

/* A list is a sentence of its own: a bracket that explains the words before it is none. */
static bool stands_alone(const struct notice_rules *rules, const char *text, const char *open)
{
	const char *before = trim_end(text, open);

	return before == text || memchr(before, '\n', (size_t)(open - before)) != NULL ||
	       fold_ends(text, before, &rules->ends) != NULL;
}

static const char *last_line(const char *text, const char *end)
{
	const char *line = text;

	for (const char *p = text; p < end; p++) {
		if (*p == '\n' && p + 1 < end)
			line = p + 1;
	}
	return line;
}

/* A last line that begins with a label the pack knows: 责任单位: ... */
static bool labelled_line(
	const struct notice_rules *rules, const char *text, const char *end, struct span *inside)
{
	const char *line = skip_blanks(last_line(text, end));

	for (size_t i = 0; i < rules->role_count && line < end; i++) {
		size_t n = fold_any(line, &rules->roles[i].before);

		if (n > 0 && fold_any(skip_blanks(line + n), &rules->labels) > 0) {
			*inside = (struct span){line, end};
			return true;
		}
	}
	return false;
}

/* -- What it says ------------------------------------------------------------------------------ */

struct reading {
	const struct notice_rules *rules;
	struct notice *notice;
	struct notice_clause *clause;
	const struct party_role *role; /* of the part being read */
	size_t open; /* the first of the part whose role nothing has said */
};

static bool is_group(const struct notice_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->groups.n; i++) {
		const char *pattern = rules->groups.v[i];
		size_t n = strlen(pattern);

		if (n > 0 && pattern[n - 1] == '*') {
			char *stem = xstrndup(pattern, n - 1);
			bool fits = fold_starts(name, stem) > 0;

			free(stem);
			if (fits)
				return true;
		} else if (fold_eq(name, pattern)) {
			return true;
		}
	}
	return false;
}

/* The role whose words the name ends in; they are taken off. */
static const struct party_role *cut_role(const struct notice_rules *rules, struct span *name)
{
	for (size_t i = 0; i < rules->role_count; i++) {
		const char *at = fold_ends(name->s, name->end, &rules->roles[i].after);

		if (at != NULL) {
			name->end = at;
			return &rules->roles[i];
		}
	}
	return NULL;
}

static void check_twice(struct reading *r, const char *name)
{
	for (size_t i = 0; i < r->clause->party_count; i++) {
		if (fold_eq(r->clause->parties[i].name, name))
			notice_odd(r->notice, r->clause->line, r->clause->place,
				_("'%s' is named twice"), name);
	}
}

static void take_name(struct reading *r, struct span name)
{
	const struct party_role *role;
	const char *end;
	char *text;

	end = fold_ends(name.s, name.end, &r->rules->ends);
	name.end = end != NULL ? end : name.end;
	role = cut_role(r->rules, &name);
	text = without_blanks(name.s, name.end);
	if (*text != '\0' && r->clause->party_count < NOTICE_PARTIES) {
		check_twice(r, text);
		GROW(r->clause->parties, r->clause->party_count);
		r->clause->parties[r->clause->party_count++] = (struct notice_party){
			.name = text, .role = r->role, .is_group = is_group(r->rules, text)};
	} else {
		free(text);
	}
	if (role == NULL)
		return;
	for (; r->open < r->clause->party_count; r->open++)
		r->clause->parties[r->open].role = role;
}

/* Calls take for each piece that the words part, outside of brackets. */
static void split(struct reading *r, struct span s, const struct strv *words,
	void (*take)(struct reading *, struct span))
{
	const char *from = s.s, *p = s.s;
	int depth = 0;

	while (p < s.end && *p != '\0') {
		size_t n = depth == 0 ? fold_any(p, words) : 0;
		const char *at = p;
		unsigned c;

		if (n > 0) {
			take(r, (struct span){from, at});
			from = p = at + n;
			continue;
		}
		c = fold_next(&p);
		depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
	}
	take(r, (struct span){from, s.end});
}

static const struct party_role *labelled_role(struct reading *r, struct span label)
{
	char *text;

	for (size_t i = 0; i < r->rules->role_count; i++) {
		if (fold_ends(label.s, label.end, &r->rules->roles[i].before) != NULL)
			return &r->rules->roles[i];
	}
	text = without_blanks(label.s, label.end);
	notice_odd(r->notice, r->clause->line, r->clause->place,
		_("'%s' is no part that the pack knows"), text);
	free(text);
	return r->rules->roles;
}

static void take_part(struct reading *r, struct span part)
{
	const char *names = part.s;

	r->role = r->rules->roles;
	r->open = r->clause->party_count;
	for (const char *p = part.s; p < part.end && *p != '\0'; fold_next(&p)) {
		size_t n = fold_any(p, &r->rules->labels);

		if (n == 0)
			continue;
		r->role = labelled_role(r, (struct span){part.s, p});
		names = p + n;
		break;
	}
	split(r, (struct span){names, part.end}, &r->rules->between, take_name);
}

void notice_parties(
	const struct notice_rules *rules, struct notice *notice, struct notice_clause *clause)
{
	const char *text = clause->text, *end = trim_end(text, text + strlen(text));
	const char *stop = fold_ends(text, end, &rules->ends), *from;
	struct reading reading = {.rules = rules, .notice = notice, .clause = clause};
	struct span list;

	if (last_bracket(text, stop != NULL ? trim_end(text, stop) : end, &list) &&
		stands_alone(rules, text, list.s)) {
		from = list.s;
		fold_next(&list.s);
	} else if (labelled_line(rules, text, end, &list)) {
		from = list.s;
	} else {
		return;
	}
	clause->has_list = true;
	split(&reading, list, &rules->parts, take_part);
	clause->text[trim_end(text, from) - text] = '\0';
}

/* -- By when ----------------------------------------------------------------------------------- */

static void add_date(const struct notice_rules *rules, struct notice_clause *clause, const char *at,
	size_t len, int day)
{
	GROW(clause->dates, clause->date_count);
	clause->dates[clause->date_count++] = (struct notice_date){
		.words = without_blanks(at, at + len),
		.day = day,
		.is_deadline = fold_any(skip_blanks(at + len), &rules->deadlines) > 0,
	};
}

/* The sentence's bounds, for the dates from `first` on. */
static void bound(struct notice_clause *clause, size_t first, size_t from, size_t to)
{
	for (size_t i = first; i < clause->date_count; i++) {
		clause->dates[i].from = from;
		clause->dates[i].to = to;
	}
}

void notice_dates(const struct notice_rules *rules, struct notice_clause *clause, int issued)
{
	const char *text = clause->text, *p = text;
	size_t first = 0, from = 0;
	unsigned before = 0;

	while (*p != '\0') {
		size_t n = fold_any(p, &rules->ends), len = 0;
		int day = before >= '0' && before <= '9' ? DAY_NONE
							 : read_date(rules, p, issued, &len);

		if (day != DAY_NONE) {
			add_date(rules, clause, p, len, day);
			p += len;
			before = 0;
			continue;
		}
		before = n > 0 ? 0 : fold_next(&p);
		p += n;
		if (n > 0 || before == '\n') {
			bound(clause, first, from, (size_t)(p - text));
			first = clause->date_count;
			from = (size_t)(p - text);
		}
	}
	bound(clause, first, from, (size_t)(p - text));
}

static bool names_one(const struct notice_clause *clause, const struct notice_date *date,
	const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++) {
		if (*names[i] != '\0' &&
			fold_has(clause->text + date->from, clause->text + date->to, names[i]))
			return true;
	}
	return false;
}

int notice_due(const struct notice_clause *clause, const char *const *names)
{
	int due = DAY_NONE, theirs = DAY_NONE;

	for (size_t i = 0; i < clause->date_count; i++) {
		const struct notice_date *date = &clause->dates[i];

		if (!date->is_deadline)
			continue;
		if (date->day > due)
			due = date->day;
		if (date->day > theirs && names_one(clause, date, names))
			theirs = date->day;
	}
	return theirs != DAY_NONE ? theirs : due;
}
