/* SPDX-License-Identifier: MIT */
/* The desk: my queues with their counts, and below them the papers: what needs me now,
 * the nearest end first, what came back and why, and what I wait for. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/filters.h"
#include "tui/rowline.h"
#include "tui/say.h"
#include "tui/views.h"

enum {
	FIRST_PAPERS = 30,
	NAME_COLS = 34,
	NAME_NARROW = 22,
	NARROW = 76,
	COUNT_COLS = 6,
	NUMBER_COLS = 16
};

/* Why a paper is on the desk. */
enum part { PART_QUEUES, PART_SECOND, PART_NOW, PART_BACK, PART_WAITING, PART_COUNT };

static const char *const part_titles[] = {
	[PART_QUEUES] = N_("My queues"),
	[PART_SECOND] = N_("Begun by others, you confirm"),
	[PART_NOW] = N_("Needs you now"),
	[PART_BACK] = N_("Came back to you, and why"),
	[PART_WAITING] = N_("You wait for"),
};

/* A line of the desk: a heading, one of the queues, or a paper. */
struct desk_item {
	enum part part;
	int at; /* in its part; -1: the heading, -2: a blank line */
};

struct desk_view {
	struct tui_view base;
	struct desk desk;
	struct rows rows[PART_COUNT];
	struct desk_item *items; /* owns */
	size_t n;
	struct list list; /* over the items; its cursor is never on a heading */
	int number; /* of a queue: 0 all, 1 late, 2 within 7 days */
	char *unwitnessed; /* owns; or NULL */
};

/* ---- what stands there
 * ------------------------------------------------------------------------------------- */

/* Adds a queue's first rows to rows. */
static bool add_rows(struct app *app, const char *queue, struct rows *rows, struct err *err)
{
	struct query query = {.due_before = DAY_NONE, .due_from = DAY_NONE};
	struct rows more = {0};
	bool ok = session_queue(app->session, queue, &query, err);

	query.order = ORDER_DUE;
	query.limit = FIRST_PAPERS;
	ok = ok && session_list(app->session, &query, &more, err);
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

/* The nearest end of a term first; what has no term, last. */
static int by_due(const void *a, const void *b)
{
	const struct row *left = a, *right = b;

	if ((left->due == DAY_NONE) != (right->due == DAY_NONE))
		return left->due == DAY_NONE ? 1 : -1;
	if (left->due != right->due)
		return left->due < right->due ? -1 : 1;
	if (left->due_at != right->due_at) /* a minute is before the end of its day */
		return right->due_at == 0 || (left->due_at != 0 && left->due_at < right->due_at)
			       ? -1
			       : 1;
	return strcmp(left->id, right->id);
}

static void add_item(struct desk_view *view, enum part part, int at)
{
	GROW(view->items, view->n);
	view->items[view->n++] = (struct desk_item){part, at};
}

static void make_items(struct desk_view *view)
{
	view->n = 0;
	free(view->items);
	view->items = NULL;
	add_item(view, PART_QUEUES, -1);
	for (size_t i = 0; i < view->desk.n; i++)
		add_item(view, PART_QUEUES, (int)i);
	for (int part = PART_SECOND; part < PART_COUNT; part++) {
		if (view->rows[part].n == 0)
			continue;
		add_item(view, (enum part)part, -2);
		add_item(view, (enum part)part, -1);
		for (size_t i = 0; i < view->rows[part].n; i++)
			add_item(view, (enum part)part, (int)i);
	}
}

static bool is_stop(const struct desk_view *view, int i)
{
	return i >= 0 && i < (int)view->n && view->items[i].at >= 0;
}

/* Off a heading, onwards in a direction, or back where nothing follows. */
static void settle(struct desk_view *view, int step)
{
	int at = view->list.cursor;

	while (at >= 0 && at < (int)view->n && !is_stop(view, at))
		at += step;
	for (at = is_stop(view, at) ? at : view->list.cursor; at > 0 && !is_stop(view, at);)
		at--;
	while (at < (int)view->n && !is_stop(view, at))
		at++;
	view->list.cursor = is_stop(view, at) ? at : 0;
}

static const struct row *paper(const struct desk_view *view)
{
	const struct desk_item *item =
		is_stop(view, view->list.cursor) ? &view->items[view->list.cursor] : NULL;

	return item != NULL && item->part != PART_QUEUES ? &view->rows[item->part].v[item->at]
							 : NULL;
}

/* The paper the cursor was on stays under it. */
static void find(struct desk_view *view, const char *id)
{
	for (size_t i = 0; id != NULL && i < view->n; i++) {
		const struct desk_item *item = &view->items[i];

		if (item->part != PART_QUEUES && item->at >= 0 &&
			strcmp(view->rows[item->part].v[item->at].id, id) == 0)
			view->list.cursor = (int)i;
	}
}

static void put(struct desk_view *view, const struct desk *desk, const struct rows *rows)
{
	desk_release(&view->desk);
	view->desk = *desk;
	free(view->unwitnessed);
	view->unwitnessed = session_unwitnessed(view->base.app->session);
	for (int part = 0; part < PART_COUNT; part++) {
		rows_release(&view->rows[part]);
		view->rows[part] = rows[part];
		if (rows[part].n > 0)
			qsort(rows[part].v, rows[part].n, sizeof(*rows[part].v), by_due);
	}
}

static bool load(struct app *app, struct desk *desk, struct rows *rows, struct err *err)
{
	bool ok;

	busy_begin(app);
	ok = session_desk(app->session, desk, err) &&
	     add_rows(app, "second", &rows[PART_SECOND], err) &&
	     add_rows(app, "desk", &rows[PART_NOW], err) &&
	     add_rows(app, "drafts", &rows[PART_NOW], err) &&
	     add_rows(app, "returned", &rows[PART_BACK], err) &&
	     add_rows(app, "waiting", &rows[PART_WAITING], err);
	busy_end(app);
	return ok;
}

/* What cannot be read leaves what stands there. */
static void refresh(struct tui_view *base)
{
	struct desk_view *view = (struct desk_view *)base;
	const struct row *row = paper(view);
	char *id = row != NULL ? xstrdup(row->id) : NULL;
	struct desk desk = {0};
	struct rows rows[PART_COUNT] = {0};
	struct err err;

	if (load(base->app, &desk, rows, &err)) {
		put(view, &desk, rows);
	} else {
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
		desk_release(&desk);
		for (int part = 0; part < PART_COUNT; part++)
			rows_release(&rows[part]);
	}
	make_items(view);
	find(view, id);
	settle(view, 1);
	free(id);
}

/* ---- drawing
 * -----------------------------------------------------------------------------------------------
 */

static int number_of(const struct desk_line *line, int number)
{
	return number == 0 ? line->n : number == 1 ? line->overdue : line->due_soon;
}

/* One number of a queue's line; the one that Enter opens is marked. */
static void draw_number(struct desk_view *view, struct grid *grid, struct rect rect,
	const struct desk_line *line, int number)
{
	static const enum style styles[] = {STYLE_TEXT, STYLE_LATE, STYLE_SOON};
	bool is_here = view->items[view->list.cursor].part == PART_QUEUES &&
		       &view->desk.lines[view->items[view->list.cursor].at] == line;
	int n = number_of(line, number);
	enum style style = !is_here                 ? styles[number]
			   : number == view->number ? STYLE_MATCH
						    : STYLE_SELECTED;
	char *text;

	if (n == 0 && number > 0)
		return;
	text = number == 0   ? xasprintf("%d", n)
	       : number == 1 ? xasprintf(_("%d late"), n)
			     : xasprintf(_("%d within 7 days"), n);
	if (number == 0)
		grid_right(grid, rect.row, rect.col, rect.cols, style, text);
	else
		grid_cut(grid, rect.row, rect.col, rect.cols, style, text);
	free(text);
}

static void draw_queue(struct desk_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct desk_item *here = &view->items[view->list.cursor];
	const struct desk_line *line = &view->desk.lines[i];
	bool is_current = here->part == PART_QUEUES && here->at == i;
	enum style style = is_current      ? STYLE_SELECTED
			   : line->n == 0  ? STYLE_DIM
			   : line->is_mine ? STYLE_HEADING
					   : STYLE_TEXT;
	int col = rect.col + 2, names = rect.cols < NARROW ? NAME_NARROW : NAME_COLS;

	grid_fill(grid, rect, is_current ? STYLE_SELECTED : STYLE_TEXT);
	if (is_current) {
		grid_put(grid, rect.row, rect.col, 1, style, grid_mark(grid, MARK_CURSOR));
		grid_cursor(grid, rect.row, rect.col);
	}
	grid_cut(grid, rect.row, col, names - 1, style, line->name);
	col += names;
	draw_number(view, grid, (struct rect){rect.row, col, 1, COUNT_COLS}, line, 0);
	col += COUNT_COLS + 3;
	draw_number(view, grid, (struct rect){rect.row, col, 1, NUMBER_COLS - 5}, line, 1);
	draw_number(view, grid, (struct rect){rect.row, col + 12, 1, NUMBER_COLS}, line, 2);
}

static void draw_item(struct desk_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct desk_item *item = &view->items[i];

	if (item->at == -1)
		grid_put(grid, rect.row, rect.col + 1, rect.cols - 2, STYLE_HEADING,
			_(part_titles[item->part]));
	else if (item->at >= 0 && item->part == PART_QUEUES)
		draw_queue(view, grid, rect, item->at);
	else if (item->at >= 0)
		rowline_draw(view->base.app, grid, rect, &(struct columns){0},
			&view->rows[item->part].v[item->at],
			(i == view->list.cursor ? ROW_CURRENT : 0) |
				(item->part == PART_WAITING ? ROW_WAITING : 0) |
				(item->part == PART_SECOND ? ROW_BEGUN : 0));
}

/* What a person without a paper may begin with. */
static const char *nothing(const struct session *session)
{
	if (session_administers(session))
		return _(
			"Nothing waits for you. {office} shows people, keys, units and the rules, "
			"{act} changes them there; {reports}, then health, says how the store is.");
	return session_may_begin(session, NULL)
		       ? _("Nothing waits for you. {new} begins a paper, {search} finds one, "
			   "{figures} shows the figures.")
		       : _("Nothing waits for you. {search} finds a paper, {figures} shows the "
			   "figures.");
}

static void draw_nothing(const struct app *app, struct grid *grid, struct rect rect)
{
	char *hint = app_hint(app, nothing(app->session));

	grid_wrap(grid, rect, STYLE_DIM, hint);
	free(hint);
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct desk_view *view = (struct desk_view *)base;
	struct rect rows = {area.row + 1, area.col, area.rows - 1, area.cols};
	int used;

	grid_cut(grid, area.row, area.col + 1, area.cols - 2, STYLE_DIM,
		_("Arrows and Enter open a queue or a paper, ? shows the keys, : the commands"));
	list_fit(&view->list, (int)view->n, rows.rows);
	/* The heading over the first line is seen with it. */
	if (view->list.top > 0 && view->list.cursor == view->list.top &&
		!is_stop(view, view->list.cursor - 1))
		view->list.top--;
	for (int i = 0; i < rows.rows && view->list.top + i < view->list.n; i++)
		draw_item(view, grid, (struct rect){rows.row + i, rows.col, 1, rows.cols},
			view->list.top + i);
	used = (int)view->n - view->list.top;
	if (view->rows[PART_SECOND].n == 0 && view->rows[PART_NOW].n == 0 &&
		view->rows[PART_BACK].n == 0 && used + 3 < rows.rows)
		draw_nothing(base->app, grid,
			(struct rect){rows.row + used + 1, area.col + 2, 2, area.cols - 4});
	if (!is_stop(view, view->list.cursor))
		grid_cursor(grid, area.row + 1, area.col);
}

/* ---- commands
 * ---------------------------------------------------------------------------------------------- */

static void open_line(struct desk_view *view)
{
	struct app *app = view->base.app;
	const struct row *row = paper(view);
	const struct desk_line *line;

	if (row != NULL) {
		view_document(app, row->id, NULL);
	} else if (is_stop(view, view->list.cursor)) {
		line = &view->desk.lines[view->items[view->list.cursor].at];
		view_queue(app, line->queue,
			number_of(line, view->number) > 0 ? (size_t)view->number : FILTER_ALL);
	}
}

/* The next number of the queue's line that has papers behind it. */
static void next_number(struct desk_view *view)
{
	const struct desk_item *item = &view->items[view->list.cursor];
	int at = view->number;

	if (item->part != PART_QUEUES || item->at < 0) {
		app_say(view->base.app, LEVEL_NOTE, _("The numbers stand beside the queues"));
		return;
	}
	do {
		at = (at + 1) % 3;
	} while (at != 0 && number_of(&view->desk.lines[item->at], at) == 0);
	view->number = at;
}

static bool move(struct desk_view *view, enum command_id id)
{
	int before = view->list.cursor;

	if (!list_command(&view->list, id))
		return false;
	settle(view, view->list.cursor < before ? -1 : 1);
	if (view->list.cursor != before)
		view->number = 0;
	return true;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct desk_view *view = (struct desk_view *)base;
	const struct row *row = paper(view);
	struct app *app = base->app;

	if (move(view, id))
		return true;
	if (id == CMD_OPEN)
		open_line(view);
	else if (id == CMD_NEXT_NUMBER)
		next_number(view);
	else if (id == CMD_NEW)
		view_new_paper(app);
	else if (id == CMD_NOTICE)
		view_tasks(app);
	else if (id == CMD_UNDO_IMPORT)
		ask_import(app);
	else if (id == CMD_ACT_ROW && row != NULL)
		view_acts(app, row->id, NULL);
	else if (id == CMD_EDIT && row != NULL)
		view_edit_paper(app, row->id);
	else if (id == CMD_MARK && row != NULL)
		view_mark(app, row->id, NULL);
	else if (id == CMD_ACT_ROW || id == CMD_EDIT || id == CMD_MARK)
		app_say(app, LEVEL_NOTE, _("First put the cursor on a paper"));
	else
		return false;
	return true;
}

static bool click(struct tui_view *base, int row, int col)
{
	struct desk_view *view = (struct desk_view *)base;
	int at = view->list.top + row - 2; /* below the header and the hint */

	(void)col;
	if (row < 2 || row - 2 >= view->list.rows || !is_stop(view, at))
		return false;
	if (view->list.cursor == at)
		app_command(base->app, CMD_OPEN);
	else
		view->number = 0;
	view->list.cursor = at;
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
	day_format(session_today(base->app->session), day);
	if (view->unwitnessed == NULL)
		return xasprintf(_("%s   waiting for you: %d"), day, mine);
	return xasprintf(_("%s   waiting for you: %d   %s"), day, mine, view->unwitnessed);
}

static void close(struct tui_view *base)
{
	struct desk_view *view = (struct desk_view *)base;

	free(view->unwitnessed);
	desk_release(&view->desk);
	for (int part = 0; part < PART_COUNT; part++)
		rows_release(&view->rows[part]);
	free(view->items);
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
	.click = click,
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
