/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_OTHER_FIGURES_H
#define TESTS_STORE_OTHER_FIGURES_H

/* Reports made again that are not about papers on their way alone: registers, what is kept up to
 * date, campaigns, the catalogue's levels, the office. Include after <cmocka.h>. */

#include "core/csv.h"
#include "tests/store/long_way.h"

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

/* Papers by attribute, without one, overdue: added to a line of counts. */
static void tally(
	struct figures_test *t, struct counts *of, const struct raw_doc *doc, const char *key)
{
	const struct raw_act *last = raw_last(doc);
	size_t n = t->pack->attribute_count;

	(void)count(&of[0], 1, "%s", key);
	for (size_t i = 0; i < n; i++)
		(void)count(&of[1 + i], str_eq(last->paper.attribute, t->pack->attributes[i].code),
			"%s", key);
	(void)count(&of[1 + n], last->paper.attribute == NULL, "%s", key);
	(void)count(&of[2 + n], is_overdue(t, doc), "%s", key);
}

static void tally_lines(struct counts *of, size_t n, struct strv *lines)
{
	for (size_t i = 0; i < of[0].keys.n; i++) {
		struct str text = {0};

		str_add(&text, of[0].keys.v[i]);
		for (size_t k = 0; k < n; k++)
			str_addf(&text, "|%d", of[k].n[i]);
		strv_add(lines, str_get(&text));
		str_release(&text);
	}
	for (size_t k = 0; k < n; k++) {
		strv_release(&of[k].keys);
		free(of[k].n);
	}
}

static void check_units(struct figures_test *t, bool by_unit)
{
	struct counts of[16] = {0};
	struct strv expected = {0}, told = {0};
	size_t n = t->pack->attribute_count + 3;
	struct report report;

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct raw_act *last = raw_last(doc);
		char *key = by_unit ? xstrdup(last->paper.unit)
				    : xasprintf("%s|%s", last->paper.kind, last->decision.to);

		if (is_asked(t, doc->acts[0].day))
			tally(t, of, doc, key);
		free(key);
	}
	tally_lines(of, n, &expected);
	make(t, "overview", &report);
	table_lines(table_called(&report, by_unit ? "units" : "states"), by_unit ? n + 1 : n + 2,
		&told);
	same(t, "overview", &expected, &told);
	report_release(&report);
}

static void check_months(struct figures_test *t)
{
	struct counts published = {0}, late = {0}, reasons = {0};
	struct strv expected = {0}, told = {0};
	struct report report;

	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		bool is_paper = strcmp(doc->acts[0].paper.kind, "gongwen") == 0;
		struct term term = is_paper ? publication_of(t, doc) : (struct term){0};
		int on = last_act(t, doc, ACT_PUBLISH), y, m, d;

		for (size_t i = 0; i < doc->n; i++) {
			if (doc->acts[i].decision.code != NULL && is_asked(t, doc->acts[i].day) &&
				is_whole(t, doc))
				(void)count(&reasons, 1, "%s", doc->acts[i].decision.code);
		}
		if (term.start == DAY_NONE || on == DAY_NONE || !is_asked(t, on))
			continue;
		day_split(on, &y, &m, &d);
		(void)count(&published, 1, "%d-%02d", y, m);
		(void)count(&late, on > term.due, "%d-%02d", y, m);
	}
	for (size_t i = 0; i < published.keys.n; i++)
		line(&expected, "%s|%d|%d|%d", published.keys.v[i], published.n[i], late.n[i],
			share(published.n[i] - late.n[i], published.n[i]));
	make(t, "overview", &report);
	table_lines(table_called(&report, "breach"), 4, &told);
	same(t, "overview", &expected, &told);
	counts_lines(&reasons, &expected);
	table_lines(table_called(&report, "returns"), 2, &told);
	same(t, "overview", &expected, &told);
	report_release(&report);
	strv_release(&published.keys);
	strv_release(&late.keys);
	free(published.n);
	free(late.n);
}

/* The rest of it, ageing and trend, is looked at with its own report. */
static void check_overview(struct figures_test *t)
{
	check_units(t, true);
	check_units(t, false);
	check_months(t);
}

/* -- Kept up to date --------------------------------------------------------------------------- */

enum { STALE_SOON = 7 };
static const char *const watched_kinds[] = {"site", "column", "account"};

/* One line a threshold that a record is under, and the sums of its unit. */
static void watch(struct figures_test *t, const struct raw_doc *doc, struct counts of[4],
	struct strv *records)
{
	const struct paper *paper = &raw_last(doc)->paper;
	const struct kind *kind = pack_kind(t->pack, paper->kind);

	for (size_t i = 0; i < kind->clock_count; i++) {
		const struct clock_rule *rule = &kind->clocks[i];
		int due = rule->is_threshold ? end_from_field(rule, doc) : DAY_NONE;
		char day[2][DAY_SIZE];

		if (!rule->is_threshold || !strv_has(&rule->start, raw_last(doc)->decision.to) ||
			!pack_condition(rule->when, law_value, paper))
			continue;
		t->found->watched++;
		t->found->past += due != DAY_NONE && due < t->today;
		(void)count(&of[0], 1, "%s|%s", paper->unit, paper->kind);
		(void)count(&of[1], due != DAY_NONE && due < t->today, "%s|%s", paper->unit,
			paper->kind);
		(void)count(&of[2], due >= t->today && due <= t->today + STALE_SOON, "%s|%s",
			paper->unit, paper->kind);
		(void)count(&of[3], due == DAY_NONE, "%s|%s", paper->unit, paper->kind);
		if (due == DAY_NONE)
			line(records, "%s|%s|%s|%s|||", paper->id, paper->unit, paper->title,
				rule->code);
		else
			line(records, "%s|%s|%s|%s|%s|%s|%d", paper->id, paper->unit, paper->title,
				rule->code, day_format(due - rule->days, day[0]),
				day_format(due, day[1]), due - t->today);
	}
}

static void check_stale(struct figures_test *t)
{
	struct counts of[4] = {0};
	struct strv expected = {0}, records = {0};

	for (size_t k = 0; k < LENGTH(watched_kinds); k++) {
		for (const struct raw_doc *doc = next_seen(t, NULL, watched_kinds[k]); doc != NULL;
			doc = next_seen(t, doc, watched_kinds[k]))
			watch(t, doc, of, &records);
	}
	for (size_t i = 0; i < of[0].keys.n; i++)
		line(&expected, "%s|%d|%d|%d|%d", of[0].keys.v[i], of[0].n[i], of[1].n[i],
			of[2].n[i], of[3].n[i]);
	check_table(t, "stale", 0, 6, &expected);
	check_table(t, "stale", 1, 7, &records);
	for (size_t k = 0; k < 4; k++) {
		strv_release(&of[k].keys);
		free(of[k].n);
	}
}

/* -- Campaigns --------------------------------------------------------------------------------- */

static const struct raw_act *taken_in(const struct raw_doc *doc, const char *campaign)
{
	for (size_t i = 0; i < doc->n; i++) {
		if (strcmp(doc->acts[i].decision.action, "enlist") == 0 &&
			str_eq(doc->acts[i].decision.named, campaign))
			return &doc->acts[i];
	}
	return NULL;
}

static void look_again(struct figures_test *t, const struct raw_doc *campaign,
	struct strv *campaigns, struct strv *papers)
{
	const struct paper *own = &raw_last(campaign)->paper;
	const char *unit = t->ask.unit;
	int n = 0, same = 0, open = 0;

	t->ask.unit = NULL; /* what it took in is counted wherever it lies */
	for (const struct raw_doc *doc = next_seen(t, NULL, NULL); doc != NULL;
		doc = next_seen(t, doc, NULL)) {
		const struct raw_act *act = taken_in(doc, own->id), *last = raw_last(doc);
		bool is_open = state_of(t, doc)->phase <= PHASE_REVIEW;
		char *before, *after;

		if (act == NULL)
			continue;
		before = strv_join(&act->decision.grounds, " ");
		after = strv_join(&last->paper.grounds, " ");
		n++;
		open += is_open;
		same += !is_open && str_eq(act->decision.attribute, last->paper.attribute);
		line(papers, "%s|%s|%s|%s|%s|%s|%s|%s|%s", own->id, last->paper.id,
			last->paper.unit, last->paper.title, act->decision.attribute, before,
			is_open ? "" : last->paper.attribute, is_open ? "" : after,
			last->decision.to);
		free(before);
		free(after);
	}
	t->ask.unit = unit;
	t->found->taken_in += n;
	t->found->decided_anew += n - open;
	if (n > 0)
		line(campaigns, "%s|%s|%s|%s|%d|%d|%d|%d|%d", own->id, own->unit, own->title,
			raw_last(campaign)->decision.to, n, same, n - same - open, open,
			share(n - open, n));
	else
		line(campaigns, "%s|%s|%s|%s|0|0|0|0|", own->id, own->unit, own->title,
			raw_last(campaign)->decision.to);
}

static void check_campaign(struct figures_test *t)
{
	struct strv campaigns = {0}, papers = {0};

	for (const struct raw_doc *doc = next_seen(t, NULL, "campaign"); doc != NULL;
		doc = next_seen(t, doc, "campaign")) {
		if (is_asked(t, doc->acts[0].day))
			look_again(t, doc, &campaigns, &papers);
	}
	check_table(t, "campaign", 0, 9, &campaigns);
	check_table(t, "campaign", 1, 9, &papers);
}

/* -- The catalogue ----------------------------------------------------------------------------- */

static const struct csv_row *row_called(const struct csv *csv, const char *code)
{
	for (size_t i = 0; i < csv->n; i++) {
		if (strcmp(csv_get(csv, &csv->rows[i], "code"), code) == 0)
			return &csv->rows[i];
	}
	return NULL;
}

static const struct csv_row *standard_of(const struct csv *csv, const struct csv_row *row)
{
	return row_called(csv, csv_get(csv, row, "standard"));
}

static int depth_of(const struct csv *csv, const struct csv_row *row)
{
	const struct csv_row *above = standard_of(csv, row);

	return above == NULL ? 0 : 1 + depth_of(csv, above);
}

/* What a column says in English, else in Chinese, else in the one form it has. */
static const char *said_in(const struct csv *csv, const struct csv_row *row, const char *column)
{
	static const char *const endings[] = {".en", ".zh", ""};
	const char *text = "";

	for (size_t i = 0; i < LENGTH(endings) && *text == '\0'; i++) {
		char name[64];

		(void)snprintf(name, sizeof(name), "%s%s", column, endings[i]);
		text = csv_get(csv, row, name);
	}
	return text;
}

/* The adopted pack's catalogue, as it lies in the ledger: its columns but for those that each row
 * has of its own. */
static void check_comparison(struct figures_test *t)
{
	static const char *const columns[] = {
		"item", "content", "basis", "term", "deadline", "audience", "mode", "key-field"};
	struct strv expected = {0};
	struct csv csv = {0};
	int deepest = 0;
	size_t len;
	char *text;

	assert_int_equal(scratch_run("git -C site/ledger.git show $(git -C site/ledger.git log "
				     "--format=%%H --grep '^adopt pack' -n 1 main)"
				     ":pack/tables/catalogue.csv"),
		0);
	text = raw_file("out", &len);
	MUST(csv_parse(&csv, text, len, &err));
	for (size_t i = 0; i < csv.n; i++) {
		int depth = depth_of(&csv, &csv.rows[i]);

		deepest = depth > deepest ? depth : deepest;
	}
	for (size_t i = 0; i < csv.n; i++) {
		const struct csv_row *row = &csv.rows[i], *standard = standard_of(&csv, row);
		const char *code = csv_get(&csv, row, "code"), *name = said_in(&csv, row, "name");
		bool has_copy = false;

		for (size_t k = 0; k < csv.n; k++)
			has_copy = has_copy || standard_of(&csv, &csv.rows[k]) == row;
		for (size_t c = 0; standard != NULL && c < LENGTH(columns); c++) {
			const char *a = said_in(&csv, standard, columns[c]),
				   *b = said_in(&csv, row, columns[c]);

			if (strcmp(a, b) != 0)
				line(&expected, "%s|%s|changed|%s|%s|%s", code, name, columns[c], a,
					b);
		}
		if (depth_of(&csv, row) < deepest && !has_copy)
			line(&expected, "%s|%s|missing|||", code, name);
	}
	assert_true(expected.n > 0);
	check_table(t, "comparison", 0, 6, &expected);
	csv_release(&csv);
	free(text);
}

/* -- The office -------------------------------------------------------------------------------- */

static bool lies_in(const struct figures_test *t, const char *unit)
{
	return t->ask.unit == NULL || is_below(unit, t->ask.unit);
}

static void person_lines(
	struct figures_test *t, const char *record, struct strv *persons, struct strv *lent)
{
	struct person person = {0};
	struct str posts = {0};
	char day[2][DAY_SIZE];

	MUST(person_parse(&person, record, &err));
	for (size_t i = 0; i < person.post_count; i++)
		str_addf(&posts, "%s%s@%s", i > 0 ? " " : "", person.posts[i].role,
			person.posts[i].unit);
	assert_int_equal(person.keys.n, 0);
	if (lies_in(t, person.unit))
		line(persons, "%s|%s|%s|%s|%s|%s|0|", person.id, person.id, person.unit,
			str_get(&posts), day_format(person.from, day[0]),
			day_format(person.to, day[1]));
	for (size_t i = 0; i < person.delegation_count; i++) {
		const struct delegation *d = &person.delegations[i];

		if (d->last >= t->today && lies_in(t, d->unit))
			line(lent, "%s|%s|%s|%s|%s|%s|%s", person.id, d->to, d->role, d->unit,
				day_format(d->first, day[0]), day_format(d->last, day[1]),
				d->reason);
	}
	str_release(&posts);
	person_release(&person);
}

/* Nobody of these has left. */
static int people_of(const struct figures_test *t, const char *unit)
{
	int n = 0;

	for (size_t i = 0; i < t->raw.subject_count; i++) {
		struct person person = {0};

		if (t->raw.subjects[i].subject != SUBJECT_PERSON)
			continue;
		MUST(person_parse(&person, t->raw.subjects[i].record, &err));
		n += strcmp(person.unit, unit) == 0;
		person_release(&person);
	}
	return n;
}

static void unit_line(struct figures_test *t, const char *record, struct strv *lines)
{
	struct unit unit = {0};
	char day[2][DAY_SIZE];

	MUST(unit_parse(&unit, record, &err));
	if (lies_in(t, unit.id))
		line(lines, "%s|%s|%s|%d|%s|%s", unit.id, unit.id,
			unit.parent != NULL ? unit.parent : "", people_of(t, unit.id),
			day_format(unit.from, day[0]), day_format(unit.to, day[1]));
	unit_release(&unit);
}

static void check_office(struct figures_test *t)
{
	struct strv persons = {0}, lent = {0}, lines = {0};

	for (size_t i = 0; i < t->raw.subject_count; i++) {
		const struct raw_subject *subject = &t->raw.subjects[i];

		if (subject->subject == SUBJECT_PERSON)
			person_lines(t, subject->record, &persons, &lent);
		else if (subject->subject == SUBJECT_UNIT)
			unit_line(t, subject->record, &lines);
	}
	check_table(t, "office", 0, 8, &persons);
	check_table(t, "office", 1, 7, &lent);
	check_table(t, "office", 2, 6, &lines);
}

#endif
