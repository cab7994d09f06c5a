/* SPDX-License-Identifier: MIT */
/* What was done, month by month; why papers came back; how long steps take. */
#include <stdlib.h>
#include <string.h>

#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

static bool get_acts(struct session *session, const struct report_ask *ask, bool by_unit,
	struct act_counts *acts, struct err *err)
{
	struct past_ask past = {
		.unit = ask->unit, .from = ask->from, .to = ask->to, .by_unit = by_unit};

	return store_acts(session->store, &session->scope, &past, acts, err);
}

static struct days period_of(const struct report_ask *ask)
{
	return (struct days){ask->from, ask->to};
}

/* -- Returns ----------------------------------------------------------------------------------- */

static int by_unit_and_code(const void *a, const void *b)
{
	const struct act_count *x = a, *y = b;
	int order = strcmp(x->unit, y->unit);

	return order != 0 ? order : strcmp(x->code, y->code);
}

static void add_returns(struct report_table *table, const struct office *office,
	const struct report_ask *ask, const struct act_counts *acts)
{
	struct days days = period_of(ask);
	char *period = reports_on(NULL, &days);

	for (size_t i = 0; i < acts->n;) {
		const struct act_count *first = &acts->v[i];
		int n = 0;

		for (; i < acts->n && by_unit_and_code(first, &acts->v[i]) == 0; i++)
			n += acts->v[i].n;
		if (*first->code == '\0')
			continue;
		report_word(table, first->unit, label_unit(office, first->unit));
		report_word(table, first->code, label_code(office, first->code));
		report_cases(report_number(table, n), "code:%s in:%s%s", first->code, first->unit,
			period);
	}
	free(period);
}

static bool make_returns(struct session *session, const struct report_ask *ask,
	struct report *report, struct err *err)
{
	struct report_table *table = report_table(report, "returns", NULL);
	struct act_counts acts = {0};

	report_column(table, "unit", _("Unit"), COLUMN_WORD);
	report_column(table, "code", _("Reason"), COLUMN_WORD);
	report_sum_column(table, "returns", _("Returns"));
	table->chart = CHART_BARS;
	table->chart_label = 1;
	table->chart_value = 2;
	if (!get_acts(session, ask, true, &acts, err))
		return false;
	if (acts.n > 0)
		qsort(acts.v, acts.n, sizeof(*acts.v), by_unit_and_code);
	add_returns(table, session_office(session), ask, &acts);
	act_counts_release(&acts);
	return true;
}

const struct report_kind report_returns = {
	.name = "returns",
	.title = N_("Why papers came back"),
	.help = N_("returns by unit and reason"),
	.make = make_returns,
};

/* -- Month by month ---------------------------------------------------------------------------- */

static const struct {
	const char *key, *title;
	enum act act;
} told[] = {
	{"begun", N_("Begun"), ACT_CREATE},
	{"submitted", N_("Submitted"), ACT_SUBMIT},
	{"returned", N_("Returned"), ACT_RETURN},
	{"signed", N_("Signed"), ACT_SIGN},
	{"published", N_("Papers published"), ACT_PUBLISH},
	{"withdrawn", N_("Withdrawn"), ACT_WITHDRAW},
};
enum { TOLD = sizeof(told) / sizeof(told[0]), PUBLISHED = 4 };

static int by_month(const void *a, const void *b)
{
	const struct act_count *x = a, *y = b;

	return strcmp(x->month, y->month);
}

static void add_told(struct report_table *table, const struct pack *pack,
	const struct report_ask *ask, const struct days *days, size_t k, int n)
{
	struct report_cell *cell = report_number(table, n);
	char *did = reports_did(pack, told[k].act, days);

	if (n > 0 && ask->unit != NULL)
		report_cases(cell, "%s unit:%s", did + 1, ask->unit);
	else if (n > 0)
		report_cases(cell, "%s", did + 1);
	free(did);
}

static void add_month(struct report_table *table, const struct pack *pack,
	const struct report_ask *ask, const struct act_count *acts, size_t n)
{
	struct days days = reports_month(acts->month, ask);
	int counts[TOLD] = {0};

	for (size_t i = 0; i < n; i++) {
		const struct action *action = pack_action(pack, acts[i].action);

		for (size_t k = 0; action != NULL && k < TOLD; k++)
			counts[k] += action->act == told[k].act ? acts[i].n : 0;
	}
	report_word(table, acts[0].month, NULL);
	for (size_t k = 0; k < TOLD; k++)
		add_told(table, pack, ask, &days, k, counts[k]);
}

static bool make_trend(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct report_table *table = report_table(report, "trend", NULL);
	const struct pack *pack = session_office(session)->pack;
	struct act_counts acts = {0};
	size_t first = 0;

	report_column(table, "month", _("Month"), COLUMN_WORD);
	for (size_t k = 0; k < TOLD; k++)
		report_sum_column(table, told[k].key, _(told[k].title));
	table->chart = CHART_LINE;
	table->chart_value = 1 + PUBLISHED;
	if (!get_acts(session, ask, false, &acts, err))
		return false;
	if (acts.n > 0)
		qsort(acts.v, acts.n, sizeof(*acts.v), by_month);
	for (size_t i = 0; i < acts.n; i++) {
		if (i + 1 < acts.n && strcmp(acts.v[i + 1].month, acts.v[first].month) == 0)
			continue;
		add_month(table, pack, ask, &acts.v[first], i + 1 - first);
		first = i + 1;
	}
	act_counts_release(&acts);
	return true;
}

const struct report_kind report_trend = {
	.name = "trend",
	.title = N_("Month by month"),
	.help = N_(
		"what was begun, submitted, returned, signed, published and withdrawn each month"),
	.make = make_trend,
};

/* -- How long steps take ----------------------------------------------------------------------- */

static int by_state_and_days(const void *a, const void *b)
{
	const struct span_count *x = a, *y = b;
	int order = strcmp(x->kind, y->kind);

	if (order == 0)
		order = strcmp(x->state, y->state);
	return order != 0 ? order : (x->days > y->days) - (x->days < y->days);
}

/* The days of the one at a place, counted from 0, among n counts in order of their days. */
static int days_at(const struct span_count *spans, size_t n, int place)
{
	for (size_t i = 0; i < n; i++) {
		place -= spans[i].n;
		if (place < 0)
			return spans[i].days;
	}
	return spans[n - 1].days;
}

static void add_state(struct report_table *table, const struct office *office,
	const struct report_ask *ask, const struct span_count *spans, size_t n)
{
	struct days days = period_of(ask);
	char *period = reports_on(ask->unit, &days);
	int total = 0, numbers[4];

	for (size_t i = 0; i < n; i++)
		total += spans[i].n;
	report_word(table, spans->kind, label_kind(office, spans->kind));
	report_word(table, spans->state, label_state(office, spans->kind, spans->state));
	numbers[0] = total;
	numbers[1] = days_at(spans, n, (total - 1) / 2);
	numbers[2] = days_at(spans, n, total - 1 - total / 10);
	numbers[3] = spans[n - 1].days;
	for (size_t i = 0; i < 4; i++)
		report_cases(report_number(table, numbers[i]), "kind:%s left:%s%s", spans->kind,
			spans->state, period);
	free(period);
}

/* As the pack lists its states. */
static void add_states(struct report_table *table, const struct office *office,
	const struct report_ask *ask, const struct span_counts *spans)
{
	const struct pack *pack = office->pack;

	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t k = 0; k < pack->kinds[i].state_count; k++) {
			const char *state = pack->kinds[i].states[k].code;
			size_t first = 0, n = 0;

			while (first < spans->n &&
				(strcmp(spans->v[first].kind, pack->kinds[i].code) != 0 ||
					strcmp(spans->v[first].state, state) != 0))
				first++;
			while (first + n < spans->n &&
				strcmp(spans->v[first + n].kind, pack->kinds[i].code) == 0 &&
				strcmp(spans->v[first + n].state, state) == 0)
				n++;
			if (n > 0)
				add_state(table, office, ask, &spans->v[first], n);
		}
	}
}

static bool make_times(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct report_table *table = report_table(report, "times", NULL);
	struct past_ask past = {.unit = ask->unit, .from = ask->from, .to = ask->to};
	struct span_counts spans = {0};

	report_column(table, "kind", _("Kind"), COLUMN_WORD);
	report_column(table, "state", _("State"), COLUMN_WORD);
	report_column(table, "left", _("Times left"), COLUMN_NUMBER);
	report_column(table, "median", _("Median days"), COLUMN_NUMBER);
	report_column(table, "ninth_tenth", _("Nine of ten within"), COLUMN_NUMBER);
	report_column(table, "longest", _("Longest"), COLUMN_NUMBER);
	table->chart = CHART_BARS;
	table->chart_label = 1;
	table->chart_value = 3;
	if (!store_spans(session->store, &session->scope, &past, &spans, err))
		return false;
	if (spans.n > 0)
		qsort(spans.v, spans.n, sizeof(*spans.v), by_state_and_days);
	add_states(table, session_office(session), ask, &spans);
	span_counts_release(&spans);
	return true;
}

const struct report_kind report_times = {
	.name = "times",
	.title = N_("How long each step takes"),
	.help = N_("days that papers stayed in each state they left: median, nine of ten, longest"),
	.make = make_times,
};
