/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/out.h"

static enum status run(struct cli *cli, const struct args *args)
{
	struct err err;
	bool ok;

	(void)args;
	out_progress(_("reading every decision again ..."));
	ok = store_rebuild(cli->store, &err);
	out_progress(NULL);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_rebuild = {
	.name = "rebuild",
	.synopsis = "",
	.help = N_("Make the index again from the ledger"),
	.need = NEED_STORE,
	.run = run,
};
