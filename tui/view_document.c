/* SPDX-License-Identifier: MIT */
/* A document: what it is, what can be done, and its pages: text, particulars, clocks, decisions,
 * actions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/document.h"
#include "tui/paper_head.h"
#include "tui/paper_pages.h"
#include "tui/say.h"

enum { SIDE_FROM = 120, SIDE_COLS = 44 };

static const char *const page_titles[] = {
	[PAGE_TEXT] = N_("Text"),
	[PAGE_PARTICULARS] = N_("Particulars"),
	[PAGE_CLOCKS] = N_("Clocks"),
	[PAGE_DECISIONS] = N_("Decisions"),
	[PAGE_ACTIONS] = N_("Actions"),
	[PAGE_CHANGES] = N_("Changes"),
};

static void forget(struct document_view *view)
{
	if (view->is_there)
		view_release(&view->view);
	view->is_there = false;
	history_release(&view->history);
	diff_page_forget(&view->diff);
	view->cols = 0;
}

/* A record that is no paper: it has particulars and no text. */
static bool is_register(const struct document_view *view)
{
	const struct kind *kind =
		pack_kind(app_office(view->base.app)->pack, view->view.document.paper.kind);

	return view->is_there && kind != NULL && kind->is_register;
}

/* Says so when somebody else has decided on the paper under the reader's eyes. */
static void tell_change(struct document_view *view, const char *seen)
{
	const struct document *document = &view->view.document;
	struct app *app = view->base.app;

	if (seen != NULL && view->is_there && !str_eq(seen, document->prev) &&
		!str_eq(document->last_actor, app->session->person))
		app_say(app, LEVEL_NOTE, _("%s has just decided on %s: %s"),
			label_person(app_office(app), document->last_actor), view->id,
			label_action(app_office(app), document->last_action));
}

static void refresh(struct tui_view *base)
{
	struct document_view *view = (struct document_view *)base;
	struct session *session = base->app->session;
	char *seen = view->is_there ? xstrdup(view->view.document.prev) : NULL;
	struct err err;

	forget(view);
	view->is_there = say_show(session, view->id, &view->view, &err);
	if (!view->is_there ||
		!session_history(session, &(struct history_ask){.document = view->id},
			&view->history, &err) ||
		!text_page_load(&view->text, session, &view->view.document.paper, &err))
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
	tell_change(view, seen);
	if (base->app->top == base)
		unread_open(base->app, view->id);
	free(seen);
}

/* ---- drawing
 * ------------------------------------------------------------------------------------------ */

static void draw_tabs(struct document_view *view, struct grid *grid, struct rect area, int row)
{
	int col = area.col + 1;

	grid_rule(grid, row, area.col, area.cols, STYLE_BORDER);
	for (int i = 0; i < PAGE_COUNT; i++) {
		char *label = xasprintf(" %d %s ", i + 1, _(page_titles[i]));
		bool is_current = (int)view->page == i;

		if (is_current)
			col += grid_put(grid, row, col, 1, STYLE_HEADING, "[");
		col += grid_put(grid, row, col, area.cols - col,
			is_current ? STYLE_HEADING : STYLE_TEXT, label);
		if (is_current)
			col += grid_put(grid, row, col, 1, STYLE_HEADING, "]");
		col += 1;
		free(label);
	}
}

static void load_changes(struct document_view *view)
{
	struct err err;

	if (!view->diff.is_loaded && !diff_page_load(&view->diff, view->base.app->session,
					     &view->view.document, &view->history, &err))
		set_str(&view->diff.none, err.text);
}

static void make_page(struct document_view *view, int cols)
{
	const struct session *session = view->base.app->session;
	size_t len;
	char *text;

	if (view->cols == cols)
		return;
	view->cols = cols;
	lines_release(&view->lines);
	switch (view->page) {
	case PAGE_TEXT: view->text.cols = 0; break;
	case PAGE_PARTICULARS:
		pages_particulars(&view->lines, cols, session, &view->view);
		pages_read(&view->lines, cols, view->base.app->session, &view->view.document);
		break;
	case PAGE_CLOCKS: pages_clocks(&view->lines, cols, session, &view->view.document); break;
	case PAGE_DECISIONS:
		pages_decisions(&view->lines, cols, session, &view->history, false);
		break;
	case PAGE_ACTIONS: pages_actions(&view->lines, cols, &view->view); break;
	case PAGE_CHANGES: load_changes(view); break;
	case PAGE_COUNT: break;
	}
	text = document_page_text(view, &len);
	find_again(&view->find, text, len);
	free(text);
}

static void draw_no_text(const struct document_view *view, struct grid *grid, struct rect rect)
{
	char *text = app_hint(view->base.app,
		is_register(view)     ? _("A record of a register has no text; page 2 has its "
					      "particulars.")
		: view->view.may_edit ? _("No text yet. {edit} types it or takes it from a file.")
				      : _("This paper has no text."));

	grid_wrap(grid, rect, STYLE_DIM, text);
	free(text);
}

/* The line at the top stays there whatever the width: the byte it begins with does, and is that of
 * the first width until the reader goes on. */
static void wrap_text(struct document_view *view, int cols)
{
	struct text_page *page = &view->text;
	struct list *list = &view->lists[PAGE_TEXT];
	int top;

	if (page->cols == cols && view->resume == 0)
		return;
	if (view->resume > 0)
		view->anchor = view->resume;
	else if (list->top != view->anchor_top)
		view->anchor = list->top < (int)page->lines.n ? page->lines.v[list->top].start : 0;
	text_page_wrap(page, cols);
	top = (int)glyph_line_at(&page->lines, view->anchor);
	list->cursor += top - list->top;
	list->top = view->anchor_top = top;
	view->resume = 0;
}

static int draw_text(struct document_view *view, struct grid *grid, struct rect *rect)
{
	struct text_page *page = &view->text;

	if (text_page_has_foot(page) && rect->rows > 2) {
		rect->rows--;
		text_page_draw_foot(page, view->base.app, grid,
			(struct rect){rect->row + rect->rows, rect->col, 1, rect->cols});
	}
	if (page->len == 0)
		draw_no_text(view, grid, *rect);
	wrap_text(view, rect->cols);
	return (int)page->lines.n;
}

static int draw_changes(struct document_view *view, struct grid *grid, struct rect *rect)
{
	const struct diff_page *page = &view->diff;

	if (page->heading != NULL)
		grid_cut(grid, rect->row, rect->col, rect->cols, STYLE_LABEL, page->heading);
	if (page->none != NULL)
		grid_wrap(grid, (struct rect){rect->row + 1, rect->col, 3, rect->cols}, STYLE_DIM,
			page->none);
	rect->row++;
	rect->rows--;
	diff_page_layout(&view->diff, rect->cols);
	return (int)page->line_count;
}

/* Where words were found on a page of lines. */
static void mark_lines(struct document_view *view, struct grid *grid, struct rect rect)
{
	const struct list *list = &view->lists[view->page];
	struct glyph_line at = {0};
	size_t len;
	char *text;

	if (view->find.n == 0)
		return;
	text = document_page_text(view, &len);
	for (int i = 0; i < list->top + rect.rows && i < (int)view->lines.n; i++) {
		const struct line *line = &view->lines.v[i];

		at.len = strlen(line->text);
		if (i >= list->top)
			find_mark(&view->find, grid,
				(struct rect){rect.row + i - list->top, rect.col + line->indent, 1,
					rect.cols - line->indent},
				text, &at);
		at.start += at.len + 1;
	}
	free(text);
}

static void draw_page(struct document_view *view, struct grid *grid, struct rect rect)
{
	struct list *list = &view->lists[view->page];
	int n;

	make_page(view, rect.cols);
	if (view->resume > 0 && view->page != PAGE_TEXT) {
		list->top = list->cursor = (int)view->resume;
		view->resume = 0;
	}
	n = view->page == PAGE_TEXT      ? draw_text(view, grid, &rect)
	    : view->page == PAGE_CHANGES ? draw_changes(view, grid, &rect)
					 : (int)view->lines.n;
	list_fit(list, n, rect.rows);
	if (view->page == PAGE_TEXT) {
		text_page_draw(&view->text, list, &view->find, grid, rect);
	} else if (view->page == PAGE_CHANGES) {
		diff_page_draw(&view->diff, list, grid, rect);
	} else {
		lines_draw(&view->lines, list, grid, rect);
		mark_lines(view, grid, rect);
	}
	grid_cursor(grid, rect.row + list->cursor - list->top, rect.col);
}

/* Beside the text of a wide window: the particulars, so that nobody has to turn pages. */
static void draw_side(struct document_view *view, struct grid *grid, struct rect rect)
{
	struct lines lines = {0};
	struct list list = {0};

	pages_particulars(&lines, rect.cols, view->base.app->session, &view->view);
	list_fit(&list, (int)lines.n, rect.rows);
	lines_draw(&lines, &list, grid, rect);
	lines_release(&lines);
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct document_view *view = (struct document_view *)base;
	struct rect body = {area.row + 5, area.col + 1, area.rows - 5, area.cols - 2};
	const struct paper_head head = {base->app, &view->view, &view->history};

	if (!view->is_there) {
		char *text = app_hint(base->app,
			_("This paper is not there, or not yours to see. {back} goes back."));

		grid_wrap(grid, (struct rect){area.row + 1, 2, 2, area.cols - 4}, STYLE_DIM, text);
		free(text);
		return;
	}
	paper_head_draw(&head, grid, area);
	draw_tabs(view, grid, area, area.row + PAPER_HEAD_ROWS);
	if (view->page == PAGE_TEXT && area.cols >= SIDE_FROM && !is_register(view)) {
		body.cols -= SIDE_COLS + 2;
		draw_side(view, grid,
			(struct rect){body.row, body.col + body.cols + 2, body.rows, SIDE_COLS});
	}
	draw_page(view, grid, body);
}

/* ---- commands
 * ------------------------------------------------------------------------------------------ */

void document_turn(struct document_view *view, int page)
{
	view->page = (enum page)((page + PAGE_COUNT) % PAGE_COUNT);
	view->cols = 0;
}

static bool type(struct tui_view *base, int key)
{
	if (key < '1' || key >= '1' + PAGE_COUNT)
		return false;
	document_turn((struct document_view *)base, key - '1');
	return true;
}

/* Nobody turns to a page that is empty for ever. */
static void begin_page(struct document_view *view)
{
	if (view->page == PAGE_TEXT && is_register(view))
		document_turn(view, PAGE_PARTICULARS);
}

static void step(struct document_view *view, enum command_id move)
{
	struct app *app = view->base.app;
	struct err err = {0};
	const struct row *row;

	if (view->from == NULL) {
		app_say(app, LEVEL_NOTE, _("This paper was not opened from a list"));
		return;
	}
	row = pager_row(view->from);
	/* A paper that was acted on has left its queue: the next one is under the cursor already.
	 */
	if (row != NULL && strcmp(row->id, view->id) == 0) {
		pager_command(view->from, move, &err);
		row = pager_row(view->from);
	}
	if (row == NULL || strcmp(row->id, view->id) == 0) {
		app_say(app, LEVEL_NOTE, _("There is no further paper in the list"));
		return;
	}
	forget(view);
	text_page_release(&view->text);
	find_release(&view->find);
	diff_page_release(&view->diff);
	set_str(&view->id, row->id);
	memset(view->lists, 0, sizeof(view->lists));
	view->anchor = 0;
	view->anchor_top = 0;
	refresh(&view->base);
	begin_page(view);
}

static bool scroll(struct document_view *view, enum command_id id)
{
	struct list *list = &view->lists[view->page];

	/* Reading moves the page, not a cursor. */
	if (id == CMD_DOWN && list->cursor < list->top + list->rows - 1)
		list->cursor = list->top + list->rows - 1;
	if (id == CMD_UP)
		list->cursor = list->top;
	return list_command(list, id);
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct document_view *view = (struct document_view *)base;
	struct app *app = base->app;

	if (scroll(view, id) || document_find(view, id) || document_read(view, id))
		return true;
	if (id == CMD_NEXT_TAB)
		document_turn(view, (int)view->page + 1);
	else if (id == CMD_PREVIOUS_TAB)
		document_turn(view, (int)view->page - 1);
	else if (id == CMD_ACT)
		view_acts(app, view->id, view->view.document.prev);
	else if (id == CMD_EDIT)
		view_edit_paper(app, view->id);
	else if (id == CMD_MARK)
		view_mark(app, view->id, NULL);
	else if (id == CMD_NEXT_PAPER)
		step(view, CMD_DOWN);
	else if (id == CMD_PREVIOUS_PAPER)
		step(view, CMD_UP);
	else
		return false;
	return true;
}

/* Why an act is closed, as the gate says it. */
static const char *why_closed(const struct document_view *view, enum act act)
{
	for (size_t i = 0; i < view->view.option_count; i++) {
		const struct possibility *option = &view->view.options[i];

		if (option->action->act == act && !option->is_open)
			return option->why.text;
	}
	return _("Not at this step: it is for the drafting");
}

static const char *closed(struct tui_view *base, enum command_id id)
{
	const struct document_view *view = (struct document_view *)base;

	if (id == CMD_FIND_TEXT && view->page == PAGE_CHANGES)
		return _("Words are searched for on the other pages; this one goes from change to "
			 "change");
	if (id != CMD_ACT && id != CMD_EDIT && id != CMD_MARK)
		return NULL;
	if (!view->is_there)
		return _("There is no paper here");
	if (id == CMD_EDIT && !view->view.may_edit)
		return why_closed(view, ACT_EDIT);
	if (id == CMD_MARK && is_register(view))
		return _("A record of a register is not marked: nothing of it is published");
	if (id == CMD_MARK && !view->view.may_mark)
		return why_closed(view, ACT_MARK);
	return NULL;
}

static char *title(struct tui_view *base)
{
	const struct document_view *view = (struct document_view *)base;

	return xstrdup(view->id);
}

static char *status(struct tui_view *base)
{
	const struct document_view *view = (struct document_view *)base;
	const struct list *list = &view->lists[view->page];
	int last = list->top + list->rows < list->n ? list->top + list->rows : list->n;
	const char *hint =
		view->page == PAGE_CHANGES
			? _("{find-next} next, {compare} another base, {changes} columns")
			: _("1-6 or {next-tab} turn pages, {find} finds");
	char *keys = app_hint(base->app, hint), *found = xstrdup(""), *text;

	if (view->find.n > 0 && view->page != PAGE_CHANGES) {
		free(found);
		found = xasprintf(_("   found: %zu/%zu '%s'"), view->find.current + 1, view->find.n,
			view->find.words);
	}
	text = xasprintf(_("%s   lines %d-%d of %d%s   %s"), _(page_titles[view->page]),
		list->n > 0 ? list->top + 1 : 0, last, list->n, found, keys);
	free(found);
	free(keys);
	return text;
}

static void remember(struct tui_view *base, struct strv *parts)
{
	const struct document_view *view = (struct document_view *)base;
	const struct glyph_lines *lines = &view->text.lines;
	size_t at = (size_t)view->lists[view->page].top;
	char page[16], from[32];

	if (view->page == PAGE_TEXT)
		at = at < lines->n ? lines->v[at].start : 0;
	snprintf(page, sizeof(page), "%d", (int)view->page);
	snprintf(from, sizeof(from), "%zu", at);
	strv_add(parts, view->id);
	strv_add(parts, page);
	strv_add(parts, from);
}

static void close(struct tui_view *base)
{
	struct document_view *view = (struct document_view *)base;

	forget(view);
	lines_release(&view->lines);
	text_page_release(&view->text);
	diff_page_release(&view->diff);
	find_release(&view->find);
	free(view->letter);
	free(view->id);
}

static const enum command_id bar[] = {CMD_ACT, CMD_NEXT_TAB, CMD_MARK, CMD_EDIT, CMD_BACK, CMD_HELP,
	CMD_PALETTE, CMD_CHANGES, CMD_FIND_TEXT, CMD_NEXT_HIT, CMD_PUBLIC_TEXT, CMD_NEXT_PAPER,
	CMD_PREVIOUS_PAPER, CMD_PERSON, CMD_NONE};

static const struct view_ops document_ops = {
	.name = "document",
	.scopes = SCOPE_DOCUMENT | SCOPE_TEXT | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.closed = closed,
	.refresh = refresh,
	.typed = document_typed,
	.answer = document_answer,
	.remember = remember,
	.close = close,
};

void view_document(struct app *app, const char *id, struct pager *from)
{
	struct document_view *view = view_new(sizeof(*view), &document_ops, app);

	view->id = xstrdup(id);
	view->from = from;
	app_push(app, &view->base);
	refresh(&view->base);
	begin_page(view);
}

void view_document_again(struct app *app, const struct strv *parts)
{
	enum { NAME, ID, PAGE, FROM, PARTS };
	struct document_view *view;
	int page, from;

	if (parts->n <= ID)
		return;
	view_document(app, parts->v[ID], NULL);
	view = (struct document_view *)app->top;
	if (parts->n != PARTS || !view->is_there || !str_number(parts->v[PAGE], &page) ||
		!str_number(parts->v[FROM], &from) || page < 0 || page >= PAGE_COUNT || from < 0)
		return;
	document_turn(view, page);
	view->resume = (size_t)from;
}
