/* SPDX-License-Identifier: MIT */
#include "core/report.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/csv.h"
#include "core/day.h"
#include "core/mem.h"

static void drop_rows(struct report_table *table)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		free(table->cells[i].word);
		free(table->cells[i].label);
		free(table->cells[i].query);
	}
	table->cell_count = 0;
}

static void table_release(struct report_table *table)
{
	for (size_t i = 0; i < table->column_count; i++)
		free(table->columns[i].title);
	drop_rows(table);
	free(table->columns);
	free(table->cells);
	free(table->title);
}

static void drop_pages(struct report *report)
{
	if (report->pages != NULL)
		report->pages->release(report->pages->source);
	free(report->pages);
	report->pages = NULL;
}

void report_release(struct report *report)
{
	for (size_t i = 0; i < report->table_count; i++)
		table_release(&report->tables[i]);
	for (size_t i = 0; i < report->figure_count; i++) {
		free(report->figures[i].title);
		free(report->figures[i].query);
	}
	free(report->tables);
	free(report->figures);
	free(report->title);
	free(report->about);
	strv_release(&report->notes);
	drop_pages(report);
	*report = (struct report){0};
}

/* -- Making one -------------------------------------------------------------------------------- */

struct report_table *report_table(struct report *report, const char *key, const char *title)
{
	struct report_table *table;

	GROW(report->tables, report->table_count);
	table = &report->tables[report->table_count++];
	*table = (struct report_table){.key = key, .title = title != NULL ? xstrdup(title) : NULL};
	return table;
}

void report_column(
	struct report_table *table, const char *key, const char *title, enum column_type type)
{
	GROW(table->columns, table->column_count);
	table->columns[table->column_count++] =
		(struct report_column){.key = key, .title = xstrdup(title), .type = type};
}

void report_sum_column(struct report_table *table, const char *key, const char *title)
{
	report_column(table, key, title, COLUMN_NUMBER);
	table->columns[table->column_count - 1].is_summed = true;
}

static struct report_cell *add_cell(struct report_table *table, int64_t number, bool is_empty)
{
	GROW(table->cells, table->cell_count);
	table->cells[table->cell_count] =
		(struct report_cell){.number = number, .is_empty = is_empty};
	return &table->cells[table->cell_count++];
}

struct report_cell *report_word(struct report_table *table, const char *word, const char *label)
{
	struct report_cell *cell = add_cell(table, 0, word == NULL || *word == '\0');

	cell->word = word != NULL ? xstrdup(word) : NULL;
	cell->label = label != NULL ? xstrdup(label) : NULL;
	return cell;
}

struct report_cell *report_number(struct report_table *table, int64_t number)
{
	return add_cell(table, number, false);
}

/* 3, 7-9 */
static void put_run(struct str *out, int first, int last)
{
	str_addf(out, "%s%d", out->len > 0 ? ", " : "", first);
	if (last > first)
		str_addf(out, "%s%d", last > first + 1 ? "-" : ", ", last);
}

struct report_cell *report_list(struct report_table *table, const int *numbers, size_t n)
{
	struct str word = {0}, label = {0};
	struct report_cell *cell;
	size_t first = 0;

	for (size_t i = 0; i < n; i++) {
		str_addf(&word, "%s%d", i > 0 ? " " : "", numbers[i]);
		if (i + 1 < n && numbers[i + 1] == numbers[i] + 1)
			continue;
		put_run(&label, numbers[first], numbers[i]);
		first = i + 1;
	}
	cell = report_word(table, str_get(&word), str_get(&label));
	str_release(&word);
	str_release(&label);
	return cell;
}

struct report_cell *report_day(struct report_table *table, int day)
{
	return add_cell(table, day, day == DAY_NONE);
}

struct report_cell *report_share(struct report_table *table, int64_t part, int64_t whole)
{
	int64_t share = whole > 0 ? (part * 1000 + whole / 2) / whole : 0;

	if (share == 1000 && part < whole)
		share = 999;
	if (share == 0 && part > 0)
		share = 1;
	return add_cell(table, share, whole <= 0);
}

void report_cases(struct report_cell *cell, const char *fmt, ...)
{
	va_list args;

	free(cell->query);
	va_start(args, fmt);
	cell->query = xvasprintf(fmt, args);
	va_end(args);
}

void report_figure(struct report *report, const char *key, const char *title, int64_t number)
{
	GROW(report->figures, report->figure_count);
	report->figures[report->figure_count++] =
		(struct report_figure){.key = key, .title = xstrdup(title), .number = number};
}

void report_case(struct str *ids, const char *id)
{
	str_add(ids, ids->len > 0 ? "," : "ids:");
	str_add(ids, id);
}

static void take_ids(char **query, struct str *ids)
{
	free(*query);
	*query = ids->len > 0 ? str_detach(ids) : NULL;
}

void report_cell_ids(struct report_cell *cell, struct str *ids)
{
	take_ids(&cell->query, ids);
}

void report_figure_ids(struct report *report, struct str *ids)
{
	take_ids(&report->figures[report->figure_count - 1].query, ids);
}

void report_figure_cases(struct report *report, char *query)
{
	free(report->figures[report->figure_count - 1].query);
	report->figures[report->figure_count - 1].query = query;
}

/* -- Page by page ------------------------------------------------------------------------------ */

/* Adds a page; false where there is none. */
static bool take_page(struct report_pages *pages, struct report_table *table)
{
	size_t before = table->cell_count;

	return pages->next(pages->source, table, &pages->err) && table->cell_count > before;
}

bool report_take_pages(
	struct report *report, const struct report_pages *pages, bool is_whole, struct err *err)
{
	struct report_table *table = &report->tables[report->table_count - 1];
	bool ok;

	assert(report->pages == NULL);
	report->pages = xmemdup(pages, sizeof(*pages));
	report->pages->table = report->table_count - 1;
	while (take_page(report->pages, table) && is_whole)
		continue;
	ok = !report_failed(report, err);
	if (is_whole)
		drop_pages(report);
	return ok;
}

bool report_turn(const struct report *report, const struct report_table *table, struct str *out)
{
	struct report_pages *pages = report->pages;
	struct report_table *turned;

	if (pages == NULL || table != &report->tables[pages->table] ||
		pages->err.code != ERR_NONE || table->cell_count == 0)
		return false;
	if (out != NULL && pages->spill != NULL && !pages->spill(pages->to, out, &pages->err))
		return false;
	turned = &report->tables[pages->table];
	drop_rows(turned);
	return take_page(pages, turned);
}

bool report_failed(const struct report *report, struct err *err)
{
	if (report->pages == NULL || report->pages->err.code == ERR_NONE)
		return false;
	*err = report->pages->err;
	return true;
}

/* -- Reading it -------------------------------------------------------------------------------- */

size_t report_rows(const struct report_table *table)
{
	return table->column_count > 0 ? table->cell_count / table->column_count : 0;
}

const struct report_cell *report_at(const struct report_table *table, size_t row, size_t column)
{
	return &table->cells[row * table->column_count + column];
}

bool report_has_sums(const struct report_table *table)
{
	for (size_t c = 0; c < table->column_count; c++) {
		if (table->columns[c].is_summed)
			return true;
	}
	return false;
}

int64_t report_most(const struct report_table *table)
{
	int64_t most = 1;

	for (size_t row = 0; row < report_rows(table); row++) {
		int64_t n = report_at(table, row, table->chart_value)->number;

		if (n > most)
			most = n;
	}
	return most;
}

int64_t report_column_sum(const struct report_table *table, size_t column)
{
	int64_t sum = 0;

	for (size_t row = 0; row < report_rows(table); row++)
		sum += report_at(table, row, column)->number;
	return sum;
}

bool report_is_number(const struct report_column *column)
{
	return column->type == COLUMN_NUMBER || column->type == COLUMN_SHARE ||
	       column->type == COLUMN_AMOUNT || column->type == COLUMN_ORDINAL;
}

int report_width(const char *text)
{
	int columns = 0;

	for (; *text != '\0'; text++) {
		if (((unsigned char)*text & 0xC0) != 0x80)
			columns += (unsigned char)*text < 0x80 ? 1 : 2;
	}
	return columns;
}

/* Whether a word column tells rows apart. */
static bool tells_apart(const struct report_table *table, size_t column)
{
	for (size_t row = 1; row < report_rows(table); row++) {
		if (!str_eq(report_at(table, row, column)->word, report_at(table, 0, column)->word))
			return true;
	}
	return false;
}

char *report_chart_label(const struct report_table *table, size_t row)
{
	struct str label = {0};

	for (size_t c = 0; c <= table->chart_label; c++) {
		char *text;

		if (c < table->chart_label &&
			(table->columns[c].type != COLUMN_WORD || !tells_apart(table, c)))
			continue;
		text = report_read(table, c, report_at(table, row, c));
		str_addf(&label, "%s%s", label.len > 0 ? " · " : "", text);
		free(text);
	}
	return str_detach(&label);
}

static char *write_number(enum column_type type, int64_t number)
{
	char day[DAY_SIZE];

	switch (type) {
	case COLUMN_DAY: return xstrdup(day_format((int)number, day));
	case COLUMN_SHARE: return xasprintf("%" PRId64 ".%" PRId64 "%%", number / 10, number % 10);
	case COLUMN_AMOUNT:
		return xasprintf("%s%" PRId64 ".%02d", number < 0 ? "-" : "",
			number < 0 ? -(number / 100) : number / 100, abs((int)(number % 100)));
	case COLUMN_NUMBER:
	case COLUMN_ORDINAL:
	case COLUMN_LIST:
	case COLUMN_WORD: break;
	}
	return xasprintf("%" PRId64, number);
}

char *report_read(const struct report_table *table, size_t column, const struct report_cell *cell)
{
	if (cell->label != NULL)
		return xstrdup(cell->label);
	if (cell->is_empty)
		return xstrdup("");
	if (cell->word != NULL)
		return xstrdup(cell->word);
	return write_number(table->columns[column].type, cell->number);
}

/* -- CSV --------------------------------------------------------------------------------------- */

/* A spreadsheet takes what begins so for a formula and runs it; an apostrophe makes it a text. */
static void put_word(struct str *out, const char *word)
{
	char *harmless;

	if (*word == '\0' || strchr("=+-@\t\r", *word) == NULL) {
		csv_put(out, word);
		return;
	}
	harmless = xasprintf("'%s", word);
	csv_put(out, harmless);
	free(harmless);
}

static void put_cell(struct str *out, const struct report_table *table, size_t column, size_t row)
{
	const struct report_cell *cell = report_at(table, row, column);
	char *number;

	if (cell->word != NULL) {
		put_word(out, cell->word);
	} else if (!cell->is_empty) {
		number = write_number(table->columns[column].type, cell->number);
		str_add(out, number);
		free(number);
	}
	str_addc(out, column + 1 < table->column_count ? ',' : '\n');
}

static void put_rows(struct str *out, const struct report_table *table)
{
	for (size_t row = 0; row < report_rows(table); row++) {
		for (size_t c = 0; c < table->column_count; c++)
			put_cell(out, table, c, row);
	}
}

void report_csv(const struct report *report, struct str *out)
{
	str_add(out, "\xEF\xBB\xBF");
	for (size_t i = 0; i < report->table_count; i++) {
		const struct report_table *table = &report->tables[i];

		if (i > 0)
			str_addc(out, '\n');
		for (size_t c = 0; c < table->column_count; c++)
			str_addf(out, "%s%s", table->columns[c].key,
				c + 1 < table->column_count ? "," : "\n");
		do
			put_rows(out, table);
		while (report_turn(report, table, out));
	}
	if (report->figure_count > 0)
		str_add(out, report->table_count > 0 ? "\nfigure,number\n" : "figure,number\n");
	for (size_t i = 0; i < report->figure_count; i++)
		str_addf(
			out, "%s,%" PRId64 "\n", report->figures[i].key, report->figures[i].number);
}
