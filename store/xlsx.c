/* SPDX-License-Identifier: MIT */
/* core/report.h as a workbook: a sheet a table, in constant memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/report.h"

enum {
	COLS_MIN = 8,
	COLS_MAX = 60,
	COLS_LEAST = 40, /* no column of words is made narrower than this for the others */
	SHEET_COLS = 220, /* what may be read when it is printed on one page's width */
	LINE = 15, /* points */
	ROW_PIXELS = 20,
	CHART_ROWS_LEAST = 12,
	CHART_ROWS_MAX = 40,
	CHART_PIXELS = 640,
	SHEET_NAME = 31,
	ROWS_MAX = 1048575,
	PAPER_A4 = 9,
	TICKS = 8,
	HEADING_MAX = 255
};

struct book {
	lxw_workbook *file;
	lxw_format *head, *word, *wrapped, *number, *ordinal, *day, *share, *amount, *foot;
	size_t past; /* rows of the table that pages before this one had */
};

static lxw_format *number_format(lxw_workbook *file, const char *format)
{
	lxw_format *made = workbook_add_format(file);

	format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
	format_set_num_format(made, format);
	return made;
}

static void open_formats(struct book *book)
{
	book->head = workbook_add_format(book->file);
	format_set_bold(book->head);
	format_set_bottom(book->head, LXW_BORDER_MEDIUM);
	format_set_text_wrap(book->head);
	book->word = workbook_add_format(book->file);
	format_set_align(book->word, LXW_ALIGN_VERTICAL_TOP);
	book->wrapped = workbook_add_format(book->file);
	format_set_align(book->wrapped, LXW_ALIGN_VERTICAL_TOP);
	format_set_text_wrap(book->wrapped);
	book->number = number_format(book->file, "#,##0");
	book->ordinal = number_format(book->file, "0");
	book->day = number_format(book->file, "yyyy-mm-dd");
	book->share = number_format(book->file, "0.0%");
	book->amount = number_format(book->file, "#,##0.00");
	book->foot = number_format(book->file, "#,##0");
	format_set_bold(book->foot);
	format_set_top(book->foot, LXW_BORDER_MEDIUM);
}

static int column_width(const struct report_table *table, size_t column)
{
	int widest = report_width(table->columns[column].title);
	size_t rows = report_rows(table) < 1000 ? report_rows(table) : 1000;

	for (size_t row = 0; row < rows; row++) {
		char *text = report_read(table, column, report_at(table, row, column));
		int width = report_width(text);

		widest = width > widest ? width : widest;
		free(text);
	}
	widest += 2;
	return widest < COLS_MIN ? COLS_MIN : widest > COLS_MAX ? COLS_MAX : widest;
}

/* The widest column of words gives way until a row can be read in print, or none can any more. The
 * caller frees. */
static int *column_widths(const struct report_table *table)
{
	int *widths = xcalloc(table->column_count + 1, sizeof(*widths)), sum = 0;

	for (size_t c = 0; c < table->column_count; c++)
		sum += widths[c] = column_width(table, c);
	while (sum > SHEET_COLS) {
		size_t widest = 0;

		for (size_t c = 1; c < table->column_count; c++)
			widest = widths[c] > widths[widest] ? c : widest;
		if (widths[widest] <= COLS_LEAST)
			break;
		widths[widest]--;
		sum--;
	}
	return widths;
}

/* Where a row of the page stands: below the heading. */
static lxw_row_t sheet_row(const struct book *book, size_t row)
{
	return (lxw_row_t)(book->past + row + 1);
}

/* As high as its highest cell needs; programs do not all find that out by themselves. */
static void set_height(const struct book *book, lxw_worksheet *sheet,
	const struct report_table *table, size_t row, const int *widths)
{
	int lines = 1;

	for (size_t c = 0; c < table->column_count; c++) {
		char *text = report_read(table, c, report_at(table, row, c));
		int needs = report_width(text) / widths[c] + 1;

		lines = needs > lines ? needs : lines;
		free(text);
	}
	if (lines > 1)
		worksheet_set_row(sheet, sheet_row(book, row), lines * LINE, NULL);
}

static lxw_datetime sheet_day(int day)
{
	lxw_datetime date = {0};

	day_split(day, &date.year, &date.month, &date.day);
	return date;
}

static void write_cell(const struct book *book, lxw_worksheet *sheet,
	const struct report_table *table, size_t row, size_t column)
{
	const struct report_cell *cell = report_at(table, row, column);
	lxw_row_t r = sheet_row(book, row);
	lxw_col_t c = (lxw_col_t)column;
	lxw_datetime date;

	if (cell->is_empty && cell->label == NULL)
		return;
	switch (table->columns[column].type) {
	case COLUMN_LIST:
	case COLUMN_WORD:
		/* Never a formula, whatever it begins with. */
		worksheet_write_string(
			sheet, r, c, cell->label != NULL ? cell->label : cell->word, book->wrapped);
		break;
	case COLUMN_NUMBER:
		worksheet_write_number(sheet, r, c, (double)cell->number, book->number);
		break;
	case COLUMN_ORDINAL:
		worksheet_write_number(sheet, r, c, (double)cell->number, book->ordinal);
		break;
	case COLUMN_DAY:
		date = sheet_day((int)cell->number);
		worksheet_write_datetime(sheet, r, c, &date, book->day);
		break;
	case COLUMN_SHARE:
		worksheet_write_number(sheet, r, c, (double)cell->number / 1000, book->share);
		break;
	case COLUMN_AMOUNT:
		worksheet_write_number(sheet, r, c, (double)cell->number / 100, book->amount);
		break;
	}
}

static void write_foot(const struct book *book, lxw_worksheet *sheet,
	const struct report_table *table, lxw_row_t r)
{
	if (!report_has_sums(table))
		return;
	for (size_t c = 0; c < table->column_count; c++) {
		if (table->columns[c].is_summed)
			worksheet_write_number(sheet, r, (lxw_col_t)c,
				(double)report_column_sum(table, c), book->foot);
		else
			worksheet_write_string(
				sheet, r, (lxw_col_t)c, c == 0 ? _("Sum") : "", book->foot);
	}
}

/* Of few papers there are no fifths. */
static void count_by_ones(lxw_chart_axis *axis, const struct report_table *table)
{
	chart_axis_set_num_format(axis, "#,##0");
	chart_axis_set_min(axis, 0);
	if (report_most(table) < TICKS)
		chart_axis_set_major_unit(axis, 1);
}

/* Bars are as many as can be read; a line has them all. */
static size_t drawn_rows(const struct report_table *table)
{
	size_t rows = report_rows(table);

	return table->chart == CHART_BARS && rows > CHART_ROWS_MAX ? CHART_ROWS_MAX : rows;
}

/* Where what the bars are called takes words of several columns, it has a column of its own: below
 * the chart, which hides it. */
static lxw_col_t label_column(const struct report_table *table)
{
	return (lxw_col_t)(table->chart_label > 0 ? table->column_count + 2 : 0);
}

static void write_label(
	const struct book *book, lxw_worksheet *sheet, const struct report_table *table, size_t row)
{
	char *label;

	if (table->chart == CHART_NONE || table->chart_label == 0 || row >= drawn_rows(table))
		return;
	label = report_chart_label(table, row);
	worksheet_write_string(sheet, (lxw_row_t)row + 1, label_column(table), label, book->word);
	free(label);
}

/* As high as the rows beside it. */
static lxw_chart_options chart_size(const struct report_table *table)
{
	size_t rows = drawn_rows(table) + 1;

	if (table->chart == CHART_LINE || rows < CHART_ROWS_LEAST)
		rows = CHART_ROWS_LEAST;
	return (lxw_chart_options){
		.x_scale = CHART_PIXELS / 480.0, .y_scale = (double)rows * ROW_PIXELS / 288.0};
}

static void add_chart(const struct book *book, lxw_worksheet *sheet,
	const struct report_table *table, const char *name)
{
	lxw_row_t last = (lxw_row_t)drawn_rows(table);
	lxw_chart_options size = chart_size(table);
	lxw_chart *chart = workbook_add_chart(
		book->file, table->chart == CHART_LINE ? LXW_CHART_LINE : LXW_CHART_BAR);
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

	chart_series_set_categories(
		series, name, 1, label_column(table), last, label_column(table));
	chart_series_set_values(series, name, 1, (lxw_col_t)table->chart_value, last,
		(lxw_col_t)table->chart_value);
	chart_series_set_name(series, table->columns[table->chart_value].title);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	count_by_ones(table->chart == CHART_BARS ? chart->x_axis : chart->y_axis, table);
	if (table->chart == CHART_BARS)
		chart_axis_set_reverse(chart->y_axis);
	else
		chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE); /* one month too */
	worksheet_insert_chart_opt(sheet, 1, (lxw_col_t)(table->column_count + 1), chart, &size);
}

/* A name that Excel takes: 31 characters, none of []:*?/\. */
static char *sheet_name(const struct report *report, size_t i, const char *title)
{
	struct str name = {0};
	int n = 0;

	if (title == NULL)
		title = report->title;
	if (report->table_count > 1)
		str_addf(&name, "%zu ", i + 1);
	for (n = (int)name.len; *title != '\0' && n < SHEET_NAME; n++) {
		size_t len = 1;

		while (((unsigned char)title[len] & 0xC0) == 0x80)
			len++;
		if (strchr("[]:*?/\\'", *title) == NULL)
			str_addn(&name, title, len);
		title += len;
	}
	return str_detach(&name);
}

/* As the printer's heading takes it: an ampersand there begins a command. */
static void add_heading(struct str *heading, const char *text)
{
	for (; *text != '\0'; text++)
		str_addf(heading, *text == '&' ? "&&" : "%c", *text);
}

/* On paper each sheet says what it is, and as of when. */
static void set_page(lxw_worksheet *sheet, const struct report *report, const char *title)
{
	struct str heading = {0};

	str_add(&heading, "&L");
	add_heading(&heading, report->title);
	if (title != NULL) {
		str_add(&heading, "  ");
		add_heading(&heading, title);
	}
	if (report->about != NULL) {
		str_add(&heading, "&R");
		add_heading(&heading, report->about);
	}
	if (heading.len < HEADING_MAX)
		worksheet_set_header(sheet, str_get(&heading));
	worksheet_set_footer(sheet, "&R&P / &N");
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, PAPER_A4);
	worksheet_fit_to_pages(sheet, 1, 0);
	str_release(&heading);
}

/* The numbers that stand by themselves, and what there is to say. */
static bool write_rest(const struct book *book, const struct report *report)
{
	char *name;
	lxw_worksheet *sheet;
	lxw_row_t row = 0;

	if (report->figure_count == 0 && report->notes.n == 0)
		return true;
	name = sheet_name(report, report->table_count, _("Figures and notes"));
	sheet = workbook_add_worksheet(book->file, name);
	free(name);
	if (sheet == NULL)
		return false;
	worksheet_set_column(sheet, 0, 0, COLS_MAX, NULL);
	for (size_t i = 0; i < report->figure_count; i++, row++) {
		worksheet_write_string(sheet, row, 0, report->figures[i].title, book->word);
		worksheet_write_number(
			sheet, row, 1, (double)report->figures[i].number, book->number);
	}
	for (size_t i = 0; i < report->notes.n; i++, row++) {
		int lines = report_width(report->notes.v[i]) / COLS_MAX + 1;

		worksheet_set_row(sheet, row, lines * LINE, NULL);
		worksheet_write_string(sheet, row, 0, report->notes.v[i], book->wrapped);
	}
	set_page(sheet, report, NULL);
	return true;
}

/* The rows that are there, then those of the pages behind. Returns how many; one more than a sheet
 * takes where it does not take them all. */
static size_t write_rows(struct book *book, lxw_worksheet *sheet, const struct report *report,
	const struct report_table *table, const int *widths)
{
	book->past = 0;
	do {
		size_t rows = report_rows(table);

		if (book->past + rows > ROWS_MAX)
			return ROWS_MAX + 1;
		for (size_t row = 0; row < rows; row++) {
			set_height(book, sheet, table, row, widths);
			for (size_t c = 0; c < table->column_count; c++)
				write_cell(book, sheet, table, row, c);
			write_label(book, sheet, table, row);
		}
		book->past += rows;
	} while (report_turn(report, table, NULL));
	return book->past;
}

static bool too_long(struct err *err)
{
	return err_set(err, ERR_INPUT,
		_("a sheet of a workbook takes %d rows at most: write it as csv, or ask for less"),
		ROWS_MAX);
}

static bool write_table(struct book *book, const struct report *report, size_t i, struct err *err)
{
	const struct report_table *table = &report->tables[i];
	char *name = sheet_name(report, i, table->title);
	lxw_worksheet *sheet = workbook_add_worksheet(book->file, name);
	size_t rows;
	int *widths;

	if (sheet == NULL) {
		free(name);
		return err_set(err, ERR_IO, _("a sheet could not be added to the workbook"));
	}
	widths = column_widths(table);
	for (size_t c = 0; c < table->column_count; c++) {
		worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
		worksheet_write_string(sheet, 0, (lxw_col_t)c, table->columns[c].title, book->head);
	}
	rows = write_rows(book, sheet, report, table, widths);
	free(widths);
	if (rows > ROWS_MAX || report_failed(report, err)) {
		free(name);
		return rows > ROWS_MAX && too_long(err);
	}
	write_foot(book, sheet, table, (lxw_row_t)rows + 1);
	worksheet_freeze_panes(sheet, 1, 0);
	worksheet_repeat_rows(sheet, 0, 0);
	set_page(sheet, report, table->title);
	if (rows > 0)
		worksheet_autofilter(
			sheet, 0, 0, (lxw_row_t)rows, (lxw_col_t)(table->column_count - 1));
	if (table->chart != CHART_NONE && rows > 0)
		add_chart(book, sheet, table, name);
	free(name);
	return true;
}

bool report_xlsx(const struct report *report, const char *path, struct err *err)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = getenv("TMPDIR")};
	struct book book = {.file = workbook_new_opt(path, &options)};
	bool ok = book.file != NULL;
	lxw_error closed = LXW_NO_ERROR;
	struct err why = {0};

	if (ok) {
		open_formats(&book);
		for (size_t i = 0; ok && i < report->table_count; i++)
			ok = write_table(&book, report, i, &why);
		ok = ok && write_rest(&book, report);
		closed = workbook_close(book.file);
	}
	if (why.code != ERR_NONE) {
		*err = why;
		return false;
	}
	if (!ok || closed != LXW_NO_ERROR)
		return err_set(err, ERR_IO, _("%s: the workbook could not be written (%s)"), path,
			lxw_strerror(closed));
	return true;
}
