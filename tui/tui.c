/* SPDX-License-Identifier: MIT */
#include "tui/tui.h"

#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/app.h"
#include "tui/filters.h"
#include "tui/loop.h"
#include "tui/views.h"

static void release(struct app *app)
{
	while (app->top != NULL)
		app_pop(app);
	for (size_t i = 0; i < app->message_count; i++)
		free(app->messages[i].text);
	free(app->messages);
	grid_release(&app->grid);
	theme_release(&app->theme);
	keymap_release(&app->keys);
	strv_release(&app->done);
	strv_release(&app->filter_names);
	strv_release(&app->filter_queries);
	strv_release(&app->lines);
	term_close(app->term);
}

static void load_keys(struct app *app)
{
	struct strv problems = {0};
	char *path = xasprintf("%s/keys.ini", app->options->config_dir);

	keymap_load(&app->keys, path, &problems);
	for (size_t i = 0; i < problems.n; i++)
		app_say(app, LEVEL_REFUSED, "%s", problems.v[i]);
	if (problems.n > 1)
		app_say(app, LEVEL_REFUSED, _("%s: %zu lines to mend; M shows them"), path,
			problems.n);
	strv_release(&problems);
	free(path);
}

int tui_run(struct session *session, const struct tui_options *options, struct err *err)
{
	struct app app = {.session = session, .options = options};
	struct err why = {0};
	bool changed, ok;

	if (options->lang != NULL)
		i18n_set(i18n_parse(options->lang));
	app.term = term_open(err);
	if (app.term == NULL)
		return 1;
	app.grid.is_ascii = options->is_ascii;
	app_theme(&app, options->theme != NULL ? options->theme : "default");
	if (options->config_dir != NULL)
		load_keys(&app);
	filters_load(&app);
	view_desk(&app);
	if (term_note(app.term) != NULL)
		app_say(&app, LEVEL_NOTE, "%s", term_note(app.term));
	if (!session_refresh(session, &changed, &why)) /* a ledger that is not in order */
		app_refuse(&app, &why);
	ok = loop_run(&app, err);
	release(&app);
	return ok ? app.status : 1;
}
