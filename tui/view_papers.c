/* SPDX-License-Identifier: MIT */
/* A list of papers: a queue, a search, or both narrowed by a filter. Never more than a window of
 * rows is in memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/papers.h"
#include "tui/print.h"
#include "tui/rowline.h"
#include "tui/say.h"
#include "tui/views.h"

bool papers_query(const struct papers_view *view, struct query *query, struct err *err)
{
	struct session *session = view->base.app->session;
	const struct office *office = session_office(session);
	int today = session_today(session);

	*query = (struct query){.due_before = DAY_NONE, .due_from = DAY_NONE};
	if (view->queue != NULL && !session_queue(session, view->queue, query, err))
		return false;
	if (view->text != NULL && !query_parse(query, office, view->text, today, err))
		return false;
	if (view->filter != NULL && !query_parse(query, office, view->filter, today, err))
		return false;
	if (!query_parse(query, office, filters_query(view->base.app, view->tab), today, err))
		return false;
	query->order = view->order;
	return true;
}

static bool load(void *context, const char *after, bool backwards, int limit, struct rows *rows,
	struct err *err)
{
	struct papers_view *view = context;
	struct query query;
	bool ok = papers_query(view, &query, err);

	if (ok) {
		const struct kind *kind = query_kind(&query, app_office(view->base.app)->pack);

		if (!str_eq(view->kind, kind != NULL ? kind->code : NULL))
			view->shift = 0;
		set_str(&view->kind, kind != NULL ? kind->code : NULL);
		set_str(&query.after, after);
		query.backwards = backwards;
		query.limit = limit;
		query.with_fields = true;
		busy_begin(view->base.app);
		ok = session_list(view->base.app->session, &query, rows, err);
		busy_end(view->base.app);
	}
	query_release(&query);
	return ok;
}

static bool count(struct papers_view *view, struct err *err)
{
	struct query query;
	bool ok;

	busy_begin(view->base.app);
	ok = papers_query(view, &query, err) &&
	     session_count(view->base.app->session, &query, &view->pager.total, err);
	busy_end(view->base.app);
	query_release(&query);
	return ok;
}

bool papers_reload(struct papers_view *view)
{
	struct err err;
	bool ok;

	view->pager.load = load;
	view->pager.context = view;
	busy_begin(view->base.app);
	ok = count(view, &err) && pager_start(&view->pager, &err);
	busy_end(view->base.app);
	view->is_stopped = !ok && err.code == ERR_STOPPED;
	if (ok)
		return true;
	app_refuse(view->base.app, &err);
	return false;
}

static void refresh(struct tui_view *base)
{
	struct papers_view *view = (struct papers_view *)base;
	struct err err;

	if (view->pager.load == NULL) /* still being asked for */
		return;
	busy_begin(base->app);
	view->is_stopped = view->is_stopped && view->pager.rows.n == 0;
	if (!count(view, &err) || !pager_refresh(&view->pager, &err))
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
	else
		view->is_stopped = false;
	busy_end(base->app);
}

static void draw_empty(const struct papers_view *view, struct grid *grid, struct rect area)
{
	struct rect rect = {area.row + 2, area.col + 2, area.rows - 2, area.cols - 4};
	char *text;

	if (view->is_stopped)
		text = app_hint(view->base.app,
			_("This list was stopped while it was read. {refresh} reads it again."));
	else if (view->tab > 0 && view->filter == NULL)
		text = xasprintf(_("No paper here stands under '%s'. Tab turns to the next tab."),
			filters_name(view->base.app, view->tab));
	else if (view->filter != NULL)
		text = xasprintf(
			_("No paper here fits '%s'. F shows the whole list again, f changes the "
			  "filter."),
			view->filter);
	else if (view->text != NULL)
		text = xasprintf(
			_("No paper that you may see fits '%s'. / searches again, q goes back."),
			view->text);
	else
		text = xstrdup(
			session_may_begin(view->base.app->session, NULL)
				? _("This queue is empty: nothing to do here. q goes back, Ins "
				    "begins a "
				    "paper.")
				: _("This queue is empty: nothing to do here. q goes back."));
	grid_wrap(grid, rect, STYLE_DIM, text);
	grid_cursor(grid, rect.row, rect.col);
	free(text);
}

static struct columns columns_of(const struct papers_view *view)
{
	/* By its code: another pack may have been adopted since. */
	return (struct columns){
		pack_kind(app_office(view->base.app)->pack, view->kind), view->shift};
}

static void draw_rows(struct papers_view *view, struct grid *grid, struct rect area)
{
	struct list *list = &view->pager.list;
	const struct columns columns = columns_of(view);

	view->cols = area.cols;
	rowline_head(grid, (struct rect){area.row, area.col, 1, area.cols}, &columns);
	list_fit(list, (int)view->pager.rows.n, area.rows - 1);
	for (int i = 0; i < list->rows && list->top + i < list->n; i++)
		rowline_draw(view->base.app, grid,
			(struct rect){area.row + 1 + i, area.col, 1, area.cols}, &columns,
			&view->pager.rows.v[list->top + i],
			(list->top + i == list->cursor ? ROW_CURRENT : 0) |
				(papers_is_selected(view, list->top + i) ? ROW_SELECTED : 0));
	if (list->n == 0)
		draw_empty(view, grid, area);
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct papers_view *view = (struct papers_view *)base;
	struct rect below = {area.row + 1, area.col, area.rows - 1, area.cols}, rows, paper;

	papers_draw_tabs(view, grid, area);
	if (!base->app->has_preview || !preview_split(below, &rows, &paper)) {
		draw_rows(view, grid, below);
		return;
	}
	preview_draw(&view->preview, base->app, grid, paper, pager_row(&view->pager));
	draw_rows(view, grid, rows);
}

static void set_filter(struct papers_view *view, const char *text)
{
	char *old = view->filter;

	view->filter = str_empty(text) ? NULL : str_trim(text);
	if (!papers_reload(view)) {
		free(view->filter);
		view->filter = old;
		return;
	}
	free(old);
}

/* A filter follows the typing; words that are no query yet change nothing. */
static void filter_typed(struct papers_view *view, const char *text)
{
	char *old = view->filter, *id;
	const struct row *row = pager_row(&view->pager);
	struct query query;
	struct err err;
	bool ok;

	view->filter = str_empty(text) ? NULL : str_trim(text);
	ok = papers_query(view, &query, &err);
	query_release(&query);
	if (!ok || str_eq(old, view->filter)) {
		free(view->filter);
		view->filter = old;
		return;
	}
	free(old);
	id = row != NULL ? xstrdup(row->id) : NULL;
	if (papers_reload(view) && id != NULL && !pager_seek(&view->pager, id, &err))
		app_say(view->base.app, LEVEL_REFUSED, "%s", err.text);
	free(id);
}

static void typed(struct tui_view *base, int tag, const char *text)
{
	struct papers_view *view = (struct papers_view *)base;

	if (tag == ASK_FILTER)
		filter_typed(view, text);
	else if (tag == ASK_FIND)
		papers_find_typed(view, text);
}

/* A prompt that was left puts things back as they were. */
static void give_up(struct papers_view *view, int tag)
{
	struct err err;

	if (tag == ASK_FILTER)
		set_filter(view, view->before);
	if (tag == ASK_FIND && view->find_from != NULL &&
		!pager_seek(&view->pager, view->find_from, &err))
		app_say(view->base.app, LEVEL_REFUSED, "%s", err.text);
	/* A search that was never made leaves no empty list behind. */
	if (view->queue == NULL && view->text == NULL)
		app_pop(view->base.app);
}

/* The selected papers, or the one under the cursor. */
static void print_to(struct papers_view *view, const char *typed)
{
	const struct row *row = pager_row(&view->pager);
	struct strv one = {0};

	if (view->selection.ids.n > 0) {
		print_papers(view->base.app, &view->selection.ids, typed);
	} else if (row != NULL) {
		strv_add(&one, row->id);
		print_papers(view->base.app, &one, typed);
	} else {
		app_say(view->base.app, LEVEL_NOTE, _("There is no paper here"));
	}
	strv_release(&one);
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct papers_view *view = (struct papers_view *)base;

	if (!got->ok) {
		give_up(view, tag);
		return;
	}
	if (tag == ASK_FIND) {
		if (view->finds_nothing)
			app_say(base->app, LEVEL_NOTE, _("No paper here fits '%s'"), view->find);
		return;
	}
	if (tag == ASK_KEEP) {
		papers_keep(view, got->text);
		return;
	}
	if (tag == ASK_FILTER) {
		set_filter(view, got->text);
		return;
	}
	if (tag == ASK_SELECT || tag == ASK_UNSELECT) {
		papers_select_words(view, (enum papers_ask)tag, got->text);
		return;
	}
	if (tag == ASK_PRINT) {
		print_to(view, got->text);
		return;
	}
	if (tag == ASK_BULK) { /* what was done is no longer selected */
		for (size_t i = 0; i < got->chosen->n; i++)
			selection_drop(&view->selection, got->chosen->v[i]);
		return;
	}
	free(view->text);
	view->text = str_trim(got->text);
	free(view->title);
	view->title = *view->text != '\0' ? xasprintf(_("Search: %s"), view->text)
					  : xstrdup(_("All papers"));
	if (!papers_reload(view)) {
		struct tui_view *notice = base->app->top;

		/* The box with the reason stays, the list that cannot be goes. */
		notice->below = base->below;
		base->below = NULL;
		base->ops->close(base);
		free(base);
	}
}

static void ask_search(struct papers_view *view)
{
	ask_line(view->base.app, ASK_SEARCH, _("Search"),
		_("Words of the title, the number or the id; also state:sign attribute:private "
		  "unit:zfb "
		  "due:<7d due:overdue. Nothing at all lists everything you may see."),
		view->text != NULL ? view->text : "");
}

static bool act_on_row(struct papers_view *view, enum command_id id)
{
	const struct row *row = pager_row(&view->pager);
	struct app *app = view->base.app;

	if (id == CMD_UNDO_IMPORT) {
		if (view->selection.ids.n > 0)
			ask_bulk_undo(app, ASK_BULK, &view->selection.ids);
		else
			ask_import(app);
		return true;
	}
	if (id == CMD_PRINT_MANY) {
		if (!print_ask(app, ASK_PRINT))
			print_to(view, "");
		return true;
	}
	if (id != CMD_OPEN && id != CMD_ACT_ROW && id != CMD_EDIT && id != CMD_MARK)
		return false;
	if (row == NULL)
		app_say(app, LEVEL_NOTE, _("There is no paper here"));
	else if (id == CMD_OPEN)
		view_document(app, row->id, &view->pager);
	else if (id == CMD_ACT_ROW && view->selection.ids.n > 0)
		ask_bulk(app, ASK_BULK, &view->selection.ids);
	else if (id == CMD_ACT_ROW)
		view_acts(app, row->id, NULL);
	else if (id == CMD_EDIT)
		view_edit_paper(app, row->id);
	else if (view->selection.ids.n > 0)
		ask_mark(app, ASK_BULK, &view->selection.ids);
	else
		view_mark(app, row->id, NULL);
	return true;
}

/* Scrolls the columns; false: the command is another. */
static bool shift(struct papers_view *view, enum command_id id)
{
	struct app *app = view->base.app;
	const struct columns columns = columns_of(view);

	if (id != CMD_COLUMNS_LEFT && id != CMD_COLUMNS_RIGHT)
		return false;
	if (id == CMD_COLUMNS_RIGHT && rowline_has_right(&columns, view->cols))
		view->shift++;
	else if (id == CMD_COLUMNS_LEFT && view->shift > 0)
		view->shift--;
	else
		app_say(app, LEVEL_NOTE,
			id == CMD_COLUMNS_LEFT ? _("There is no column further to the left")
					       : _("There is no column further to the right"));
	return true;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct papers_view *view = (struct papers_view *)base;
	struct err err = {0};

	if (pager_command(&view->pager, id, &err))
		return true;
	if (err.code != ERR_NONE) {
		app_refuse(base->app, &err);
		return true;
	}
	if (papers_select_command(view, id) || papers_find_command(view, id) ||
		papers_tab_command(view, id) || shift(view, id) || act_on_row(view, id))
		return true;
	if (id == CMD_FILTER) {
		set_str(&view->before, view->filter);
		papers_ask(view, ASK_FILTER, _("Filter: "), view->filter);
	} else if (id == CMD_NO_FILTER) {
		set_filter(view, NULL);
	} else if (id == CMD_ORDER) {
		view->order = view->order == ORDER_DUE ? ORDER_NEWEST : ORDER_DUE;
		papers_reload(view);
	} else if (id == CMD_SEARCH && view->queue == NULL) {
		ask_search(view);
	} else if (id == CMD_PREVIEW) {
		settings_put(&base->app->settings, SETTING_PREVIEW,
			base->app->has_preview ? "off" : "on", ":preview");
		settings_apply(base->app, SETTING_PREVIEW);
	} else if (id == CMD_NEW_ROW) {
		view_new_paper(base->app);
	} else {
		return false;
	}
	return true;
}

static char *title(struct tui_view *base)
{
	const struct papers_view *view = (struct papers_view *)base;

	/* By its name, so that it follows the language. */
	return xstrdup(
		view->queue != NULL ? say_queue(app_office(base->app), view->queue) : view->title);
}

static char *status(struct tui_view *base)
{
	const struct papers_view *view = (struct papers_view *)base;
	const struct pager *pager = &view->pager;
	int at = pager->list.n > 0 ? pager->first + pager->list.cursor + 1 : 0;
	char *filter = view->filter != NULL ? xasprintf(_("   filter: %s (F: all)"), view->filter)
					    : xstrdup("");
	char *selected = view->selection.ids.n > 0
				 ? xasprintf(_("   selected: %zu"), view->selection.ids.n)
				 : xstrdup("");
	char *s = xasprintf(_("%d of %d   %s%s%s"), at, pager->total,
		view->order == ORDER_DUE ? _("by due day") : _("newest first"), selected, filter);

	free(selected);
	free(filter);
	return s;
}

static bool click(struct tui_view *base, int row, int col)
{
	struct papers_view *view = (struct papers_view *)base;
	struct list *list = &view->pager.list;
	int at = list->top + row - 3; /* below the header, the tabs and the titles */

	if (row == 1)
		return papers_click_tab(view, col);
	if (row == 2) { /* there are two orders, so each title turns between them */
		app_command(base->app, CMD_ORDER);
		return true;
	}
	if (row < 3 || row - 3 >= list->rows || at >= list->n)
		return false;
	if (list->cursor == at)
		app_command(base->app, CMD_OPEN);
	list->cursor = at;
	return true;
}

static void remember(struct tui_view *base, struct strv *parts)
{
	const struct papers_view *view = (struct papers_view *)base;
	const struct row *row = pager_row(&view->pager);
	char tab[16], order[16];

	snprintf(tab, sizeof(tab), "%zu", view->tab);
	snprintf(order, sizeof(order), "%d", (int)view->order);
	strv_add(parts, view->queue != NULL ? view->queue : "");
	strv_add(parts, view->text != NULL ? view->text : "");
	strv_add(parts, view->title);
	strv_add(parts, view->filter != NULL ? view->filter : "");
	strv_add(parts, tab);
	strv_add(parts, order);
	strv_add(parts, row != NULL ? row->id : "");
}

static void close(struct tui_view *base)
{
	struct papers_view *view = (struct papers_view *)base;

	pager_release(&view->pager);
	selection_release(&view->selection);
	preview_release(&view->preview);
	free(view->before);
	free(view->find);
	free(view->find_from);
	free(view->range_from);
	free(view->kind);
	free(view->queue);
	free(view->text);
	free(view->filter);
	free(view->title);
}

const char *papers_closed(struct tui_view *view, enum command_id id)
{
	if ((id == CMD_NEW || id == CMD_NEW_ROW) && !session_may_begin(view->app->session, NULL))
		return _("Papers are begun by those who draft; your role reads and decides");
	return NULL;
}

static const enum command_id bar[] = {CMD_OPEN, CMD_ACT_ROW, CMD_SELECT, CMD_FILTER, CMD_SEARCH,
	CMD_BACK, CMD_HELP, CMD_PALETTE, CMD_ORDER, CMD_TAB_NEXT, CMD_NEW_ROW, CMD_PERSON,
	CMD_NONE};

static const struct view_ops papers_ops = {
	.name = "papers",
	.scopes = SCOPE_LIST | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.closed = papers_closed,
	.refresh = refresh,
	.typed = typed,
	.answer = answer,
	.remember = remember,
	.click = click,
	.close = close,
};

void view_papers(struct app *app, const char *queue, const char *text, const char *heading)
{
	struct papers_view *view = view_new(sizeof(*view), &papers_ops, app);

	view->queue = xstrdup(queue);
	view->text = xstrdup(text);
	view->title = xstrdup(heading != NULL ? heading : _("Search"));
	view->order = queue != NULL ? ORDER_DUE : ORDER_NEWEST;
	app_push(app, &view->base);
	if (queue == NULL && text == NULL)
		ask_search(view);
	else
		papers_reload(view);
}

void view_papers_again(struct app *app, const struct strv *parts)
{
	enum { NAME, QUEUE, TEXT, TITLE, FILTER, TAB, ORDER, CURSOR, PARTS };
	struct papers_view *view;
	struct err err;
	int tab = 0, order = 0;

	if (parts->n != PARTS || !str_number(parts->v[TAB], &tab) ||
		!str_number(parts->v[ORDER], &order))
		return;
	view = view_new(sizeof(*view), &papers_ops, app);
	view->queue = *parts->v[QUEUE] != '\0' ? xstrdup(parts->v[QUEUE]) : NULL;
	view->text = view->queue == NULL ? xstrdup(parts->v[TEXT]) : NULL;
	view->title = xstrdup(parts->v[TITLE]);
	view->filter = *parts->v[FILTER] != '\0' ? xstrdup(parts->v[FILTER]) : NULL;
	view->tab = (size_t)tab < filters_count(app) ? (size_t)tab : 0;
	view->order = order == ORDER_DUE ? ORDER_DUE : ORDER_NEWEST;
	app_push(app, &view->base);
	if (papers_reload(view) && !pager_seek(&view->pager, parts->v[CURSOR], &err))
		app_say(app, LEVEL_REFUSED, "%s", err.text);
}

void view_queue(struct app *app, const char *queue, size_t tab)
{
	struct papers_view *view = view_new(sizeof(*view), &papers_ops, app);

	view->queue = xstrdup(queue);
	view->title = xstrdup("");
	view->order = ORDER_DUE;
	view->tab = tab;
	app_push(app, &view->base);
	papers_reload(view);
}
