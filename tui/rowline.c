/* SPDX-License-Identifier: MIT */
#include "tui/rowline.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/say.h"

enum column {
	COLUMN_DUE,
	COLUMN_STATE,
	COLUMN_ATTRIBUTE,
	COLUMN_TITLE,
	COLUMN_NUMBER,
	COLUMN_UNIT,
	COLUMN_DRAFTER,
	COLUMN_ID
};

/* A column is there from a width on; the title takes what is left. */
static const struct {
	enum column column;
	int width, from;
	const char *title;
} columns[] = {
	{COLUMN_DUE, 10, 0, N_("Due")},
	{COLUMN_STATE, 15, 0, N_("State")},
	{COLUMN_ATTRIBUTE, 12, 0, N_("Attribute")},
	{COLUMN_TITLE, 0, 0, N_("Title")},
	{COLUMN_NUMBER, 20, 100, N_("Number")},
	{COLUMN_UNIT, 14, 120, N_("Unit")},
	{COLUMN_DRAFTER, 12, 132, N_("Drafter")},
	{COLUMN_ID, 16, 150, N_("Id")},
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns), LEFT = 2 };

static int title_width(int cols)
{
	int rest = cols - LEFT;

	for (int i = 0; i < COLUMNS; i++) {
		if (cols >= columns[i].from)
			rest -= columns[i].width;
	}
	return rest;
}

void rowline_head(const struct app *app, struct grid *grid, struct rect rect)
{
	int col = rect.col + LEFT;

	(void)app;
	for (int i = 0; i < COLUMNS; i++) {
		int width = columns[i].width > 0 ? columns[i].width : title_width(rect.cols);

		if (rect.cols < columns[i].from)
			continue;
		grid_cut(grid, rect.row, col, width - 1, STYLE_LABEL, _(columns[i].title));
		col += width;
	}
}

static const char *text_of(
	const struct app *app, const struct row *row, enum column column, char *buf)
{
	const struct office *office = app_office(app);

	switch (column) {
	case COLUMN_DUE: return say_due(session_today(app->session), row->due, buf);
	case COLUMN_STATE: return label_state(office, row->kind, row->state);
	case COLUMN_ATTRIBUTE: return say_attribute(office, row->attribute);
	case COLUMN_TITLE: return row->title != NULL && *row->title ? row->title : row->id;
	case COLUMN_NUMBER: return row->number != NULL ? row->number : "";
	case COLUMN_UNIT: return label_unit(office, row->unit);
	case COLUMN_DRAFTER: return label_person(office, row->drafter);
	case COLUMN_ID: return row->id;
	}
	return "";
}

static enum style style_of(const struct app *app, const struct row *row, enum column column)
{
	if (column == COLUMN_DUE)
		return say_due_style(session_today(app->session), row->due);
	if (column == COLUMN_ATTRIBUTE)
		return say_attribute_style(app_office(app), row->attribute);
	return STYLE_TEXT;
}

/* Why a paper came back, or with whom it is; NULL. The caller frees. */
static char *before_title(const struct app *app, const struct row *row, unsigned flags)
{
	const struct kind *kind = pack_kind(app_office(app)->pack, row->kind);
	const struct state *state = kind != NULL ? kind_state(kind, row->state) : NULL;
	char *who, *text;

	if (row->code != NULL && state != NULL && state->phase == PHASE_DRAFT)
		return xasprintf("[%s]", label_code(app_office(app), row->code));
	if ((flags & ROW_WAITING) == 0)
		return NULL;
	who = say_next(app->session, row->kind, row->state, row->unit, row->drafter);
	text = who != NULL ? xasprintf("[%s]", who) : NULL;
	free(who);
	return text;
}

static void draw_title(const struct app *app, struct grid *grid, struct rect rect,
	const struct row *row, unsigned flags)
{
	enum style style = (flags & ROW_CURRENT) != 0 ? STYLE_SELECTED : STYLE_TEXT;
	char *before = before_title(app, row, flags), buf[SAY_DUE_SIZE];
	int used = 0;

	if (before != NULL)
		used = 1 + grid_cut(grid, rect.row, rect.col, rect.cols / 2,
				   (flags & ROW_CURRENT) != 0 ? style : STYLE_SOON, before);
	free(before);
	grid_cut(grid, rect.row, rect.col + used, rect.cols - used, style,
		text_of(app, row, COLUMN_TITLE, buf));
}

void rowline_draw(const struct app *app, struct grid *grid, struct rect rect, const struct row *row,
	unsigned flags)
{
	bool is_current = (flags & ROW_CURRENT) != 0;
	enum mark mark = say_due_mark(session_today(app->session), row->due);
	int col = rect.col + LEFT;
	char buf[SAY_DUE_SIZE];

	grid_fill(grid, rect, is_current ? STYLE_SELECTED : STYLE_TEXT);
	if ((flags & ROW_SELECTED) != 0)
		grid_put(grid, rect.row, rect.col, 1, is_current ? STYLE_SELECTED : STYLE_GOOD,
			grid_mark(grid, MARK_SELECTED));
	else if (is_current)
		grid_put(grid, rect.row, rect.col, 1, STYLE_SELECTED, grid_mark(grid, MARK_CURSOR));
	if (mark != MARK_COUNT)
		grid_put(grid, rect.row, rect.col + 1, 1,
			is_current ? STYLE_SELECTED
				   : say_due_style(session_today(app->session), row->due),
			grid_mark(grid, mark));
	for (int i = 0; i < COLUMNS; i++) {
		int width = columns[i].width > 0 ? columns[i].width : title_width(rect.cols);
		enum style style =
			is_current ? STYLE_SELECTED : style_of(app, row, columns[i].column);

		if (rect.cols < columns[i].from)
			continue;
		if (columns[i].column == COLUMN_TITLE)
			draw_title(
				app, grid, (struct rect){rect.row, col, 1, width - 1}, row, flags);
		else
			grid_cut(grid, rect.row, col, width - 1, style,
				text_of(app, row, columns[i].column, buf));
		col += width;
	}
	if (is_current)
		grid_cursor(grid, rect.row, rect.col);
}
