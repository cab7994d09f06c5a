/* SPDX-License-Identifier: MIT */
#include "core/history.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/label.h"
#include "core/mem.h"

static bool read_person(
	struct history_ask *ask, const struct office *office, const char *word, struct err *err)
{
	const struct org *org = &office->org;

	for (size_t i = 0; i < org->person_count; i++) {
		const struct person *person = &org->persons[i];

		if (strcmp(person->id, word) != 0 && !name_is(&person->name, word))
			continue;
		ask->person = person->id;
		return true;
	}
	if (strcmp(word, ACTOR_SITE) == 0 || strcmp(word, label_person(office, ACTOR_SITE)) == 0) {
		ask->person = ACTOR_SITE;
		return true;
	}
	return err_set(err, ERR_INPUT, _("there is no person '%s'"), word);
}

static bool read_unit(
	struct history_ask *ask, const struct office *office, const char *word, struct err *err)
{
	const struct org *org = &office->org;

	for (size_t i = 0; i < org->unit_count; i++) {
		const struct unit *unit = &org->units[i];

		if (strcmp(unit->id, word) != 0 && !name_is(&unit->name, word))
			continue;
		ask->unit = unit->id;
		return true;
	}
	return err_set(err, ERR_INPUT, _("there is no unit '%s'"), word);
}

static bool read_action(
	struct history_ask *ask, const struct office *office, const char *word, struct err *err)
{
	static const char *const own[] = {ACTION_PUT, ACTION_ADOPT};
	const struct pack *pack = office->pack;

	for (size_t i = 0; i < pack->action_count; i++) {
		const struct action *action = &pack->actions[i];

		if (!code_eq(action->code, word) && !name_is(&action->name, word))
			continue;
		ask->action = action->code;
		return true;
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (strcmp(own[i], word) != 0 && strcmp(label_action(office, own[i]), word) != 0)
			continue;
		ask->action = own[i];
		return true;
	}
	return err_set(err, ERR_INPUT, _("there is no action '%s'"), word);
}

static bool read_day(int *day, const char *word, struct err *err)
{
	return day_parse(word, day) ||
	       err_set(err, ERR_INPUT, _("'%s' is no day; write 2026-11-23"), word);
}

static bool read_from(
	struct history_ask *ask, const struct office *office, const char *word, struct err *err)
{
	(void)office;
	return read_day(&ask->from, word, err);
}

static bool read_to(
	struct history_ask *ask, const struct office *office, const char *word, struct err *err)
{
	(void)office;
	return read_day(&ask->to, word, err);
}

static bool read_on(
	struct history_ask *ask, const struct office *office, const char *word, struct err *err)
{
	(void)office;
	if (!read_day(&ask->from, word, err))
		return false;
	ask->to = ask->from;
	return true;
}

static const struct term {
	const char *name;
	bool (*read)(struct history_ask *ask, const struct office *office, const char *word,
		struct err *err);
} terms[] = {
	{"action:", read_action},
	{"person:", read_person},
	{"unit:", read_unit},
	{"from:", read_from},
	{"to:", read_to},
	{"on:", read_on},
};
enum { TERMS = sizeof(terms) / sizeof(terms[0]), NAMED = 3 }; /* those that have names come first */

static bool has_names(const struct term *term)
{
	return term < terms + NAMED;
}

static const struct term *term_of(const char *word)
{
	for (size_t i = 0; i < TERMS; i++) {
		if (starts_with(word, terms[i].name))
			return &terms[i];
	}
	return NULL;
}

/* A name may have blanks in it: words from the first on, n of them, as one; the caller frees. */
static char *joined(const struct strv *words, size_t first, size_t n)
{
	const struct strv some = {.v = words->v + first, .n = n};

	return strv_join(&some, " ");
}

/* How many words from the first on may be one name: up to the next term. */
static size_t run_of(const struct strv *words, size_t first)
{
	size_t n = 1;

	while (first + n < words->n && term_of(words->v[first + n]) == NULL)
		n++;
	return n;
}

static bool read_term(
	struct history_ask *ask, const struct office *office, const char *text, struct err *err)
{
	const struct term *term = term_of(text);
	struct err why;

	if (term != NULL)
		return term->read(ask, office, text + strlen(term->name), err);
	for (size_t i = 0; i < NAMED; i++) {
		if (terms[i].read(ask, office, text, &why))
			return true;
	}
	return err_set(err, ERR_INPUT,
		_("'%s' is no action, no person and no unit; there are also person:, unit:, "
		  "action:, from:, to: and on:"),
		text);
}

/* Takes as many words as make a name, one where none does; err then is about that one. */
static bool read_words(struct history_ask *ask, const struct office *office,
	const struct strv *words, size_t *at, struct err *err)
{
	const struct term *term = term_of(words->v[*at]);
	size_t n = term == NULL || has_names(term) ? run_of(words, *at) : 1;
	bool ok = false;

	for (; !ok && n > 0; n--) {
		char *text = joined(words, *at, n);

		ok = read_term(ask, office, text, err);
		if (ok)
			*at += n;
		free(text);
	}
	return ok;
}

bool history_ask_read(
	struct history_ask *ask, const struct office *office, const char *text, struct err *err)
{
	struct strv words = {0};
	size_t at = 0;
	bool ok = true;

	strv_split(&words, text, " \t\n");
	while (ok && at < words.n)
		ok = read_words(ask, office, &words, &at, err);
	strv_release(&words);
	if (ok && ask->from != DAY_NONE && ask->to != DAY_NONE && ask->to < ask->from)
		return err_set(err, ERR_INPUT, _("the last day is before the first"));
	return ok;
}
