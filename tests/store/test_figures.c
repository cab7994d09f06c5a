/* SPDX-License-Identifier: MIT */
/* Random offices over some years, and every figure of every report made again from the raw ledger
 * by looking at all of it: what stock git reads, counted here the long way. FIGURES_OFFICES=N makes
 * N of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/store/annual.h"

/* -- Each report ------------------------------------------------------------------------------- */

static const char *attribute_of(const struct raw_act *act)
{
	return act->paper.attribute != NULL ? act->paper.attribute : "none";
}

/* A request's terms are not counted here: what is overdue of them is left out. */
static void check_status(struct figures_test *t)
{
	struct strv expected = {0}, told = {0};
	struct counts papers = {0}, overdue = {0};
	struct report report;

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct raw_act *last = raw_last(doc);

		if (!is_asked(t, doc->acts[0].day))
			continue;
		(void)count(&papers, 1, "%s|%s|%s|%s", last->paper.unit, last->paper.kind,
			last->decision.to, attribute_of(last));
		(void)count(&overdue, is_overdue(t, doc), "%s|%s|%s|%s", last->paper.unit,
			last->paper.kind, last->decision.to, attribute_of(last));
	}
	for (size_t i = 0; i < papers.keys.n; i++) {
		bool is_request = strstr(papers.keys.v[i], "|request|") != NULL;

		line(&expected, "%s|%d|%d", papers.keys.v[i], papers.n[i],
			is_request ? 0 : overdue.n[i]);
	}
	make(t, "status", &report);
	for (size_t row = 0; row < report_rows(&report.tables[0]); row++) {
		struct report_cell *cells = &report.tables[0].cells[row * 6];

		if (strcmp(cells[1].word, "request") == 0)
			cells[5].number = 0;
	}
	table_lines(&report.tables[0], 6, &told);
	same(t, "status", &expected, &told);
	report_release(&report);
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

static struct term publication_of(const struct figures_test *t, const struct raw_doc *doc)
{
	const struct kind *kind = pack_kind(t->pack, "gongwen");

	if (decided_on(t, doc) == DAY_NONE)
		return (struct term){0};
	return term_of(t, doc, coded_find(CODED(kind->clocks, kind->clock_count, NULL), "publish"));
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
			if (doc->acts[i].decision.code != NULL && is_asked(t, doc->acts[i].day))
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
	check_table(t, "trend", 0, 7, &expected);
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
	check_table(t, "ageing", 0, 8, &expected);
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
	struct counts of[3] = {0};
	struct strv expected = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, "gongwen"); doc != NULL;
		doc = next_seen(t, doc, "gongwen")) {
		const struct paper *paper = &raw_last(doc)->paper;
		bool excused = paper_field(paper, "no-interpretation") != NULL;

		if (state_of(t, doc)->phase != PHASE_PUBLISHED ||
			!is_asked(t, last_act(t, doc, ACT_PUBLISH)) ||
			!str_eq(paper_field(paper, "policy"), "yes"))
			continue;
		(void)count(&of[0], 1, "%s", paper->unit);
		(void)count(&of[1], excused, "%s", paper->unit);
		(void)count(&of[2], !excused, "%s", paper->unit);
	}
	for (size_t i = 0; i < of[0].keys.n; i++)
		line(&expected, "%s|%d|0|%d|%d|0", of[0].keys.v[i], of[0].n[i], of[1].n[i],
			of[2].n[i]);
	check_table(t, "interpretation", 0, 6, &expected);
	for (size_t k = 0; k < 3; k++) {
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

/* -- Registers --------------------------------------------------------------------------------- */

/* The last time it was taken from who had it in hand was after its day. */
static bool was_late(const struct raw_doc *doc)
{
	bool late = false;
	int due;

	for (size_t i = 0; i < doc->n; i++) {
		const struct raw_act *act = &doc->acts[i];
		const char *day = i > 0 ? paper_field(&doc->acts[i - 1].paper, "due") : NULL;

		if (!raw_moves(act))
			continue;
		if (str_eq(act->decision.from, "assigned"))
			late = day != NULL && day_parse(day, &due) && act->day > due;
		else if (str_eq(act->decision.to, "assigned"))
			late = false;
	}
	return late && strcmp(raw_last(doc)->decision.to, "assigned") != 0;
}

static void tasks_line(struct figures_test *t, const char *unit, struct strv *lines)
{
	const struct kind *kind = pack_kind(t->pack, "task");
	int n = 0, overdue = 0, late = 0, ended = 0, scored = 0, sum = 0, states[16] = {0}, score;
	struct str text = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, "task"); doc != NULL;
		doc = next_seen(t, doc, "task")) {
		const struct paper *paper = &raw_last(doc)->paper;
		const char *value = paper_field(paper, "score");

		if (strcmp(paper->unit, unit) != 0 || !is_asked(t, doc->acts[0].day))
			continue;
		n++;
		states[state_of(t, doc) - kind->states]++;
		overdue += is_overdue(t, doc);
		late += was_late(doc);
		ended += state_of(t, doc)->phase == PHASE_ENDED;
		if (value != NULL && str_number(value, &score)) {
			scored++;
			sum += score;
		}
	}
	if (n == 0)
		return;
	str_addf(&text, "%s|%d", unit, n);
	for (size_t i = 0; i < kind->state_count; i++)
		str_addf(&text, "|%d", states[i]);
	str_addf(&text, "|%d|%d|%d|", overdue, late, share(ended, n));
	if (scored > 0)
		str_addf(&text, "%d", (sum + scored / 2) / scored);
	strv_add(lines, str_get(&text));
	str_release(&text);
}

static void check_tasks(struct figures_test *t)
{
	struct strv expected = {0};

	for (size_t i = 0; i < LENGTH(units); i++)
		tasks_line(t, units[i][0], &expected);
	check_table(t, "tasks", 0, 99, &expected);
}

static void check_records(struct figures_test *t)
{
	const struct kind *kind = pack_kind(t->pack, "task");
	struct strv expected = {0};

	t->ask.kind = "task";
	for (const struct raw_doc *doc = next_seen(t, NULL, "task"); doc != NULL;
		doc = next_seen(t, doc, "task")) {
		const struct paper *paper = &raw_last(doc)->paper;
		struct str text = {0};
		char day[DAY_SIZE];

		if (!is_asked(t, doc->acts[0].day))
			continue;
		str_addf(&text, "%s|%s|%s|%s|%s|%s", paper->id, paper->unit,
			raw_last(doc)->decision.to, paper->number != NULL ? paper->number : "",
			paper->title, day_format(due_of(t, doc), day));
		for (size_t i = 0; i < kind->field_count; i++) {
			const char *value = paper_field(paper, kind->fields[i].code);

			str_addf(&text, "|%s", value != NULL ? value : "");
		}
		strv_add(&expected, str_get(&text));
		str_release(&text);
	}
	check_table(t, "records", 0, 99, &expected);
	t->ask.kind = NULL;
}

/* -- The papers behind a number ---------------------------------------------------------------- */

/* The list behind a number has as many papers, or, where decisions are counted, at most as many and
 * one at least. */
static void check_list(
	struct figures_test *t, const char *name, const struct report_cell *cell, bool is_of_papers)
{
	struct query query = {0};
	int n;

	MUST(query_parse(&query, session_office(&t->session), cell->query, t->today, &err));
	MUST(session_count(&t->session, &query, &n, &err));
	if (n > cell->number || (n == 0 && cell->number > 0) || (is_of_papers && n != cell->number))
		fail_msg("%s: %lld, and behind it '%s' %d", name, (long long)cell->number,
			cell->query, n);
	query_release(&query);
}

static void check_lists(struct figures_test *t, const char *name, bool is_of_papers)
{
	struct report report;

	make(t, name, &report);
	for (size_t i = 0; i < report.table_count; i++) {
		const struct report_table *table = &report.tables[i];

		for (size_t k = 0; k < table->cell_count; k++) {
			enum column_type type = table->columns[k % table->column_count].type;

			if (table->cells[k].query != NULL && type == COLUMN_NUMBER)
				check_list(t, name, &table->cells[k], is_of_papers);
		}
	}
	report_release(&report);
}

static void check_all_lists(struct figures_test *t)
{
	check_lists(t, "status", true);
	check_lists(t, "tasks", true);
	check_lists(t, "ageing", true);
	check_lists(t, "overview", false);
	check_lists(t, "returns", false);
	check_lists(t, "trend", false);
	check_lists(t, "times", false);
}

/* -- Offices ----------------------------------------------------------------------------------- */

static void check_all(struct figures_test *t)
{
	check_status(t);
	check_breach(t);
	check_gaps(t);
	check_returns(t);
	check_trend(t);
	check_ageing(t);
	check_times(t);
	check_basis(t);
	check_outside(t);
	check_interpretation(t);
	check_coverage(t);
	check_tasks(t);
	check_records(t);
	check_all_lists(t);
}

static void check_as(struct figures_test *t, const char *who)
{
	static const char *const of[] = {NULL, "city", "east", "east-1", "west"};

	MUST(session_open(&t->session, t->store, who, &err));
	for (size_t i = 0; i < LENGTH(of); i++) {
		int from = t->today - (int)pick(t, 900);

		t->ask = (struct report_ask){.unit = of[i]};
		check_all(t);
		/* The whole office has years in which there was something to count. */
		assert_true(check_annual(t) > 0 || i > 1 || strcmp(who, "auditor") != 0);
		check_status_on(t, t->today - (int)pick(t, 900));
		t->ask = (struct report_ask){.unit = of[i],
			.from = from,
			.to = pick(t, 2) == 0 ? DAY_NONE : from + (int)pick(t, 400)};
		check_all(t);
	}
	session_release(&t->session);
}

static void test_every_figure_is_what_the_ledger_says(void **state)
{
	const char *asked = getenv("FIGURES_OFFICES");
	int offices = asked != NULL ? (int)strtol(asked, NULL, 10) : OFFICES;

	(void)state;
	for (int i = 0; i < offices; i++) {
		struct figures_test t = {.seed = (uint64_t)i + 1};

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
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_every_figure_is_what_the_ledger_says, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
