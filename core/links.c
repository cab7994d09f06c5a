/* SPDX-License-Identifier: MIT */
#include "core/links.h"

#include <string.h>

#include "core/i18n.h"
#include "core/question.h"

const char *links_whole(const struct kind *kind, const struct paper *paper)
{
	if (kind == NULL || kind_parting(kind, NULL, NULL) == NULL)
		return NULL;
	for (size_t i = 0; i < kind->field_count; i++) {
		if (field_is_split(&kind->fields[i]))
			return paper_field(paper, kind->fields[i].code);
	}
	return NULL;
}

void links_hands(const struct paper *whole, const char *person, struct strv *editors)
{
	strv_clear(editors);
	if (!str_eq(whole->drafter, person))
		strv_put(editors, whole->drafter);
	for (size_t i = 0; i < whole->editors.n; i++) {
		if (!str_eq(whole->editors.v[i], person))
			strv_put(editors, whole->editors.v[i]);
	}
}

static bool follows(const struct field *field)
{
	return field->type == FIELD_LINK && field->relation != RELATION_PLAIN;
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
		     (field->relation == RELATION_SPLIT && is_marked) ||
		     (field->relation == RELATION_TOGETHER && publishes);

	if (id == NULL || !asked || (other == NULL && q->is_probe))
		return true;
	if (other == NULL)
		return err_set(err, ERR_REFUSED, _("there is no paper '%s'"), id);
	return field->relation == RELATION_TOGETHER ? check_together(q, field, other, err)
						    : check_mark(q, field, other, err);
}

/* -- Parts ------------------------------------------------------------------------------------- */

/* The units that had a say in the whole have one in its parts. */
static bool check_units(const struct question *q, const struct document *whole, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < q->kind->field_count; i++) {
		const struct field *field = &q->kind->fields[i];
		struct strv whole_has = {0}, part_has = {0};

		if (field->type != FIELD_UNITS)
			continue;
		strv_split(&whole_has, paper_field(&whole->paper, field->code), " ");
		strv_split(&part_has, paper_field(&q->paper, field->code), " ");
		for (size_t k = 0; ok && k < whole_has.n; k++)
			ok = strv_has(&part_has, whole_has.v[k]) ||
			     err_set(err, ERR_REFUSED,
				     _("%s: %s stands there in %s, which %s is a "
				       "part of, and so it does here"),
				     name_get(&field->name), whole_has.v[k], whole->paper.id,
				     q->paper.id);
		strv_release(&whole_has);
		strv_release(&part_has);
	}
	return ok;
}

/* A part is begun while its whole is being split, with everybody's hands in it. */
static bool check_new_part(const struct question *q, const struct document *whole, struct err *err)
{
	struct strv hands = {0};
	bool ok;

	if (!str_eq(whole->paper.kind, q->paper.kind) || !str_eq(whole->paper.unit, q->paper.unit))
		return err_set(err, ERR_REFUSED, _("%s is of another kind or unit than %s"),
			q->paper.id, whole->paper.id);
	if (kind_parting(q->kind, whole->state, NULL) == NULL &&
		kind_parting(q->kind, NULL, whole->state) == NULL)
		return err_set(
			err, ERR_REFUSED, _("%s cannot be split at this step"), whole->paper.id);
	links_hands(&whole->paper, q->decision->actor, &hands);
	ok = hands.n == q->paper.editors.n;
	for (size_t i = 0; ok && i < hands.n; i++)
		ok = str_eq(hands.v[i], q->paper.editors.v[i]);
	strv_release(&hands);
	return ok || err_set(err, ERR_REFUSED, _("%s does not say who had a hand in %s"),
			     q->paper.id, whole->paper.id);
}

/* What a paper is a part of is said when it is begun, and holds as soon as the whole has ended. */
static bool check_part(const struct question *q, bool leaves, struct err *err)
{
	const char *id = links_whole(q->kind, &q->paper);
	const char *was = q->before != NULL ? links_whole(q->kind, &q->before->paper) : NULL;
	const struct document *whole = id != NULL ? find_linked(q, id) : NULL;

	if (q->before != NULL && !str_eq(id, was))
		return err_set(err, ERR_REFUSED,
			_("what %s was split from is said when it is begun (`split`), and stays "
			  "so"),
			q->paper.id);
	if (id == NULL || (whole == NULL && q->is_probe))
		return true;
	if (whole == NULL)
		return (q->before != NULL && !leaves) ||
		       err_set(err, ERR_REFUSED, _("there is no paper '%s'"), id);
	if (q->before == NULL && !check_new_part(q, whole, err))
		return false;
	if (leaves && kind_parting(q->kind, NULL, whole->state) == NULL)
		return err_set(err, ERR_REFUSED,
			_("%s is not split yet: either it goes its way, or its parts do"), id);
	return check_units(q, whole, err);
}

bool links_check(const struct question *q, const struct state *to, struct err *err)
{
	const struct state *from = q->before != NULL ? kind_state(q->kind, q->before->state) : NULL;
	bool leaves = from != NULL && from->phase == PHASE_DRAFT && to->phase != PHASE_DRAFT &&
		      to->phase != PHASE_ENDED;
	bool is_marked = (q->row->action->act == ACT_MARK && !q->is_probe) || leaves;

	if (!check_part(q, leaves, err))
		return false;
	for (size_t i = 0; i < q->kind->field_count; i++) {
		const struct field *field = &q->kind->fields[i];

		if (follows(field) &&
			(!field_is_split(field) || kind_parting(q->kind, NULL, NULL) != NULL) &&
			!check_link(q, field, is_marked, err))
			return false;
	}
	return true;
}
