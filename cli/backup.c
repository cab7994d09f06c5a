/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"

static const struct option_spec options[] = {
	{"with-key", 0, NULL, N_("The site's private key too: then the copy can sign")},
	{0},
};

static enum status run(struct cli *cli, const struct args *args)
{
	const char *dest = args_word(args, 0);
	struct backup_report report;
	struct err err;
	json_t *line;
	bool ok;

	out_progress(_("copying the ledger and the originals ..."));
	ok = store_backup(cli->store, dest, args_has(args, "with-key"), &report, &err);
	out_progress(NULL);
	if (!ok)
		return fail(&err);
	if (!cli->json) {
		out_print(_("%lld links of the ledger and %lld contents were new, %lld were "
			    "purged\n"),
			(long long)report.links, (long long)report.contents,
			(long long)report.removed);
		return STATUS_DONE;
	}
	line = json_object();
	js_str(line, "backup", dest);
	js_int(line, "links", report.links);
	js_int(line, "contents", report.contents);
	js_int(line, "purged", report.removed);
	js_print(line);
	return STATUS_DONE;
}

const struct command command_backup = {
	.name = "backup",
	.synopsis = "DEST [--with-key]",
	.help = N_("Copy the store while people work; again into the same folder: what is new"),
	.options = options,
	.more = N_("Copy it back and say `gongkai rebuild`. Without --with-key the site's private "
		   "key is not in\nit: keep that apart, as keys/site."),
	.need = NEED_STORE,
	.min = 1,
	.max = 1,
	.run = run,
};
