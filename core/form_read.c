/* SPDX-License-Identifier: MIT */
#include "core/form_read.h"

#include <stdlib.h>
#include <string.h>

#include "core/each.h"
#include "core/law.h"
#include "core/mem.h"

/* A record on its way into the year. */
struct reading {
	struct session *session;
	const struct pack_form *form;
	const struct document *document;
	struct history history; /* owns */
	struct year *year;
};

/* -- Cells ------------------------------------------------------------------------------------- */

static void put_choices(const struct kind *kind, const struct paper *paper, struct strv *cells)
{
	for (size_t i = 0; i < kind->field_count; i++) {
		const char *value = paper_field(paper, kind->fields[i].code);
		const struct choice *choice =
			value != NULL ? field_choice(&kind->fields[i], value) : NULL;

		if (choice != NULL && choice->cell != NULL)
			strv_put(cells, choice->cell);
	}
}

/* The paper as a decision left it. */
static bool paper_at(const struct reading *reading, size_t i, struct paper *paper, struct err *err)
{
	char *record = store_record_at(reading->session->store, reading->history.v[i].commit, err);
	bool ok = record != NULL && paper_parse(paper, record, err);

	free(record);
	return ok;
}

static bool cells_at(const struct reading *reading, size_t i, struct strv *cells, struct err *err)
{
	struct paper paper = {0};
	bool ok = paper_at(reading, i, &paper, err);

	if (ok)
		put_choices(reading->form->kind, &paper, cells);
	paper_release(&paper);
	return ok;
}

/* -- Days -------------------------------------------------------------------------------------- */

static enum phase phase_of(const struct kind *kind, const char *state)
{
	const struct state *found = state != NULL ? kind_state(kind, state) : NULL;

	return found != NULL ? found->phase : PHASE_DRAFT;
}

static int day_of(const struct reading *reading, size_t i)
{
	return stamp_day(reading->history.v[i].site_time);
}

static bool leads(const struct reading *reading, size_t i, enum phase from, enum phase to)
{
	const struct decision *decision = &reading->history.v[i].decision;

	return phase_of(reading->form->kind, decision->from) == from &&
	       phase_of(reading->form->kind, decision->to) == to;
}

static bool was_dropped(const struct reading *reading)
{
	const struct pack *pack = session_office(reading->session)->pack;

	for (size_t i = 0; i < reading->history.n; i++) {
		const struct action *action =
			pack_action(pack, reading->history.v[i].decision.action);

		if (action != NULL && action->act == ACT_VOID)
			return true;
	}
	return false;
}

static int field_day(const struct paper *paper, const struct field *field)
{
	const char *value = field != NULL ? paper_field(paper, field->code) : NULL;
	int day;

	return value != NULL && day_parse(value, &day) ? day : DAY_NONE;
}

/* The day of the decision that first ended it. */
static int ended_on(const struct reading *reading)
{
	for (size_t i = 0; i < reading->history.n; i++) {
		if (phase_of(reading->form->kind, reading->history.v[i].decision.from) !=
				PHASE_ENDED &&
			phase_of(reading->form->kind, reading->history.v[i].decision.to) ==
				PHASE_ENDED)
			return day_of(reading, i);
	}
	return DAY_NONE;
}

/* -- Contests ---------------------------------------------------------------------------------- */

static bool keep_outcome(const struct pack_form *form, const struct strv *cells,
	const struct strv *without, struct strv *outcome)
{
	strv_clear(outcome);
	for (size_t i = 0; i < cells->n; i++) {
		if (form_has_contest(form, cells->v[i]) &&
			(without == NULL || !strv_has(without, cells->v[i])))
			strv_add(outcome, cells->v[i]);
	}
	return outcome->n > 0;
}

/* What a contest from one decision on came to in another; of an ended one that came to the same as
 * the one before it, that. */
static bool outcome_at(const struct reading *reading, size_t begun, size_t at, bool is_ended,
	struct strv *outcome, struct err *err)
{
	struct strv before = {0}, cells = {0};
	bool ok = cells_at(reading, begun, &before, err) && cells_at(reading, at, &cells, err);

	if (ok && !keep_outcome(reading->form, &cells, &before, outcome) && is_ended)
		(void)keep_outcome(reading->form, &cells, NULL, outcome); /* one, or none */
	strv_release(&before);
	strv_release(&cells);
	return ok;
}

/* end: the decision that ended the contest, or as many as there are. */
static bool add_contest(struct request *request, const struct reading *reading, size_t begun,
	size_t end, struct err *err)
{
	bool is_over = end < reading->history.n;
	size_t last = is_over ? end : reading->history.n - 1, at = begun;
	struct strv *outcome;
	bool ok;

	GROW(request->contests, request->contest_count);
	outcome = &request->contests[request->contest_count++];
	*outcome = (struct strv){0};
	if (is_over && day_of(reading, end) <= reading->year->last)
		return outcome_at(reading, begun, end, true, outcome, err);
	while (at < last && day_of(reading, at + 1) <= reading->year->last)
		at++;
	do
		ok = outcome_at(reading, begun, at, is_over && at == end, outcome, err);
	while (ok && outcome->n == 0 && at++ < last);
	return ok;
}

static bool read_contests(struct request *request, const struct reading *reading, struct err *err)
{
	size_t n = reading->history.n;

	for (size_t i = 0; i < n; i++) {
		size_t end = i + 1;

		if (!leads(reading, i, PHASE_ENDED, PHASE_REVIEW))
			continue;
		while (end < n && !leads(reading, end, PHASE_REVIEW, PHASE_ENDED))
			end++;
		if (day_of(reading, i) <= reading->year->last &&
			(end == n || day_of(reading, end) >= reading->year->first) &&
			!add_contest(request, reading, i, end, err))
			return false;
	}
	return true;
}

/* The decision with which the first contest began; as many as there are where there was none. */
static size_t first_contest(const struct reading *reading)
{
	size_t i = 0;

	while (i < reading->history.n && !leads(reading, i, PHASE_ENDED, PHASE_REVIEW))
		i++;
	return i;
}

/* -- Records ----------------------------------------------------------------------------------- */

static bool read_cells(struct request *request, const struct reading *reading, struct err *err)
{
	const struct document *document = reading->document;
	size_t contest = first_contest(reading);
	const char *code = document->state;
	const struct state *state;

	if (contest < reading->history.n) {
		if (!cells_at(reading, contest, &request->cells, err))
			return false;
		code = reading->history.v[contest].decision.from;
	} else {
		put_choices(reading->form->kind, &document->paper, &request->cells);
	}
	state = kind_state(reading->form->kind, code);
	if (state != NULL && state->cell != NULL)
		form_put_state(reading->form, &request->cells, state->cell);
	return !form_has(reading->form, FORM_CONTESTED) || read_contests(request, reading, err);
}

static void read_days(struct request *request, const struct reading *reading)
{
	const struct pack_form *form = reading->form;
	const struct paper *paper = &reading->document->paper;
	const char *value = form->amount != NULL ? paper_field(paper, form->amount->code) : NULL;
	int amount = 0;

	request->received = field_day(paper, form->received);
	request->done = form->done != NULL ? field_day(paper, form->done) : ended_on(reading);
	if (value != NULL)
		(void)str_number(value, &amount); /* the field's type has seen to it */
	request->amount = form->amount != NULL ? amount : 1;
}

static const char *value_of(const void *context, const char *name)
{
	const struct document *document = context;

	return strcmp(name, "state") == 0 ? document->state : law_value(&document->paper, name);
}

static bool read_one(struct reading *reading, struct err *err)
{
	const struct paper *paper = &reading->document->paper;
	struct session *session = reading->session;
	struct request request = {.id = xstrdup(paper->id)};
	bool ok = store_history(session->store, &(struct history_ask){.document = paper->id},
		&session->scope, &reading->history, err);

	if (ok && was_dropped(reading)) {
		request_release(&request);
		return true;
	}
	if (ok)
		read_days(&request, reading);
	if (!ok || !read_cells(&request, reading, err)) {
		request_release(&request);
		return false;
	}
	GROW(reading->year->v, reading->year->n);
	reading->year->v[reading->year->n++] = request;
	return true;
}

bool form_read(struct session *session, const struct pack_form *form, const char *unit,
	struct year *year, struct err *err)
{
	struct each each;
	bool ok = true;

	each_init(&each, session, unit, form->kind->code);
	while (ok && each_next(&each, err)) {
		struct reading reading = {
			.session = session, .form = form, .document = &each.document, .year = year};

		if (!pack_condition(form->when, value_of, &each.document))
			continue;
		ok = read_one(&reading, err);
		history_release(&reading.history);
	}
	each_release(&each);
	return ok && err->code == ERR_NONE;
}
