/* SPDX-License-Identifier: MIT */
/* The papers that a paper names and those that name it. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/links.h"
#include "core/mem.h"
#include "core/session_see.h"

static void add(
	struct view *view, const struct field *field, const struct document *other, bool is_back)
{
	const struct paper *paper = &other->paper;

	GROW(view->relations, view->relation_count);
	view->relations[view->relation_count++] = (struct relation_seen){
		.id = xstrdup(paper->id),
		.title = xstrdup(paper->title),
		.kind = xstrdup(paper->kind),
		.state = xstrdup(other->state),
		.attribute = xstrdup(paper->attribute),
		.grounds = strv_join(&paper->grounds, " "),
		.field = field,
		.is_back = is_back,
	};
}

/* What the person may not see is not there. */
static bool look(struct session *session, const char *id, struct document *other)
{
	struct err err;

	document_release(other);
	return see_document(session, id, other, &err);
}

static void add_forward(struct session *session, struct view *view)
{
	const struct paper *paper = &view->document.paper;
	const struct kind *kind = pack_kind(session_office(session)->pack, paper->kind);
	struct document other = {0};

	for (size_t i = 0; kind != NULL && i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];
		const char *id = paper_field(paper, field->code);

		if (field->type == FIELD_LINK && id != NULL && look(session, id, &other))
			add(view, field, &other, false);
	}
	document_release(&other);
}

static void add_backward(struct session *session, struct view *view, const struct strv *ids)
{
	const struct pack *pack = session_office(session)->pack;
	struct document other = {0};

	for (size_t i = 0; i < ids->n; i++) {
		const struct kind *kind =
			look(session, ids->v[i], &other) ? pack_kind(pack, other.paper.kind) : NULL;

		for (size_t k = 0; kind != NULL && k < kind->field_count; k++) {
			const struct field *field = &kind->fields[k];

			if (field->type == FIELD_LINK &&
				str_eq(paper_field(&other.paper, field->code),
					view->document.paper.id))
				add(view, field, &other, true);
		}
	}
	document_release(&other);
}

bool see_relations(struct session *session, struct view *view, struct err *err)
{
	struct strv ids = {0};
	bool ok;

	add_forward(session, view);
	ok = store_links(session->store, view->document.paper.id, LINK_FIELD, &ids, err);
	if (ok)
		add_backward(session, view, &ids);
	strv_release(&ids);
	return ok;
}

void relations_release(struct view *view)
{
	for (size_t i = 0; i < view->relation_count; i++) {
		free(view->relations[i].id);
		free(view->relations[i].title);
		free(view->relations[i].kind);
		free(view->relations[i].state);
		free(view->relations[i].attribute);
		free(view->relations[i].grounds);
	}
	free(view->relations);
}

size_t see_options(struct session *session, struct view *view, const struct asker *asker)
{
	const struct office *office = session_office(session);
	const struct paper *paper = &view->document.paper;
	struct strv ids = {0};
	struct evidence evidence = {0};
	struct asker informed = *asker;
	struct document *slots;
	const struct document **linked;
	struct err err;
	size_t n;

	links_followed(pack_kind(office->pack, paper->kind), paper, &ids);
	slots = xcalloc(ids.n + 1, sizeof(*slots));
	linked = xcalloc(ids.n + 1, sizeof(*linked));
	for (size_t i = 0; i < ids.n; i++)
		linked[i] = store_document(session->store, ids.v[i], &slots[i], &err) ? &slots[i]
										      : NULL;
	evidence.linked = linked;
	evidence.linked_count = ids.n;
	informed.evidence = &evidence;
	n = workflow_options(office, &view->document, &informed, &view->options);
	for (size_t i = 0; i < ids.n; i++)
		document_release(&slots[i]);
	free(slots);
	free(linked);
	strv_release(&ids);
	return n;
}

/* -- Published together ------------------------------------------------------------------------ */

/* Whether the person may do it there too; the reason in err where they may not. */
static bool check_open(struct session *session, const char *id, const char *action, struct err *err)
{
	struct view view = {0};
	bool ok = session_show(session, id, &view, err), found = false;

	for (size_t i = 0; ok && !found && i < view.option_count; i++) {
		found = code_eq(view.options[i].action->code, action);
		if (found && !view.options[i].is_open) {
			*err = view.options[i].why;
			ok = false;
		}
	}
	if (ok && !found)
		ok = err_set(err, ERR_REFUSED, _("'%s' is not possible there"), action);
	view_release(&view);
	return ok || err_wrap(err, "%s", id);
}

static bool waits(struct session *session, const char *id)
{
	const struct pack *pack = session_office(session)->pack;
	struct document other = {0};
	const struct kind *kind;
	const struct state *state = NULL;
	struct err err;

	if (store_document(session->store, id, &other, &err)) {
		kind = pack_kind(pack, other.paper.kind);
		state = kind != NULL ? kind_state(kind, other.state) : NULL;
	}
	document_release(&other);
	return state != NULL && state->phase == PHASE_DECIDED;
}

bool do_together(struct session *session, const struct document *document, const struct deed *deed,
	struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct kind *kind = pack_kind(pack, document->paper.kind);
	const struct action *action = pack_action(pack, deed->action);
	struct deed same = {.action = deed->action, .comment = deed->comment};
	bool ok = true;

	for (size_t i = 0; ok && action->act == ACT_PUBLISH && i < kind->field_count; i++) {
		const struct field *field = &kind->fields[i];
		const char *id = paper_field(&document->paper, field->code);

		if (field->type != FIELD_LINK || field->relation != RELATION_TOGETHER ||
			id == NULL || !waits(session, id))
			continue;
		/* Both may, or neither is published. */
		ok = check_open(session, document->paper.id, deed->action, err) &&
		     check_open(session, id, deed->action, err) &&
		     session_do(session, id, &same, err);
	}
	return ok;
}
