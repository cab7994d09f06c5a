/* SPDX-License-Identifier: MIT */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

/* What a person can do, from the one list in command.def: keys, help, palette and key bar. */

enum command_scope {
	SCOPE_ALL = 1 << 0, /* every view that takes no typing */
	SCOPE_MOVE = 1 << 1, /* a cursor over lines */
	SCOPE_PAGE = 1 << 2, /* pages beside a typing field */
	SCOPE_DESK = 1 << 3,
	SCOPE_LIST = 1 << 4,
	SCOPE_TABLE = 1 << 5,
	SCOPE_DOCUMENT = 1 << 6,
	SCOPE_PICK = 1 << 7,
	SCOPE_PICK_MANY = 1 << 8,
	SCOPE_FORM = 1 << 9,
	SCOPE_EDIT = 1 << 10,
	SCOPE_PROMPT = 1 << 11,
	SCOPE_TEXT = 1 << 12, /* words can be searched for */
	SCOPE_LEDGER = 1 << 13,
	SCOPE_REPORT = 1 << 14,
	SCOPE_OFFICE = 1 << 15, /* the report on who works here */
};

enum command_id {
#define COMMAND(id, name, keys, vi, scopes, title, help) CMD_##id,
#include "tui/command.def"
#undef COMMAND
	CMD_COUNT,
	CMD_NONE = CMD_COUNT,
};

/* For those who never used vi, and for those who did. */
enum preset { PRESET_CLERK, PRESET_VI, PRESET_COUNT };

struct command {
	const char *name;
	const char *keys[PRESET_COUNT]; /* of the second "": as in the first */
	unsigned scopes;
	const char *title, *help; /* msgids */
};

const struct command *command_get(enum command_id id);
enum command_id command_named(unsigned scopes, const char *name);

#endif
