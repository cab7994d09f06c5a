/* SPDX-License-Identifier: MIT */
/* What one act on many papers does with each: any act of the workflow, a marking, or a wrong import
 * undone. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/bulk.h"
#include "tui/deeds.h"
#include "tui/say.h"

/* ---- looking
 * ------------------------------------------------------------------------------------------- */

static size_t offer_for(struct bulk_view *view, const struct possibility *option)
{
	size_t i = 0;

	while (i < view->offer_count && view->offers[i].action != option->action)
		i++;
	if (i == view->offer_count) {
		GROW(view->offers, view->offer_count);
		view->offers[view->offer_count++] = (struct offer){.action = option->action};
		for (size_t k = 0; k < view->n; k++) {
			struct looked *paper = &view->papers[k];

			paper->why =
				xreallocarray(paper->why, view->offer_count, sizeof(*paper->why));
			paper->why[i] = xstrdup("");
		}
	}
	return i;
}

/* What needs a form of its own, or must stand decided before the next, is done one by one. */
static bool is_for_many(enum act act)
{
	return act != ACT_EDIT && act != ACT_MARK && act != ACT_PURGE && act != ACT_CREATE;
}

static void look_for_deeds(struct bulk_view *view, struct looked *paper)
{
	struct view shown = {0};
	struct err err;

	if (!say_show(view->base.app->session, paper->id, &shown, &err)) {
		set_str(&paper->title, err.text);
		return;
	}
	set_str(&paper->title, shown.document.paper.title);
	set_str(&paper->seen, shown.document.prev);
	set_str(&paper->attribute, shown.document.paper.attribute);
	for (size_t i = 0; i < shown.option_count; i++) {
		const struct possibility *option = &shown.options[i];
		bool is_open = option->is_open && !option->needs_named;
		size_t at;

		if (!is_for_many(option->action->act) || option->needs_parts)
			continue;
		at = offer_for(view, option);
		set_str(&paper->why[at], is_open ? NULL
					 : option->is_open
						 ? _("this act names another paper: do it on "
						     "the paper itself")
						 : option->why.text);
		if (!is_open)
			continue;
		view->offers[at].open++;
		view->offers[at].needs_comment |= option->needs_comment;
		view->offers[at].needs_code |= option->needs_code;
	}
	view_release(&shown);
}

static void look_for_mark(struct bulk_view *view, struct looked *paper, struct offer *offer)
{
	struct session *session = view->base.app->session;
	struct view shown = {0};
	struct err err = {0};
	bool ok = say_show(session, paper->id, &shown, &err);

	set_str(&paper->title, ok ? shown.document.paper.title : err.text);
	if (ok && !shown.may_mark) {
		ok = err_set(&err, ERR_REFUSED,
			_("a paper is marked while it is being drafted, and not now"));
		for (size_t i = 0; i < shown.option_count; i++) {
			if (shown.options[i].action->act == ACT_MARK && !shown.options[i].is_open)
				err = shown.options[i].why;
		}
	}
	ok = ok && session_try_mark(session, paper->id, &view->marking, &err);
	set_str(&paper->why[0], ok ? NULL : err.text);
	offer->open += ok;
	view_release(&shown);
}

static void look_for_end(struct bulk_view *view, struct looked *paper, struct offer *offer)
{
	struct undo_look look;
	struct err err;

	if (!session_undo_look(view->base.app->session, paper->id, &look, &err)) {
		set_str(&paper->title, err.text);
		set_str(&paper->why[0], err.text);
		return;
	}
	set_str(&paper->title, look.title);
	set_str(&paper->seen, look.seen);
	set_str(&paper->why[0], look.why);
	if (look.way == UNDO_RECALLED_AND_ENDS)
		set_str(&paper->note, _("it is recalled before"));
	offer->open += look.way != UNDO_STAYS;
	undo_look_release(&look);
}

void bulk_look(struct bulk_view *view, struct looked *paper)
{
	if (view->job == JOB_DEED) {
		look_for_deeds(view, paper);
		return;
	}
	paper->why = xcalloc(1, sizeof(*paper->why));
	if (view->job == JOB_MARK)
		look_for_mark(view, paper, &view->offers[0]);
	else
		look_for_end(view, paper, &view->offers[0]);
}

/* What goes for no paper at the end; else as for a single paper. */
static int by_rank(const void *a, const void *b)
{
	const struct offer *left = a, *right = b;

	int rank = deed_rank(left->action->act) - deed_rank(right->action->act);

	if ((left->open > 0) != (right->open > 0))
		return left->open > 0 ? -1 : 1;
	if (rank != 0)
		return rank;
	return left->action < right->action ? -1 : 1;
}

void bulk_sort(struct bulk_view *view)
{
	struct offer *old;
	char **why;

	if (view->offer_count == 0)
		return;
	old = xmemdup(view->offers, view->offer_count * sizeof(*old));
	why = xcalloc(view->offer_count, sizeof(*why));
	qsort(view->offers, view->offer_count, sizeof(*view->offers), by_rank);
	for (size_t p = 0; p < view->n; p++) {
		memcpy(why, view->papers[p].why, view->offer_count * sizeof(*why));
		for (size_t i = 0; i < view->offer_count; i++) {
			for (size_t k = 0; k < view->offer_count; k++) {
				if (old[k].action == view->offers[i].action)
					view->papers[p].why[i] = why[k];
			}
		}
	}
	free(why);
	free(old);
}

/* ---- acting
 * -------------------------------------------------------------------------------------------- */

bool bulk_goes(const struct bulk_view *view, const struct looked *paper)
{
	return paper->why != NULL && paper->why[view->chosen] == NULL;
}

const char *bulk_name(const struct bulk_view *view)
{
	const struct action *action = view->offers[view->chosen].action;

	if (action != NULL)
		return name_get(&action->name);
	return view->job == JOB_MARK ? _("Mark") : _("Undo the import");
}

bool bulk_is_final(const struct bulk_view *view)
{
	const struct action *action = view->offers[view->chosen].action;

	return action != NULL ? deed_is_final(action->act) : view->job == JOB_UNDO;
}

size_t bulk_batch(const struct bulk_view *view)
{
	return view->job == JOB_UNDO ? UNDO_AT_ONCE : MANY;
}

static bool do_job(struct bulk_view *view, const struct looked *paper, const struct strv *together,
	struct err *err)
{
	struct session *session = view->base.app->session;
	struct deed deed = {.comment = view->said.comment,
		.code = view->said.code,
		.seen = paper->seen,
		.together = together};

	if (view->job == JOB_MARK)
		return session_mark(session, paper->id, &view->marking, err);
	if (view->job == JOB_UNDO)
		return session_undo(session, paper->id, view->said.comment, paper->seen, err);
	deed.action = view->offers[view->chosen].action->code;
	return session_do(session, paper->id, &deed, err);
}

static void act_on(struct bulk_view *view, struct looked *paper, const struct strv *together)
{
	struct err err;

	paper->is_tried = true;
	paper->is_done = do_job(view, paper, together, &err);
	if (!paper->is_done)
		set_str(&paper->outcome, err.text);
}

/* Papers from..to, which stand together or not at all. */
void bulk_act(struct bulk_view *view, size_t from, size_t to)
{
	struct session *session = view->base.app->session;
	struct strv together = {0};
	struct err err;
	bool ok;

	for (size_t i = from; i < to; i++) {
		if (bulk_goes(view, &view->papers[i]))
			strv_add(&together, view->papers[i].id);
	}
	ok = session_begin_many(session, &err);
	for (size_t i = from; ok && i < to; i++) {
		if (bulk_goes(view, &view->papers[i]))
			act_on(view, &view->papers[i], &together);
	}
	ok = ok && session_end_many(session, &err);
	for (size_t i = from; !ok && i < to; i++) {
		struct looked *paper = &view->papers[i];

		if (bulk_goes(view, paper) && (paper->is_done || !paper->is_tried))
			set_str(&paper->outcome, err.text);
		paper->is_done = false;
		paper->is_tried = bulk_goes(view, paper);
	}
	strv_release(&together);
}
