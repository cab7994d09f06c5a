/* SPDX-License-Identifier: MIT */
/* Help and palette: the commands of the view below, narrowed by typing; Enter runs one. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/glyph.h"
#include "tui/pick.h"
#include "tui/say.h"

static void run(struct app *app, const char *name)
{
	enum command_id id = command_named(app->top->ops->scopes, name);

	app->key = 0;
	if (id != CMD_NONE)
		app_command(app, id);
}

/* Commands with the same name in one view are one. */
static bool is_listed(const struct picks *picks, const char *name)
{
	for (size_t i = 0; i < picks->n; i++) {
		if (strcmp(picks->v[i].code, name) == 0)
			return true;
	}
	return false;
}

static void list(struct app *app, const char *title)
{
	struct tui_view *view = app->top;
	struct picks picks = {0};
	char keys[96];

	for (int i = 0; i < CMD_COUNT; i++) {
		enum command_id id = (enum command_id)i;
		const struct command *command = command_get(id);
		char *line;

		if ((command->scopes & view->ops->scopes) == 0 || id == CMD_HELP ||
			id == CMD_PALETTE || is_listed(&picks, command->name) ||
			(id == CMD_PERSON && !app->options->is_demo))
			continue;
		command_keys(id, view->ops->scopes, keys, sizeof(keys));
		line = xasprintf("%s%*s%s", keys,
			22 - glyph_width(keys) > 1 ? 22 - glyph_width(keys) : 1, "",
			_(command->title));
		picks_add(&picks, command->name, line, _(command->help),
			view->ops->closed != NULL ? view->ops->closed(view, id) : NULL);
		free(line);
	}
	pick_and(app, title, &picks, run);
}

void view_help(struct app *app)
{
	list(app, _("Keys here (type to narrow, Enter runs)"));
}

void view_palette(struct app *app)
{
	list(app, _("Commands (type a name, Enter runs)"));
}
