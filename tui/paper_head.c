/* SPDX-License-Identifier: MIT */
#include "tui/paper_head.h"

#include <stdlib.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/mem.h"
#include "tui/deeds.h"
#include "tui/say.h"

/* A record that is no paper. */
static bool is_register(const struct paper_head *head)
{
	const struct kind *kind =
		pack_kind(app_office(head->app)->pack, head->view->document.paper.kind);

	return kind != NULL && kind->is_register;
}

/* Why a paper that lies with its drafter came back; NULL where it did not. */
static const char *returned_for(const struct paper_head *head)
{
	const struct office *office = app_office(head->app);
	const struct document *document = &head->view->document;
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, document->state) : NULL;

	if (state == NULL || state->phase != PHASE_DRAFT)
		return NULL;
	for (size_t i = head->history->n; i > 0; i--) {
		const struct decision *decision = &head->history->v[i - 1].decision;

		if (decision->code != NULL)
			return label_code(office, decision->code);
		if (!str_eq(decision->from, decision->to))
			return NULL;
	}
	return NULL;
}

/* What somebody began here that another confirms, and why: "Withdraw: Zheng Fa: by mistake"; NULL.
 * In a step that is one of review the actions tell who has spoken. The caller frees. */
static char *begun(const struct paper_head *head)
{
	const struct office *office = app_office(head->app);
	const struct document *document = &head->view->document;
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, document->state) : NULL;
	const struct opinion *first = document->opinions;
	const char *why = NULL;

	if (state == NULL || state->phase == PHASE_REVIEW || document->opinion_count == 0)
		return NULL;
	for (size_t i = 0; i < head->history->n; i++) {
		const struct decision *decision = &head->history->v[i].decision;

		if (str_eq(decision->action, first->action) &&
			str_eq(decision->actor, first->person))
			why = decision->comment;
	}
	return xasprintf(why != NULL ? "[%s: %s: %s]" : "[%s: %s]",
		label_action(office, first->action), label_person(office, first->person), why);
}

/* A reviewer must not take the paper for the one that was looked at before. */
static void draw_changed(const struct paper_head *head, struct grid *grid, struct rect rect)
{
	const struct document *document = &head->view->document;
	int reviewed = version_reviewed(&document->paper, head->history);
	char *text;

	if (reviewed == 0 ||
		str_eq(head->history->v[reviewed - 1].decision.record_sha256, document->record))
		return;
	text = app_hint(head->app, _("! changed since reviewed ({changes})"));
	grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_SOON, text);
	free(text);
}

static void draw_facts(const struct paper_head *head, struct grid *grid, struct rect area, int row)
{
	const struct app *app = head->app;
	const struct office *office = app_office(app);
	const struct document *document = &head->view->document;
	const struct paper *paper = &document->paper;
	int col = area.col + 1;
	struct due_end due = due_of(document);
	struct stamp now = session_now(app->session);
	int end = area.col + area.cols - 1;
	char left[SAY_DUE_SIZE], *grounds = strv_join(&paper->grounds, " "), *asked = begun(head);

	col += 2 + grid_cut(grid, row, col, end - col, STYLE_HEADING,
			   label_state(office, paper->kind, document->state));
	if (returned_for(head) != NULL) {
		char *why = xasprintf("[%s]", returned_for(head));

		col += 2 + grid_cut(grid, row, col, end - col, STYLE_SOON, why);
		free(why);
	}
	if (asked != NULL)
		col += 2 + grid_cut(grid, row, col, end - col, STYLE_SOON, asked);
	if (!is_register(head))
		col += 2 + grid_cut(grid, row, col, end - col,
				   say_attribute_style(office, paper->attribute),
				   say_attribute(office, paper->attribute));
	col += grid_cut(grid, row, col, end - col, STYLE_TEXT, grounds);
	col += *grounds != '\0' ? 2 : 0;
	if (due.day != DAY_NONE)
		col += 2 + grid_cut(grid, row, col, end - col, say_due_style(now, due),
				   say_due(now, due, left));
	if (paper->findings.n > 0) {
		char *findings = xasprintf(_("! findings: %zu"), paper->findings.n);

		col += 2 + grid_cut(grid, row, col, end - col, STYLE_FAULT, findings);
		free(findings);
	}
	if (law_outside(office->pack, paper) != NULL)
		col += 2 +
		       grid_cut(grid, row, col, end - col, STYLE_FAULT, _("! outside the list"));
	draw_changed(head, grid, (struct rect){row, col, 1, end - col});
	free(asked);
	free(grounds);
}

/* What to do next: the open actions, or whose turn it is. */
static void draw_next(const struct paper_head *head, struct grid *grid, struct rect area, int row)
{
	const struct app *app = head->app;
	const struct possibility *blocked = deed_blocked(head->view);
	struct str s = {0};
	size_t n, *order;
	char *next;

	order = deeds_order(head->view, &n);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s%s%s", i > 0 ? " " : "", i > 0 ? grid_mark(grid, MARK_DOT) : "",
			i > 0 ? " " : "", name_get(&head->view->options[order[i]].action->name));
	free(order);
	if (n > 0) {
		int col = area.col + 1, end = area.col + area.cols - 1;

		col += grid_put(grid, row, col, end - col, STYLE_LABEL, _("You can: "));
		col += 2 + grid_cut(grid, row, col, end - col, STYLE_GOOD, str_get(&s));
		if (blocked != NULL) {
			str_clear(&s);
			str_addf(&s, "%s %s", grid_mark(grid, MARK_CLOSED),
				name_get(&blocked->action->name));
			grid_cut(grid, row, col, end - col, STYLE_FAULT, str_get(&s));
		}
	} else {
		next = say_next_of(app->session, &head->view->document);
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

void paper_head_draw(const struct paper_head *head, struct grid *grid, struct rect area)
{
	const struct office *office = app_office(head->app);
	const struct paper *paper = &head->view->document.paper;
	char *facts =
		xasprintf("%s  %s  %s  %s", paper->id, paper->number != NULL ? paper->number : "",
			label_unit(office, paper->unit), label_person(office, paper->drafter));

	grid_cut(grid, area.row, 1, area.cols - 2, STYLE_HEADING, paper->title);
	grid_cut(grid, area.row + 1, 1, area.cols - 2, STYLE_DIM, facts);
	free(facts);
	draw_facts(head, grid, area, area.row + 2);
	draw_next(head, grid, area, area.row + 3);
}
