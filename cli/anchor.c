/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/deliver.h"

static const struct option_spec options[] = {
	{"output", 'o', "FILE", N_("Where to write it; else standard output")},
	{0},
};

static enum status run(struct cli *cli, const struct args *args)
{
	const char *path = args_get(args, "output");
	char *text = NULL;
	struct err err;
	bool ok;

	if (!store_anchor(cli->store, &text, &err))
		return fail(&err);
	ok = deliver_text(cli, "anchor", text, path, &err);
	free(text);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_anchor = {
	.name = "anchor",
	.synopsis = "[-o FILE]",
	.help = N_("Write down, signed, what stands today, for somebody else to keep"),
	.options = options,
	.more = N_("`gongkai verify --anchor FILE` proves later that the ledger still contains it: "
		   "history that\nwas rewritten, an end that was cut off and another store are "
		   "named."),
	.need = NEED_STORE,
	.run = run,
};
