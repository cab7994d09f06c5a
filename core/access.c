/* SPDX-License-Identifier: MIT */
#include "core/access.h"

#include <limits.h>
#include <stdlib.h>

#include "core/mem.h"

/* A post opens the unit it is held in and what is below it, or everything. */
static void add_post(
	const struct office *office, const char *role, const char *unit, struct scope *scope)
{
	const struct role *r = pack_role(office->pack, role);
	const struct unit *u = org_unit(&office->org, unit);

	if (r == NULL || u == NULL || r->sees == SEES_PUBLISHED)
		return;
	GROW(scope->ranges, scope->n);
	scope->ranges[scope->n++] = r->sees == SEES_ALL ? (struct unit_range){0, INT_MAX}
							: (struct unit_range){u->lo, u->hi};
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
	free(scope->ranges);
	free(scope->person);
	*scope = (struct scope){0};
}

bool access_sees_all(const struct office *office, const struct scope *scope)
{
	for (size_t i = 0; i < scope->n; i++) {
		if (scope->ranges[i].lo == 0 &&
			scope->ranges[i].hi >= (int)office->org.unit_count - 1)
			return true;
	}
	return false;
}

static bool has_unit(const struct office *office, const struct scope *scope, const char *id)
{
	const struct unit *unit = org_unit(&office->org, id);

	for (size_t i = 0; unit != NULL && i < scope->n; i++) {
		if (scope->ranges[i].lo <= unit->lo && unit->lo <= scope->ranges[i].hi)
			return true;
	}
	return false;
}

static const struct state *state_of(const struct office *office, const struct document *document)
{
	const struct kind *kind = pack_kind(office->pack, document->paper.kind);

	return kind != NULL ? kind_state(kind, document->state) : NULL;
}

bool access_sees_whole(
	const struct office *office, const struct scope *scope, const struct document *document)
{
	const struct state *state = state_of(office, document);

	if (str_eq(document->paper.drafter, scope->person))
		return true;
	if (has_unit(office, scope, document->paper.unit))
		return true;
	for (size_t i = 0; state != NULL && state->phase != PHASE_DRAFT && i < document->shared.n;
		i++) {
		if (has_unit(office, scope, document->shared.v[i]))
			return true;
	}
	return false;
}

bool access_may_see(
	const struct office *office, const struct scope *scope, const struct document *document)
{
	const struct state *state = state_of(office, document);

	return (state != NULL && state->phase == PHASE_PUBLISHED) ||
	       access_sees_whole(office, scope, document);
}
