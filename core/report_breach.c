/* SPDX-License-Identifier: MIT */
/* Papers published later than their term allows, by unit and month: of the store by each paper's
 * own clock, of a table by the pack's term and calendar. */
#include <stdlib.h>
#include <string.h>

#include "core/doc_number.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/report_papers.h"

struct published { /* a paper */
	char *unit; /* owns; or a table's series */
	char *id; /* owns; of a late paper; NULL in a table */
	int month; /* year * 12 + month - 1 */
	int late; /* days of the calendar; 0: in time */
};

enum told { TOLD_PAPERS, TOLD_LATE, TOLD_WAITING, TOLD_UNPARSED, TOLD }; /* the figures */

struct breach {
	const struct office *office; /* NULL for a table */
	const struct pack *pack;
	struct report *report;
	struct report_table *late; /* each late paper */
	struct published *v; /* owns */
	size_t n;
	const struct report_ask *ask;
	int today;
	int told[TOLD];
	struct str waiting; /* the ids of the store's papers that are not published */
};

/* Where a paper counts: its unit, or what its number begins with. */
static char *group_of(const struct breach *breach, const struct report_paper *paper)
{
	struct doc_number number;
	struct err err;
	char *series;

	if (paper->unit != NULL)
		return xstrdup(paper->unit);
	if (!doc_number_read(&breach->pack->number, paper->number != NULL ? paper->number : "",
		    &number, &err))
		return xstrdup("");
	series = xstrdup(number.series);
	doc_number_release(&number);
	return series;
}

static void add_late(struct breach *breach, const struct report_paper *paper, const char *group)
{
	int day = paper->published != DAY_NONE ? paper->published : breach->today;

	if (paper->id != NULL)
		report_cases(report_word(breach->late, paper->id, NULL), "%s", paper->id);
	else
		report_word(breach->late, paper->number, NULL);
	report_word(breach->late, group,
		paper->unit != NULL ? label_unit(breach->office, group) : NULL);
	report_day(breach->late, paper->started);
	report_day(breach->late, paper->due);
	report_day(breach->late, paper->published);
	report_number(breach->late, day - paper->due);
	report_number(breach->late, calendar_between(&breach->pack->calendar, paper->due, day));
}

static void count_published(
	struct breach *breach, const struct report_paper *paper, const char *group)
{
	int late = paper->published - paper->due, y, m, d;

	day_split(paper->published, &y, &m, &d);
	GROW(breach->v, breach->n);
	breach->v[breach->n++] = (struct published){.unit = xstrdup(group),
		.id = late > 0 ? xstrdup(paper->id) : NULL,
		.month = y * 12 + m - 1,
		.late = late > 0 ? late : 0};
	breach->told[TOLD_PAPERS]++;
	if (late <= 0)
		return;
	breach->told[TOLD_LATE]++;
	add_late(breach, paper, group);
}

static bool is_asked(const struct breach *breach, int day)
{
	const struct report_ask *ask = breach->ask;

	return (ask->from == DAY_NONE || day >= ask->from) &&
	       (ask->to == DAY_NONE || day <= ask->to);
}

static void take(void *context, const struct report_paper *paper)
{
	struct breach *breach = context;
	char *group;

	if (paper->started == DAY_NONE) {
		breach->told[TOLD_UNPARSED] += paper->id == NULL;
		breach->told[TOLD_PAPERS] += paper->id == NULL;
		return;
	}
	group = group_of(breach, paper);
	if (paper->published == DAY_NONE) {
		bool is_late = paper->id != NULL && paper->due < breach->today;

		breach->told[TOLD_PAPERS] += paper->id == NULL;
		breach->told[TOLD_WAITING] += paper->id == NULL || is_late;
		if (is_late) {
			report_case(&breach->waiting, paper->id);
			add_late(breach, paper, group);
		}
	} else if (is_asked(breach, paper->published)) {
		if (paper->published < paper->started && paper->id == NULL)
			report_note(breach->report, _("line %d: published before it was issued"),
				paper->line);
		count_published(breach, paper, group);
	}
	free(group);
}

static int by_unit_and_month(const void *a, const void *b)
{
	const struct published *x = a, *y = b;
	int order = strcmp(x->unit, y->unit);

	return order != 0 ? order : (x->month > y->month) - (x->month < y->month);
}

/* The store's papers behind a number; a row of a table is no case that could be opened. */
static void add_query(struct report_cell *cell, const struct breach *breach,
	const struct published *v, const char *month, bool late)
{
	struct days days = reports_month(month, breach->ask);
	char *query;

	if (breach->office == NULL || cell->number == 0)
		return;
	query = reports_published(&days, late);
	report_cases(cell, "%s in:%s", query, v->unit);
	free(query);
}

/* The papers of one unit and month. */
static void write_month(const struct breach *breach, struct report_table *table,
	const struct published *v, size_t n)
{
	char *name = xasprintf("%d-%02d", v->month / 12, v->month % 12 + 1);
	const struct office *office = breach->office;
	const struct published *worst = v;
	struct report_cell *cell;
	int late = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].late > worst->late)
			worst = &v[i];
		late += v[i].late > 0;
	}
	report_word(table, v->unit, office != NULL ? label_unit(office, v->unit) : NULL);
	report_word(table, name, NULL);
	add_query(report_number(table, (int64_t)n), breach, v, name, false);
	add_query(report_number(table, late), breach, v, name, true);
	cell = report_number(table, worst->late);
	if (worst->id != NULL)
		report_cases(cell, "%s", worst->id);
	report_share(table, (int64_t)n - late, (int64_t)n);
	free(name);
}

static void write_months(struct breach *breach, struct report_table *table)
{
	size_t n;

	if (breach->n > 0)
		qsort(breach->v, breach->n, sizeof(*breach->v), by_unit_and_month);
	for (size_t i = 0; i < breach->n; i += n) {
		for (n = 1; i + n < breach->n &&
			    by_unit_and_month(&breach->v[i], &breach->v[i + n]) == 0;)
			n++;
		write_month(breach, table, &breach->v[i], n);
	}
	for (size_t i = 0; i < breach->n; i++) {
		free(breach->v[i].unit);
		free(breach->v[i].id);
	}
	free(breach->v);
}

static void columns(struct report_table *months, struct report_table *late, bool of_table)
{
	const char *key = of_table ? "series" : "unit";
	const char *title = of_table ? _("Series") : _("Unit");

	report_column(months, key, title, COLUMN_WORD);
	report_column(months, "month", _("Month"), COLUMN_WORD);
	report_sum_column(months, "published", _("Papers published"));
	report_sum_column(months, "late", _("Late"));
	report_column(months, "worst", _("Latest, in days"), COLUMN_NUMBER);
	report_column(months, "in_time", _("In time"), COLUMN_SHARE);
	report_column(
		late, of_table ? "number" : "id", of_table ? _("Number") : _("Paper"), COLUMN_WORD);
	report_column(late, key, title, COLUMN_WORD);
	report_column(late, "started", of_table ? _("Issued") : _("Decided"), COLUMN_DAY);
	report_column(late, "due", _("Due"), COLUMN_DAY);
	report_column(late, "published", _("Published"), COLUMN_DAY);
	report_column(late, "days", _("Days late"), COLUMN_NUMBER);
	report_column(late, "working_days", _("Working days late"), COLUMN_NUMBER);
}

/* What was published in the days asked for. */
static char *published(const struct breach *breach, bool late)
{
	struct days days = {breach->ask->from, breach->ask->to};
	char *query = reports_published(&days, late), *whole;

	if (breach->ask->unit == NULL)
		return query;
	whole = xasprintf("%s unit:%s", query, breach->ask->unit);
	free(query);
	return whole;
}

static void write_figures(struct breach *breach, bool of_table)
{
	const struct {
		const char *key, *title;
	} titles[TOLD] = {
		[TOLD_PAPERS] = {"papers",
			of_table ? _("Papers in the table") : _("Papers published")},
		[TOLD_LATE] = {"late", _("Published late")},
		[TOLD_WAITING] = {of_table ? "unpublished" : "overdue",
			of_table ? _("Not published") : _("Not published and overdue")},
		[TOLD_UNPARSED] = {"unparsed", _("Rows that could not be read")},
	};

	for (size_t i = 0; i < TOLD; i++) {
		report_figure(breach->report, titles[i].key, titles[i].title, breach->told[i]);
		if (i == TOLD_WAITING)
			report_figure_ids(breach->report, &breach->waiting);
		else if (!of_table && i != TOLD_UNPARSED && breach->told[i] > 0)
			report_figure_cases(breach->report, published(breach, i == TOLD_LATE));
	}
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	bool of_table = ask->table != NULL, ok;
	const struct office *office = of_table ? NULL : session_office(session);
	struct breach breach = {.office = office,
		.pack = of_table ? ask->pack : office->pack,
		.report = report,
		.today = of_table ? DAY_NONE : session_today(session),
		.ask = ask};

	report_table(report, "months", _("By month of publication"));
	report_table(report, "late", _("Papers that were or are late"));
	breach.late = &report->tables[1];
	columns(&report->tables[0], breach.late, of_table);
	ok = report_papers(session, ask,
		&(struct report_reader){report, take, &breach, .with_terms = true}, err);
	write_months(&breach, &report->tables[0]);
	write_figures(&breach, of_table);
	return ok;
}

const struct report_kind report_breach = {
	.name = "breach",
	.title = N_("Published later than the law allows"),
	.help = N_("papers published later than their term allows, by unit and month; also of a "
		   "table"),
	.takes_table = true,
	.make = make,
};
