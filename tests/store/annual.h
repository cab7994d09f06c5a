/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_ANNUAL_H
#define TESTS_STORE_ANNUAL_H

/* The annual report of the pack cn made again from the raw ledger, form by form and by hand: by the
 * codes of choices, without the pack's forms. Include after <cmocka.h>. */

#include "tests/store/long_way.h"

static const char *const classes[] = {
	"person", "business", "research", "welfare", "legal", "other"};
static const char *const outcomes[] = {"granted", "partly", "secret", "forbidden", "security",
	"third-party", "internal", "process", "case-file", "query", "not-held", "needs-making",
	"unclear", "petition", "repeated", "publication", "excessive", "confirm", "late-correction",
	"unpaid", "other"};
static const char *const outcome_rows[] = {"r31", "r32", "r331", "r332", "r333", "r334", "r335",
	"r336", "r337", "r338", "r341", "r342", "r343", "r351", "r352", "r353", "r354", "r355",
	"r361", "r362", "r363"};
static const char *const contest_fields[] = {"review", "suit", "suit-after-review"};
static const char *const contest_rows[] = {"review", "suit", "suit-after-review"};
static const char *const ends[] = {"upheld", "corrected", "other", "pending"};

struct annual { /* of one year */
	struct figures_test *t;
	int first, last;
	int done_in_all, contests_in_all; /* how much there was to be found */
};

static size_t index_of(const char *const *list, size_t n, const char *code)
{
	size_t i = 0;

	while (i < n && !str_eq(list[i], code))
		i++;
	return i;
}

static bool is_void(const struct figures_test *t, const struct raw_doc *doc)
{
	for (size_t i = 0; i < doc->n; i++) {
		if (act_of(t, &doc->acts[i]) == ACT_VOID)
			return true;
	}
	return false;
}

static const struct raw_doc *next_case(
	const struct annual *a, const struct raw_doc *doc, const char *kind)
{
	do
		doc = next_seen(a->t, doc, kind);
	while (doc != NULL && is_void(a->t, doc));
	return doc;
}

static int day_in(const struct paper *paper, const char *field)
{
	const char *value = paper_field(paper, field);
	int day = DAY_NONE;

	if (value != NULL)
		assert_true(day_parse(value, &day));
	return day;
}

static bool is_within(const struct annual *a, int day)
{
	return day != DAY_NONE && day >= a->first && day <= a->last;
}

/* -- Table 3 ----------------------------------------------------------------------------------- */

static bool begins_contest(const struct raw_act *act)
{
	return strncmp(act->decision.action, "contest-", 8) == 0 &&
	       str_eq(act->decision.from, "replied");
}

static int replied_on(const struct raw_doc *doc)
{
	for (size_t i = 0; i < doc->n; i++) {
		if (str_eq(doc->acts[i].decision.to, "replied") ||
			str_eq(doc->acts[i].decision.to, "lapsed"))
			return doc->acts[i].day;
	}
	return DAY_NONE;
}

/* The request as it stood before anybody contested it. */
static const struct paper *request_of(const struct raw_doc *doc)
{
	for (size_t i = 0; i < doc->n; i++) {
		if (begins_contest(&doc->acts[i]))
			return &doc->acts[i].paper;
	}
	return &raw_last(doc)->paper;
}

static const char *reply_of(const struct raw_doc *doc)
{
	for (size_t i = 0; i < doc->n; i++) {
		if (str_eq(doc->acts[i].decision.to, "lapsed"))
			return "late-correction";
	}
	return paper_field(request_of(doc), "outcome");
}

static void put_line(struct strv *lines, const char *row, const int *n, size_t columns)
{
	struct str text = {0};

	str_add(&text, row);
	for (size_t c = 0; c < columns; c++)
		str_addf(&text, "|%d", n[c]);
	strv_add(lines, str_get(&text));
	str_release(&text);
}

static void add_to(int *row, const char *class)
{
	size_t column = index_of(classes, LENGTH(classes), class);

	assert_true(column < LENGTH(classes));
	row[column]++;
	row[LENGTH(classes)]++;
}

static void table_3(struct annual *a, struct strv *lines)
{
	enum { NEW, CARRIED, DONE, LEFT, SUMS, WIDTH = 7 };
	static const char *const sums[SUMS] = {"new", "carried", "done", "left"};
	int n[SUMS][WIDTH] = {{0}}, of[LENGTH(outcomes)][WIDTH] = {{0}};

	for (const struct raw_doc *doc = next_case(a, NULL, "request"); doc != NULL;
		doc = next_case(a, doc, "request")) {
		const char *class = paper_field(request_of(doc), "applicant-class");
		int received = day_in(&raw_last(doc)->paper, "received"), done = replied_on(doc);

		if (received > a->last || (done != DAY_NONE && done < a->first))
			continue;
		add_to(n[received >= a->first ? NEW : CARRIED], class);
		if (!is_within(a, done)) {
			add_to(n[LEFT], class);
			continue;
		}
		add_to(n[DONE], class);
		add_to(of[index_of(outcomes, LENGTH(outcomes), reply_of(doc))], class);
		a->done_in_all++;
	}
	for (size_t i = 0; i < SUMS; i++)
		put_line(lines, sums[i], n[i], WIDTH);
	for (size_t i = 0; i < LENGTH(outcomes); i++)
		put_line(lines, outcome_rows[i], of[i], WIDTH);
	for (size_t c = 0; c < WIDTH; c++)
		assert_int_equal(n[NEW][c] + n[CARRIED][c], n[DONE][c] + n[LEFT][c]);
}

/* -- Table 4 ----------------------------------------------------------------------------------- */

/* Which of the three fields a contest filled in otherwise than they were; where `all`, and none
 * was, those that are filled in. Returns how many. */
static int told(const struct raw_act *before, const struct raw_act *act, bool all,
	const char *value[LENGTH(contest_fields)])
{
	int n = 0;

	for (size_t i = 0; i < LENGTH(contest_fields); i++) {
		const char *now = paper_field(&act->paper, contest_fields[i]);

		value[i] = str_eq(paper_field(&before->paper, contest_fields[i]), now) ? NULL : now;
		n += value[i] != NULL;
	}
	for (size_t i = 0; n == 0 && all && i < LENGTH(contest_fields); i++)
		value[i] = paper_field(&act->paper, contest_fields[i]);
	n = 0;
	for (size_t i = 0; i < LENGTH(contest_fields); i++)
		n += value[i] != NULL;
	return n;
}

/* The values a contest that began with act i counts in the year; false: it is none of the year's.
 */
static bool contest_of(const struct annual *a, const struct raw_doc *doc, size_t i,
	const char *value[LENGTH(contest_fields)], int *n)
{
	const struct raw_act *begun = &doc->acts[i];
	size_t end = i + 1, at = i;

	while (end < doc->n && !str_eq(doc->acts[end].decision.action, "contest-ended"))
		end++;
	if (begun->day > a->last || (end < doc->n && doc->acts[end].day < a->first))
		return false;
	if (end < doc->n && doc->acts[end].day <= a->last) {
		*n = told(begun, &doc->acts[end], true, value);
		return true;
	}
	while (at + 1 < doc->n && doc->acts[at + 1].day <= a->last)
		at++;
	for (*n = 0; *n == 0 && at < doc->n && at <= end; at++)
		*n = told(begun, &doc->acts[at], at == end, value);
	return true;
}

/* The faults instead, where there are some. */
static void table_4(struct annual *a, struct strv *lines, struct strv *faults)
{
	int n[LENGTH(contest_rows)][LENGTH(ends) + 1] = {{0}};

	for (const struct raw_doc *doc = next_case(a, NULL, "request"); doc != NULL;
		doc = next_case(a, doc, "request")) {
		for (size_t i = 0; i < doc->n; i++) {
			const char *value[LENGTH(contest_fields)] = {0};
			int found;

			if (!begins_contest(&doc->acts[i]) || !contest_of(a, doc, i, value, &found))
				continue;
			a->contests_in_all++;
			if (found == 0)
				strv_put(faults, raw_last(doc)->paper.id);
			for (size_t k = 0; k < LENGTH(contest_fields); k++) {
				if (value[k] == NULL)
					continue;
				n[k][index_of(ends, LENGTH(ends), value[k])]++;
				n[k][LENGTH(ends)]++;
			}
		}
	}
	for (size_t k = 0; k < LENGTH(contest_rows); k++)
		put_line(lines, contest_rows[k], n[k], LENGTH(ends) + 1);
}

/* -- Table 2 ----------------------------------------------------------------------------------- */

static void table_2_norms(struct annual *a, struct strv *lines, struct strv *faults)
{
	static const char *const types[] = {"rule", "normative"};
	int n[LENGTH(types)][3] = {{0}};

	for (const struct raw_doc *doc = next_case(a, NULL, "norm"); doc != NULL;
		doc = next_case(a, doc, "norm")) {
		const struct paper *paper = &raw_last(doc)->paper;
		int made = day_in(paper, "made"), repealed = day_in(paper, "repealed");
		int *row = n[index_of(types, LENGTH(types), paper_field(paper, "type"))];

		if (str_eq(raw_last(doc)->decision.to, "draft") || made > a->last)
			continue;
		if (repealed != DAY_NONE && repealed < made &&
			(repealed >= a->first || made >= a->first))
			strv_put(faults, paper->id);
		row[0] += made >= a->first;
		row[1] += is_within(a, repealed);
		row[2] += repealed == DAY_NONE || repealed > a->last;
	}
	for (size_t i = 0; i < LENGTH(types); i++)
		put_line(lines, types[i], n[i], 3);
}

static void table_2_sum(struct annual *a, const char *matter, int unit, struct strv *lines)
{
	int64_t sum = 0;
	int number;

	for (const struct raw_doc *doc = next_case(a, NULL, "tally"); doc != NULL;
		doc = next_case(a, doc, "tally")) {
		const struct paper *paper = &raw_last(doc)->paper;

		if (!str_eq(raw_last(doc)->decision.to, "entered") ||
			!str_eq(paper_field(paper, "matter"), matter) ||
			!is_within(a, day_in(paper, "until")))
			continue;
		assert_true(str_number(paper_field(paper, "amount"), &number));
		sum += number;
	}
	if (unit > 0)
		sum = (sum * 100 + unit / 2) / unit;
	line(lines, "%s|%lld", matter, (long long)sum);
}

/* -- The report -------------------------------------------------------------------------------- */

/* A form is as it was found; where there are faults, they stand in its place. */
static void check_form(struct figures_test *t, const struct report *report, const char *code,
	struct strv *lines, struct strv *faults)
{
	struct strv got = {0};
	const struct report_table *table = NULL;

	for (size_t i = 0; i < report->table_count; i++) {
		if (strcmp(report->tables[i].key, code) == 0)
			table = &report->tables[i];
	}
	assert_non_null(table);
	table_lines(table, faults->n > 0 ? 1 : 99, &got);
	same(t, code, faults->n > 0 ? faults : lines, &got);
	strv_release(lines);
	strv_release(faults);
}

static void check_year(struct annual *a, const struct report *report)
{
	struct strv lines = {0}, faults = {0};

	table_2_norms(a, &lines, &faults);
	check_form(a->t, report, "annual-2-norm", &lines, &faults);
	table_2_sum(a, "licence", 0, &lines);
	check_form(a->t, report, "annual-2-licence", &lines, &faults);
	table_2_sum(a, "penalty", 0, &lines);
	table_2_sum(a, "coercion", 0, &lines);
	check_form(a->t, report, "annual-2-enforcement", &lines, &faults);
	table_2_sum(a, "fee", 10000, &lines);
	check_form(a->t, report, "annual-2-fee", &lines, &faults);
	table_3(a, &lines);
	check_form(a->t, report, "annual-3", &lines, &faults);
	table_4(a, &lines, &faults);
	check_form(a->t, report, "annual-4", &lines, &faults);
}

/* Every year the office has lived, whatever else is asked for. Returns how much was found. */
static int check_annual(struct figures_test *t)
{
	int until = day_make(FIRST_YEAR, 12, 31), found = 0;
	struct report_ask ask = t->ask;

	for (; until < t->today + 366; until = day_add_months(until, 12)) {
		struct annual a = {.t = t, .first = day_add_months(until + 1, -12), .last = until};
		struct report report;

		t->ask = (struct report_ask){.unit = ask.unit, .to = until};
		make(t, "annual", &report);
		check_year(&a, &report);
		report_release(&report);
		found += a.done_in_all > 0 && a.contests_in_all > 0;
	}
	t->ask = ask;
	return found;
}

#endif
