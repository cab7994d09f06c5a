/* SPDX-License-Identifier: MIT */
#include "tui/form_draw.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/glyph.h"

enum { LABEL_COLS = 26, TEXT_ROWS = 4, SIDE_FROM = 110, DETAIL_ROWS = 7 };

static int rows_of(const struct form_field *field)
{
	return (field->type == FORM_TEXT ? TEXT_ROWS : 1) +
	       (field->fault != NULL && !field->is_off ? 1 : 0);
}

/* Scrolls so that all of the current field is seen. */
static void scroll(struct form *form, int rows)
{
	int need = 0;

	if (form->top > form->cursor)
		form->top = form->cursor;
	for (int i = form->top; i <= form->cursor; i++)
		need += rows_of(&form->fields[i]);
	while (need > rows && form->top < form->cursor)
		need -= rows_of(&form->fields[form->top++]);
}

static char *many(const struct form_field *field)
{
	return field->chosen.n > 0 ? strv_join(&field->chosen, "  ")
				   : xstrdup(_("(choose: Enter)"));
}

static void draw_value(struct form_field *field, struct grid *grid, struct rect rect,
	bool is_current, bool has_cursor)
{
	enum style style = is_current ? STYLE_SELECTED : STYLE_TEXT;
	char *text = NULL;

	switch (field->type) {
	case FORM_LINE:
	case FORM_DATE:
	case FORM_MOMENT:
	case FORM_NUMBER:
	case FORM_TEXT: edit_draw(&field->edit, grid, rect, STYLE_INPUT, has_cursor); return;
	case FORM_FLAG:
		text = xstrdup(*field->value == '\0'              ? _("( ) yes  ( ) no")
			       : strcmp(field->value, "yes") == 0 ? _("(x) yes  ( ) no")
								  : _("( ) yes  (x) no"));
		break;
	case FORM_CHOICE:
		text = xstrdup(field->shown != NULL && *field->shown != '\0' ? field->shown
			       : *field->value != '\0'                       ? field->value
						       : _("(choose: Enter)"));
		break;
	case FORM_MANY:
		text = field->shown != NULL && *field->shown != '\0' ? xstrdup(field->shown)
								     : many(field);
		break;
	}
	grid_fill(grid, (struct rect){rect.row, rect.col, 1, rect.cols}, style);
	grid_cut(grid, rect.row, rect.col, rect.cols, style, text);
	if (has_cursor)
		grid_cursor(grid, rect.row, rect.col);
	free(text);
}

static int draw_field(struct form *form, struct grid *grid, struct rect rect, int i)
{
	struct form_field *field = &form->fields[i];
	bool is_current = i == form->cursor;
	bool has_cursor = is_current && form->base.app->top == &form->base;
	int rows = rows_of(field), values = field->type == FORM_TEXT ? TEXT_ROWS : 1;
	int label = rect.cols / 2 < LABEL_COLS ? rect.cols / 2 : LABEL_COLS;

	if (is_current)
		grid_put(grid, rect.row, rect.col, 1, STYLE_HEADING, grid_mark(grid, MARK_CURSOR));
	grid_put(grid, rect.row, rect.col + 1, 1, STYLE_FAULT,
		field->is_required || field->is_wanted ? "*" : " ");
	grid_cut(grid, rect.row, rect.col + 2, label - 3,
		field->is_off ? STYLE_DISABLED
		: is_current  ? STYLE_HEADING
			      : STYLE_LABEL,
		field->label);
	rect.col += label;
	rect.cols -= label;
	if (values > rect.rows)
		values = rect.rows;
	if (field->is_off)
		grid_put(grid, rect.row, rect.col, rect.cols, STYLE_DISABLED, _("(not needed)"));
	else
		draw_value(field, grid, (struct rect){rect.row, rect.col, values, rect.cols},
			is_current, has_cursor);
	if (field->fault != NULL && !field->is_off && rows <= rect.rows) {
		grid_put(grid, rect.row + values, rect.col, 2, STYLE_FAULT, "! ");
		grid_cut(grid, rect.row + values, rect.col + 2, rect.cols - 2, STYLE_FAULT,
			field->fault);
	}
	return rows;
}

static void draw_detail(struct form *form, struct grid *grid, struct rect rect)
{
	const struct form_field *field = &form->fields[form->cursor];
	char *detail = form->ops->detail != NULL ? form->ops->detail(form, field) : NULL;
	int used;

	if (field->fault != NULL && !field->is_off) {
		used = grid_wrap(grid, rect, STYLE_FAULT, field->fault);
		rect.row += used;
		rect.rows -= used;
	}
	used = grid_wrap(grid, rect, STYLE_DIM, field->help != NULL ? field->help : "");
	rect.row += used;
	rect.rows -= used;
	if (detail != NULL && rect.rows > 0)
		grid_wrap(grid, rect, STYLE_TEXT, detail);
	free(detail);
}

void form_draw(struct form *form, struct grid *grid, struct rect area)
{
	bool has_side = area.cols >= SIDE_FROM;
	struct rect rect = {area.row, area.col + 1, area.rows, area.cols - 2}, side;
	int used = 0;

	if (has_side) {
		rect.cols = area.cols * 3 / 5;
		side = (struct rect){
			area.row, rect.col + rect.cols + 2, area.rows, area.cols - rect.cols - 4};
	} else {
		int rows = area.rows > 16 ? DETAIL_ROWS : 3;

		rect.rows -= rows;
		side = (struct rect){
			area.row + rect.rows + 1, area.col + 2, rows - 1, area.cols - 4};
		grid_rule(grid, area.row + rect.rows, area.col, area.cols, STYLE_BORDER);
	}
	scroll(form, rect.rows);
	for (int i = form->top; i < form->n && used < rect.rows; i++)
		used += draw_field(form, grid,
			(struct rect){rect.row + used, rect.col, rect.rows - used, rect.cols}, i);
	draw_detail(form, grid, side);
}
