/* SPDX-License-Identifier: MIT */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

/* A report: tables whose cells are what people read, what machines read and how to see the cases
 * behind a number, all at once. Every format and the screen are written from the same cells, so
 * they cannot differ. Reports are made by core/reports.h. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/str.h"

enum column_type {
	COLUMN_WORD, /* a code, an id, a title */
	COLUMN_NUMBER,
	COLUMN_DAY,
	COLUMN_LIST, /* numbers, ascending: the word has them all, the label runs as 3-9 */
	COLUMN_SHARE, /* in thousandths: 995 is 99.5 % */
	COLUMN_AMOUNT, /* in hundredths: 1250 is 12.50 */
	COLUMN_ORDINAL, /* a year, a number in a series: it counts nothing, so it has no thousands
			 */
};

struct report_column {
	const char *key; /* for machines; borrowed, lives as long as the program */
	char *title; /* in the current language; owns */
	enum column_type type;
	bool is_summed; /* the last line, and the last JSON object, say its sum */
};

struct report_cell {
	char *word; /* of a COLUMN_WORD or COLUMN_LIST: for machines; owns; NULL where it is empty
		     */
	char *label; /* what people read for it; owns; NULL: the word itself */
	int64_t number; /* of the others; a day is DAY_NONE where it is empty */
	bool is_empty;
	char *query; /* the cases behind it, as `gongkai list` takes it; owns; or NULL */
};

/* What is drawn beside a table: one bar, or one point of a line, a row. */
enum chart { CHART_NONE, CHART_BARS, CHART_LINE };

struct report_table {
	const char *key; /* for machines, where a report has several tables; borrowed */
	char *title; /* owns */
	struct report_column *columns; /* owns */
	size_t column_count;
	struct report_cell *cells; /* owns; row by row */
	size_t cell_count;
	enum chart chart;
	size_t chart_label, chart_value; /* columns; the words before the label belong to it */
};

struct report_figure { /* a number that stands by itself, said after the tables */
	const char *key; /* borrowed */
	char *title; /* owns */
	int64_t number;
	char *query; /* as a cell's */
};

/* How the rows of a table come that may be so many that nobody holds them all: those that are there
 * are a page, which gives way to the next one. Such a table has no sums and no chart. */
struct report_pages {
	size_t table;
	/* Adds the next rows to the table; none behind the last. */
	bool (*next)(void *source, struct report_table *table, struct err *err);
	void (*release)(void *source);
	void *source;
	/* Who takes what is written page by page, and leaves out empty; NULL: nobody, it is kept.
	 */
	bool (*spill)(void *to, struct str *out, struct err *err);
	void *to; /* borrowed */
	struct err err; /* why the rest did not come */
};

struct report {
	char *title; /* owns */
	char *about; /* whose, of which days, as of when: one line; owns; or NULL */
	struct report_table *tables; /* owns */
	size_t table_count;
	struct report_figure *figures; /* owns */
	size_t figure_count;
	struct strv notes; /* sentences: what could not be read, how it was counted */
	struct report_pages *pages; /* owns; NULL: all rows are there */
};

void report_release(struct report *report);

/* A new table of the report; borrowed until the next one. title may be NULL where it is the only
 * one. */
struct report_table *report_table(struct report *report, const char *key, const char *title);
void report_column(
	struct report_table *table, const char *key, const char *title, enum column_type type);
/* The same, summed at the foot. */
void report_sum_column(struct report_table *table, const char *key, const char *title);
/* The cells of a row, from the left. label may be NULL. Each returns the cell for who wants to set
 * its query; borrowed until the next one. */
struct report_cell *report_word(struct report_table *table, const char *word, const char *label);
struct report_cell *report_number(struct report_table *table, int64_t number);
struct report_cell *report_list(struct report_table *table, const int *numbers, size_t n);
struct report_cell *report_day(struct report_table *table, int day);
/* part of whole in thousandths, the nearest one, but only all is 1000 and only nothing is 0; empty
 * where the whole is none. */
struct report_cell *report_share(struct report_table *table, int64_t part, int64_t whole);
void report_cases(struct report_cell *cell, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* The rows of the last table come page by page; the first is taken here, with is_whole all of them.
 * source is released with the report. */
MUST_CHECK bool report_take_pages(
	struct report *report, const struct report_pages *pages, bool is_whole, struct err *err);
/* Behind the last row that is there: the next page, after what is written so far was handed on. out
 * may be NULL. False where there is no more, or where it failed: then report_failed says so. */
bool report_turn(const struct report *report, const struct report_table *table, struct str *out);
bool report_failed(const struct report *report, struct err *err);
void report_figure(struct report *report, const char *key, const char *title, int64_t number);
/* Cases gathered one by one: a zero str, ids put in, then handed to the cell, or to the figure that
 * was added last; it is empty again then. */
void report_case(struct str *ids, const char *id);
void report_cell_ids(struct report_cell *cell, struct str *ids);
/* What is behind the figure that was added last; query is taken over. */
void report_figure_cases(struct report *report, char *query);
void report_figure_ids(struct report *report, struct str *ids);

size_t report_rows(const struct report_table *table);
const struct report_cell *report_at(const struct report_table *table, size_t row, size_t column);
bool report_has_sums(const struct report_table *table);
/* The highest number of the column that is drawn; 1 at least. */
int64_t report_most(const struct report_table *table);
int64_t report_column_sum(const struct report_table *table, size_t column);
/* Whether a column holds what is written flush right. */
bool report_is_number(const struct report_column *column);
/* About how many columns a text takes: what is not ASCII takes two. */
int report_width(const char *text);
/* What a row's bar or point is called: its words up to chart_label, but for those that are the same
 * in every row. The caller frees. */
char *report_chart_label(const struct report_table *table, size_t row);
/* What people read in a cell; the caller frees. */
char *report_read(const struct report_table *table, size_t column, const struct report_cell *cell);

/* Written out. CSV begins with a byte order mark and takes the teeth out of formulas, both for
 * spreadsheets; several tables, and the figures, are parted by an empty line. HTML is one page with
 * its own style and drawings, and runs nothing. XLSX is written to a path (store/xlsx.c): a sheet a
 * table. */
void report_csv(const struct report *report, struct str *out);
void report_html(const struct report *report, const char *lang, struct str *out);
MUST_CHECK bool report_xlsx(const struct report *report, const char *path, struct err *err);

#endif
