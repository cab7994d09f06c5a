/* SPDX-License-Identifier: MIT */
/* The ledger verified from the screen: stretch by stretch, so that it can be stopped; then what was
 * found, commit by commit. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/lines.h"
#include "tui/views.h"

enum { STEPS_A_SLICE = 4 };

struct verify_view {
	struct tui_view base;
	struct verification *verification; /* owns; NULL when it has ended */
	struct verify_progress progress;
	struct verdict verdict;
	struct lines lines; /* of the verdict, at cols */
	int cols;
	struct list list;
};

static void finish(struct verify_view *view)
{
	store_verify_end(view->verification, &view->verdict);
	view->verification = NULL;
	view->cols = 0;
}

static bool work(struct tui_view *base)
{
	struct verify_view *view = (struct verify_view *)base;

	for (int i = 0; view->verification != NULL && i < STEPS_A_SLICE; i++) {
		if (!store_verify_step(view->verification, &view->progress))
			finish(view);
	}
	return view->verification != NULL;
}

static void add_faults(
	struct lines *lines, int cols, enum style style, const struct fault *faults, size_t n)
{
	for (size_t i = 0; i < n; i++)
		lines_addf(lines, cols, style, 2, "%.12s%s%s", faults[i].commit,
			faults[i].commit[0] != '\0' ? "  " : "", faults[i].what);
}

static void make_lines(struct verify_view *view, int cols)
{
	const struct verdict *verdict = &view->verdict;
	bool is_good = verdict->n == 0 && !verdict->is_partial;

	if (view->cols == cols)
		return;
	view->cols = cols;
	lines_release(&view->lines);
	lines_add(&view->lines, cols, is_good ? STYLE_GOOD : STYLE_FAULT, 0,
		is_good ? _("The ledger is in order")
		: verdict->n > 0
			? _("! The ledger is not in order")
			: _("! Stopped before the end: what comes after was not looked at"));
	lines_addf(&view->lines, cols, STYLE_TEXT, 0, _("%lld commits, %lld documents, %zu faults"),
		(long long)verdict->commits, (long long)verdict->documents, verdict->n);
	lines_add(&view->lines, cols, STYLE_TEXT, 0, "");
	add_faults(&view->lines, cols, STYLE_FAULT, verdict->faults, verdict->n);
	add_faults(&view->lines, cols, STYLE_TEXT, verdict->notes, verdict->note_count);
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct verify_view *view = (struct verify_view *)base;
	struct rect rect = {area.row + 1, area.col + 2, area.rows - 1, area.cols - 4};

	if (view->verification != NULL) {
		grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_HEADING,
			view->progress.what != NULL ? view->progress.what
						    : _("Checking every decision"));
		grid_progress(grid, (struct rect){rect.row + 1, rect.col, 1, rect.cols},
			(int)view->progress.done, (int)view->progress.total);
		grid_cursor(grid, rect.row + 1, rect.col);
		return;
	}
	make_lines(view, rect.cols);
	list_fit(&view->list, (int)view->lines.n, rect.rows);
	lines_draw(&view->lines, &view->list, grid, rect);
	grid_cursor(grid, rect.row + view->list.cursor - view->list.top, rect.col);
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct verify_view *view = (struct verify_view *)base;

	if (view->verification == NULL)
		return list_command(&view->list, id);
	if (id != CMD_STOP && id != CMD_BACK)
		return false;
	finish(view);
	return true;
}

static char *title(struct tui_view *base)
{
	(void)base;
	return xstrdup(_("Verify"));
}

static char *status(struct tui_view *base)
{
	const struct verify_view *view = (struct verify_view *)base;

	return view->verification != NULL
		       ? app_hint(base->app, _("{stop} stops; nothing is changed by it"))
		       : xasprintf(_("line %d of %d"), view->list.cursor + 1, view->list.n);
}

static void close(struct tui_view *base)
{
	struct verify_view *view = (struct verify_view *)base;

	if (view->verification != NULL)
		finish(view);
	verdict_release(&view->verdict);
	lines_release(&view->lines);
}

static const enum command_id bar[] = {
	CMD_STOP, CMD_PAGE_DOWN, CMD_BACK, CMD_HELP, CMD_PALETTE, CMD_NONE};

static const struct view_ops verify_ops = {
	.name = "verify",
	.scopes = SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.work = work,
	.close = close,
};

void view_verify(struct app *app)
{
	const struct session *session = app->session;
	const struct verify_options all = {0};
	struct verification *verification;
	struct verify_view *view;
	struct err err;

	/* What is wrong may be told of any paper. */
	if (!access_sees_all(session_office(session), &session->scope)) {
		app_say(app, LEVEL_REFUSED,
			_("The whole ledger is verified by those who may see all of it; `gongkai "
			  "verify` does it for the store's owner"));
		return;
	}
	verification = store_verify_begin(session->store, &all, &err);
	if (verification == NULL) {
		app_refuse(app, &err);
		return;
	}
	view = view_new(sizeof(*view), &verify_ops, app);
	view->verification = verification;
	app_push(app, &view->base);
}
