/* SPDX-License-Identifier: MIT */
/* The selection of a list: one paper, a range, all that is filtered, what fits words. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/papers.h"

enum { STRIDE = 1000 };

/* The ids of the list behind `after` (NULL: from its start) up to and with `until` (NULL: its end),
 * narrowed by words. *found: until was met. */
struct walk {
	const char *after, *until, *words;
	struct strv ids;
	bool found;
};

static bool one_stride(
	struct papers_view *view, struct walk *walk, const char *after, bool *more, struct err *err)
{
	struct session *session = view->base.app->session;
	struct query query = {0};
	struct rows rows = {0};
	bool ok = papers_query(view, &query, err) &&
		  (walk->words == NULL || query_parse(&query, session_office(session), walk->words,
						  session_today(session), err));

	if (ok) {
		set_str(&query.after, after);
		query.limit = STRIDE;
		ok = session_list(session, &query, &rows, err);
	}
	for (size_t i = 0; ok && i < rows.n && !walk->found; i++) {
		strv_add(&walk->ids, rows.v[i].id);
		walk->found = walk->until != NULL && strcmp(rows.v[i].id, walk->until) == 0;
	}
	*more = ok && rows.more && !walk->found;
	rows_release(&rows);
	query_release(&query);
	return ok;
}

static bool walk_list(struct papers_view *view, struct walk *walk, struct err *err)
{
	const char *after = walk->after;
	bool more = true, ok = true;

	busy_begin(view->base.app);
	while (ok && more) {
		ok = one_stride(view, walk, after, &more, err);
		after = walk->ids.n > 0 ? walk->ids.v[walk->ids.n - 1] : NULL;
	}
	busy_end(view->base.app);
	return ok;
}

static void say_count(struct papers_view *view)
{
	char *hint = app_hint(view->base.app, _("{act} acts on them, {select-none} forgets them"));

	app_say(view->base.app, LEVEL_NOTE, _("%zu papers are selected; %s"), view->selection.ids.n,
		hint);
	free(hint);
}

void papers_select_words(struct papers_view *view, enum papers_ask ask, const char *words)
{
	struct walk walk = {.words = words};
	struct err err;

	if (!walk_list(view, &walk, &err)) {
		app_refuse(view->base.app, &err);
	} else if (ask == ASK_SELECT) {
		selection_take(&view->selection, &walk.ids);
		say_count(view);
	} else {
		for (size_t i = 0; i < walk.ids.n; i++)
			selection_drop(&view->selection, walk.ids.v[i]);
		say_count(view);
	}
	strv_release(&walk.ids);
}

/* From where the range began to here, in whichever order they stand. */
static void end_range(struct papers_view *view, const char *here)
{
	struct walk down = {.after = view->range_from, .until = here};
	struct walk up = {.after = here, .until = view->range_from};
	struct err err;
	bool is_one = strcmp(view->range_from, here) == 0;
	bool ok = is_one || walk_list(view, &down, &err);

	if (ok && !is_one && !down.found)
		ok = walk_list(view, &up, &err);
	if (!ok) {
		app_refuse(view->base.app, &err);
	} else {
		selection_put(&view->selection, here);
		selection_put(&view->selection, view->range_from);
		if (down.found)
			selection_take(&view->selection, &down.ids);
		else if (up.found)
			selection_take(&view->selection, &up.ids);
		say_count(view);
	}
	strv_release(&down.ids);
	strv_release(&up.ids);
	set_str(&view->range_from, NULL);
}

bool papers_is_selected(const struct papers_view *view, int i)
{
	const struct rows *rows = &view->pager.rows;
	int from = -1, here = view->pager.list.cursor;

	if (selection_has(&view->selection, rows->v[i].id))
		return true;
	if (view->range_from == NULL)
		return false;
	for (size_t k = 0; k < rows->n && from < 0; k++) {
		if (strcmp(rows->v[k].id, view->range_from) == 0)
			from = (int)k;
	}
	return from >= 0 && ((from <= i && i <= here) || (here <= i && i <= from));
}

static void select_row(struct papers_view *view, const struct row *row)
{
	struct err err = {0};

	selection_toggle(&view->selection, row->id);
	if (!pager_command(&view->pager, CMD_DOWN, &err) && err.code != ERR_NONE)
		app_refuse(view->base.app, &err);
}

static void range(struct papers_view *view, const struct row *row)
{
	if (view->range_from != NULL) {
		end_range(view, row->id);
		return;
	}
	set_str(&view->range_from, row->id);
	app_say(view->base.app, LEVEL_NOTE,
		_("A range begins here: go to its end and press v again"));
}

bool papers_select_command(struct papers_view *view, enum command_id id)
{
	const struct row *row = pager_row(&view->pager);
	struct app *app = view->base.app;

	if (id == CMD_SELECT_NONE) {
		selection_release(&view->selection);
		set_str(&view->range_from, NULL);
	} else if (id == CMD_SELECT_MATCHING || id == CMD_UNSELECT_MATCHING) {
		ask_line(app, id == CMD_SELECT_MATCHING ? ASK_SELECT : ASK_UNSELECT,
			id == CMD_SELECT_MATCHING ? _("Select by words") : _("Unselect by words"),
			_("Words, or state:sign attribute:public attribute:none unit:zfb due:<7d "
			  "due:overdue; nothing means all of the list."),
			"");
	} else if (id == CMD_SELECT_ALL) {
		papers_select_words(view, ASK_SELECT, NULL);
	} else if (id == CMD_SELECT || id == CMD_SELECT_RANGE) {
		if (row == NULL)
			app_say(app, LEVEL_NOTE, _("There is no paper here"));
		else if (id == CMD_SELECT)
			select_row(view, row);
		else
			range(view, row);
	} else {
		return false;
	}
	return true;
}
