/* SPDX-License-Identifier: MIT */
/* Searching in a list moves the cursor and leaves the rows; filtering leaves the cursor and takes
 * rows away. Both follow the typing. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/glyph.h"
#include "tui/papers.h"

/* The id of the next row that fits words (NULL: any row) behind or before `from` (NULL: from the
 * end it begins at); NULL: there is none. The caller frees. */
static char *next_id(struct papers_view *view, const char *words, const char *from, bool backwards,
	struct err *err)
{
	struct session *session = view->base.app->session;
	struct query query = {0};
	struct rows rows = {0};
	char *id = NULL;

	err->code = ERR_NONE;
	if (papers_query(view, &query, err) &&
		(words == NULL || query_parse(&query, session_office(session), words,
					  session_today(session), err))) {
		set_str(&query.after, from);
		query.backwards = backwards;
		query.limit = 1;
		busy_begin(view->base.app);
		if (session_list(session, &query, &rows, err) && rows.n > 0)
			id = xstrdup(rows.v[0].id);
		busy_end(view->base.app);
	}
	rows_release(&rows);
	query_release(&query);
	return id;
}

/* The first fit from `from` on, itself included, else the first of all. */
static char *first_fit(struct papers_view *view, const char *from, struct err *err)
{
	char *before = from != NULL ? next_id(view, NULL, from, true, err) : NULL;
	char *id = next_id(view, view->find, before, false, err);

	if (id == NULL && before != NULL && err->code == ERR_NONE)
		id = next_id(view, view->find, NULL, false, err);
	free(before);
	return id;
}

void papers_find_typed(struct papers_view *view, const char *words)
{
	struct err err = {0};
	char *id;

	set_str(&view->find, str_empty(words) ? NULL : words);
	view->finds_nothing = false;
	if (view->find == NULL)
		id = xstrdup(view->find_from);
	else
		id = first_fit(view, view->find_from, &err);
	/* Words that are no query yet, such as "state:", are being typed still. */
	if (id != NULL && !pager_seek(&view->pager, id, &err))
		app_say(view->base.app, LEVEL_REFUSED, "%s", err.text);
	view->finds_nothing = id == NULL && view->find != NULL;
	free(id);
}

static void step(struct papers_view *view, bool backwards)
{
	const struct row *row = pager_row(&view->pager);
	struct app *app = view->base.app;
	struct err err = {0};
	char *id;

	if (view->find == NULL) {
		app_say(app, LEVEL_NOTE, _("Nothing was searched for in this list yet"));
		return;
	}
	id = next_id(view, view->find, row != NULL ? row->id : NULL, backwards, &err);
	if (id == NULL && err.code == ERR_NONE) {
		id = next_id(view, view->find, NULL, backwards, &err);
		if (id != NULL)
			app_say(app, LEVEL_NOTE,
				backwards ? _("On from the end") : _("On from the start"));
	}
	if (err.code != ERR_NONE || (id != NULL && !pager_seek(&view->pager, id, &err)))
		app_refuse(app, &err);
	else if (id == NULL)
		app_say(app, LEVEL_NOTE, _("No paper here fits '%s'"), view->find);
	free(id);
}

void papers_ask(struct papers_view *view, int tag, const char *label, const char *text)
{
	ask_prompt(view->base.app, tag, label,
		_("The list follows: words, state:sign unit:zfb due:<7d; Enter "
		  "keeps, Esc leaves"),
		text != NULL ? text : "");
}

bool papers_find_command(struct papers_view *view, enum command_id id)
{
	const struct row *row = pager_row(&view->pager);

	if (id == CMD_FIND) {
		set_str(&view->find_from, row != NULL ? row->id : NULL);
		papers_ask(view, ASK_FIND, "/", NULL);
	} else if (id == CMD_FIND_NEXT || id == CMD_FIND_PREVIOUS) {
		step(view, id == CMD_FIND_PREVIOUS);
	} else {
		return false;
	}
	return true;
}

/* ---- tabs ------------------------------------------------------------------------------------ */

void papers_draw_tabs(const struct papers_view *view, struct grid *grid, struct rect rect)
{
	const struct app *app = view->base.app;
	int col = rect.col + 1, end = rect.col + rect.cols - 1;

	for (size_t i = 0; i < filters_count(app) && col < end; i++) {
		bool is_current = i == view->tab;
		enum style style = is_current ? STYLE_HEADING : STYLE_DIM;

		col += grid_put(grid, rect.row, col, 1, style, is_current ? "[" : " ");
		col += grid_cut(grid, rect.row, col, end - col, style, filters_name(app, i));
		col += 1 + grid_put(grid, rect.row, col, 1, style, is_current ? "]" : " ");
	}
}

bool papers_click_tab(struct papers_view *view, int col)
{
	int at = 1;

	for (size_t i = 0; i < filters_count(view->base.app); i++) {
		int end = at + 2 + glyph_width(filters_name(view->base.app, i));

		if (col >= at && col < end) {
			papers_turn(view, i);
			return true;
		}
		at = end + 1;
	}
	return false;
}

void papers_turn(struct papers_view *view, size_t tab)
{
	size_t old = view->tab;

	view->tab = tab % filters_count(view->base.app);
	if (!papers_reload(view))
		view->tab = old;
}

/* What the list shows now, as one query that a tab can keep. The caller frees. */
static char *as_query(const struct papers_view *view)
{
	const char *tab = filters_query(view->base.app, view->tab);

	return xasprintf("%s%s%s", tab, *tab != '\0' && view->filter != NULL ? " " : "",
		view->filter != NULL ? view->filter : "");
}

void papers_keep(struct papers_view *view, const char *name)
{
	struct app *app = view->base.app;
	char *query = as_query(view), *trimmed = str_trim(name);

	if (*trimmed != '\0') {
		filters_keep(app, trimmed, query);
		for (size_t i = 0; i < filters_count(app); i++) {
			if (strcmp(filters_name(app, i), trimmed) == 0)
				view->tab = i;
		}
		set_str(&view->filter, NULL);
		papers_reload(view);
	}
	free(trimmed);
	free(query);
}

bool papers_tab_command(struct papers_view *view, enum command_id id)
{
	struct app *app = view->base.app;
	size_t n = filters_count(app);

	if (view->tab >= n)
		view->tab = 0;
	if (id == CMD_TAB_NEXT)
		papers_turn(view, view->tab + 1);
	else if (id == CMD_TAB_PREVIOUS)
		papers_turn(view, view->tab + n - 1);
	else if (id == CMD_KEEP_FILTER && view->filter == NULL)
		app_say(app, LEVEL_NOTE, _("There is no filter to keep: f makes one"));
	else if (id == CMD_KEEP_FILTER)
		ask_line(app, ASK_KEEP, _("Keep this filter"),
			_("Its name, as it stands on its tab over every list"), view->filter);
	else if (id == CMD_FORGET_FILTER && !filters_forget(app, view->tab))
		app_say(app, LEVEL_NOTE, _("This tab is everybody's; turn to one of your own"));
	else if (id == CMD_FORGET_FILTER)
		papers_turn(view, 0);
	else
		return false;
	return true;
}
