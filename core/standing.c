/* SPDX-License-Identifier: MIT */
#include "core/standing.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/law.h"
#include "core/mem.h"

/* Guarantee 4, and what else a new round takes back. */
static void begin_round(struct document *document)
{
	document_clear_approvals(document);
	strv_clear(&document->actors);
	document->signed_record[0] = '\0';
	document->decided = DAY_NONE;
}

static void add_approval(struct document *document, const struct decision *decision)
{
	struct approval approval = {
		.person = xstrdup(decision->actor),
		.acting_for = xstrdup(decision->acting_for),
		.role = xstrdup(decision->role),
		.action = xstrdup(decision->action),
		.unit = xstrdup(decision->unit),
	};

	memcpy(approval.record, document->record, sizeof(approval.record));
	document->approvals = xreallocarray(
		document->approvals, document->approval_count + 1, sizeof(*document->approvals));
	document->approvals[document->approval_count++] = approval;
}

static void add_opinion(struct document *document, const struct decision *decision)
{
	document->opinions = xreallocarray(
		document->opinions, document->opinion_count + 1, sizeof(*document->opinions));
	document->opinions[document->opinion_count++] = (struct opinion){
		.person = xstrdup(decision->actor),
		.acting_for = xstrdup(decision->acting_for),
		.role = xstrdup(decision->role),
		.action = xstrdup(decision->action),
		.unit = xstrdup(decision->unit),
	};
}

/* -- The acts ---------------------------------------------------------------------------------- */

/* All that was found, or what the decision names. */
static void waive(struct document *after, const struct decision *decision)
{
	if (decision->findings.n == 0)
		memcpy(after->waived, after->record, sizeof(after->waived));
	for (size_t i = 0; i < decision->findings.n; i++)
		strv_put(&after->waivers, decision->findings.v[i]);
}

static void take_effect(
	struct document *after, const struct decision *decision, const struct step *step, int day)
{
	switch (step->transition->action->act) {
	case ACT_CREATE:
	case ACT_EDIT:
	case ACT_MARK:
	case ACT_SUBMIT:
	case ACT_RETURN:
	case ACT_RECALL:
	case ACT_REVIEW: begin_round(after); break;
	case ACT_APPROVE: add_approval(after, decision); break;
	case ACT_SIGN:
		add_approval(after, decision);
		memcpy(after->signed_record, after->record, sizeof(after->signed_record));
		after->decided = day;
		break;
	case ACT_WAIVE: waive(after, decision); break;
	case ACT_PUBLISH: after->published = day; break;
	case ACT_OPINION:
	case ACT_MOVE:
	case ACT_VOID:
	case ACT_HOLD:
	case ACT_WITHDRAW:
	case ACT_PURGE:
	case ACT_COUNT: break;
	}
	if (transition_has_voices(step->transition))
		add_opinion(after, decision);
	if (strcmp(decision->actor, ACTOR_SITE) != 0)
		strv_put(&after->actors, decision->actor);
	if (decision->acting_for != NULL)
		strv_put(&after->actors, decision->acting_for);
}

static void take_paper(struct document *after, struct paper *paper)
{
	struct str text = {0};
	char record[HASH_HEX + 1];

	paper_release(&after->paper);
	after->paper = *paper;
	*paper = (struct paper){0};
	paper_print(&after->paper, &text);
	hash_hex(text.buf, text.len, record);
	/* Guarantee 4: another paper has neither waivers nor voices. */
	if (strcmp(record, after->record) != 0) {
		strv_clear(&after->waivers);
		after->waived[0] = '\0'; /* nor where it becomes again what it was */
		document_clear_opinions(after);
	}
	memcpy(after->record, record, sizeof(after->record));
	str_release(&text);
}

/* Where a voice would have led. */
static const struct state *led_to(const struct step *step, const char *from,
	const struct opinion *opinion, const struct paper *paper)
{
	for (size_t i = 0; i < step->kind->transition_count; i++) {
		const struct transition *row = &step->kind->transitions[i];

		if (strcmp(row->action->code, opinion->action) == 0 && strv_has(&row->from, from) &&
			transition_has_voices(row) && pack_condition(row->when, law_value, paper))
			return row->to;
	}
	return NULL;
}

static void drop_approval(struct document *document, const struct opinion *opinion)
{
	size_t n = 0;

	for (size_t i = 0; i < document->approval_count; i++) {
		struct approval *a = &document->approvals[i];

		if (!str_eq(a->person, opinion->person) || !str_eq(a->role, opinion->role) ||
			!str_eq(a->unit, opinion->unit)) {
			document->approvals[n++] = *a;
			continue;
		}
		free(a->person);
		free(a->acting_for);
		free(a->role);
		free(a->action);
		free(a->unit);
	}
	document->approval_count = n;
}

/* An approval given as one of several voices stands where the step led as it would have it; where
 * another voice prevailed, or the step was left otherwise, it must be given again. */
static void drop_overruled(
	struct document *after, const struct document *before, const struct step *step)
{
	for (size_t i = 0; before != NULL && i < after->opinion_count; i++) {
		if (led_to(step, before->state, &after->opinions[i], &after->paper) != step->to)
			drop_approval(after, &after->opinions[i]);
	}
}

static void take_shared(struct document *document, const struct kind *kind)
{
	struct strv named = {0};

	strv_clear(&document->shared);
	for (size_t i = 0; i < kind->field_count; i++) {
		if (kind->fields[i].type == FIELD_UNITS)
			strv_split(
				&named, paper_field(&document->paper, kind->fields[i].code), " ");
	}
	for (size_t i = 0; i < named.n; i++)
		strv_put(&document->shared, named.v[i]);
	strv_release(&named);
}

void standing_after(const struct document *before, struct paper *paper,
	const struct decision *decision, const struct step *step, struct document *after)
{
	int day = stamp_day(step->now);
	const struct transition *row = step->transition;
	bool moves = before == NULL || !str_eq(before->state, step->to->code);
	struct clock_event event = {.pack = step->pack,
		.kind = step->kind,
		.moved = moves,
		.edited = row->action->act == ACT_EDIT,
		/* Of several voices the last one is what takes effect. */
		.action = moves || !transition_has_voices(row) ? row->action : NULL,
		.now = step->now};

	document_release(after);
	if (before != NULL)
		document_copy(after, before);
	else
		after->created = step->now;
	take_paper(after, paper);
	take_effect(after, decision, step, day);
	take_shared(after, step->kind);
	if (moves) {
		drop_overruled(after, before, step);
		document_clear_opinions(after);
		set_str(&after->state, step->to->code);
		after->entered = day;
		if (step->transition->action->act == ACT_PURGE)
			after->purged = day;
	}
	clock_turn(after, &event);
	after->updated = step->now;
	after->decisions++;
	set_str(&after->last_actor, decision->actor);
	set_str(&after->last_action, decision->action);
}
