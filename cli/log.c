/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"
#include "core/mem.h"

static const struct option_spec options[] = {
	{"limit", 'n', "N", N_("Only the latest N; 0 is all of them (0)")},
	{0},
};

static const char *const subjects[SUBJECT_COUNT] = {
	[SUBJECT_DOCUMENT] = "document",
	[SUBJECT_PERSON] = "person",
	[SUBJECT_UNIT] = "unit",
	[SUBJECT_PACK] = "pack",
	[SUBJECT_SITE] = "site",
};

static void print_json(const struct history_entry *entry)
{
	const struct decision *decision = &entry->decision;
	bool is_document = decision->subject == SUBJECT_DOCUMENT;
	json_t *line = json_object();

	js_str(line, "commit", entry->commit);
	js_str(line, "document", is_document ? decision->id : NULL);
	js_str(line, "action", decision->action);
	js_str(line, "from", decision->from);
	js_str(line, "to", decision->to);
	js_str(line, "attribute", decision->attribute);
	js_list(line, "grounds", &decision->grounds);
	js_str(line, "actor", decision->actor);
	js_str(line, "acting_for", decision->acting_for);
	js_str(line, "role", decision->role);
	js_stamp(line, "at", decision->at);
	js_stamp(line, "taken", entry->site_time);
	js_str(line, "code", decision->code);
	js_str(line, "comment", decision->comment);
	js_str(line, "named", decision->named);
	js_str(line, "signature", entry->signer);
	js_str(line, "content", decision->content);
	js_str(line, "request", decision->request);
	js_int(line, "sequence", entry->sequence);
	js_str(line, "subject", subjects[decision->subject]);
	js_str(line, "subject_id", decision->id);
	js_print(line);
}

/* Where it led. The caller frees. */
static char *way(const struct office *office, const struct decision *decision)
{
	if (decision->to == NULL)
		return xstrdup("");
	if (decision->from == NULL || str_eq(decision->from, decision->to))
		return xasprintf(": %s", label_any_state(office, decision->to));
	return xasprintf(": %s -> %s", label_any_state(office, decision->from),
		label_any_state(office, decision->to));
}

static void print_entry(const struct office *office, const struct history_entry *entry)
{
	const struct decision *decision = &entry->decision;
	char *led = way(office, decision);
	char at[STAMP_SIZE];

	out_print("%.12s  %s  %s\n", entry->commit, stamp_format(decision->at, at), decision->id);
	out_print("  %s (%s", label_person(office, decision->actor), decision->role);
	if (decision->acting_for != NULL)
		out_print(_(" for %s"), label_person(office, decision->acting_for));
	out_print(") %s%s", label_action(office, decision->action), led);
	if (decision->attribute != NULL)
		out_print(", %s", label_attribute(office, decision->attribute));
	if (decision->code != NULL)
		out_print(", %s", label_code(office, decision->code));
	out_print("\n");
	if (!str_empty(decision->comment))
		out_print("  %s\n", decision->comment);
	out_print("  %s %s\n", _("signed by"),
		entry->signer[0] != '\0' ? entry->signer : _("nobody who is known"));
	free(led);
}

/* The first word is a paper unless it is a term, the others are terms. */
static bool read_ask(
	struct cli *cli, const struct args *args, struct history_ask *ask, struct err *err)
{
	bool ok = args_number(args, "limit", &ask->limit, err);

	for (size_t i = 0; ok && i < args->words.n; i++) {
		const char *word = args->words.v[i];

		if (i == 0 && strchr(word, ':') == NULL)
			ask->document = word;
		else
			ok = history_ask_read(ask, session_office(&cli->session), word, err);
	}
	return ok;
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct history_ask ask = {0};
	struct history history = {0};
	struct err err;

	if (!read_ask(cli, args, &ask, &err))
		return usage(args, "%s", err.text);
	if (!session_history(&cli->session, &ask, &history, &err))
		return fail(&err);
	for (size_t i = 0; i < history.n; i++) {
		if (cli->json)
			print_json(&history.v[i]);
		else
			print_entry(session_office(&cli->session), &history.v[i]);
	}
	history_release(&history);
	return STATUS_DONE;
}

const struct command command_log = {
	.name = "log",
	.synopsis = "[ID] [TERM...] [--limit N]",
	.help = N_("Show the decisions, newest last"),
	.more = N_("Terms: person: (who decided, or for whom), unit: (of the paper, and below), "
		   "action:, from:, to:, on:;\nwith codes, names or days, as in `log action:return "
		   "from:2026-01-01`."),
	.options = options,
	.need = NEED_PERSON,
	.max = -1,
	.run = run,
};
