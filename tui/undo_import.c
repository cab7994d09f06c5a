/* SPDX-License-Identifier: MIT */
/* Which import was wrong: the person's last ones to choose from. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/undo.h"
#include "tui/papers.h"
#include "tui/pick.h"

enum { RUNS_SHOWN = 50, MINUTES = 16 };

static void chosen(struct app *app, const char *id)
{
	struct import_runs runs;
	const struct import_run *run;
	struct err err;

	if (!session_imports(app->session, &runs, &err)) {
		app_refuse(app, &err);
		return;
	}
	run = import_run_of(&runs, id);
	if (run != NULL)
		ask_bulk_undo(app, ASK_BULK, &run->ids);
	import_runs_release(&runs);
}

static void add_run(struct app *app, const struct import_run *run, struct picks *picks)
{
	struct view view = {0};
	struct err err;
	char at[STAMP_SIZE], *line;
	bool ok = session_show(app->session, run->ids.v[0], &view, &err);

	stamp_format(run->from, at);
	at[MINUTES] = '\0';
	*strchr(at, 'T') = ' ';
	line = xasprintf(_("%s   %zu papers   %s"), at, run->ids.n,
		ok ? view.document.paper.title : err.text);
	picks_add(picks, run->ids.v[0], line, NULL, NULL);
	free(line);
	view_release(&view);
}

void ask_import(struct app *app)
{
	struct picks picks = {.hides_codes = true};
	struct import_runs runs;
	struct err err;

	if (!session_imports(app->session, &runs, &err)) {
		app_refuse(app, &err);
		return;
	}
	for (size_t i = 0; i < runs.n && i < RUNS_SHOWN; i++)
		add_run(app, &runs.v[i], &picks);
	import_runs_release(&runs);
	if (picks.n > 0)
		pick_and(
			app, _("Which import was wrong? What goes is shown first"), &picks, chosen);
	else
		app_say(app, LEVEL_NOTE, _("You took in no papers yet"));
}
