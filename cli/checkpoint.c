/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"

static enum status run(struct cli *cli, const struct args *args)
{
	char commit[41];
	struct err err;
	json_t *line;

	(void)args;
	if (!store_checkpoint(cli->store, commit, &err))
		return fail(&err);
	if (!cli->json) {
		out_print("%s\n", commit);
		return STATUS_DONE;
	}
	line = json_object();
	js_str(line, "commit", commit);
	js_print(line);
	return STATUS_DONE;
}

const struct command command_checkpoint = {
	.name = "checkpoint",
	.synopsis = "",
	.help = N_("Make a signed commit in state.git of all that stands"),
	.need = NEED_STORE,
	.run = run,
};
