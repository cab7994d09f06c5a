/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/pack_read.h"

static const char *const builtins[] = {"attribute", "kind", "state", "unit", "was"};
static const char *const flags[] = {"no", "yes"};

#define WORDS(words) ((struct coded){(words), COUNT(words), sizeof(*(words)), NULL})

/* What the values of a name are out of; no items where every value is. */
static struct coded values_of(const struct pack *pack, const struct kind *kind, const char *name)
{
	const struct field *field = kind_field(kind, name);

	if (field != NULL && field->type == FIELD_CHOICE)
		return CODED(field->choices, field->choice_count, _("choices"));
	if (field != NULL)
		return field->type == FIELD_FLAG ? WORDS(flags) : (struct coded){0};
	if (code_eq(name, "attribute") || code_eq(name, "was"))
		return CODED(pack->attributes, pack->attribute_count, _("attributes"));
	if (code_eq(name, "state"))
		return CODED(kind->states, kind->state_count, _("states"));
	if (code_eq(name, "kind"))
		return CODED(pack->kinds, pack->kind_count, _("kinds"));
	return (struct coded){0};
}

/* The name as it was declared; NULL where it is none. */
static const char *declared_name(const struct kind *kind, const char *name)
{
	const struct field *field = kind_field(kind, name);
	char *const *builtin = coded_find(WORDS(builtins), name);

	if (field != NULL)
		return field->code;
	return builtin != NULL ? *builtin : NULL;
}

static bool unknown_name(
	const struct kind *kind, const char *name, struct place place, struct err *err)
{
	char *fields = coded_join(CODED(kind->fields, kind->field_count, _("fields")));

	pack_fault(err, place,
		_("the condition names '%s'; it can name attribute, kind, state, unit, was, or a "
		  "field of '%s': %s"),
		name, kind->code, fields);
	free(fields);
	return false;
}

static bool unknown_value(const char *name, const char *value, struct coded values,
	struct place place, struct err *err)
{
	char *allowed = coded_join(values);

	pack_fault(err, place, _("in the condition '%s' is '%s'; it is empty or one of: %s"), name,
		value, allowed);
	free(allowed);
	return false;
}

static bool read_term(struct str *out, const struct pack *pack, const struct kind *kind,
	const char *term, struct place place, struct err *err)
{
	const char *equals = strchr(term, '=');
	bool negative = equals != NULL && equals > term && equals[-1] == '!';
	const char *name, *value;
	struct coded values;
	char *written;

	if (equals == NULL)
		return pack_fault(err, place,
			_("'%s' is no condition; terms are name=value or name!=value, parted by "
			  "blanks"),
			term);
	written = xstrndup(term, (size_t)(equals - term) - (negative ? 1 : 0));
	name = declared_name(kind, written);
	if (name == NULL) {
		unknown_name(kind, written, place, err);
		free(written);
		return false;
	}
	free(written);
	value = equals + 1;
	values = values_of(pack, kind, name);
	if (*value != '\0' && values.items != NULL) {
		char *const *item = coded_find(values, value);

		if (item == NULL)
			return unknown_value(name, value, values, place, err);
		value = *item;
	}
	str_addf(out, "%s%s%s%s", out->len > 0 ? " " : "", name, negative ? "!=" : "=", value);
	return true;
}

bool condition_read(char **when, const struct pack *pack, const struct kind *kind, const char *text,
	struct place place, struct err *err)
{
	struct strv terms = {0};
	struct str out = {0};
	bool ok = true;

	strv_split(&terms, text, " \t");
	for (size_t i = 0; ok && i < terms.n; i++)
		ok = read_term(&out, pack, kind, terms.v[i], place, err);
	free(*when);
	*when = ok && out.len > 0 ? str_detach(&out) : NULL;
	str_release(&out);
	strv_release(&terms);
	return ok;
}
