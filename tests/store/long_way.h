/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_LONG_WAY_H
#define TESTS_STORE_LONG_WAY_H

/* What the raw ledger says of a paper, found by looking at all of its decisions; and lines of
 * figures that are the same as a report's, or not. Include after <cmocka.h>. */

#include "tests/store/request_terms.h"

/* -- What is seen and asked for, the long way -------------------------------------------------- */

static bool is_below(const char *unit, const char *above)
{
	for (const char *at = unit; at != NULL;) {
		const char *next = NULL;

		if (strcmp(at, above) == 0)
			return true;
		for (size_t i = 0; i < LENGTH(units); i++) {
			if (strcmp(units[i][0], at) == 0)
				next = units[i][1];
		}
		at = next;
	}
	return false;
}

static const struct state *state_of(const struct figures_test *t, const struct raw_doc *doc)
{
	return kind_state(pack_kind(t->pack, doc->acts[0].paper.kind), raw_last(doc)->decision.to);
}

/* The auditor sees all; head-east what lies in east or below, or is published. */
static bool is_seen(const struct figures_test *t, const struct raw_doc *doc)
{
	const struct paper *paper = &raw_last(doc)->paper;

	if (t->ask.unit != NULL && !is_below(paper->unit, t->ask.unit))
		return false;
	return strcmp(t->session.person, "auditor") == 0 || is_below(paper->unit, "east") ||
	       state_of(t, doc)->phase == PHASE_PUBLISHED;
}

static bool is_asked(const struct figures_test *t, int day)
{
	return (t->ask.from == DAY_NONE || day >= t->ask.from) &&
	       (t->ask.to == DAY_NONE || day <= t->ask.to);
}

/* The documents of a kind (NULL: any) that are seen and asked for. */
static const struct raw_doc *next_seen(
	const struct figures_test *t, const struct raw_doc *doc, const char *code)
{
	for (doc = doc == NULL ? t->raw.docs : doc + 1; doc < t->raw.docs + t->raw.n; doc++) {
		if (is_seen(t, doc) && (code == NULL || strcmp(doc->acts[0].paper.kind, code) == 0))
			return doc;
	}
	return NULL;
}

static enum act act_of(const struct figures_test *t, const struct raw_act *act)
{
	return pack_action(t->pack, act->decision.action)->act;
}

/* The working day so many after a day, counted on the fingers. */
static int working_day(const struct figures_test *t, int day, int n)
{
	while (n > 0)
		n -= calendar_is_working(&t->pack->calendar, ++day);
	return day;
}

struct term {
	int start, due, stopped;
};

/* What the row of the catalogue says, where the rule leaves it to that. */
static int days_of(
	const struct figures_test *t, const struct paper *paper, const struct clock_rule *rule)
{
	const char *code = paper_field(paper, "catalogue");
	const struct pack_table *table = pack_table(t->pack, "catalogue");
	const struct table_row *row =
		rule->days_of != NULL && code != NULL ? table_row(table, code) : NULL;
	int days;

	if (row != NULL && str_number(name_get(table_cell(table, row, "term")), &days))
		return days;
	return rule->days;
}

/* The latest run of one clock of a paper. */
static struct term term_of(
	const struct figures_test *t, const struct raw_doc *doc, const struct clock_rule *rule)
{
	struct term term = {0};

	for (size_t i = 0; i < doc->n; i++) {
		const struct raw_act *act = &doc->acts[i];
		bool is_public = str_eq(act->paper.attribute, "public");

		if (!raw_moves(act))
			continue;
		if (term.start != DAY_NONE && term.stopped == DAY_NONE &&
			strv_has(&rule->stop, act->decision.to))
			term.stopped = act->day;
		if ((term.start == DAY_NONE || term.stopped != DAY_NONE) &&
			strv_has(&rule->start, act->decision.to) &&
			(str_empty(rule->when) || is_public))
			term = (struct term){act->day,
				working_day(t, act->day, days_of(t, &act->paper, rule)), DAY_NONE};
	}
	return term;
}

/* When a clock that counts from a field's day ends; DAY_NONE: it does not run. */
static int end_from_field(const struct clock_rule *rule, const struct raw_doc *doc)
{
	const struct paper *paper = &raw_last(doc)->paper;
	const char *value = paper_field(paper, rule->from.v[0]);
	int day;

	if (value == NULL || !strv_has(&rule->start, raw_last(doc)->decision.to) ||
		!pack_condition(rule->when, law_value, paper))
		return DAY_NONE;
	assert_true(day_parse(value, &day));
	return day + rule->days;
}

/* The earliest term that runs. */
static int due_of(struct figures_test *t, const struct raw_doc *doc)
{
	const struct kind *kind = pack_kind(t->pack, doc->acts[0].paper.kind);
	int due = DAY_NONE;

	if (strcmp(kind->code, "request") == 0)
		return request_due(t, doc);
	for (size_t i = 0; i < kind->clock_count; i++) {
		const struct clock_rule *rule = &kind->clocks[i];
		struct term term = {0};

		if (rule->from.n > 0)
			term.due = end_from_field(rule, doc);
		else
			term = term_of(t, doc, rule);
		if (term.due != DAY_NONE && term.stopped == DAY_NONE &&
			(due == DAY_NONE || term.due < due))
			due = term.due;
	}
	return due;
}

static bool is_overdue(struct figures_test *t, const struct raw_doc *doc)
{
	int due = due_of(t, doc);

	return due != DAY_NONE && due < t->today;
}

/* The day of the last of some acts. */
static int last_act(const struct figures_test *t, const struct raw_doc *doc, enum act act)
{
	int day = DAY_NONE;

	for (size_t i = 0; i < doc->n; i++) {
		if (act_of(t, &doc->acts[i]) == act && raw_moves(&doc->acts[i]))
			day = doc->acts[i].day;
	}
	return day;
}

/* The day it was signed, unless it went back since. */
static int decided_on(const struct figures_test *t, const struct raw_doc *doc)
{
	int day = DAY_NONE;

	for (size_t i = 0; i < doc->n; i++) {
		enum act act = act_of(t, &doc->acts[i]);

		if (act == ACT_SIGN)
			day = doc->acts[i].day;
		else if (act == ACT_EDIT || act == ACT_MARK || act == ACT_SUBMIT ||
			 act == ACT_RETURN || act == ACT_RECALL || act == ACT_REVIEW)
			day = DAY_NONE;
	}
	return day;
}

static int entered_on(const struct raw_doc *doc)
{
	int day = DAY_NONE;

	for (size_t i = 0; i < doc->n; i++)
		day = raw_moves(&doc->acts[i]) ? doc->acts[i].day : day;
	return day;
}

static struct term publication_of(const struct figures_test *t, const struct raw_doc *doc)
{
	const struct kind *kind = pack_kind(t->pack, "gongwen");

	if (decided_on(t, doc) == DAY_NONE)
		return (struct term){0};
	return term_of(t, doc, coded_find(CODED(kind->clocks, kind->clock_count, NULL), "publish"));
}

/* Not for being published alone: then why it came back is not told. */
static bool is_whole(const struct figures_test *t, const struct raw_doc *doc)
{
	return strcmp(t->session.person, "auditor") == 0 ||
	       is_below(raw_last(doc)->paper.unit, "east");
}

/* -- Lines that are the same, or not ----------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

__attribute__((format(printf, 2, 3))) static void line(struct strv *lines, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	strv_add(lines, text);
	free(text);
}

/* A line for each key, with how often it was added: "key|n". */
struct counts {
	struct strv keys;
	int *n; /* owns */
};

__attribute__((format(printf, 3, 4))) static int *count(
	struct counts *counts, int n, const char *fmt, ...)
{
	va_list ap;
	char *key;
	size_t i = 0;

	va_start(ap, fmt);
	key = xvasprintf(fmt, ap);
	va_end(ap);
	while (i < counts->keys.n && strcmp(counts->keys.v[i], key) != 0)
		i++;
	if (i == counts->keys.n) {
		GROW(counts->n, i);
		counts->n[i] = 0;
		strv_add(&counts->keys, key);
	}
	free(key);
	counts->n[i] += n;
	return &counts->n[i];
}

static void counts_lines(struct counts *counts, struct strv *lines)
{
	for (size_t i = 0; i < counts->keys.n; i++)
		line(lines, "%s|%d", counts->keys.v[i], counts->n[i]);
	strv_release(&counts->keys);
	free(counts->n);
}

/* The share as reports tell it. */
static int share(int part, int whole)
{
	if (part == 0 || part >= whole)
		return whole > 0 && part > 0 ? 1000 : 0;
	return part * 1000 < whole         ? 1
	       : part * 1000 > whole * 999 ? 999
					   : (part * 1000 + whole / 2) / whole;
}

static char *cell_text(const struct report_table *table, size_t row, size_t c)
{
	const struct report_cell *cell = report_at(table, row, c);
	char day[DAY_SIZE];

	if (cell->is_empty)
		return xstrdup("");
	switch (table->columns[c].type) {
	case COLUMN_WORD:
	case COLUMN_LIST: return xstrdup(cell->word);
	case COLUMN_DAY: return xstrdup(day_format((int)cell->number, day));
	case COLUMN_NUMBER:
	case COLUMN_ORDINAL:
	case COLUMN_AMOUNT:
	case COLUMN_SHARE: break;
	}
	return xasprintf("%lld", (long long)cell->number);
}

/* The first columns of a table's rows. */
static void table_lines(const struct report_table *table, size_t columns, struct strv *lines)
{
	for (size_t row = 0; row < report_rows(table); row++) {
		struct strv cells = {0};
		char *joined;

		for (size_t c = 0; c < columns && c < table->column_count; c++) {
			char *text = cell_text(table, row, c);

			strv_add(&cells, text);
			free(text);
		}
		joined = strv_join(&cells, "|");
		strv_add(lines, joined);
		free(joined);
		strv_release(&cells);
	}
}

static void sort(struct strv *lines)
{
	if (lines->n > 0)
		qsort(lines->v, lines->n, sizeof(*lines->v), by_text);
}

static void add_rest(
	struct str *out, const char *sign, const struct strv *lines, const struct strv *others)
{
	for (size_t i = 0; i < lines->n; i++) {
		if (!strv_has(others, lines->v[i]))
			str_addf(out, "%s %s\n", sign, lines->v[i]);
	}
}

/* Both are released. */
static void same(
	const struct figures_test *t, const char *what, struct strv *expected, struct strv *told)
{
	struct str rest = {0};
	char *a, *b;

	sort(expected);
	sort(told);
	a = strv_join(expected, "\n");
	b = strv_join(told, "\n");
	add_rest(&rest, "-", expected, told);
	add_rest(&rest, "+", told, expected);
	if (strcmp(a, b) != 0)
		fail_msg("%s by %s, unit %s, from %d to %d: - the ledger, + the report\n%s", what,
			t->session.person, t->ask.unit, t->ask.from, t->ask.to, str_get(&rest));
	free(a);
	free(b);
	str_release(&rest);
	strv_release(expected);
	strv_release(told);
}

static void make(struct figures_test *t, const char *name, struct report *report)
{
	MUST(session_report(&t->session, name, &t->ask, report, &err));
}

/* A table of a report is what was found in the ledger. */
static void check_table(struct figures_test *t, const char *name, size_t table, size_t columns,
	struct strv *expected)
{
	struct strv told = {0};
	struct report report;

	make(t, name, &report);
	table_lines(&report.tables[table], columns, &told);
	same(t, name, expected, &told);
	report_release(&report);
}

static void check_figure(struct figures_test *t, const char *name, const char *key, int expected)
{
	struct report report;
	bool found = false;

	make(t, name, &report);
	for (size_t i = 0; i < report.figure_count; i++) {
		if (strcmp(report.figures[i].key, key) != 0)
			continue;
		found = true;
		if (report.figures[i].number != expected)
			fail_msg("%s: %s is %lld, the ledger says %d", name, key,
				(long long)report.figures[i].number, expected);
	}
	assert_true(found);
	report_release(&report);
}

static const struct report_table *table_called(const struct report *report, const char *key)
{
	for (size_t i = 0; i < report->table_count; i++) {
		if (strcmp(report->tables[i].key, key) == 0)
			return &report->tables[i];
	}
	fail_msg("there is no table %s", key);
	return NULL;
}

#endif
