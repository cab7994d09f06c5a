/* SPDX-License-Identifier: MIT */
/* The desk: my queues with their counts, and below them the papers that need me first. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/rowline.h"
#include "tui/say.h"
#include "tui/views.h"

enum { FIRST_PAPERS = 30, NAME_COLS = 34, NAME_NARROW = 22, NARROW = 76, COUNT_COLS = 6 };

struct desk_view {
	struct tui_view base;
	struct desk desk;
	struct rows rows;
	struct list list; /* the queues, then the papers */
};

/* Adds a queue's first rows to rows. */
static bool add_rows(struct desk_view *view, const char *queue, struct rows *rows, struct err *err)
{
	struct query query = {.due_before = DAY_NONE, .due_from = DAY_NONE};
	struct rows more = {0};
	bool ok = session_queue(view->base.app->session, queue, &query, err);

	query.order = ORDER_DUE;
	query.limit = FIRST_PAPERS;
	ok = ok && session_list(view->base.app->session, &query, &more, err);
	for (size_t i = 0; ok && i < more.n; i++) {
		GROW(rows->v, rows->n);
		rows->v[rows->n++] = more.v[i];
	}
	if (ok)
		free(more.v);
	else
		rows_release(&more);
	query_release(&query);
	return ok;
}

static void refresh(struct tui_view *base)
{
	struct desk_view *view = (struct desk_view *)base;
	struct desk desk = {0};
	struct rows rows = {0};
	struct err err;

	if (!session_desk(base->app->session, &desk, &err) ||
		!add_rows(view, "desk", &rows, &err) || !add_rows(view, "returned", &rows, &err) ||
		!add_rows(view, "drafts", &rows, &err))
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
	desk_release(&view->desk);
	rows_release(&view->rows);
	view->desk = desk;
	view->rows = rows;
}

static void draw_number(
	struct grid *grid, int row, int col, enum style style, int n, const char *what)
{
	char *s = n > 0 ? xasprintf("%d %s", n, what) : xstrdup("");

	grid_put(grid, row, col, 16, style, s);
	free(s);
}

static void draw_queue(
	struct grid *grid, struct rect rect, const struct desk_line *line, bool is_current)
{
	enum style style = is_current      ? STYLE_SELECTED
			   : line->n == 0  ? STYLE_DIM
			   : line->is_mine ? STYLE_HEADING
					   : STYLE_TEXT;
	int col = rect.col + 2, names = rect.cols < NARROW ? NAME_NARROW : NAME_COLS;
	char *n = xasprintf("%d", line->n);

	grid_fill(grid, rect, is_current ? STYLE_SELECTED : STYLE_TEXT);
	if (is_current)
		grid_put(grid, rect.row, rect.col, 1, style, grid_mark(grid, MARK_CURSOR));
	grid_cut(grid, rect.row, col, names - 1, style, line->name);
	grid_right(grid, rect.row, col + names, COUNT_COLS, style, n);
	col += names + COUNT_COLS + 3;
	draw_number(grid, rect.row, col, is_current ? style : STYLE_LATE, line->overdue, _("late"));
	draw_number(grid, rect.row, col + 12, is_current ? style : STYLE_SOON, line->due_soon,
		_("within 7 days"));
	if (is_current)
		grid_cursor(grid, rect.row, rect.col);
	free(n);
}

/* What stands on one line of the desk; the blank lines and headings between are no choices. */
static int draw_papers(struct desk_view *view, struct grid *grid, struct rect area, int row)
{
	const struct app *app = view->base.app;
	int queues = (int)view->desk.n, rows = area.row + area.rows - row - 2;
	int first = view->list.cursor - queues - rows + 1;

	grid_put(grid, row, area.col + 1, area.cols - 2, STYLE_HEADING, _("Needs you first"));
	if (view->rows.n == 0) {
		grid_wrap(grid, (struct rect){row + 1, area.col + 2, 2, area.cols - 4}, STYLE_DIM,
			session_may_begin(app->session, NULL)
				? _("Nothing waits for you. n begins a "
				    "paper, / finds one, S shows the "
				    "figures.")
				: _("Nothing waits for you. / finds a "
				    "paper, S shows the figures."));
		return row + 2;
	}
	rowline_head(app, grid, (struct rect){row + 1, area.col, 1, area.cols});
	if (first < 0)
		first = 0;
	for (int i = 0; i < rows && first + i < (int)view->rows.n; i++)
		rowline_draw(app, grid, (struct rect){row + 2 + i, area.col, 1, area.cols},
			&view->rows.v[first + i],
			queues + first + i == view->list.cursor ? ROW_CURRENT : 0);
	return row + 2 + rows;
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct desk_view *view = (struct desk_view *)base;
	int queues = (int)view->desk.n, row = area.row, seen = area.rows - 9, top = 0;

	grid_cut(grid, row++, area.col + 1, area.cols - 2, STYLE_DIM,
		_("Arrows and Enter open a queue or a paper, ? shows the keys, : the commands"));
	grid_put(grid, row++, area.col + 1, area.cols - 2, STYLE_HEADING, _("My queues"));
	list_fit(&view->list, queues + (int)view->rows.n, area.rows - 4);
	if (seen < 4)
		seen = 4;
	if (seen > queues)
		seen = queues;
	if (view->list.cursor >= seen)
		top = (view->list.cursor < queues ? view->list.cursor : queues - 1) - seen + 1;
	for (int i = 0; i < seen; i++)
		draw_queue(grid, (struct rect){row++, area.col, 1, area.cols},
			&view->desk.lines[top + i], top + i == view->list.cursor);
	draw_papers(view, grid, area, row + 1);
	if (view->list.n == 0)
		grid_cursor(grid, area.row + 1, area.col);
}

static const struct row *paper(struct desk_view *view)
{
	int i = view->list.cursor - (int)view->desk.n;

	return i >= 0 && i < (int)view->rows.n ? &view->rows.v[i] : NULL;
}

static void open_line(struct desk_view *view)
{
	struct app *app = view->base.app;
	const struct row *row = paper(view);

	if (row != NULL)
		view_document(app, row->id, NULL);
	else if (view->list.cursor < (int)view->desk.n)
		view_papers(app, view->desk.lines[view->list.cursor].queue, NULL,
			view->desk.lines[view->list.cursor].name);
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct desk_view *view = (struct desk_view *)base;
	const struct row *row = paper(view);
	struct app *app = base->app;

	if (list_command(&view->list, id))
		return true;
	if (id == CMD_OPEN)
		open_line(view);
	else if (id == CMD_NEW)
		view_new_paper(app);
	else if (id == CMD_ACT_ROW && row != NULL)
		view_acts(app, row->id, NULL);
	else if (id == CMD_EDIT && row != NULL)
		view_edit_paper(app, row->id);
	else if (id == CMD_MARK && row != NULL)
		view_mark(app, row->id);
	else if (id == CMD_ACT_ROW || id == CMD_EDIT || id == CMD_MARK)
		app_say(app, LEVEL_NOTE, _("First put the cursor on a paper"));
	else
		return false;
	return true;
}

static char *title(struct tui_view *base)
{
	(void)base;
	return xstrdup(_("Desk"));
}

static char *status(struct tui_view *base)
{
	const struct desk_view *view = (struct desk_view *)base;
	int mine = 0;
	char day[DAY_SIZE];

	for (size_t i = 0; i < view->desk.n; i++) {
		if (view->desk.lines[i].is_mine)
			mine += view->desk.lines[i].n;
	}
	return xasprintf(_("%s   waiting for you: %d"),
		day_format(session_today(base->app->session), day), mine);
}

static void close(struct tui_view *base)
{
	struct desk_view *view = (struct desk_view *)base;

	desk_release(&view->desk);
	rows_release(&view->rows);
}

static const enum command_id bar[] = {CMD_OPEN, CMD_NEW, CMD_SEARCH, CMD_PERSON, CMD_HELP,
	CMD_PALETTE, CMD_QUIT, CMD_FIGURES, CMD_HISTORY, CMD_LANGUAGE, CMD_NONE};

static const struct view_ops desk_ops = {
	.name = "desk",
	.scopes = SCOPE_DESK | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.closed = papers_closed,
	.refresh = refresh,
	.close = close,
};

void view_desk(struct app *app)
{
	struct tui_view *view = view_new(sizeof(struct desk_view), &desk_ops, app);

	app_push(app, view);
	refresh(view);
}
