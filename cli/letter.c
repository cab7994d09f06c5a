/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/js.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/letter.h"

static const struct option_spec options[] = {
	{"format", 'f', "F", N_("text or html (text)")},
	{0},
};

static void print_letters(const struct cli *cli, const struct letters *letters)
{
	struct sheet sheet = {.columns = 3};

	for (size_t i = 0; i < letters->n; i++) {
		const struct letter_seen *seen = &letters->v[i];
		const char *why = seen->why != NULL ? seen->why
				  : seen->is_draft  ? _("as a draft: not approved yet")
						    : _("can be sent");
		json_t *line;

		sheet_add(&sheet, seen->letter->code);
		sheet_add(&sheet, name_get(&seen->letter->name));
		sheet_add(&sheet, why);
		if (!cli->json)
			continue;
		line = json_object();
		js_str(line, "letter", seen->letter->code);
		js_str(line, "name", name_get(&seen->letter->name));
		js_bool(line, "open", seen->is_open);
		js_bool(line, "draft", seen->is_draft);
		js_str(line, "why", seen->why);
		js_print(line);
	}
	if (!cli->json)
		sheet_print(&sheet);
	sheet_release(&sheet);
}

static enum status list_letters(struct cli *cli, const char *id)
{
	struct letters letters = {0};
	struct err err;
	bool ok = session_letters(&cli->session, id, &letters, &err);

	if (ok)
		print_letters(cli, &letters);
	letters_release(&letters);
	return ok ? STATUS_DONE : fail(&err);
}

static void print_json(const char *id, const char *code, const struct str *text)
{
	json_t *line = json_object();

	js_str(line, "id", id);
	js_str(line, "letter", code);
	js_text(line, "text", str_get(text), text->len);
	js_print(line);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *id = args_word(args, 0), *code = args_word(args, 1);
	const char *format = args_get(args, "format");
	struct str out = {0};
	struct err err;
	bool is_html = format != NULL && strcmp(format, "html") == 0, ok;

	if (format != NULL && !is_html && strcmp(format, "text") != 0)
		return usage(args, _("--format: a letter is printed as text or html, not as '%s'"),
			format);
	if (code == NULL)
		return list_letters(cli, id);
	ok = session_letter(&cli->session, id, code, is_html, &out, &err);
	if (ok && cli->json)
		print_json(id, code, &out);
	else if (ok)
		out_bytes(str_get(&out), out.len);
	str_release(&out);
	return ok ? STATUS_DONE : fail(&err);
}

const struct command command_letter = {
	.name = "letter",
	.synopsis = "ID [LETTER] [--format F]",
	.help = N_(
		"Print a letter about a record, filled in; without its name, list those there are"),
	.options = options,
	.need = NEED_PERSON,
	.min = 1,
	.max = 2,
	.run = run,
};
