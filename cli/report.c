/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/packs.h"
#include "cli/sheet.h"
#include "core/mem.h"
#include "core/reports.h"

static const struct option_spec options[] = {
	{"unit", 'u', "UNIT", N_("Only this unit and what is below it")},
	{"from", 0, "DATE", N_("Only papers begun on this day or later")},
	{"to", 0, "DATE", N_("Only papers begun on this day or earlier")},
	{"kind", 'k', "KIND", N_("The kind of record (records, tasks)")},
	{"table", 0, "FILE.csv",
		N_("Report on this table instead of the store, which need not be there")},
	{"pack", 0, "PACK",
		N_("With --table: under this pack; else the store's, or cn without a store")},
	{"where", 0, "COLUMN=VALUE",
		N_("Only rows of the pack's table that say so; may be given several times")},
	{"as-of", 0, "DATE", N_("As it stood at the end of that day (status)")},
	{"format", 'f', "FORMAT", N_("text, csv, json, html or xlsx (text)")},
	{"output", 'o', "FILE", N_("Write it there")},
	{0},
};

enum { TABLE_LIMIT = 256 << 20 };

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
	else
		js_int(line, column->key, cell->number);
}

/* A line a row, and at the end the sums and figures. */
static void write_json(const struct report *report, struct str *out)
{
	json_t *sum = json_object();

	for (size_t i = 0; i < report->table_count; i++) {
		const struct report_table *table = &report->tables[i];

		for (size_t row = 0; row < report_rows(table); row++) {
			json_t *line = json_object();

			if (report->table_count > 1)
				js_str(line, "table", table->key);
			for (size_t c = 0; c < table->column_count; c++)
				put_json(line, &table->columns[c], report_at(table, row, c));
			add_json(out, line);
		}
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

static void write_table(const struct report_table *table, struct str *out)
{
	struct sheet sheet = {.columns = table->column_count};

	if (table->title != NULL)
		str_addf(out, "%s\n", table->title);
	for (size_t c = 0; c < table->column_count; c++)
		sheet_add(&sheet, table->columns[c].title);
	for (size_t row = 0; row < report_rows(table); row++) {
		for (size_t c = 0; c < table->column_count; c++) {
			char *cell = report_read(table, c, report_at(table, row, c));

			sheet_add(&sheet, cell);
			free(cell);
		}
	}
	add_foot(&sheet, table);
	sheet_format(&sheet, 0, out);
	sheet_release(&sheet);
}

static void write_text(const struct report *report, struct str *out)
{
	str_addf(out, "%s (%s)\n\n", report->title, report->about);
	for (size_t i = 0; i < report->table_count; i++) {
		if (i > 0)
			str_addc(out, '\n');
		write_table(&report->tables[i], out);
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

/* -- The command ------------------------------------------------------------------------------- */

static const struct format {
	const char *name;
	void (*write)(const struct report *, struct str *); /* NULL: report_xlsx */
} formats[] = {
	{"text", write_text},
	{"csv", report_csv},
	{"json", write_json},
	{"html", write_html},
	{"xlsx", NULL},
};

static const struct format *find_format(const char *name)
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
	char *made = is_stdout(path) ? file_scratch(err) : xstrdup(path), *bytes = NULL;
	bool ok = made != NULL && report_xlsx(report, made, err);
	size_t len = 0;

	if (ok && is_stdout(path)) {
		bytes = file_read(made, TABLE_LIMIT, &len, err);
		ok = bytes != NULL && fwrite(bytes, 1, len, stdout) == len;
		free(bytes);
	}
	if (made != NULL && is_stdout(path))
		remove(made);
	free(made);
	return ok;
}

static bool deliver(
	const struct report *report, const struct format *format, const char *path, struct err *err)
{
	struct str text = {0};
	bool ok = true;

	if (format->write == NULL)
		return deliver_xlsx(report, path, err);
	format->write(report, &text);
	if (is_stdout(path))
		fwrite(str_get(&text), 1, text.len, stdout);
	else
		ok = file_write(path, str_get(&text), text.len, err);
	str_release(&text);
	return ok;
}

static bool read_ask(const struct args *args, struct report_ask *ask, char **table, struct err *err)
{
	ask->unit = args_get(args, "unit");
	ask->kind = args_get(args, "kind");
	if (!args_day(args, "from", &ask->from, err) || !args_day(args, "to", &ask->to, err) ||
		!args_day(args, "as-of", &ask->as_of, err))
		return false;
	if (args_has(args, "table")) {
		*table = file_read(args_get(args, "table"), TABLE_LIMIT, &ask->table_len, err);
		ask->table = *table;
		return *table != NULL;
	}
	return true;
}

static enum status list_reports(void)
{
	struct sheet sheet = {.columns = 2};
	const struct report_kind *const *kinds;
	size_t n;

	kinds = reports_all(&n);
	for (size_t i = 0; i < n; i++) {
		sheet_add(&sheet, kinds[i]->name);
		sheet_add(&sheet, _(kinds[i]->help));
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
	return STATUS_DONE;
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *name = args_get(args, "format");
	const struct format *format = find_format(name != NULL ? name
						  : cli->json  ? "json"
							       : "text");
	struct strv where = {0};
	struct report_ask ask = {.where = &where};
	struct report report = {0};
	struct packs packs = {0};
	char *table = NULL;
	struct err err;
	bool ok;

	if (args_word(args, 0) == NULL)
		return list_reports();
	if (format == NULL)
		return usage(args,
			_("--format: a report cannot be written as '%s'; there are: text, csv, "
			  "json, html, xlsx"),
			name);
	args_all(args, "where", &where);
	if (!read_ask(args, &ask, &table, &err)) {
		free(table);
		strv_release(&where);
		return usage(args, "%s", err.text);
	}
	if (table != NULL)
		ok = packs_find(&packs, cli, args_get(args, "pack"), &err);
	else
		ok = cli->begin(cli, &err);
	ask.pack = packs.pack;
	ok = ok && session_report(&cli->session, args_word(args, 0), &ask, &report, &err) &&
	     deliver(&report, format, args_get(args, "output"), &err);
	report_release(&report);
	packs_release(&packs);
	strv_release(&where);
	free(table);
	if (!ok && reports_find(args_word(args, 0)) == NULL)
		return usage(args, "%s", err.text);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_report = {
	.name = "report",
	.synopsis = "[NAME] [--kind K] [--unit U] [--from D] [--to D] [--format F] [-o FILE]",
	.help = N_("Write a report"),
	.options = options,
	.more = N_(
		"Without a name it lists the reports there are. As html it is one page to send or "
		"print, as xlsx a workbook."),
	.min = 0,
	.max = 1,
	.run = run,
};
