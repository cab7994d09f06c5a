/* SPDX-License-Identifier: MIT */
/* The use cases that look. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/session.h"
#include "core/session_see.h"

bool see_document(
	struct session *session, const char *id, struct document *document, struct err *err)
{
	struct err why = {0};
	bool found = store_document(session->store, id, document, &why);
	enum sight_of sight = SIGHT_NONE;

	if (found)
		sight = access_sight(session_office(session), &session->scope, document);
	if (sight >= SIGHT_PUBLIC)
		return true;
	document_release(document);
	if (!found && why.code != ERR_NOT_FOUND) {
		*err = why;
		return false;
	}
	if (sight == SIGHT_TITLE)
		return err_set(err, ERR_REFUSED,
			_("of %s your roles open the title alone, as it stands in the list"), id);
	return err_set(err, ERR_NOT_FOUND, _("there is no document '%s' that you may see"), id);
}

bool see_whole(struct session *session, const char *id, struct document *document, struct err *err)
{
	if (!see_document(session, id, document, err))
		return false;
	if (access_sees_whole(session_office(session), &session->scope, document))
		return true;
	document_release(document);
	return err_set(err, ERR_REFUSED,
		_("%s is published; how it came to be is for those who worked on it"), id);
}

/* Leaves what a list says of a paper. */
static void leave_title(struct document *document)
{
	struct document left = {
		.entered = document->entered,
		.decided = document->decided,
		.created = document->created,
		.updated = document->updated,
	};
	struct paper *paper = &left.paper;

	set_str(&paper->id, document->paper.id);
	set_str(&paper->kind, document->paper.kind);
	set_str(&paper->unit, document->paper.unit);
	set_str(&paper->drafter, document->paper.drafter);
	set_str(&paper->title, document->paper.title);
	set_str(&paper->number, document->paper.number);
	set_str(&paper->attribute, document->paper.attribute);
	set_str(&left.state, document->state);
	document_release(document);
	*document = left;
}

bool see_listed(struct session *session, const char *id, struct document *document, struct err *err)
{
	if (!store_document(session->store, id, document, err))
		return false;
	if (access_sight(session_office(session), &session->scope, document) == SIGHT_TITLE)
		leave_title(document);
	return true;
}

/* Leaves what the public may know. A hash of the text would let who guesses what was masked find
 * out whether they are right. */
static void leave_public(struct document *document)
{
	struct paper *paper = &document->paper;

	paper->text = *paper_public(paper);
	paper->original = paper->rendition = (struct blob_ref){0};
	set_str(&paper->file_name, NULL);
	strv_clear(&paper->findings);
	paper->screening = 0;
	strv_clear(&document->waivers);
	document->waived[0] = document->record[0] = document->signed_record[0] = '\0';
	document_clear_approvals(document);
	document_clear_opinions(document);
}

/* Where a step asks for a key of the person's own, the store is asked whether there is one. */
static void fill_options(struct session *session, const struct person *me, struct view *view)
{
	struct asker asker = {.person = me, .now = store_now(session->store)};
	char print[KEY_PRINT_SIZE];
	bool asks = false;

	view->option_count = see_options(session, view, &asker);
	for (size_t i = 0; i < view->option_count; i++)
		asks = asks || view->options[i].needs_key;
	if (!asks || !store_own_key(session->store, me->id, print))
		return;
	asker.signer = print;
	free(view->options);
	view->option_count = see_options(session, view, &asker);
}

bool session_show(struct session *session, const char *id, struct view *view, struct err *err)
{
	const struct person *me = session_person(session);

	*view = (struct view){0};
	if (!see_document(session, id, &view->document, err))
		return false;
	if (!see_relations(session, view, err)) {
		view_release(view);
		return false;
	}
	if (me == NULL)
		return true;
	fill_options(session, me, view);
	for (size_t i = 0; i < view->option_count; i++) {
		struct possibility *option = &view->options[i];

		option->is_open = option->is_open &&
				  gather_may_start(session, &view->document, option->action->code,
					  &view->selection, &option->why);
		view->may_edit =
			view->may_edit || (option->is_open && option->action->act == ACT_EDIT);
		view->may_mark =
			view->may_mark || (option->is_open && option->action->act == ACT_MARK);
	}
	if (!access_sees_whole(session_office(session), &session->scope, &view->document))
		leave_public(&view->document);
	return true;
}

void view_release(struct view *view)
{
	document_release(&view->document);
	free(view->options);
	free(view->selection);
	relations_release(view);
	*view = (struct view){0};
}

bool see_text(struct session *session, const struct document *document, const struct blob_ref *ref,
	char **text, size_t *len, struct err *err)
{
	if (!purge_says(document, err))
		return false;
	if (ref->sha256[0] != '\0')
		return store_content(session->store, ref->sha256, text, len, err);
	*text = xstrdup("");
	*len = 0;
	return true;
}

bool session_text(
	struct session *session, const char *id, char **text, size_t *len, struct err *err)
{
	struct document document = {0};
	bool ok = see_document(session, id, &document, err);

	if (ok && !access_sees_whole(session_office(session), &session->scope, &document))
		document.paper.text = *paper_public(&document.paper);
	ok = ok && see_text(session, &document, &document.paper.text, text, len, err);

	document_release(&document);
	return ok;
}

/* The same query, borrowed: what is overdue is so to the minute. */
static struct query in_time(const struct session *session, const struct query *query)
{
	struct stamp now = session_now(session);
	struct query timed = *query;

	if (query->is_overdue) {
		timed.due_before = stamp_day(now);
		timed.due_minute = (int)(stamp_moment(now) - moment_make(stamp_day(now), 0));
	}
	return timed;
}

/* What the kind's columns show of a record. */
static bool add_fields(
	struct session *session, const struct kind *kind, struct row *row, struct err *err)
{
	struct document document = {0};
	bool ok = kind->column_count == 0 || see_listed(session, row->id, &document, err);

	for (size_t i = 0; ok && i < kind->column_count; i++) {
		const struct field *field = kind->columns[i].field;
		const char *value = paper_field(&document.paper, field->code);

		strv_add(&row->fields, value != NULL ? value : "");
	}
	document_release(&document);
	return ok;
}

bool session_list(
	struct session *session, const struct query *query, struct rows *rows, struct err *err)
{
	const struct kind *kind =
		query->with_fields ? query_kind(query, session_office(session)->pack) : NULL;
	struct query timed = in_time(session, query);
	bool ok = store_list(session->store, &timed, &session->scope, rows, err);

	for (size_t i = 0; ok && kind != NULL && i < rows->n; i++)
		ok = add_fields(session, kind, &rows->v[i], err);
	return ok;
}

bool session_find_original(struct session *session, const char *sha256, char **id, struct err *err)
{
	const struct kind *stub = pack_stub_kind(session_office(session)->pack);
	struct document document = {0};

	if (!store_find_stub(session->store, sha256, NULL, &session->scope, id, err))
		return false;
	if (*id == NULL || stub == NULL)
		return true;
	if (!store_document(session->store, *id, &document, err)) {
		free(*id);
		*id = NULL;
		return false;
	}
	if (str_eq(document.paper.kind, stub->code)) {
		free(*id);
		*id = NULL;
	}
	document_release(&document);
	return true;
}

bool session_find_same(
	struct session *session, const struct intake *intake, char **id, struct err *err)
{
	const char *title = intake->change.title, *number = intake->change.number;
	struct query query = {.order = ORDER_NEWEST};
	struct rows rows = {0};
	bool ok = true;

	*id = NULL;
	strv_split(&query.words, title != NULL ? title : "", " \t");
	strv_add(&query.drafters, session->person);
	set_str(&query.kind, intake->kind);
	set_str(&query.unit, intake->unit);
	while (ok && query.words.n > 0 && *id == NULL) {
		ok = session_next(session, &query, &rows, err);
		if (!ok || rows.n == 0)
			break;
		for (size_t i = 0; i < rows.n && *id == NULL; i++) {
			if (str_eq(rows.v[i].title, title) &&
				(number == NULL || str_eq(rows.v[i].number, number)))
				*id = xstrdup(rows.v[i].id);
		}
	}
	rows_release(&rows);
	query_release(&query);
	return ok;
}

bool session_next(struct session *session, struct query *query, struct rows *rows, struct err *err)
{
	bool is_first = rows->v == NULL, more = rows->more;

	if (!is_first && rows->n > 0)
		set_str(&query->after, rows->v[rows->n - 1].id);
	rows_release(rows);
	return (!is_first && !more) || session_list(session, query, rows, err);
}

bool session_count(struct session *session, const struct query *query, int *n, struct err *err)
{
	struct query timed = in_time(session, query);

	return store_count(session->store, &timed, &session->scope, n, err);
}

bool session_history(struct session *session, const struct history_ask *ask,
	struct history *history, struct err *err)
{
	struct document document = {0};
	bool ok = ask->document == NULL || see_document(session, ask->document, &document, err);

	document_release(&document);
	return ok && store_history(session->store, ask, &session->scope, history, err);
}

static size_t place_of(struct coded list, const char *code)
{
	const char *item = coded_find(list, code);

	return item == NULL || list.size == 0
		       ? list.n
		       : (size_t)(item - (const char *)list.items) / list.size;
}

/* By unit, then as the pack lists its kinds, their states, its attributes. */
static int by_workflow(const void *a, const void *b, void *context)
{
	const struct status_count *x = a, *y = b;
	const struct office *office = context;
	const struct pack *pack = office->pack;
	struct coded kinds = CODED(pack->kinds, pack->kind_count, NULL);
	struct coded attributes = CODED(pack->attributes, pack->attribute_count, NULL);
	const struct kind *kind = pack_kind(pack, x->kind);
	struct coded states = {0};
	const struct unit *of[] = {
		org_unit(&office->org, x->unit), org_unit(&office->org, y->unit)};
	long order = (of[0] != NULL ? of[0]->lo : -1) - (of[1] != NULL ? of[1]->lo : -1);

	if (kind != NULL)
		states = CODED(kind->states, kind->state_count, NULL);
	if (order == 0)
		order = (long)place_of(kinds, x->kind) - (long)place_of(kinds, y->kind);
	if (order == 0)
		order = (long)place_of(states, x->state) - (long)place_of(states, y->state);
	if (order == 0)
		order = (long)place_of(attributes, x->attribute) -
			(long)place_of(attributes, y->attribute);
	return (order > 0) - (order < 0);
}

/* Adds up cells of the same place, which lie side by side. */
static void join_equal(struct status_counts *counts, const struct office *office)
{
	size_t n = 0;

	for (size_t i = 0; i < counts->n; i++) {
		struct status_count *cell = &counts->v[i], *last = n > 0 ? &counts->v[n - 1] : NULL;

		if (last == NULL || by_workflow(last, cell, (void *)(uintptr_t)office) != 0) {
			counts->v[n++] = *cell;
			continue;
		}
		last->n += cell->n;
		free(cell->unit);
		free(cell->kind);
		free(cell->state);
		free(cell->attribute);
	}
	counts->n = n;
}

static void order_figures(const struct session *session, struct figures *figures)
{
	const struct office *office = session_office(session);

	if (figures->counts.n > 0)
		qsort_r(figures->counts.v, figures->counts.n, sizeof(*figures->counts.v),
			by_workflow, (void *)(uintptr_t)office);
	join_equal(&figures->counts, office);
	for (size_t i = 0; i < figures->counts.n; i++) {
		figures->total += figures->counts.v[i].n;
		figures->overdue += figures->counts.v[i].overdue;
	}
}

static bool check_unit(const struct session *session, const char *unit, struct err *err)
{
	return unit == NULL || org_unit(&session_office(session)->org, unit) != NULL ||
	       err_set(err, ERR_INPUT, _("there is no unit '%s'"), unit);
}

bool session_status(struct session *session, const char *unit, int from, int to,
	struct figures *figures, struct err *err)
{
	*figures = (struct figures){0};
	if (!check_unit(session, unit, err) || !store_summary(session->store, &session->scope, unit,
						       from, to, &figures->counts, err))
		return false;
	order_figures(session, figures);
	return true;
}

bool session_status_on(struct session *session, const char *unit, int day, struct figures *figures,
	struct err *err)
{
	*figures = (struct figures){0};
	if (!check_unit(session, unit, err) || !store_summary_on(session->store, &session->scope,
						       unit, day, &figures->counts, err))
		return false;
	order_figures(session, figures);
	return true;
}

/* -- Out --------------------------------------------------------------------------------------- */

/* Guarantee 6 once more, where a byte is about to leave: published, and as it was signed. */
static bool check_public(struct session *session, const struct document *document, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct kind *kind = pack_kind(pack, document->paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, document->state) : NULL;
	const struct attribute *attribute =
		document->paper.attribute != NULL ? pack_attribute(pack, document->paper.attribute)
						  : NULL;

	if (state == NULL || state->phase != PHASE_PUBLISHED || attribute == NULL ||
		!attribute->is_public || document->signed_record[0] == '\0' ||
		strcmp(document->signed_record, document->record) != 0)
		return err_set(err, ERR_REFUSED,
			_("%s is not published (it is in the state '%s'); only what is published "
			  "leaves "
			  "the store"),
			document->paper.id, document->state);
	return true;
}

bool session_export(
	struct session *session, const char *id, struct publication *publication, struct err *err)
{
	struct document document = {0};
	const struct paper *paper = &document.paper;
	bool ok;

	*publication = (struct publication){0};
	ok = see_document(session, id, &document, err) && purge_says(&document, err) &&
	     check_public(session, &document, err) &&
	     see_text(session, &document, paper_public(paper), &publication->text,
		     &publication->len, err);
	if (ok) {
		const struct attribute *attribute =
			pack_attribute(session_office(session)->pack, paper->attribute);

		publication->id = xstrdup(paper->id);
		publication->title = xstrdup(paper->title);
		publication->number = xstrdup(paper->number);
		publication->unit = xstrdup(paper->unit);
		publication->note = xstrdup(name_get(&attribute->note));
		publication->published = document.published;
	}
	document_release(&document);
	return ok;
}

void publication_release(struct publication *publication)
{
	free(publication->id);
	free(publication->title);
	free(publication->number);
	free(publication->unit);
	free(publication->note);
	free(publication->text);
	*publication = (struct publication){0};
}
