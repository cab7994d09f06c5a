/* SPDX-License-Identifier: MIT */
/* The whole on one page, for who answers for it: where the papers stand by unit and by state, what
 * was published in time, why papers came back, what has been lying, the months. All of it are
 * tables of other reports, or sums over them. */
#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

/* The sums of a unit, or of a kind's state. */
struct line {
	const char *key, *state; /* borrowed; a unit and NULL, or a kind and its state */
	int64_t *n; /* owns; papers, by attribute, without one, overdue */
};

struct summing {
	const struct office *office;
	const struct report_ask *ask;
	const struct status_counts *status;
	char *rest; /* owns; what every list asks for besides */
	struct line *lines; /* owns */
	size_t n, last; /* last: the line that was found last */
};

static size_t numbers(const struct summing *s)
{
	return s->office->pack->attribute_count + 3;
}

static struct line *add_line(struct summing *s, const char *key, const char *state)
{
	GROW(s->lines, s->n);
	s->lines[s->n] = (struct line){
		.key = key, .state = state, .n = xcalloc(numbers(s), sizeof(int64_t))};
	s->last = s->n;
	return &s->lines[s->n++];
}

static bool is_line(const struct line *line, const char *key, const char *state)
{
	return strcmp(line->key, key) == 0 && str_eq(line->state, state);
}

/* The rows come in order of units: the last line is mostly the one. */
static struct line *find_line(struct summing *s, const char *key, const char *state)
{
	if (s->n > 0 && is_line(&s->lines[s->last], key, state))
		return &s->lines[s->last];
	for (s->last = 0; s->last < s->n; s->last++) {
		if (is_line(&s->lines[s->last], key, state))
			return &s->lines[s->last];
	}
	return add_line(s, key, state);
}

static size_t place_of(const struct summing *s, const char *attribute)
{
	const struct pack *pack = s->office->pack;
	size_t i = 0;

	while (i < pack->attribute_count && strcmp(pack->attributes[i].code, attribute) != 0)
		i++;
	return i;
}

static void sum_up(struct summing *s, bool by_unit)
{
	for (size_t i = 0; i < s->status->n; i++) {
		const struct status_count *count = &s->status->v[i];
		struct line *line = by_unit ? find_line(s, count->unit, NULL)
					    : find_line(s, count->kind, count->state);

		line->n[0] += count->n;
		line->n[1 + place_of(s, count->attribute)] += count->n;
		line->n[numbers(s) - 1] += count->overdue;
	}
}

static void forget_lines(struct summing *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->lines[i].n);
	free(s->lines);
	s->lines = NULL;
	s->n = s->last = 0;
}

/* -- Tables ------------------------------------------------------------------------------------ */

static void add_number(
	struct report_table *table, const struct summing *s, const struct line *line, size_t i)
{
	const struct pack *pack = s->office->pack;
	struct report_cell *cell = report_number(table, line->n[i]);
	struct str query = {0};

	if (line->state == NULL)
		str_addf(&query, "in:%s", line->key);
	else
		str_addf(&query, "kind:%s state:%s", line->key, line->state);
	if (line->state != NULL && s->ask->unit != NULL)
		str_addf(&query, " unit:%s", s->ask->unit);
	if (i + 1 == numbers(s))
		str_add(&query, " due:overdue");
	else if (i > 0)
		str_addf(&query, " attribute:%s",
			i <= pack->attribute_count ? pack->attributes[i - 1].code : "none");
	if (line->n[i] > 0)
		report_cases(cell, "%s%s", str_get(&query), s->rest);
	str_release(&query);
}

static void add_columns(struct report_table *table, const struct pack *pack)
{
	report_sum_column(table, "papers", _("Papers"));
	for (size_t i = 0; i < pack->attribute_count; i++)
		report_sum_column(
			table, pack->attributes[i].code, name_get(&pack->attributes[i].name));
	report_sum_column(table, "none", _("not decided yet"));
	report_sum_column(table, "overdue", _("Overdue"));
}

static void add_units(struct report *report, struct summing *s)
{
	struct report_table *table = report_table(report, "units", _("By unit"));

	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	add_columns(table, s->office->pack);
	table->chart = CHART_BARS;
	table->chart_value = 1;
	sum_up(s, true);
	for (size_t i = 0; i < s->n; i++) {
		report_word(table, s->lines[i].key, label_unit(s->office, s->lines[i].key));
		for (size_t k = 0; k < numbers(s); k++)
			add_number(table, s, &s->lines[i], k);
	}
	forget_lines(s);
}

/* As the pack lists its states. */
static void add_states(struct report *report, struct summing *s)
{
	struct report_table *table = report_table(report, "states", _("By state"));
	const struct pack *pack = s->office->pack;

	report_column(table, "kind", _("Kind"), COLUMN_WORD);
	report_column(table, "state", _("State"), COLUMN_WORD);
	add_columns(table, pack);
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t k = 0; k < pack->kinds[i].state_count; k++)
			add_line(s, pack->kinds[i].code, pack->kinds[i].states[k].code);
	}
	sum_up(s, false);
	for (size_t i = 0; i < s->n; i++) {
		const struct line *line = &s->lines[i];

		if (line->n[0] == 0)
			continue;
		report_word(table, line->key, label_kind(s->office, line->key));
		report_word(table, line->state, label_state(s->office, line->key, line->state));
		for (size_t k = 0; k < numbers(s); k++)
			add_number(table, s, line, k);
	}
	forget_lines(s);
}

/* The first table of another report becomes one of this, under that one's title. */
static bool take_table(struct report *report, struct session *session, const char *name,
	const struct report_ask *ask, struct err *err)
{
	struct report_table *table;
	struct report part;

	if (!session_report(session, name, ask, &part, err))
		return false;
	table = report_table(report, reports_find(name)->name, part.title);
	table->columns = part.tables[0].columns;
	table->column_count = part.tables[0].column_count;
	table->cells = part.tables[0].cells;
	table->cell_count = part.tables[0].cell_count;
	table->chart = part.tables[0].chart;
	table->chart_label = part.tables[0].chart_label;
	table->chart_value = part.tables[0].chart_value;
	part.tables[0].columns = NULL;
	part.tables[0].cells = NULL;
	part.tables[0].column_count = part.tables[0].cell_count = 0;
	report_release(&part);
	return true;
}

/* -- What was done ----------------------------------------------------------------------------- */

static struct past_ask past_of(const struct report_ask *ask)
{
	return (struct past_ask){.unit = ask->unit, .from = ask->from, .to = ask->to};
}

static void add_published(struct report_table *table, const struct report_ask *ask,
	const struct month_count *count, bool late)
{
	struct report_cell *cell = report_number(table, late ? count->late : count->n);
	struct days days = reports_month(count->month, ask);
	char *query = reports_published(&days, late);

	if (cell->number > 0 && ask->unit != NULL)
		report_cases(cell, "%s unit:%s", query, ask->unit);
	else if (cell->number > 0)
		report_cases(cell, "%s", query);
	free(query);
}

/* How much was published in time, month by month. */
static bool add_months(struct report *report, struct session *session, const struct report_ask *ask,
	struct err *err)
{
	struct past_ask past = past_of(ask);
	struct report_table *table;
	struct month_counts months;

	if (!store_published(session->store, &session->scope, &past, &months, err)) {
		free(months.v);
		return false;
	}
	table = report_table(report, "breach", _("Published, and in time"));
	report_column(table, "month", _("Month"), COLUMN_WORD);
	report_sum_column(table, "published", _("Papers published"));
	report_sum_column(table, "late", _("Late"));
	report_column(table, "in_time", _("In time"), COLUMN_SHARE);
	for (size_t i = 0; i < months.n; i++) {
		const struct month_count *count = &months.v[i];

		report_word(table, count->month, NULL);
		add_published(table, ask, count, false);
		add_published(table, ask, count, true);
		report_share(table, count->n - count->late, count->n);
	}
	free(months.v);
	return true;
}

struct reason {
	const char *code; /* borrowed */
	int n;
};

static int by_code(const void *a, const void *b)
{
	return strcmp(((const struct act_count *)a)->code, ((const struct act_count *)b)->code);
}

static int by_number(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;
	int order = (x->n < y->n) - (x->n > y->n);

	return order != 0 ? order : strcmp(x->code, y->code);
}

/* The most frequent first; the caller frees. */
static struct reason *reasons_of(struct act_counts *acts, size_t *n)
{
	struct reason *reasons = NULL;

	*n = 0;
	if (acts->n > 0)
		qsort(acts->v, acts->n, sizeof(*acts->v), by_code);
	for (size_t i = 0; i < acts->n; i++) {
		if (*acts->v[i].code == '\0')
			continue;
		if (*n == 0 || strcmp(reasons[*n - 1].code, acts->v[i].code) != 0) {
			GROW(reasons, *n);
			reasons[(*n)++] = (struct reason){.code = acts->v[i].code};
		}
		reasons[*n - 1].n += acts->v[i].n;
	}
	if (*n > 0)
		qsort(reasons, *n, sizeof(*reasons), by_number);
	return reasons;
}

/* Why papers came back. */
static bool add_reasons(struct report *report, struct session *session,
	const struct report_ask *ask, struct err *err)
{
	struct past_ask past = past_of(ask);
	struct days days = {ask->from, ask->to};
	struct report_table *table;
	struct act_counts acts = {0};
	struct reason *reasons;
	char *on;
	size_t n;

	if (!store_acts(session->store, &session->scope, &past, &acts, err))
		return false;
	table = report_table(report, "returns", _("Why papers came back"));
	report_column(table, "code", _("Reason"), COLUMN_WORD);
	report_sum_column(table, "returns", _("Returns"));
	table->chart = CHART_BARS;
	table->chart_value = 1;
	on = reports_on(ask->unit, &days);
	reasons = reasons_of(&acts, &n);
	for (size_t i = 0; i < n; i++) {
		report_word(table, reasons[i].code,
			label_code(session_office(session), reasons[i].code));
		report_cases(report_number(table, reasons[i].n), "code:%s%s", reasons[i].code, on);
	}
	free(reasons);
	free(on);
	act_counts_release(&acts);
	return true;
}

static bool make_all(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct summing s = {.office = session_office(session), .ask = ask};
	struct figures figures;
	bool ok = session_status(session, ask->unit, ask->from, ask->to, &figures, err);

	if (!ok)
		return false;
	s.status = &figures.counts;
	s.rest = reports_begun(s.office->pack, ask);
	add_units(report, &s);
	add_states(report, &s);
	ok = add_months(report, session, ask, err) && add_reasons(report, session, ask, err) &&
	     take_table(report, session, "ageing", ask, err) &&
	     take_table(report, session, "trend", ask, err);
	figures_release(&figures);
	free(s.rest);
	return ok;
}

/* Of one moment. */
static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	bool ok;

	if (!store_look(session->store, err))
		return false;
	ok = make_all(session, ask, report, err);
	store_looked(session->store);
	return ok;
}

const struct report_kind report_overview = {
	.name = "overview",
	.title = N_("Overview"),
	.help = N_("the whole on one page: units, states, in time, returns, ageing, months"),
	.make = make,
};
