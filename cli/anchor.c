/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"

static const struct option_spec options[] = {
	{"output", 'o', "FILE", N_("Where to write it; else standard output")},
	{0},
};

static enum status run(struct cli *cli, const struct args *args)
{
	const char *path = args_get(args, "output");
	char *text = NULL;
	struct err err;
	json_t *line;
	bool ok;

	if (!store_anchor(cli->store, &text, &err))
		return fail(&err);
	ok = path == NULL || file_write_new(path, text, strlen(text), &err);
	if (ok && cli->json) {
		line = json_object();
		js_str(line, "anchor", text);
		js_print(line);
	} else if (ok && path == NULL) {
		out_print("%s", text);
	}
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
