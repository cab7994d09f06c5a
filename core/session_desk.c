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
	struct query *query, const struct kind *kind, const char *state, struct unit_range units)
{
	for (size_t i = 0; i < query->reach_count; i++) {
		const struct reach *r = &query->reaches[i];

		if (strcmp(r->kind, kind->code) == 0 && strcmp(r->state, state) == 0 &&
			r->units.lo <= units.lo && units.hi <= r->units.hi)
			return;
	}
	GROW(query->reaches, query->reach_count);
	query->reaches[query->reach_count++] =
		(struct reach){xstrdup(kind->code), xstrdup(state), units};
}

/* Whether a role has to act in a state for the paper to go on: looking again at what is held, or
 * taking down what is published, may wait for ever. */
static bool waits_for(const struct kind *kind, const struct state *state, const char *role)
{
	return (state->phase == PHASE_REVIEW || state->phase == PHASE_DECIDED) &&
	       workflow_is_queue(kind, state->code, role);
}

/* What a post lets its holder work on: the states where its role has something to do. only NULL:
 * every state. */
static void add_post(const struct office *office, const struct held_post *post, const char *only,
	struct query *query)
{
	const struct unit *unit = org_unit(&office->org, post->unit);

	for (size_t i = 0; unit != NULL && i < office->pack->kind_count; i++) {
		const struct kind *kind = &office->pack->kinds[i];

		for (size_t k = 0; k < kind->state_count; k++) {
			const struct state *state = &kind->states[k];

			if ((only == NULL || strcmp(only, state->code) == 0) &&
				waits_for(kind, state, post->role))
				add_reach(query, kind, state->code,
					(struct unit_range){unit->lo, unit->hi});
		}
	}
}

static void add_reaches(const struct session *session, const char *only, struct query *query)
{
	const struct office *office = session_office(session);
	const struct person *me = session_person(session);
	struct post_walk walk = {0};
	struct held_post held;

	while (me != NULL && org_next_post(&office->org, me, session_today(session), &walk, &held))
		add_post(office, &held, only, query);
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

	set_str(&query->drafter, session->person);
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct kind *kind = &pack->kinds[i];

		for (size_t k = 0; !kind->is_stub && k < kind->state_count; k++) {
			if (means(kind, &kind->states[k], meaning))
				strv_put(&query->states, kind->states[k].code);
		}
	}
}

/* -- Queues by name ---------------------------------------------------------------------------- */

static const struct state *find_state(const struct pack *pack, const char *code)
{
	for (size_t i = 0; i < pack->kind_count; i++) {
		const struct state *state = kind_state(&pack->kinds[i], code);

		if (state != NULL)
			return state;
	}
	return NULL;
}

static bool unknown_queue(const struct pack *pack, const char *name, struct err *err)
{
	struct strv names = {0};
	char *joined;

	strv_split(&names, "desk drafts returned waiting due overdue", " ");
	for (size_t i = 0; i < pack->kind_count; i++) {
		for (size_t k = 0; k < pack->kinds[i].state_count; k++)
			strv_put(&names, pack->kinds[i].states[k].code);
	}
	joined = strv_join(&names, ", ");
	err_set(err, ERR_INPUT, _("there is no queue '%s'; there are: %s"), name, joined);
	free(joined);
	strv_release(&names);
	return false;
}

static void take_desk(const struct session *session, const char *only, struct query *query)
{
	add_reaches(session, only, query);
	query->is_queue = true;
	query->order = ORDER_DUE;
}

bool session_queue(struct session *session, const char *name, struct query *query, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	const struct state *state;

	if (strcmp(name, "desk") == 0) {
		take_desk(session, NULL, query);
	} else if (strcmp(name, "due") == 0) {
		take_desk(session, NULL, query);
		query->due_before = session_today(session) + SOON + 1;
	} else if (strcmp(name, "overdue") == 0) {
		take_desk(session, NULL, query);
		query->due_before = session_today(session);
	} else if (strcmp(name, "drafts") == 0) {
		add_own(session, DRAFTS, query);
	} else if (strcmp(name, "returned") == 0) {
		add_own(session, RETURNED, query);
	} else if (strcmp(name, "waiting") == 0) {
		add_own(session, WAITING, query);
	} else if ((state = find_state(pack, name)) != NULL) {
		add_reaches(session, state->code, query);
		query->is_queue = query->reach_count > 0;
		query->order = query->is_queue ? ORDER_DUE : ORDER_NEWEST;
		if (!query->is_queue)
			strv_put(&query->states, state->code);
	} else {
		return unknown_queue(pack, name, err);
	}
	return true;
}

/* -- The desk ---------------------------------------------------------------------------------- */

/* Counts a queue, narrowed to what is due before a day (DAY_NONE: all of it). */
static bool count(
	struct session *session, const char *queue, int due_before, int *n, struct err *err)
{
	struct query query = {0};
	bool ok = session_queue(session, queue, &query, err);

	query.due_before = due_before;
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

bool session_may_begin(const struct session *session)
{
	const struct office *office = session_office(session);
	const struct person *me = session_person(session), *acting_for;
	int today = session_today(session);

	for (size_t i = 0; me != NULL && i < office->pack->kind_count; i++) {
		const struct kind *kind = &office->pack->kinds[i];

		for (size_t k = 0; !kind->is_stub && k < kind->transition_count; k++) {
			const struct transition *row = &kind->transitions[k];

			for (size_t r = 0; row->action->act == ACT_CREATE && r < row->roles.n;
				r++) {
				if (org_holds(&office->org, me, row->roles.v[r], me->unit, today,
					    &acting_for))
					return true;
			}
		}
	}
	return false;
}

bool session_desk(struct session *session, struct desk *desk, struct err *err)
{
	const struct pack *pack = session_office(session)->pack;
	struct query query = {0};
	bool ok = true;

	*desk = (struct desk){0};
	if (session_person(session) == NULL)
		return true;
	add_reaches(session, NULL, &query);
	for (size_t i = 0; ok && i < query.reach_count; i++) {
		const char *state = query.reaches[i].state;
		bool seen = false;

		for (size_t k = 0; k < desk->n; k++)
			seen = seen || strcmp(desk->lines[k].queue, state) == 0;
		if (!seen)
			ok = add_line(session, desk, state,
				name_get(&kind_state(pack_kind(pack, query.reaches[i].kind), state)
						  ->name),
				true, err);
	}
	query_release(&query);
	if (ok && session_may_begin(session))
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
