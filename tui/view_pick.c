/* SPDX-License-Identifier: MIT */
/* A picker: lines to choose one or many of, narrowed by typing; what cannot be taken stands there
 * greyed, with the reason below. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/edit.h"
#include "tui/glyph.h"
#include "tui/pick.h"
#include "tui/pinyin.h"

enum { DETAIL_ROWS = 6, CODE_COLS = 24, PICK_COLS = 100, INITIALS_SIZE = 64 };

struct pick_view {
	struct tui_view base;
	char *title; /* owns */
	struct picks picks; /* owns */
	struct picks names; /* owns: the lines while arguments stand in their place */
	bool has_arguments;
	bool is_many;
	struct edit filter;
	size_t *shown; /* owns: the picks that the filter lets through */
	struct list list;
	int code_cols;
	struct rect rows; /* where they were drawn */
	void (*taken)(struct app *app, const char *code);
	/* The lines behind a name that was typed whole, with a blank; false: there are none. */
	bool (*arguments)(struct app *app, const char *text, struct picks *picks);
};

void picks_add(struct picks *picks, const char *code, const char *title, const char *detail,
	const char *why)
{
	GROW(picks->v, picks->n);
	picks->v[picks->n++] = (struct pick){
		.code = xstrdup(code),
		.title = xstrdup(title),
		.detail = xstrdup(detail),
		.why = xstrdup(why),
	};
}

void picks_release(struct picks *picks)
{
	for (size_t i = 0; i < picks->n; i++) {
		free(picks->v[i].code);
		free(picks->v[i].title);
		free(picks->v[i].detail);
		free(picks->v[i].why);
	}
	free(picks->v);
	*picks = (struct picks){0};
}

static bool matches(const struct pick *pick, const char *text)
{
	return *text == '\0' || strcasestr(pick->code, text) != NULL ||
	       strcasestr(pick->title, text) != NULL || pinyin_matches(pick->title, text);
}

/* What begins with the words typed, by name or by its first letters, stands before what holds them.
 */
static bool begins(const struct pick *pick, const char *text)
{
	char initials[INITIALS_SIZE];
	size_t n = strlen(text);

	return strncasecmp(pick->code, text, n) == 0 || strncasecmp(pick->title, text, n) == 0 ||
	       strncasecmp(pinyin_initials(pick->title, initials, sizeof(initials)), text, n) == 0;
}

static void take_arguments(struct pick_view *view, const char *text)
{
	struct picks picks = {0};
	struct app *app = view->base.app;

	if (view->arguments == NULL)
		return;
	if (!view->arguments(app, text, &picks)) {
		if (!view->has_arguments)
			return;
		picks = view->names;
		view->names = (struct picks){0};
		view->has_arguments = false;
		picks_release(&view->picks);
	} else if (view->has_arguments) {
		picks_release(&view->picks);
	} else {
		view->names = view->picks;
		view->has_arguments = true;
	}
	view->picks = picks;
	view->shown = xreallocarray(view->shown, picks.n + 1, sizeof(*view->shown));
}

static void narrow(struct pick_view *view)
{
	const char *text = edit_get(&view->filter);
	int n = 0;

	take_arguments(view, text);
	if (view->has_arguments)
		text = "";

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < view->picks.n; i++) {
			const struct pick *pick = &view->picks.v[i];

			if (matches(pick, text) && (begins(pick, text) == (pass == 0)))
				view->shown[n++] = i;
		}
	}
	list_fit(&view->list, n, view->list.rows);
}

static struct pick *current(struct pick_view *view)
{
	if (view->list.cursor >= view->list.n)
		return NULL;
	return &view->picks.v[view->shown[view->list.cursor]];
}

static void draw_row(struct pick_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct pick *pick = &view->picks.v[view->shown[i]];
	bool is_current = i == view->list.cursor;
	enum style style = is_current          ? STYLE_SELECTED
			   : pick->why != NULL ? STYLE_DISABLED
					       : STYLE_TEXT;
	int col = rect.col, end = rect.col + rect.cols;
	char closed[8];

	snprintf(closed, sizeof(closed), " %s ", grid_mark(grid, MARK_CLOSED));
	grid_fill(grid, rect, style);
	grid_put(grid, rect.row, col, 1, style, is_current ? grid_mark(grid, MARK_CURSOR) : " ");
	if (view->is_many)
		grid_put(grid, rect.row, col + 2, 4, style,
			pick->is_ticked     ? "[x]"
			: pick->why != NULL ? closed
					    : "[ ]");
	else if (pick->why != NULL)
		grid_put(grid, rect.row, col + 2, 1, style, grid_mark(grid, MARK_CLOSED));
	col += view->is_many ? 6 : 4;
	grid_cut(grid, rect.row, col, view->code_cols - 2, style, pick->code);
	col += view->code_cols;
	grid_cut(grid, rect.row, col, end - col, style, pick->title);
	if (is_current)
		grid_cursor(grid, rect.row, rect.col);
}

static void draw_detail(struct pick_view *view, struct grid *grid, struct rect rect)
{
	const struct pick *pick = current(view);

	grid_rule(grid, rect.row, rect.col, rect.cols, STYLE_BORDER);
	rect.row++;
	rect.rows--;
	if (pick == NULL) {
		grid_put(grid, rect.row, rect.col, rect.cols, STYLE_DIM,
			_("Nothing of that name. Backspace widens the choice again"));
		return;
	}
	if (pick->why != NULL) {
		int used = grid_wrap(grid, rect, STYLE_FAULT, pick->why);

		rect.row += used;
		rect.rows -= used;
	}
	if (pick->detail != NULL && rect.rows > 0)
		grid_wrap(grid, rect, STYLE_TEXT, pick->detail);
}

static bool has_details(const struct pick_view *view)
{
	for (size_t i = 0; i < view->picks.n; i++) {
		if (view->picks.v[i].detail != NULL || view->picks.v[i].why != NULL)
			return true;
	}
	return false;
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct pick_view *view = (struct pick_view *)base;
	int detail = has_details(view) ? DETAIL_ROWS : 0;
	int cols = grid->cols - 4 < PICK_COLS ? grid->cols - 4 : PICK_COLS;
	int filter = edit_get(&view->filter)[0] != '\0' ? 1 : 0;
	struct rect box, inner;

	box = grid_middle(grid, (int)view->picks.n + detail + filter + 2, cols);
	if (box.rows > area.rows) {
		box.rows = area.rows;
		box.row = area.row;
	}
	inner = grid_box(grid, box, view->title);
	if (filter > 0) {
		int used = grid_put(
			grid, inner.row, inner.col, inner.cols, STYLE_LABEL, _("Narrowed by: "));

		grid_put(grid, inner.row, inner.col + used, inner.cols - used, STYLE_MATCH,
			edit_get(&view->filter));
	}
	inner.row += filter;
	inner.rows -= filter + detail;
	list_fit(&view->list, view->list.n, inner.rows);
	view->rows = inner;
	if (view->list.n == 0)
		grid_cursor(grid, inner.row, inner.col);
	for (int i = 0; i < inner.rows && view->list.top + i < view->list.n; i++)
		draw_row(view, grid, (struct rect){inner.row + i, inner.col, 1, inner.cols},
			view->list.top + i);
	if (detail > 0)
		draw_detail(view, grid,
			(struct rect){inner.row + inner.rows, inner.col, detail, inner.cols});
}

static bool type(struct tui_view *base, int key)
{
	struct pick_view *view = (struct pick_view *)base;

	if ((key == ' ' && view->is_many) ||
		(!keycode_is_text(key) &&
			(key != K_BACKSPACE || edit_get(&view->filter)[0] == '\0')))
		return false;
	edit_key(&view->filter, key);
	view->list.cursor = 0;
	narrow(view);
	return true;
}

static void take(struct pick_view *view)
{
	struct app *app = view->base.app;
	const struct pick *pick = current(view);
	void (*taken)(struct app *, const char *) = view->taken;
	char *code;

	if (pick == NULL)
		return;
	if (pick->why != NULL) {
		app_say(app, LEVEL_REFUSED, "%s", pick->why);
		return;
	}
	if (taken == NULL) {
		app_answer(app, &(struct answer){.ok = true,
					.index = (int)view->shown[view->list.cursor],
					.text = pick->code});
		return;
	}
	code = xstrdup(pick->code);
	app_pop(app);
	taken(app, code);
	free(code);
}

/* The lines' codes as far as they agree, in place of what was typed; the next line where that is
 * nothing new. */
static void complete(struct pick_view *view)
{
	const char *first = view->list.n > 0 ? view->picks.v[view->shown[0]].code : "";
	size_t n = strlen(first);
	char *common;

	for (int i = 1; i < view->list.n; i++) {
		const char *code = view->picks.v[view->shown[i]].code;
		size_t same = 0;

		while (same < n && code[same] == first[same])
			same++;
		n = same;
	}
	common = xstrndup(first, n);
	if (n > strlen(edit_get(&view->filter)) && starts_with(common, edit_get(&view->filter))) {
		edit_set(&view->filter, common);
		edit_key(&view->filter, K_END);
		narrow(view);
	} else {
		list_command(&view->list, CMD_DOWN);
	}
	free(common);
}

static void finish(struct pick_view *view)
{
	struct strv chosen = {0};

	for (size_t i = 0; i < view->picks.n; i++) {
		if (view->picks.v[i].is_ticked)
			strv_add(&chosen, view->picks.v[i].code);
	}
	app_answer(view->base.app, &(struct answer){.ok = true, .chosen = &chosen});
	strv_release(&chosen);
}

static void toggle(struct pick_view *view)
{
	struct pick *pick = current(view);

	if (pick == NULL)
		return;
	if (pick->why != NULL && !pick->is_ticked)
		app_say(view->base.app, LEVEL_REFUSED, "%s", pick->why);
	else
		pick->is_ticked = !pick->is_ticked;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct pick_view *view = (struct pick_view *)base;
	struct pick *pick = current(view);

	if (list_command(&view->list, id))
		return true;
	if (id == CMD_TAKE && view->is_many) {
		/* Enter on an unticked line means it, and is done. */
		if (pick != NULL && !pick->is_ticked)
			toggle(view);
		if (pick == NULL || pick->is_ticked)
			finish(view);
	} else if (id == CMD_TAKE) {
		take(view);
	} else if (id == CMD_TOGGLE) {
		toggle(view);
	} else if (id == CMD_COMPLETE) {
		complete(view);
	} else if (id == CMD_DONE) {
		finish(view);
	} else if (id == CMD_BACK || id == CMD_CANCEL) {
		if (view->taken != NULL)
			app_pop(base->app);
		else
			app_answer(base->app, &(struct answer){.ok = false});
	} else {
		return false;
	}
	return true;
}

static bool click(struct tui_view *base, int row, int col)
{
	struct pick_view *view = (struct pick_view *)base;
	int at = view->list.top + row - view->rows.row;

	if (row < view->rows.row || row >= view->rows.row + view->rows.rows ||
		col < view->rows.col || col >= view->rows.col + view->rows.cols ||
		at >= view->list.n)
		return false;
	if (view->list.cursor == at) {
		app_command(base->app, view->is_many ? CMD_TOGGLE : CMD_TAKE);
		return true;
	}
	view->list.cursor = at;
	return true;
}

static char *status(struct tui_view *base)
{
	const struct pick_view *view = (struct pick_view *)base;

	return view->is_many
		       ? xstrdup(_(
				 "Space ticks, F2 is done, Esc leaves; typing narrows the choice"))
		       : xstrdup(_("Enter takes the line, Esc leaves; typing narrows the choice"));
}

static void paste(struct tui_view *base, const char *text)
{
	struct pick_view *view = (struct pick_view *)base;

	edit_insert(&view->filter, text);
	narrow(view);
}

static void close(struct tui_view *base)
{
	struct pick_view *view = (struct pick_view *)base;

	picks_release(&view->picks);
	picks_release(&view->names);
	edit_release(&view->filter);
	free(view->shown);
	free(view->title);
}

static const enum command_id one_bar[] = {CMD_TAKE, CMD_CANCEL, CMD_NONE};
static const enum command_id many_bar[] = {CMD_TOGGLE, CMD_DONE, CMD_CANCEL, CMD_NONE};

static const struct view_ops one_ops = {
	.name = "pick",
	.scopes = SCOPE_PICK | SCOPE_MOVE | SCOPE_PROMPT,
	.is_overlay = true,
	.bar = one_bar,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.paste = paste,
	.click = click,
	.close = close,
};

static const struct view_ops many_ops = {
	.name = "pick-many",
	.scopes = SCOPE_PICK | SCOPE_PICK_MANY | SCOPE_MOVE | SCOPE_PROMPT,
	.is_overlay = true,
	.bar = many_bar,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.paste = paste,
	.click = click,
	.close = close,
};

static struct pick_view *make(
	struct app *app, const char *title, struct picks *picks, const struct view_ops *ops)
{
	struct pick_view *view = view_new(sizeof(*view), ops, app);

	view->title = xstrdup(title);
	view->picks = *picks;
	*picks = (struct picks){0};
	for (size_t i = 0; i < view->picks.n; i++) {
		int cols = glyph_width(view->picks.v[i].code) + 2;

		view->code_cols = cols > view->code_cols ? cols : view->code_cols;
	}
	if (view->code_cols > CODE_COLS)
		view->code_cols = CODE_COLS;
	if (view->picks.hides_codes)
		view->code_cols = 0;
	view->shown = xcalloc(view->picks.n + 1, sizeof(*view->shown));
	edit_init(&view->filter, "", true);
	view->list.rows = 1;
	narrow(view);
	for (int i = 0; i < view->list.n; i++) {
		if (view->picks.v[i].is_ticked) {
			view->list.cursor = i;
			break;
		}
	}
	return view;
}

void ask_pick(struct app *app, int tag, const char *title, struct picks *picks, bool is_many)
{
	struct pick_view *view = make(app, title, picks, is_many ? &many_ops : &one_ops);

	view->is_many = is_many;
	app_ask(app, &view->base, tag);
}

/* Whether the picker need not open: its lines are wanted, or one of them was named. */
static bool is_answered(
	struct app *app, struct picks *picks, void (*taken)(struct app *app, const char *code))
{
	const char *code = app->argument;
	bool is_known = false;

	if (app->offer != NULL) {
		*app->offer = *picks;
		*picks = (struct picks){0};
		return true;
	}
	if (code == NULL)
		return false;
	app->argument = NULL;
	for (size_t i = 0; i < picks->n && !is_known; i++)
		is_known = strcmp(picks->v[i].code, code) == 0;
	if (is_known)
		taken(app, code);
	else
		app_say(app, LEVEL_REFUSED, _("There is no '%s' to choose here"), code);
	picks_release(picks);
	return true;
}

void pick_and(struct app *app, const char *title, struct picks *picks,
	void (*taken)(struct app *app, const char *code))
{
	struct pick_view *view;

	if (is_answered(app, picks, taken))
		return;
	view = make(app, title, picks, &one_ops);
	view->taken = taken;
	app_push(app, &view->base);
}

void pick_command(struct app *app, const char *title, struct picks *picks,
	void (*taken)(struct app *app, const char *line),
	bool (*arguments)(struct app *app, const char *text, struct picks *picks))
{
	struct pick_view *view = make(app, title, picks, &one_ops);

	view->taken = taken;
	view->arguments = arguments;
	app_push(app, &view->base);
}
