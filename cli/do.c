/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/tally.h"
#include "core/mem.h"

enum { AT_ONCE = 2 * MANY };

static const struct option_spec options[] = {
	{"comment", 'm', "TEXT", N_("An opinion, or the reason")},
	{"code", 'c', "CODE",
		N_("Why it is returned; `gongkai pack show returns` lists the codes")},
	{"named", 0, "ID", N_("The other paper that the act names")},
	{"finding", 0, "FINDING",
		N_("What a waiver lets stand: a rule (mobile) or one place (\"mobile 3:14\"); may "
		   "be "
		   "given several times; else all")},
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

/* False where it is no use to go on. */
static bool tell(struct cli *cli, const struct strv *ids, const char *action,
	const struct err *outcomes, struct tally *tally)
{
	bool go_on = true;

	for (size_t i = 0; i < ids->n; i++) {
		if (outcomes[i].code == ERR_NONE) {
			tally_done(tally);
			print_outcome(cli, ids->v[i], action);
		} else if (go_on) {
			go_on = tally_fail(tally, ids->v[i], &outcomes[i]);
		}
	}
	return go_on;
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct strv findings = {0};
	const struct deed deed = {
		.action = args->words.v[0],
		.comment = args_get(args, "comment"),
		.code = args_get(args, "code"),
		.named = args_get(args, "named"),
		.findings = &findings,
		.together = &args->words, /* the action among them names no paper */
	};
	struct tally tally = {.is_bulk = args->words.n > 2};
	struct err *outcomes = xcalloc(AT_ONCE, sizeof(*outcomes));
	bool go_on = true;

	args_all(args, "finding", &findings);
	for (size_t i = 1; go_on && i < args->words.n; i += AT_ONCE) {
		const struct strv ids = {.v = &args->words.v[i],
			.n = args->words.n - i < AT_ONCE ? args->words.n - i : AT_ONCE};

		session_do_many(&cli->session, &ids, &deed, outcomes);
		go_on = tell(cli, &ids, deed.action, outcomes, &tally);
	}
	strv_release(&findings);
	free(outcomes);
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
