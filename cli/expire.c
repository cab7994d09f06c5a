/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/js.h"
#include "core/label.h"
#include "cli/out.h"

static const struct option_spec options[] = {
	{"dry-run", 'n', NULL, N_("Only say what would be done")},
	{0},
};

static void print(const struct cli *cli, const char *id, const char *action)
{
	json_t *line;

	if (!cli->json) {
		out_print("%s %s %s\n", id, action, label_action(store_office(cli->store), action));
		return;
	}
	line = json_object();
	js_str(line, "id", id);
	js_str(line, "action", action);
	js_print(line);
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct session site;
	struct strv done = {0};
	struct err err;
	bool ok;

	session_open_site(&site, cli->store);
	ok = session_expire(&site, args_has(args, "dry-run"), &done, &err);
	for (size_t i = 0; i + 1 < done.n; i += 2)
		print(cli, done.v[i], done.v[i + 1]);
	strv_release(&done);
	session_release(&site);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_expire = {
	.name = "expire",
	.synopsis = "[--dry-run]",
	.help = N_("Do what clocks that ran out make the site do, and list it"),
	.options = options,
	.more = N_(
		"The same is done whenever somebody begins to work here. For cron, each morning."),
	.need = NEED_STORE,
	.run = run,
};
