/* SPDX-License-Identifier: MIT */
/* What no pack can switch off, as far as it hangs on where a step leads. */
#include <string.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/question.h"

static enum phase phase_of(const struct kind *kind, const struct document *document)
{
	const struct state *state = document != NULL ? kind_state(kind, document->state) : NULL;

	return state != NULL ? state->phase : PHASE_DRAFT;
}

/* Guarantee 4: what is signed is what every approval was given to. */
static bool check_approvals(const struct question *q, struct err *err)
{
	for (size_t i = 0; i < q->before->approval_count; i++) {
		if (strcmp(q->before->approvals[i].record, q->before->record) != 0)
			return err_set(err, ERR_REFUSED,
				_("%s approved another version of %s; it must be passed again"),
				q->before->approvals[i].person, q->paper.id);
	}
	return true;
}

/* Guarantee 6: only what was signed, as it was signed, and only with the public attribute. */
static bool check_publish(const struct question *q, struct err *err)
{
	const struct attribute *attribute =
		q->paper.attribute != NULL ? pack_attribute(q->office->pack, q->paper.attribute)
					   : NULL;

	if (attribute == NULL || !attribute->is_public)
		return err_set(err, ERR_REFUSED, _("%s is not marked public"), q->paper.id);
	if (q->before->signed_record[0] == '\0' ||
		strcmp(q->before->signed_record, q->before->record) != 0)
		return err_set(err, ERR_REFUSED, _("%s is not what was signed"), q->paper.id);
	return true;
}

/* Guarantee 11: content is purged by two people, who say why. */
static bool check_purge(const struct question *q, struct err *err)
{
	if (q->row->roles.n < 2)
		return err_set(err, ERR_REFUSED, _("'%s' needs two people; the pack asks for one"),
			q->row->action->code);
	if (!q->is_probe && str_empty(q->decision->comment))
		return err_set(err, ERR_REFUSED, _("'%s' needs a word of explanation (--comment)"),
			q->row->action->code);
	return true;
}

/* The phases that only one act leads into. */
static bool check_phase(const struct question *q, enum phase to, struct err *err)
{
	enum act act = q->row->action->act;
	bool fits = (to != PHASE_PUBLISHED || act == ACT_PUBLISH) &&
		    (to != PHASE_DECIDED || act == ACT_SIGN) &&
		    (to != PHASE_HELD || act == ACT_HOLD);

	return fits || err_set(err, ERR_REFUSED, _("'%s' cannot lead there"), q->row->action->code);
}

bool guarantees_check(const struct question *q, const struct state *to, struct err *err)
{
	enum phase from = phase_of(q->kind, q->before);
	enum act act = q->row->action->act;
	bool moves = q->before != NULL && !str_eq(q->before->state, to->code);
	bool leaves = q->before != NULL && from == PHASE_DRAFT && to->phase != PHASE_DRAFT &&
		      act != ACT_VOID && act != ACT_PURGE;
	bool marks = act == ACT_MARK && !q->is_probe;
	bool judged =
		(act == ACT_APPROVE || act == ACT_SIGN || act == ACT_HOLD) && !q->kind->is_stub;
	/* A register's records bear no attribute, and none of these acts can withhold them. */
	bool unmarked = q->kind->is_register && (leaves || act == ACT_APPROVE);

	if (act == ACT_PURGE && !check_purge(q, err))
		return false;
	if (moves && !check_phase(q, to->phase, err))
		return false;
	if (leaves && !law_check_complete(q->kind, &q->paper, err))
		return false;
	if ((leaves || marks || judged) && !unmarked &&
		!law_check_marking(q->office->pack, &q->paper, q->day, err))
		return false;
	if ((leaves || judged) && !unmarked &&
		!law_check_needs(q->office->pack, q->kind, &q->paper, err))
		return false;
	if (act == ACT_SIGN && !check_approvals(q, err))
		return false;
	return act != ACT_PUBLISH || check_publish(q, err);
}
