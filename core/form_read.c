/* SPDX-License-Identifier: MIT */
#include "core/form_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/law.h"
#include "core/mem.h"

/* How the lines begin that a form's days stand in; owns; NULL: it has no such day. */
struct day_lines {
	char *received, *done;
};

/* The cells of a paper as a decision left it: read once. */
struct left {
	const unsigned char *record; /* borrowed */
	struct strv cells; /* owns */
};

struct state_phase {
	const char *state; /* borrowed; as the acts have it */
	enum phase phase;
};

/* The records of a kind on their way into the years of its forms. */
struct reading {
	struct session *session;
	const struct kind *kind;
	const struct field **counted; /* owns; those whose choices count in cells */
	size_t counted_count;
	struct state_phase *phases; /* owns; of the states met */
	size_t phase_count;
	struct form_year *forms; /* of all kinds */
	struct day_lines *lines; /* owns; of each form */
	size_t form_count;
	struct strv drops; /* owns; the actions that drop a record */
	/* One of them: */
	const struct record_row *row;
	struct paper paper; /* owns */
	struct left *left; /* owns; papers as they were */
	size_t left_count;
	const struct pack_form *form;
	struct year *year;
};

/* -- Cells ------------------------------------------------------------------------------------- */

static void put_choices(
	const struct reading *reading, const struct paper *paper, struct strv *cells)
{
	for (size_t i = 0; i < reading->counted_count; i++) {
		const struct field *field = reading->counted[i];
		const char *value = paper_field(paper, field->code);
		const struct choice *choice = value != NULL ? field_choice(field, value) : NULL;

		if (choice != NULL && choice->cell != NULL)
			strv_put(cells, choice->cell);
	}
}

static bool is_same(const unsigned char *record, const unsigned char *other)
{
	return memcmp(record, other, sizeof(((struct record_act *)NULL)->record)) == 0;
}

/* The cells of the paper as a decision left it: out of the ledger, unless it is as it stands. */
static const struct strv *cells_at(struct reading *reading, size_t i, struct err *err)
{
	const struct record_act *acts = reading->row->acts;
	struct paper was = {0};
	struct left *left;
	char *record;
	bool ok = true;

	for (size_t k = 0; k < reading->left_count; k++) {
		if (is_same(reading->left[k].record, acts[i].record))
			return &reading->left[k].cells;
	}
	GROW(reading->left, reading->left_count);
	left = &reading->left[reading->left_count++];
	*left = (struct left){.record = acts[i].record};
	if (is_same(acts[i].record, acts[reading->row->n - 1].record)) {
		put_choices(reading, &reading->paper, &left->cells);
		return &left->cells;
	}
	record = store_record_at(reading->session->store, acts[i].commit, err);
	ok = record != NULL && paper_parse(&was, record, err);
	if (ok)
		put_choices(reading, &was, &left->cells);
	free(record);
	paper_release(&was);
	return ok ? &left->cells : NULL;
}

static void forget_left(struct reading *reading)
{
	for (size_t i = 0; i < reading->left_count; i++)
		strv_release(&reading->left[i].cells);
	reading->left_count = 0;
}

/* -- Days -------------------------------------------------------------------------------------- */

/* The acts of all records have the same few states, each in one place. */
static enum phase phase_of(struct reading *reading, const char *state)
{
	const struct state *found;

	for (size_t i = 0; i < reading->phase_count; i++) {
		if (reading->phases[i].state == state)
			return reading->phases[i].phase;
	}
	found = state != NULL ? kind_state(reading->kind, state) : NULL;
	GROW(reading->phases, reading->phase_count);
	reading->phases[reading->phase_count++] =
		(struct state_phase){state, found != NULL ? found->phase : PHASE_DRAFT};
	return found != NULL ? found->phase : PHASE_DRAFT;
}

static int day_of(const struct reading *reading, size_t i)
{
	return reading->row->acts[i].day;
}

static bool leads(struct reading *reading, size_t i, enum phase from, enum phase to)
{
	const struct record_act *act = &reading->row->acts[i];

	return phase_of(reading, act->from) == from && phase_of(reading, act->to) == to;
}

static bool was_dropped(const struct reading *reading)
{
	for (size_t i = 0; i < reading->row->n; i++) {
		for (size_t k = 0; k < reading->drops.n; k++) {
			if (code_eq(reading->row->acts[i].action, reading->drops.v[k]))
				return true;
		}
	}
	return false;
}

static int field_day(const struct paper *paper, const struct field *field)
{
	const char *value = field != NULL ? paper_field(paper, field->code) : NULL;
	int day;

	return value != NULL && day_parse(value, &day) ? day : DAY_NONE;
}

static bool ends(struct reading *reading, size_t i)
{
	const struct record_act *act = &reading->row->acts[i];

	return phase_of(reading, act->from) != PHASE_ENDED &&
	       phase_of(reading, act->to) == PHASE_ENDED;
}

/* The day of the decision that first ended it. */
static int ended_on(struct reading *reading)
{
	for (size_t i = 0; i < reading->row->n; i++) {
		if (ends(reading, i))
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
static bool outcome_at(struct reading *reading, size_t begun, size_t at, bool is_ended,
	struct strv *outcome, struct err *err)
{
	struct strv before = {0};
	const struct strv *cells = cells_at(reading, begun, err);

	if (cells == NULL)
		return false;
	strv_copy(&before, cells);
	cells = cells_at(reading, at, err);
	if (cells != NULL && !keep_outcome(reading->form, cells, &before, outcome) && is_ended)
		(void)keep_outcome(reading->form, cells, NULL, outcome); /* one, or none */
	strv_release(&before);
	return cells != NULL;
}

/* end: the decision that ended the contest, or as many as there are. */
static bool add_contest(
	struct request *request, struct reading *reading, size_t begun, size_t end, struct err *err)
{
	bool is_over = end < reading->row->n;
	size_t last = is_over ? end : reading->row->n - 1, at = begun;
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

static bool read_contests(struct request *request, struct reading *reading, struct err *err)
{
	size_t n = reading->row->n;

	for (size_t i = 0; i < n; i++) {
		size_t end = i + 1;

		if (!leads(reading, i, PHASE_ENDED, PHASE_REVIEW))
			continue;
		while (end < n && !ends(reading, end))
			end++;
		if (day_of(reading, i) <= reading->year->last &&
			(end == n || day_of(reading, end) >= reading->year->first) &&
			!add_contest(request, reading, i, end, err))
			return false;
	}
	return true;
}

/* The decision with which the first contest began; as many as there are where there was none. */
static size_t first_contest(struct reading *reading)
{
	size_t i = 0;

	while (i < reading->row->n && !leads(reading, i, PHASE_ENDED, PHASE_REVIEW))
		i++;
	return i;
}

/* -- Records ----------------------------------------------------------------------------------- */

static bool read_cells(struct request *request, struct reading *reading, struct err *err)
{
	size_t contest = first_contest(reading);
	const char *code = reading->row->state;
	const struct state *state;

	if (contest < reading->row->n) {
		const struct strv *cells = cells_at(reading, contest, err);

		if (cells == NULL)
			return false;
		strv_copy(&request->cells, cells);
		code = reading->row->acts[contest].from;
	} else {
		put_choices(reading, &reading->paper, &request->cells);
	}
	state = kind_state(reading->kind, code);
	if (state != NULL && state->cell != NULL)
		form_put_state(reading->form, &request->cells, state->cell);
	return !form_has(reading->form, FORM_CONTESTED) || read_contests(request, reading, err);
}

static void read_days(struct request *request, struct reading *reading)
{
	const struct pack_form *form = reading->form;
	const struct paper *paper = &reading->paper;
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
	const struct reading *reading = context;

	return strcmp(name, "state") == 0 ? reading->row->state : law_value(&reading->paper, name);
}

static bool read_one(struct reading *reading, struct err *err)
{
	struct request request = {.id = xstrdup(reading->paper.id)};

	read_days(&request, reading);
	if (!read_cells(&request, reading, err)) {
		request_release(&request);
		return false;
	}
	GROW(reading->year->v, reading->year->n);
	reading->year->v[reading->year->n++] = request;
	return true;
}

/* -- Which bear on the year -------------------------------------------------------------------- */

static char *line_of(const struct field *field)
{
	return field != NULL ? xasprintf("\nField: %s=", field->code) : NULL;
}

/* A day out of a document's text, without reading the rest of it. */
static int day_in(const char *text, const char *line)
{
	const char *at = line != NULL ? strstr(text, line) : NULL;
	char day[DAY_SIZE] = "";
	int found;

	if (at != NULL)
		(void)snprintf(day, sizeof(day), "%.10s", at + strlen(line));
	return day_parse(day, &found) ? found : DAY_NONE;
}

/* Whether the record may count in a cell of the year, or break it. */
static bool bears(const struct reading *reading, size_t i, const struct record_row *row)
{
	const struct pack_form *form = reading->forms[i].form;
	const struct year *year = &reading->forms[i].year;
	int received = day_in(row->text, reading->lines[i].received);
	bool ended_before = row->has_ended && row->entered < year->first;
	bool was_done = ended_before;

	if (form->done != NULL) {
		int done = day_in(row->text, reading->lines[i].done);

		was_done = done != DAY_NONE && done < year->first;
	}
	return form_is_timeless(form) || received == DAY_NONE ||
	       (received >= year->first && received <= year->last) ||
	       (received < year->first && !was_done) ||
	       (form_has(form, FORM_CONTESTED) && !ended_before &&
		       day_in(row->text, "\nCreated: ") <= year->last + 1);
}

static bool wants(void *context, const struct record_row *row)
{
	const struct reading *reading = context;

	for (size_t i = 0; i < reading->form_count; i++) {
		if (reading->forms[i].form->kind == reading->kind && bears(reading, i, row))
			return true;
	}
	return false;
}

static bool take(void *context, const struct record_row *row, struct err *err)
{
	struct reading *reading = context;
	bool ok = true;

	reading->row = row;
	if (was_dropped(reading))
		return true;
	document_skim(&reading->paper, row->text);
	for (size_t i = 0; ok && i < reading->form_count; i++) {
		reading->form = reading->forms[i].form;
		reading->year = &reading->forms[i].year;
		ok = reading->form->kind != reading->kind || !bears(reading, i, row) ||
		     !pack_condition(reading->form->when, value_of, reading) ||
		     read_one(reading, err);
	}
	paper_release(&reading->paper);
	forget_left(reading);
	return ok;
}

static void find_counted(struct reading *reading)
{
	const struct kind *kind = reading->kind;

	reading->phase_count = reading->counted_count = 0;
	for (size_t i = 0; i < kind->field_count; i++) {
		bool counts = false;

		for (size_t k = 0; k < kind->fields[i].choice_count; k++)
			counts = counts || kind->fields[i].choices[k].cell != NULL;
		if (!counts)
			continue;
		GROW(reading->counted, reading->counted_count);
		reading->counted[reading->counted_count++] = &kind->fields[i];
	}
}

static bool read_kind(struct reading *reading, const char *unit, struct err *err)
{
	const struct record_reader reader = {.kind = reading->kind->code,
		.unit = unit,
		.wants = wants,
		.take = take,
		.context = reading};

	find_counted(reading);
	return store_records(reading->session->store, &reading->session->scope, &reader, err);
}

static void find_drops(struct reading *reading)
{
	const struct pack *pack = session_office(reading->session)->pack;

	for (size_t i = 0; i < pack->action_count; i++) {
		if (pack->actions[i].act == ACT_VOID)
			strv_add(&reading->drops, pack->actions[i].code);
	}
}

bool form_read(struct session *session, struct form_year *forms, size_t n, const char *unit,
	struct err *err)
{
	struct reading reading = {.session = session, .forms = forms, .form_count = n};
	bool ok = true;

	find_drops(&reading);
	reading.lines = xcalloc(n, sizeof(*reading.lines));
	for (size_t i = 0; i < n; i++) {
		reading.lines[i].received = line_of(forms[i].form->received);
		reading.lines[i].done = line_of(forms[i].form->done);
	}
	for (size_t i = 0; ok && i < n; i++) {
		bool is_read = false;

		reading.kind = forms[i].form->kind;
		for (size_t k = 0; k < i; k++)
			is_read = is_read || forms[k].form->kind == reading.kind;
		ok = is_read || read_kind(&reading, unit, err);
	}
	for (size_t i = 0; i < n; i++) {
		free(reading.lines[i].received);
		free(reading.lines[i].done);
	}
	free(reading.lines);
	free(reading.phases);
	free(reading.counted);
	free(reading.left);
	strv_release(&reading.drops);
	return ok;
}
