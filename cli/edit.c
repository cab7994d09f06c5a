/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"

static const struct option_spec options[] = {
	{"title", 't', "TITLE", N_("Its title")},
	{"number", 0, "NUMBER", N_("Its number; empty takes it out")},
	{"set", 's', "FIELD=VALUE",
		N_("A field, empty to take it out; may be given several times")},
	{"file", 'f', "FILE", N_("A new text; `-` is standard input")},
	{"limit", 0, "BYTES", N_("The largest file to take (67108864)")},
	{0},
};

static enum status edit(struct cli *cli, const char *id, struct change *change, const char *path)
{
	char *bytes = NULL;
	struct err err;
	bool ok = true;

	if (path != NULL) {
		bytes = file_read(path, change->limit, &change->file_len, &err);
		change->file = bytes;
		change->file_name = strcmp(path, "-") == 0 ? NULL : file_name(path);
		ok = bytes != NULL;
	}
	ok = ok && session_edit(&cli->session, id, change, &err);
	free(bytes);
	return ok ? STATUS_DONE : fail(&err);
}

static enum status run(struct cli *cli, const struct args *args)
{
	struct change change = {
		.title = args_get(args, "title"), .number = args_get(args, "number")};
	const char *path = args_get(args, "file");
	int limit = FILE_LIMIT;
	enum status status;
	struct err err;

	if (!args_number(args, "limit", &limit, &err))
		return usage(args, "%s", err.text);
	change.limit = (size_t)limit;
	args_all(args, "set", &change.fields);
	if (change.title == NULL && change.number == NULL && change.fields.n == 0 && path == NULL)
		status = usage(args, _("say what to change: --title, --number, --set or --file"));
	else
		status = edit(cli, args_word(args, 0), &change, path);
	strv_release(&change.fields);
	return status;
}

const struct command command_edit = {
	.name = "edit",
	.synopsis = "ID [--set FIELD=VALUE]... [--file FILE]",
	.help = N_("Change a draft; approvals given before are void"),
	.options = options,
	.need = NEED_PERSON,
	.min = 1,
	.max = 1,
	.run = run,
};
