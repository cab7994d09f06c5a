/* SPDX-License-Identifier: MIT */
#ifndef CORE_ORG_H
#define CORE_ORG_H

/* Units, people, the roles they hold and what they have delegated. Nobody and no unit is ever
 * deleted: they end. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/i18n.h"
#include "core/keys.h"
#include "core/str.h"

struct unit {
	char *id; /* "zfb": lower-case letters, digits, `-` */
	struct name name;
	char *parent; /* NULL for a root */
	int from, to; /* days, both included; DAY_NONE is open */
	int lo, hi; /* its place in the tree: below it are the units with lo < their lo <= hi */
};

struct post { /* a role held in a unit, and so in what is below it */
	char *role, *unit;
};

struct delegation { /* what one person lets another do in their stead */
	char *to; /* a person */
	char *role, *unit; /* a post of the person who delegates */
	int first, last; /* days, both included */
	char *reason;
};

struct person {
	char *id;
	struct name name;
	char *unit;
	char *login; /* the Unix user who is this person, or NULL */
	int from, to;
	struct post *posts;
	size_t post_count;
	struct delegation *delegations;
	size_t delegation_count;
	struct key_list keys;
};

struct org {
	struct unit
		*units; /* owns; in tree order: a parent before what is below it, siblings by id */
	size_t unit_count;
	int *unit_places; /* owns; where they are in units, by id */
	struct person *persons; /* owns; by id */
	size_t person_count;
	struct key_list site; /* the site's own keys; it signs with the last */
};

void unit_release(struct unit *unit);
void person_release(struct person *person);
void org_release(struct org *org);
const struct unit *org_unit(const struct org *org, const char *id); /* NULL; borrowed */
const struct person *org_person(const struct org *org, const char *id); /* NULL; borrowed */
const struct person *org_login(const struct org *org, const char *login); /* NULL; borrowed */
/* The unit of that name, in any language, that lives on the day; NULL; borrowed. */
const struct unit *org_named(const struct org *org, const char *name, int day);
/* Appends the ids of up to five units whose names are short for it, or it for theirs: 市发改委 for
 * 市发展和改革委员会. */
void org_near(const struct org *org, const char *name, int day, struct strv *ids);
bool org_is_within(
	const struct org *org, const char *unit, const char *of); /* the unit itself too */
bool person_is_live(const struct person *person, int day);
bool unit_is_live(const struct unit *unit, int day);

/* Puts in a unit or person, or replaces the one of the same id; takes its parts over. ERR_INPUT:
 * the id is no id, a parent or unit is unknown, the tree would have a circle. */
MUST_CHECK bool org_put_unit(struct org *org, struct unit *unit, struct err *err);
MUST_CHECK bool org_put_person(struct org *org, struct person *person, struct err *err);
/* For who filled in the units, in tree order: from now on they are found. */
void org_find_units(struct org *org);
/* Whether they could be put in: the same errors, and nothing changes. */
MUST_CHECK bool org_check_unit(const struct org *org, const struct unit *unit, struct err *err);
MUST_CHECK bool org_check_person(
	const struct org *org, const struct person *person, struct err *err);

/* A copy to change and to put in by a decision; released by the caller, also on failure.
 * ERR_NOT_FOUND. */
MUST_CHECK bool person_copy(
	struct person *copy, const struct org *org, const char *id, struct err *err);
MUST_CHECK bool unit_copy(
	struct unit *copy, const struct org *org, const char *id, struct err *err);
/* ERR_REFUSED: they hold the post already, or hold none such. */
MUST_CHECK bool person_grant(
	struct person *person, const char *role, const char *unit, struct err *err);
MUST_CHECK bool person_revoke(
	struct person *person, const char *role, const char *unit, struct err *err);

/* As records (see core/record.h) and back. */
void unit_print(const struct unit *unit, struct str *out);
MUST_CHECK bool unit_parse(struct unit *unit, const char *text, struct err *err);
void person_print(const struct person *person, struct str *out);
MUST_CHECK bool person_parse(struct person *person, const char *text, struct err *err);

/* The posts a person acts under on a day, one a call: their own first, then what others who are
 * there and hold the post themselves delegated to them. Begin with an empty walk; false: no more.
 * What held points to is borrowed from the org. */
struct held_post {
	const char *role, *unit;
	const struct person *giver; /* in whose stead; NULL: their own post */
};
struct post_walk {
	size_t own, giver, delegation, post;
};
bool org_next_post(const struct org *org, const struct person *person, int day,
	struct post_walk *walk, struct held_post *held);
/* Whether somebody holds a role over a unit on a day, by a post of their own or of one who
 * delegated it to them; then *acting_for is that other person, else NULL. */
bool org_holds(const struct org *org, const struct person *person, const char *role,
	const char *unit, int day, const struct person **acting_for);
/* The same in that very unit, and not above it. */
bool org_holds_in(const struct org *org, const struct person *person, const char *role,
	const char *unit, int day, const struct person **acting_for);

bool id_is_valid(const char *id); /* 1 to 32 of a-z, 0-9, `-`, beginning with a letter */

#endif
