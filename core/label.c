/* SPDX-License-Identifier: MIT */
#include "core/label.h"

#include <stdlib.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"

static const char *choose(const struct name *name, const char *code)
{
	const char *text = name != NULL ? name_get(name) : "";

	if (*text != '\0')
		return text;
	return code != NULL ? code : "";
}

/* A lookup by code; the name of what it finds. */
#define LABEL(what, found) choose((what) == NULL || (found) == NULL ? NULL : &(found)->name, (what))

const char *label_unit(const struct office *office, const char *id)
{
	return LABEL(id, org_unit(&office->org, id));
}

const char *label_person(const struct office *office, const char *id)
{
	if (str_eq(id, ACTOR_SITE))
		return _("the program");
	return LABEL(id, org_person(&office->org, id));
}

const char *label_attribute(const struct office *office, const char *code)
{
	return LABEL(code, pack_attribute(office->pack, code));
}

const char *label_action(const struct office *office, const char *code)
{
	if (str_eq(code, ACTION_PUT))
		return _("Change");
	if (str_eq(code, ACTION_ADOPT))
		return _("Adopt pack");
	return LABEL(code, pack_action(office->pack, code));
}

const char *label_role(const struct office *office, const char *code)
{
	if (str_eq(code, ROLE_SYSTEM))
		return _("system");
	return LABEL(code, pack_role(office->pack, code));
}

const char *label_kind(const struct office *office, const char *kind)
{
	return LABEL(kind, pack_kind(office->pack, kind));
}

const char *label_state(const struct office *office, const char *kind, const char *state)
{
	const struct kind *of = kind != NULL ? pack_kind(office->pack, kind) : NULL;

	return LABEL(state, of == NULL ? NULL : kind_state(of, state));
}

const char *label_any_state(const struct office *office, const char *state)
{
	for (size_t i = 0; state != NULL && i < office->pack->kind_count; i++) {
		const struct state *found = kind_state(&office->pack->kinds[i], state);

		if (found != NULL)
			return choose(&found->name, state);
	}
	return choose(NULL, state);
}

const char *label_code(const struct office *office, const char *code)
{
	return LABEL(code, pack_return_code(office->pack, code));
}

const char *label_weekday(int day)
{
	static const char *const names[] = {
		N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};

	return _(names[day_weekday(day)]);
}

char *label_units(const struct office *office, const char *ids)
{
	struct strv words = {0}, names = {0};
	char *joined;

	strv_split(&words, ids, " ");
	for (size_t i = 0; i < words.n; i++)
		strv_add(&names, label_unit(office, words.v[i]));
	joined = strv_join(&names, ", ");
	strv_release(&words);
	strv_release(&names);
	return joined;
}

char *label_field(const struct office *office, const struct field *field, const char *value)
{
	const struct table_row *row;
	const struct choice *choice;

	if (str_empty(value))
		return xstrdup("");
	switch (field->type) {
	case FIELD_ROW:
		row = table_row(field->table, value);
		return xstrdup(row != NULL ? name_get(&row->name) : value);
	case FIELD_FLAG: return xstrdup(str_eq(value, "yes") ? _("yes") : _("no"));
	case FIELD_CHOICE:
		choice = field_choice(field, value);
		return xstrdup(choice != NULL ? name_get(&choice->name) : value);
	case FIELD_UNITS: return label_units(office, value);
	case FIELD_TEXT:
	case FIELD_LONG:
	case FIELD_DATE:
	case FIELD_MOMENT:
	case FIELD_NUMBER:
	case FIELD_LINK: break;
	}
	return xstrdup(value);
}
