/* SPDX-License-Identifier: MIT */
/* One act on many papers, in five steps: every paper is looked at; the acts are shown with how many
 * papers each would go for; the papers of one act, with the reason where one stays; the act, which
 * can be stopped between two batches; and what came of it. What was looked at is what is decided
 * on: a paper that moved meanwhile is refused. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/bulk.h"
#include "tui/glyph.h"
#include "tui/say.h"

enum { LOOK_SLICE = 25, ID_COLS = 18, NAME_COLS = 18, COUNT_COLS = 16, ATTRIBUTE_COLS = 12 };

/* ---- acting
 * -------------------------------------------------------------------------------------------- */

/* What stays, or was refused, is listed before what goes with something done before, and that
 * before the rest. */
static int place(const struct bulk_view *view, const struct looked *paper)
{
	bool is_fine = view->step == STEP_SUMMARY ? paper->is_done : bulk_goes(view, paper);

	return !is_fine ? 0 : paper->note != NULL ? 1 : 2;
}

static void make_order(struct bulk_view *view)
{
	size_t n = 0;

	for (int at = 0; at < 3; at++) {
		for (size_t i = 0; i < view->n; i++) {
			if (place(view, &view->papers[i]) == at)
				view->order[n++] = i;
		}
	}
	view->list = (struct list){.n = (int)n, .rows = view->list.rows};
}

static void finish_acting(struct bulk_view *view)
{
	struct app *app = view->base.app;
	int done = 0, refused = 0;

	strv_clear(&app->done);
	for (size_t i = 0; i < view->n; i++) {
		done += view->papers[i].is_done;
		refused += view->papers[i].outcome != NULL;
		if (view->papers[i].is_done && view->job == JOB_DEED)
			strv_add(&app->done, view->papers[i].id);
	}
	view->step = STEP_SUMMARY;
	make_order(view);
	app_refresh(app);
	app_say(app, refused > 0 || view->is_stopped ? LEVEL_REFUSED : LEVEL_DONE,
		_("%s: %d done, %d refused, %zu left alone"), bulk_name(view), done, refused,
		view->n - (size_t)(done + refused));
}

static bool work(struct tui_view *base)
{
	struct bulk_view *view = (struct bulk_view *)base;

	if (view->step == STEP_LOOK) {
		for (int i = 0; i < LOOK_SLICE && view->at < view->n; i++)
			bulk_look(view, &view->papers[view->at++]);
		if (view->at < view->n)
			return true;
		bulk_sort(view);
		view->step = view->job == JOB_DEED ? STEP_CHOOSE : STEP_PREVIEW;
		if (view->step == STEP_PREVIEW)
			make_order(view);
	} else if (view->step == STEP_ACT) {
		size_t to = view->at + bulk_batch(view);

		to = to < view->n ? to : view->n;

		if (!view->is_stopped)
			bulk_act(view, view->at, to);
		view->at = to;
		if (view->at < view->n && !view->is_stopped)
			return true;
		finish_acting(view);
	}
	return false;
}

/* Everything that must be said with the act, one question after the other; then the act. */
static void go_on(struct bulk_view *view)
{
	struct app *app = view->base.app;
	const struct offer *offer = &view->offers[view->chosen];
	const char *name = bulk_name(view);
	char *number, *question;

	if (said_ask(app, &view->said, name, offer->needs_code, offer->needs_comment))
		return;
	if (!bulk_is_final(view) || view->said.is_sure) {
		view->step = STEP_ACT;
		view->at = 0;
		return;
	}
	number = xasprintf("%d", offer->open);
	question = xasprintf(
		_("%s for %s papers. This cannot be taken back. Type %s, their number, and Enter."),
		name, number, number);
	ask_typed(app, ASK_TYPED, name, question, number);
	free(question);
	free(number);
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct bulk_view *view = (struct bulk_view *)base;

	if (!got->ok) {
		said_forget(&view->said);
		return;
	}
	said_take(base->app, &view->said, tag, got, view->offers[view->chosen].needs_comment);
	go_on(view);
}

/* ---- drawing
 * ------------------------------------------------------------------------------------------- */

static void draw_offer(struct bulk_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct offer *offer = &view->offers[i];
	bool is_current = i == view->list.cursor;
	enum style style = is_current        ? STYLE_SELECTED
			   : offer->open > 0 ? STYLE_TEXT
					     : STYLE_DISABLED;
	char *goes_for = xasprintf(_("%d of %zu go"), offer->open, view->n);
	int col = rect.col + 4;

	grid_fill(grid, rect, style);
	if (is_current) {
		grid_put(grid, rect.row, rect.col, 1, style, grid_mark(grid, MARK_CURSOR));
		grid_cursor(grid, rect.row, rect.col);
	}
	grid_put(grid, rect.row, rect.col + 2, 1, style,
		grid_mark(grid, offer->open > 0 ? MARK_OPEN : MARK_CLOSED));
	grid_cut(grid, rect.row, col, NAME_COLS - 1, style, name_get(&offer->action->name));
	col += NAME_COLS;
	grid_cut(grid, rect.row, col, COUNT_COLS - 1, style, goes_for);
	col += COUNT_COLS;
	grid_cut(grid, rect.row, col, rect.col + rect.cols - col, style,
		name_get(&offer->action->help));
	free(goes_for);
}

/* What stands behind a paper: why it stays, or why it was refused. */
const char *bulk_remark(const struct bulk_view *view, const struct looked *paper)
{
	if (view->step == STEP_SUMMARY)
		return paper->is_done                      ? _("done")
		       : paper->outcome != NULL            ? paper->outcome
		       : bulk_goes(view, paper)            ? _("stopped before it")
		       : paper->why == NULL                ? paper->title
		       : *paper->why[view->chosen] != '\0' ? paper->why[view->chosen]
							   : _("not at this step");
	if (paper->why == NULL)
		return paper->title;
	if (paper->why[view->chosen] == NULL)
		return paper->note != NULL ? paper->note : "";
	return *paper->why[view->chosen] != '\0' ? paper->why[view->chosen] : _("not at this step");
}

/* Whoever signs for many sees what each of them is marked. */
static bool has_attributes(const struct bulk_view *view)
{
	for (size_t i = 0; i < view->n; i++) {
		if (view->papers[i].attribute != NULL)
			return true;
	}
	return false;
}

static int draw_attribute(struct bulk_view *view, struct grid *grid, struct rect rect,
	bool is_current, const struct looked *paper)
{
	const struct office *office = app_office(view->base.app);

	if (!has_attributes(view))
		return 0;
	if (paper->attribute != NULL)
		grid_cut(grid, rect.row, rect.col, ATTRIBUTE_COLS - 1,
			is_current ? STYLE_SELECTED : say_attribute_style(office, paper->attribute),
			say_attribute(office, paper->attribute));
	return ATTRIBUTE_COLS;
}

static void draw_paper(struct bulk_view *view, struct grid *grid, struct rect rect, int i)
{
	const struct looked *paper = &view->papers[view->order[i]];
	bool is_current = i == view->list.cursor;
	bool is_fine = view->step == STEP_SUMMARY ? paper->is_done : bulk_goes(view, paper);
	enum style style = is_current ? STYLE_SELECTED : is_fine ? STYLE_TEXT : STYLE_DIM;
	const char *why = bulk_remark(view, paper);
	int col = rect.col + 4 + ID_COLS, end = rect.col + rect.cols, half;

	grid_fill(grid, rect, style);
	if (is_current) {
		grid_put(grid, rect.row, rect.col, 1, style, grid_mark(grid, MARK_CURSOR));
		grid_cursor(grid, rect.row, rect.col);
	}
	grid_put(grid, rect.row, rect.col + 2, 1,
		is_current ? style
		: is_fine  ? STYLE_GOOD
			   : STYLE_FAULT,
		grid_mark(grid, is_fine ? MARK_DONE : MARK_CLOSED));
	grid_cut(grid, rect.row, rect.col + 4, ID_COLS - 1, style, paper->id);
	col += draw_attribute(
		view, grid, (struct rect){rect.row, col, 1, end - col}, is_current, paper);
	half = *why == '\0' || view->step == STEP_SUMMARY ? end - col : (end - col) / 2;
	if (!is_fine)
		half = (end - col) / 2;
	grid_cut(grid, rect.row, col, half - 1, style, paper->title);
	if (half < end - col)
		grid_cut(grid, rect.row, col + half, end - col - half,
			is_current || is_fine ? style : STYLE_FAULT, why);
}

static void draw_lines(struct bulk_view *view, struct grid *grid, struct rect area)
{
	struct rect rows = {area.row + 2, area.col, area.rows - 5, area.cols};
	bool is_offers = view->step == STEP_CHOOSE;
	int n = (int)(is_offers ? view->offer_count : view->n);

	list_fit(&view->list, n, rows.rows);
	for (int i = 0; i < rows.rows && view->list.top + i < n; i++) {
		struct rect row = {rows.row + i, rows.col, 1, rows.cols};

		if (is_offers)
			draw_offer(view, grid, row, view->list.top + i);
		else
			draw_paper(view, grid, row, view->list.top + i);
	}
	if (n == 0)
		grid_cursor(grid, rows.row, rows.col);
}

/* The whole of what the line under the cursor has no room for. */
static void draw_detail(struct bulk_view *view, struct grid *grid, struct rect rect)
{
	const char *text = "";

	if (view->list.cursor >= view->list.n)
		return;
	if (view->step == STEP_CHOOSE)
		text = name_get(&view->offers[view->list.cursor].action->help);
	else
		text = bulk_remark(view, &view->papers[view->order[view->list.cursor]]);
	grid_rule(grid, rect.row, rect.col, rect.cols, STYLE_BORDER);
	grid_wrap(grid, (struct rect){rect.row + 1, rect.col + 1, rect.rows - 1, rect.cols - 2},
		STYLE_TEXT, text);
}

static char *heading(const struct bulk_view *view)
{
	const char *name = view->step >= STEP_PREVIEW ? bulk_name(view) : "";

	switch (view->step) {
	case STEP_LOOK: return xstrdup(_("Looking at the papers"));
	case STEP_CHOOSE: return xasprintf(_("What to do with %zu papers"), view->n);
	case STEP_PREVIEW:
		return xasprintf(
			view->offers[view->chosen].open > 0
				? _("%s: %d papers go, %zu stay. Enter goes on, Esc goes back")
				: _("%s: %d papers go, %zu stay. Esc goes back"),
			name, view->offers[view->chosen].open,
			view->n - (size_t)view->offers[view->chosen].open);
	case STEP_ACT: return xasprintf(_("%s: under way"), name);
	case STEP_SUMMARY: return xasprintf(_("%s: what came of it"), name);
	}
	return NULL;
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct bulk_view *view = (struct bulk_view *)base;
	char *title = heading(view);

	grid_cut(grid, area.row, area.col + 1, area.cols - 2, STYLE_HEADING, title);
	free(title);
	if (view->step == STEP_LOOK || view->step == STEP_ACT) {
		grid_progress(grid, (struct rect){area.row + 2, area.col + 2, 1, area.cols - 4},
			(int)view->at, (int)view->n);
		grid_cursor(grid, area.row + 2, area.col + 2);
		return;
	}
	draw_lines(view, grid, area);
	draw_detail(view, grid, (struct rect){area.row + area.rows - 3, area.col, 3, area.cols});
}

/* ---- commands
 * ------------------------------------------------------------------------------------------ */

void bulk_leave(struct bulk_view *view)
{
	struct strv done = {0};

	for (size_t i = 0; i < view->n; i++) {
		if (view->papers[i].is_done)
			strv_add(&done, view->papers[i].id);
	}
	app_answer(view->base.app, &(struct answer){.ok = true, .chosen = &done});
	strv_release(&done);
}

static void choose(struct bulk_view *view)
{
	struct app *app = view->base.app;

	if (view->list.cursor >= view->list.n)
		return;
	if (app->options->is_read_only) {
		app_say(app, LEVEL_REFUSED, _("The program was started to read only"));
		return;
	}
	view->chosen = (size_t)view->list.cursor;
	view->step = STEP_PREVIEW;
	make_order(view);
}

static void enter(struct bulk_view *view)
{
	struct app *app = view->base.app;

	if (view->step == STEP_CHOOSE) {
		choose(view);
	} else if (view->step == STEP_PREVIEW && view->offers[view->chosen].open == 0) {
		app_say(app, LEVEL_REFUSED, _("None of these papers can take this step"));
	} else if (view->step == STEP_PREVIEW && app->options->is_read_only) {
		app_say(app, LEVEL_REFUSED, _("The program was started to read only"));
	} else if (view->step == STEP_PREVIEW) {
		said_forget(&view->said);
		go_on(view);
	} else if (view->step == STEP_SUMMARY && view->list.cursor < view->list.n) {
		view_document(app, view->papers[view->order[view->list.cursor]].id, NULL);
	}
}

static void back(struct bulk_view *view)
{
	if (view->step == STEP_PREVIEW && view->job == JOB_DEED) {
		view->step = STEP_CHOOSE;
		view->list = (struct list){.cursor = (int)view->chosen};
	} else if (view->step == STEP_ACT) {
		app_say(view->base.app, LEVEL_NOTE, _("Under way: Ctrl-C stops it"));
	} else {
		bulk_leave(view);
	}
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct bulk_view *view = (struct bulk_view *)base;

	if (id == CMD_STOP && view->step == STEP_ACT)
		view->is_stopped = true;
	else if (id == CMD_STOP && view->step == STEP_LOOK)
		bulk_leave(view);
	else if (id == CMD_BACK)
		back(view);
	else if (view->step == STEP_ACT || view->step == STEP_LOOK)
		app_say(base->app, LEVEL_NOTE, _("Under way: Ctrl-C stops it"));
	else if (list_command(&view->list, id))
		return true;
	else if (id == CMD_TAKE)
		enter(view);
	else
		return false;
	return true;
}

static char *title(struct tui_view *base)
{
	return xasprintf(_("%zu papers"), ((struct bulk_view *)base)->n);
}

static char *status(struct tui_view *base)
{
	const struct bulk_view *view = (struct bulk_view *)base;

	switch (view->step) {
	case STEP_LOOK:
	case STEP_ACT: return xstrdup(_("Ctrl-C stops; what was done stays done"));
	case STEP_CHOOSE: return xstrdup(_("Enter shows which papers go and which do not"));
	case STEP_PREVIEW: return xstrdup(_("Nothing is decided yet"));
	case STEP_SUMMARY:
		return xstrdup(_("Enter opens the paper, Esc goes back to the list; what was not "
				 "done is still selected"));
	}
	return NULL;
}

static void close(struct tui_view *base)
{
	struct bulk_view *view = (struct bulk_view *)base;

	for (size_t i = 0; i < view->n; i++) {
		struct looked *paper = &view->papers[i];

		for (size_t k = 0; paper->why != NULL && k < view->offer_count; k++)
			free(paper->why[k]);
		free(paper->why);
		free(paper->id);
		free(paper->title);
		free(paper->seen);
		free(paper->attribute);
		free(paper->note);
		free(paper->outcome);
	}
	strv_release(&view->marking.grounds);
	free((char *)(uintptr_t)view->marking.attribute);
	free((char *)(uintptr_t)view->marking.reason);
	free((char *)(uintptr_t)view->marking.row);
	free(view->papers);
	free(view->offers);
	free(view->order);
	said_forget(&view->said);
}

static const enum command_id bar[] = {
	CMD_TAKE, CMD_UP, CMD_DOWN, CMD_BACK, CMD_STOP, CMD_HELP, CMD_NONE};

static const struct view_ops bulk_ops = {
	.name = "bulk",
	.scopes = SCOPE_PICK | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.work = work,
	.answer = answer,
	.close = close,
};

static struct bulk_view *open_bulk(
	struct app *app, int tag, const struct strv *ids, enum bulk_job job)
{
	struct bulk_view *view = view_new(sizeof(*view), &bulk_ops, app);

	view->job = job;
	view->n = ids->n;
	view->papers = xcalloc(ids->n, sizeof(*view->papers));
	view->order = xcalloc(ids->n, sizeof(*view->order));
	for (size_t i = 0; i < ids->n; i++) {
		view->papers[i].id = xstrdup(ids->v[i]);
		view->papers[i].title = xstrdup("");
	}
	if (job != JOB_DEED) {
		GROW(view->offers, view->offer_count);
		view->offers[view->offer_count++] =
			(struct offer){.needs_comment = job == JOB_UNDO};
	}
	app_ask(app, &view->base, tag);
	return view;
}

void ask_bulk(struct app *app, int tag, const struct strv *ids)
{
	(void)open_bulk(app, tag, ids, JOB_DEED);
}

void ask_bulk_mark(struct app *app, int tag, const struct strv *ids, const struct marking *marking)
{
	struct bulk_view *view = open_bulk(app, tag, ids, JOB_MARK);

	view->marking.attribute = xstrdup(marking->attribute);
	view->marking.reason = xstrdup(marking->reason);
	view->marking.row = xstrdup(marking->row);
	view->marking.review_by = marking->review_by;
	strv_copy(&view->marking.grounds, &marking->grounds);
}

void ask_bulk_undo(struct app *app, int tag, const struct strv *ids)
{
	(void)open_bulk(app, tag, ids, JOB_UNDO);
}
