/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"queue", 'q', "NAME",
		N_("A queue: desk, drafts, returned, waiting, due, overdue, a state")},
	{"limit", 'n', "N", N_("At most so many rows; 0 is all of them (50)")},
	{"after", 0, "ID", N_("Begin behind this paper")},
	{0},
};

enum { PAGE = 500 };

static void print_json(const struct row *row)
{
	struct strv grounds = {0};
	json_t *line = json_object();

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
	js_bool(line, "provisional", row->provisional);
	js_day(line, "entered", row->entered);
	js_day(line, "decided", row->decided);
	js_day(line, "published", row->published);
	js_str(line, "last_actor", row->last_actor);
	js_str(line, "last_action", row->last_action);
	js_str(line, "code", row->code);
	js_print(line);
	strv_release(&grounds);
}

static void add_row(struct sheet *sheet, const struct office *office, const struct row *row)
{
	char due[DAY_SIZE];

	sheet_add(sheet, row->id);
	sheet_add(sheet, label_state(office, row->kind, row->state));
	sheet_add(sheet, label_attribute(office, row->attribute));
	sheet_add(sheet, day_format(row->due, due));
	sheet_add(sheet, row->number);
	sheet_add(sheet, row->title);
}

static void print_rows(const struct cli *cli, const struct rows *rows)
{
	const struct office *office = session_office(&cli->session);
	struct sheet sheet = {.columns = 6, .is_list = true, .gives_way = 5, .spare = "423"};

	for (size_t i = 0; i < rows->n; i++) {
		if (cli->json)
			print_json(&rows->v[i]);
		else
			add_row(&sheet, office, &rows->v[i]);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
}

/* Page by page, so that a list of all papers needs no more room than one page. */
static enum status print_pages(struct cli *cli, struct query *query, int limit)
{
	char *after = NULL;
	struct err err;
	bool ok, more;

	do {
		struct rows rows = {0};

		query->limit = limit == 0 || limit > PAGE ? PAGE : limit;
		ok = session_list(&cli->session, query, &rows, &err);
		if (ok)
			print_rows(cli, &rows);
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

static enum status run(struct cli *cli, const struct args *args)
{
	struct query query = {0};
	enum status status;
	struct err err;
	int limit = 50;

	if (!args_number(args, "limit", &limit, &err))
		return usage(args, "%s", err.text);
	if (ask(cli, args, &query, &err))
		status = print_pages(cli, &query, limit);
	else
		status = fail(&err);
	query_release(&query);
	return status;
}

const struct command command_list = {
	.name = "list",
	.synopsis = "[QUERY] [--queue NAME] [--limit N] [--after ID]",
	.help = N_("List papers: words and terms such as state:sign unit:zfb due:<7d"),
	.options = options,
	.need = NEED_PERSON,
	.max = -1,
	.run = run,
};
