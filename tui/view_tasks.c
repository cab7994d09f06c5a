/* SPDX-License-Identifier: MIT */
/* A notice that hands out tasks: what was read into them, what is odd, what could not be read; and
 * then, if the person says so, the tasks themselves. */
#include <stdlib.h>
#include <string.h>

#include "core/duty.h"
#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"
#include "core/reading.h"
#include "tui/lines.h"
#include "tui/views.h"

enum { ASK_PATH = 1, ASK_TAKE };

struct tasks_view {
	struct tui_view base;
	struct notice notice;
	struct duties duties;
	struct lines lines;
	int cols;
	struct list list; /* its cursor is the line at the top of the page */
};

struct sums {
	int clauses, fresh, taken, unknown, unread;
};

static struct sums add_up(const struct tasks_view *view)
{
	struct sums sums = {0};

	for (size_t i = 0; i < view->notice.clause_count; i++)
		sums.clauses += view->notice.clauses[i].has_parts ? 0 : 1;
	for (size_t i = 0; i < view->duties.n; i++) {
		const struct duty *duty = &view->duties.v[i];

		sums.taken += duty->taken != NULL ? 1 : 0;
		sums.unknown += duty->taken == NULL && duty->unit == NULL ? 1 : 0;
		sums.fresh += duty->taken == NULL && duty->unit != NULL ? 1 : 0;
	}
	for (size_t i = 0; i < view->notice.rest_count; i++)
		sums.unread += view->notice.rest[i].rest == NOTICE_STRAY ? 1 : 0;
	return sums;
}

static bool plan(struct tasks_view *view, struct err *err)
{
	struct session *session = view->base.app->session;
	const struct person *me = session_person(session);
	struct duty_options options = {.keeper = me != NULL ? me->unit : ""};

	duties_release(&view->duties);
	view->cols = 0;
	return duties_plan(&view->duties, session, &view->notice, &options, err);
}

static bool read_notice(struct tasks_view *view, const char *path, struct err *err)
{
	const struct pack *pack = session_office(view->base.app->session)->pack;
	struct reading reading = {0};
	size_t len;
	char *bytes = view_read_file(path, &len, err);
	bool ok = bytes != NULL && reading_take(bytes, len, &reading, err) &&
		  notice_read(&view->notice, pack, str_get(&reading.text), err) && plan(view, err);

	reading_release(&reading);
	free(bytes);
	return ok;
}

/* -- What was read ----------------------------------------------------------------------------- */

static void add_unknown(struct tasks_view *view, int cols)
{
	struct strv names = {0};

	for (size_t i = 0; i < view->duties.n; i++) {
		const struct duty *duty = &view->duties.v[i];
		char *near, *line;

		if (duty->unit != NULL || duty->party == NULL)
			continue;
		near = strv_join(&duty->near, ", ");
		line = *near != '\0' ? xasprintf(_("%s; near: %s"), duty->party->name, near)
				     : xstrdup(duty->party->name);
		strv_put(&names, line);
		free(line);
		free(near);
	}
	if (names.n > 0)
		lines_add(&view->lines, cols, STYLE_HEADING, 0,
			_("No unit of that name; an administrator adds it, or `import --tasks "
			  "--match NAME=UNIT` says which"));
	for (size_t i = 0; i < names.n; i++)
		lines_add(&view->lines, cols, STYLE_FAULT, 2, names.v[i]);
	strv_release(&names);
}

static void add_odd(struct tasks_view *view, int cols)
{
	const struct notice *notice = &view->notice;

	if (notice->oddity_count > 0)
		lines_add(&view->lines, cols, STYLE_HEADING, 0, _("Odd"));
	for (size_t i = 0; i < notice->oddity_count; i++)
		lines_addf(&view->lines, cols, STYLE_SOON, 2, "%s%s%s", notice->oddities[i].place,
			*notice->oddities[i].place != '\0' ? ": " : "", notice->oddities[i].what);
	for (size_t i = 0; i < notice->rest_count; i++) {
		if (notice->rest[i].rest == NOTICE_STRAY)
			lines_addf(&view->lines, cols, STYLE_FAULT, 2,
				_("line %d is part of no clause: %s"), notice->rest[i].line,
				notice->rest[i].text);
	}
}

static void add_duties(struct tasks_view *view, int cols)
{
	const struct office *office = session_office(view->base.app->session);
	const struct notice_clause *clause = NULL;

	for (size_t i = 0; i < view->duties.n; i++) {
		const struct duty *duty = &view->duties.v[i];
		char due[DAY_SIZE];

		if (duty->clause != clause)
			lines_addf(&view->lines, cols, STYLE_HEADING, 0, "%s  %s",
				duty->clause->place, duty->clause->title);
		clause = duty->clause;
		lines_addf(&view->lines, cols,
			duty->taken != NULL  ? STYLE_DIM
			: duty->unit == NULL ? STYLE_FAULT
					     : STYLE_TEXT,
			2, "%s  %s  %s%s%s",
			duty->unit != NULL ? label_unit(office, duty->unit) : "?",
			duty->party != NULL ? duty->party->name : "", day_format(duty->due, due),
			duty->taken != NULL ? "  = " : "", duty->taken != NULL ? duty->taken : "");
	}
}

static void make_lines(struct tasks_view *view, int cols)
{
	struct sums sums = add_up(view);
	char issued[DAY_SIZE];

	if (view->cols == cols)
		return;
	view->cols = cols;
	lines_release(&view->lines);
	lines_addf(&view->lines, cols, STYLE_HEADING, 0, "%s  %s  %s",
		view->notice.title != NULL ? view->notice.title : "",
		view->notice.number != NULL ? view->notice.number : "",
		day_format(view->notice.issued, issued));
	lines_addf(&view->lines, cols, STYLE_TEXT, 0,
		_("%d clauses; %d tasks to take in, %d taken before, %d of no known unit; %zu odd, "
		  "%d "
		  "lines unread"),
		sums.clauses, sums.fresh, sums.taken, sums.unknown, view->notice.oddity_count,
		sums.unread);
	lines_add(&view->lines, cols, STYLE_TEXT, 0, "");
	add_odd(view, cols);
	add_unknown(view, cols);
	lines_add(&view->lines, cols, STYLE_TEXT, 0, "");
	add_duties(view, cols);
}

/* -- Taking them in ---------------------------------------------------------------------------- */

/* A batch stands together or not at all; what stands is not done again by the next try. */
static bool take_all(struct tasks_view *view, int *taken, struct err *err)
{
	struct session *session = view->base.app->session;
	bool is_open = false, ok = true;
	int batch = 0;

	for (size_t i = 0; ok && i < view->duties.n; i++) {
		const struct duty *duty = &view->duties.v[i];
		char *id = NULL;

		if (duty->taken != NULL || duty->unit == NULL)
			continue;
		ok = is_open || session_begin_many(session, err);
		is_open = is_open || ok;
		ok = ok && duty_take(session, &view->notice, duty, &id, err);
		free(id);
		batch += ok ? 1 : 0;
		if (ok && batch == MANY) {
			is_open = false;
			ok = session_end_many(session, err);
			*taken += ok ? batch : 0;
			batch = 0;
		}
	}
	if (is_open) { /* what was taken before a refusal stands all the same */
		struct err end;

		if (session_end_many(session, ok ? err : &end))
			*taken += batch;
		else
			ok = false;
	}
	return ok;
}

static void take(struct tasks_view *view)
{
	struct app *app = view->base.app;
	struct err err;
	int taken = 0;

	if (!take_all(view, &taken, &err))
		app_refuse(app, &err);
	else
		app_say(app, LEVEL_DONE, _("%d tasks taken in; assign each to send it to its unit"),
			taken);
	if (!plan(view, &err))
		app_refuse(app, &err);
}

static const char *closed_why(const struct tasks_view *view)
{
	const struct session *session = view->base.app->session;
	const struct kind *kind = session_office(session)->pack->notice.kind;

	if (kind == NULL || !session_may_begin(session, kind))
		return _("Your role takes no tasks in; this is a look at what was read");
	return add_up(view).fresh == 0 ? _("There is nothing left to take in") : NULL;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct tasks_view *view = (struct tasks_view *)base;
	struct sums sums = add_up(view);
	const char *why;
	char *question;

	if (list_command(&view->list, id))
		return true;
	if (id != CMD_OPEN)
		return false;
	why = closed_why(view);
	if (why != NULL) {
		app_say(base->app, LEVEL_NOTE, "%s", why);
		return true;
	}
	question = xasprintf(_("Take %d tasks in? %d whose unit is not known stay out, and can be "
			       "taken in later."),
		sums.fresh, sums.unknown);
	ask_yes(base->app, ASK_TAKE, _("Notice"), question);
	free(question);
	return true;
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct tasks_view *view = (struct tasks_view *)base;
	struct app *app = base->app;
	struct err err;
	char *path;

	if (tag == ASK_TAKE && got->ok)
		take(view);
	if (tag != ASK_PATH)
		return;
	path = got->ok ? str_trim(got->text) : xstrdup("");
	if (*path == '\0') {
		app_pop(app);
	} else if (!read_notice(view, path, &err)) {
		app_pop(app);
		app_refuse(app, &err);
	}
	free(path);
}

/* -- The view ---------------------------------------------------------------------------------- */

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct tasks_view *view = (struct tasks_view *)base;
	struct rect rect = {area.row, area.col + 1, area.rows, area.cols - 2};

	if (view->notice.clause_count == 0) /* its file is still being asked for */
		return;
	make_lines(view, rect.cols);
	list_fit(&view->list, (int)view->lines.n, rect.rows);
	lines_draw(&view->lines, &view->list, grid, rect);
	grid_cursor(grid, rect.row + view->list.cursor - view->list.top, rect.col);
}

static char *title(struct tui_view *base)
{
	(void)base;
	return xstrdup(_("Notice"));
}

static char *status(struct tui_view *base)
{
	const struct tasks_view *view = (struct tasks_view *)base;
	const char *why = closed_why(view);

	return why != NULL ? xstrdup(why)
			   : app_hint(base->app,
				     _("Nothing is taken in yet: {open} takes the tasks in, {back} "
				       "leaves"));
}

static void close(struct tui_view *base)
{
	struct tasks_view *view = (struct tasks_view *)base;

	duties_release(&view->duties);
	notice_release(&view->notice);
	lines_release(&view->lines);
}

static const enum command_id bar[] = {
	CMD_OPEN, CMD_PAGE_DOWN, CMD_BACK, CMD_HELP, CMD_PALETTE, CMD_NONE};

static const struct view_ops tasks_ops = {
	.name = "notice",
	.scopes = SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.command = command,
	.answer = answer,
	.close = close,
};

/* A file of the machine the program runs on is of no use to somebody at the other end of SSH. */
void view_tasks(struct app *app)
{
	struct tasks_view *view;

	if (getenv("SSH_CONNECTION") != NULL) {
		app_say(app, LEVEL_NOTE,
			_("Over SSH a notice is sent: ssh HOST import --tasks - < NOTICE"));
		return;
	}
	view = view_new(sizeof(*view), &tasks_ops, app);
	app_push(app, &view->base);
	ask_line(app, ASK_PATH, _("Notice"),
		_("The file of a notice that hands out tasks, as text or as an office file. What "
		  "is "
		  "read of it is shown; nothing is taken in yet."),
		"");
}
