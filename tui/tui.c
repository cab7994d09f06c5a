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
	strv_release(&app->done);
	strv_release(&app->filter_names);
	strv_release(&app->filter_queries);
	strv_release(&app->lines);
	term_close(app->term);
}

/* The one of the command line, else the one chosen last, else the default. */
static void first_theme(struct app *app)
{
	char *kept =
		app->options->theme == NULL ? own_read(app->options->state_dir, "theme") : NULL;

	app_theme(app, app->options->theme != NULL ? app->options->theme
		       : kept != NULL              ? kept
						   : "default");
	free(kept);
}

/* A terminal that shows such characters two columns wide, as Chinese ones may, would shift every
 * line: borders and marks are ASCII there. */
static void check_width(struct app *app)
{
	enum tui_ambiguous setting = app->options->ambiguous;
	bool is_wide = setting == AMBIGUOUS_WIDE ||
		       (setting == AMBIGUOUS_AUTO && term_ambiguous_is_wide(app->term));

	if (!is_wide)
		return;
	app->grid.is_ascii = true;
	app_say(app, LEVEL_NOTE,
		_("This terminal shows some characters two columns wide, such as quotation marks; "
		  "set its ambiguous width to narrow, or lines of text may be shifted"));
}

static void load_keys(struct app *app)
{
	struct strv problems = {0};
	char *path = xasprintf("%s/keys.ini", app->options->config_dir);

	keymap_load(&app->keys, path, &problems);
	app_problems(app, path, &problems);
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
	if (options->config_dir != NULL)
		app.own_themes = xasprintf("%s/themes", options->config_dir);
	first_theme(&app);
	if (options->config_dir != NULL)
		load_keys(&app);
	filters_load(&app);
	past_load(&app);
	if (!options->no_mouse && getenv("SSH_CONNECTION") == NULL)
		app.has_mouse = term_mouse(app.term, true);
	view_desk(&app);
	check_width(&app);
	if (term_note(app.term) != NULL)
		app_say(&app, LEVEL_NOTE, "%s", term_note(app.term));
	if (!session_refresh(session, &changed, &why)) /* a ledger that is not in order */
		app_refuse(&app, &why);
	where_restore(&app);
	ok = loop_run(&app, err);
	where_keep(&app);
	release(&app);
	return ok ? app.status : 1;
}
