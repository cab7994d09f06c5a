/* SPDX-License-Identifier: MIT */
/* A document: what it is, what can be done, and its pages: text, particulars, clocks, decisions,
 * actions. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/glyph.h"
#include "tui/paper_pages.h"
#include "tui/say.h"
#include "tui/views.h"

enum page { PAGE_TEXT, PAGE_PARTICULARS, PAGE_CLOCKS, PAGE_DECISIONS, PAGE_ACTIONS, PAGE_COUNT };
enum { SIDE_FROM = 120, SIDE_COLS = 44 };

static const char *const page_titles[] = {
	[PAGE_TEXT] = N_("Text"),
	[PAGE_PARTICULARS] = N_("Particulars"),
	[PAGE_CLOCKS] = N_("Clocks"),
	[PAGE_DECISIONS] = N_("Decisions"),
	[PAGE_ACTIONS] = N_("Actions"),
};

struct document_view {
	struct tui_view base;
	char *id; /* owns */
	struct pager *from; /* borrowed; may be NULL */
	struct view view;
	bool is_there;
	char *text; /* owns */
	size_t text_len;
	struct history history;
	enum page page;
	struct glyph_lines wrapped; /* of the text */
	struct lines lines; /* of the other pages */
	int cols; /* that the page was made for; 0: make it again */
	struct list lists[PAGE_COUNT];
};

static void forget(struct document_view *view)
{
	if (view->is_there)
		view_release(&view->view);
	view->is_there = false;
	history_release(&view->history);
	free(view->text);
	view->text = NULL;
	view->text_len = 0;
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
			say_person(app_office(app), document->last_actor), view->id,
			say_action(app_office(app), document->last_action));
}

static void refresh(struct tui_view *base)
{
	struct document_view *view = (struct document_view *)base;
	struct session *session = base->app->session;
	char *seen = view->is_there ? xstrdup(view->view.document.prev) : NULL;
	struct err err;

	forget(view);
	view->is_there = session_show(session, view->id, &view->view, &err);
	if (!view->is_there || !session_history(session, view->id, 0, 0, &view->history, &err) ||
		!session_text(session, view->id, &view->text, &view->text_len, &err))
		app_say(base->app, LEVEL_REFUSED, "%s", err.text);
	tell_change(view, seen);
	free(seen);
}

/* ---- drawing
 * ------------------------------------------------------------------------------------------ */

/* Why a paper that lies with its drafter came back; NULL where it did not. */
static const char *returned_for(const struct document_view *view)
{
	const struct office *office = app_office(view->base.app);
	const struct document *document = &view->view.document;
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, document->state) : NULL;

	if (state == NULL || state->phase != PHASE_DRAFT)
		return NULL;
	for (size_t i = view->history.n; i > 0; i--) {
		const struct decision *decision = &view->history.v[i - 1].decision;

		if (decision->code != NULL)
			return say_return_code(office, decision->code);
		if (!str_eq(decision->from, decision->to))
			return NULL;
	}
	return NULL;
}

static void draw_facts(struct document_view *view, struct grid *grid, struct rect area, int row)
{
	const struct app *app = view->base.app;
	const struct office *office = app_office(app);
	const struct document *document = &view->view.document;
	const struct paper *paper = &document->paper;
	int due = document_due(document), today = session_today(app->session), col = area.col + 1;
	int end = area.col + area.cols - 1;
	char left[SAY_DUE_SIZE], *grounds = strv_join(&paper->grounds, " ");

	col += 2 + grid_cut(grid, row, col, end - col, STYLE_HEADING,
			   say_state(office, paper->kind, document->state));
	if (returned_for(view) != NULL) {
		char *why = xasprintf("[%s]", returned_for(view));

		col += 2 + grid_cut(grid, row, col, end - col, STYLE_SOON, why);
		free(why);
	}
	if (!is_register(view))
		col += 2 + grid_cut(grid, row, col, end - col,
				   say_attribute_style(office, paper->attribute),
				   say_attribute(office, paper->attribute));
	col += grid_cut(grid, row, col, end - col, STYLE_TEXT, grounds);
	col += *grounds != '\0' ? 2 : 0;
	if (due != DAY_NONE)
		col += 2 + grid_cut(grid, row, col, end - col, say_due_style(today, due),
				   say_due(today, due, left));
	if (paper->findings.n > 0) {
		char *findings = xasprintf(_("! findings: %zu (page 2)"), paper->findings.n);

		col += 2 + grid_cut(grid, row, col, end - col, STYLE_FAULT, findings);
		free(findings);
	}
	if (law_outside(office->pack, paper) != NULL)
		grid_cut(grid, row, col, end - col, STYLE_FAULT, _("! outside the list"));
	free(grounds);
}

/* What to do next: the open actions, or whose turn it is. */
static void draw_next(struct document_view *view, struct grid *grid, struct rect area, int row)
{
	const struct app *app = view->base.app;
	const struct paper *paper = &view->view.document.paper;
	struct str s = {0};
	size_t n, *order;
	char *next;

	order = deeds_order(&view->view, &n);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s%s%s", i > 0 ? " " : "", i > 0 ? grid_mark(grid, MARK_DOT) : "",
			i > 0 ? " " : "", name_get(&view->view.options[order[i]].action->name));
	free(order);
	if (n > 0) {
		int used = grid_put(
			grid, row, area.col + 1, area.cols - 2, STYLE_LABEL, _("You can: "));

		grid_cut(grid, row, area.col + 1 + used, area.cols - 2 - used, STYLE_GOOD,
			str_get(&s));
	} else {
		next = say_next(app->session, paper->kind, view->view.document.state, paper->unit,
			paper->drafter);
		str_clear(&s);
		if (next != NULL)
			str_addf(&s, _("Nothing for you to do now; it waits for: %s"), next);
		else
			str_add(&s, _("Nothing is to be done with it now"));
		grid_cut(grid, row, area.col + 1, area.cols - 2, STYLE_DIM, str_get(&s));
		free(next);
	}
	str_release(&s);
}

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

static void make_page(struct document_view *view, int cols)
{
	const struct session *session = view->base.app->session;

	if (view->cols == cols)
		return;
	view->cols = cols;
	lines_release(&view->lines);
	switch (view->page) {
	case PAGE_TEXT:
		glyph_wrap(
			view->text != NULL ? view->text : "", view->text_len, cols, &view->wrapped);
		break;
	case PAGE_PARTICULARS: pages_particulars(&view->lines, cols, session, &view->view); break;
	case PAGE_CLOCKS: pages_clocks(&view->lines, cols, session, &view->view.document); break;
	case PAGE_DECISIONS:
		pages_decisions(&view->lines, cols, session, &view->history, false);
		break;
	case PAGE_ACTIONS: pages_actions(&view->lines, cols, &view->view); break;
	case PAGE_COUNT: break;
	}
}

static void draw_text(struct document_view *view, struct grid *grid, struct rect rect)
{
	const struct list *list = &view->lists[PAGE_TEXT];

	if (view->text_len == 0)
		grid_wrap(grid, rect, STYLE_DIM,
			is_register(view) ? _("A record of a register has no text; page 2 has its "
					      "particulars.")
			: view->view.may_edit
				? _("No text yet. e types it or takes it from a file.")
				: _("This paper has no text."));
	for (int i = 0; i < rect.rows && list->top + i < list->n; i++) {
		const struct glyph_line *line = &view->wrapped.v[list->top + i];

		grid_putn(grid, (struct rect){rect.row + i, rect.col, 1, rect.cols}, STYLE_TEXT,
			view->text + line->start, line->len);
	}
}

static void draw_page(struct document_view *view, struct grid *grid, struct rect rect)
{
	struct list *list = &view->lists[view->page];
	int n;

	make_page(view, rect.cols);
	n = view->page == PAGE_TEXT ? (int)view->wrapped.n : (int)view->lines.n;
	list_fit(list, n, rect.rows);
	if (view->page == PAGE_TEXT)
		draw_text(view, grid, rect);
	else
		lines_draw(&view->lines, list, grid, rect);
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
	const struct paper *paper = &view->view.document.paper;
	struct rect body = {area.row + 5, area.col + 1, area.rows - 5, area.cols - 2};
	char *facts;

	if (!view->is_there) {
		grid_wrap(grid, (struct rect){area.row + 1, 2, 2, area.cols - 4}, STYLE_DIM,
			_("This paper is not there, or not yours to see. q goes back."));
		return;
	}
	grid_cut(grid, area.row, 1, area.cols - 2, STYLE_HEADING, paper->title);
	facts = xasprintf("%s  %s  %s  %s", paper->id, paper->number != NULL ? paper->number : "",
		say_unit(app_office(base->app), paper->unit),
		say_person(app_office(base->app), paper->drafter));
	grid_cut(grid, area.row + 1, 1, area.cols - 2, STYLE_DIM, facts);
	free(facts);
	draw_facts(view, grid, area, area.row + 2);
	draw_next(view, grid, area, area.row + 3);
	draw_tabs(view, grid, area, area.row + 4);
	if (view->page == PAGE_TEXT && area.cols >= SIDE_FROM && !is_register(view)) {
		body.cols -= SIDE_COLS + 2;
		draw_side(view, grid,
			(struct rect){body.row, body.col + body.cols + 2, body.rows, SIDE_COLS});
	}
	draw_page(view, grid, body);
}

/* ---- commands
 * ------------------------------------------------------------------------------------------ */

static void turn(struct document_view *view, int page)
{
	view->page = (enum page)((page + PAGE_COUNT) % PAGE_COUNT);
	view->cols = 0;
}

static bool type(struct tui_view *base, int key)
{
	if (key < '1' || key >= '1' + PAGE_COUNT)
		return false;
	turn((struct document_view *)base, key - '1');
	return true;
}

/* Nobody turns to a page that is empty for ever. */
static void begin_page(struct document_view *view)
{
	if (view->page == PAGE_TEXT && is_register(view))
		turn(view, PAGE_PARTICULARS);
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
	set_str(&view->id, row->id);
	memset(view->lists, 0, sizeof(view->lists));
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

	if (scroll(view, id))
		return true;
	if (id == CMD_NEXT_TAB)
		turn(view, (int)view->page + 1);
	else if (id == CMD_PREVIOUS_TAB)
		turn(view, (int)view->page - 1);
	else if (id == CMD_ACT)
		view_acts(app, view->id, view->view.document.prev);
	else if (id == CMD_EDIT)
		view_edit_paper(app, view->id);
	else if (id == CMD_MARK)
		view_mark(app, view->id);
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

	return xasprintf(_("%s   lines %d-%d of %d   1-5 or Tab turn pages"),
		_(page_titles[view->page]), list->n > 0 ? list->top + 1 : 0, last, list->n);
}

static void remember(struct tui_view *base, struct strv *parts)
{
	strv_add(parts, ((struct document_view *)base)->id);
}

static void close(struct tui_view *base)
{
	struct document_view *view = (struct document_view *)base;

	forget(view);
	lines_release(&view->lines);
	glyph_lines_release(&view->wrapped);
	free(view->id);
}

static const enum command_id bar[] = {CMD_ACT, CMD_NEXT_TAB, CMD_MARK, CMD_EDIT, CMD_BACK, CMD_HELP,
	CMD_PALETTE, CMD_NEXT_PAPER, CMD_PREVIOUS_PAPER, CMD_PERSON, CMD_NONE};

static const struct view_ops document_ops = {
	.name = "document",
	.scopes = SCOPE_DOCUMENT | SCOPE_MOVE | SCOPE_ALL,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.closed = closed,
	.refresh = refresh,
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
