/* SPDX-License-Identifier: MIT */
#include "tui/tui.h"

#include <stdlib.h>

#include "core/i18n.h"
#include "tui/app.h"
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
	term_close(app->term);
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
	view_desk(&app);
	if (term_note(app.term) != NULL)
		app_say(&app, LEVEL_NOTE, "%s", term_note(app.term));
	if (!session_refresh(session, &changed, &why)) /* a ledger that is not in order */
		app_refuse(&app, &why);
	ok = loop_run(&app, err);
	release(&app);
	return ok ? app.status : 1;
}
