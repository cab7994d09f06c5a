/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/label.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/csv.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"unit", 'u', "UNIT", N_("Only this unit and what is below it")},
	{"from", 0, "DATE", N_("Only papers begun on this day or later")},
	{"to", 0, "DATE", N_("Only papers begun on this day or earlier")},
	{"format", 'f', "text|csv|json", N_("How it is written (text)")},
	{"output", 'o', "FILE", N_("Write it there")},
	{0},
};

/* What a report is written from: a table whose first row names the columns, codes for machines,
 * words for people. */
static const char *const columns[] = {"unit", "kind", "state", "attribute", "papers", "overdue"};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static const char *attribute_of(const struct status_count *count)
{
	return *count->attribute != '\0' ? count->attribute : "none";
}

static void write_csv(const struct office *office, const struct figures *figures, struct str *out)
{
	(void)office;
	for (size_t i = 0; i < COLUMNS; i++)
		str_addf(out, "%s%s", columns[i], i + 1 < COLUMNS ? "," : "\n");
	for (size_t i = 0; i < figures->counts.n; i++) {
		const struct status_count *count = &figures->counts.v[i];
		const char *const codes[] = {
			count->unit, count->kind, count->state, attribute_of(count)};

		for (size_t j = 0; j < sizeof(codes) / sizeof(codes[0]); j++) {
			csv_put(out, codes[j]);
			str_addc(out, ',');
		}
		str_addf(out, "%d,%d\n", count->n, count->overdue);
	}
}

static void add_json(struct str *out, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER);

	str_addf(out, "%s\n", text);
	free(text);
	json_decref(line);
}

static void write_json(const struct office *office, const struct figures *figures, struct str *out)
{
	json_t *sum = json_object();

	(void)office;
	for (size_t i = 0; i < figures->counts.n; i++) {
		const struct status_count *count = &figures->counts.v[i];
		json_t *line = json_object();

		js_str(line, "unit", count->unit);
		js_str(line, "kind", count->kind);
		js_str(line, "state", count->state);
		js_str(line, "attribute", count->attribute);
		js_int(line, "papers", count->n);
		js_int(line, "overdue", count->overdue);
		add_json(out, line);
	}
	js_int(sum, "papers", figures->total);
	js_int(sum, "overdue", figures->overdue);
	add_json(out, sum);
}

static void add_number(struct sheet *sheet, int n)
{
	char *text = xasprintf("%d", n);

	sheet_add(sheet, text);
	free(text);
}

static void add_count(
	struct sheet *sheet, const struct office *office, const struct status_count *count)
{
	sheet_add(sheet, label_unit(office, count->unit));
	sheet_add(sheet, label_kind(office, count->kind));
	sheet_add(sheet, label_state(office, count->kind, count->state));
	sheet_add(sheet, *count->attribute != '\0' ? label_attribute(office, count->attribute)
						   : _("not decided yet"));
	add_number(sheet, count->n);
	add_number(sheet, count->overdue);
}

static void write_text(const struct office *office, const struct figures *figures, struct str *out)
{
	struct sheet sheet = {.columns = COLUMNS};

	sheet_add(&sheet, _("Unit"));
	sheet_add(&sheet, _("Kind"));
	sheet_add(&sheet, _("State"));
	sheet_add(&sheet, _("Attribute"));
	sheet_add(&sheet, _("Papers"));
	sheet_add(&sheet, _("Overdue"));
	for (size_t i = 0; i < figures->counts.n; i++)
		add_count(&sheet, office, &figures->counts.v[i]);
	sheet_add(&sheet, _("Sum"));
	for (int i = 0; i < 3; i++)
		sheet_add(&sheet, "");
	add_number(&sheet, figures->total);
	add_number(&sheet, figures->overdue);
	sheet_format(&sheet, 0, out);
	sheet_release(&sheet);
}

static const struct {
	const char *name;
	void (*write)(const struct office *, const struct figures *, struct str *);
} formats[] = {
	{"text", write_text},
	{"csv", write_csv},
	{"json", write_json},
};
enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

static int find_format(const char *name)
{
	for (int i = 0; i < FORMATS; i++) {
		if (strcmp(formats[i].name, name) == 0)
			return i;
	}
	return -1;
}

static bool deliver(const char *path, const struct str *text, struct err *err)
{
	if (path != NULL && strcmp(path, "-") != 0)
		return file_write(path, str_get(text), text->len, err);
	fwrite(str_get(text), 1, text->len, stdout);
	return true;
}

static enum status status_report(struct cli *cli, const struct args *args, int format)
{
	int from = DAY_NONE, to = DAY_NONE;
	struct figures figures = {0};
	struct str text = {0};
	struct err err;
	bool ok;

	if (!args_day(args, "from", &from, &err) || !args_day(args, "to", &to, &err))
		return usage(args, "%s", err.text);
	ok = session_status(&cli->session, args_get(args, "unit"), from, to, &figures, &err);
	if (ok) {
		formats[format].write(session_office(&cli->session), &figures, &text);
		ok = deliver(args_get(args, "output"), &text, &err);
	}
	figures_release(&figures);
	str_release(&text);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *name = args_word(args, 0);
	const char *format = args_get(args, "format");
	int found;

	if (format == NULL)
		format = cli->json ? "json" : "text";
	found = find_format(format);
	if (strcmp(name, "status") != 0)
		return usage(args, _("there is no report '%s'; there is: status"), name);
	if (found < 0)
		return usage(args,
			_("--format: a report cannot be written as '%s'; there are: text, csv, "
			  "json"),
			format);
	return status_report(cli, args, found);
}

const struct command command_report = {
	.name = "report",
	.synopsis = "NAME [--unit U] [--from D] [--to D] [--format text|csv|json] [-o FILE]",
	.help = N_("Write a report"),
	.options = options,
	.more = N_("Reports:\n  status  the papers by unit, kind, state and attribute"),
	.need = NEED_PERSON,
	.min = 1,
	.max = 1,
	.run = run,
};
