/* SPDX-License-Identifier: MIT */
#include "tui/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/i18n.h"
#include "core/hash.h"
#include "core/mem.h"
#include "tui/frame.h"
#include "tui/loop.h"
#include "tui/say.h"
#include "tui/tutor.h"
#include "tui/views.h"

enum { MESSAGES_MAX = 500 };

const struct office *app_office(const struct app *app)
{
	return session_office(app->session);
}

char *app_file(const struct app *app, const char *what, const char *key)
{
	enum { NAME_DIGITS = 16 };
	char *whose = xasprintf("%s\n%s%s%s", store_dir(app->session->store), app->session->person,
		key != NULL ? "\n" : "", key != NULL ? key : "");
	char hex[HASH_HEX + 1], *name;

	hash_hex(whose, strlen(whose), hex);
	name = xasprintf("%s-%.*s", what, NAME_DIGITS, hex);
	free(whose);
	return name;
}

/* ---- the stack
 * ------------------------------------------------------------------------------------ */

void *view_new(size_t size, const struct view_ops *ops, struct app *app)
{
	struct tui_view *view = xcalloc(1, size);

	view->ops = ops;
	view->app = app;
	return view;
}

void app_push(struct app *app, struct tui_view *view)
{
	view->below = app->top;
	app->top = view;
}

void app_ask(struct app *app, struct tui_view *view, int tag)
{
	view->tag = tag;
	app_push(app, view);
}

void app_pop(struct app *app)
{
	struct tui_view *view = app->top;

	app->top = view->below;
	if (view->ops->close != NULL)
		view->ops->close(view);
	free(view);
}

void app_answer(struct app *app, const struct answer *answer)
{
	struct strv chosen = {0};
	char *text = xstrdup(answer->text);
	struct answer copy = *answer;
	int tag = app->top->tag;

	if (answer->chosen != NULL)
		strv_copy(&chosen, answer->chosen);
	copy.text = text;
	copy.chosen = &chosen;
	app_pop(app);
	if (app->top != NULL && app->top->ops->answer != NULL)
		app->top->ops->answer(app->top, tag, &copy);
	strv_release(&chosen);
	free(text);
}

void app_pop_to_desk(struct app *app)
{
	while (app->top != NULL && app->top->below != NULL)
		app_pop(app);
	app_refresh(app);
}

void app_refresh(struct app *app)
{
	if (app->is_plain) /* no screen to keep up to date */
		return;
	busy_begin(app);
	unread_refresh(app);
	for (struct tui_view *view = app->top; view != NULL; view = view->below) {
		if (view->ops->refresh != NULL)
			view->ops->refresh(view);
	}
	busy_end(app);
}

void app_keep(struct app *app)
{
	for (struct tui_view *view = app->top; view != NULL; view = view->below) {
		if (view->ops->keep != NULL)
			view->ops->keep(view);
	}
	app->is_kept = true;
}

/* ---- the mouse
 * ---------------------------------------------------------------------------------------------- */

enum { WHEEL_LINES = 3 };

static void wheel(struct app *app, enum command_id id)
{
	for (int i = 0; i < WHEEL_LINES; i++) {
		if ((app->top->ops->scopes & SCOPE_MOVE) != 0)
			app_command(app, id);
	}
}

void app_mouse(struct app *app, const struct input *input)
{
	if (input->button != BUTTON_LEFT) {
		wheel(app, input->button == BUTTON_WHEEL_UP ? CMD_UP : CMD_DOWN);
		return;
	}
	for (int i = 0; i < app->hit_count; i++) {
		if (input->row == app->grid.rows - 1 && app->hits[i].from <= input->col &&
			input->col < app->hits[i].to) {
			app->key = 0;
			app_command(app, app->hits[i].id);
			return;
		}
	}
	if (app->top->ops->click != NULL)
		app->top->ops->click(app->top, input->row, input->col);
	else if (app->top->ops->type != NULL && app->top->ops->scopes == 0)
		app->top->ops->type(app->top, K_MOUSE); /* a notice goes */
}

/* ---- messages
 * ------------------------------------------------------------------------------------- */

static void keep(struct app *app, enum level level, const char *text)
{
	struct message *message;
	time_t now = time(NULL);
	struct tm tm;

	if (app->message_count == MESSAGES_MAX) {
		free(app->messages[0].text);
		memmove(app->messages, app->messages + 1,
			(MESSAGES_MAX - 1) * sizeof(*app->messages));
		app->message_count--;
	}
	if (app->messages == NULL)
		app->messages = xcalloc(MESSAGES_MAX, sizeof(*app->messages));
	message = &app->messages[app->message_count++];
	*message = (struct message){.level = level, .text = xstrdup(text)};
	localtime_r(&now, &tm);
	strftime(message->time, sizeof(message->time), "%H:%M", &tm);
}

char *app_hint(const struct app *app, const char *hint)
{
	return keymap_hint(app->is_plain ? NULL : &app->keys,
		app->top != NULL ? app->top->ops->scopes : 0, hint);
}

void app_say(struct app *app, enum level level, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	keep(app, level, text);
	free(text);
	va_end(ap);
	app->has_toast = true;
}

void app_refuse(struct app *app, const struct err *err)
{
	char *text = say_error(err);

	keep(app, LEVEL_REFUSED, text);
	view_notice(app,
		err->code == ERR_STALE     ? _("Somebody was faster")
		: err->code == ERR_STOPPED ? _("Stopped")
					   : _("Refused"),
		text);
	free(text);
}

/* ---- what all views share
 * -------------------------------------------------------------------------- */

void app_person(struct app *app, const char *id)
{
	struct session other = {0};
	struct err err;

	if (!session_open(&other, app->session->store, id, &err)) {
		session_release(&other);
		app_refuse(app, &err);
		return;
	}
	unread_end(app);
	session_release(app->session);
	*app->session = other;
	unread_begin(app);
	strv_clear(&app->done);
	app_pop_to_desk(app);
	app_say(app, LEVEL_DONE, _("You are now %s"), label_person(app_office(app), id));
}

void app_problems(struct app *app, const char *file, const struct strv *problems)
{
	for (size_t i = 0; i < problems->n; i++)
		app_say(app, LEVEL_REFUSED, "%s", problems->v[i]);
	if (problems->n > 1)
		app_say(app, LEVEL_REFUSED, _("%s: %zu lines to mend; M shows them"), file,
			problems->n);
}

struct theme_dirs app_themes(const struct app *app)
{
	return (struct theme_dirs){app->own_themes, app->options->theme_dir};
}

static void load_theme(struct app *app, const char *name)
{
	const struct theme_dirs dirs = app_themes(app);
	struct strv problems = {0};
	struct err err;

	if (!theme_load(&app->theme, &dirs, name, &problems, &err)) {
		char *text = say_error(&err);

		app_say(app, LEVEL_REFUSED, _("Theme: %s"), text);
		free(text);
	}
	app_problems(app, name, &problems);
	strv_release(&problems);
}

void app_theme(struct app *app, const char *name)
{
	const char *no_color = getenv("NO_COLOR");

	if (app->options->no_color || (no_color != NULL && *no_color != '\0') ||
		!term_has_colour(app->term))
		theme_mono(&app->theme);
	else
		load_theme(app, name);
	term_theme(app->term, &app->theme);
	term_redraw(app->term);
}

static void look_again(struct app *app)
{
	struct err err;
	bool changed = false;

	if (!session_refresh(app->session, &changed, &err)) {
		app_refuse(app, &err);
		return;
	}
	app_refresh(app);
	if (!app->busy.is_stopped)
		app_say(app, LEVEL_NOTE, changed ? _("There was something new") : _("Nothing new"));
}

static void go_back(struct app *app)
{
	if (app->top->below != NULL)
		app_pop(app);
	else if (keycode_is_text(app->key) || app->key == 0)
		app->is_leaving = true;
	else
		app_say(app, LEVEL_NOTE, _("This is the desk. q leaves the program"));
}

static void quit(struct app *app)
{
	for (struct tui_view *view = app->top; view != NULL; view = view->below) {
		if (view->ops->is_dirty != NULL && view->ops->is_dirty(view)) {
			app_say(app, LEVEL_NOTE,
				_("There is typing that is not saved: save it or leave it first"));
			return;
		}
	}
	app->is_leaving = true;
}

static void switch_language(struct app *app)
{
	const char *lang = app->argument != NULL    ? app->argument
			   : i18n_lang() == LANG_ZH ? "en"
						    : "zh";

	settings_put(&app->settings, SETTING_LANGUAGE, lang, ":language");
	settings_apply(app, SETTING_LANGUAGE);
}

static void switch_person(struct app *app)
{
	if (app->options->is_demo)
		view_persons(app);
	else
		app_say(app, LEVEL_NOTE, _("Only the demo lets you be somebody else"));
}

static void switch_mouse(struct app *app)
{
	bool wanted = !app->has_mouse;

	settings_put(&app->settings, SETTING_MOUSE, wanted ? "on" : "off", ":mouse");
	settings_apply(app, SETTING_MOUSE);
	if (wanted && !app->has_mouse)
		app_say(app, LEVEL_NOTE, _("This terminal reports no mouse"));
	else
		app_say(app, LEVEL_NOTE,
			app->has_mouse ? _("The mouse is on: click and wheel; with Shift the "
					   "terminal marks text")
				       : _("The mouse is off: the terminal marks text"));
}

static void switch_blanks(struct app *app)
{
	const struct grid *grid = &app->grid;

	settings_put(&app->settings, SETTING_BLANKS, grid->has_blanks ? "off" : "on", ":blanks");
	settings_apply(app, SETTING_BLANKS);
	if (grid->has_blanks)
		app_say(app, LEVEL_NOTE,
			_("Blanks: %s ideographic, %s tab, %s at the end of a line, %s no-break"),
			grid_mark(grid, MARK_WIDE_BLANK), grid_mark(grid, MARK_TAB),
			grid_mark(grid, MARK_END_BLANK), grid_mark(grid, MARK_ODD_BLANK));
	else
		app_say(app, LEVEL_NOTE, _("Blanks are not marked"));
}

static void read_keys(struct app *app)
{
	size_t before = app->message_count;
	bool is_there = settings_load_keys(app);

	if (!is_there)
		app_say(app, LEVEL_NOTE,
			_("There is no %s/keys.ini: all keys are as they are built"),
			app->options->config_dir != NULL ? app->options->config_dir : "");
	else if (app->message_count == before)
		app_say(app, LEVEL_DONE, _("keys.ini is read again: %zu lines in it, none wrong"),
			app->keys.line_count);
}

static void suspend(struct app *app)
{
	app_keep(app);
	if (!term_suspend(app->term))
		app_say(app, LEVEL_NOTE, _("There is no shell to go back to"));
}

static bool common(struct app *app, enum command_id id)
{
	if (id == CMD_BACK || id == CMD_CANCEL)
		go_back(app);
	else if (id == CMD_QUIT)
		quit(app);
	else if (id == CMD_DESK)
		app_pop_to_desk(app);
	else if (id == CMD_HISTORY)
		view_history(app);
	else if (id == CMD_VERIFY)
		view_verify(app);
	else if (id == CMD_OFFICE)
		view_office(app);
	else if (id == CMD_REPORTS)
		view_reports(app);
	else if (id == CMD_OVERVIEW)
		view_overview(app);
	else if (id == CMD_FIGURES)
		view_figures(app);
	else if (id == CMD_SEARCH)
		view_papers(app, NULL, NULL, NULL);
	else if (id == CMD_PERSON)
		switch_person(app);
	else if (id == CMD_HELP)
		view_help(app);
	else if (id == CMD_PALETTE)
		view_palette(app);
	else if (id == CMD_MESSAGES)
		view_messages(app);
	else if (id == CMD_LANGUAGE)
		switch_language(app);
	else if (id == CMD_THEME)
		view_themes(app);
	else if (id == CMD_REFRESH)
		look_again(app);
	else if (id == CMD_TAKE_BACK)
		app_take_back(app);
	else if (id == CMD_KEYS)
		read_keys(app);
	else if (id == CMD_SET)
		view_settings(app);
	else if (id == CMD_BLANKS || id == CMD_BLANKS_TYPED)
		switch_blanks(app);
	else if (id == CMD_MOUSE)
		switch_mouse(app);
	else if (id == CMD_SUSPEND)
		suspend(app);
	else if (id == CMD_STOP)
		app_say(app, LEVEL_NOTE, _("Nothing is under way that could be stopped"));
	else if (id == CMD_REDRAW)
		term_redraw(app->term);
	else
		return false;
	return true;
}

void app_command(struct app *app, enum command_id id)
{
	struct tui_view *view = app->top;
	const char *why = view->ops->closed != NULL ? view->ops->closed(view, id) : NULL;

	if (why != NULL) {
		app_say(app, LEVEL_REFUSED, "%s", why);
		return;
	}
	tutor_saw(app, id, view->ops->name);
	if (view->ops->command != NULL && view->ops->command(view, id))
		return;
	common(app, id);
}
