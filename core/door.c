/* SPDX-License-Identifier: MIT */
/* What comes in: new papers, changes of papers, and what is turned away. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/law.h"
#include "core/links.h"
#include "core/mem.h"
#include "core/question.h"
#include "core/screener.h"

static void take_marking(struct paper *to, const struct paper *from)
{
	set_str(&to->attribute, from->attribute);
	strv_copy(&to->grounds, &from->grounds);
	set_str(&to->reason, from->reason);
	set_str(&to->row, from->row);
	to->review_by = from->review_by;
}

/* Makes the paper that an edit or a marking may at most have made of the one before. */
static void expected_paper(const struct question *q, struct paper *expected)
{
	if (q->row->action->act == ACT_EDIT) {
		paper_copy(expected, &q->paper);
		set_str(&expected->id, q->before->paper.id);
		set_str(&expected->kind, q->before->paper.kind);
		set_str(&expected->unit, q->before->paper.unit);
		set_str(&expected->drafter, q->before->paper.drafter);
		strv_copy(&expected->editors, &q->before->paper.editors);
		take_marking(expected, &q->before->paper);
	} else {
		paper_copy(expected, &q->before->paper);
		take_marking(expected, &q->paper);
	}
	if (!str_eq(q->decision->actor, expected->drafter))
		strv_put(&expected->editors, q->decision->actor);
}

/* What a record gathers was selected once, when it left drafting: it stays what it was. */
static bool check_selection(const struct question *q, struct err *err)
{
	const struct field *field = q->kind->selects;
	const struct state *state = kind_state(q->kind, q->before->state);

	if (field == NULL || state == NULL || state->phase == PHASE_DRAFT ||
		str_eq(paper_field(&q->paper, field->code),
			paper_field(&q->before->paper, field->code)))
		return true;
	return err_set(err, ERR_REFUSED,
		_("%s has been started with what it selects; begin another one for other papers"),
		q->paper.id);
}

bool door_check_change(const struct question *q, struct err *err)
{
	enum act act = q->row->action->act;
	struct paper expected = {0};
	struct str a = {0}, b = {0};
	bool same;

	if (act != ACT_EDIT && act != ACT_MARK) {
		if (q->decision->record != NULL && act != ACT_CREATE)
			return err_set(err, ERR_REFUSED, _("'%s' does not change the paper"),
				q->row->action->code);
		return true;
	}
	if (q->is_probe)
		return true;
	if (q->decision->record == NULL)
		return err_set(err, ERR_REFUSED, _("'%s' changes nothing"), q->row->action->code);
	if (!check_selection(q, err))
		return false;
	expected_paper(q, &expected);
	paper_print(&expected, &a);
	paper_print(&q->paper, &b);
	same = str_eq(str_get(&a), str_get(&b));
	str_release(&a);
	str_release(&b);
	paper_release(&expected);
	if (!same)
		return err_set(
			err, ERR_REFUSED, _("'%s' changes more than it may"), q->row->action->code);
	return true;
}

/* A new document: its drafter is who makes it, its unit lives, and nothing is decided yet. */
bool door_check_new(const struct question *q, struct err *err)
{
	const struct paper *p = &q->paper;
	const struct unit *unit = org_unit(&q->office->org, p->unit);

	if (unit == NULL || !unit_is_live(unit, q->day))
		return err_set(err, ERR_REFUSED, _("there is no unit '%s'"), p->unit);
	/* Of a part, core/links.c asks whose hands were in the whole. */
	if (!str_eq(p->id, q->decision->id) || !str_eq(p->drafter, q->decision->actor) ||
		(p->editors.n > 0 && links_whole(q->kind, p) == NULL))
		return err_set(err, ERR_REFUSED, _("a new paper is drafted by who brings it in"));
	if (p->attribute != NULL || p->grounds.n > 0 || p->reason != NULL || p->row != NULL ||
		p->review_by != DAY_NONE)
		return err_set(err, ERR_REFUSED,
			_("a new paper bears no attribute yet: it is marked by a decision of its "
			  "own"));
	if (q->kind->is_stub &&
		(p->title != NULL || p->number != NULL || p->fields.n > 0 ||
			p->text.sha256[0] != '\0' || p->rendition.sha256[0] != '\0' ||
			p->file_name != NULL || p->encoding != NULL || p->findings.n > 0 ||
			p->screening > 0 || p->admitted != NULL))
		return err_set(
			err, ERR_REFUSED, _("a stub holds nothing of the paper but its hash"));
	return true;
}

static bool check_unit(
	const struct question *q, const struct field *field, const char *id, struct err *err)
{
	const struct unit *unit = org_unit(&q->office->org, id);
	struct strv near = {0};
	char *joined;

	if (str_eq(id, q->paper.unit))
		return err_set(err, ERR_REFUSED,
			_("%s: %s is the paper's own unit; name the others"), field->code, id);
	if (unit != NULL && unit_is_live(unit, q->day))
		return true;
	org_near(&q->office->org, id, q->day, &near);
	joined = strv_join(&near, ", ");
	if (near.n > 0)
		err_set(err, ERR_REFUSED, _("%s: there is no unit '%s'; near it: %s"), field->code,
			id, joined);
	else
		err_set(err, ERR_REFUSED, _("%s: there is no unit '%s'; `gongkai unit` lists them"),
			field->code, id);
	free(joined);
	strv_release(&near);
	return false;
}

bool door_check_units(const struct question *q, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < q->kind->field_count; i++) {
		const struct field *field = &q->kind->fields[i];
		const char *value = paper_field(&q->paper, field->code);
		struct strv ids = {0};

		if (field->type != FIELD_UNITS || value == NULL ||
			(q->before != NULL &&
				str_eq(value, paper_field(&q->before->paper, field->code))))
			continue;
		strv_split(&ids, value, " ");
		for (size_t k = 0; ok && k < ids.n; k++)
			ok = check_unit(q, field, ids.v[k], err);
		strv_release(&ids);
	}
	return ok;
}

/* -- The door (guarantee 8) -------------------------------------------------------------------- */

static bool is_admitter(const struct document *stub, const char *person)
{
	return person != NULL && (str_eq(stub->approvals[0].person, person) ||
					 str_eq(stub->approvals[0].acting_for, person));
}

/* A paper that only quotes a mark is let in by two: the one who brings it, and the one who looked
 * at the stub and admitted it. */
static bool check_admitted(const struct question *q, struct err *err)
{
	const struct document *stub = q->evidence != NULL ? q->evidence->stub : NULL;
	const struct kind *kind =
		stub != NULL ? pack_kind(q->office->pack, stub->paper.kind) : NULL;
	const struct state *state = kind != NULL ? kind_state(kind, stub->state) : NULL;

	if (kind == NULL || !kind->is_stub || state == NULL || state->phase != PHASE_ENDED ||
		!str_eq(stub->paper.id, q->paper.admitted) || stub->approval_count == 0 ||
		strcmp(stub->paper.original.sha256, q->paper.original.sha256) != 0)
		return err_set(err, ERR_REFUSED, _("'%s' admits no such paper"), q->paper.admitted);
	if (is_admitter(stub, q->decision->actor) || is_admitter(stub, q->acting_for))
		return err_set(err, ERR_REFUSED,
			_("%s admitted it; another person must bring it in"), q->decision->actor);
	return true;
}

/* Whether what is to be published is another text than before. */
static bool is_other_text(const struct question *q)
{
	const char *before = q->before != NULL ? paper_public(&q->before->paper)->sha256 : "";

	return strcmp(before, paper_public(&q->paper)->sha256) != 0;
}

/* What the screening found stands in the paper as long as its text does. */
static bool check_findings(const struct question *q, struct err *err)
{
	bool at_hand = q->evidence != NULL && q->evidence->text != NULL;
	const struct strv *said = &q->paper.findings;
	struct strv found = {0};
	int edition = 0;
	bool same;

	if (is_other_text(q) && !at_hand)
		return true;
	if (is_other_text(q)) {
		edition = SCREENING_EDITION;
		screener_list(screener_of(q->office->pack), q->evidence->text,
			q->evidence->text_len, &found);
	} else if (q->before != NULL) {
		edition = q->before->paper.screening;
		strv_copy(&found, &q->before->paper.findings);
	}
	same = found.n == said->n && edition == q->paper.screening;
	for (size_t i = 0; same && i < found.n; i++)
		same = strcmp(found.v[i], said->v[i]) == 0;
	strv_release(&found);
	return same ||
	       err_set(err, ERR_REFUSED, _("the paper does not say what the screening found"));
}

/* A text that is new is looked at before it comes in; a replay believes what was looked at. It is
 * the text of a file, or the rendition of a text that is there already. */
static bool check_text(const struct question *q, struct err *err)
{
	const char *before = q->before != NULL ? q->before->paper.text.sha256 : "";
	bool at_hand = q->evidence != NULL && q->evidence->text != NULL;
	bool is_new = strcmp(before, q->paper.text.sha256) != 0;
	char sha256[HASH_HEX + 1];

	if (q->paper.rendition.sha256[0] != '\0' && is_new)
		return err_set(err, ERR_REFUSED,
			_("the rendition is of another text; a new text has none yet"));
	if (at_hand) {
		hash_hex(q->evidence->text, q->evidence->text_len, sha256);
		return strcmp(sha256, paper_public(&q->paper)->sha256) == 0 ||
		       err_set(err, ERR_REFUSED, _("the text is not the one the paper names"));
	}
	return q->is_settled || q->is_probe || !(is_new || is_other_text(q)) ||
	       err_set(err, ERR_REFUSED, _("the paper names a text that is not at hand"));
}

bool door_check_marks(const struct question *q, struct err *err)
{
	if (q->decision->record == NULL || q->kind->is_stub)
		return true;
	if (!check_text(q, err))
		return false;
	if (!law_check_marks(&q->paper, err))
		return false;
	if (q->paper.admitted != NULL) {
		if (!check_admitted(q, err))
			return false;
	} else if (q->evidence != NULL && q->evidence->text != NULL &&
		   screening_bears_mark(q->evidence->text, q->evidence->text_len)) {
		return law_refuse_mark(err);
	}
	return check_findings(q, err);
}
