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
};

struct gaps {
	const struct pack *pack;
	struct report *report;
	struct seen *v; /* owns */
	size_t n;
	int papers, unparsed, unnumbered;
};

static void take(void *context, const struct report_paper *paper)
{
	struct gaps *gaps = context;
	struct doc_number number;
	struct err err;

	gaps->papers++;
	if (str_empty(paper->number) && paper->id != NULL) {
		gaps->unnumbered++;
		return;
	}
	if (!doc_number_read(&gaps->pack->number, paper->number != NULL ? paper->number : "",
		    &number, &err)) {
		gaps->unparsed++;
		if (paper->id != NULL)
			report_note(gaps->report, "%s: %s", paper->id, err.text);
		else
			report_note(gaps->report, _("line %d: %s"), paper->line, err.text);
		return;
	}
	GROW(gaps->v, gaps->n);
	gaps->v[gaps->n++] = (struct seen){.series = number.series,
		.year = number.year,
		.serial = number.serial,
		.is_decided = paper->is_decided};
}

static int by_number(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	int order = strcmp(x->series, y->series);

	if (order == 0)
		order = (x->year > y->year) - (x->year < y->year);
	return order != 0 ? order : (x->serial > y->serial) - (x->serial < y->serial);
}

/* The numbers of one series and year, ascending: those that are not there, and those that are
 * but were not decided on. Numbers without a year go on over the years, so they are looked at from
 * the first there is. */
static void write_series(struct report_table *table, const struct seen *v, size_t n)
{
	int next = v[0].year != 0 ? 1 : v[0].serial, distinct = 0, twice = 0;
	int *missing = NULL, *undecided = NULL;
	size_t missing_n = 0, undecided_n = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && v[i].serial == v[i - 1].serial) {
			twice++;
			continue;
		}
		distinct++;
		for (; next < v[i].serial; next++) {
			GROW(missing, missing_n);
			missing[missing_n++] = next;
		}
		next = v[i].serial + 1;
		if (!v[i].is_decided) {
			GROW(undecided, undecided_n);
			undecided[undecided_n++] = v[i].serial;
		}
	}
	report_word(table, v[0].series, NULL);
	report_number(table, v[0].year)->is_empty = v[0].year == 0;
	report_number(table, v[n - 1].serial);
	report_number(table, distinct);
	report_list(table, missing, missing_n);
	report_list(table, undecided, undecided_n);
	report_number(table, twice);
	free(missing);
	free(undecided);
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
	for (size_t i = 0; i < gaps->n; i++)
		free(gaps->v[i].series);
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
	report_column(table, "year", _("Year"), COLUMN_NUMBER);
	report_column(table, "highest", _("Highest"), COLUMN_NUMBER);
	report_column(table, "seen", _("Numbers there"), COLUMN_NUMBER);
	report_column(table, "missing", _("Missing"), COLUMN_LIST);
	report_column(table, "undecided", _("Not decided on"), COLUMN_LIST);
	report_column(table, "twice", _("Twice"), COLUMN_NUMBER);
	ok = report_papers(session, ask, &(struct report_reader){report, take, &gaps, false}, err);
	write_all(&gaps, table);
	report_figure(report, "papers", _("Papers"), gaps.papers);
	report_figure(report, "unnumbered", _("Without a number"), gaps.unnumbered);
	report_figure(report, "unparsed", _("Numbers that could not be read"), gaps.unparsed);
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
