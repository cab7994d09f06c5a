/* SPDX-License-Identifier: MIT */
/* Units by what people call them. */
#include <string.h>

#include "core/org.h"
#include "core/text.h"

enum { NEAR_MIN = 2, NEAR_MAX = 5 };

const struct unit *org_named(const struct org *org, const char *name, int day)
{
	for (size_t i = 0; i < org->unit_count; i++) {
		const struct unit *unit = &org->units[i];

		if (!unit_is_live(unit, day))
			continue;
		if (name_is(&unit->name, name))
			return unit;
	}
	return NULL;
}

/* Whether leaving characters out of whole gives brief. */
static bool is_short_for(const char *brief, const char *whole)
{
	while (*brief != '\0' && whole != NULL && *whole != '\0') {
		const char *next = brief;

		if (text_next(&whole) == text_next(&next))
			brief = next;
	}
	return *brief == '\0';
}

void org_near(const struct org *org, const char *name, int day, struct strv *ids)
{
	if (text_length(name) < NEAR_MIN)
		return;
	for (size_t i = 0; i < org->unit_count && ids->n < NEAR_MAX; i++) {
		const struct unit *unit = &org->units[i];
		bool fits = false;

		for (int lang = 0; lang < LANG_COUNT; lang++)
			fits = fits || (unit->name.in[lang] != NULL &&
					       (is_short_for(name, unit->name.in[lang]) ||
						       is_short_for(unit->name.in[lang], name)));
		if (fits && unit_is_live(unit, day))
			strv_add(ids, unit->id);
	}
}
