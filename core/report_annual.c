/* SPDX-License-Identifier: MIT */
/* The annual report: the pack's forms, counted from the records. A case that would break a form's
 * identity is named, and the form is not printed then. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/form_read.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/reports.h"

/* Which records stand behind the numbers, and how many break them. */
struct cases {
	struct request *v; /* owns */
	size_t n;
	int faults;
	struct str faulty; /* their ids */
};

/* -- What cannot be counted -------------------------------------------------------------------- */

static bool add_faults(struct report *report, const struct pack_form *form, const struct year *year,
	struct cases *cases)
{
	struct report_table *table = NULL;

	for (size_t i = 0; i < year->n; i++) {
		const char *fault = request_fault(form, year, &year->v[i]);

		if (fault == NULL)
			continue;
		cases->faults++;
		report_case(&cases->faulty, year->v[i].id);
		if (table == NULL) {
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
	return table != NULL;
}

/* -- Writing ----------------------------------------------------------------------------------- */

/* "1. New + 2. Carried over". */
static void put_side(struct str *line, const struct pack_form *form, const struct strv *codes)
{
	for (size_t i = 0; i < codes->n; i++)
		str_addf(line, "%s%s", i > 0 ? " + " : "",
			name_get(&table_row(form->rows, codes->v[i])->name));
}

/* The identity in words, and the two sides of it in every column. */
static void add_balance(struct report *report, const struct pack_form *form, const int64_t *cells)
{
	size_t last = form->columns->row_count - 1;
	struct str line = {0};

	if (form->left.n == 0)
		return;
	put_side(&line, form, &form->left);
	str_add(&line, " = ");
	put_side(&line, form, &form->right);
	str_add(&line, " — ");
	for (size_t c = 0; c <= last; c++) {
		int64_t a = form_side(form, &form->left, cells, c),
			b = form_side(form, &form->right, cells, c);

		str_addf(&line, "%s%s: %" PRId64 " %s %" PRId64, c > 0 ? "; " : "",
			name_get(&form->columns->rows[c].name), a, a == b ? "=" : "≠", b);
	}
	strv_add(&report->notes, str_get(&line));
	str_release(&line);
}

static void note_case(void *context, size_t cell, const struct request *request)
{
	struct str *ids = context;

	report_case(&ids[cell], request->id);
}

static void add_form(struct report *report, const struct pack_form *form, const struct year *year)
{
	size_t columns = form->columns->row_count;
	struct str *behind = xcalloc(form->rows->row_count * columns, sizeof(*behind));
	int64_t *cells = form_count_cases(form, year, note_case, behind);
	struct report_table *table = report_table(report, form->code, name_get(&form->name));

	report_column(table, "row", _("Item"), COLUMN_WORD);
	for (size_t c = 0; c < columns; c++)
		report_column(table, form->columns->rows[c].code,
			name_get(&form->columns->rows[c].name),
			form->unit != 0 ? COLUMN_AMOUNT : COLUMN_NUMBER);
	for (size_t r = 0; r < form->rows->row_count; r++) {
		report_word(table, form->rows->rows[r].code, name_get(&form->rows->rows[r].name));
		for (size_t c = 0; c < columns; c++) {
			int64_t n = cells[r * columns + c];

			if (form->unit != 0)
				n = (n * 100 + form->unit / 2) / form->unit;
			report_cell_ids(report_number(table, n), &behind[r * columns + c]);
		}
	}
	add_balance(report, form, cells);
	free(behind);
	free(cells);
}

static bool is_behind(
	const struct pack_form *form, const struct year *year, const struct request *r)
{
	for (enum form_word word = FORM_NEW; word <= FORM_CONTESTED; word++) {
		if (word != FORM_LEFT && form_has(form, word) && request_counts(r, year, word))
			return true;
	}
	return form_has(form, FORM_LEFT) && !form_has(form, FORM_CARRIED) &&
	       request_counts(r, year, FORM_LEFT);
}

static void take_cases(struct cases *cases, const struct pack_form *form, const struct year *year)
{
	for (size_t i = 0; i < year->n; i++) {
		const struct request *r = &year->v[i];
		struct request kept = {
			.id = NULL, .received = r->received, .done = r->done, .amount = r->amount};

		if (!is_behind(form, year, r))
			continue;
		kept.id = xstrdup(r->id);
		strv_copy(&kept.cells, &r->cells);
		for (size_t k = 0; k < r->contest_count; k++) {
			for (size_t c = 0; c < r->contests[k].n; c++)
				strv_put(&kept.cells, r->contests[k].v[c]);
		}
		GROW(cases->v, cases->n);
		cases->v[cases->n++] = kept;
	}
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct request *)a)->id, ((const struct request *)b)->id);
}

static void add_case(struct report_table *table, const struct request *r)
{
	char *cells = strv_join(&r->cells, " ");

	report_cases(report_word(table, r->id, NULL), "%s", r->id);
	report_day(table, r->received);
	report_day(table, r->done);
	report_word(table, cells, NULL);
	free(cells);
}

/* A record that two forms count is there twice, with the cells of both. */
static void add_cases(struct report *report, struct cases *cases)
{
	struct report_table *table = report_table(report, "cases", _("The cases"));

	report_column(table, "id", _("Case"), COLUMN_WORD);
	report_column(table, "received", _("Received"), COLUMN_DAY);
	report_column(table, "done", _("Done"), COLUMN_DAY);
	report_column(table, "cells", _("Counts in"), COLUMN_WORD);
	if (cases->n > 0)
		qsort(cases->v, cases->n, sizeof(*cases->v), by_id);
	for (size_t i = 0; i < cases->n; i++) {
		struct request *next = i + 1 < cases->n ? &cases->v[i + 1] : NULL;

		if (next == NULL || by_id(&cases->v[i], next) != 0) {
			add_case(table, &cases->v[i]);
			continue;
		}
		for (size_t k = 0; k < cases->v[i].cells.n; k++)
			strv_put(&next->cells, cases->v[i].cells.v[k]);
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

static void make_form(const struct form_year *form, struct report *report, struct cases *cases)
{
	if (!add_faults(report, form->form, &form->year, cases))
		add_form(report, form->form, &form->year);
	take_cases(cases, form->form, &form->year);
}

static bool make_forms(struct session *session, const struct report_ask *ask, struct report *report,
	struct cases *cases, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct form_year *forms = xcalloc(pack->form_count, sizeof(*forms));
	bool ok;

	for (size_t i = 0; i < pack->form_count; i++) {
		forms[i].form = &pack->forms[i];
		set_year(&forms[i].year, ask, session_today(session));
	}
	ok = form_read(session, forms, pack->form_count, ask->unit, err);
	for (size_t i = 0; i < pack->form_count; i++) {
		if (ok)
			make_form(&forms[i], report, cases);
		year_release(&forms[i].year);
	}
	free(forms);
	return ok;
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct cases cases = {0};
	bool ok;

	if (session_office(session)->pack->form_count == 0)
		return err_set(err, ERR_INPUT, _("this pack has no form of an annual report"));
	ok = make_forms(session, ask, report, &cases, err);
	if (ok) {
		add_cases(report, &cases);
		report_figure(report, "faults", _("Cases to mend"), cases.faults);
		report_figure_ids(report, &cases.faulty);
	}
	str_release(&cases.faulty);
	for (size_t i = 0; i < cases.n; i++)
		request_release(&cases.v[i]);
	free(cases.v);
	return ok;
}

const struct report_kind report_annual = {
	.name = "annual",
	.title = N_("Annual report"),
	.help = N_("the tables of the annual report, of the year of --to, from the records"),
	.make = make,
};
