/* SPDX-License-Identifier: MIT */
/* The figures: a line a unit and state, a column an attribute, with the sums; Enter opens the list
 * behind a number. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/say.h"
#include "tui/views.h"

enum { ATTRIBUTES_MAX = 6, NUMBER_COLS = 12, STATE_COLS = 18 };

struct figures_line {
	const char *unit, *kind, *state; /* borrowed from the figures; unit NULL: the sum of all */
	int n[ATTRIBUTES_MAX + 1]; /* by attribute; the last: not marked */
	int total, overdue;
};

struct figures_view {
	struct tui_view base;
	struct figures figures;
	struct figures_line *lines; /* owns; the last one is the sum */
	size_t n;
	struct list list;
	int column; /* 0: all attributes */
};

static int attributes(const struct figures_view *view)
{
	int n = (int)app_office(view->base.app)->pack->attribute_count;

	return n < ATTRIBUTES_MAX ? n : ATTRIBUTES_MAX;
}

static int slot(const struct figures_view *view, const char *attribute)
{
	const struct pack *pack = app_office(view->base.app)->pack;

	for (int i = 0; i < attributes(view); i++) {
		if (attribute != NULL && strcmp(pack->attributes[i].code, attribute) == 0)
			return i;
	}
	return ATTRIBUTES_MAX;
}

static struct figures_line *line_for(struct figures_view *view, const struct status_count *count)
{
	struct figures_line *last = view->n > 0 ? &view->lines[view->n - 1] : NULL;

	if (last != NULL && str_eq(last->unit, count->unit) && str_eq(last->state, count->state) &&
		str_eq(last->kind, count->kind))
		return last;
	GROW(view->lines, view->n);
	last = &view->lines[view->n++];
	*last = (struct figures_line){
		.unit = count->unit, .kind = count->kind, .state = count->state};
	return last;
}

static void add(struct figures_line *line, int at, const struct status_count *count)
{
	line->n[at] += count->n;
	line->total += count->n;
	line->overdue += count->overdue;
}

static void make_lines(struct figures_view *view)
{
	struct figures_line sum = {0};

	free(view->lines);
	view->lines = NULL;
	view->n = 0;
	for (size_t i = 0; i < view->figures.counts.n; i++) {
		const struct status_count *count = &view->figures.counts.v[i];

		add(line_for(view, count), slot(view, count->attribute), count);
		add(&sum, slot(view, count->attribute), count);
	}
	GROW(view->lines, view->n);
	view->lines[view->n++] = sum;
}

static void refresh(struct tui_view *base)
{
	struct figures_view *view = (struct figures_view *)base;
	struct figures figures = {0};
	struct err err;

	if (!session_status(base->app->session, NULL, DAY_NONE, DAY_NONE, &figures, &err)) {
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
		return;
	}
	figures_release(&view->figures);
	view->figures = figures;
	make_lines(view);
}

/* ---- drawing
 * -------------------------------------------------------------------------------------------- */

static const char *column_title(const struct figures_view *view, int column)
{
	const struct pack *pack = app_office(view->base.app)->pack;

	if (column == 0)
		return _("All");
	if (column <= attributes(view))
		return name_get(&pack->attributes[column - 1].name);
	return column == attributes(view) + 1 ? _("not marked") : _("late");
}

static int value(const struct figures_view *view, const struct figures_line *line, int column)
{
	if (column == 0)
		return line->total;
	if (column <= attributes(view))
		return line->n[column - 1];
	return column == attributes(view) + 1 ? line->n[ATTRIBUTES_MAX] : line->overdue;
}

static int columns(const struct figures_view *view)
{
	return attributes(view) + 3;
}

static int width_of(const struct figures_view *view, struct rect rect)
{
	int room = (rect.cols - STATE_COLS - 14) / columns(view);

	return room < 7 ? 7 : room > NUMBER_COLS ? NUMBER_COLS : room;
}

static void draw_line(struct figures_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct office *office = app_office(view->base.app);
	const struct figures_line *line = &view->lines[i];
	bool is_current = i == view->list.cursor, is_sum = line->unit == NULL;
	int width = width_of(view, rect), names = rect.cols - columns(view) * width - 2;
	int col = rect.col + 2 + names;
	bool repeats = i > view->list.top && !is_sum && str_eq(view->lines[i - 1].unit, line->unit);
	enum style style = is_sum ? STYLE_HEADING : STYLE_TEXT;

	if (is_current)
		grid_put(grid, rect.row, rect.col, 1, STYLE_HEADING, grid_mark(grid, MARK_CURSOR));
	if (!repeats)
		grid_cut(grid, rect.row, rect.col + 2, names - STATE_COLS, STYLE_HEADING,
			is_sum ? _("Sum") : label_unit(office, line->unit));
	grid_cut(grid, rect.row, col - STATE_COLS, STATE_COLS - 1, style,
		is_sum ? "" : label_state(office, line->kind, line->state));
	for (int c = 0; c < columns(view); c++, col += width) {
		int n = value(view, line, c);
		char *s = n > 0 ? xasprintf("%d", n) : xstrdup(grid_mark(grid, MARK_DOT));
		bool is_cell = is_current && c == view->column;
		enum style cell = is_cell                  ? STYLE_SELECTED
				  : n == 0                 ? STYLE_DIM
				  : c == columns(view) - 1 ? STYLE_LATE
							   : style;

		if (is_cell)
			grid_fill(grid, (struct rect){rect.row, col, 1, width}, STYLE_SELECTED);
		grid_right(grid, rect.row, col, width - 1, cell, s);
		if (is_cell)
			grid_cursor(grid, rect.row, col + width - 2);
		free(s);
	}
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct figures_view *view = (struct figures_view *)base;
	int width = width_of(view, area), col = area.cols - columns(view) * width;

	grid_put(grid, area.row, 2, 12, STYLE_LABEL, _("Unit"));
	grid_put(grid, area.row, col - STATE_COLS, STATE_COLS, STYLE_LABEL, _("State"));
	for (int c = 0; c < columns(view); c++, col += width)
		grid_right(grid, area.row, col, width - 1, STYLE_LABEL, column_title(view, c));
	list_fit(&view->list, (int)view->n, area.rows - 1);
	for (int i = 0; i < view->list.rows && view->list.top + i < view->list.n; i++)
		draw_line(view, grid, (struct rect){area.row + 1 + i, area.col, 1, area.cols},
			view->list.top + i);
}

/* ---- the list behind a number
 * ------------------------------------------------------------------------------ */

static void open_cell(struct figures_view *view)
{
	struct app *app = view->base.app;
	const struct pack *pack = app_office(app)->pack;
	const struct figures_line *line = &view->lines[view->list.cursor];
	struct str query = {0};

	if (value(view, line, view->column) == 0) {
		app_say(app, LEVEL_NOTE, _("There is no paper behind this"));
		return;
	}
	if (line->unit != NULL)
		str_addf(&query, "in:%s state:%s ", line->unit, line->state);
	if (view->column > 0 && view->column <= attributes(view))
		str_addf(&query, "attribute:%s", pack->attributes[view->column - 1].code);
	else if (view->column == attributes(view) + 1)
		str_add(&query, "attribute:none");
	else if (view->column == columns(view) - 1)
		str_add(&query, "due:overdue");
	view_papers(app, NULL, str_get(&query),
		line->state != NULL ? label_state(app_office(app), line->kind, line->state)
				    : column_title(view, view->column));
	str_release(&query);
}

static bool type(struct tui_view *base, int key)
{
	struct figures_view *view = (struct figures_view *)base;

	if (key == K_RIGHT || key == 'l' || key == K_TAB)
		view->column = (view->column + 1) % columns(view);
	else if (key == K_LEFT || key == 'h' || key == K_BACK_TAB)
		view->column = (view->column + columns(view) - 1) % columns(view);
	else
		return false;
	return true;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct figures_view *view = (struct figures_view *)base;

	if (list_command(&view->list, id))
		return true;
	if (id != CMD_OPEN)
		return false;
	if (view->list.cursor < (int)view->n)
		open_cell(view);
	return true;
}

static char *title(struct tui_view *base)
{
	(void)base;
	return xstrdup(_("Figures"));
}

static char *status(struct tui_view *base)
{
	const struct figures_view *view = (struct figures_view *)base;

	return xasprintf(
		_("%d papers, %d late; arrows choose a number, Enter opens the papers behind it"),
		view->figures.total, view->figures.overdue);
}

static void remember(struct tui_view *base, struct strv *parts)
{
	(void)base;
	(void)parts;
}

static void close(struct tui_view *base)
{
	struct figures_view *view = (struct figures_view *)base;

	figures_release(&view->figures);
	free(view->lines);
}

static const enum command_id bar[] = {
	CMD_OPEN, CMD_UP, CMD_DOWN, CMD_REFRESH, CMD_BACK, CMD_HELP, CMD_PALETTE, CMD_NONE};

static const struct view_ops figures_ops = {
	.name = "figures",
	.scopes = SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.refresh = refresh,
	.remember = remember,
	.close = close,
};

void view_figures(struct app *app)
{
	struct tui_view *view = view_new(sizeof(struct figures_view), &figures_ops, app);

	app_push(app, view);
	refresh(view);
}
