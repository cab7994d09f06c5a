/* SPDX-License-Identifier: MIT */
/* Small questions over the view that asks them: a line, a text, yes or no, a word as a guard; and
 * the notice that stands until a key is pressed. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/edit.h"
#include "tui/past.h"
#include "tui/views.h"

enum { BOX_COLS = 72 };

struct ask {
	struct tui_view base;
	char *title, *help, *word; /* owns */
	struct edit edit;
	int past; /* which of the earlier lines stands in a prompt */
};

static struct ask *ask_new(const struct view_ops *ops, struct app *app, const char *title,
	const char *help, const char *text)
{
	struct ask *ask = view_new(sizeof(*ask), ops, app);

	ask->title = xstrdup(title);
	ask->help = xstrdup(help);
	edit_init(&ask->edit, text, true);
	return ask;
}

/* What was typed behind a command's name needs no asking. */
static bool has_answer(struct app *app, int tag, bool is_prompt)
{
	const struct view_ops *ops = app->top->ops;
	struct answer answer = {.ok = true, .text = app->argument};

	if (app->argument == NULL || ops->answer == NULL)
		return false;
	app->argument = NULL; /* it answers one question */
	if (is_prompt && ops->typed != NULL)
		ops->typed(app->top, tag, answer.text);
	ops->answer(app->top, tag, &answer);
	return true;
}

static void close(struct tui_view *view)
{
	struct ask *ask = (struct ask *)view;

	edit_release(&ask->edit);
	free(ask->title);
	free(ask->help);
	free(ask->word);
}

static bool is_dirty(struct tui_view *view)
{
	return ((struct ask *)view)->edit.is_changed;
}

static void paste(struct tui_view *view, const char *text)
{
	edit_insert(&((struct ask *)view)->edit, text);
}

/* The rows a sentence takes in a box. */
static int rows_of(const char *text, int cols)
{
	struct glyph_lines lines = {0};
	int n;

	if (text == NULL || *text == '\0')
		return 0;
	glyph_wrap(text, strlen(text), cols, &lines);
	n = (int)lines.n;
	glyph_lines_release(&lines);
	return n;
}

static struct rect open_box(struct ask *ask, struct grid *grid, int rows, int cols, int *used)
{
	int wide = cols < grid->cols - 4 ? cols : grid->cols - 4;
	int above = rows_of(ask->help, wide - 4);
	struct rect inner = grid_box(grid, grid_middle(grid, rows + above + 2, wide), ask->title);

	*used = ask->help != NULL ? grid_wrap(grid, inner, STYLE_TEXT, ask->help) : 0;
	return inner;
}

static bool edit_command(struct ask *ask, enum command_id id)
{
	struct app *app = ask->base.app;

	if (id == CMD_UNDO || id == CMD_REDO) {
		if (!(id == CMD_UNDO ? edit_undo(&ask->edit) : edit_redo(&ask->edit)))
			app_say(app, LEVEL_NOTE, _("Nothing to take back"));
		return true;
	}
	if (id != CMD_CANCEL)
		return false;
	app_answer(app, &(struct answer){.ok = false});
	return true;
}

/* ---- a line
 * ---------------------------------------------------------------------------------------- */

static void line_draw(struct tui_view *view, struct grid *grid, struct rect area)
{
	struct ask *ask = (struct ask *)view;
	int used;
	struct rect inner = open_box(ask, grid, 2, BOX_COLS, &used);

	(void)area;
	edit_draw(&ask->edit, grid, (struct rect){inner.row + used, inner.col, 1, inner.cols},
		STYLE_INPUT, true);
}

static bool line_type(struct tui_view *view, int key)
{
	struct ask *ask = (struct ask *)view;

	if (key == K_ENTER) {
		app_answer(view->app, &(struct answer){.ok = true, .text = edit_get(&ask->edit)});
		return true;
	}
	return edit_key(&ask->edit, key);
}

static bool line_command(struct tui_view *view, enum command_id id)
{
	return edit_command((struct ask *)view, id);
}

static char *line_status(struct tui_view *view)
{
	(void)view;
	return xstrdup(_("Enter takes it, Esc leaves it"));
}

static const enum command_id line_bar[] = {CMD_CANCEL, CMD_UNDO, CMD_NONE};

static const struct view_ops line_ops = {
	.name = "line",
	.scopes = SCOPE_PROMPT,
	.is_overlay = true,
	.bar = line_bar,
	.status = line_status,
	.draw = line_draw,
	.type = line_type,
	.command = line_command,
	.paste = paste,
	.close = close,
};

void ask_line(struct app *app, int tag, const char *title, const char *help, const char *text)
{
	if (!has_answer(app, tag, false))
		app_ask(app, &ask_new(&line_ops, app, title, help, text)->base, tag);
}

/* ---- a line at the foot, followed as it is typed
 * -------------------------------------------------------- */

static void prompt_draw(struct tui_view *view, struct grid *grid, struct rect area)
{
	struct ask *ask = (struct ask *)view;
	struct rect rect = {area.row + area.rows - 1, area.col, 1, area.cols};
	int used;

	grid_fill(grid, rect, STYLE_INPUT);
	used = 1 + grid_put(grid, rect.row, rect.col + 1, rect.cols / 2, STYLE_LABEL, ask->title);
	rect.col += used;
	rect.cols -= used + 1;
	edit_draw(&ask->edit, grid, rect, STYLE_INPUT, true);
}

static void tell_typed(struct ask *ask)
{
	struct tui_view *below = ask->base.below;

	if (below != NULL && below->ops->typed != NULL)
		below->ops->typed(below, ask->base.tag, edit_get(&ask->edit));
}

/* What a line was asked for, whatever the language: to be found, or to filter by. */
static const char *line_kind(const struct ask *ask)
{
	return ask->title[0] == '/' ? "find" : "filter";
}

/* The line asked for before (step -1) or after the one that stands there, of the same kind. */
static void recall_line(struct ask *ask, int step)
{
	const struct strv *lines = &ask->base.app->lines;
	const char *kind = line_kind(ask);
	size_t label = strlen(kind);
	int at = ask->past;

	do {
		at += step;
	} while (at >= 0 && at < (int)lines->n &&
		 (strncmp(lines->v[at], kind, label) != 0 || lines->v[at][label] != '\t'));
	if (at < 0)
		return;
	ask->past = at < (int)lines->n ? at : (int)lines->n;
	edit_set(&ask->edit, at < (int)lines->n ? lines->v[at] + label + 1 : "");
	edit_key(&ask->edit, K_END);
	tell_typed(ask);
}

static bool prompt_type(struct tui_view *view, int key)
{
	struct ask *ask = (struct ask *)view;
	bool taken = true;

	if (key == K_ENTER) {
		char *line = xasprintf("%s\t%s", line_kind(ask), edit_get(&ask->edit));

		if (edit_get(&ask->edit)[0] != '\0')
			past_keep(view->app, line);
		free(line);
		app_answer(view->app, &(struct answer){.ok = true, .text = edit_get(&ask->edit)});
		return true;
	}
	if (key == K_UP || key == K_DOWN)
		recall_line(ask, key == K_UP ? -1 : 1);
	else if ((taken = edit_key(&ask->edit, key)))
		tell_typed(ask);
	return taken;
}

static void prompt_paste(struct tui_view *view, const char *text)
{
	paste(view, text);
	tell_typed((struct ask *)view);
}

static char *prompt_status(struct tui_view *view)
{
	return xstrdup(((struct ask *)view)->help);
}

static const struct view_ops prompt_ops = {
	.name = "prompt",
	.scopes = SCOPE_PROMPT,
	.is_overlay = true,
	.bar = line_bar,
	.status = prompt_status,
	.draw = prompt_draw,
	.type = prompt_type,
	.command = line_command,
	.paste = prompt_paste,
	.close = close,
};

void ask_prompt(struct app *app, int tag, const char *label, const char *help, const char *text)
{
	struct ask *ask;

	if (has_answer(app, tag, true))
		return;
	ask = ask_new(&prompt_ops, app, label, help, text);
	ask->past = (int)app->lines.n;
	edit_key(&ask->edit, K_END);
	app_ask(app, &ask->base, tag);
}

void ask_find(struct app *app, int tag)
{
	ask_prompt(app, tag, "/",
		_("The page follows. Enter stays there, Esc goes back to where it was"), "");
}

/* ---- a word as a guard
 * ------------------------------------------------------------------------------ */

static bool typed_type(struct tui_view *view, int key)
{
	struct ask *ask = (struct ask *)view;

	if (key != K_ENTER)
		return edit_key(&ask->edit, key);
	if (strcmp(edit_get(&ask->edit), ask->word) == 0)
		app_answer(view->app, &(struct answer){.ok = true, .text = ask->word});
	else
		app_say(view->app, LEVEL_REFUSED, _("Type %s and Enter to go on, Esc to leave it"),
			ask->word);
	return true;
}

static const struct view_ops typed_ops = {
	.name = "typed",
	.scopes = SCOPE_PROMPT,
	.is_overlay = true,
	.bar = line_bar,
	.status = line_status,
	.draw = line_draw,
	.type = typed_type,
	.command = line_command,
	.close = close,
};

void ask_typed(struct app *app, int tag, const char *title, const char *question, const char *word)
{
	struct ask *ask = ask_new(&typed_ops, app, title, question, "");

	ask->word = xstrdup(word);
	app_ask(app, &ask->base, tag);
}

/* ---- a text
 * ------------------------------------------------------------------------------------------ */

static void text_draw(struct tui_view *view, struct grid *grid, struct rect area)
{
	struct ask *ask = (struct ask *)view;
	int used;
	struct rect inner = open_box(ask, grid, area.rows - 6, grid->cols - 6, &used);

	inner.row += used;
	inner.rows -= used;
	edit_draw(&ask->edit, grid, inner, STYLE_INPUT, true);
}

static bool text_type(struct tui_view *view, int key)
{
	return edit_key(&((struct ask *)view)->edit, key);
}

static bool text_command(struct tui_view *view, enum command_id id)
{
	struct ask *ask = (struct ask *)view;

	if (id == CMD_SAVE) {
		app_answer(view->app, &(struct answer){.ok = true, .text = edit_get(&ask->edit)});
		return true;
	}
	if (id == CMD_CANCEL && ask->edit.is_changed && view->app->key != 0) {
		ask->edit.is_changed = false; /* the second Esc leaves */
		app_say(view->app, LEVEL_NOTE, _("Not saved: F2 saves, Esc again leaves without"));
		return true;
	}
	return edit_command(ask, id);
}

static const char *text_typing(struct tui_view *view)
{
	return edit_get(&((struct ask *)view)->edit);
}

static char *text_status(struct tui_view *view)
{
	const struct edit *edit = &((struct ask *)view)->edit;
	const char *told = edit_told(edit);

	if (told != NULL)
		return xasprintf("! %s", told);
	if (edit->marks.n > 0)
		return xasprintf(_("! found in the text: %zu. F2 takes the text, Esc leaves it"),
			edit->marks.n);
	return xstrdup(_("F2 takes the text, Enter begins a line, Esc leaves it"));
}

static const enum command_id text_bar[] = {
	CMD_SAVE, CMD_CANCEL, CMD_UNDO, CMD_REDO, CMD_HELP, CMD_NONE};

static const struct view_ops text_ops = {
	.name = "text",
	.scopes = SCOPE_EDIT,
	.is_overlay = true,
	.bar = text_bar,
	.status = text_status,
	.draw = text_draw,
	.type = text_type,
	.command = text_command,
	.paste = paste,
	.typing = text_typing,
	.is_dirty = is_dirty,
	.close = close,
};

void ask_text(struct app *app, int tag, const char *title, const char *help, const char *text,
	const struct edit_eye *eye)
{
	struct ask *ask = ask_new(&text_ops, app, title, help, "");

	edit_release(&ask->edit);
	edit_init(&ask->edit, text, false);
	if (eye != NULL)
		ask->edit.eye = *eye;
	app_ask(app, &ask->base, tag);
}

/* ---- yes or no, and the notice
 * ------------------------------------------------------------------------ */

static void box_draw(struct tui_view *view, struct grid *grid, struct rect area)
{
	struct ask *ask = (struct ask *)view;
	int used;
	struct rect inner = open_box(ask, grid, 2, BOX_COLS, &used);
	const char *way = ask->word != NULL ? ask->word : _("Press any key");

	(void)area;
	grid_put(grid, inner.row + inner.rows - 1, inner.col, inner.cols, STYLE_HEADING, way);
	grid_cursor(grid, inner.row + inner.rows - 1, inner.col);
}

static bool yes_type(struct tui_view *view, int key)
{
	if (key == K_RESIZE)
		return false;
	app_answer(view->app, &(struct answer){.ok = key == 'y' || key == 'Y'});
	return true;
}

static const struct view_ops yes_ops = {
	.name = "yes",
	.is_overlay = true,
	.draw = box_draw,
	.type = yes_type,
	.close = close,
};

void ask_yes(struct app *app, int tag, const char *title, const char *question)
{
	struct ask *ask = ask_new(&yes_ops, app, title, question, "");

	ask->word = xstrdup(_("y: yes    any other key: no"));
	app_ask(app, &ask->base, tag);
}

static bool notice_type(struct tui_view *view, int key)
{
	if (key == K_RESIZE)
		return false;
	app_pop(view->app);
	return true;
}

static void notice_paste(struct tui_view *view, const char *text)
{
	(void)view;
	(void)text;
}

static const struct view_ops notice_ops = {
	.name = "notice",
	.is_overlay = true,
	.draw = box_draw,
	.type = notice_type,
	.paste = notice_paste,
	.close = close,
};

void view_notice(struct app *app, const char *title, const char *text)
{
	app_push(app, &ask_new(&notice_ops, app, title, text, "")->base);
}
