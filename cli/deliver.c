/* SPDX-License-Identifier: MIT */
#include "cli/deliver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/i18n.h"
#include "core/mem.h"

/* -- JSON -------------------------------------------------------------------------------------- */

static void add_json(struct str *out, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);

	str_addf(out, "%s\n", text);
	free(text);
	json_decref(line);
}

static json_t *numbers_json(const char *word)
{
	json_t *list = json_array();
	struct strv numbers = {0};

	strv_split(&numbers, word != NULL ? word : "", " ");
	for (size_t i = 0; i < numbers.n; i++)
		json_array_append_new(list, json_integer(strtoll(numbers.v[i], NULL, 10)));
	strv_release(&numbers);
	return list;
}

static void put_json(
	json_t *line, const struct report_column *column, const struct report_cell *cell)
{
	if (column->type == COLUMN_LIST)
		js_put(line, column->key, numbers_json(cell->word));
	else if (cell->is_empty)
		js_put(line, column->key, json_null());
	else if (column->type == COLUMN_WORD)
		js_str(line, column->key, cell->word);
	else if (column->type == COLUMN_DAY)
		js_day(line, column->key, (int)cell->number);
	else if (column->type == COLUMN_SHARE)
		js_put(line, column->key, json_real((double)cell->number / 1000));
	else if (column->type == COLUMN_AMOUNT)
		js_put(line, column->key, json_real((double)cell->number / 100));
	else
		js_int(line, column->key, cell->number);
}

static void add_rows(const struct report *report, const struct report_table *table, struct str *out)
{
	for (size_t row = 0; row < report_rows(table); row++) {
		json_t *line = json_object();

		if (report->table_count > 1)
			js_str(line, "table", table->key);
		for (size_t c = 0; c < table->column_count; c++)
			put_json(line, &table->columns[c], report_at(table, row, c));
		add_json(out, line);
	}
}

/* A line a row, and at the end the sums and figures. */
static void write_json(const struct report *report, struct str *out)
{
	json_t *sum = json_object();

	for (size_t i = 0; i < report->table_count; i++) {
		const struct report_table *table = &report->tables[i];

		do
			add_rows(report, table, out);
		while (report_turn(report, table, out));
		for (size_t c = 0; report->table_count == 1 && c < table->column_count; c++) {
			if (table->columns[c].is_summed)
				js_int(sum, table->columns[c].key, report_column_sum(table, c));
		}
	}
	for (size_t i = 0; i < report->figure_count; i++)
		js_int(sum, report->figures[i].key, report->figures[i].number);
	if (report->notes.n > 0)
		js_list(sum, "notes", &report->notes);
	if (json_object_size(sum) > 0)
		add_json(out, sum);
	else
		json_decref(sum);
}

/* -- Text -------------------------------------------------------------------------------------- */

static void add_foot(struct sheet *sheet, const struct report_table *table)
{
	if (!report_has_sums(table))
		return;
	for (size_t c = 0; c < table->column_count; c++) {
		char *sum = xasprintf("%" PRId64, report_column_sum(table, c));

		sheet_add(sheet, table->columns[c].is_summed ? sum : c == 0 ? _("Sum") : "");
		free(sum);
	}
}

static void add_cells(struct sheet *sheet, const struct report_table *table)
{
	for (size_t row = 0; row < report_rows(table); row++) {
		for (size_t c = 0; c < table->column_count; c++) {
			char *cell = report_read(table, c, report_at(table, row, c));

			sheet_add(sheet, cell);
			free(cell);
		}
	}
}

/* Of a table that comes in pages the first says how wide the columns are at least. */
static void write_table(
	const struct report *report, const struct report_table *table, struct str *out)
{
	struct sheet sheet = {.columns = table->column_count};
	int *widths;

	if (table->title != NULL)
		str_addf(out, "%s\n", table->title);
	for (size_t c = 0; c < table->column_count; c++)
		sheet_add(&sheet, table->columns[c].title);
	add_cells(&sheet, table);
	add_foot(&sheet, table);
	sheet_format(&sheet, 0, out);
	widths = sheet_widths(&sheet);
	while (report_turn(report, table, out)) {
		sheet_release(&sheet);
		sheet = (struct sheet){.columns = table->column_count, .least = widths};
		add_cells(&sheet, table);
		sheet_format(&sheet, 0, out);
	}
	free(widths);
	sheet_release(&sheet);
}

static void write_text(const struct report *report, struct str *out)
{
	str_addf(out, "%s (%s)\n\n", report->title, report->about);
	for (size_t i = 0; i < report->table_count; i++) {
		if (i > 0)
			str_addc(out, '\n');
		write_table(report, &report->tables[i], out);
	}
	for (size_t i = 0; i < report->figure_count; i++)
		str_addf(out, "%s: %" PRId64 "\n", report->figures[i].title,
			report->figures[i].number);
	for (size_t i = 0; i < report->notes.n; i++)
		str_addf(out, "%s\n", report->notes.v[i]);
}

static void write_html(const struct report *report, struct str *out)
{
	report_html(report, i18n_lang() == LANG_ZH ? "zh-CN" : "en", out);
}

/* -- Delivered --------------------------------------------------------------------------------- */

struct format {
	const char *name;
	void (*write)(const struct report *, struct str *); /* NULL: report_xlsx */
};

static const struct format formats[] = {
	{"text", write_text},
	{"csv", report_csv},
	{"json", write_json},
	{"html", write_html},
	{"xlsx", NULL},
};

const struct format *format_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}

static bool is_stdout(const char *path)
{
	return path == NULL || strcmp(path, "-") == 0;
}

/* A workbook can only be written to a file with a name; for stdout it goes by way of one. */
static bool deliver_xlsx(const struct report *report, const char *path, struct err *err)
{
	char *made = is_stdout(path) ? file_scratch(err) : xstrdup(path);
	bool ok = made != NULL && report_xlsx(report, made, err);

	if (ok && is_stdout(path))
		ok = file_print(made, err);
	if (made != NULL && is_stdout(path))
		remove(made);
	free(made);
	return ok;
}

/* Where what is written goes: page by page, so that a long table is never held whole. */
struct written {
	const char *path;
	bool is_begun;
};

static bool hand_on(void *context, struct str *out, struct err *err)
{
	struct written *to = context;
	bool ok = true;

	if (is_stdout(to->path))
		fwrite(str_get(out), 1, out->len, stdout);
	else if (to->is_begun)
		ok = file_append(to->path, str_get(out), out->len, err);
	else
		ok = file_write(to->path, str_get(out), out->len, err);
	to->is_begun = true;
	str_clear(out);
	return ok;
}

bool deliver(
	const struct report *report, const struct format *format, const char *path, struct err *err)
{
	struct written to = {.path = path};
	struct str text = {0};
	bool ok;

	if (format->write == NULL)
		return deliver_xlsx(report, path, err);
	if (report->pages != NULL) {
		report->pages->spill = hand_on;
		report->pages->to = &to;
	}
	format->write(report, &text);
	ok = !report_failed(report, err) && hand_on(&to, &text, err);
	str_release(&text);
	return ok;
}

bool deliver_text(const struct cli *cli, const char *member, const char *text, const char *path,
	struct err *err)
{
	json_t *line;

	if (path != NULL && !file_write_new(path, text, strlen(text), err))
		return false;
	if (cli->json) {
		line = json_object();
		js_str(line, member, text);
		js_print(line);
	} else if (path == NULL) {
		out_print("%s", text);
	}
	return true;
}
