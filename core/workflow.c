/* SPDX-License-Identifier: MIT */
#include "core/question.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/four_eyes.h"
#include "core/i18n.h"
#include "core/law.h"
#include "core/links.h"
#include "core/mem.h"
#include "core/signers.h"
#include "core/standing.h"
#include "core/voices.h"

/* -- Which row of the workflow ----------------------------------------------------------------- */

static const struct transition *find_row(const struct question *q, const char *action)
{
	const struct kind *kind = q->kind;
	const char *state = q->before != NULL ? q->before->state : NULL;

	for (size_t i = 0; i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];

		if (strcmp(row->action->code, action) != 0)
			continue;
		if (state == NULL ? row->from.n > 0 : !strv_has(&row->from, state))
			continue;
		/* What a marking would make of the attribute is not known before it is said. */
		if ((q->is_probe && row->action->act == ACT_MARK) ||
			pack_condition(row->when, question_value, q))
			return row;
	}
	return NULL;
}

const struct transition *workflow_change_row(const struct office *office,
	const struct document *document, const struct paper *paper, enum act act)
{
	struct question q = {.before = document, .paper = *paper};

	q.kind = pack_kind(office->pack, document->paper.kind);
	for (size_t i = 0; q.kind != NULL && i < q.kind->transition_count; i++) {
		const struct transition *row = &q.kind->transitions[i];

		if (row->action->act == act && strv_has(&row->from, document->state) &&
			find_row(&q, row->action->code) == row)
			return row;
	}
	return NULL;
}

const struct transition *workflow_transition(
	const struct office *office, const struct document *document, const char *action)
{
	struct question q = {.before = document, .paper = document->paper};

	q.kind = pack_kind(office->pack, document->paper.kind);
	return q.kind == NULL ? NULL : find_row(&q, action);
}

const char *workflow_only_mark(
	const struct office *office, const struct document *document, const char *action)
{
	struct question q = {.before = document, .paper = document->paper};
	const char *only = NULL;

	q.kind = pack_kind(office->pack, document->paper.kind);
	for (size_t i = 0; q.kind != NULL && i < office->pack->attribute_count; i++) {
		q.paper.attribute = office->pack->attributes[i].code;
		if (find_row(&q, action) == NULL)
			continue;
		if (only != NULL)
			return NULL;
		only = q.paper.attribute;
	}
	return only;
}

static bool has_run_out(
	const struct transition *row, const struct document *document, struct stamp now)
{
	for (size_t i = 0; i < row->guard_count; i++) {
		const struct clock_run *run = row->guards[i].kind == GUARD_EXPIRED
						      ? clock_find(document, row->guards[i].clock)
						      : NULL;

		if (row->guards[i].kind == GUARD_EXPIRED &&
			(run == NULL || !clock_is_over(run, now)))
			return false;
	}
	return true;
}

/* Whether the site may take the row as soon as it can: no record must be gathered for before, and
 * none be named. */
static bool waits_for_nothing(const struct transition *row)
{
	return row->roles.n == 0 && !transition_has(row, GUARD_GATHERED) &&
	       !transition_has(row, GUARD_CALLED);
}

const struct transition *workflow_site_row(
	const struct office *office, const struct document *document, struct stamp now)
{
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);

	for (size_t i = 0; kind != NULL && i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];

		if (waits_for_nothing(row) && has_run_out(row, document, now) &&
			workflow_transition(office, document, row->action->code) == row)
			return row;
	}
	return NULL;
}

bool workflow_is_queue(const struct kind *kind, const char *state, const char *role, bool by_others)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];

		if (!strv_has(&row->from, state) || row->action->act == ACT_RECALL ||
			row->action->act == ACT_PURGE)
			continue;
		for (size_t k = 0; k < row->roles.n; k++) {
			if (strcmp(row->roles.v[k], role) == 0 &&
				(*row->fields.v[k] != '\0') == by_others)
				return true;
		}
	}
	return false;
}

/* No such row: says what could be done in this state, and by whom. */
static bool no_row(const struct question *q, struct err *err)
{
	const char *state = q->before != NULL ? q->before->state : "";
	struct strv could = {0};
	char *joined;

	for (size_t i = 0; i < q->kind->transition_count; i++) {
		const struct transition *row = &q->kind->transitions[i];

		if (strv_has(&row->from, state) && row->roles.n > 0)
			strv_put(&could, row->action->code);
	}
	joined = strv_join(&could, ", ");
	if (q->before == NULL)
		err_set(err, ERR_REFUSED, _("'%s' does not make a new %s"), q->decision->action,
			q->kind->code);
	else
		err_set(err, ERR_REFUSED,
			_("%s is in the state '%s', where '%s' is not possible; "
			  "possible: %s"),
			q->before->paper.id, state, q->decision->action,
			could.n > 0 ? joined : _("nothing"));
	free(joined);
	strv_release(&could);
	return false;
}

static bool find_kind(struct question *q, struct err *err)
{
	const char *code = q->before != NULL ? q->before->paper.kind : q->paper.kind;

	q->kind = code != NULL ? pack_kind(q->office->pack, code) : NULL;
	if (q->kind == NULL)
		return err_set(
			err, ERR_REFUSED, _("the pack has no kind '%s'"), code != NULL ? code : "");
	return true;
}

/* -- Who --------------------------------------------------------------------------------------- */

/* A role that bars its holder from every decision on papers. */
static const char *barring_role(const struct office *office, const struct person *person)
{
	for (size_t i = 0; i < person->post_count; i++) {
		const struct role *role = pack_role(office->pack, person->posts[i].role);

		if (role != NULL && role->bars_decisions)
			return role->code;
	}
	return NULL;
}

static bool nobody_but(const struct question *q, const struct voices *voices, struct err *err)
{
	const struct person *person = org_person(&q->office->org, q->decision->actor);
	char *waited_for = voices_waited_for(q, voices);

	if (*waited_for == '\0')
		err_set(err, ERR_REFUSED, _("'%s' waits for nobody here"),
			name_get(&q->row->action->name));
	else
		err_set(err, ERR_REFUSED, _("'%s' is for: %s; %s is not"),
			name_get(&q->row->action->name), waited_for,
			person != NULL ? name_get(&person->name) : q->decision->actor);
	free(waited_for);
	return false;
}

static bool check_site(const struct question *q, struct err *err)
{
	if (q->row->roles.n > 0 || strcmp(q->decision->actor, ACTOR_SITE) != 0)
		return err_set(err, ERR_REFUSED, _("'%s' is done by %s"), q->row->action->code,
			q->row->roles.n > 0 ? _("people, not by the program itself")
					    : _("the program itself, not by people"));
	return true;
}

/* Whether the decision, where it says so already, says that it is this voice. */
static bool is_meant(const struct question *q, const struct voice *voice)
{
	if (q->decision->role != NULL && !str_eq(voice->role, q->decision->role))
		return false;
	return !q->is_settled || str_eq(voice->unit, q->decision->unit);
}

/* Finds the voice the actor speaks with: one of their own before one they stand in for, and among
 * several units' the one they belong to. */
static bool find_role(struct question *q, const struct person *person, struct err *err)
{
	const struct person *deputed = NULL, *acting_for;
	bool own = false, home = false;

	for (size_t i = 0; i < q->voices.n; i++) {
		const struct voice *voice = &q->voices.v[i];
		bool is_home = voice->unit != NULL && str_eq(voice->unit, person->unit), is_own;

		if (!is_meant(q, voice) || !voice_is_next(q, &q->voices, i) ||
			!voice_is_held(q, voice, person, &acting_for))
			continue;
		is_own = acting_for == NULL;
		if (!is_own && barring_role(q->office, acting_for) != NULL)
			continue;
		if (q->role != NULL && (own > is_own || (own == is_own && home >= is_home)))
			continue;
		q->role = voice->role;
		q->unit = voice->unit;
		deputed = acting_for;
		own = is_own;
		home = is_home;
	}
	q->acting_for = deputed != NULL ? deputed->id : NULL;
	return q->role != NULL || nobody_but(q, &q->voices, err);
}

static bool check_actor(struct question *q, struct err *err)
{
	const struct decision *d = q->decision;
	const struct person *person;
	const char *bar;

	if (q->row->roles.n == 0 || strcmp(d->actor, ACTOR_SITE) == 0) {
		q->role = ROLE_SYSTEM;
		return check_site(q, err);
	}
	person = org_person(&q->office->org, d->actor);
	if (person == NULL || !person_is_live(person, q->day))
		return err_set(err, ERR_REFUSED, _("nobody named '%s' works here today"), d->actor);
	bar = barring_role(q->office, person);
	if (bar != NULL)
		return err_set(err, ERR_REFUSED,
			_("%s is %s, and who holds that role decides about no paper"), d->actor,
			name_get(&pack_role(q->office->pack, bar)->name));
	voices_init(&q->voices, q);
	if (!find_role(q, person, err))
		return false;
	/* Where nothing is decided, who keeps the record moves it on; approvals stay another's. */
	if (q->before == NULL)
		return true;
	if (!voices_check_once(q, err))
		return false;
	if (q->kind->is_register && q->row->action->act == ACT_MOVE)
		return true;
	return four_eyes_check(q->before, q->row->action->act, d->actor, q->acting_for, err);
}

/* -- Where it leads ---------------------------------------------------------------------------- */

/* A step that waits for several voices: the state stays until all have spoken; then the first row
 * among those that were voiced says where to. */
static const struct state *after_voices(const struct question *q, const struct state *here)
{
	for (size_t i = 0; i < q->voices.n; i++) {
		const struct voice *voice = &q->voices.v[i];
		bool is_mine = strcmp(voice->role, q->role) == 0 && str_eq(voice->unit, q->unit);

		if (!is_mine && !voice_has_spoken(q, voice))
			return here;
	}
	if (q->row->action->act == ACT_PURGE)
		return q->row->to;
	for (size_t i = 0; i < q->kind->transition_count; i++) {
		const struct transition *row = &q->kind->transitions[i];
		bool voiced = strcmp(row->action->code, q->decision->action) == 0;

		if (!transition_has_voices(row) || row->action->act == ACT_PURGE ||
			!strv_has(&row->from, here->code) ||
			!pack_condition(row->when, question_value, q))
			continue;
		for (size_t k = 0; k < q->before->opinion_count; k++)
			voiced = voiced ||
				 strcmp(q->before->opinions[k].action, row->action->code) == 0;
		if (voiced)
			return row->to != NULL ? row->to : here;
	}
	return here;
}

static const struct state *leads_to(const struct question *q)
{
	const struct state *here = q->before != NULL ? kind_state(q->kind, q->before->state) : NULL;

	if (transition_has_voices(q->row) && here != NULL)
		return after_voices(q, here);
	return q->row->to != NULL ? q->row->to : here;
}

/* -- The whole question ------------------------------------------------------------------------ */

static bool is_stale(const struct document *before, const struct decision *decision)
{
	if (before == NULL)
		return decision->prev != NULL;
	return !str_eq(before->prev, decision->prev) ||
	       strcmp(before->prev_sha256, decision->prev_sha256) != 0;
}

bool workflow_moved_on(
	const struct office *office, const struct document *document, struct err *err)
{
	const struct person *person = org_person(&office->org, document->last_actor);
	const struct action *action = pack_action(office->pack, document->last_action);

	return err_set(err, ERR_STALE, _("%s has moved on: %s did '%s'; look at it again"),
		document->paper.id, person != NULL ? name_get(&person->name) : document->last_actor,
		action != NULL ? name_get(&action->name) : document->last_action);
}

static bool read_paper(struct question *q, struct err *err)
{
	if (q->decision->record != NULL)
		return paper_parse(&q->paper, q->decision->record, err);
	if (q->before == NULL)
		return err_set(err, ERR_REFUSED, _("a new document needs its record"));
	paper_copy(&q->paper, &q->before->paper);
	return true;
}

/* What the decision says of itself, whatever it is about. */
static bool check_says(const struct question *q, struct err *err)
{
	const struct decision *d = q->decision;
	const char *comment = d->comment;

	if (d->subject != SUBJECT_DOCUMENT ||
		(q->before != NULL && !str_eq(d->id, q->before->paper.id)))
		return err_set(err, ERR_REFUSED, _("the decision is about something else"));
	/* The trailers follow behind a blank line: the comment must not make another. */
	if (comment != NULL && (*comment == '\0' || comment[strlen(comment) - 1] == '\n'))
		return err_set(err, ERR_INPUT, _("the comment ends in a blank line"));
	return law_check_words(_("the comment"), comment, REASON_MAX, err);
}

static bool ask(struct question *q, const struct state **to, struct err *err)
{
	if (!check_says(q, err) || !signers_check(&q->office->org, q->decision, q->now, err) ||
		!read_paper(q, err) || !find_kind(q, err))
		return false;
	if (pack_action(q->office->pack, q->decision->action) == NULL)
		return err_set(
			err, ERR_REFUSED, _("the pack has no action '%s'"), q->decision->action);
	q->row = find_row(q, q->decision->action);
	if (q->row == NULL)
		return no_row(q, err);
	if ((q->before == NULL) != (q->row->action->act == ACT_CREATE))
		return no_row(q, err);
	if (q->before == NULL && !door_check_new(q, err))
		return false;
	if (!check_actor(q, err) || !guards_check(q, err) || !door_check_change(q, err))
		return false;
	if (q->decision->record != NULL &&
		(!law_check_form(q->kind, &q->paper, err) || !door_check_units(q, err)))
		return false;
	*to = leads_to(q);
	return door_check_marks(q, err) && guarantees_check(q, *to, err) &&
	       links_check(q, *to, err);
}

/* Fills in what the decision leaves open; what it says must be what the law gives. */
static bool settle(char **slot, const char *name, const char *value, bool settled, struct err *err)
{
	if (!settled && *slot == NULL) {
		*slot = xstrdup(value);
		return true;
	}
	if (!str_eq(*slot, value))
		return err_set(err, ERR_REFUSED,
			_("the decision says %s: %s where the law gives %s"), name,
			*slot != NULL ? *slot : "-", value != NULL ? value : "-");
	return true;
}

static bool settle_all(
	const struct question *q, struct decision *d, const struct document *after, struct err *err)
{
	bool settled = q->is_settled;
	char *grounds = strv_join(&after->paper.grounds, " "), *said = strv_join(&d->grounds, " ");
	bool ok = settle(&d->from, "From", q->before != NULL ? q->before->state : NULL, settled,
			  err) &&
		  settle(&d->to, "To", after->state, settled, err) &&
		  settle(&d->attribute, "Attribute", after->paper.attribute, settled, err) &&
		  settle(&d->pack, "Pack", q->office->pack->id, settled, err);

	if (ok && (settled || d->grounds.n > 0) && strcmp(grounds, said) != 0)
		ok = err_set(err, ERR_REFUSED, _("the decision's Ground is not the paper's"));
	if (ok && (settled || d->content[0] != '\0') &&
		strcmp(d->content, paper_public(&after->paper)->sha256) != 0)
		ok = err_set(err, ERR_REFUSED, _("the decision's Content is not the paper's"));
	if (ok && settled && strcmp(d->record_sha256, after->record) != 0)
		ok = err_set(err, ERR_REFUSED, _("the decision's Record is not the paper's"));
	if (ok && !settled) {
		strv_copy(&d->grounds, &after->paper.grounds);
		memcpy(d->content, paper_public(&after->paper)->sha256, sizeof(d->content));
		memcpy(d->record_sha256, after->record, sizeof(d->record_sha256));
	}
	free(grounds);
	free(said);
	return ok;
}

/* NOLINTNEXTLINE(readability-function-size): a question has this many sides */
bool workflow_admit(const struct office *office, const struct document *before,
	struct decision *decision, struct stamp now, const struct evidence *evidence,
	struct document *after, struct err *err)
{
	struct question q = {.office = office,
		.before = before,
		.decision = decision,
		.evidence = evidence,
		.now = now,
		.day = stamp_day(now),
		.is_settled = decision->record_sha256[0] != '\0'};
	const struct state *to = NULL;
	struct step step;
	bool ok;

	if (is_stale(before, decision)) {
		if (before == NULL)
			return err_set(
				err, ERR_STALE, _("there is no document '%s'"), decision->id);
		return workflow_moved_on(office, before, err);
	}
	ok = ask(&q, &to, err);
	if (ok) {
		step = (struct step){office->pack, q.kind, q.row, to, now};
		ok = settle(&decision->role, "Role", q.role, q.is_settled, err) &&
		     settle(&decision->acting_for, "Acting-For", q.acting_for, q.is_settled, err) &&
		     settle(&decision->unit, "For-Unit", q.unit, q.is_settled, err);
	}
	if (ok) {
		standing_after(before, &q.paper, decision, &step, after);
		ok = settle_all(&q, decision, after, err);
	}
	voices_release(&q.voices);
	paper_release(&q.paper);
	return ok;
}

/* -- Options ----------------------------------------------------------------------------------- */

static void fill_option(struct possibility *option, const struct office *office,
	const struct document *document, const struct asker *asker)
{
	struct decision decision = {.id = document->paper.id,
		.actor = asker->person->id,
		.action = option->action->code,
		.signer = (char *)(uintptr_t)asker->signer,
		.at = asker->now};
	struct question q = {.office = office,
		.before = document,
		.decision = &decision,
		.evidence = asker->evidence,
		.now = asker->now,
		.day = stamp_day(asker->now),
		.is_probe = true};
	const struct transition *row = workflow_transition(office, document, option->action->code);
	const struct state *to;

	if (row != NULL) {
		option->needs_comment = transition_has(row, GUARD_COMMENT);
		option->needs_named =
			transition_has(row, GUARD_PAPER) || transition_has(row, GUARD_CALLED);
		option->needs_key = transition_has(row, GUARD_OWN_KEY);
		option->needs_parts = transition_has(row, GUARD_PARTED);
	}
	option->needs_code = option->action->act == ACT_RETURN;
	option->is_open = ask(&q, &to, &option->why);
	voices_release(&q.voices);
	paper_release(&q.paper);
}

size_t workflow_options(const struct office *office, const struct document *document,
	const struct asker *asker, struct possibility **options)
{
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	size_t n = 0;

	*options = NULL;
	for (size_t i = 0; kind != NULL && i < kind->transition_count; i++) {
		const struct transition *row = &kind->transitions[i];
		bool seen = !strv_has(&row->from, document->state) || row->roles.n == 0;

		for (size_t k = 0; k < n; k++)
			seen = seen || (*options)[k].action == row->action;
		if (seen)
			continue;
		*options = xreallocarray(*options, n + 1, sizeof(**options));
		(*options)[n] = (struct possibility){.action = row->action};
		fill_option(&(*options)[n], office, document, asker);
		/* Rare, and not a step of the paper's way: shown to those alone who can. */
		if (row->action->act != ACT_PURGE || (*options)[n].is_open)
			n++;
	}
	return n;
}
