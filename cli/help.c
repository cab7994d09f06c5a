/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "cli/command.h"
#include "cli/out.h"
#include "cli/sheet.h"
#include "core/mem.h"

static void add_options(struct sheet *sheet, const struct option_spec *spec)
{
	for (; spec != NULL && spec->name != NULL; spec++) {
		char letter[5] = {'-', (char)spec->letter, ',', ' ', '\0'};
		char *text = xasprintf("%s--%s%s%s", spec->letter != 0 ? letter : "    ",
			spec->name, spec->value != NULL ? " " : "",
			spec->value != NULL ? spec->value : "");

		sheet_add(sheet, text);
		sheet_add(sheet, _(spec->help));
		free(text);
	}
}

static void print_options(const char *title, const struct option_spec *spec)
{
	struct sheet sheet = {.columns = 2, .indent = 2};

	add_options(&sheet, spec);
	out_print("\n%s\n", title);
	sheet_print(&sheet);
	sheet_release(&sheet);
}

void help_program(void)
{
	struct sheet sheet = {.columns = 2, .indent = 2};
	const struct command *command;

	out_print(_("Usage: gongkai [OPTION]... [COMMAND [ARGUMENT]...]\n"
		    "Decide, paper by paper, what the public may read. Without a command: the "
		    "screen.\n"));
	out_print("\n%s\n", _("Commands:"));
	for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
		sheet_add(&sheet, command->name);
		sheet_add(&sheet, _(command->help));
	}
	sheet_print(&sheet);
	sheet_release(&sheet);
	print_options(_("Options:"), global_options);
	print_options(_("Options of the screen:"), screen_options);
	out_print("\n%s\n", _("Exit status: 0 done; 1 refused or failed, nothing was changed; 2 "
			      "wrong usage;\n3 done in part; 4 the outcome is unknown."));
}

void help_command(const struct command *command)
{
	out_print(_("Usage: gongkai %s %s\n"), command->name, command->synopsis);
	out_print("%s\n", _(command->help));
	if (command->more != NULL)
		out_print("\n%s\n", _(command->more));
	if (command->options != NULL)
		print_options(_("Options:"), command->options);
	print_options(_("Options of every command:"), global_options);
}

static enum status run(struct cli *cli, const struct args *args)
{
	const char *name = args_word(args, 0);
	const struct command *command;

	(void)cli;
	if (name == NULL) {
		help_program();
		return STATUS_DONE;
	}
	command = command_find(name);
	if (command == NULL)
		return usage(args, _("there is no command '%s'"), name);
	help_command(command);
	return STATUS_DONE;
}

const struct command command_help = {
	.name = "help",
	.synopsis = "[COMMAND]",
	.help = N_("Show the help of the program or of a command"),
	.max = 1,
	.run = run,
};
