/* SPDX-License-Identifier: MIT */
#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"

static const struct option_spec options[] = {
	{"rendition", 0, NULL, N_("The text against what the public may read of it, by words")},
	{0},
};

static enum status run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0);
	int ends[2] = {0};
	struct str text = {0};
	struct err err;
	bool ok;

	for (size_t i = 0; i < 2; i++) {
		const char *word = args_word(args, i + 1);

		if (word != NULL && (!str_number(word, &ends[i]) || ends[i] == 0))
			return usage(args,
				_("'%s' is no decision's number; they count from 1 as in "
				  "`gongkai log %s`"),
				word, id);
	}
	if (args_has(args, "rendition") && args->words.n > 1)
		return usage(args, _("--rendition compares one paper with itself: leave '%s' out"),
			args_word(args, 1));
	ok = args_has(args, "rendition")
		     ? session_diff_rendition(&cli->session, id, &text, &err)
		     : session_diff(&cli->session, id, ends[0], ends[1], &text, &err);
	if (!ok) {
		str_release(&text);
		return fail(&err);
	}
	if (cli->json) {
		json_t *line = json_object();

		js_str(line, "id", id);
		js_text(line, "diff", str_get(&text), text.len);
		js_print(line);
	} else {
		out_bytes(str_get(&text), text.len);
	}
	str_release(&text);
	return STATUS_DONE;
}

const struct command command_diff = {
	.name = "diff",
	.synopsis = "ID [FROM [TO] | --rendition]",
	.help = N_("Compare a paper between two of its decisions: text against text, field against "
		   "field"),
	.options = options,
	.more = N_("FROM and TO count the paper's decisions from 1, as `gongkai log ID` lists "
		   "them.\nWithout them: the first and the latest."),
	.need = NEED_PERSON,
	.min = 1,
	.max = 3,
	.run = run,
};
