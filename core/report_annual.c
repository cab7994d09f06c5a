/* SPDX-License-Identifier: MIT */
/* The annual report: the pack's forms, counted from the requests. A case that would break a form's
 * identity is named, and the form is not printed then. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/each.h"
#include "core/form_count.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

/* -- Requests ---------------------------------------------------------------------------------- */

static void take_cells(struct request *request, const struct kind *kind, const struct document *doc)
{
	const struct state *state = kind_state(kind, doc->state);

	for (size_t i = 0; i < kind->field_count; i++) {
		const char *value = paper_field(&doc->paper, kind->fields[i].code);
		const struct choice *choice =
			value != NULL ? field_choice(&kind->fields[i], value) : NULL;

		if (choice != NULL && choice->cell != NULL)
			strv_put(&request->cells, choice->cell);
	}
	if (state != NULL && state->cell != NULL)
		strv_put(&request->cells, state->cell);
}

static enum phase phase_of(const struct kind *kind, const char *state)
{
	const struct state *found = state != NULL ? kind_state(kind, state) : NULL;

	return found != NULL ? found->phase : PHASE_DRAFT;
}

/* False: it never was a request: what was registered by mistake is void from drafting on. */
static bool take_days(
	struct request *request, const struct kind *kind, const struct history *history, int last)
{
	for (size_t i = 0; i < history->n; i++) {
		const struct decision *decision = &history->v[i].decision;
		enum phase from = phase_of(kind, decision->from), to = phase_of(kind, decision->to);
		int day = stamp_day(history->v[i].site_time);

		if (from == PHASE_DRAFT && to == PHASE_ENDED)
			return false;
		if (request->done == DAY_NONE && to == PHASE_ENDED)
			request->done = day;
		else if (from == PHASE_ENDED && to == PHASE_REVIEW && day <= last)
			request->contested = last;
		else if (from == PHASE_REVIEW && to == PHASE_ENDED)
			request->contested = day;
	}
	return true;
}

static bool read_requests(struct session *session, const struct pack_form *form,
	const struct report_ask *ask, struct year *year, struct err *err)
{
	struct each each;

	each_init(&each, session, ask->unit, form->kind->code);
	while (each_next(&each, err)) {
		struct request request = {.id = xstrdup(each.document.paper.id)};
		const char *received = paper_field(&each.document.paper, form->received->code);
		struct history history = {0};

		if (!store_history(session->store, &(struct history_ask){.document = request.id},
			    &session->scope, &history, err)) {
			request_release(&request);
			break;
		}
		take_cells(&request, form->kind, &each.document);
		if (!day_parse(received, &request.received))
			request.received = DAY_NONE;
		if (take_days(&request, form->kind, &history, year->last)) {
			GROW(year->v, year->n);
			year->v[year->n++] = request;
		} else {
			request_release(&request);
		}
		history_release(&history);
	}
	each_release(&each);
	return err->code == ERR_NONE;
}

/* -- What cannot be counted -------------------------------------------------------------------- */

static int add_faults(struct report *report, const struct pack_form *form, const struct year *year)
{
	struct report_table *table = NULL;
	int n = 0;

	for (size_t i = 0; i < year->n; i++) {
		const char *fault = request_fault(form, year, &year->v[i]);

		if (fault == NULL)
			continue;
		if (n++ == 0) {
			char *title = xasprintf(_("%s: cannot be made, mend these cases first"),
				name_get(&form->name));

			table = report_table(report, form->code, title);
			report_column(table, "id", _("Case"), COLUMN_WORD);
			report_column(table, "fault", _("What is wrong"), COLUMN_WORD);
			free(title);
		}
		report_cases(report_word(table, year->v[i].id, NULL), "%s", year->v[i].id);
		report_word(table, fault, NULL);
	}
	return n;
}

/* -- Writing ----------------------------------------------------------------------------------- */

/* The identity, proven in every column and printed for the last. */
static void add_balance(struct report *report, const struct pack_form *form, const int64_t *cells)
{
	size_t last = form->columns->row_count - 1;
	struct str line = {0};

	for (size_t c = 0; c <= last && form->left.n > 0; c++) {
		int64_t a = form_side(form, &form->left, cells, c),
			b = form_side(form, &form->right, cells, c);

		str_addf(&line, "%s%s: %" PRId64 " %s %" PRId64, c > 0 ? "; " : "",
			name_get(&form->columns->rows[c].name), a, a == b ? "=" : "≠", b);
	}
	if (line.len > 0)
		strv_add(&report->notes, str_get(&line));
	str_release(&line);
}

static void add_form(struct report *report, const struct pack_form *form, const struct year *year)
{
	int64_t *cells = form_count(form, year);
	size_t columns = form->columns->row_count;
	struct report_table *table = report_table(report, form->code, name_get(&form->name));

	report_column(table, "row", _("Row"), COLUMN_WORD);
	for (size_t c = 0; c < columns; c++)
		report_column(table, form->columns->rows[c].code,
			name_get(&form->columns->rows[c].name), COLUMN_NUMBER);
	for (size_t r = 0; r < form->rows->row_count; r++) {
		report_word(table, form->rows->rows[r].code, name_get(&form->rows->rows[r].name));
		for (size_t c = 0; c < columns; c++)
			report_number(table, cells[r * columns + c]);
	}
	add_balance(report, form, cells);
	free(cells);
}

/* Which requests stand behind the numbers. */
static void add_cases(struct report *report, const struct year *year)
{
	struct report_table *table = report_table(report, "cases", _("The cases"));

	report_column(table, "id", _("Case"), COLUMN_WORD);
	report_column(table, "received", _("Received"), COLUMN_DAY);
	report_column(table, "done", _("Done"), COLUMN_DAY);
	report_column(table, "cells", _("Counts in"), COLUMN_WORD);
	for (size_t i = 0; i < year->n; i++) {
		const struct request *r = &year->v[i];
		char *cells;

		if (!request_counts(r, year, "new") && !request_counts(r, year, "carried") &&
			!request_counts(r, year, "contested"))
			continue;
		cells = strv_join(&r->cells, " ");
		report_cases(report_word(table, r->id, NULL), "%s", r->id);
		report_day(table, r->received);
		report_day(table, r->done);
		report_word(table, cells, NULL);
		free(cells);
	}
}

/* The year of the last day asked for, or this one. */
static void set_year(struct year *year, const struct report_ask *ask, int today)
{
	int y, m, d;

	day_split(ask->to != DAY_NONE ? ask->to : today, &y, &m, &d);
	year->first = day_make(y, 1, 1);
	year->last = day_make(y, 12, 31);
}

static bool make_form(struct session *session, const struct pack_form *form,
	const struct report_ask *ask, struct report *report, int *faults, struct err *err)
{
	struct year year = {0};
	bool ok;
	int n;

	set_year(&year, ask, session_today(session));
	ok = read_requests(session, form, ask, &year, err);
	if (ok) {
		n = add_faults(report, form, &year);
		*faults += n;
		if (n == 0)
			add_form(report, form, &year);
		if (form == session_office(session)->pack->forms)
			add_cases(report, &year);
	}
	year_release(&year);
	return ok;
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	int faults = 0;

	if (pack->form_count == 0)
		return err_set(err, ERR_INPUT, _("this pack has no form of an annual report"));
	for (size_t i = 0; i < pack->form_count; i++) {
		if (!make_form(session, &pack->forms[i], ask, report, &faults, err))
			return false;
	}
	report_figure(report, "faults", _("Cases to mend"), faults);
	return true;
}

const struct report_kind report_annual = {
	.name = "annual",
	.title = N_("Annual report"),
	.help = N_("the tables of the annual report, of the year of --to, from the requests"),
	.make = make,
};
