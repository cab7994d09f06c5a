/* SPDX-License-Identifier: MIT */
/* The figures: a line a unit and state, a column an attribute, with the sums; Enter opens the list
 * behind a number. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/glyph.h"
#include "tui/say.h"
#include "tui/views.h"

enum {
	ATTRIBUTES_MAX = 6,
	NUMBER_COLS = 12,
	NUMBER_LEAST = 7,
	NUMBERS_MAX = ATTRIBUTES_MAX + 3,
	STATE_COLS = 18,
	UNIT_LEAST = 12,
	LEFT = 2
};

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
	int first; /* the first column shown */
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
	bool ok;

	busy_begin(base->app);
	ok = session_status(base->app->session, NULL, DAY_NONE, DAY_NONE, &figures, &err);
	busy_end(base->app);
	if (!ok) {
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

/* Where the numbers stand: count columns from the first one shown, each so wide, with the names of
 * the states before them. */
struct numbers {
	int first, count, col, state_cols;
	int widths[NUMBERS_MAX];
};

static int state_cols(const struct figures_view *view)
{
	int most = glyph_width(_("State"));

	for (size_t i = 0; i < view->n; i++) {
		const struct figures_line *line = &view->lines[i];
		int width = line->unit == NULL ? 0
					       : glyph_width(label_state(app_office(view->base.app),
							 line->kind, line->state));

		most = width > most ? width : most;
	}
	return most + 2 < STATE_COLS ? most + 2 : STATE_COLS;
}

/* Each as wide as its title; whether there is room for all of them. */
static bool fit_titles(const struct figures_view *view, struct numbers *numbers, int room)
{
	for (int c = 0; c < columns(view); c++) {
		int width = glyph_width(column_title(view, c)) + 2;

		numbers->widths[c] = width < NUMBER_LEAST ? NUMBER_LEAST : width;
		room -= numbers->widths[c];
	}
	return room >= 0;
}

static bool are_narrower(const struct figures_view *view, const struct numbers *numbers, int width)
{
	for (int c = 0; c < columns(view); c++) {
		if (numbers->widths[c] > width)
			return false;
	}
	return true;
}

static int sum_of(const struct numbers *numbers)
{
	int sum = 0;

	for (int c = 0; c < numbers->count; c++)
		sum += numbers->widths[c];
	return sum;
}

/* All of them, equally wide where the titles let them, else as their titles are; else as many as
 * leave room for the names, the one under the cursor among them. */
static struct numbers numbers_of(struct figures_view *view, struct rect rect)
{
	int all = columns(view);
	struct numbers numbers = {.count = all, .state_cols = state_cols(view)};
	int room = rect.cols - LEFT - UNIT_LEAST - numbers.state_cols, width = room / all;
	bool is_whole = fit_titles(view, &numbers, room);

	width = width > NUMBER_COLS ? NUMBER_COLS : width;
	if (!is_whole && width < NUMBER_LEAST) {
		width = NUMBER_LEAST;
		numbers.count = room >= NUMBER_LEAST ? room / NUMBER_LEAST : 1;
	}
	for (int c = 0; (!is_whole || are_narrower(view, &numbers, width)) && c < all; c++)
		numbers.widths[c] = width;
	if (view->first > view->column)
		view->first = view->column;
	if (view->first <= view->column - numbers.count)
		view->first = view->column - numbers.count + 1;
	if (view->first > all - numbers.count)
		view->first = all - numbers.count;
	numbers.first = view->first;
	numbers.col = rect.col + rect.cols - sum_of(&numbers);
	return numbers;
}

static void draw_number(
	struct figures_view *view, struct grid *grid, struct rect rect, int i, int column)
{
	int n = value(view, &view->lines[i], column);
	bool is_cell = i == view->list.cursor && column == view->column;
	enum style style = is_cell                       ? STYLE_SELECTED
			   : n == 0                      ? STYLE_DIM
			   : column == columns(view) - 1 ? STYLE_LATE
			   : view->lines[i].unit == NULL ? STYLE_HEADING
							 : STYLE_TEXT;
	char *s = n > 0 ? xasprintf("%d", n) : xstrdup(grid_mark(grid, MARK_DOT));

	if (is_cell)
		grid_fill(grid, rect, STYLE_SELECTED);
	grid_right(grid, rect.row, rect.col, rect.cols - 1, style, s);
	if (is_cell)
		grid_cursor(grid, rect.row, rect.col + rect.cols - 2);
	free(s);
}

static void draw_line(struct figures_view *view, struct grid *grid, struct rect rect,
	const struct numbers *numbers, int i)
{
	const struct office *office = app_office(view->base.app);
	const struct figures_line *line = &view->lines[i];
	bool is_sum = line->unit == NULL;
	bool repeats = i > view->list.top && !is_sum && str_eq(view->lines[i - 1].unit, line->unit);
	int col = numbers->col - numbers->state_cols, at = numbers->col;

	if (i == view->list.cursor)
		grid_put(grid, rect.row, rect.col, 1, STYLE_HEADING, grid_mark(grid, MARK_CURSOR));
	if (!repeats)
		grid_cut(grid, rect.row, rect.col + LEFT, col - rect.col - LEFT - 1, STYLE_HEADING,
			is_sum ? _("Sum") : label_unit(office, line->unit));
	grid_cut(grid, rect.row, col, numbers->state_cols - 1, is_sum ? STYLE_HEADING : STYLE_TEXT,
		is_sum ? "" : label_state(office, line->kind, line->state));
	for (int c = 0; c < numbers->count; at += numbers->widths[c++])
		draw_number(view, grid, (struct rect){rect.row, at, 1, numbers->widths[c]}, i,
			numbers->first + c);
}

/* The titles, and marks where more columns lie. */
static void draw_head(const struct figures_view *view, struct grid *grid, struct rect area,
	const struct numbers *numbers)
{
	int col = numbers->col;

	grid_put(grid, area.row, LEFT, UNIT_LEAST, STYLE_LABEL, _("Unit"));
	grid_put(grid, area.row, col - numbers->state_cols, numbers->state_cols, STYLE_LABEL,
		_("State"));
	for (int c = 0; c < numbers->count; col += numbers->widths[c++])
		grid_right(grid, area.row, col, numbers->widths[c] - 1, STYLE_LABEL,
			column_title(view, numbers->first + c));
	if (numbers->first > 0)
		grid_put(grid, area.row, numbers->col - 1, 1, STYLE_LABEL,
			grid_mark(grid, MARK_LEFT));
	if (numbers->first + numbers->count < columns(view))
		grid_put(grid, area.row, area.col + area.cols - 1, 1, STYLE_LABEL,
			grid_mark(grid, MARK_RIGHT));
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct figures_view *view = (struct figures_view *)base;
	const struct numbers numbers = numbers_of(view, area);

	draw_head(view, grid, area, &numbers);
	list_fit(&view->list, (int)view->n, area.rows - 1);
	for (int i = 0; i < view->list.rows && view->list.top + i < view->list.n; i++)
		draw_line(view, grid, (struct rect){area.row + 1 + i, area.col, 1, area.cols},
			&numbers, view->list.top + i);
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
