/* SPDX-License-Identifier: MIT */
#ifndef TUI_KEYMAP_H
#define TUI_KEYMAP_H

/* Which key means which command: a preset, and what the person's keys.ini says instead. Zero is the
 * clerks' preset. */

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"
#include "tui/command.h"
#include "tui/keycode.h"

/* A line of keys.ini: these keys alone run the command in these scopes. */
struct key_line {
	enum command_id id;
	unsigned scopes;
	char *keys; /* owns */
	int line;
};

struct keymap {
	enum preset preset;
	struct key_line *own; /* owns; in the order of the file */
	size_t n;
	size_t line_count; /* of the file that name commands */
};

/* Reads the file. What is wrong with it, and what keys it takes away, is added to problems as
 * sentences with file and line; all that is right stands. False: there is no file. */
bool keymap_load(struct keymap *map, const char *path, struct strv *problems);
void keymap_release(struct keymap *map);

/* The command a key means in a view of these scopes; CMD_NONE. */
enum command_id keymap_command(const struct keymap *map, unsigned scopes, int key);
/* The n-th key of a command in a view of these scopes, less those that another row takes; 0. */
int keymap_key(const struct keymap *map, enum command_id id, unsigned scopes, int n);
/* "a  Enter  F6" into buf. */
void keymap_keys(
	const struct keymap *map, enum command_id id, unsigned scopes, char *buf, size_t size);

/* A hint with the names of commands in braces, "{save} saves", each replaced by its key in a view
 * of these scopes, or by ":save" where it has none; without a map by what the command is called.
 * The caller frees. */
char *keymap_hint(const struct keymap *map, unsigned scopes, const char *hint);

/* The kinds of views as keys.ini names them: [keys list]. NULL behind the last. */
const char *keymap_context(size_t i, unsigned *scopes);

#endif
