/* SPDX-License-Identifier: MIT */
#include "cli/keys.h"

#include <stdlib.h>
#include <string.h>

#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/sheet.h"

enum { PUBLIC_KEY_MAX = 16 * 1024 };

static json_t *key_json(const struct signing_key *key, struct stamp now)
{
	json_t *object = json_object();

	js_str(object, "fingerprint", key->print);
	js_str(object, "key", key->line);
	js_str(object, "by", key->by);
	js_stamp(object, "from", key->from);
	if (key->to.time != 0)
		js_stamp(object, "to", key->to);
	else
		js_str(object, "to", NULL);
	js_bool(object, "valid", signing_key_is_live(key, now));
	return object;
}

json_t *keys_json(const struct key_list *keys, struct stamp now)
{
	json_t *array = json_array();

	for (size_t i = 0; i < keys->n; i++)
		json_array_append_new(array, key_json(&keys->v[i], now));
	return array;
}

static void add_row(struct sheet *sheet, const char *who, const struct signing_key *key)
{
	char from[STAMP_SIZE], to[STAMP_SIZE];

	sheet_add(sheet, who);
	sheet_add(sheet, key->print);
	sheet_add(sheet, stamp_format(key->from, from));
	sheet_add(sheet, key->to.time != 0 ? stamp_format(key->to, to) : "");
	sheet_add(sheet, key->by);
}

void keys_print(struct cli *cli, const char *who, const struct key_list *keys)
{
	struct sheet sheet = {.columns = 5};

	for (size_t i = 0; i < keys->n; i++) {
		if (cli->json) {
			json_t *line = key_json(&keys->v[i], store_now(cli->store));

			js_str(line, "person", who);
			js_print(line);
		} else {
			add_row(&sheet, who, &keys->v[i]);
		}
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
}

static enum status list(struct cli *cli, const struct args *args)
{
	const struct org *org = &session_office(&cli->session)->org;
	const char *who = args_word(args, 2);
	struct err err;

	if (who != NULL && org_person(org, who) == NULL) {
		err_set(&err, ERR_NOT_FOUND,
			_("there is no person '%s'; `gongkai person list` shows them"), who);
		return fail(&err);
	}
	for (size_t i = 0; i < org->person_count; i++) {
		if (who == NULL || strcmp(org->persons[i].id, who) == 0)
			keys_print(cli, org->persons[i].id, &org->persons[i].keys);
	}
	return STATUS_DONE;
}

/* The first line of the file, or of standard input for "-". */
static char *read_line(const char *path, struct err *err)
{
	size_t len;
	char *text = file_read(path, PUBLIC_KEY_MAX, &len, err);

	if (text == NULL && err->code == ERR_INPUT)
		err_set(err, ERR_INPUT, _("'%s' is no public key: it is too long for one"), path);
	if (text != NULL)
		text[strcspn(text, "\r\n")] = '\0';
	if (text != NULL && strstr(text, "PRIVATE KEY") != NULL) {
		err_set(err, ERR_INPUT,
			_("'%s' is a private key, which is nobody's but its owner's: name the file "
			  "with .pub at its end"),
			path);
		free(text);
		return NULL;
	}
	return text;
}

static enum status add(struct cli *cli, const struct args *args)
{
	struct new_key new = {0};
	char *line = NULL;
	struct err err;
	bool ok;

	if (!args_day(args, "from", &new.from, &err) || !args_day(args, "to", &new.to, &err))
		return usage(args, "%s", err.text);
	new.line = line = read_line(args_word(args, 3), &err);
	ok = line != NULL && session_add_key(&cli->session, args_word(args, 2), &new, &err);
	free(line);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status end(struct cli *cli, const struct args *args)
{
	struct key_ending ending = {args_word(args, 3), DAY_NONE, args_get(args, "reason")};
	struct err err;

	if (!args_day(args, "on", &ending.on, &err))
		return usage(args, "%s", err.text);
	if (!session_end_key(&cli->session, args_word(args, 2), &ending, &err))
		return fail(&err);
	return STATUS_DONE;
}

enum status keys_person(struct cli *cli, const struct args *args)
{
	const char *verb = args_word(args, 1);
	size_t n = args->words.n - 2;

	if (strcmp(verb, "list") == 0 && n <= 1)
		return list(cli, args);
	if (strcmp(verb, "add") == 0 && n == 2)
		return add(cli, args);
	if (strcmp(verb, "end") == 0 && n == 2)
		return end(cli, args);
	return usage(args, _("it is written: gongkai %s %s %s"), "person", "key",
		"list [PERSON] | add PERSON FILE.pub [--from DATE] [--to DATE] | end PERSON "
		"FINGERPRINT [--on DATE] [--reason TEXT]");
}
