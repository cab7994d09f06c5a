/* SPDX-License-Identifier: MIT */
#include "core/access.h"

#include <limits.h>
#include <stdlib.h>

#include "core/mem.h"

static void limit(struct opening *opening, enum phase phase, enum opens opens)
{
	if (opens == OPENS_TITLE)
		opening->titles |= 1u << phase;
	if (opens == OPENS_NOTHING)
		opening->nothing |= 1u << phase;
}

/* A post opens the unit it is held in and what is below it, or everything, as far as its role
 * does. */
static void add_post(
	const struct office *office, const char *role, const char *unit, struct scope *scope)
{
	const struct role *r = pack_role(office->pack, role);
	const struct unit *u = org_unit(&office->org, unit);
	struct opening opening = {0};

	if (r == NULL || u == NULL || r->sees == SEES_PUBLISHED)
		return;
	opening.units = r->sees == SEES_ALL ? (struct unit_range){0, INT_MAX}
					    : (struct unit_range){u->lo, u->hi};
	limit(&opening, PHASE_DRAFT, r->drafts);
	limit(&opening, PHASE_HELD, r->withheld);
	GROW(scope->openings, scope->n);
	scope->openings[scope->n++] = opening;
}

void access_scope(
	const struct office *office, const struct person *person, int day, struct scope *scope)
{
	struct post_walk walk = {0};
	struct held_post held;

	scope_release(scope);
	scope->person = xstrdup(person->id);
	while (org_next_post(&office->org, person, day, &walk, &held))
		add_post(office, held.role, held.unit, scope);
}

void scope_release(struct scope *scope)
{
	free(scope->openings);
	free(scope->person);
	*scope = (struct scope){0};
}

bool access_sees_all(const struct office *office, const struct scope *scope)
{
	for (size_t i = 0; i < scope->n; i++) {
		const struct opening *opening = &scope->openings[i];

		if (opening->titles == 0 && opening->nothing == 0 && opening->units.lo == 0 &&
			opening->units.hi >= (int)office->org.unit_count - 1)
			return true;
	}
	return false;
}

/* The most that the openings give of a unit's papers in a phase. */
static enum sight_of of_unit(
	const struct office *office, const struct scope *scope, const char *id, enum phase phase)
{
	const struct unit *unit = org_unit(&office->org, id);
	enum sight_of most = SIGHT_NONE;

	for (size_t i = 0; unit != NULL && i < scope->n; i++) {
		const struct opening *opening = &scope->openings[i];

		if (unit->lo < opening->units.lo || unit->lo > opening->units.hi ||
			(opening->nothing & (1u << phase)) != 0)
			continue;
		if ((opening->titles & (1u << phase)) == 0)
			return SIGHT_WHOLE;
		most = SIGHT_TITLE;
	}
	return most;
}

static enum phase phase_of(const struct office *office, const struct document *document)
{
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);
	const struct state *state = kind != NULL ? kind_state(kind, document->state) : NULL;

	return state != NULL ? state->phase : PHASE_DRAFT; /* what nobody knows is kept close */
}

enum sight_of access_sight(
	const struct office *office, const struct scope *scope, const struct document *document)
{
	enum phase phase = phase_of(office, document);
	enum sight_of most = phase == PHASE_PUBLISHED ? SIGHT_PUBLIC : SIGHT_NONE, one;

	if (str_eq(document->paper.drafter, scope->person))
		return SIGHT_WHOLE;
	one = of_unit(office, scope, document->paper.unit, phase);
	most = one > most ? one : most;
	for (size_t i = 0; phase != PHASE_DRAFT && i < document->shared.n; i++) {
		one = of_unit(office, scope, document->shared.v[i], phase);
		most = one > most ? one : most;
	}
	return most;
}

bool access_may_see(
	const struct office *office, const struct scope *scope, const struct document *document)
{
	return access_sight(office, scope, document) >= SIGHT_PUBLIC;
}

bool access_sees_whole(
	const struct office *office, const struct scope *scope, const struct document *document)
{
	return access_sight(office, scope, document) == SIGHT_WHOLE;
}
