/* SPDX-License-Identifier: MIT */
/* The act menu of a document: what is open, numbered; what is closed, greyed with the reason. An
 * act asks in turn for what must be said with it, and what cannot be undone asks to be typed. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/glyph.h"
#include "tui/say.h"
#include "tui/views.h"

enum { ASK_NAMED = SAID_ASK_OWN };
enum { BOX_COLS = 92, DETAIL_ROWS = 4 };

struct acts_view {
	struct tui_view base;
	char *id, *seen; /* owns */
	struct view view;
	size_t *order; /* owns: options, the open ones first */
	size_t open_count;
	struct list list;
	/* What has been said so far for the act under way. */
	char *named; /* owns */
	struct said said; /* owns */
};

static const struct possibility *current(const struct acts_view *view)
{
	if (view->list.cursor >= (int)view->view.option_count)
		return NULL;
	return &view->view.options[view->order[view->list.cursor]];
}

/* ---- drawing
 * -------------------------------------------------------------------------------------------- */

static void draw_option(struct acts_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct possibility *option = &view->view.options[view->order[i]];
	bool is_current = i == view->list.cursor;
	enum style style = is_current        ? STYLE_SELECTED
			   : option->is_open ? STYLE_TEXT
					     : STYLE_DISABLED;
	char *label = option->is_open && i < 9
			      ? xasprintf("%d", i + 1)
			      : xstrdup(option->is_open ? " " : grid_mark(grid, MARK_CLOSED));
	int col = rect.col + 5, used;

	grid_fill(grid, rect, style);
	if (is_current) {
		grid_put(grid, rect.row, rect.col, 1, style, grid_mark(grid, MARK_CURSOR));
		grid_cursor(grid, rect.row, rect.col);
	}
	grid_put(grid, rect.row, rect.col + 2, 2,
		option->is_open && !is_current ? STYLE_KEY : style, label);
	used = grid_cut(grid, rect.row, col, 20, style, name_get(&option->action->name));
	col += used < 18 ? 18 : used + 2;
	grid_cut(grid, rect.row, col, rect.col + rect.cols - col, style,
		option->is_open ? name_get(&option->action->help) : option->why.text);
	free(label);
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct acts_view *view = (struct acts_view *)base;
	const struct possibility *option = current(view);
	int cols = grid->cols - 4 < BOX_COLS ? grid->cols - 4 : BOX_COLS;
	struct rect box = grid_middle(grid, (int)view->view.option_count + DETAIL_ROWS + 3, cols),
		    inner;
	char *title = xasprintf(_("What to do with %s"), view->id);

	if (box.rows > area.rows) {
		box.rows = area.rows;
		box.row = area.row;
	}
	inner = grid_box(grid, box, title);
	inner.rows -= DETAIL_ROWS + 1;
	list_fit(&view->list, (int)view->view.option_count, inner.rows);
	for (int i = 0; i < inner.rows && view->list.top + i < view->list.n; i++)
		draw_option(view, grid, (struct rect){inner.row + i, inner.col, 1, inner.cols},
			view->list.top + i);
	grid_rule(grid, inner.row + inner.rows, inner.col, inner.cols, STYLE_BORDER);
	inner.row += inner.rows + 1;
	inner.rows = DETAIL_ROWS;
	if (option != NULL)
		grid_wrap(grid, inner, option->is_open ? STYLE_TEXT : STYLE_FAULT,
			option->is_open ? name_get(&option->action->help) : option->why.text);
	else
		grid_wrap(grid, inner, STYLE_DIM,
			_("Nothing can be done with a paper of this state."));
	free(title);
}

/* ---- acting
 * --------------------------------------------------------------------------------------------- */

/* The digits at the end of an id: what is typed before what cannot be undone. */
static const char *serial(const char *id)
{
	const char *s = id + strlen(id);

	while (s > id && isdigit((unsigned char)s[-1]))
		s--;
	while (*s == '0' && s[1] != '\0')
		s++;
	return *s != '\0' ? s : id;
}

static void forget_said(struct acts_view *view)
{
	set_str(&view->named, NULL);
	said_forget(&view->said);
}

/* What happened, where the paper is now, and whose turn it is. */
static void tell(struct app *app, const char *id, const char *action)
{
	struct view view = {0};
	struct err err;
	char *place;

	if (!say_show(app->session, id, &view, &err)) {
		app_say(app, LEVEL_DONE, _("%s: done. %s is now out of your sight"), action, id);
		return;
	}
	place = say_place(app->session, view.document.paper.kind, view.document.state,
		view.document.paper.unit, view.document.paper.drafter);
	if (deed_recall(&view) != NULL)
		app_say(app, LEVEL_DONE, _("%s: done. %s is now at: %s (u takes it back)"), action,
			id, place);
	else
		app_say(app, LEVEL_DONE, _("%s: done. %s is now at: %s"), action, id, place);
	free(place);
	view_release(&view);
}

static void perform(struct acts_view *view, const struct possibility *option)
{
	struct app *app = view->base.app;
	struct deed deed = {.action = option->action->code,
		.comment = view->said.comment,
		.code = view->said.code,
		.named = view->named,
		.seen = view->seen};
	char *id = xstrdup(view->id), *action = xstrdup(name_get(&option->action->name));
	struct err err;
	bool ok = session_do(app->session, id, &deed, &err);

	if (ok) {
		strv_clear(&app->done);
		strv_add(&app->done, id);
	}
	app_pop(app); /* the menu */
	app_refresh(app);
	if (ok)
		tell(app, id, action);
	else
		app_refuse(app, &err);
	free(action);
	free(id);
}

/* Everything that can be said with an act, one question after the other; then the act. */
static void go_on(struct acts_view *view)
{
	struct app *app = view->base.app;
	const struct possibility *option = current(view);
	const char *name = name_get(&option->action->name);
	char *question;

	if (option->needs_named && view->named == NULL) {
		ask_line(app, ASK_NAMED, name,
			_("The id of the paper that this act names (the answer, for "
			  "example)"),
			"");
		return;
	}
	if (said_ask(app, &view->said, name, option->needs_code, option->needs_comment))
		return;
	if (deed_is_final(option->action->act) && !view->said.is_sure) {
		question = xasprintf(
			_("%s: %s. %s\nThis cannot be taken back. Type %s, the number at the end "
			  "of %s, and Enter."),
			view->id, view->view.document.paper.title, name_get(&option->action->help),
			serial(view->id), view->id);
		ask_typed(app, ASK_TYPED, name, question, serial(view->id));
		free(question);
	} else {
		perform(view, option);
	}
}

static void choose(struct acts_view *view)
{
	struct app *app = view->base.app;
	const struct possibility *option = current(view);
	const char *attribute;
	char *id, *seen;

	if (option == NULL)
		return;
	if (!option->is_open) {
		app_say(app, LEVEL_REFUSED, "%s", option->why.text);
		return;
	}
	if (app->options->is_read_only) {
		app_say(app, LEVEL_REFUSED, _("The program was started to read only"));
		return;
	}
	forget_said(view);
	if (option->action->act != ACT_EDIT && option->action->act != ACT_MARK &&
		!option->needs_parts) {
		go_on(view);
		return;
	}
	id = xstrdup(view->id);
	if (option->needs_parts) {
		seen = xstrdup(view->seen);
		app_pop(app);
		view_split(app, id, seen);
		free(seen);
	} else if (option->action->act == ACT_EDIT) {
		app_pop(app);
		view_edit_paper(app, id);
	} else {
		attribute = workflow_only_mark(
			app_office(app), &view->view.document, option->action->code);
		app_pop(app);
		view_mark(app, id, attribute);
	}
	free(id);
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct acts_view *view = (struct acts_view *)base;

	if (!got->ok) {
		forget_said(view);
		return;
	}
	if (tag == ASK_NAMED) {
		free(view->named);
		view->named = str_trim(got->text);
	} else {
		said_take(base->app, &view->said, tag, got, current(view)->needs_comment);
	}
	go_on(view);
}

static bool type(struct tui_view *base, int key)
{
	struct acts_view *view = (struct acts_view *)base;

	if (key < '1' || key > '9')
		return false;
	if (key - '1' < (int)view->open_count) {
		view->list.cursor = key - '1';
		choose(view);
	}
	return true;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct acts_view *view = (struct acts_view *)base;

	if (list_command(&view->list, id))
		return true;
	if (id == CMD_TAKE)
		choose(view);
	else
		return false;
	return true;
}

static bool load(struct acts_view *view, struct err *err)
{
	struct view fresh = {0};

	if (!say_show(view->base.app->session, view->id, &fresh, err))
		return false;
	view_release(&view->view);
	view->view = fresh;
	free(view->order);
	view->order = deeds_order(&view->view, &view->open_count);
	return true;
}

static void refresh(struct tui_view *base)
{
	struct acts_view *view = (struct acts_view *)base;
	struct err err;

	/* What the person saw stays what they decide on: where the paper has moved, the gate tells.
	 */
	if (!load(view, &err))
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
}

static char *status(struct tui_view *base)
{
	const struct acts_view *view = (struct acts_view *)base;

	size_t closed = view->view.option_count - view->open_count;

	if (closed == 0)
		return xasprintf(
			_("%zu open: a digit or Enter does it; Esc leaves"), view->open_count);
	return xasprintf(
		_("%zu open: a digit or Enter does it; %zu closed, with the reason; Esc leaves"),
		view->open_count, closed);
}

static void close(struct tui_view *base)
{
	struct acts_view *view = (struct acts_view *)base;

	view_release(&view->view);
	forget_said(view);
	free(view->order);
	free(view->seen);
	free(view->id);
}

static const enum command_id bar[] = {CMD_TAKE, CMD_UP, CMD_DOWN, CMD_BACK, CMD_HELP, CMD_NONE};

static const struct view_ops acts_ops = {
	.name = "acts",
	.scopes = SCOPE_PICK | SCOPE_MOVE | SCOPE_ALL,
	.is_overlay = true,
	.bar = bar,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.refresh = refresh,
	.answer = answer,
	.close = close,
};

void view_acts(struct app *app, const char *id, const char *seen)
{
	struct acts_view *view = view_new(sizeof(*view), &acts_ops, app);
	struct err err;

	view->id = xstrdup(id);
	if (!load(view, &err)) {
		close(&view->base);
		free(view);
		app_refuse(app, &err);
		return;
	}
	view->seen = xstrdup(seen != NULL ? seen : view->view.document.prev);
	app_push(app, &view->base);
}
