/* SPDX-License-Identifier: MIT */
#ifndef TUI_LIST_H
#define TUI_LIST_H

/* A cursor over n lines of which some are seen. */

#include <stdbool.h>

#include "tui/command.h"

struct list {
	int n, cursor, top;
	int rows; /* seen at the last draw */
};

/* Moves the cursor where the command is a move. */
bool list_command(struct list *list, enum command_id id);
/* Sets how many lines there are and are seen; afterwards the cursor is one of both. */
void list_fit(struct list *list, int n, int rows);

#endif
