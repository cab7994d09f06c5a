/* SPDX-License-Identifier: MIT */
#include "core/report_papers.h"

#include <stdarg.h>
#include <stdlib.h>

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

/* Whether the clock is the one within which a paper is to be public: publication stops it. */
static bool rule_is_publication(const struct kind *kind, const struct clock_rule *rule)
{
	for (size_t i = 0; i < rule->stop.n; i++) {
		const struct state *state = kind_state(kind, rule->stop.v[i]);

		if (state != NULL && state->phase == PHASE_PUBLISHED)
			return true;
	}
	return false;
}

/* -- The store --------------------------------------------------------------------------------- */

static const struct clock_run *publication_run(
	const struct kind *kind, const struct document *document)
{
	for (size_t i = 0; kind != NULL && i < document->clock_count; i++) {
		for (size_t k = 0; k < kind->clock_count; k++) {
			const struct clock_rule *rule = &kind->clocks[k];

			if (str_eq(rule->code, document->clocks[i].rule) &&
				rule_is_publication(kind, rule))
				return &document->clocks[i];
		}
	}
	return NULL;
}

static bool fill_terms(
	struct session *session, const char *kind, struct report_paper *paper, struct err *err)
{
	struct document document = {0};
	const struct clock_run *run;
	bool ok = store_clocks(session->store, paper->id, &document, err);

	run = ok ? publication_run(pack_kind(session_office(session)->pack, kind), &document)
		 : NULL;
	if (run != NULL) {
		paper->started = run->start;
		paper->due = run->due;
	}
	document_release(&document);
	return ok;
}

static bool take_row(struct session *session, const struct row *row,
	const struct report_reader *reader, struct err *err)
{
	struct report_paper paper = {
		.id = row->id,
		.unit = row->unit,
		.number = row->number,
		.published = row->published,
		.is_decided = row->decided != DAY_NONE,
	};

	if (reader->with_terms && paper.is_decided && !fill_terms(session, row->kind, &paper, err))
		return false;
	reader->take(reader->context, &paper);
	return true;
}

static bool read_store(struct session *session, const struct report_ask *ask,
	const struct report_reader *reader, struct err *err)
{
	struct query query = {.order = ORDER_NEWEST, .limit = PAGE};
	struct rows rows = {0};
	bool ok;

	if (reader->with_terms)
		query.decided_from = 1; /* what is not decided has none */
	set_str(&query.unit, ask->unit);
	while ((ok = session_next(session, &query, &rows, err)) && rows.n > 0) {
		for (size_t i = 0; ok && i < rows.n; i++)
			ok = take_row(session, &rows.v[i], reader, err);
		if (!ok)
			break;
	}
	rows_release(&rows);
	query_release(&query);
	return ok;
}

static bool from_store(struct session *session, const struct report_ask *ask,
	const struct report_reader *reader, struct err *err)
{
	bool ok = store_look(session->store, err);

	if (!ok)
		return false;
	ok = read_store(session, ask, reader, err);
	store_looked(session->store);
	return ok;
}

/* -- A table ----------------------------------------------------------------------------------- */

/* The first kind's clock that publication stops. */
static const struct clock_rule *publication_rule(const struct pack *pack)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t k = 0; k < pack->kinds[i].clock_count; k++) {
			if (rule_is_publication(&pack->kinds[i], &pack->kinds[i].clocks[k]))
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
