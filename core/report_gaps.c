/* SPDX-License-Identifier: MIT */
/* Series of document numbers with numbers that no paper has, and papers whose number is there and
 * nothing decided: what was issued and never marked shows as a hole. */
#include <stdlib.h>
#include <string.h>

#include "core/doc_number.h"
#include "core/mem.h"
#include "core/report_papers.h"

struct seen {
	char *series; /* owns */
	int year, serial;
	bool is_decided;
	char *id; /* owns; NULL for a row of a table */
};

struct gaps {
	const struct pack *pack;
	struct report *report;
	struct seen *v; /* owns */
	size_t n;
	int papers, unparsed, unnumbered;
	struct str unread, bare; /* ids of those that are unparsed, unnumbered */
};

static void take(void *context, const struct report_paper *paper)
{
	struct gaps *gaps = context;
	struct doc_number number;
	struct err err;

	gaps->papers++;
	if (str_empty(paper->number) && paper->id != NULL) {
		gaps->unnumbered++;
		report_case(&gaps->bare, paper->id);
		return;
	}
	if (!doc_number_read(&gaps->pack->number, paper->number != NULL ? paper->number : "",
		    &number, &err)) {
		gaps->unparsed++;
		if (paper->id != NULL) {
			report_note(gaps->report, "%s: %s", paper->id, err.text);
			report_case(&gaps->unread, paper->id);
		} else {
			report_note(gaps->report, _("line %d: %s"), paper->line, err.text);
		}
		return;
	}
	GROW(gaps->v, gaps->n);
	gaps->v[gaps->n++] = (struct seen){.series = number.series,
		.year = number.year,
		.serial = number.serial,
		.is_decided = paper->is_decided,
		.id = xstrdup(paper->id)};
}

static int by_number(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = strcmp(x->series, y->series);

	if (order == 0)
		order = (x->year > y->year) - (x->year < y->year);
	return order != 0 ? order : (x->serial > y->serial) - (x->serial < y->serial);
}

/* The numbers of one series and year. */
struct series {
	int *missing, *undecided; /* own; ascending */
	size_t missing_n, undecided_n;
	int distinct, twice;
	struct str papers, open, doubled; /* ids behind the numbers there, undecided, twice */
};

static void add_case(struct str *ids, const struct seen *seen)
{
	if (seen->id != NULL)
		report_case(ids, seen->id);
}

/* A number that two papers have is decided on when one of them is. */
static bool is_decided(const struct seen *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].is_decided)
			return true;
	}
	return false;
}

/* Those of one number. */
static void look_at(struct series *series, const struct seen *v, size_t n)
{
	bool is_open = !is_decided(v, n);

	series->distinct++;
	series->twice += (int)n - 1;
	if (is_open) {
		GROW(series->undecided, series->undecided_n);
		series->undecided[series->undecided_n++] = v[0].serial;
	}
	for (size_t i = 0; i < n; i++) {
		add_case(&series->papers, &v[i]);
		if (is_open)
			add_case(&series->open, &v[i]);
		if (i > 0)
			add_case(&series->doubled, &v[i]);
	}
}

/* Numbers without a year go on over the years, so they are looked at from the first there is. */
static void look_through(struct series *series, const struct seen *v, size_t n)
{
	int next = v[0].year != 0 ? 1 : v[0].serial;
	size_t same;

	for (size_t i = 0; i < n; i += same) {
		for (same = 1; i + same < n && v[i + same].serial == v[i].serial;)
			same++;
		for (; next < v[i].serial; next++) {
			GROW(series->missing, series->missing_n);
			series->missing[series->missing_n++] = next;
		}
		next = v[i].serial + 1;
		look_at(series, &v[i], same);
	}
}

static void write_series(struct report_table *table, const struct seen *v, size_t n)
{
	struct series series = {0};
	struct report_cell *highest;

	look_through(&series, v, n);
	report_word(table, v[0].series, NULL);
	report_number(table, v[0].year)->is_empty = v[0].year == 0;
	highest = report_number(table, v[n - 1].serial);
	if (v[n - 1].id != NULL)
		report_cases(highest, "%s", v[n - 1].id);
	report_cell_ids(report_number(table, series.distinct), &series.papers);
	report_list(table, series.missing, series.missing_n);
	report_cell_ids(report_list(table, series.undecided, series.undecided_n), &series.open);
	report_cell_ids(report_number(table, series.twice), &series.doubled);
	free(series.missing);
	free(series.undecided);
}

static void write_all(struct gaps *gaps, struct report_table *table)
{
	size_t first = 0;

	if (gaps->n > 0)
		qsort(gaps->v, gaps->n, sizeof(*gaps->v), by_number);
	for (size_t i = 0; i < gaps->n; i++) {
		if (i + 1 < gaps->n && gaps->v[i + 1].year == gaps->v[first].year &&
			strcmp(gaps->v[i + 1].series, gaps->v[first].series) == 0)
			continue;
		write_series(table, &gaps->v[first], i + 1 - first);
		first = i + 1;
	}
	for (size_t i = 0; i < gaps->n; i++) {
		free(gaps->v[i].series);
		free(gaps->v[i].id);
	}
	free(gaps->v);
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct gaps gaps = {.pack = ask->table != NULL ? ask->pack : session_office(session)->pack,
		.report = report};
	struct report_table *table = report_table(report, "series", NULL);
	bool ok;

	report_column(table, "series", _("Series"), COLUMN_WORD);
	report_column(table, "year", _("Year"), COLUMN_ORDINAL);
	report_column(table, "highest", _("Highest"), COLUMN_ORDINAL);
	report_column(table, "seen", _("Numbers there"), COLUMN_NUMBER);
	report_column(table, "missing", _("Missing"), COLUMN_LIST);
	report_column(table, "undecided", _("Not decided on"), COLUMN_LIST);
	report_column(table, "twice", _("Twice"), COLUMN_NUMBER);
	ok = report_papers(session, ask, &(struct report_reader){report, take, &gaps, false}, err);
	write_all(&gaps, table);
	report_figure(report, "papers", _("Papers"), gaps.papers);
	report_figure(report, "unnumbered", _("Without a number"), gaps.unnumbered);
	report_figure_ids(report, &gaps.bare);
	report_figure(report, "unparsed", _("Numbers that could not be read"), gaps.unparsed);
	report_figure_ids(report, &gaps.unread);
	if (ask->table == NULL)
		report_note(report, "%s",
			_("a paper that you may not see counts as missing: ask somebody who sees "
			  "all"));
	return ok;
}

const struct report_kind report_gaps = {
	.name = "gaps",
	.title = N_("Gaps in the series of numbers"),
	.help = N_("numbers that no paper has, or whose paper is not decided on; also of a table"),
	.takes_table = true,
	.make = make,
};
