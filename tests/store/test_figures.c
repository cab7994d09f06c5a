/* SPDX-License-Identifier: MIT */
/* Random offices over some years, and every figure of every report made again from the raw ledger
 * by looking at all of it: what stock git reads, counted here the long way. FIGURES_OFFICES=N makes
 * N of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/measures.h"
#include "tests/store/annual.h"
#include "tests/store/other_figures.h"

/* -- The whole on one page --------------------------------------------------------------------- */

/* As a table of its own report and of the overview, where that has it under the same name. */
static void check_in(struct figures_test *t, const char *name, const char *key, size_t columns,
	struct strv *expected)
{
	struct strv again = {0}, told = {0};
	struct report report;

	strv_copy(&again, expected);
	check_table(t, name, 0, columns, expected);
	make(t, "overview", &report);
	table_lines(table_called(&report, key), columns, &told);
	same(t, "overview", &again, &told);
	report_release(&report);
}

/* -- Each report ------------------------------------------------------------------------------- */

enum counted { PAPERS, DECISIONS, OTHERS }; /* OTHERS have no lists of papers behind them */

static const char *attribute_of(const struct raw_act *act)
{
	return act->paper.attribute != NULL ? act->paper.attribute : "none";
}

static void check_status(struct figures_test *t)
{
	struct strv expected = {0};
	struct counts papers = {0}, overdue = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct raw_act *last = raw_last(doc);
		bool is_late = is_overdue(t, doc);

		if (!is_asked(t, doc->acts[0].day))
			continue;
		(void)count(&papers, 1, "%s|%s|%s|%s", last->paper.unit, last->paper.kind,
			last->decision.to, attribute_of(last));
		(void)count(&overdue, is_late, "%s|%s|%s|%s", last->paper.unit, last->paper.kind,
			last->decision.to, attribute_of(last));
		t->found->requests_late += is_late && strcmp(last->paper.kind, "request") == 0;
	}
	for (size_t i = 0; i < papers.keys.n; i++)
		line(&expected, "%s|%d|%d", papers.keys.v[i], papers.n[i], overdue.n[i]);
	check_table(t, "status", 0, 6, &expected);
	strv_release(&papers.keys);
	strv_release(&overdue.keys);
	free(papers.n);
	free(overdue.n);
}

static void check_status_on(struct figures_test *t, int day)
{
	struct report_ask ask = t->ask;
	struct strv expected = {0};
	struct counts papers = {0};

	t->ask = (struct report_ask){.unit = ask.unit, .as_of = day};
	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct raw_act *act = raw_on(doc, day);

		if (act != NULL)
			(void)count(&papers, 1, "%s|%s|%s|%s", act->paper.unit, act->paper.kind,
				act->decision.to, attribute_of(act));
	}
	counts_lines(&papers, &expected);
	check_table(t, "status", 0, 5, &expected);
	t->ask = ask;
}

static void late_line(const struct figures_test *t, struct strv *lines, const struct raw_doc *doc,
	struct term term, int published)
{
	const struct paper *paper = &raw_last(doc)->paper;
	int end = published != DAY_NONE ? published : t->today, working = 0;
	char day[3][DAY_SIZE];

	for (int at = term.due + 1; at <= end; at++)
		working += calendar_is_working(&t->pack->calendar, at);
	line(lines, "%s|%s|%s|%s|%s|%d|%d", paper->id, paper->unit, day_format(term.start, day[0]),
		day_format(term.due, day[1]), day_format(published, day[2]), end - term.due,
		working);
}

static void check_breach(struct figures_test *t)
{
	struct strv late = {0}, months = {0};
	struct counts published = {0}, lates = {0}, worst = {0};
	int waiting = 0, all = 0, all_late = 0;

	for (const struct raw_doc *doc = next_seen(t, NULL, "gongwen"); doc != NULL;
		doc = next_seen(t, doc, "gongwen")) {
		struct term term = publication_of(t, doc);
		int on = last_act(t, doc, ACT_PUBLISH), y, m, d, by, *most;
		const char *unit = raw_last(doc)->paper.unit;

		if (term.start == DAY_NONE)
			continue;
		by = on - term.due;
		if (on == DAY_NONE && term.due < t->today) {
			waiting++;
			late_line(t, &late, doc, term, on);
		}
		if (on == DAY_NONE || !is_asked(t, on))
			continue;
		day_split(on, &y, &m, &d);
		all++;
		(void)count(&published, 1, "%s|%d-%02d", unit, y, m);
		(void)count(&lates, by > 0, "%s|%d-%02d", unit, y, m);
		most = count(&worst, 0, "%s|%d-%02d", unit, y, m);
		*most = by > *most ? by : *most;
		if (by > 0) {
			all_late++;
			late_line(t, &late, doc, term, on);
		}
	}
	for (size_t i = 0; i < published.keys.n; i++)
		line(&months, "%s|%d|%d|%d|%d", published.keys.v[i], published.n[i], lates.n[i],
			worst.n[i], share(published.n[i] - lates.n[i], published.n[i]));
	check_table(t, "breach", 0, 6, &months);
	check_table(t, "breach", 1, 7, &late);
	check_figure(t, "breach", "papers", all);
	check_figure(t, "breach", "late", all_late);
	check_figure(t, "breach", "overdue", waiting);
	strv_release(&published.keys);
	strv_release(&lates.keys);
	strv_release(&worst.keys);
	free(published.n);
	free(lates.n);
	free(worst.n);
}

/* There is one series of one year. */
static void check_gaps(struct figures_test *t)
{
	enum { MOST = 100 };
	int seen[MOST] = {0}, undecided[MOST] = {0}, highest = 0, there = 0, twice = 0;
	int unnumbered = 0, papers = 0;
	struct str missing = {0}, open = {0};
	struct strv expected = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const char *number = raw_last(doc)->paper.number;
		int serial;

		papers++;
		if (number == NULL) {
			unnumbered++;
			continue;
		}
		serial = (int)strtol(strstr(number, "〕") + strlen("〕"), NULL, 10);
		assert_in_range(serial, 1, MOST - 1);
		seen[serial]++;
		undecided[serial] += decided_on(t, doc) == DAY_NONE;
		highest = serial > highest ? serial : highest;
	}
	for (int i = 1; i <= highest; i++) {
		there += seen[i] > 0;
		twice += seen[i] > 1 ? seen[i] - 1 : 0;
		if (seen[i] == 0)
			str_addf(&missing, "%s%d", missing.len > 0 ? " " : "", i);
		/* A number that two papers have is decided on when one of them is. */
		if (seen[i] > 0 && undecided[i] == seen[i])
			str_addf(&open, "%s%d", open.len > 0 ? " " : "", i);
	}
	if (highest > 0)
		line(&expected, "市政办发|%d|%d|%d|%s|%s|%d", FIRST_YEAR, highest, there,
			str_get(&missing), str_get(&open), twice);
	check_table(t, "gaps", 0, 7, &expected);
	check_figure(t, "gaps", "papers", papers);
	check_figure(t, "gaps", "unnumbered", unnumbered);
	check_figure(t, "gaps", "unparsed", 0);
	str_release(&missing);
	str_release(&open);
}

static void check_returns(struct figures_test *t)
{
	struct strv expected = {0};
	struct counts counts = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		for (size_t i = 0; i < doc->n; i++) {
			if (doc->acts[i].decision.code != NULL && is_asked(t, doc->acts[i].day) &&
				is_whole(t, doc))
				(void)count(&counts, 1, "%s|%s", doc->acts[0].paper.unit,
					doc->acts[i].decision.code);
		}
	}
	counts_lines(&counts, &expected);
	check_table(t, "returns", 0, 3, &expected);
}

static void check_trend(struct figures_test *t)
{
	static const enum act acts[ACTS] = {
		ACT_CREATE, ACT_SUBMIT, ACT_RETURN, ACT_SIGN, ACT_PUBLISH, ACT_WITHDRAW};
	struct counts of[ACTS] = {0};
	struct strv expected = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		for (size_t i = 0; i < doc->n; i++) {
			int y, m, d;

			if (!raw_moves(&doc->acts[i]) || !is_asked(t, doc->acts[i].day))
				continue;
			day_split(doc->acts[i].day, &y, &m, &d);
			for (size_t k = 0; k < ACTS; k++)
				(void)count(&of[k], act_of(t, &doc->acts[i]) == acts[k], "%d-%02d",
					y, m);
		}
	}
	for (size_t i = 0; i < of[0].keys.n; i++)
		line(&expected, "%s|%d|%d|%d|%d|%d|%d", of[0].keys.v[i], of[0].n[i], of[1].n[i],
			of[2].n[i], of[3].n[i], of[4].n[i], of[5].n[i]);
	check_in(t, "trend", "trend", 7, &expected);
	for (size_t k = 0; k < ACTS; k++) {
		strv_release(&of[k].keys);
		free(of[k].n);
	}
}

/* Days in their present state: to 3, 7, 30, 90, and more. */
static void check_ageing(struct figures_test *t)
{
	struct counts of[6] = {0};
	struct strv expected = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		static const int to[] = {3, 7, 30, 90};
		int days = t->today - entered_on(doc), at = 0;

		if (state_of(t, doc)->phase > PHASE_DECIDED)
			continue;
		while (at < 4 && days > to[at])
			at++;
		for (int k = 0; k < 6; k++)
			(void)count(&of[k], k == at || k == 5, "%s|%s", doc->acts[0].paper.kind,
				raw_last(doc)->decision.to);
	}
	for (size_t i = 0; i < of[0].keys.n; i++)
		line(&expected, "%s|%d|%d|%d|%d|%d|%d", of[0].keys.v[i], of[0].n[i], of[1].n[i],
			of[2].n[i], of[3].n[i], of[4].n[i], of[5].n[i]);
	check_in(t, "ageing", "ageing", 8, &expected);
	for (size_t k = 0; k < 6; k++) {
		strv_release(&of[k].keys);
		free(of[k].n);
	}
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The whole days between coming into a state and leaving it, of one kind and state. */
static void times_line(
	struct figures_test *t, const char *kind, const char *state, struct strv *lines)
{
	int *days = NULL;
	size_t n = 0;

	for (const struct raw_doc *doc = next_seen(t, NULL, kind); doc != NULL;
		doc = next_seen(t, doc, kind)) {
		int64_t before = 0;

		for (size_t i = 0; i < doc->n; i++) {
			const struct raw_act *act = &doc->acts[i];
			int64_t at = act->at.time;

			if (!raw_moves(act))
				continue;
			if (str_eq(act->decision.from, state) && is_asked(t, act->day)) {
				GROW(days, n);
				days[n++] = (int)((at - before) / 86400);
			}
			before = at;
		}
	}
	if (n > 0) {
		qsort(days, n, sizeof(*days), by_number);
		line(lines, "%s|%s|%zu|%d|%d|%d", kind, state, n, days[(n - 1) / 2],
			days[n - 1 - n / 10], days[n - 1]);
	}
	free(days);
}

static void check_times(struct figures_test *t)
{
	struct strv expected = {0};

	for (size_t i = 0; i < t->pack->kind_count; i++) {
		for (size_t k = 0; k < t->pack->kinds[i].state_count; k++)
			times_line(t, t->pack->kinds[i].code, t->pack->kinds[i].states[k].code,
				&expected);
	}
	check_table(t, "times", 0, 6, &expected);
}

/* What is withheld on ground that no longer holds. */
static void check_basis(struct figures_test *t)
{
	struct strv expected = {0}, told = {0};
	int withheld = 0, overdue = 0;
	struct report report;

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct paper *paper = &raw_last(doc)->paper;

		if (paper->grounds.n == 0 || decided_on(t, doc) == DAY_NONE)
			continue;
		withheld++;
		overdue += paper->review_by != DAY_NONE && paper->review_by < t->today;
		for (size_t i = 0; i < paper->grounds.n; i++) {
			const struct ground *ground = pack_ground(t->pack, paper->grounds.v[i]);

			if ((ground->to != DAY_NONE && ground->to < t->today) ||
				(ground->law->to != DAY_NONE && ground->law->to < t->today))
				line(&expected, "%s|%s|%s", paper->id, paper->unit, ground->code);
		}
	}
	t->found->dead += (int)expected.n;
	make(t, "basis", &report);
	table_lines(&report.tables[0], 3, &told);
	same(t, "basis", &expected, &told);
	report_release(&report);
	check_figure(t, "basis", "withheld", withheld);
	check_figure(t, "basis", "review_overdue", overdue);
}

static void check_outside(struct figures_test *t)
{
	struct strv expected = {0};
	int withheld = 0;

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct paper *paper = &raw_last(doc)->paper;

		if (!str_eq(paper->attribute, "private") || !is_asked(t, doc->acts[0].day) ||
			state_of(t, doc)->phase == PHASE_ENDED)
			continue;
		withheld++;
		if (paper->row == NULL)
			line(&expected, "%s|%s", paper->id, paper->unit);
	}
	check_figure(t, "outside-list", "outside", (int)expected.n);
	check_figure(t, "outside-list", "withheld", withheld);
	check_table(t, "outside-list", 0, 2, &expected);
}

static void check_interpretation(struct figures_test *t)
{
	struct counts of[4] = {0};
	struct strv expected = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, "gongwen"); doc != NULL;
		doc = next_seen(t, doc, "gongwen")) {
		const struct paper *paper = &raw_last(doc)->paper;
		bool with = paper_field(paper, "interpretation-paper") != NULL;
		bool excused = !with && paper_field(paper, "no-interpretation") != NULL;

		if (state_of(t, doc)->phase != PHASE_PUBLISHED ||
			!is_asked(t, last_act(t, doc, ACT_PUBLISH)) ||
			!str_eq(paper_field(paper, "policy"), "yes"))
			continue;
		(void)count(&of[0], 1, "%s", paper->unit);
		t->found->explained += with;
		(void)count(&of[1], with, "%s", paper->unit);
		(void)count(&of[2], excused, "%s", paper->unit);
		(void)count(&of[3], !with && !excused, "%s", paper->unit);
	}
	for (size_t i = 0; i < of[0].keys.n; i++)
		line(&expected, "%s|%d|%d|%d|%d|%d", of[0].keys.v[i], of[0].n[i], of[1].n[i],
			of[2].n[i], of[3].n[i], share(of[1].n[i], of[0].n[i]));
	check_table(t, "interpretation", 0, 6, &expected);
	for (size_t k = 0; k < 4; k++) {
		strv_release(&of[k].keys);
		free(of[k].n);
	}
}

static void cover(struct figures_test *t, const struct table_row *row, struct strv *lines)
{
	int published = 0, in_hand = 0, overdue = 0, latest = DAY_NONE;
	char day[DAY_SIZE];

	for (const struct raw_doc *doc = next_seen(t, NULL, "gongwen"); doc != NULL;
		doc = next_seen(t, doc, "gongwen")) {
		const struct paper *paper = &raw_last(doc)->paper;
		enum phase phase = state_of(t, doc)->phase;
		int on = last_act(t, doc, ACT_PUBLISH);

		if (!str_eq(paper_field(paper, "catalogue"), row->code))
			continue;
		if (phase == PHASE_PUBLISHED && is_asked(t, on)) {
			published++;
			latest = on > latest ? on : latest;
		}
		if (phase < PHASE_PUBLISHED && str_eq(paper->attribute, "public")) {
			in_hand++;
			overdue += phase == PHASE_DECIDED && is_overdue(t, doc);
		}
	}
	line(lines, "%s|%d|%s|%d|%d", row->code, published, day_format(latest, day), in_hand,
		overdue);
}

static void check_coverage(struct figures_test *t)
{
	const struct pack_table *table = pack_table(t->pack, "catalogue");
	struct strv expected = {0}, told = {0}, loose = {0};
	struct report report;

	for (size_t i = 0; i < table->row_count; i++) {
		if (table_row_is_live(&table->rows[i], t->today))
			cover(t, &table->rows[i], &expected);
	}
	make(t, "coverage", &report);
	for (size_t row = 0; row < report_rows(&report.tables[0]); row++) {
		char *cells[7];

		for (size_t c = 0; c < 7; c++)
			cells[c] = cell_text(&report.tables[0], row, c);
		line(&told, "%s|%s|%s|%s|%s", cells[0], cells[3], cells[4], cells[5], cells[6]);
		for (size_t c = 0; c < 7; c++)
			free(cells[c]);
	}
	same(t, "coverage", &expected, &told);
	report_release(&report);
	for (const struct raw_doc *doc = next_seen(t, NULL, "gongwen"); doc != NULL;
		doc = next_seen(t, doc, "gongwen")) {
		const struct paper *paper = &raw_last(doc)->paper;

		if (state_of(t, doc)->phase == PHASE_PUBLISHED &&
			is_asked(t, last_act(t, doc, ACT_PUBLISH)) &&
			paper_field(paper, "catalogue") == NULL)
			line(&loose, "%s|%s", paper->id, paper->unit);
	}
	check_table(t, "coverage", 1, 2, &loose);
}

/* -- The papers behind a number ---------------------------------------------------------------- */

/* The list behind a number has as many papers, or, where decisions are counted, at most as many and
 * one at least. */
static void check_list(struct figures_test *t, const char *name, const char *asked, int64_t number,
	bool is_of_papers)
{
	struct query query = {0};
	int n;

	MUST(query_parse(&query, session_office(&t->session), asked, t->today, &err));
	MUST(session_count(&t->session, &query, &n, &err));
	if (n > number || (n == 0 && number > 0) || (is_of_papers && n != number))
		fail_msg("%s: %lld, and behind it '%s' %d", name, (long long)number, asked, n);
	query_release(&query);
}

/* What lies behind each count of a row; a row of one case has that in its first cell. */
static void check_row(struct figures_test *t, const char *name, const struct report_table *table,
	size_t row, enum counted counted)
{
	for (size_t c = 0; c < table->column_count; c++) {
		const struct report_cell *cell = report_at(table, row, c);
		const char *key = table->columns[c].key;

		if (table->columns[c].type != COLUMN_NUMBER || is_measure(key))
			continue;
		if (cell->query != NULL)
			check_list(t, name, cell->query, cell->number, counted == PAPERS);
		else if (cell->number > 0 && report_at(table, row, 0)->query == NULL)
			fail_msg("%s: nothing lies behind %s, %lld", name, key,
				(long long)cell->number);
	}
}

static void check_lists(struct figures_test *t, const char *name, enum counted counted)
{
	struct report report;

	make(t, name, &report);
	for (size_t i = 0; i < report.table_count; i++) {
		for (size_t row = 0; row < report_rows(&report.tables[i]); row++)
			check_row(t, name, &report.tables[i], row, counted);
	}
	for (size_t i = 0; i < report.figure_count; i++) {
		const struct report_figure *figure = &report.figures[i];

		if (figure->query != NULL)
			check_list(t, name, figure->query, figure->number, counted == PAPERS);
		else if (figure->number > 0 && strcmp(figure->key, "papers") != 0 &&
			 strncmp(figure->key, "rows", 4) != 0)
			fail_msg("%s: nothing lies behind %s", name, figure->key);
	}
	report_release(&report);
}

/* -- Offices ----------------------------------------------------------------------------------- */

/* What makes each report again, and what its numbers count. */
static const struct {
	const char *name;
	void (*check)(struct figures_test *t);
	enum counted counted;
} checks[] = {
	{"status", check_status, PAPERS},
	{"breach", check_breach, PAPERS},
	{"gaps", check_gaps, PAPERS},
	{"coverage", check_coverage, PAPERS},
	{"comparison", check_comparison, OTHERS},
	{"returns", check_returns, DECISIONS},
	{"ageing", check_ageing, PAPERS},
	{"times", check_times, DECISIONS},
	{"trend", check_trend, DECISIONS},
	{"basis", check_basis, PAPERS},
	{"annual", NULL, OTHERS}, /* year by year */
	{"tasks", check_tasks, PAPERS},
	{"records", check_records, OTHERS}, /* of a kind */
	{"interpretation", check_interpretation, PAPERS},
	{"outside-list", check_outside, PAPERS},
	{"stale", check_stale, PAPERS},
	{"campaign", check_campaign, PAPERS},
	{"overview", check_overview, DECISIONS},
	{"office", check_office, OTHERS},
	{"health", NULL, OTHERS},
};

static void check_all(struct figures_test *t)
{
	for (size_t i = 0; i < LENGTH(checks); i++) {
		if (checks[i].check != NULL)
			checks[i].check(t);
		if (checks[i].counted != OTHERS)
			check_lists(t, checks[i].name, checks[i].counted);
	}
}

static void test_every_report_is_made_again(void **state)
{
	const struct report_kind *const *all;
	size_t n;

	(void)state;
	all = reports_all(&n);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < LENGTH(checks) && strcmp(checks[k].name, all[i]->name) != 0)
			k++;
		if (k == LENGTH(checks))
			fail_msg("nothing makes the report '%s' again", all[i]->name);
	}
	assert_int_equal(n, LENGTH(checks));
}

/* Of whole months sums are kept, of other days the decisions are read. */
static int first_of_month(int day)
{
	int y, m, d;

	day_split(day, &y, &m, &d);
	return day - d + 1;
}

static void check_as(struct figures_test *t, const char *who)
{
	static const char *const of[] = {NULL, "city", "east", "east-1", "west"};

	MUST(session_open(&t->session, t->store, who, &err));
	for (size_t i = 0; i < LENGTH(of); i++) {
		int from = t->today - (int)pick(t, 900);

		t->ask = (struct report_ask){.unit = of[i]};
		check_all(t);
		t->found->years += check_annual(t);
		check_status_on(t, t->today - (int)pick(t, 900));
		t->ask = (struct report_ask){.unit = of[i],
			.from = from,
			.to = pick(t, 2) == 0 ? DAY_NONE : from + (int)pick(t, 400)};
		check_all(t);
		t->ask.from = first_of_month(from);
		t->ask.to = t->ask.to == DAY_NONE ? DAY_NONE : first_of_month(t->ask.to) - 1;
		check_all(t);
	}
	session_release(&t->session);
}

static void test_every_figure_is_what_the_ledger_says(void **state)
{
	const char *asked = getenv("FIGURES_OFFICES");
	int offices = asked != NULL ? (int)strtol(asked, NULL, 10) : OFFICES;

	struct there_was found_in_all = {0};

	(void)state;
	for (int i = 0; i < offices; i++) {
		struct figures_test t = {.seed = (uint64_t)i + 1,
			.found = &found_in_all,
			.never_looks_again = i % 2 == 0};

		found(&t);
		live(&t);
		raw_read(&t.raw);
		assert_true(t.raw.n > 0 && t.raw.decisions > t.raw.n);
		check_as(&t, "auditor");
		check_as(&t, "head-east");
		raw_release(&t.raw);
		store_close(t.store);
		assert_int_equal(scratch_run("rm -rf site"), 0);
	}
	if (offices < OFFICES)
		return;
	assert_true(found_in_all.watched > 0 && found_in_all.past > 0);
	assert_true(found_in_all.taken_in > 0 && found_in_all.decided_anew > 0);
	assert_true(found_in_all.explained > 0 && found_in_all.dead > 0);
	assert_true(found_in_all.stood_still > 0 && found_in_all.extended > 0);
	assert_true(found_in_all.requests_late > 0);
	assert_true(found_in_all.years > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_report_is_made_again),
		cmocka_unit_test_setup_teardown(
			test_every_figure_is_what_the_ledger_says, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
