/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/file.h"
#include "cli/intake.h"
#include "core/csv.h"
#include "core/mem.h"
#include "core/text.h"

static const char *const particulars[] = {"title", "number", "kind", "unit", "file"};
enum { PARTICULARS = sizeof(particulars) / sizeof(particulars[0]) };

static bool is_particular(const char *column)
{
	for (size_t i = 0; i < PARTICULARS; i++) {
		if (strcmp(particulars[i], column) == 0)
			return true;
	}
	return false;
}

static void add_fields(struct strv *names, const struct pack *pack)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t j = 0; j < pack->kinds[i].field_count; j++)
			strv_put(names, pack->kinds[i].fields[j].code);
	}
}

static bool check_columns(const struct csv *csv, const struct pack *pack, struct err *err)
{
	struct strv known = {0};
	bool ok = true;
	char *joined;

	for (size_t i = 0; i < PARTICULARS; i++)
		strv_add(&known, particulars[i]);
	add_fields(&known, pack);
	joined = strv_join(&known, ", ");
	for (size_t i = 0; ok && i < csv->columns.n; i++) {
		if (!strv_has(&known, csv->columns.v[i]))
			ok = err_set(err, ERR_INPUT,
				_("no column may be called '%s'; a table has: %s"),
				csv->columns.v[i], joined);
	}
	free(joined);
	strv_release(&known);
	return ok;
}

/* An empty cell says nothing. */
static const char *cell(const struct csv *csv, const struct csv_row *row, const char *column)
{
	const char *text = csv_get(csv, row, column);

	return *text != '\0' ? text : NULL;
}

static void take_fields(struct strv *fields, const struct csv *csv, const struct csv_row *row)
{
	for (size_t i = 0; i < csv->columns.n; i++) {
		const char *column = csv->columns.v[i];
		char *field;

		if (is_particular(column) || *row->cells.v[i] == '\0')
			continue;
		field = xasprintf("%s=%s", column, row->cells.v[i]);
		strv_add(fields, field);
		free(field);
	}
}

/* A file's path counts from the table's folder. */
static char *file_beside(const char *table, const char *file)
{
	size_t folder = (size_t)(file_name(table) - table);

	return *file == '/' ? xstrdup(file) : xasprintf("%.*s%s", (int)folder, table, file);
}

/* What is wrong with a row before anything of it is read. */
static bool check_row(const struct csv *csv, const struct csv_row *row, struct err *err)
{
	if (row->ragged)
		return err_set(err, ERR_INPUT, _("row %d: %zu cells, the first row has %zu"),
			row->line, row->cells.n, csv->columns.n);
	return cell(csv, row, "title") != NULL || cell(csv, row, "file") != NULL ||
	       err_set(err, ERR_INPUT, _("row %d: it has neither a title nor a file"), row->line);
}

/* What a row says goes before what holds for all. */
static void take_row(struct intake *intake, const struct csv *csv, const struct csv_row *row)
{
	struct strv all = intake->change.fields;

	intake->change.fields = (struct strv){0};
	strv_copy(&intake->change.fields, &all);
	take_fields(&intake->change.fields, csv, row);
	intake->change.title = cell(csv, row, "title");
	intake->change.number = cell(csv, row, "number");
	if (cell(csv, row, "kind") != NULL)
		intake->kind = cell(csv, row, "kind");
	if (cell(csv, row, "unit") != NULL)
		intake->unit = cell(csv, row, "unit");
}

static bool import_row(struct intake_run *run, const struct csv *csv, const struct csv_row *row,
	const struct intake *defaults, const char *table)
{
	struct intake intake = *defaults;
	const char *file;
	char *path, *what;
	struct err err;
	bool go_on;

	if (!check_row(csv, row, &err))
		return tally_fail(&run->tally, "", &err);
	take_row(&intake, csv, row);
	file = cell(csv, row, "file");
	path = file != NULL ? file_beside(table, file) : NULL;
	what = xasprintf(_("row %d"), row->line);
	go_on = intake_one(run, &intake, path, what);
	strv_release(&intake.change.fields);
	free(path);
	free(what);
	return go_on;
}

enum status intake_table(
	struct cli *cli, const char *path, const struct intake *intake, bool goes_on)
{
	const struct pack *pack = session_office(&cli->session)->pack;
	struct intake_run run = {.cli = cli, .is_bulk = true, .goes_on = goes_on};
	struct str text = {0};
	enum status status;
	struct csv csv = {0};
	const char *encoding;
	struct err err;
	size_t len;
	char *bytes = file_read(path, intake->change.limit, &len, &err);
	bool ok = bytes != NULL;

	if (ok)
		ok = (text_decode(bytes, len, &text, &encoding, &err) &&
			     csv_parse(&csv, str_get(&text), text.len, &err) &&
			     check_columns(&csv, pack, &err)) ||
		     err_wrap(&err, "%s", path);
	run.total = csv.n;
	for (size_t i = 0; ok && i < csv.n; i++) {
		if (!import_row(&run, &csv, &csv.rows[i], intake, path))
			break;
	}
	status = intake_end(&run);
	csv_release(&csv);
	str_release(&text);
	free(bytes);
	return ok ? status : fail(&err);
}
