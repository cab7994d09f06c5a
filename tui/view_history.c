/* SPDX-License-Identifier: MIT */
/* The ledger: all decisions the person may see, newest first; Enter opens the paper. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/paper_pages.h"
#include "tui/say.h"
#include "tui/views.h"

enum { PAGE_ENTRIES = 100, DETAIL_ROWS = 5 };

struct history_view {
	struct tui_view base;
	struct history history; /* newest first */
	bool has_more;
	struct list list;
	char *filter, *before; /* own; NULL: none; as it was before the one being typed */
};

enum { ASK_FILTER };

/* Takes older entries in, newest first behind what is there. */
static bool load(struct history_view *view, struct err *err)
{
	struct history more = {0};
	struct session *session = view->base.app->session;
	struct history_ask ask = {
		.before = view->history.n > 0 ? view->history.v[view->history.n - 1].sequence : 0,
		.limit = PAGE_ENTRIES,
	};
	bool ok;

	busy_begin(view->base.app);
	ok = (view->filter == NULL ||
		     history_ask_read(&ask, session_office(session), view->filter, err)) &&
	     session_history(session, &ask, &more, err);
	busy_end(view->base.app);
	if (!ok) {
		history_release(&more);
		return false;
	}
	view->has_more = more.n == PAGE_ENTRIES;
	for (size_t i = more.n; i > 0; i--) {
		GROW(view->history.v, view->history.n);
		view->history.v[view->history.n++] = more.v[i - 1];
	}
	free(more.v);
	return true;
}

static void refresh(struct tui_view *base)
{
	struct history_view *view = (struct history_view *)base;
	struct history old = view->history;
	struct err err;

	view->history = (struct history){0};
	if (load(view, &err)) {
		history_release(&old);
		return;
	}
	view->history = old;
	app_say(base->app, LEVEL_REFUSED, "%s", err.text);
}

/* False: words that ask for nothing change nothing, and err says why. */
static bool set_filter(struct history_view *view, const char *text, struct err *err)
{
	struct history_ask ask = {0};

	if (!history_ask_read(&ask, app_office(view->base.app), text != NULL ? text : "", err))
		return false;
	free(view->filter);
	view->filter = str_empty(text) ? NULL : str_trim(text);
	view->list = (struct list){0};
	refresh(&view->base);
	return true;
}

/* A filter follows the typing. */
static void typed(struct tui_view *base, int tag, const char *text)
{
	struct err not_yet;

	(void)tag;
	(void)!set_filter((struct history_view *)base, text, &not_yet);
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct history_view *view = (struct history_view *)base;
	struct err err;

	(void)tag;
	if (set_filter(view, got->ok ? got->text : view->before, &err))
		return;
	(void)!set_filter(view, view->before, &(struct err){0});
	app_refuse(base->app, &err);
}

static void draw_entry(const struct history_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct history_entry *entry = &view->history.v[i];
	const struct decision *decision = &entry->decision;
	const struct office *office = app_office(view->base.app);
	bool is_current = i == view->list.cursor;
	enum style style = is_current ? STYLE_SELECTED : STYLE_TEXT;
	char when[MOMENT_SIZE], *move;
	int col = rect.col + 2;

	moment_format(stamp_moment(entry->site_time), when);
	grid_fill(grid, rect, style);
	if (is_current) {
		grid_put(grid, rect.row, rect.col, 1, style, grid_mark(grid, MARK_CURSOR));
		grid_cursor(grid, rect.row, rect.col);
	}
	/* A signature that nobody is known for is shown before anything else. */
	grid_put(grid, rect.row, rect.col + 1, 1, is_current ? style : STYLE_FAULT,
		entry->signer[0] == '\0' ? "!" : " ");
	col += 18 + grid_put(grid, rect.row, col, 16, style, when) - 16;
	grid_cut(grid, rect.row, col, 15, style, decision->id);
	col += 16;
	grid_cut(grid, rect.row, col, 15, is_current ? style : STYLE_HEADING,
		label_action(office, decision->action));
	col += 16;
	grid_cut(grid, rect.row, col, 13, style, label_person(office, decision->actor));
	col += 14;
	move = decision->subject == SUBJECT_DOCUMENT
		       ? xasprintf("%s", label_any_state(office, decision->to))
		       : xstrdup("");
	grid_cut(grid, rect.row, col, rect.col + rect.cols - col, style, move);
	free(move);
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct history_view *view = (struct history_view *)base;
	struct rect detail = {area.row + area.rows - DETAIL_ROWS, 2, DETAIL_ROWS, area.cols - 4};

	list_fit(&view->list, (int)view->history.n, area.rows - DETAIL_ROWS - 1);
	for (int i = 0; i < view->list.rows && view->list.top + i < view->list.n; i++)
		draw_entry(view, grid, (struct rect){area.row + i, area.col, 1, area.cols},
			view->list.top + i);
	grid_rule(grid, detail.row - 1, area.col, area.cols, STYLE_BORDER);
	if (view->list.n == 0) {
		grid_wrap(grid, (struct rect){area.row + 1, 2, 2, area.cols - 4}, STYLE_DIM,
			view->filter != NULL ? _("No decision that you may see fits the filter; F "
						 "shows them all.")
					     : _("No decision that you may see."));
		return;
	}
	{
		struct history one = {.v = &view->history.v[view->list.cursor], .n = 1};
		struct lines lines = {0};
		struct list list = {0};

		pages_decisions(&lines, detail.cols, base->app->session, &one, true);
		list_fit(&list, (int)lines.n, detail.rows);
		lines_draw(&lines, &list, grid, detail);
		lines_release(&lines);
	}
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct history_view *view = (struct history_view *)base;
	struct app *app = base->app;
	struct err err;

	while (view->has_more &&
		(id == CMD_LAST ||
			((id == CMD_DOWN || id == CMD_PAGE_DOWN) &&
				view->list.cursor + view->list.rows + 1 >= (int)view->history.n))) {
		if (!load(view, &err)) {
			app_refuse(app, &err);
			return true;
		}
	}
	list_fit(&view->list, (int)view->history.n, view->list.rows);
	if (list_command(&view->list, id))
		return true;
	if (id == CMD_FILTER_LEDGER) {
		set_str(&view->before, view->filter);
		ask_prompt(app, ASK_FILTER, _("Filter: "),
			_("Names of an action, a person or a unit; from:2026-01-05 to: on:; Enter "
			  "keeps, Esc leaves"),
			view->filter != NULL ? view->filter : "");
		return true;
	}
	if (id == CMD_NO_FILTER) {
		(void)!set_filter(view, NULL, &err);
		return true;
	}
	if (id != CMD_OPEN)
		return false;
	if (view->list.n > 0 &&
		view->history.v[view->list.cursor].decision.subject == SUBJECT_DOCUMENT)
		view_document(app, view->history.v[view->list.cursor].decision.id, NULL);
	else
		app_say(app, LEVEL_NOTE, _("This decision is about no paper"));
	return true;
}

static char *title(struct tui_view *base)
{
	const struct history_view *view = (struct history_view *)base;

	return view->filter != NULL ? xasprintf(_("Ledger: %s"), view->filter)
				    : xstrdup(_("Ledger"));
}

static char *status(struct tui_view *base)
{
	const struct history_view *view = (struct history_view *)base;

	return xasprintf(_("%d of %d%s decisions, newest first"),
		view->list.n > 0 ? view->list.cursor + 1 : 0, view->list.n,
		view->has_more ? "+" : "");
}

static void remember(struct tui_view *base, struct strv *parts)
{
	(void)base;
	(void)parts;
}

static void close(struct tui_view *base)
{
	struct history_view *view = (struct history_view *)base;

	history_release(&view->history);
	free(view->filter);
	free(view->before);
}

static const enum command_id bar[] = {CMD_OPEN, CMD_PAGE_DOWN, CMD_FILTER_LEDGER, CMD_SEARCH,
	CMD_VERIFY, CMD_REFRESH, CMD_BACK, CMD_HELP, CMD_PALETTE, CMD_NONE};

static const struct view_ops history_ops = {
	.name = "history",
	.scopes = SCOPE_LEDGER | SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.refresh = refresh,
	.typed = typed,
	.answer = answer,
	.remember = remember,
	.close = close,
};

void view_history(struct app *app)
{
	struct tui_view *view = view_new(sizeof(struct history_view), &history_ops, app);

	app_push(app, view);
	refresh(view);
}
