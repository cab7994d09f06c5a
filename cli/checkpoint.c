/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/deliver.h"
#include "cli/js.h"
#include "cli/out.h"
#include "core/witness.h"

static const struct option_spec options[] = {
	{"note", 0, NULL, N_("Instead three signed lines over all decisions, for witnesses")},
	{"output", 'o', "FILE", N_("Where to write the note; else standard output")},
	{0},
};

static enum status commit_all(struct cli *cli)
{
	char commit[41];
	struct err err;
	json_t *line;

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

static enum status put_note(struct cli *cli, const char *path)
{
	struct err err;
	char *text;
	bool ok;

	if (!store_note(cli->store, &text, &err))
		return fail(&err);
	ok = deliver_text(cli, "note", text, path, &err);
	free(text);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *path = args_get(args, "output");

	if (args_has(args, "note"))
		return put_note(cli, path);
	if (path != NULL)
		return usage(args, _("--output is for the note: --note writes it"));
	return commit_all(cli);
}

const struct command command_checkpoint = {
	.name = "checkpoint",
	.synopsis = "[--note [-o FILE]]",
	.help = N_("Make a signed commit in state.git of all that stands"),
	.options = options,
	.more = N_(
		"--note says which ledger it is, how many decisions, and the root of a tree over "
		"them: what\nwitnesses cosign (`gongkai witness`), and what is printed under "
		"letters, pages and reports\nfrom then on."),
	.need = NEED_STORE,
	.run = run,
};
