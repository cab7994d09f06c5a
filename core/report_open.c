/* SPDX-License-Identifier: MIT */
/* What is still open, by age; and what is withheld on ground that is no longer there. */
#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/mem.h"
#include "core/report_papers.h"

enum { PAGE = 500 };

/* -- Ageing ------------------------------------------------------------------------------------ */

static const struct {
	const char *key, *title;
	int most; /* days in the present state */
} ages[] = {
	{"to_3", N_("To 3 days"), 3},
	{"to_7", N_("To 7"), 7},
	{"to_30", N_("To 30"), 30},
	{"to_90", N_("To 90"), 90},
	{"over_90", N_("Over 90"), 1 << 30},
};
enum { AGES = sizeof(ages) / sizeof(ages[0]) };

struct age_line {
	const char *kind, *state; /* borrowed from the pack */
	int n[AGES];
};

static bool is_open(const struct state *state)
{
	return state->phase <= PHASE_DECIDED;
}

/* What is counted, of the papers of that day. */
struct ageing {
	struct age_line *lines; /* owns */
	size_t n, last; /* last: the line that was found last */
	int today;
};

static bool is_line(const struct age_line *line, const char *kind, const char *state)
{
	return strcmp(line->state, state) == 0 && strcmp(line->kind, kind) == 0;
}

/* Most come with others of their state. NULL: it is not counted. */
static struct age_line *line_of(struct ageing *ageing, const char *kind, const char *state)
{
	if (ageing->last < ageing->n && is_line(&ageing->lines[ageing->last], kind, state))
		return &ageing->lines[ageing->last];
	for (size_t i = 0; i < ageing->n; i++) {
		if (is_line(&ageing->lines[i], kind, state)) {
			ageing->last = i;
			return &ageing->lines[i];
		}
	}
	return NULL;
}

static void count_age(struct age_line *line, int days)
{
	for (size_t i = 0; i < AGES; i++) {
		if (days <= ages[i].most) {
			line->n[i]++;
			return;
		}
	}
}

static void take_open(void *context, const char *kind, const char *state, int entered)
{
	struct ageing *ageing = context;
	struct age_line *line = line_of(ageing, kind, state);

	if (line != NULL)
		count_age(line, ageing->today - entered);
}

static struct age_line *age_lines(const struct pack *pack, size_t *n)
{
	struct age_line *lines = NULL;

	*n = 0;
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; !kind->is_stub && k < kind->state_count; k++) {
			if (!is_open(&kind->states[k]))
				continue;
			GROW(lines, *n);
			lines[(*n)++] = (struct age_line){
				.kind = kind->code, .state = kind->states[k].code};
		}
	}
	return lines;
}

/* The query of a line's papers that came into their state in these days. */
static char *age_query(const struct age_line *line, const char *unit, size_t age, int today)
{
	char from[DAY_SIZE] = "", to[DAY_SIZE] = "";
	struct str query = {0};

	str_addf(&query, "kind:%s state:%s", line->kind, line->state);
	if (unit != NULL)
		str_addf(&query, " unit:%s", unit);
	if (age == AGES)
		return str_detach(&query);
	if (age + 1 < AGES)
		day_format(today - ages[age].most, from);
	if (age > 0)
		day_format(today - ages[age - 1].most - 1, to);
	str_addf(&query, " entered:%s..%s", from, to);
	return str_detach(&query);
}

static void add_age(struct report_table *table, int n, char *query)
{
	struct report_cell *cell = report_number(table, n);

	if (n > 0)
		report_cases(cell, "%s", query);
	free(query);
}

static void write_ages(struct report_table *table, struct session *session,
	const struct report_ask *ask, const struct age_line *lines, size_t n)
{
	const struct office *office = session_office(session);
	int today = session_today(session);

	for (size_t i = 0; i < n; i++) {
		int total = 0;

		for (size_t k = 0; k < AGES; k++)
			total += lines[i].n[k];
		if (total == 0)
			continue;
		report_word(table, lines[i].kind, label_kind(office, lines[i].kind));
		report_word(
			table, lines[i].state, label_state(office, lines[i].kind, lines[i].state));
		for (size_t k = 0; k < AGES; k++)
			add_age(table, lines[i].n[k], age_query(&lines[i], ask->unit, k, today));
		add_age(table, total, age_query(&lines[i], ask->unit, AGES, today));
	}
}

static bool make_ageing(struct session *session, const struct report_ask *ask,
	struct report *report, struct err *err)
{
	struct report_table *table = report_table(report, "ageing", NULL);
	struct ageing ageing = {.today = session_today(session)};
	bool ok;

	report_column(table, "kind", _("Kind"), COLUMN_WORD);
	report_column(table, "state", _("State"), COLUMN_WORD);
	for (size_t k = 0; k < AGES; k++)
		report_sum_column(table, ages[k].key, _(ages[k].title));
	report_sum_column(table, "open", _("Still open"));
	ageing.lines = age_lines(session_office(session)->pack, &ageing.n);
	ok = store_open_since(session->store, &session->scope, ask->unit, take_open, &ageing, err);
	if (ok)
		write_ages(table, session, ask, ageing.lines, ageing.n);
	free(ageing.lines);
	return ok;
}

const struct report_kind report_ageing = {
	.name = "ageing",
	.title = N_("How long open papers have been where they are"),
	.help = N_("what is not finished, by days in its present state"),
	.make = make_ageing,
};

/* -- Basis ------------------------------------------------------------------------------------- */

/* What has become of a ground by a day; "" where it still holds. */
static char *ground_end(const struct pack *pack, const char *code, int day)
{
	const struct ground *ground = pack_ground(pack, code);
	char *to, *sentence;
	char last[DAY_SIZE];

	if (ground == NULL)
		return xstrdup(_("not in this pack"));
	if (ground_is_live(ground, day))
		return xstrdup("");
	day_format(ground->to != DAY_NONE ? ground->to : ground->law->to, last);
	to = strv_join(&ground->successors, ", ");
	if (*to != '\0')
		sentence = xasprintf(_("ended %s, now %s"), last, to);
	else
		sentence = xasprintf(_("ended %s"), last);
	free(to);
	return sentence;
}

static void add_basis(
	struct report_table *table, const struct office *office, const struct row *row, int day)
{
	struct strv grounds = {0};

	strv_split(&grounds, row->grounds != NULL ? row->grounds : "", " ");
	for (size_t i = 0; i < grounds.n; i++) {
		const struct ground *ground = pack_ground(office->pack, grounds.v[i]);
		char *end = ground_end(office->pack, grounds.v[i], day);

		if (*end != '\0') {
			report_cases(report_word(table, row->id, NULL), "%s", row->id);
			report_word(table, row->unit, label_unit(office, row->unit));
			report_word(table, grounds.v[i], NULL);
			report_word(table, ground != NULL ? ground->article : "",
				ground != NULL ? name_get(&ground->name) : NULL);
			report_word(table, end, NULL);
			report_day(table, row->decided);
			report_day(table, row->review_by);
		}
		free(end);
	}
	strv_release(&grounds);
}

static bool make_basis(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct report_table *table = report_table(report, "basis", NULL);
	struct query query = {.order = ORDER_NEWEST, .limit = PAGE};
	int withheld = 0, overdue = 0, today = session_today(session);
	struct str withheld_ids = {0}, overdue_ids = {0};
	struct rows rows = {0};
	bool ok;

	report_column(table, "id", _("Paper"), COLUMN_WORD);
	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "ground", _("Ground"), COLUMN_WORD);
	report_column(table, "article", _("Article"), COLUMN_WORD);
	report_column(table, "ended", _("What became of it"), COLUMN_WORD);
	report_column(table, "decided", _("Decided"), COLUMN_DAY);
	report_column(table, "review_by", _("Review by"), COLUMN_DAY);
	set_str(&query.unit, ask->unit);
	while ((ok = session_next(session, &query, &rows, err)) && rows.n > 0) {
		for (size_t i = 0; i < rows.n; i++) {
			const struct row *row = &rows.v[i];

			if (str_empty(row->grounds) || row->decided == DAY_NONE)
				continue;
			withheld++;
			report_case(&withheld_ids, row->id);
			if (row->review_by != DAY_NONE && row->review_by < today) {
				overdue++;
				report_case(&overdue_ids, row->id);
			}
			add_basis(table, session_office(session), row, today);
		}
	}
	report_figure(report, "withheld", _("Papers decided not to be public"), withheld);
	report_figure_ids(report, &withheld_ids);
	report_figure(report, "review_overdue", _("Of them past their review-by day"), overdue);
	report_figure_ids(report, &overdue_ids);
	rows_release(&rows);
	query_release(&query);
	return ok;
}

const struct report_kind report_basis = {
	.name = "basis",
	.title = N_("Withheld on ground that has gone"),
	.help = N_(
		"decisions that rest on articles no longer in force, with what took their place"),
	.make = make_basis,
};
