/* SPDX-License-Identifier: MIT */
/* Copies of people and units, to be changed and put in by a decision: the office's own stay as they
 * are until then. */
#include <stdlib.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/org.h"
#include "core/pack.h"

bool person_copy(struct person *copy, const struct org *org, const char *id, struct err *err)
{
	const struct person *person = org_person(org, id);
	struct str text = {0};
	bool ok;

	if (person == NULL)
		return err_set(err, ERR_NOT_FOUND,
			_("there is no person '%s'; `gongkai person list` shows them"), id);
	person_print(person, &text);
	ok = person_parse(copy, str_get(&text), err);
	str_release(&text);
	return ok;
}

bool unit_copy(struct unit *copy, const struct org *org, const char *id, struct err *err)
{
	const struct unit *unit = org_unit(org, id);
	struct str text = {0};
	bool ok;

	if (unit == NULL)
		return err_set(err, ERR_NOT_FOUND,
			_("there is no unit '%s'; `gongkai unit list` shows them"), id);
	unit_print(unit, &text);
	ok = unit_parse(copy, str_get(&text), err);
	str_release(&text);
	return ok;
}

static bool is_post(const struct post *post, const char *role, const char *unit)
{
	return code_eq(post->role, role) && str_eq(post->unit, unit);
}

bool person_grant(struct person *person, const char *role, const char *unit, struct err *err)
{
	for (size_t i = 0; i < person->post_count; i++) {
		if (is_post(&person->posts[i], role, unit))
			return err_set(err, ERR_REFUSED, _("%s is %s of %s already"), person->id,
				role, unit);
	}
	GROW(person->posts, person->post_count);
	person->posts[person->post_count++] =
		(struct post){.role = xstrdup(role), .unit = xstrdup(unit)};
	return true;
}

bool person_revoke(struct person *person, const char *role, const char *unit, struct err *err)
{
	size_t kept = 0, had = person->post_count;

	for (size_t i = 0; i < had; i++) {
		struct post *post = &person->posts[i];

		if (!is_post(post, role, unit)) {
			person->posts[kept++] = *post;
			continue;
		}
		free(post->role);
		free(post->unit);
	}
	person->post_count = kept;
	return kept < had ||
	       err_set(err, ERR_REFUSED, _("%s is not %s of %s"), person->id, role, unit);
}
