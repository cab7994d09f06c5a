/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/deliver.h"
#include "cli/file.h"
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
	const struct format *format = format_find(name != NULL ? name
						  : cli->json  ? "json"
							       : "text");
	struct strv where = {0};
	struct report_ask ask = {.where = &where, .in_pages = true};
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
