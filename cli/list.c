/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/deliver.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/clock.h"
#include "core/label.h"
#include "core/listing.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"queue", 'q', "NAME",
		N_("A queue: desk, second, drafts, returned, left, waiting, due, overdue, a "
		   "state")},
	{"limit", 'n', "N", N_("At most so many rows; 0 is all of them (50)")},
	{"after", 0, "ID", N_("Begin behind this paper")},
	{"format", 'f', "FORMAT",
		N_("text, csv, json, html or xlsx (text): of one kind, all its fields")},
	{"output", 'o', "FILE", N_("Write it there")},
	{0},
};

enum { PAGE = 500 };

/* What the columns of its kind show, by the fields' codes. */
static void put_fields(json_t *line, const struct row *row, const struct kind *kind)
{
	json_t *fields = json_object();

	for (size_t i = 0; kind != NULL && i < row->fields.n; i++)
		js_str(fields, kind->columns[i].field->code, row->fields.v[i]);
	if (json_object_size(fields) > 0)
		js_put(line, "fields", fields);
	else
		json_decref(fields);
}

static void print_json(const struct row *row, const struct kind *kind)
{
	struct strv grounds = {0};
	json_t *line = json_object();
	char at[MOMENT_SIZE];

	if (row->grounds != NULL)
		strv_split(&grounds, row->grounds, " ,");
	js_str(line, "id", row->id);
	js_str(line, "kind", row->kind);
	js_str(line, "title", row->title);
	js_str(line, "number", row->number);
	js_str(line, "unit", row->unit);
	js_str(line, "state", row->state);
	js_str(line, "attribute", row->attribute);
	js_list(line, "grounds", &grounds);
	js_str(line, "drafter", row->drafter);
	js_day(line, "review_by", row->review_by);
	js_day(line, "due", row->due);
	js_str(line, "due_at", moment_format(row->due_at, at));
	js_bool(line, "provisional", row->provisional);
	js_day(line, "entered", row->entered);
	js_day(line, "decided", row->decided);
	js_day(line, "published", row->published);
	js_str(line, "last_actor", row->last_actor);
	js_str(line, "last_action", row->last_action);
	js_str(line, "code", row->code);
	put_fields(line, row, kind);
	js_print(line);
	strv_release(&grounds);
}

static bool has_columns(const struct kind *kind)
{
	return kind != NULL && kind->column_count > 0;
}

static void add_row(struct sheet *sheet, const struct office *office, const struct kind *kind,
	const struct row *row)
{
	sheet_add(sheet, row->id);
	sheet_add(sheet, label_state(office, row->kind, row->state));
	if (!has_columns(kind))
		sheet_add(sheet, label_attribute(office, row->attribute));
	sheet_add(sheet, clock_when(row->due, row->due_at).text);
	if (!has_columns(kind))
		sheet_add(sheet, row->number);
	for (size_t i = 0; has_columns(kind) && i < row->fields.n; i++) {
		char *words = label_field(office, kind->columns[i].field, row->fields.v[i]);

		sheet_add(sheet, words);
		free(words);
	}
	sheet_add(sheet, row->title);
}

/* Of one kind: its own columns, which the last gives way of first; what they are stands above them
 * where somebody looks. */
static struct sheet begin_sheet(const struct kind *kind)
{
	/* Behind the id, the state and the day come as many columns as a kind has at most. */
	static const char spare[] = ":9876543";
	size_t n = has_columns(kind) ? kind->column_count : 0;
	struct sheet sheet = {.columns = 6, .is_list = true, .gives_way = 5, .spare = "423"};

	if (n == 0)
		return sheet;
	sheet.columns = n + 4;
	sheet.gives_way = n + 3;
	sheet.spare = spare + KIND_COLUMNS_MAX - n;
	if (out_columns() == 0)
		return sheet;
	sheet_add(&sheet, _("Id"));
	sheet_add(&sheet, _("State"));
	sheet_add(&sheet, _("Due"));
	for (size_t i = 0; i < n; i++)
		sheet_add(&sheet, name_get(&kind->columns[i].field->name));
	sheet_add(&sheet, _("Title"));
	return sheet;
}

static void print_rows(const struct cli *cli, const struct kind *kind, const struct rows *rows)
{
	const struct office *office = session_office(&cli->session);
	struct sheet sheet = rows->n > 0 && !cli->json ? begin_sheet(kind) : (struct sheet){0};

	for (size_t i = 0; i < rows->n; i++) {
		if (cli->json)
			print_json(&rows->v[i], kind);
		else
			add_row(&sheet, office, kind, &rows->v[i]);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
}

/* Page by page, so that a list of all papers needs no more room than one page. */
static enum status print_pages(struct cli *cli, struct query *query, int limit)
{
	char *after = NULL;
	const struct kind *kind;
	struct err err;
	bool ok, more;

	query->with_fields = true;
	kind = query_kind(query, session_office(&cli->session)->pack);
	do {
		struct rows rows = {0};

		query->limit = limit == 0 || limit > PAGE ? PAGE : limit;
		ok = session_list(&cli->session, query, &rows, &err);
		if (ok)
			print_rows(cli, kind, &rows);
		more = ok && rows.more && rows.n > 0;
		if (limit > 0)
			more = more && (limit -= (int)rows.n) > 0;
		if (more) {
			set_str(&after, rows.v[rows.n - 1].id);
			set_str(&query->after, after);
		}
		rows_release(&rows);
	} while (more);
	free(after);
	return ok ? STATUS_DONE : fail(&err);
}

static bool ask(struct cli *cli, const struct args *args, struct query *query, struct err *err)
{
	char *text = strv_join(&args->words, " ");
	bool ok = query_parse(
		query, session_office(&cli->session), text, session_today(&cli->session), err);

	free(text);
	if (ok && args_get(args, "queue") != NULL)
		ok = session_queue(&cli->session, args_get(args, "queue"), query, err);
	if (ok && args_get(args, "after") != NULL)
		set_str(&query->after, args_get(args, "after"));
	return ok;
}

static enum status write_out(struct cli *cli, const struct args *args, const struct format *format,
	struct query *query, int limit)
{
	struct report report = {0};
	struct err err;
	bool ok = session_listing(&cli->session, query, limit, &report, &err) &&
		  deliver(&report, format, args_get(args, "output"), &err);

	report_release(&report);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *name = args_get(args, "format");
	const struct format *format = format_find(name != NULL ? name : "text");
	struct query query = {0};
	enum status status;
	struct err err;
	int limit = 50;

	if (!args_number(args, "limit", &limit, &err))
		return usage(args, "%s", err.text);
	if (format == NULL)
		return usage(args,
			_("--format: a list cannot be written as '%s'; there are: text, csv, json, "
			  "html, xlsx"),
			name);
	if (!ask(cli, args, &query, &err))
		status = fail(&err);
	else if (name != NULL || args_has(args, "output"))
		status = write_out(cli, args, format, &query, limit);
	else
		status = print_pages(cli, &query, limit);
	query_release(&query);
	return status;
}

const struct command command_list = {
	.name = "list",
	.synopsis = "[QUERY] [--queue NAME] [--limit N] [--after ID] [--format F] [-o FILE]",
	.help = N_("List papers: words and terms such as state:sign unit:zfb due:<7d"),
	.options = options,
	.need = NEED_PERSON,
	.max = -1,
	.run = run,
};
