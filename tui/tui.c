/* SPDX-License-Identifier: MIT */
#include "tui/tui.h"

#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/app.h"
#include "tui/filters.h"
#include "tui/loop.h"
#include "tui/own.h"
#include "tui/past.h"
#include "tui/views.h"
#include "tui/where.h"

static void release(struct app *app)
{
	while (app->top != NULL)
		app_pop(app);
	for (size_t i = 0; i < app->message_count; i++)
		free(app->messages[i].text);
	free(app->messages);
	grid_release(&app->grid);
	busy_release(&app->busy);
	theme_release(&app->theme);
	free(app->own_themes);
	keymap_release(&app->keys);
	settings_release(&app->settings);
	strv_release(&app->done);
	strv_release(&app->filter_names);
	strv_release(&app->filter_queries);
	strv_release(&app->lines);
	term_close(app->term);
}

/* What config.ini and the options say. */
static void settle(struct app *app)
{
	struct strv problems = {0};

	app->usual_lang = i18n_lang();
	settings_load(&app->settings, app->options, &problems);
	settings_apply_all(app);
	settings_load_keys(app);
	app_problems(app, "config.ini", &problems);
	strv_release(&problems);
}

int tui_run(struct session *session, const struct tui_options *options, struct err *err)
{
	struct app app = {.session = session, .options = options};
	struct err why = {0};
	bool changed, ok;

	app.term = term_open(err);
	if (app.term == NULL)
		return 1;
	if (options->config_dir != NULL)
		app.own_themes = xasprintf("%s/themes", options->config_dir);
	settle(&app);
	filters_load(&app);
	past_load(&app);
	view_desk(&app);
	if (term_note(app.term) != NULL)
		app_say(&app, LEVEL_NOTE, "%s", term_note(app.term));
	if (!session_refresh(session, &changed, &why)) /* a ledger that is not in order */
		app_refuse(&app, &why);
	unread_begin(&app);
	where_restore(&app);
	ok = loop_run(&app, err);
	where_keep(&app);
	unread_end(&app);
	release(&app);
	return ok ? app.status : 1;
}
