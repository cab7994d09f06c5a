/* SPDX-License-Identifier: MIT */
/* Units and people as the records the ledger keeps of them. */
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/org.h"
#include "core/record.h"

static const char *const name_keys[LANG_COUNT] = {
	[LANG_EN] = "Name-en",
	[LANG_ZH] = "Name-zh",
};

static void add_common(struct str *out, const struct name *name, int from, int to)
{
	char day[DAY_SIZE];

	for (int i = 0; i < LANG_COUNT; i++)
		record_add(out, name_keys[i], name->in[i]);
	record_add(out, "From", day_format(from, day));
	record_add(out, "To", day_format(to, day));
}

static bool read_day(const struct record *record, const char *key, int *day)
{
	const char *value = record_get(record, key);

	*day = DAY_NONE;
	return value == NULL || day_parse(value, day);
}

static bool read_common(const struct record *record, struct name *name, int *from, int *to)
{
	for (int i = 0; i < LANG_COUNT; i++)
		name->in[i] = xstrdup(record_get(record, name_keys[i]));
	return read_day(record, "From", from) && read_day(record, "To", to);
}

void unit_print(const struct unit *unit, struct str *out)
{
	record_add(out, "Unit", unit->id);
	record_add(out, "Parent", unit->parent);
	add_common(out, &unit->name, unit->from, unit->to);
}

bool unit_parse(struct unit *unit, const char *text, struct err *err)
{
	struct record record = {0};
	struct str again = {0};
	bool ok;

	unit_release(unit);
	ok = record_parse(&record, text, err);
	if (ok) {
		unit->id = xstrdup(record_get(&record, "Unit"));
		unit->parent = xstrdup(record_get(&record, "Parent"));
		ok = read_common(&record, &unit->name, &unit->from, &unit->to);
		unit_print(unit, &again);
		if (!ok || unit->id == NULL || !str_eq(str_get(&again), text))
			ok = err_set(err, ERR_INPUT, _("this is no record of a unit"));
	}
	str_release(&again);
	record_release(&record);
	return ok;
}

static void add_delegations(struct str *out, const struct person *person)
{
	char first[DAY_SIZE], last[DAY_SIZE];

	for (size_t i = 0; i < person->delegation_count; i++) {
		const struct delegation *d = &person->delegations[i];

		record_addf(out, "Delegates", "%s %s %s %s %s %s", d->to, d->role, d->unit,
			day_format(d->first, first), day_format(d->last, last), d->reason);
	}
}

void person_print(const struct person *person, struct str *out)
{
	record_add(out, "Person", person->id);
	record_add(out, "In", person->unit);
	record_add(out, "Login", person->login);
	add_common(out, &person->name, person->from, person->to);
	for (size_t i = 0; i < person->post_count; i++)
		record_addf(out, "Role", "%s %s", person->posts[i].role, person->posts[i].unit);
	add_delegations(out, person);
	key_list_print(&person->keys, out);
}

/* The bytes of the first n words of s and the blanks after them. */
static size_t skip_words(const char *s, int n)
{
	const char *p = s;

	while (n-- > 0) {
		p += strcspn(p, " ");
		p += *p == ' ' ? 1 : 0;
	}
	return (size_t)(p - s);
}

static bool read_posts(struct person *person, const struct record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		const char *value = record->lines[i].value;
		struct strv w = {0};
		bool ok = true;

		strv_split(&w, value, " ");
		if (strcmp(record->lines[i].key, "Role") == 0 && (ok = w.n == 2)) {
			GROW(person->posts, person->post_count);
			person->posts[person->post_count++] =
				(struct post){.role = xstrdup(w.v[0]), .unit = xstrdup(w.v[1])};
		} else if (ok && strcmp(record->lines[i].key, "Delegates") == 0 &&
			   (ok = w.n >= 6)) {
			struct delegation d = {.to = xstrdup(w.v[0]),
				.role = xstrdup(w.v[1]),
				.unit = xstrdup(w.v[2]),
				.reason = xstrdup(value + skip_words(value, 5))};

			ok = day_parse(w.v[3], &d.first) && day_parse(w.v[4], &d.last);
			GROW(person->delegations, person->delegation_count);
			person->delegations[person->delegation_count++] = d;
		}
		strv_release(&w);
		if (!ok)
			return false;
	}
	return true;
}

bool person_parse(struct person *person, const char *text, struct err *err)
{
	struct record record = {0};
	struct str again = {0};
	bool ok;

	person_release(person);
	ok = record_parse(&record, text, err);
	if (ok) {
		person->id = xstrdup(record_get(&record, "Person"));
		person->unit = xstrdup(record_get(&record, "In"));
		person->login = xstrdup(record_get(&record, "Login"));
		ok = read_common(&record, &person->name, &person->from, &person->to) &&
		     read_posts(person, &record) && key_list_read(&person->keys, &record);
		person_print(person, &again);
		if (!ok || person->id == NULL || !str_eq(str_get(&again), text))
			ok = err_set(err, ERR_INPUT, _("this is no record of a person"));
	}
	str_release(&again);
	record_release(&record);
	return ok;
}
