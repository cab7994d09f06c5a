/* SPDX-License-Identifier: MIT */
#include "tui/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/glyph.h"
#include "tui/say.h"
#include "tui/tutor.h"

enum { TOAST_ROWS = 3, CRUMB_WIDTH = 30, CRUMB_GAP = 3 };

/* The titles of the views from the desk to this one. */
static void titles_of(const struct tui_view *view, struct strv *titles)
{
	char *title;

	if (view == NULL)
		return;
	titles_of(view->below, titles);
	if (view->ops->title == NULL || view->ops->is_overlay)
		return;
	title = view->ops->title((struct tui_view *)(uintptr_t)view);
	strv_add(titles, title);
	free(title);
}

static int crumb_width(const char *title)
{
	int width = glyph_width(title);

	return width < CRUMB_WIDTH ? width : CRUMB_WIDTH;
}

/* How many of the titles behind the first stand for nothing but "…": where one is, is said last. */
static size_t left_out(const struct strv *titles, int width)
{
	int sum = 0;
	size_t out = 0;

	for (size_t i = 0; i < titles->n; i++)
		sum += crumb_width(titles->v[i]) + (i > 0 ? CRUMB_GAP : 0);
	while (sum > width && out + 2 < titles->n) {
		sum -= crumb_width(titles->v[++out]) + CRUMB_GAP;
		if (out == 1)
			sum += 1 + CRUMB_GAP;
	}
	return out;
}

static void crumbs(struct grid *grid, const struct tui_view *top, int col, int end)
{
	struct strv titles = {0};
	size_t out;

	titles_of(top, &titles);
	out = left_out(&titles, end - col);
	for (size_t i = 0; i < titles.n && end - col >= 4; i++) {
		bool is_out = i > 0 && i <= out;
		int width = end - col - (i > 0 ? CRUMB_GAP : 0);

		if (is_out && i > 1)
			continue;
		if (i > 0) {
			grid_put(grid, 0, col + 1, 1, STYLE_HEADER, grid_mark(grid, MARK_CRUMB));
			col += CRUMB_GAP;
		}
		col += grid_cut(grid, 0, col, width < CRUMB_WIDTH ? width : CRUMB_WIDTH,
			STYLE_HEADER, is_out ? grid_mark(grid, MARK_MORE) : titles.v[i]);
	}
	strv_release(&titles);
}

/* The roles somebody holds, each once. */
static char *posts(const struct office *office, const struct person *person)
{
	struct strv roles = {0};
	char *joined;

	for (size_t i = 0; i < person->post_count; i++)
		strv_put(&roles, label_role(office, person->posts[i].role));
	joined = strv_join(&roles, ", ");
	strv_release(&roles);
	return joined;
}

static void header(struct app *app)
{
	struct grid *grid = &app->grid;
	const struct person *person = session_person(app->session);
	char *roles = posts(app_office(app), person), *who, *news = NULL;
	size_t unread = unread_count(app);
	int width;

	if (unread > 0)
		news = xasprintf(app->unread.news.more ? _("%s %zu+ new  ") : _("%s %zu new  "),
			grid_mark(grid, MARK_NEW), unread);
	who = xasprintf("%s%s%s %s %s", news != NULL ? news : "",
		app->options->is_read_only ? _("[read only] ") : "", name_get(&person->name),
		grid_mark(grid, MARK_DOT), *roles != '\0' ? roles : person->id);
	width = glyph_width(who);
	if (width > grid->cols / 2)
		width = grid->cols / 2;
	grid_fill(grid, (struct rect){0, 0, 1, grid->cols}, STYLE_HEADER);
	grid_cut(grid, 0, grid->cols - width - 1, width, STYLE_HEADER, who);
	crumbs(grid, app->top, 1, grid->cols - width - 3);
	free(who);
	free(news);
	free(roles);
}

static void key_bar(struct app *app)
{
	struct grid *grid = &app->grid;
	struct tui_view *view = app->top;
	int row = grid->rows - 1, col = 0;
	char label[KEY_NAME_SIZE];

	app->hit_count = 0;
	for (const enum command_id *id = view->ops->bar; id != NULL && *id != CMD_NONE; id++) {
		const char *title = _(command_get(*id)->title);
		int key = keymap_key(&app->keys, *id, view->ops->scopes, 0), need;
		bool is_closed;

		if (key == 0 || (*id == CMD_PERSON && !app->options->is_demo))
			continue;
		if (grid->is_ascii && key >= K_UP && key <= K_RIGHT)
			keycode_spell(key, label);
		else
			keycode_label(key, label);
		need = glyph_width(label) + glyph_width(title) + 4;
		if (col + need > grid->cols)
			break;
		if (app->hit_count < (int)(sizeof(app->hits) / sizeof(*app->hits))) {
			app->hits[app->hit_count].from = col;
			app->hits[app->hit_count].to = col + need - 1;
			app->hits[app->hit_count++].id = *id;
		}
		is_closed = view->ops->closed != NULL && view->ops->closed(view, *id) != NULL;
		grid_put(grid, row, col, 1, is_closed ? STYLE_DISABLED : STYLE_KEY, " ");
		col += 1 + grid_put(grid, row, col + 1, need,
				   is_closed ? STYLE_DISABLED : STYLE_KEY, label);
		col += grid_put(grid, row, col, 1, is_closed ? STYLE_DISABLED : STYLE_KEY, " ");
		col += 1 + grid_put(grid, row, col, need,
				   is_closed ? STYLE_DISABLED : STYLE_KEY_TEXT, title);
	}
}

static const struct {
	enum style style;
	const char *mark;
} levels[] = {
	[LEVEL_NOTE] = {STYLE_STATUS, " "},
	[LEVEL_DONE] = {STYLE_TOAST, " "},
	[LEVEL_REFUSED] = {STYLE_REFUSAL, "! "},
};

/* As many rows as the sentence needs, growing upwards from the status line. */
static void toast(struct app *app)
{
	struct grid *grid = &app->grid;
	const struct message *message = &app->messages[app->message_count - 1];
	enum style style = levels[message->level].style;
	struct glyph_lines lines = {0};
	struct rect rect = {grid->rows - 2, 2, 1, grid->cols - 4};

	glyph_wrap(message->text, strlen(message->text), rect.cols, &lines);
	rect.rows = lines.n < TOAST_ROWS ? (int)lines.n : TOAST_ROWS;
	rect.row = grid->rows - 1 - rect.rows;
	glyph_lines_release(&lines);
	grid_fill(grid, (struct rect){rect.row, 0, rect.rows, grid->cols}, style);
	grid_put(grid, rect.row, 0, 2, style, levels[message->level].mark);
	grid_wrap(grid, rect, style, message->text);
}

static void status_line(struct app *app)
{
	struct grid *grid = &app->grid;
	int row = grid->rows - 2;
	char *status;

	if (app->has_toast && app->message_count > 0) {
		toast(app);
		return;
	}
	grid_fill(grid, (struct rect){row, 0, 1, grid->cols}, STYLE_STATUS);
	status = app->top->ops->status != NULL ? app->top->ops->status(app->top) : NULL;
	if (status != NULL)
		grid_cut(grid, row, 1, grid->cols - 2, STYLE_STATUS, status);
	free(status);
}

/* The views from the topmost that fills the screen upwards. */
static void draw_views(struct app *app, struct tui_view *view, struct rect area)
{
	if (view->ops->is_overlay && view->below != NULL)
		draw_views(app, view->below, area);
	view->ops->draw(view, &app->grid, area);
}

void frame_draw(struct app *app)
{
	struct grid *grid = &app->grid;
	int rows, cols;

	term_size(app->term, &rows, &cols);
	if (rows != grid->rows || cols != grid->cols)
		grid_resize(grid, rows, cols);
	grid_clear(grid);
	if (rows < ROWS_MIN || cols < COLS_MIN) {
		char *text = xasprintf(_("The window is too small: %dx%d, needed %dx%d"), cols,
			rows, COLS_MIN, ROWS_MIN);

		grid_wrap(grid, (struct rect){0, 0, rows, cols < 2 ? 2 : cols}, STYLE_TEXT, text);
		free(text);
		return;
	}
	header(app);
	if (app->options->is_tutor) {
		draw_views(app, app->top, (struct rect){1, 0, rows - 3 - TUTOR_ROWS, cols});
		tutor_draw(app, grid, (struct rect){rows - 2 - TUTOR_ROWS, 0, TUTOR_ROWS, cols});
	} else {
		draw_views(app, app->top, (struct rect){1, 0, rows - 3, cols});
	}
	status_line(app);
	key_bar(app);
}
