/* SPDX-License-Identifier: MIT */
#include "core/standing.h"

#include <stdlib.h>
#include <string.h>

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
	};
}

/* -- Clocks ------------------------------------------------------------------------------------ */

static struct clock_run *find_run(struct document *document, const char *rule)
{
	for (size_t i = 0; i < document->clock_count; i++) {
		if (strcmp(document->clocks[i].rule, rule) == 0)
			return &document->clocks[i];
	}
	return NULL;
}

static void start_clock(
	struct document *document, const struct pack *pack, const struct clock_rule *rule, int day)
{
	struct clock_run *run = find_run(document, rule->code);
	struct due due;

	if (rule->count == COUNT_WORKING)
		due = calendar_due(&pack->calendar, day, rule->days);
	else
		due = calendar_due_plain(&pack->calendar, day, rule->days, false);
	if (run == NULL) {
		document->clocks = xreallocarray(
			document->clocks, document->clock_count + 1, sizeof(*document->clocks));
		run = &document->clocks[document->clock_count++];
		run->rule = xstrdup(rule->code);
	}
	run->start = day;
	run->due = due.day;
	run->provisional = due.provisional;
	run->stopped = DAY_NONE;
}

/* The day a clock counts from; DAY_NONE where its field is empty. */
static int first_day(const struct document *document, const struct clock_rule *rule, int today)
{
	const char *value = rule->from != NULL ? paper_field(&document->paper, rule->from) : NULL;
	int day = DAY_NONE;

	if (rule->from == NULL)
		return today;
	return value != NULL && day_parse(value, &day) ? day : DAY_NONE;
}

/* A clock that counts from a field follows it where it changes. */
static void follow_fields(struct document *document, const struct step *step, int day)
{
	for (size_t i = 0; i < step->kind->clock_count; i++) {
		const struct clock_rule *rule = &step->kind->clocks[i];
		struct clock_run *run = find_run(document, rule->code);
		bool runs = run != NULL && run->stopped == DAY_NONE;
		int first = first_day(document, rule, day);

		if (rule->from == NULL || (!runs && !strv_has(&rule->start, document->state)))
			continue;
		if (first != DAY_NONE && pack_condition(rule->when, law_value, &document->paper))
			start_clock(document, step->pack, rule, first);
		else if (runs)
			run->stopped = day;
	}
}

/* Entering a state stops and starts what the kind's rules say. */
static void turn_clocks(struct document *document, const struct step *step, int day)
{
	for (size_t i = 0; i < step->kind->clock_count; i++) {
		const struct clock_rule *rule = &step->kind->clocks[i];
		struct clock_run *run = find_run(document, rule->code);

		if (strv_has(&rule->stop, document->state) && run != NULL &&
			run->stopped == DAY_NONE)
			run->stopped = day;
		if (strv_has(&rule->start, document->state) &&
			first_day(document, rule, day) != DAY_NONE &&
			pack_condition(rule->when, law_value, &document->paper))
			start_clock(document, step->pack, rule, first_day(document, rule, day));
	}
}

/* -- The acts ---------------------------------------------------------------------------------- */

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
	case ACT_WAIVE: memcpy(after->waived, after->record, sizeof(after->waived)); break;
	case ACT_PUBLISH: after->published = day; break;
	case ACT_OPINION:
	case ACT_MOVE:
	case ACT_VOID:
	case ACT_HOLD:
	case ACT_WITHDRAW:
	case ACT_PURGE:
	case ACT_COUNT: break;
	}
	if (step->transition->roles.n > 1)
		add_opinion(after, decision);
	if (strcmp(decision->actor, ACTOR_SITE) != 0)
		strv_put(&after->actors, decision->actor);
	if (decision->acting_for != NULL)
		strv_put(&after->actors, decision->acting_for);
}

static void take_paper(struct document *after, struct paper *paper)
{
	struct str text = {0};

	paper_release(&after->paper);
	after->paper = *paper;
	*paper = (struct paper){0};
	paper_print(&after->paper, &text);
	hash_hex(text.buf, text.len, after->record);
	str_release(&text);
}

void standing_after(const struct document *before, struct paper *paper,
	const struct decision *decision, const struct step *step, struct document *after)
{
	int day = stamp_day(step->now);
	bool moves = before == NULL || !str_eq(before->state, step->to->code);

	document_release(after);
	if (before != NULL)
		document_copy(after, before);
	else
		after->created = step->now;
	take_paper(after, paper);
	take_effect(after, decision, step, day);
	if (moves) {
		document_clear_opinions(after);
		set_str(&after->state, step->to->code);
		after->entered = day;
		if (step->transition->action->act == ACT_PURGE)
			after->purged = day;
		turn_clocks(after, step, day);
	} else if (step->transition->action->act == ACT_EDIT) {
		follow_fields(after, step, day);
	}
	after->updated = step->now;
	after->decisions++;
	set_str(&after->last_actor, decision->actor);
	set_str(&after->last_action, decision->action);
}
