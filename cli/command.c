/* SPDX-License-Identifier: MIT */
#include "cli/command.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"
#include "cli/out.h"
#include "core/mem.h"

extern const struct command command_init, command_import, command_edit, command_mark, command_do,
	command_list, command_show, command_letter, command_log, command_diff, command_calendar,
	command_report, command_verify, command_rebuild, command_checkpoint, command_expire,
	command_anchor, command_backup, command_export, command_screen, command_redact,
	command_split, command_doctor, command_unit, command_person, command_site, command_pack,
	command_session, command_witness, command_config, command_help;

static const struct command *const commands[] = {
	&command_init,
	&command_import,
	&command_edit,
	&command_mark,
	&command_do,
	&command_list,
	&command_show,
	&command_letter,
	&command_log,
	&command_diff,
	&command_calendar,
	&command_report,
	&command_verify,
	&command_rebuild,
	&command_checkpoint,
	&command_expire,
	&command_anchor,
	&command_witness,
	&command_backup,
	&command_screen,
	&command_redact,
	&command_split,
	&command_export,
	&command_doctor,
	&command_config,
	&command_unit,
	&command_person,
	&command_site,
	&command_pack,
	&command_session,
	&command_help,
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const struct option_spec global_options[] = {
	{"store", 'C', "DIR", N_("The store; else $GONGKAI_STORE, else $XDG_DATA_HOME/gongkai")},
	{"as", 0, "PERSON", N_("Who acts; else the person whose login is the Unix user")},
	{"key", 0, "FILE",
		N_("Sign with this key of yours; else $GONGKAI_KEY, else the ssh-agent's")},
	{"json", 0, NULL, N_("One JSON object a line")},
	{"lang", 0, "zh|en", N_("The language of the words")},
	{"help", 'h', NULL, N_("Show the help of the program or the command")},
	{"version", 0, NULL, N_("Show the version")},
	{0},
};

const struct option_spec screen_options[] = {
	{"read-only", 0, NULL, N_("Look, and decide nothing")},
	{"theme", 0, "NAME", N_("The colours")},
	{"ascii", 0, NULL, N_("Borders and marks in ASCII")},
	{"ambiguous", 0, "WIDTH",
		N_("auto, narrow or wide: how the terminal shows quotation marks and the like")},
	{"no-mouse", 0, NULL, N_("Leave the mouse to the terminal, as over SSH")},
	{"plain", 0, NULL, N_("Numbered menus, line by line, for screen readers")},
	{"tutor", 0, NULL, N_("A first walk through a store of its own")},
	{0},
};

const struct command *command_at(size_t i)
{
	return i < COMMANDS ? commands[i] : NULL;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

const struct command *command_nearest(const char *name)
{
	struct strv names = {0};
	const struct command *command = NULL;
	const char *near;

	for (size_t i = 0; i < COMMANDS; i++)
		strv_add(&names, commands[i]->name);
	near = nearest(&names, name);
	if (near != NULL)
		command = command_find(near);
	strv_release(&names);
	return command;
}

enum status fail(const struct err *err)
{
	out_complain("%s", err->text);
	return err->code == ERR_UNKNOWN ? STATUS_UNKNOWN : STATUS_REFUSED;
}

enum status usage(const struct args *args, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	if (args->command != NULL)
		out_complain(_("%s: %s; see `gongkai help %s`"), args->command->name, text,
			args->command->name);
	else
		out_complain(_("%s; see `gongkai help`"), text);
	free(text);
	return STATUS_USAGE;
}

static char *verb_names(const struct verb *verbs, size_t n)
{
	struct strv names = {0};
	char *joined;

	for (size_t i = 0; i < n; i++)
		strv_add(&names, verbs[i].name);
	joined = strv_join(&names, ", ");
	strv_release(&names);
	return joined;
}

enum status verb_run(struct cli *cli, const struct args *args, const struct verb *verbs, size_t n)
{
	const char *word = args_word(args, 0);
	enum status status;
	char *names;

	for (size_t i = 0; word != NULL && i < n; i++) {
		int words = (int)args->words.n - 1;

		if (strcmp(verbs[i].name, word) != 0)
			continue;
		if (words < verbs[i].min || (verbs[i].max >= 0 && words > verbs[i].max))
			return usage(args, _("it is written: gongkai %s %s %s"),
				args->command->name, verbs[i].name, verbs[i].synopsis);
		return verbs[i].run(cli, args);
	}
	names = verb_names(verbs, n);
	if (word == NULL)
		status = usage(args, _("one of these must follow: %s"), names);
	else
		status = usage(args, _("there is no '%s' here; there are: %s"), word, names);
	free(names);
	return status;
}
