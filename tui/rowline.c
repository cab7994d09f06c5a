/* SPDX-License-Identifier: MIT */
#include "tui/rowline.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "tui/glyph.h"
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
	{COLUMN_NUMBER, 22, 100, N_("Number")},
	{COLUMN_UNIT, 14, 120, N_("Unit")},
	{COLUMN_DRAFTER, 12, 132, N_("Drafter")},
	{COLUMN_ID, 16, 150, N_("Id")},
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns), LEFT = 2 };
/* Of one kind: how narrow the title may become for its columns, how wide what has no end is. */
enum { TITLE_LEAST = 24, TEXT_COLS = 16, CHOICE_COLS = 20, HEAD_COLS = 14 };

/* What stands on the line, from the left. */
struct place {
	enum column column;
	const struct kind_column *field; /* one of the kind's columns; NULL: the column above */
	size_t at; /* of the field, in the row */
	int width;
};
struct layout {
	struct place v[COLUMNS + KIND_COLUMNS_MAX];
	int n;
	bool has_left, has_right; /* more columns than there was room for */
};

/* The widest value that there can be, or that is worth the room. */
static int value_cols(const struct field *field)
{
	int cols = 0;

	switch (field->type) {
	case FIELD_DATE: return DAY_SIZE - 6;
	case FIELD_MOMENT: return MOMENT_SIZE - 8;
	case FIELD_FLAG: return 4;
	case FIELD_NUMBER: return field->max < 6 ? field->max : 6;
	case FIELD_CHOICE:
		for (size_t i = 0; i < field->choice_count; i++) {
			int width = glyph_width(name_get(&field->choices[i].name));

			cols = width > cols ? width : cols;
		}
		return cols < CHOICE_COLS ? cols : CHOICE_COLS;
	case FIELD_TEXT:
	case FIELD_LONG:
	case FIELD_LINK:
	case FIELD_ROW:
	case FIELD_UNITS: return TEXT_COLS;
	}
	return TEXT_COLS;
}

/* With the gap behind it. */
static int column_cols(const struct kind_column *column)
{
	int head = glyph_width(name_get(&column->field->name)), value = value_cols(column->field);

	if (column->width > 0)
		return column->width + 1;
	head = head < HEAD_COLS ? head : HEAD_COLS;
	return (value > head ? value : head) + 1;
}

static void add_place(struct layout *layout, struct place place)
{
	layout->v[layout->n++] = place;
}

/* The day, the state, the kind's columns as far as there is room, the title. */
static struct layout layout_of_kind(const struct kind *kind, int cols)
{
	struct layout layout = {0};
	int rest = cols - LEFT;

	for (int i = 0; i < COLUMNS; i++) {
		if (columns[i].column != COLUMN_DUE && columns[i].column != COLUMN_STATE &&
			(kind->is_register || columns[i].column != COLUMN_ATTRIBUTE))
			continue;
		add_place(&layout,
			(struct place){.column = columns[i].column, .width = columns[i].width});
		rest -= columns[i].width;
	}
	for (size_t i = 0; i < kind->column_count; i++) {
		int width = column_cols(&kind->columns[i]);

		if (rest - width < TITLE_LEAST)
			continue;
		add_place(&layout,
			(struct place){.field = &kind->columns[i], .at = i, .width = width});
		rest -= width;
	}
	add_place(&layout, (struct place){.column = COLUMN_TITLE, .width = rest});
	return layout;
}

/* As much as the width has room for, the columns that matter most first. */
static struct layout layout_of_start(const struct kind *kind, int cols)
{
	struct layout layout = {0};
	int rest = cols - LEFT;

	if (kind != NULL && kind->column_count > 0)
		return layout_of_kind(kind, cols);
	for (int i = 0; i < COLUMNS; i++) {
		if (cols < columns[i].from)
			continue;
		add_place(&layout,
			(struct place){.column = columns[i].column, .width = columns[i].width});
		rest -= columns[i].width;
	}
	for (int i = 0; i < layout.n; i++) {
		if (layout.v[i].width == 0)
			layout.v[i].width = rest;
	}
	return layout;
}

/* All there are, in order; those of the kind before the title, whose width is not set. */
static struct layout layout_of_all(const struct kind *kind)
{
	struct layout layout = {0};

	for (int i = 0; i < COLUMNS; i++) {
		if (kind != NULL && kind->is_register && columns[i].column == COLUMN_ATTRIBUTE)
			continue;
		for (size_t k = 0;
			columns[i].column == COLUMN_TITLE && kind != NULL && k < kind->column_count;
			k++)
			add_place(&layout, (struct place){.field = &kind->columns[k],
						   .at = k,
						   .width = column_cols(&kind->columns[k])});
		add_place(&layout,
			(struct place){.column = columns[i].column, .width = columns[i].width});
	}
	return layout;
}

/* The day and the title stay; of the others the first ones are left out, and what there is no room
 * for behind them. */
static struct layout layout_of(const struct columns *shown, int cols)
{
	const struct layout all = layout_of_all(shown->kind);
	struct layout layout = layout_of_start(shown->kind, cols);
	int rest = cols - LEFT - columns[0].width - TITLE_LEAST, skip = shown->shift;

	if (skip == 0) {
		layout.has_right = layout.n < all.n;
		return layout;
	}
	layout = (struct layout){.has_left = true};
	for (int i = 0; i < all.n; i++) {
		const struct place *place = &all.v[i];
		bool stays = place->field == NULL &&
			     (place->column == COLUMN_DUE || place->column == COLUMN_TITLE);

		if (!stays && skip > 0) {
			skip--;
			continue;
		}
		layout.has_right |= !stays && rest < place->width;
		if (!stays && layout.has_right)
			continue;
		add_place(&layout, *place);
		rest -= stays ? 0 : place->width;
	}
	for (int i = 0; i < layout.n; i++) {
		if (layout.v[i].width == 0)
			layout.v[i].width = TITLE_LEAST + (rest > 0 ? rest : 0);
	}
	return layout;
}

static const char *head_of(const struct place *place)
{
	if (place->field != NULL)
		return name_get(&place->field->field->name);
	for (int i = 0; i < COLUMNS; i++) {
		if (columns[i].column == place->column)
			return _(columns[i].title);
	}
	return "";
}

void rowline_head(struct grid *grid, struct rect rect, const struct columns *shown)
{
	struct layout layout = layout_of(shown, rect.cols);
	int col = rect.col + LEFT;

	for (int i = 0; i < layout.n; i++) {
		grid_cut(grid, rect.row, col, layout.v[i].width - 1, STYLE_LABEL,
			head_of(&layout.v[i]));
		col += layout.v[i].width;
	}
	if (layout.has_left)
		grid_put(grid, rect.row, rect.col, 1, STYLE_LABEL, grid_mark(grid, MARK_LEFT));
	if (layout.has_right)
		grid_put(grid, rect.row, rect.col + rect.cols - 1, 1, STYLE_LABEL,
			grid_mark(grid, MARK_RIGHT));
}

bool rowline_has_right(const struct columns *shown, int cols)
{
	return layout_of(shown, cols).has_right;
}

static const char *text_of(
	const struct app *app, const struct row *row, enum column column, char *buf)
{
	const struct office *office = app_office(app);

	switch (column) {
	case COLUMN_DUE: return say_due(session_now(app->session), due_of_row(row), buf);
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
		return say_due_style(session_now(app->session), due_of_row(row));
	if (column == COLUMN_ATTRIBUTE)
		return say_attribute_style(app_office(app), row->attribute);
	return STYLE_TEXT;
}

/* Why a paper came back, with whom it is, or what somebody began; NULL. The caller frees. */
static char *before_title(const struct app *app, const struct row *row, unsigned flags)
{
	const struct kind *kind = pack_kind(app_office(app)->pack, row->kind);
	const struct state *state = kind != NULL ? kind_state(kind, row->state) : NULL;
	char *who, *text;

	if (row->code != NULL && state != NULL && state->phase == PHASE_DRAFT)
		return xasprintf("[%s]", label_code(app_office(app), row->code));
	if ((flags & ROW_BEGUN) != 0 && row->last_action != NULL)
		return xasprintf("[%s: %s]", label_action(app_office(app), row->last_action),
			label_person(app_office(app), row->last_actor));
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

static void draw_field(const struct app *app, struct grid *grid, struct rect cell,
	const struct place *place, const struct row *row, enum style style)
{
	const char *value = place->at < row->fields.n ? row->fields.v[place->at] : "";
	char *words = label_field(app_office(app), place->field->field, value);

	grid_cut(grid, cell.row, cell.col, cell.cols, style, words);
	free(words);
}

void rowline_draw(const struct app *app, struct grid *grid, struct rect rect,
	const struct columns *shown, const struct row *row, unsigned flags)
{
	struct layout layout = layout_of(shown, rect.cols);
	bool is_current = (flags & ROW_CURRENT) != 0;
	enum mark mark = say_due_mark(session_now(app->session), due_of_row(row));
	int col = rect.col + LEFT;
	char buf[SAY_DUE_SIZE];

	grid_fill(grid, rect, is_current ? STYLE_SELECTED : STYLE_TEXT);
	if ((flags & ROW_SELECTED) != 0)
		grid_put(grid, rect.row, rect.col, 1, is_current ? STYLE_SELECTED : STYLE_GOOD,
			grid_mark(grid, MARK_SELECTED));
	else if (is_current)
		grid_put(grid, rect.row, rect.col, 1, STYLE_SELECTED, grid_mark(grid, MARK_CURSOR));
	else if (unread_has(app, row->id))
		grid_put(grid, rect.row, rect.col, 1, STYLE_GOOD, grid_mark(grid, MARK_NEW));
	if (mark != MARK_COUNT)
		grid_put(grid, rect.row, rect.col + 1, 1,
			is_current ? STYLE_SELECTED
				   : say_due_style(session_now(app->session), due_of_row(row)),
			grid_mark(grid, mark));
	for (int i = 0; i < layout.n; i++) {
		const struct place *place = &layout.v[i];
		struct rect cell = {rect.row, col, 1, place->width - 1};
		enum style style = is_current             ? STYLE_SELECTED
				   : place->field != NULL ? STYLE_TEXT
							  : style_of(app, row, place->column);

		if (place->field != NULL)
			draw_field(app, grid, cell, place, row, style);
		else if (place->column == COLUMN_TITLE)
			draw_title(app, grid, cell, row, flags);
		else
			grid_cut(grid, cell.row, cell.col, cell.cols, style,
				text_of(app, row, place->column, buf));
		col += place->width;
	}
	if (is_current)
		grid_cursor(grid, rect.row, rect.col);
}
