/* SPDX-License-Identifier: MIT */
/* Help and palette: the commands of the view below, narrowed by typing; Enter runs one. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/glyph.h"
#include "tui/pick.h"
#include "tui/say.h"

enum { KEYS_COLS = 20, TITLE_COLS = 16 };

/* Commands that take the rest of the line as the answer to what they ask first. */
static const enum command_id with_words[] = {CMD_SEARCH, CMD_FILTER, CMD_FILTER_LEDGER, CMD_NARROW,
	CMD_FIND, CMD_FIND_TEXT, CMD_SELECT_MATCHING, CMD_UNSELECT_MATCHING, CMD_KEEP_FILTER};

static void add_languages(struct app *app)
{
	static const char *const names[] = {"zh", "中文", "en", "English"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i += 2)
		picks_add(app->offer, names[i], names[i + 1], NULL, NULL);
}

/* Those that take one of a list. */
static const struct {
	enum command_id id;
	void (*list)(struct app *app);
} with_list[] = {
	{CMD_THEME, view_themes},
	{CMD_LANGUAGE, add_languages},
	{CMD_REPORTS, view_reports},
	{CMD_SET, view_settings},
	{CMD_PERSON, view_persons},
};

/* The command of a line "NAME ARGUMENT"; CMD_NONE. *argument: what stands behind the name. */
static enum command_id split(struct app *app, const char *line, const char **argument)
{
	size_t n = strcspn(line, " ");
	char *name = xstrndup(line, n);
	enum command_id id = line[n] == ' ' ? command_named(app->top->ops->scopes, name) : CMD_NONE;

	free(name);
	*argument = line + n + strspn(line + n, " ");
	return id;
}

static void run(struct app *app, const char *line)
{
	const char *argument;
	enum command_id id = split(app, line, &argument);

	app->key = 0;
	if (id == CMD_NONE)
		id = command_named(app->top->ops->scopes, line);
	else
		app->argument = *argument != '\0' ? argument : NULL;
	if (id != CMD_NONE)
		app_command(app, id);
	else
		view_papers(app, line, NULL, NULL);
	app->argument = NULL;
}

static void add_argument(
	const char *name, const struct pick *pick, const char *typed, struct picks *picks)
{
	char *line = xasprintf("%s %s", name, pick->code);

	if (strncasecmp(pick->code, typed, strlen(typed)) == 0)
		picks_add(picks, line, pick->title, pick->detail, pick->why);
	free(line);
}

/* What may stand behind a name: the lines of its list, or the words themselves. */
static bool arguments(struct app *app, const char *text, struct picks *picks)
{
	struct tui_view *palette = app->top;
	const char *typed;
	enum command_id id;
	bool is_one = false;

	app->top = palette->below != NULL && palette->ops->is_overlay ? palette->below : palette;
	id = split(app, text, &typed);
	for (size_t i = 0; i < sizeof(with_words) / sizeof(*with_words); i++) {
		if (with_words[i] == id) {
			picks_add(picks, text, "", _(command_get(id)->help), NULL);
			is_one = true;
		}
	}
	for (size_t i = 0; i < sizeof(with_list) / sizeof(*with_list); i++) {
		struct picks list = {0};

		if (with_list[i].id != id || (id == CMD_PERSON && !app->options->is_demo))
			continue;
		app->offer = &list;
		app->argument = typed;
		with_list[i].list(app);
		app->argument = NULL;
		app->offer = NULL;
		for (size_t k = 0; k < list.n; k++)
			add_argument(command_get(id)->name, &list.v[k], typed, picks);
		picks_release(&list);
		is_one = true;
	}
	if (id == CMD_SET && picks->n == 0) /* what it cannot be is told when it is run */
		picks_add(picks, text, "", _(command_get(id)->help), NULL);
	app->top = palette;
	return is_one;
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

/* Blanks up to a column, at least one. */
static void fill_to(struct str *line, int column)
{
	do {
		str_addc(line, ' ');
	} while (glyph_width(str_get(line)) < column);
}

static void add_command(struct app *app, struct picks *picks, enum command_id id, bool is_help)
{
	struct tui_view *view = app->top;
	const struct command *command = command_get(id);
	struct str line = {0};
	char keys[96];

	keymap_keys(&app->keys, id, view->ops->scopes, keys, sizeof(keys));
	str_add(&line, is_help ? keys : _(command->title));
	fill_to(&line, KEYS_COLS);
	str_add(&line, is_help ? _(command->title) : keys);
	if (is_help) {
		fill_to(&line, KEYS_COLS + TITLE_COLS);
		str_add(&line, _(command->help));
	}
	picks_add(picks, command->name, str_get(&line), _(command->help),
		view->ops->closed != NULL ? view->ops->closed(view, id) : NULL);
	str_release(&line);
}

/* The queues by name: `:sign` is quicker than the way over the desk. */
static void add_queues(const struct app *app, struct picks *picks)
{
	static const char *const queues[] = {"due", "overdue", "drafts", "returned", "waiting"};
	const struct pack *pack = app_office(app)->pack;

	for (size_t i = 0; i < sizeof(queues) / sizeof(*queues); i++)
		picks_add(picks, queues[i], say_queue(app_office(app), queues[i]), NULL, NULL);
	for (size_t k = 0; k < pack->kind_count; k++) {
		for (size_t i = 0; i < pack->kinds[k].state_count; i++) {
			const struct state *state = &pack->kinds[k].states[i];

			if (!is_listed(picks, state->code))
				picks_add(picks, state->code, name_get(&state->name), NULL, NULL);
		}
	}
}

static void list(struct app *app, const char *title, bool is_help)
{
	struct picks picks = {.hides_codes = is_help};

	for (int i = 0; i < CMD_COUNT; i++) {
		enum command_id id = (enum command_id)i;
		const struct command *command = command_get(id);

		if ((command->scopes & app->top->ops->scopes) != 0 && id != CMD_HELP &&
			id != CMD_PALETTE && !is_listed(&picks, command->name) &&
			(id != CMD_PERSON || app->options->is_demo))
			add_command(app, &picks, id, is_help);
	}
	if (!is_help && (app->top->ops->scopes & SCOPE_ALL) != 0)
		add_queues(app, &picks);
	if (is_help)
		pick_and(app, title, &picks, run);
	else
		pick_command(app, title, &picks, run, arguments);
}

void view_help(struct app *app)
{
	list(app, _("Keys here (type to narrow, Enter runs)"), true);
}

void view_palette(struct app *app)
{
	list(app, _("Commands (type a name, Enter runs)"), false);
}
