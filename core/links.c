/* SPDX-License-Identifier: MIT */
#include "core/links.h"

#include <string.h>

#include "core/i18n.h"
#include "core/question.h"

static bool follows(const struct field *field)
{
	return field->type == FIELD_LINK &&
	       (field->relation == RELATION_MARK || field->relation == RELATION_TOGETHER);
}

void links_followed(const struct kind *kind, const struct paper *paper, struct strv *ids)
{
	for (size_t i = 0; kind != NULL && i < kind->field_count; i++) {
		const char *id = paper_field(paper, kind->fields[i].code);

		if (follows(&kind->fields[i]) && id != NULL)
			strv_put(ids, id);
	}
}

static const struct document *find_linked(const struct question *q, const char *id)
{
	for (size_t i = 0; q->evidence != NULL && i < q->evidence->linked_count; i++) {
		if (q->evidence->linked[i] != NULL && str_eq(q->evidence->linked[i]->paper.id, id))
			return q->evidence->linked[i];
	}
	return NULL;
}

static const char *attribute_name(const struct question *q, const char *code)
{
	const struct attribute *attribute = pack_attribute(q->office->pack, code);

	return attribute != NULL ? name_get(&attribute->name) : code;
}

/* A paper that passes another on bears its mark, or says why not. */
static bool check_mark(const struct question *q, const struct field *field,
	const struct document *other, struct err *err)
{
	const char *mark = other->paper.attribute;

	if (mark == NULL || str_eq(mark, q->paper.attribute) || !str_empty(q->paper.reason))
		return true;
	return err_set(err, ERR_REFUSED,
		_("%s (%s) is marked %s; to mark %s %s, say why (--reason)"), other->paper.id,
		name_get(&field->name), attribute_name(q, mark), q->paper.id,
		attribute_name(q, q->paper.attribute));
}

static bool check_together(const struct question *q, const struct field *field,
	const struct document *other, struct err *err)
{
	const struct kind *kind = pack_kind(q->office->pack, other->paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, other->state) : NULL;

	if (state != NULL && (state->phase == PHASE_DECIDED || state->phase == PHASE_PUBLISHED))
		return true;
	return err_set(err, ERR_REFUSED,
		_("%s (%s) is published together with %s, and it is at: %s; have it signed first"),
		other->paper.id, name_get(&field->name), q->paper.id,
		state != NULL ? name_get(&state->name) : other->state);
}

static bool check_link(
	const struct question *q, const struct field *field, bool is_marked, struct err *err)
{
	const char *id = paper_field(&q->paper, field->code);
	const struct document *other = id != NULL ? find_linked(q, id) : NULL;
	bool publishes = q->row->action->act == ACT_PUBLISH;
	bool asked = (field->relation == RELATION_MARK && is_marked) ||
		     (field->relation == RELATION_TOGETHER && publishes);

	if (id == NULL || !asked || (other == NULL && q->is_probe))
		return true;
	if (other == NULL)
		return err_set(err, ERR_REFUSED, _("there is no paper '%s'"), id);
	return field->relation == RELATION_MARK ? check_mark(q, field, other, err)
						: check_together(q, field, other, err);
}

bool links_check(const struct question *q, const struct state *to, struct err *err)
{
	const struct state *from = q->before != NULL ? kind_state(q->kind, q->before->state) : NULL;
	bool leaves = from != NULL && from->phase == PHASE_DRAFT && to->phase != PHASE_DRAFT &&
		      to->phase != PHASE_ENDED;
	bool is_marked = (q->row->action->act == ACT_MARK && !q->is_probe) || leaves;

	for (size_t i = 0; i < q->kind->field_count; i++) {
		if (follows(&q->kind->fields[i]) &&
			!check_link(q, &q->kind->fields[i], is_marked, err))
			return false;
	}
	return true;
}
