/* SPDX-License-Identifier: MIT */
/* A text to read: an article, the messages. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/find.h"
#include "tui/list.h"
#include "tui/views.h"

struct read_view {
	struct tui_view base;
	char *title, *text; /* owns */
	struct glyph_lines lines;
	int width;
	struct list list; /* its cursor is the line at the top of the page */
	struct find find;
	int find_from; /* the line where the search began */
};

enum { ASK_FIND = 1 };

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct read_view *view = (struct read_view *)base;
	struct rect inner = grid_box(grid, area, view->title);

	if (view->width != inner.cols) {
		view->width = inner.cols;
		glyph_wrap(view->text, strlen(view->text), inner.cols, &view->lines);
	}
	list_fit(&view->list, (int)view->lines.n, inner.rows);
	for (int i = 0; i < inner.rows && view->list.top + i < view->list.n; i++) {
		const struct glyph_line *line = &view->lines.v[view->list.top + i];

		struct rect row = {inner.row + i, inner.col, 1, inner.cols};

		grid_text(grid, row, STYLE_TEXT, view->text + line->start, line->len);
		find_mark(&view->find, grid, row, view->text, line);
	}
	grid_cursor(grid, inner.row + view->list.cursor - view->list.top, inner.col);
}

static void go_to(struct read_view *view, int line)
{
	struct list *list = &view->list;

	if (line < list->top || line >= list->top + list->rows)
		list->top = line > list->rows / 3 ? line - list->rows / 3 : 0;
	list->cursor = line;
}

static void go_to_hit(struct read_view *view)
{
	if (view->find.n > 0)
		go_to(view,
			(int)glyph_line_at(&view->lines, view->find.v[view->find.current].start));
}

static void typed(struct tui_view *base, int tag, const char *text)
{
	struct read_view *view = (struct read_view *)base;
	size_t from =
		(size_t)view->find_from < view->lines.n ? view->lines.v[view->find_from].start : 0;

	(void)tag;
	find_words(&view->find, text, view->text, strlen(view->text), from);
	go_to(view, view->find_from);
	go_to_hit(view);
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct read_view *view = (struct read_view *)base;

	(void)tag;
	if (!got->ok) {
		find_release(&view->find);
		go_to(view, view->find_from);
	} else if (view->find.n == 0 && view->find.words != NULL) {
		app_say(base->app, LEVEL_NOTE, _("'%s' does not stand on this page"),
			view->find.words);
	}
}

static bool find_command(struct read_view *view, enum command_id id)
{
	if (id == CMD_FIND_TEXT) {
		view->find_from = view->list.top;
		ask_find(view->base.app, ASK_FIND);
	} else if (id == CMD_FIND_TEXT_NEXT || id == CMD_FIND_TEXT_PREVIOUS) {
		find_step(&view->find, id == CMD_FIND_TEXT_PREVIOUS);
		go_to_hit(view);
	} else {
		return false;
	}
	return true;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct read_view *view = (struct read_view *)base;
	struct list *list = &view->list;

	if (find_command(view, id))
		return true;

	/* Reading moves the page, not a cursor. */
	if (id == CMD_DOWN && list->cursor < list->top + list->rows - 1)
		list->cursor = list->top + list->rows - 1;
	if (id == CMD_UP)
		list->cursor = list->top;
	return list_command(list, id);
}

static char *title(struct tui_view *base)
{
	return xstrdup(((struct read_view *)base)->title);
}

static char *status(struct tui_view *base)
{
	const struct read_view *view = (struct read_view *)base;

	return xasprintf(_("line %d of %d"), view->list.cursor + 1, view->list.n);
}

static void close(struct tui_view *base)
{
	struct read_view *view = (struct read_view *)base;

	glyph_lines_release(&view->lines);
	find_release(&view->find);
	free(view->title);
	free(view->text);
}

static const enum command_id bar[] = {
	CMD_PAGE_DOWN, CMD_PAGE_UP, CMD_FIND_TEXT, CMD_BACK, CMD_HELP, CMD_PALETTE, CMD_NONE};

static const struct view_ops read_ops = {
	.name = "read",
	.scopes = SCOPE_TEXT | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.typed = typed,
	.answer = answer,
	.close = close,
};

void view_text(struct app *app, const char *heading, const char *text)
{
	struct read_view *view = view_new(sizeof(*view), &read_ops, app);

	view->title = xstrdup(heading);
	view->text = xstrdup(text);
	app_push(app, &view->base);
}

void view_messages(struct app *app)
{
	struct str text = {0};

	for (size_t i = app->message_count; i > 0; i--) {
		const struct message *message = &app->messages[i - 1];

		str_addf(&text, "%s %s%s\n", message->time,
			message->level == LEVEL_REFUSED ? "! " : "  ", message->text);
	}
	view_text(app, _("Messages"), text.len > 0 ? str_get(&text) : _("Nothing was said yet"));
	str_release(&text);
}
