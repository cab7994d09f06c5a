/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/file.h"
#include "cli/js.h"
#include "cli/out.h"
#include "core/text.h"

static const struct option_spec options[] = {
	{"file", 'f', "FILE", N_("The rendition as you want it; `-` is standard input")},
	{"print", 0, NULL, N_("Print the masked text that is proposed, and change nothing")},
	{"drop", 0, NULL, N_("Take the rendition back: the text itself is to be published")},
	{0},
};

static enum status propose(struct cli *cli, const char *id)
{
	struct findings findings = {0};
	char *masked = NULL;
	struct err err;

	if (!session_screen(&cli->session, id, &findings, &masked, &err))
		return fail(&err);
	out_bytes(masked, strlen(masked));
	free(masked);
	findings_release(&findings);
	return STATUS_DONE;
}

/* What is left in it to be looked at. */
static enum status tell(struct cli *cli, const char *id)
{
	struct view view = {0};
	const struct paper *paper = &view.document.paper;
	struct strv open = {0};
	struct err err;
	json_t *line;

	if (!session_show(&cli->session, id, &view, &err))
		return fail(&err);
	guards_open_findings(&view.document, &open);
	if (cli->json) {
		line = json_object();
		js_str(line, "id", paper->id);
		js_str(line, "rendition", paper->rendition.sha256);
		js_list(line, "findings", &open);
		js_print(line);
	} else {
		out_print("%s %.12s\n", paper->id, paper_public(paper)->sha256);
		for (size_t i = 0; i < open.n; i++)
			out_print("  %s\n", open.v[i]);
	}
	strv_release(&open);
	view_release(&view);
	return STATUS_DONE;
}

static bool from_file(struct cli *cli, const char *id, const char *path, struct err *err)
{
	struct str text = {0};
	const char *encoding;
	size_t len;
	char *bytes = file_read(path, FILE_LIMIT, &len, err);
	bool ok = bytes != NULL && text_decode(bytes, len, &text, &encoding, err) &&
		  session_redact(&cli->session, id, str_get(&text), text.len, err);

	str_release(&text);
	free(bytes);
	return ok;
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0), *path = args_get(args, "file");
	bool drops = args_has(args, "drop"), prints = args_has(args, "print"), ok;
	struct err err;

	if ((path != NULL) + drops + prints > 1)
		return usage(args, _("--file, --print and --drop exclude each other"));
	if (prints)
		return propose(cli, id);
	if (drops)
		ok = session_unredact(&cli->session, id, &err);
	else if (path != NULL)
		ok = from_file(cli, id, path, &err);
	else
		ok = session_redact(&cli->session, id, NULL, 0, &err);
	return ok ? tell(cli, id) : fail(&err);
}

const struct command command_redact = {
	.name = "redact",
	.synopsis = "ID [--file FILE | --print | --drop]",
	.help = N_("Make the text as the public may read it: all that the screening finds is "
		   "masked"),
	.options = options,
	.more = N_(
		"The rendition is decided on and published; the text itself stays. `gongkai diff "
		"ID --rendition`\nshows what was masked. What is still found in it is listed."),
	.need = NEED_PERSON,
	.min = 1,
	.max = 1,
	.run = run,
};
