/* SPDX-License-Identifier: MIT */
#include "core/keys.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

static const char site_name[] = "site";

static void key_release(struct signing_key *key)
{
	free(key->print);
	free(key->line);
	free(key->by);
	*key = (struct signing_key){0};
}

void key_list_release(struct key_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		key_release(&list->v[i]);
	free(list->v);
	*list = (struct key_list){0};
}

const struct signing_key *key_list_find(const struct key_list *list, const char *print)
{
	for (size_t i = 0; print != NULL && i < list->n; i++) {
		if (strcmp(list->v[i].print, print) == 0)
			return &list->v[i];
	}
	return NULL;
}

const struct signing_key *key_list_last(const struct key_list *list)
{
	return list->n > 0 ? &list->v[list->n - 1] : NULL;
}

void key_list_add(struct key_list *list, const struct signing_key *key)
{
	GROW(list->v, list->n);
	list->v[list->n++] = (struct signing_key){.print = xstrdup(key->print),
		.line = xstrdup(key->line),
		.by = xstrdup(key->by),
		.from = key->from,
		.to = key->to};
}

bool signing_key_is(const struct signing_key *key, const char *line)
{
	size_t n = strlen(line);

	return strncmp(key->line, line, n) == 0 && (key->line[n] == '\0' || key->line[n] == ' ');
}

bool signing_key_is_live(const struct signing_key *key, struct stamp at)
{
	return key->from.time <= at.time && (key->to.time == 0 || at.time <= key->to.time);
}

void key_list_print(const struct key_list *list, struct str *out)
{
	char from[STAMP_SIZE], to[STAMP_SIZE];

	for (size_t i = 0; i < list->n; i++) {
		const struct signing_key *key = &list->v[i];

		record_addf(out, "Key", "%s %s %s %s%s%s", key->print, key->line, key->by,
			stamp_format(key->from, from), key->to.time != 0 ? " " : "",
			key->to.time != 0 ? stamp_format(key->to, to) : "");
	}
}

static bool read_key(struct key_list *list, const char *value)
{
	struct signing_key key = {0};
	struct strv w = {0};
	char *line = NULL;
	bool ok;

	strv_split(&w, value, " ");
	ok = (w.n == 5 || w.n == 6) && stamp_parse(w.v[4], &key.from) &&
	     (w.n == 5 || (stamp_parse(w.v[5], &key.to) && key.to.time != 0));
	if (ok) {
		line = xasprintf("%s %s", w.v[1], w.v[2]);
		key.print = w.v[0];
		key.line = line;
		key.by = w.v[3];
		key_list_add(list, &key);
	}
	free(line);
	strv_release(&w);
	return ok;
}

bool key_list_read(struct key_list *list, const struct record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		if (strcmp(record->lines[i].key, "Key") == 0 &&
			!read_key(list, record->lines[i].value))
			return false;
	}
	return true;
}

void site_keys_print(const struct key_list *list, struct str *out)
{
	record_add(out, "Site", site_name);
	key_list_print(list, out);
}

bool site_keys_parse(struct key_list *list, const char *text, struct err *err)
{
	struct record record = {0};
	struct str again = {0};
	bool ok;

	key_list_release(list);
	if (text == NULL)
		return err_set(err, ERR_INPUT, _("this is no record of the site's keys"));
	ok = record_parse(&record, text, err);
	if (ok) {
		ok = key_list_read(list, &record) && list->n > 0;
		site_keys_print(list, &again);
		if (!ok || !str_eq(str_get(&again), text))
			ok = err_set(err, ERR_INPUT, _("this is no record of the site's keys"));
	}
	str_release(&again);
	record_release(&record);
	return ok;
}
