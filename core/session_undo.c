/* SPDX-License-Identifier: MIT */
#include "core/undo.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

/* -- Imports ----------------------------------------------------------------------------------- */

void import_runs_release(struct import_runs *runs)
{
	for (size_t i = 0; i < runs->n; i++)
		strv_release(&runs->v[i].ids);
	free(runs->v);
	*runs = (struct import_runs){0};
}

const struct import_run *import_run_of(const struct import_runs *runs, const char *id)
{
	for (size_t i = 0; i < runs->n; i++) {
		if (strv_has(&runs->v[i].ids, id))
			return &runs->v[i];
	}
	return NULL;
}

/* One paper taken in: the entry is borrowed from a history. */
struct arrival {
	const struct history_entry *entry;
};

static int by_sequence(const void *a, const void *b)
{
	const struct history_entry *left = ((const struct arrival *)a)->entry;
	const struct history_entry *right = ((const struct arrival *)b)->entry;

	return left->sequence < right->sequence ? -1 : left->sequence > right->sequence;
}

/* The arrivals are in the order of the ledger. */
static void make_runs(struct import_runs *runs, const struct arrival *arrivals, size_t n)
{
	struct import_run *run = NULL;

	for (size_t i = 0; i < n; i++) {
		struct stamp at = arrivals[i].entry->site_time;

		if (run == NULL || at.time - run->to.time > IMPORT_GAP_S) {
			GROW(runs->v, runs->n);
			run = &runs->v[runs->n++];
			*run = (struct import_run){.from = at};
		}
		run->to = at;
		strv_add(&run->ids, arrivals[i].entry->decision.id);
	}
	for (size_t i = 0; i < runs->n / 2; i++) {
		struct import_run other = runs->v[i];

		runs->v[i] = runs->v[runs->n - 1 - i];
		runs->v[runs->n - 1 - i] = other;
	}
}

bool session_imports(struct session *session, struct import_runs *runs, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct history *histories = xcalloc(pack->action_count + 1, sizeof(*histories));
	struct arrival *arrivals = NULL;
	size_t n = 0;
	bool ok = true;

	*runs = (struct import_runs){0};
	for (size_t i = 0; ok && i < pack->action_count; i++) {
		struct history_ask ask = {.person = session->person,
			.action = pack->actions[i].code,
			.from = DAY_NONE,
			.to = DAY_NONE,
			.limit = IMPORT_PAPERS};

		if (pack->actions[i].act != ACT_CREATE)
			continue;
		ok = session_history(session, &ask, &histories[i], err);
		for (size_t k = 0; ok && k < histories[i].n; k++) {
			GROW(arrivals, n);
			arrivals[n++].entry = &histories[i].v[k];
		}
	}
	if (n > 0)
		qsort(arrivals, n, sizeof(*arrivals), by_sequence);
	if (ok)
		make_runs(runs, arrivals, n);
	for (size_t i = 0; i < pack->action_count; i++)
		history_release(&histories[i]);
	free(histories);
	free(arrivals);
	return ok;
}

/* -- What would come of a paper ---------------------------------------------------------------- */

void undo_look_release(struct undo_look *look)
{
	free(look->title);
	free(look->seen);
	free(look->why);
	*look = (struct undo_look){0};
}

/* An ending that needs nothing but a word. */
static bool ends(const struct possibility *option)
{
	return option->action->act == ACT_VOID && !option->needs_parts && !option->needs_named;
}

/* The ending that the state a recall leads to offers; NULL. */
static const struct action *ending_after(
	const struct session *session, const struct document *document, const struct action *recall)
{
	const struct office *office = session_office(session);
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	const struct transition *back = workflow_transition(office, document, recall->code);

	for (size_t i = 0;
		kind != NULL && back != NULL && back->to != NULL && i < kind->transition_count;
		i++) {
		const struct transition *row = &kind->transitions[i];

		if (row->action->act == ACT_VOID && strv_has(&row->from, back->to->code) &&
			row != kind_parting(kind, back->to->code, NULL))
			return row->action;
	}
	return NULL;
}

/* How a paper can be ended: at once, or once it was recalled; else why not. */
static void look_at(const struct session *session, const struct view *view, struct undo_look *look)
{
	const char *why = NULL;

	for (size_t i = 0; i < view->option_count && look->way != UNDO_ENDS; i++) {
		const struct possibility *option = &view->options[i];
		bool recalls = option->action->act == ACT_RECALL;

		if (ends(option) && option->is_open) {
			look->way = UNDO_ENDS;
			look->end = option->action;
			look->recall = NULL;
		} else if (recalls && option->is_open && look->end == NULL) {
			look->way = UNDO_RECALLED_AND_ENDS;
			look->end = ending_after(session, &view->document, option->action);
			look->recall = option->action;
		} else if (ends(option) || (recalls && !option->is_open && why == NULL)) {
			why = option->why.text;
		}
	}
	if (look->end == NULL) {
		look->way = UNDO_STAYS;
		look->recall = NULL;
		look->why =
			xstrdup(why != NULL ? why : _("at this step it can be ended by nobody"));
	}
}

bool session_undo_look(
	struct session *session, const char *id, struct undo_look *look, struct err *err)
{
	struct view view = {0};
	bool ok = session_show(session, id, &view, err);

	*look = (struct undo_look){0};
	if (ok) {
		set_str(&look->title, view.document.paper.title);
		set_str(&look->seen, view.document.prev);
		look_at(session, &view, look);
	}
	view_release(&view);
	return ok;
}

/* -- Doing it ---------------------------------------------------------------------------------- */

bool session_undo(struct session *session, const char *id, const char *comment, const char *seen,
	struct err *err)
{
	struct deed deed = {.comment = comment, .seen = seen};
	struct undo_look look;
	bool ok = session_undo_look(session, id, &look, err);

	if (ok && look.way == UNDO_STAYS)
		ok = err_set(err, ERR_REFUSED, "%s", look.why);
	if (ok && look.way == UNDO_RECALLED_AND_ENDS) {
		deed.action = look.recall->code;
		ok = session_do(session, id, &deed, err);
		deed.seen = NULL;
	}
	if (ok) {
		deed.action = look.end->code;
		ok = session_do(session, id, &deed, err);
	}
	undo_look_release(&look);
	return ok;
}

static void batch(struct session *session, char *const *ids, size_t n, const char *comment,
	struct err *outcomes)
{
	struct err err = {0};
	bool ok = session_begin_many(session, &err);

	for (size_t i = 0; ok && i < n; i++) {
		if (session_undo(session, ids[i], comment, NULL, &outcomes[i]))
			outcomes[i] = (struct err){0};
	}
	if (ok && session_end_many(session, &err))
		return;
	for (size_t i = 0; i < n; i++) {
		if (!ok || outcomes[i].code == ERR_NONE)
			outcomes[i] = err;
	}
}

void session_undo_many(
	struct session *session, const struct strv *ids, const char *comment, struct err *outcomes)
{
	for (size_t i = 0; i < ids->n; i += UNDO_AT_ONCE)
		batch(session, &ids->v[i], ids->n - i < UNDO_AT_ONCE ? ids->n - i : UNDO_AT_ONCE,
			comment, &outcomes[i]);
}
