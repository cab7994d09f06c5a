/* SPDX-License-Identifier: MIT */
#include "tui/command.h"

#include <stdio.h>
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
#define PICK SCOPE_PICK
#define PICK_MANY SCOPE_PICK_MANY
#define FORM SCOPE_FORM
#define EDIT SCOPE_EDIT
#define PROMPT SCOPE_PROMPT

static const struct command commands[] = {
#define COMMAND(id, name, keys, scopes, title, help)                                               \
	[CMD_##id] = {name, keys, (unsigned)(scopes), title, help},
#include "tui/command.def"
#undef COMMAND
};

const struct command *command_get(enum command_id id)
{
	return &commands[id];
}

static bool has_key(const struct command *command, int key)
{
	const char *s = command->keys;

	while (*s != '\0') {
		if (*s == ' ')
			s++;
		else if (keycode_parse(&s) == key)
			return true;
	}
	return false;
}

enum command_id command_for_key(unsigned scopes, int key)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		if ((commands[i].scopes & scopes) != 0 && has_key(&commands[i], key))
			return (enum command_id)i;
	}
	return CMD_NONE;
}

enum command_id command_named(unsigned scopes, const char *name)
{
	for (int i = 0; i < CMD_COUNT; i++) {
		if ((commands[i].scopes & scopes) != 0 && strcmp(commands[i].name, name) == 0)
			return (enum command_id)i;
	}
	return CMD_NONE;
}

int command_key(enum command_id id, unsigned scopes, int n)
{
	const char *s = commands[id].keys;

	while (*s != '\0') {
		int key = *s == ' ' ? 0 : keycode_parse(&s);

		if (key == 0)
			s++;
		else if (command_for_key(scopes, key) == id && n-- == 0)
			return key;
	}
	return 0;
}

void command_keys(enum command_id id, unsigned scopes, char *buf, size_t size)
{
	char label[KEY_NAME_SIZE];
	size_t used = 0;
	int key;

	buf[0] = '\0';
	for (int n = 0; (key = command_key(id, scopes, n)) != 0 && used + KEY_NAME_SIZE + 3 < size;
		n++) {
		int more = snprintf(buf + used, size - used, "%s%s", n > 0 ? "  " : "",
			keycode_label(key, label));

		used += (size_t)more;
	}
}
