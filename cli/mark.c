/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/tally.h"

static const struct option_spec options[] = {
	{"ground", 'g', "CODE", N_("A ground; may be given several times")},
	{"reason", 'r', "TEXT", N_("Why it is not public")},
	{"review-by", 0, "DATE", N_("When to look at it again; else the latest the grounds allow")},
	{0},
};

static enum status run(struct cli *cli, const struct args *args)
{
	size_t n = args->words.n - 1;
	struct marking marking = {
		.attribute = args->words.v[n], .reason = args_get(args, "reason")};
	struct tally tally = {.is_bulk = n > 1};
	struct err err;

	if (!args_day(args, "review-by", &marking.review_by, &err))
		return usage(args, "%s", err.text);
	args_all(args, "ground", &marking.grounds);
	for (size_t i = 0; i < n; i++) {
		const char *id = args->words.v[i];

		if (session_mark(&cli->session, id, &marking, &err))
			tally_done(&tally);
		else if (!tally_fail(&tally, id, &err))
			break;
	}
	strv_release(&marking.grounds);
	return tally_status(&tally);
}

const struct command command_mark = {
	.name = "mark",
	.synopsis = "ID... ATTRIBUTE [--ground CODE]... [--reason TEXT] [--review-by DATE]",
	.help = N_("Say what the public may read; what is not public needs a ground and a reason"),
	.options = options,
	.need = NEED_PERSON,
	.min = 2,
	.max = -1,
	.run = run,
};
