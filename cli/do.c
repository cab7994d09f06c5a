/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/tally.h"

static const struct option_spec options[] = {
	{"comment", 'm', "TEXT", N_("An opinion, or the reason")},
	{"code", 'c', "CODE",
		N_("Why it is returned; `gongkai pack show returns` lists the codes")},
	{"named", 0, "ID", N_("The other paper that the act names")},
	{0},
};

/* Where the paper stands now. One who may no longer see it has still done it. */
static void print_outcome(struct cli *cli, const char *id, const char *action)
{
	struct view view = {0};
	struct err err;
	json_t *line;
	bool seen = session_show(&cli->session, id, &view, &err);

	if (cli->json) {
		line = json_object();
		js_str(line, "id", id);
		js_str(line, "action", action);
		js_str(line, "state", seen ? view.document.state : NULL);
		js_str(line, "commit", seen ? view.document.prev : NULL);
		js_print(line);
	} else {
		out_print("%s %s\n", id, seen ? view.document.state : "");
	}
	view_release(&view);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const struct deed deed = {
		.action = args->words.v[0],
		.comment = args_get(args, "comment"),
		.code = args_get(args, "code"),
		.named = args_get(args, "named"),
	};
	struct tally tally = {.is_bulk = args->words.n > 2};
	struct err err;

	for (size_t i = 1; i < args->words.n; i++) {
		const char *id = args->words.v[i];

		if (session_do(&cli->session, id, &deed, &err)) {
			tally_done(&tally);
			print_outcome(cli, id, deed.action);
		} else if (!tally_fail(&tally, id, &err)) {
			break;
		}
	}
	return tally_status(&tally);
}

const struct command command_do = {
	.name = "do",
	.synopsis = "ACTION ID... [--comment TEXT] [--code RETURN-CODE] [--named ID]",
	.help = N_("Act on papers: submit, pass, return, sign, publish, ..."),
	.options = options,
	.more = N_("`gongkai show ID` says what you may do with a paper, and `gongkai pack show "
		   "actions`\nlists every action."),
	.need = NEED_PERSON,
	.min = 2,
	.max = -1,
	.run = run,
};
