/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/out.h"
#include "core/mem.h"

static void move_aside(const struct cli *cli, const char *suffix, bool back)
{
	char *there = xasprintf("%s/index.db%s", cli->dir, suffix);
	char *aside = xasprintf("%s/index.db.damaged%s", cli->dir, suffix);

	/* What is not there need not be moved. */
	(void)(back ? rename(aside, there) : rename(there, aside));
	free(there);
	free(aside);
}

static void move_index(const struct cli *cli, bool back)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		move_aside(cli, suffixes[i], back);
}

/* A store whose index is too damaged to open comes up without one, and makes it. */
static bool open_without_index(struct cli *cli, struct err *err)
{
	struct err why = {0};

	move_index(cli, false);
	if (cli->open(cli, &why))
		return true;
	move_index(cli, true);
	*err = why;
	return false;
}

static bool rebuild(struct cli *cli, struct err *err)
{
	bool changed;

	if (!cli->open(cli, err))
		return err->code == ERR_IO && open_without_index(cli, err);
	/* The index knows better than a ledger that was cut or rewritten: it must not be thrown
	 * away while they disagree. */
	return store_refresh(cli->store, &changed, err) && store_rebuild(cli->store, err);
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct err err;
	bool ok;

	(void)args;
	out_progress(_("reading every decision again ..."));
	ok = rebuild(cli, &err);
	out_progress(NULL);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_rebuild = {
	.name = "rebuild",
	.synopsis = "",
	.help = N_("Make the index again from the ledger"),
	.more = N_("An index that cannot be opened is kept beside the new one as index.db.damaged. "
		   "Where the\nledger no longer leads to what the index has seen, nothing is "
		   "rebuilt."),
	.run = run,
};
