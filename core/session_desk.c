/* SPDX-License-Identifier: MIT */
/* Queues: what waits for a person, and what they wait for. */
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/session.h"

enum { SOON = 7 }; /* days, today not included, until which something is due soon */

/* -- Reaches ----------------------------------------------------------------------------------- */

static void add_reach(
	struct query *query, const struct kind *kind, const char *state, const struct reach *reach)
{
	for (size_t i = 0; i < query->reach_count; i++) {
		const struct reach *r = &query->reaches[i];

		if (strcmp(r->kind, kind->code) == 0 && strcmp(r->state, state) == 0 &&
			r->units.lo <= reach->units.lo && reach->units.hi <= r->units.hi &&
			r->by_others == reach->by_others)
			return;
	}
	GROW(query->reaches, query->reach_count);
	query->reaches[query->reach_count++] =
		(struct reach){xstrdup(kind->code), xstrdup(state), reach->units, reach->by_others};
}

/* What is looked for among the states where somebody has something to do. */
struct wanted {
	const char *queue; /* that queue's alone; NULL: of every one */
	bool waiting, resting; /* where something waits; where nothing does but a clock */
	bool drafting; /* where it is drafted */
};

/* Whether a role has to act in a state for the paper to go on: looking again at what is held, or
 * taking down what is published, may wait for ever. */
static bool waits_for(const struct wanted *wanted, const struct kind *kind,
	const struct state *state, const char *role, bool by_others)
{
	bool is_wanted = false;

	if (state->phase == PHASE_DRAFT)
		is_wanted = wanted->drafting && !by_others && !kind->is_stub;
	else if (state->phase == PHASE_REVIEW || state->phase == PHASE_DECIDED)
		is_wanted = state->rests ? wanted->resting : wanted->waiting;
	return is_wanted && workflow_is_queue(kind, state->code, role, by_others);
}

/* The state that a queue's name means at first: of the first kind that has one of that code. */
static const struct state *find_state(const struct pack *pack, const char *code)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct state *state = kind_state(&pack->kinds[i], code);

		if (state != NULL)
			return state;
	}
	return NULL;
}

/* Kinds may share a state's code. Where they mean the same by it they share a queue, called like
 * the code; a kind that calls it otherwise has its own, "kind:code". The caller frees. */
static char *queue_name(const struct pack *pack, const struct kind *kind, const struct state *state)
{
	const struct state *first = find_state(pack, state->code);

	/* The English name: the queue must not depend on the language of who asks. */
	if (first == state || str_eq(first->name.in[LANG_EN], state->name.in[LANG_EN]))
		return xstrdup(first->code);
	return xasprintf("%s:%s", kind->code, state->code);
}

static bool is_queue(const struct pack *pack, const char *queue, const struct kind *kind,
	const struct state *state)
{
	char *name = queue_name(pack, kind, state);
	bool is = code_eq(name, queue);

	free(name);
	return is;
}

/* What a post lets its holder work on: the states where its role has something to do. */
static void add_post(const struct office *office, const struct held_post *post,
	const struct wanted *wanted, struct query *query)
{
	const struct unit *unit = org_unit(&office->org, post->unit);
	struct reach below = {0}, itself = {.by_others = true};

	if (unit != NULL) {
		below.units = (struct unit_range){unit->lo, unit->hi};
		itself.units = (struct unit_range){unit->lo, unit->lo};
	}
	for (size_t i = 0; unit != NULL && i < office->pack->kind_count; i++) {
		const struct kind *kind = &office->pack->kinds[i];

		for (size_t k = 0; k < kind->state_count; k++) {
			const struct state *state = &kind->states[k];

			if (wanted->queue != NULL &&
				!is_queue(office->pack, wanted->queue, kind, state))
				continue;
			if (waits_for(wanted, kind, state, post->role, false))
				add_reach(query, kind, state->code, &below);
			if (waits_for(wanted, kind, state, post->role, true))
				add_reach(query, kind, state->code, &itself);
		}
	}
}

static void add_reaches(
	const struct session *session, const struct wanted *wanted, struct query *query)
{
	const struct office *office = session_office(session);
	const struct person *me = session_person(session);
	struct post_walk walk = {0};
	struct held_post held;

	while (me != NULL && org_next_post(&office->org, me, session_today(session), &walk, &held))
		add_post(office, &held, wanted, query);
}

/* -- States by what they mean ------------------------------------------------------------------ */

static bool is_returned(const struct kind *kind, const struct state *state)
{
	for (size_t i = 0; i < kind->transition_count; i++) {
		if (kind->transitions[i].to == state &&
			kind->transitions[i].action->act == ACT_RETURN)
			return true;
	}
	return false;
}

enum meaning { DRAFTS, RETURNED, WAITING };

static bool means(const struct kind *kind, const struct state *state, enum meaning meaning)
{
	bool drafting = state->phase == PHASE_DRAFT;

	switch (meaning) {
	case DRAFTS: return drafting && !is_returned(kind, state);
	case RETURNED: return drafting && is_returned(kind, state);
	case WAITING: return state->phase == PHASE_REVIEW || state->phase == PHASE_DECIDED;
	}
	return false;
}

/* The person's own papers in states of a meaning. */
static void add_own(const struct session *session, enum meaning meaning, struct query *query)
{
	const struct pack *pack = session_office(session)->pack;

	strv_put(&query->drafters, session->person);
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; !kind->is_stub && k < kind->state_count; k++) {
			char *state = xasprintf("%s:%s", kind->code, kind->states[k].code);

			if (means(kind, &kind->states[k], meaning))
				strv_put(&query->states, state);
			free(state);
		}
	}
}

/* What those who are no longer here were drafting. */
static void add_left(const struct session *session, struct query *query)
{
	const struct office *office = session_office(session);
	int today = session_today(session);

	add_reaches(session, &(struct wanted){.drafting = true}, query);
	for (size_t i = 0; query->reach_count > 0 && i < office->org.person_count; i++) {
		if (!person_is_live(&office->org.persons[i], today))
			strv_add(&query->drafters, office->org.persons[i].id);
	}
	/* Nobody has left, or left anything to this person. */
	if (query->drafters.n == 0)
		strv_add(&query->drafters, "");
	query->is_queue = true;
	query->order = ORDER_DUE;
}

/* -- Acts that others began -------------------------------------------------------------------- */

/* Whether it waits for several voices and makes no queue of its state: taking down, purging. */
static bool wants_second(const struct kind *kind, const struct transition *row)
{
	if (!transition_has_voices(row))
		return false;
	for (size_t i = 0; i < row->from.n; i++) {
		enum phase phase = kind_state(kind, row->from.v[i])->phase;

		if (row->action->act == ACT_PURGE ||
			(phase != PHASE_REVIEW && phase != PHASE_DECIDED))
			return true;
	}
	return false;
}

static void seconded_actions(const struct pack *pack, struct strv *actions)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; k < kind->transition_count; k++) {
			if (wants_second(kind, &kind->transitions[k]))
				strv_put(actions, kind->transitions[k].action->code);
		}
	}
}

/* Whether one of the actions was begun on it and is open to the person, who may see it. */
static bool may_second(struct session *session, const char *id, const struct strv *actions)
{
	struct view view = {0};
	struct err err;
	bool may = false;

	if (!session_show(session, id, &view, &err))
		return false;
	for (size_t i = 0; i < view.option_count; i++) {
		const char *action = view.options[i].action->code;

		for (size_t k = 0; k < view.document.opinion_count; k++)
			may = may || (view.options[i].is_open && strv_has(actions, action) &&
					     strcmp(view.document.opinions[k].action, action) == 0);
	}
	view_release(&view);
	return may;
}

/* What somebody began that stands only when this person has said so too. There are never many: each
 * is looked at. */
static bool add_seconded(struct session *session, struct query *query, struct err *err)
{
	struct strv actions = {0}, ids = {0};
	bool ok;

	seconded_actions(session_office(session)->pack, &actions);
	ok = store_voiced(session->store, &actions, &ids, err);
	for (size_t i = 0; ok && i < ids.n; i++) {
		if (may_second(session, ids.v[i], &actions))
			strv_put(&query->ids, ids.v[i]);
	}
	if (query->ids.n == 0)
		strv_add(&query->ids, "");
	query->order = ORDER_DUE;
	strv_release(&actions);
	strv_release(&ids);
	return ok;
}

/* -- Queues by name ---------------------------------------------------------------------------- */

static bool unknown_queue(const struct pack *pack, const char *name, struct err *err)
{
	struct strv names = {0};
	char *joined;

	strv_split(&names, "desk second drafts returned left waiting due overdue lapsing", " ");
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t k = 0; k < pack->kinds[i].state_count; k++) {
			char *queue = queue_name(pack, &pack->kinds[i], &pack->kinds[i].states[k]);

			strv_put(&names, queue);
			free(queue);
		}
	}
	joined = strv_join(&names, ", ");
	err_set(err, ERR_INPUT, _("there is no queue '%s'; there are: %s"), name, joined);
	free(joined);
	strv_release(&names);
	return false;
}

/* The kind and state whose queue it is; the kind is NULL where several may share it. */
static const struct state *find_queue(
	const struct pack *pack, const char *name, const struct kind **kind)
{
	const char *colon = strchr(name, ':');
	char *code = colon != NULL ? xstrndup(name, (size_t)(colon - name)) : NULL;

	*kind = pack_kind(pack, code);
	free(code);
	if (colon == NULL)
		return find_state(pack, name);
	return *kind != NULL ? kind_state(*kind, colon + 1) : NULL;
}

static void take_state(const struct session *session, const struct kind *kind,
	const struct state *state, struct query *query)
{
	const struct pack *pack = session_office(session)->pack;
	char *queue = kind != NULL ? queue_name(pack, kind, state) : xstrdup(state->code);

	add_reaches(
		session, &(struct wanted){.queue = queue, .waiting = true, .resting = true}, query);
	query->is_queue = query->reach_count > 0;
	query->order = query->is_queue ? ORDER_DUE : ORDER_NEWEST;
	if (!query->is_queue) {
		strv_put(&query->states, state->code);
		if (kind != NULL)
			set_str(&query->kind, kind->code);
	}
	free(queue);
}

static void take_desk(
	const struct session *session, bool waiting, bool resting, struct query *query)
{
	add_reaches(session, &(struct wanted){.waiting = waiting, .resting = resting}, query);
	query->is_queue = true;
	query->order = ORDER_DUE;
}

bool session_queue(struct session *session, const char *name, struct query *query, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct state *state;
	const struct kind *kind;

	if (strcmp(name, "desk") == 0) {
		take_desk(session, true, false, query);
	} else if (strcmp(name, "second") == 0) {
		return add_seconded(session, query, err);
	} else if (strcmp(name, "due") == 0) {
		take_desk(session, true, true, query);
		query->due_before = session_today(session) + SOON + 1;
	} else if (strcmp(name, "overdue") == 0) {
		take_desk(session, true, true, query);
		query->due_before = session_today(session);
		query->is_overdue = true;
	} else if (strcmp(name, "lapsing") == 0) {
		take_desk(session, false, true, query);
		query->due_before = session_today(session) + SOON + 1;
	} else if (strcmp(name, "drafts") == 0) {
		add_own(session, DRAFTS, query);
	} else if (strcmp(name, "returned") == 0) {
		add_own(session, RETURNED, query);
	} else if (strcmp(name, "left") == 0) {
		add_left(session, query);
	} else if (strcmp(name, "waiting") == 0) {
		add_own(session, WAITING, query);
	} else if ((state = find_queue(pack, name, &kind)) != NULL) {
		take_state(session, kind, state, query);
	} else {
		return unknown_queue(pack, name, err);
	}
	return true;
}

/* -- The desk ---------------------------------------------------------------------------------- */

/* Counts a queue, narrowed to what is due before a day (DAY_NONE: all of it), or overdue. */
static bool count(
	struct session *session, const char *queue, int due_before, int *n, struct err *err)
{
	struct query query = {0};
	bool ok = session_queue(session, queue, &query, err);

	query.due_before = due_before;
	query.is_overdue = due_before == session_today(session);
	ok = ok && session_count(session, &query, n, err);
	query_release(&query);
	return ok;
}

static bool add_line(struct session *session, struct desk *desk, const char *queue,
	const char *name, bool is_mine, struct err *err)
{
	int today = session_today(session), soon = 0;
	struct desk_line line = {.name = name, .is_mine = is_mine};

	if (!count(session, queue, DAY_NONE, &line.n, err) ||
		!count(session, queue, today, &line.overdue, err) ||
		!count(session, queue, today + SOON + 1, &soon, err))
		return false;
	line.due_soon = soon - line.overdue;
	line.queue = xstrdup(queue);
	GROW(desk->lines, desk->n);
	desk->lines[desk->n++] = line;
	return true;
}

static bool may_create(const struct session *session, const struct transition *row)
{
	const struct person *me = session_person(session), *acting_for;

	for (size_t i = 0; row->action->act == ACT_CREATE && i < row->roles.n; i++) {
		if (org_holds(&session_office(session)->org, me, row->roles.v[i], me->unit,
			    session_today(session), &acting_for))
			return true;
	}
	return false;
}

bool session_may_begin(const struct session *session, const struct kind *kind)
{
	const struct pack *pack = session_office(session)->pack;

	if (session_person(session) == NULL)
		return false;
	for (size_t i = 0; kind == NULL && i < pack->kind_count; i++) {
		if (session_may_begin(session, &pack->kinds[i]))
			return true;
	}
	for (size_t i = 0; kind != NULL && !kind->is_stub && i < kind->transition_count; i++) {
		if (may_create(session, &kind->transitions[i]))
			return true;
	}
	return false;
}

/* The queue a reach belongs to, once. Only what is not empty of registers, which may be many, of
 * papers of other units, and for who drafts such papers: their own lines are what they look for. */
static bool add_reach_line(
	struct session *session, struct desk *desk, const struct reach *reach, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct kind *kind = pack_kind(pack, reach->kind);
	const struct state *state = kind_state(kind, reach->state);
	char *queue = queue_name(pack, kind, state);
	bool seen = false, ok = true;

	for (size_t i = 0; i < desk->n; i++)
		seen = seen || strcmp(desk->lines[i].queue, queue) == 0;
	if (!seen) {
		ok = add_line(session, desk, queue, name_get(&state->name), true, err);
		if (ok && desk->lines[desk->n - 1].n == 0 &&
			(kind->is_register || reach->by_others || session_may_begin(session, kind)))
			free(desk->lines[--desk->n].queue);
	}
	free(queue);
	return ok;
}

/* A line that is there only when something is in its queue. */
static bool add_rare_line(struct session *session, struct desk *desk, const char *queue,
	const char *name, struct err *err)
{
	bool ok = add_line(session, desk, queue, name, true, err);

	if (ok && desk->lines[desk->n - 1].n == 0)
		free(desk->lines[--desk->n].queue);
	return ok;
}

bool session_desk(struct session *session, struct desk *desk, struct err *err)
{
	struct query query = {0};
	bool ok;

	*desk = (struct desk){0};
	if (session_person(session) == NULL)
		return true;
	ok = add_rare_line(session, desk, "second", _("Begun by others, you confirm"), err);
	add_reaches(session, &(struct wanted){.waiting = true}, &query);
	for (size_t i = 0; ok && i < query.reach_count; i++)
		ok = add_reach_line(session, desk, &query.reaches[i], err);
	query_release(&query);
	if (ok && session_may_begin(session, NULL))
		ok = add_rare_line(session, desk, "left", _("Left by who has gone"), err);
	ok = ok && add_rare_line(session, desk, "lapsing", _("Records about to lapse"), err);
	if (ok && session_may_begin(session, NULL))
		ok = add_line(session, desk, "returned", _("Returned to me"), true, err) &&
		     add_line(session, desk, "drafts", _("My drafts"), true, err) &&
		     add_line(
			     session, desk, "waiting", _("My papers, with others now"), false, err);
	if (!ok)
		desk_release(desk);
	return ok;
}

void desk_release(struct desk *desk)
{
	for (size_t i = 0; i < desk->n; i++)
		free(desk->lines[i].queue);
	free(desk->lines);
	*desk = (struct desk){0};
}
