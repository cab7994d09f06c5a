/* SPDX-License-Identifier: MIT */
#include "core/org.h"

#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"

enum { ID_MAX = 32 };

bool id_is_valid(const char *id)
{
	size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n > 0 && n <= ID_MAX && id[n] == '\0' && id[0] >= 'a' && id[0] <= 'z';
}

void unit_release(struct unit *unit)
{
	free(unit->id);
	name_release(&unit->name);
	free(unit->parent);
	*unit = (struct unit){0};
}

void person_release(struct person *person)
{
	free(person->id);
	name_release(&person->name);
	free(person->unit);
	free(person->login);
	for (size_t i = 0; i < person->post_count; i++) {
		free(person->posts[i].role);
		free(person->posts[i].unit);
	}
	free(person->posts);
	for (size_t i = 0; i < person->delegation_count; i++) {
		free(person->delegations[i].to);
		free(person->delegations[i].role);
		free(person->delegations[i].unit);
		free(person->delegations[i].reason);
	}
	free(person->delegations);
	key_list_release(&person->keys);
	*person = (struct person){0};
}

void org_release(struct org *org)
{
	for (size_t i = 0; i < org->unit_count; i++)
		unit_release(&org->units[i]);
	free(org->units);
	free(org->unit_places);
	for (size_t i = 0; i < org->person_count; i++)
		person_release(&org->persons[i]);
	free(org->persons);
	key_list_release(&org->site);
	*org = (struct org){0};
}

const struct unit *org_unit(const struct org *org, const char *id)
{
	size_t lo = 0, hi = id != NULL ? org->unit_count : 0;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		const struct unit *unit = &org->units[org->unit_places[middle]];
		int order = strcmp(unit->id, id);

		if (order == 0)
			return unit;
		if (order < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	return NULL;
}

/* Where a person of that id is, or would be. */
static size_t person_place(const struct org *org, const char *id)
{
	size_t lo = 0, hi = org->person_count;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (strcmp(org->persons[middle].id, id) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

const struct person *org_person(const struct org *org, const char *id)
{
	size_t at = id != NULL ? person_place(org, id) : org->person_count;

	return at < org->person_count && strcmp(org->persons[at].id, id) == 0 ? &org->persons[at]
									      : NULL;
}

const struct person *org_login(const struct org *org, const char *login)
{
	for (size_t i = 0; i < org->person_count; i++) {
		if (str_eq(org->persons[i].login, login))
			return &org->persons[i];
	}
	return NULL;
}

bool org_is_within(const struct org *org, const char *unit, const char *of)
{
	const struct unit *u = org_unit(org, unit), *top = org_unit(org, of);

	return u != NULL && top != NULL && u->lo >= top->lo && u->lo <= top->hi;
}

static bool is_live(int from, int to, int day)
{
	return (from == DAY_NONE || from <= day) && (to == DAY_NONE || day <= to);
}

bool person_is_live(const struct person *person, int day)
{
	return is_live(person->from, person->to, day);
}

bool unit_is_live(const struct unit *unit, int day)
{
	return is_live(unit->from, unit->to, day);
}

/* -- The tree ---------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;
	int order = strcmp(x->parent != NULL ? x->parent : "", y->parent != NULL ? y->parent : "");

	return order != 0 ? order : strcmp(x->id, y->id);
}

/* The first of the units, sorted by_place, whose parent is not before this one. */
static size_t first_below(const struct org *org, const char *parent)
{
	size_t lo = 0, hi = org->unit_count;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		const char *other = org->units[middle].parent;

		if (strcmp(other != NULL ? other : "", parent) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

/* Appends the units below parent ("": the roots) to out, each followed by what is below it. */
static void walk(const struct org *org, const char *parent, struct unit *out, size_t *n)
{
	for (size_t i = first_below(org, parent); i < org->unit_count; i++) {
		const struct unit *unit = &org->units[i];
		size_t at = *n;

		if (strcmp(unit->parent != NULL ? unit->parent : "", parent) != 0)
			break;
		out[(*n)++] = *unit;
		out[at].lo = (int)at;
		walk(org, out[at].id, out, n);
		out[at].hi = (int)*n - 1;
	}
}

static int by_id(const void *a, const void *b, void *units)
{
	const struct unit *all = units;

	return strcmp(all[*(const int *)a].id, all[*(const int *)b].id);
}

void org_find_units(struct org *org)
{
	free(org->unit_places);
	org->unit_places = xcalloc(org->unit_count, sizeof(*org->unit_places));
	for (size_t i = 0; i < org->unit_count; i++)
		org->unit_places[i] = (int)i;
	qsort_r(org->unit_places, org->unit_count, sizeof(*org->unit_places), by_id, org->units);
}

static void number_units(struct org *org)
{
	struct unit *ordered = xcalloc(org->unit_count, sizeof(*ordered));
	size_t n = 0;

	qsort(org->units, org->unit_count, sizeof(*org->units), by_place);
	walk(org, "", ordered, &n);
	free(org->units);
	org->units = ordered;
	org_find_units(org);
}

bool org_check_unit(const struct org *org, const struct unit *unit, struct err *err)
{
	if (!id_is_valid(unit->id))
		return err_set(err, ERR_INPUT,
			_("'%s' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter first"), unit->id);
	if (unit->parent != NULL && org_unit(org, unit->parent) == NULL)
		return err_set(err, ERR_INPUT, _("there is no unit '%s' to be above '%s'"),
			unit->parent, unit->id);
	if (unit->parent != NULL && org_is_within(org, unit->parent, unit->id))
		return err_set(err, ERR_INPUT, _("'%s' cannot be below itself"), unit->id);
	return true;
}

bool org_put_unit(struct org *org, struct unit *unit, struct err *err)
{
	struct unit *slot = (struct unit *)(uintptr_t)org_unit(org, unit->id);

	if (!org_check_unit(org, unit, err))
		return false;
	if (slot != NULL) {
		unit_release(slot);
	} else {
		org->units = xreallocarray(org->units, org->unit_count + 1, sizeof(*org->units));
		slot = &org->units[org->unit_count++];
	}
	*slot = *unit;
	*unit = (struct unit){0};
	number_units(org);
	return true;
}

bool org_check_person(const struct org *org, const struct person *person, struct err *err)
{
	if (!id_is_valid(person->id))
		return err_set(err, ERR_INPUT,
			_("'%s' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter first"),
			person->id);
	if (org_unit(org, person->unit) == NULL)
		return err_set(err, ERR_INPUT, _("there is no unit '%s'"),
			person->unit != NULL ? person->unit : "");
	for (size_t i = 0; i < person->post_count; i++) {
		if (org_unit(org, person->posts[i].unit) == NULL)
			return err_set(
				err, ERR_INPUT, _("there is no unit '%s'"), person->posts[i].unit);
	}
	for (size_t i = 0; person->login != NULL && i < org->person_count; i++) {
		if (str_eq(org->persons[i].login, person->login) &&
			!str_eq(org->persons[i].id, person->id))
			return err_set(err, ERR_INPUT, _("the login '%s' is %s's already"),
				person->login, org->persons[i].id);
	}
	return true;
}

bool org_put_person(struct org *org, struct person *person, struct err *err)
{
	size_t at;

	if (!org_check_person(org, person, err))
		return false;
	at = person_place(org, person->id);
	if (at < org->person_count && strcmp(org->persons[at].id, person->id) == 0) {
		person_release(&org->persons[at]);
	} else {
		GROW(org->persons, org->person_count);
		memmove(&org->persons[at + 1], &org->persons[at],
			(org->person_count - at) * sizeof(*org->persons));
		org->person_count++;
	}
	org->persons[at] = *person;
	*person = (struct person){0};
	return true;
}

/* -- Roles ------------------------------------------------------------------------------------- */

/* The giver's next post that the delegation reaches: as much of it as lies in both. */
static bool next_given(const struct org *org, const struct person *giver,
	const struct delegation *given, size_t *at, struct held_post *held)
{
	while (*at < giver->post_count) {
		const struct post *post = &giver->posts[(*at)++];

		if (strcmp(post->role, given->role) != 0)
			continue;
		*held = (struct held_post){given->role, given->unit, giver};
		if (org_is_within(org, given->unit, post->unit))
			return true;
		held->unit = post->unit;
		if (org_is_within(org, post->unit, given->unit))
			return true;
	}
	return false;
}

static bool next_delegated(const struct org *org, const struct person *person, int day,
	struct post_walk *walk, struct held_post *held)
{
	for (; walk->giver < org->person_count; walk->giver++, walk->delegation = 0) {
		const struct person *giver = &org->persons[walk->giver];

		for (; walk->delegation < giver->delegation_count;
			walk->delegation++, walk->post = 0) {
			const struct delegation *given = &giver->delegations[walk->delegation];

			if (str_eq(given->to, person->id) && given->first <= day &&
				day <= given->last && person_is_live(giver, day) &&
				next_given(org, giver, given, &walk->post, held))
				return true;
		}
	}
	return false;
}

bool org_next_post(const struct org *org, const struct person *person, int day,
	struct post_walk *walk, struct held_post *held)
{
	if (!person_is_live(person, day))
		return false;
	if (walk->own < person->post_count) {
		const struct post *post = &person->posts[walk->own++];

		*held = (struct held_post){post->role, post->unit, NULL};
		return true;
	}
	return next_delegated(org, person, day, walk, held);
}

bool org_holds(const struct org *org, const struct person *person, const char *role,
	const char *unit, int day, const struct person **acting_for)
{
	struct post_walk walk = {0};
	struct held_post held;

	*acting_for = NULL;
	while (org_next_post(org, person, day, &walk, &held)) {
		if (strcmp(held.role, role) == 0 && org_is_within(org, unit, held.unit)) {
			*acting_for = held.giver;
			return true;
		}
	}
	return false;
}

bool org_holds_in(const struct org *org, const struct person *person, const char *role,
	const char *unit, int day, const struct person **acting_for)
{
	struct post_walk walk = {0};
	struct held_post held;

	*acting_for = NULL;
	while (org_next_post(org, person, day, &walk, &held)) {
		if (strcmp(held.role, role) == 0 && strcmp(held.unit, unit) == 0) {
			*acting_for = held.giver;
			return true;
		}
	}
	return false;
}
