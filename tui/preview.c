/* SPDX-License-Identifier: MIT */
#include "tui/preview.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/say.h"

enum { BESIDE_FROM = 100, LIST_COLS_MIN = 60, ROWS_FROM = 11 };

bool preview_split(struct rect area, struct rect *list, struct rect *paper)
{
	*list = *paper = area;
	if (area.cols >= BESIDE_FROM) {
		list->cols = area.cols / 2 > LIST_COLS_MIN ? area.cols / 2 : LIST_COLS_MIN;
		paper->col += list->cols + 1;
		paper->cols -= list->cols + 1;
		return true;
	}
	if (area.rows < ROWS_FROM)
		return false;
	list->rows = area.rows / 2;
	paper->row += list->rows;
	paper->rows -= list->rows;
	return true;
}

void preview_release(struct preview *preview)
{
	if (preview->is_there)
		view_release(&preview->view);
	free(preview->text);
	free(preview->id);
	*preview = (struct preview){0};
}

static void look(struct preview *preview, struct app *app, const struct row *row)
{
	struct err err;

	if (str_eq(preview->id, row->id) && preview->updated == row->updated)
		return;
	preview_release(preview);
	preview->id = xstrdup(row->id);
	preview->updated = row->updated;
	preview->is_there = say_show(app->session, row->id, &preview->view, &err);
	if (!session_text(app->session, row->id, &preview->text, &preview->len, &err))
		preview->text = xstrdup("");
}

/* The open acts, or whose turn it is. The caller frees. */
static char *next_step(const struct preview *preview, const struct app *app)
{
	const struct document *document = &preview->view.document;
	struct strv names = {0};
	size_t n, *order = deeds_order(&preview->view, &n);
	char *joined, *next, *text;

	for (size_t i = 0; i < n; i++)
		strv_add(&names, name_get(&preview->view.options[order[i]].action->name));
	free(order);
	joined = strv_join(&names, _(", "));
	strv_release(&names);
	next = say_next_of(app->session, document);
	text = n > 0          ? xasprintf(_("You can: %s"), joined)
	       : next != NULL ? xasprintf(_("It waits for: %s"), next)
			      : xstrdup(_("Nothing is to be done with it now"));
	free(next);
	free(joined);
	return text;
}

static char *facts(const struct preview *preview, const struct app *app, const struct row *row)
{
	const struct office *office = app_office(app);
	char due[SAY_DUE_SIZE], *grounds = strv_join(&preview->view.document.paper.grounds, " ");
	char *text = xasprintf("%s  %s  %s %s  %s", row->id,
		label_state(office, row->kind, row->state), say_attribute(office, row->attribute),
		grounds, say_due(session_now(app->session), due_of_row(row), due));

	free(grounds);
	return text;
}

/* The border between list and paper: a column, or a row. */
static struct rect frame(struct grid *grid, struct rect rect, bool is_beside)
{
	if (is_beside) {
		grid_upright(grid, rect.row, rect.col, rect.rows, STYLE_BORDER);
		return (struct rect){rect.row, rect.col + 2, rect.rows, rect.cols - 3};
	}
	grid_rule(grid, rect.row, rect.col, rect.cols, STYLE_BORDER);
	return (struct rect){rect.row + 1, rect.col + 1, rect.rows - 1, rect.cols - 2};
}

void preview_draw(struct preview *preview, struct app *app, struct grid *grid, struct rect rect,
	const struct row *row)
{
	struct rect in = frame(grid, rect, rect.col > 0);
	char *text;
	int used;

	if (row == NULL)
		return;
	look(preview, app, row);
	if (!preview->is_there)
		return;
	used = grid_wrap(grid, (struct rect){in.row, in.col, 2, in.cols}, STYLE_HEADING,
		preview->view.document.paper.title);
	text = facts(preview, app, row);
	used += grid_wrap(grid, (struct rect){in.row + used, in.col, 2, in.cols}, STYLE_DIM, text);
	free(text);
	text = next_step(preview, app);
	used += grid_wrap(grid, (struct rect){in.row + used, in.col, 1, in.cols}, STYLE_GOOD, text);
	free(text);
	if (used < in.rows)
		grid_wrap(grid, (struct rect){in.row + used, in.col, in.rows - used, in.cols},
			STYLE_TEXT, preview->text != NULL ? preview->text : "");
}
