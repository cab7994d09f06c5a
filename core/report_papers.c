/* SPDX-License-Identifier: MIT */
#include "core/report_papers.h"

#include <stdarg.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/csv.h"
#include "core/mem.h"

enum { NOTES_MAX = 50, PAGE = 500 };

void report_note(struct report *report, const char *fmt, ...)
{
	va_list args;
	char *note;

	if (report->notes.n == NOTES_MAX)
		strv_add(&report->notes, _("... and more that are not listed"));
	if (report->notes.n > NOTES_MAX)
		return;
	va_start(args, fmt);
	note = xvasprintf(fmt, args);
	va_end(args);
	strv_add(&report->notes, note);
	free(note);
}

/* -- The store --------------------------------------------------------------------------------- */

static void take_term(void *context, const struct term_row *row)
{
	const struct report_reader *reader = context;

	reader->take(reader->context, &(struct report_paper){.id = row->id,
					      .unit = row->unit,
					      .started = row->from,
					      .due = row->due,
					      .published = row->published,
					      .is_decided = true});
}

static bool read_list(struct session *session, const struct report_ask *ask,
	const struct report_reader *reader, struct err *err)
{
	struct query query = {.order = ORDER_NEWEST, .limit = PAGE};
	struct rows rows = {0};
	bool ok;

	set_str(&query.unit, ask->unit);
	while ((ok = session_next(session, &query, &rows, err)) && rows.n > 0) {
		for (size_t i = 0; i < rows.n; i++)
			reader->take(reader->context,
				&(struct report_paper){.id = rows.v[i].id,
					.unit = rows.v[i].unit,
					.number = rows.v[i].number,
					.published = rows.v[i].published,
					.is_decided = rows.v[i].decided != DAY_NONE});
	}
	rows_release(&rows);
	query_release(&query);
	return ok;
}

static bool from_store(struct session *session, const struct report_ask *ask,
	const struct report_reader *reader, struct err *err)
{
	bool ok;

	if (reader->with_terms)
		return store_terms(session->store, &session->scope, ask->unit, take_term,
			(void *)(uintptr_t)reader, err);
	if (!store_look(session->store, err))
		return false;
	ok = read_list(session, ask, reader, err);
	store_looked(session->store);
	return ok;
}

/* -- A table ----------------------------------------------------------------------------------- */

/* The first kind's clock that publication stops. */
static const struct clock_rule *publication_rule(const struct pack *pack)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t k = 0; k < pack->kinds[i].clock_count; k++) {
			if (clock_is_to_publish(&pack->kinds[i], &pack->kinds[i].clocks[k]))
				return &pack->kinds[i].clocks[k];
		}
	}
	return NULL;
}

static int rule_due(const struct pack *pack, const struct clock_rule *rule, int start)
{
	if (rule->count == COUNT_WORKING)
		return calendar_due(&pack->calendar, start, rule->days).day;
	return calendar_due_plain(&pack->calendar, start, rule->days, false).day;
}

/* A day of a cell; DAY_NONE with a note where it is none, silently where it may be empty. */
static int read_day(struct report *report, const struct csv *csv, const struct csv_row *row,
	const char *column, bool may_be_empty)
{
	const char *text = csv_get(csv, row, column);
	int day = DAY_NONE;

	if (day_read(text, &day) || (may_be_empty && str_empty(text)))
		return day;
	report_note(report, _("line %d: %s is no day: '%s'"), row->line, column, text);
	return DAY_NONE;
}

static bool check_columns(const struct csv *csv, bool with_terms, struct err *err)
{
	static const char *const needed[] = {"number", "issued", "published"};
	size_t n = with_terms ? 3 : 1;

	for (size_t i = 0; i < n; i++) {
		if (csv_column(csv, needed[i]) < 0)
			return err_set(err, ERR_INPUT,
				_("the table has no column '%s'; its columns are number, issued, "
				  "published"),
				needed[i]);
	}
	return true;
}

static bool from_table(
	const struct report_ask *ask, const struct report_reader *reader, struct err *err)
{
	const struct clock_rule *rule = publication_rule(ask->pack);
	struct csv csv = {0};
	bool ok = csv_parse(&csv, ask->table, ask->table_len, err) &&
		  check_columns(&csv, reader->with_terms, err);

	if (ok && reader->with_terms && rule == NULL)
		ok = err_set(err, ERR_INPUT, _("this pack has no term for publishing"));
	for (size_t i = 0; ok && i < csv.n; i++) {
		struct report_paper paper = {.number = csv_get(&csv, &csv.rows[i], "number"),
			.line = csv.rows[i].line,
			.is_decided = true};

		if (csv.rows[i].ragged)
			report_note(reader->report,
				_("line %d: another number of cells than the first line"),
				paper.line);
		else if (reader->with_terms) {
			paper.started =
				read_day(reader->report, &csv, &csv.rows[i], "issued", false);
			paper.published =
				read_day(reader->report, &csv, &csv.rows[i], "published", true);
			if (!str_empty(csv_get(&csv, &csv.rows[i], "published")) &&
				paper.published == DAY_NONE)
				paper.started = DAY_NONE;
		}
		if (paper.started != DAY_NONE)
			paper.due = rule_due(ask->pack, rule, paper.started);
		reader->take(reader->context, &paper);
	}
	csv_release(&csv);
	return ok;
}

bool report_papers(struct session *session, const struct report_ask *ask,
	const struct report_reader *reader, struct err *err)
{
	return ask->table != NULL ? from_table(ask, reader, err)
				  : from_store(session, ask, reader, err);
}
