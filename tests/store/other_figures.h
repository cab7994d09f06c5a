/* SPDX-License-Identifier: MIT */
#ifndef TESTS_STORE_OTHER_FIGURES_H
#define TESTS_STORE_OTHER_FIGURES_H

/* Reports made again that look at more than one paper's state: what is kept up to date, campaigns,
 * the catalogue's levels, the office. Include after <cmocka.h>. */

#include "core/csv.h"
#include "tests/store/long_way.h"

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
