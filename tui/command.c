/* SPDX-License-Identifier: MIT */
#include "tui/command.h"

#include <string.h>

#include "core/i18n.h"

/* Scopes are written in the list without their prefix. */
#define ALL SCOPE_ALL
#define MOVE SCOPE_MOVE
#define PAGE SCOPE_PAGE
#define DESK SCOPE_DESK
#define LIST SCOPE_LIST
#define TABLE SCOPE_TABLE
#define DOCUMENT SCOPE_DOCUMENT
#define TEXT SCOPE_TEXT
#define LEDGER SCOPE_LEDGER
#define REPORT SCOPE_REPORT
#define OFFICE SCOPE_OFFICE
#define PICK SCOPE_PICK
#define PICK_MANY SCOPE_PICK_MANY
#define FORM SCOPE_FORM
#define EDIT SCOPE_EDIT
#define PROMPT SCOPE_PROMPT

static const struct command commands[] = {
#define COMMAND(id, name, keys, vi, scopes, title, help)                                           \
	[CMD_##id] = {name, {keys, vi}, (unsigned)(scopes), title, help},
#include "tui/command.def"
#undef COMMAND
};

const struct command *command_get(enum command_id id)
{
	return &commands[id];
}

enum command_id command_named(unsigned scopes, const char *name)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		if ((commands[i].scopes & scopes) != 0 && strcmp(commands[i].name, name) == 0)
			return (enum command_id)i;
	}
	return CMD_NONE;
}
