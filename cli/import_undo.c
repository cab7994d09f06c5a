/* SPDX-License-Identifier: MIT */
/* What was taken in in one go: told, and ended again where it was wrong. */
#include <stdlib.h>
#include <string.h>

#include "cli/intake.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/mem.h"
#include "core/undo.h"

enum { MINUTES = 16 };

/* The title of a paper, or why it cannot be had; the caller frees. */
static char *title_of(struct cli *cli, const char *id)
{
	struct view view = {0};
	struct err err;
	char *title = session_show(&cli->session, id, &view, &err)
			      ? xstrdup(view.document.paper.title)
			      : xstrdup(err.text);

	view_release(&view);
	return title;
}

static void print_run(struct cli *cli, struct sheet *sheet, const struct import_run *run)
{
	char *title = title_of(cli, run->ids.v[0]), from[STAMP_SIZE], n[16];

	if (cli->json) {
		json_t *line = json_object();

		js_stamp(line, "from", run->from);
		js_stamp(line, "to", run->to);
		js_list(line, "ids", &run->ids);
		js_str(line, "title", title);
		js_print(line);
	} else {
		stamp_format(run->from, from);
		from[MINUTES] = '\0';
		*strchr(from, 'T') = ' ';
		snprintf(n, sizeof(n), "%zu", run->ids.n);
		sheet_add(sheet, from);
		sheet_add(sheet, n);
		sheet_add(sheet, run->ids.v[0]);
		sheet_add(sheet, title);
	}
	free(title);
}

enum status import_past(struct cli *cli)
{
	struct import_runs runs;
	struct sheet sheet = {.columns = 4, .is_list = true, .gives_way = 3};
	struct err err;

	if (!session_imports(&cli->session, &runs, &err))
		return fail(&err);
	for (size_t i = 0; i < runs.n; i++)
		print_run(cli, &sheet, &runs.v[i]);
	sheet_print(&sheet);
	sheet_release(&sheet);
	import_runs_release(&runs);
	return STATUS_DONE;
}

static const char *way_word(enum undo_way way)
{
	switch (way) {
	case UNDO_STAYS: return "stays";
	case UNDO_ENDS: return "ends";
	case UNDO_RECALLED_AND_ENDS: return "recalled-and-ends";
	}
	return "";
}

static void print_look(const struct cli *cli, const char *id, const struct undo_look *look)
{
	static const char *const words[] = {[UNDO_STAYS] = N_("stays"),
		[UNDO_ENDS] = N_("goes"),
		[UNDO_RECALLED_AND_ENDS] = N_("is recalled and goes")};

	if (cli->json) {
		json_t *line = json_object();

		js_str(line, "id", id);
		js_str(line, "title", look->title);
		js_str(line, "way", way_word(look->way));
		js_str(line, "why", look->why);
		js_print(line);
	} else if (look->why != NULL) {
		out_print("%s %s: %s\n", id, _(words[look->way]), look->why);
	} else {
		out_print("%s %s\n", id, _(words[look->way]));
	}
}

static enum status try(struct cli *cli, const struct strv *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		struct undo_look look;
		struct err err;

		if (!session_undo_look(&cli->session, ids->v[i], &look, &err))
			return fail(&err);
		print_look(cli, ids->v[i], &look);
		undo_look_release(&look);
	}
	return STATUS_DONE;
}

static enum status end_all(struct cli *cli, const struct strv *ids, const char *comment)
{
	struct err *outcomes = xcalloc(ids->n + 1, sizeof(*outcomes));
	struct tally tally = {.is_bulk = true};
	enum status status;
	bool go_on = true;

	for (size_t i = 0; go_on && i < ids->n; i += UNDO_AT_ONCE) {
		const struct strv some = {.v = &ids->v[i],
			.n = ids->n - i < UNDO_AT_ONCE ? ids->n - i : UNDO_AT_ONCE};

		session_undo_many(&cli->session, &some, comment, outcomes);
		for (size_t k = 0; k < some.n; k++) {
			if (outcomes[k].code == ERR_NONE) {
				tally_done(&tally);
				intake_print_id(cli, some.v[k]);
			} else if (go_on) {
				go_on = tally_fail(&tally, some.v[k], &outcomes[k]);
			}
		}
		out_progress(_("%zu of %zu"), i + some.n, ids->n);
	}
	out_progress(NULL);
	status = tally_status(&tally);
	free(outcomes);
	return status;
}

enum status import_undo(struct cli *cli, const struct args *args)
{
	const char *id = args_get(args, "undo"), *comment = args_get(args, "comment");
	const struct import_run *run;
	struct import_runs runs;
	enum status status;
	struct err err;

	if (!args_has(args, "dry-run") && str_empty(comment))
		return usage(args, _("--undo wants --comment, the reason; --dry-run only says what "
				     "would go"));
	if (!session_imports(&cli->session, &runs, &err))
		return fail(&err);
	run = import_run_of(&runs, id);
	if (run == NULL) {
		err_set(&err, ERR_NOT_FOUND,
			_("you took in no paper '%s'; `gongkai import --past` lists your imports"),
			id);
		status = fail(&err);
	} else if (args_has(args, "dry-run")) {
		status = try(cli, &run->ids);
	} else {
		status = end_all(cli, &run->ids, comment);
	}
	import_runs_release(&runs);
	return status;
}
