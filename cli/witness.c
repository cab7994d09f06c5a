/* SPDX-License-Identifier: MIT */
/* Witnesses, both sides: the site that asks and keeps what it gets, and the custodian on another
 * machine, who needs no store. */
#include "core/witness.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/mem.h"

enum { REQUEST_MAX = 128 << 10, EVIDENCE_MAX = 1 << 30 };

static const struct option_spec options[] = {
	{"old", 0, "N", N_("request: how many decisions the witness says it saw last")},
	{"output", 'o', "FILE", N_("Where to write it; else standard output")},
	{0},
};

/* A text that somebody else is to get. */
static enum status put(struct cli *cli, const struct args *args, const char *key, char *text)
{
	const char *path = args_get(args, "output");
	struct err err;
	bool ok = path == NULL || file_write_new(path, text, strlen(text), &err);
	json_t *line;

	if (ok && cli->json) {
		line = json_object();
		js_str(line, key, text);
		js_print(line);
	} else if (ok && path == NULL) {
		out_print("%s", text);
	}
	free(text);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status put_key(struct cli *cli, const struct args *args, char *key)
{
	char *line = xasprintf("%s\n", key);

	free(key);
	if (!cli->json)
		return put(cli, args, "key", line);
	line[strlen(line) - 1] = '\0';
	return put(cli, args, "key", line);
}

/* -- The site ---------------------------------------------------------------------------------- */

static enum status key(struct cli *cli, const struct args *args)
{
	struct err err;
	char *line;

	if (!cli->open(cli, &err) || !store_note_key(cli->store, &line, &err))
		return fail(&err);
	return put_key(cli, args, line);
}

static enum status trust(struct cli *cli, const struct args *args)
{
	struct err err;

	if (!cli->open(cli, &err) || !store_trust_witness(cli->store, args_word(args, 1), &err))
		return fail(&err);
	return STATUS_DONE;
}

static enum status drop(struct cli *cli, const struct args *args)
{
	struct err err;

	if (!cli->open(cli, &err) || !store_drop_witness(cli->store, args_word(args, 1), &err))
		return fail(&err);
	return STATUS_DONE;
}

static void list_json(const struct witnesses *witnesses)
{
	for (size_t i = 0; i < witnesses->n; i++) {
		const struct witness *one = &witnesses->v[i];
		json_t *line = json_object();

		js_str(line, "witness", one->name);
		js_int(line, "seen", one->size);
		if (one->size > 0)
			js_stamp(line, "at", one->at);
		else
			js_str(line, "at", NULL);
		js_int(line, "tail", witnesses->decisions - one->size);
		js_str(line, "key", one->key);
		js_print(line);
	}
}

static void list_words(const struct witnesses *witnesses)
{
	struct sheet sheet = {.columns = 4};

	for (size_t i = 0; i < witnesses->n; i++) {
		const struct witness *one = &witnesses->v[i];
		char *seen = one->size > 0
				     ? xasprintf(_("%lld of %lld decisions"), (long long)one->size,
					       (long long)witnesses->decisions)
				     : xstrdup(_("has cosigned nothing yet"));
		char at[STAMP_SIZE] = "";

		sheet_add(&sheet, one->name);
		sheet_add(&sheet, seen);
		sheet_add(&sheet, one->size > 0 ? stamp_format(one->at, at) : "");
		sheet_add(&sheet, one->key);
		free(seen);
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
}

static enum status list(struct cli *cli, const struct args *args)
{
	struct witnesses witnesses = {0};
	struct err err;

	(void)args;
	if (!cli->open(cli, &err) || !store_witnesses(cli->store, &witnesses, &err))
		return fail(&err);
	if (cli->json)
		list_json(&witnesses);
	else
		list_words(&witnesses);
	witnesses_release(&witnesses);
	return STATUS_DONE;
}

static enum status request(struct cli *cli, const struct args *args)
{
	struct err err;
	char *text;
	int old = -1;

	if (!args_number(args, "old", &old, &err))
		return usage(args, "%s", err.text);
	if (!cli->open(cli, &err) ||
		!store_ask_witness(cli->store, args_word(args, 1), old, &text, &err))
		return fail(&err);
	return put(cli, args, "request", text);
}

static enum status add(struct cli *cli, const struct args *args)
{
	const char *path = args_word(args, 1) != NULL ? args_word(args, 1) : "-";
	struct strv names = {0};
	struct err err;
	size_t len;
	char *note = file_read(path, REQUEST_MAX, &len, &err);
	bool ok = note != NULL && cli->open(cli, &err) &&
		  store_take_witness(cli->store, note, len, &names, &err);

	for (size_t i = 0; ok && i < names.n; i++) {
		json_t *line = json_object();

		js_str(line, "witness", names.v[i]);
		if (cli->json)
			js_print(line);
		else
			json_decref(line);
	}
	strv_release(&names);
	free(note);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status evidence(struct cli *cli, const struct args *args)
{
	struct str lines = {0};
	struct err err;

	if (cli->open(cli, &err) && store_evidence(cli->store, &lines, &err))
		return put(cli, args, "evidence", str_detach(&lines));
	str_release(&lines);
	return fail(&err);
}

/* -- The custodian ----------------------------------------------------------------------------- */

static enum status init(struct cli *cli, const struct args *args)
{
	struct err err;
	char *line;

	if (!custodian_init(args_word(args, 1), args_word(args, 2), &line, &err))
		return fail(&err);
	return put_key(cli, args, line);
}

static enum status know(struct cli *cli, const struct args *args)
{
	struct err err;

	(void)cli;
	if (!custodian_know(args_word(args, 1), args_word(args, 2), &err))
		return fail(&err);
	return STATUS_DONE;
}

static enum status sign(struct cli *cli, const struct args *args)
{
	const char *asked = args_word(args, 2), *shown = args_word(args, 3);
	struct custodian_ask ask = {0};
	char *request, *evidence = NULL, *note = NULL;
	struct err err;
	bool ok;

	request = file_read(asked != NULL ? asked : "-", REQUEST_MAX, &ask.request_len, &err);
	if (request != NULL && shown != NULL)
		evidence = file_read(shown, EVIDENCE_MAX, &ask.evidence_len, &err);
	ask.request = request;
	ask.evidence = evidence;
	ok = request != NULL && (shown == NULL || evidence != NULL) &&
	     custodian_sign(args_word(args, 1), &ask, &note, &err);
	free(request);
	free(evidence);
	return ok ? put(cli, args, "note", note) : fail(&err);
}

static const struct verb verbs[] = {
	{"key", "", 0, 0, key},
	{"trust", "KEY", 1, 1, trust},
	{"drop", "NAME", 1, 1, drop},
	{"list", "", 0, 0, list},
	{"request", "[NAME] [--old N] [-o FILE]", 0, 1, request},
	{"add", "[FILE]", 0, 1, add},
	{"evidence", "[-o FILE]", 0, 0, evidence},
	{"init", "DIR NAME", 2, 2, init},
	{"know", "DIR KEY", 2, 2, know},
	{"sign", "DIR [REQUEST [EVIDENCE]]", 1, 3, sign},
};

static enum status run(struct cli *cli, const struct args *args)
{
	return verb_run(cli, args, verbs, sizeof(verbs) / sizeof(verbs[0]));
}

const struct command command_witness = {
	.name = "witness",
	.synopsis = "key | trust KEY | drop NAME | list | request | add | evidence | init DIR NAME "
		    "| know DIR KEY | sign DIR",
	.help = N_("Have the ledger cosigned elsewhere, so that it cannot be rewritten unnoticed"),
	.options = options,
	.more = N_(
		"On the custodian's machine, without a store: `init` makes a folder with a key, "
		"`know` takes\nthe site's (`witness key`), `sign` cosigns what `witness request` "
		"wrote, if history was not\nrewritten. The site believes custodians that it was "
		"told to `trust`, and takes in what they\nsigned with `add`. `evidence` is a line "
		"for each decision, without titles and names."),
	.max = -1,
	.run = run,
};
