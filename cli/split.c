/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"

static const struct option_spec options[] = {
	{"public", 'p', "FILE", N_("What may be public (its rendition); `-` is standard input")},
	{"withheld", 'w', "FILE", N_("What is withheld (its whole text)")},
	{"public-title", 0, "TITLE", N_("The title of what may be public (its own)")},
	{"withheld-title", 0, "TITLE", N_("The title of what is withheld (its own)")},
	{"comment", 'm', "TEXT", N_("Why it is split")},
	{0},
};

static bool read_part(struct split_part *part, const char *path, char **bytes, struct err *err)
{
	if (path == NULL)
		return true;
	*bytes = file_read(path, FILE_LIMIT, &part->len, err);
	part->file = *bytes;
	part->file_name = strcmp(path, "-") == 0 ? NULL : file_name(path);
	return *bytes != NULL;
}

static void tell(const struct cli *cli, const char *id, const struct strv *parts)
{
	json_t *line;

	if (!cli->json) {
		for (size_t i = 0; i < parts->n; i++)
			out_print("%s\n", parts->v[i]);
		return;
	}
	line = json_object();
	js_str(line, "id", id);
	js_str(line, "public", parts->v[0]);
	js_str(line, "withheld", parts->v[1]);
	js_print(line);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0);
	struct splitting splitting = {.open = {.title = args_get(args, "public-title")},
		.withheld = {.title = args_get(args, "withheld-title")},
		.comment = args_get(args, "comment")};
	struct strv parts = {0};
	char *open = NULL, *withheld = NULL;
	struct err err;
	bool ok;

	ok = read_part(&splitting.open, args_get(args, "public"), &open, &err) &&
	     read_part(&splitting.withheld, args_get(args, "withheld"), &withheld, &err) &&
	     session_split(&cli->session, id, &splitting, &parts, &err);
	if (ok)
		tell(cli, id, &parts);
	free(open);
	free(withheld);
	strv_release(&parts);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_split = {
	.name = "split",
	.synopsis = "ID [--public FILE] [--withheld FILE] --comment TEXT",
	.help = N_("Make two papers of a mixed one: what may be public, what is withheld"),
	.options = options,
	.more = N_("Both are drafts with its particulars and no attribute: mark and submit each of "
		   "them. "
		   "It ends, and\nnames them and they it. Prints their ids, the public one first."),
	.need = NEED_PERSON,
	.min = 1,
	.max = 1,
	.run = run,
};
