/* SPDX-License-Identifier: MIT */
#ifndef TUI_PICK_H
#define TUI_PICK_H

#include "tui/views.h"

/* A picker that no view asked for: what is taken goes to a function. Takes picks over. */
void pick_and(struct app *app, const char *title, struct picks *picks,
	void (*taken)(struct app *app, const char *code));

/* The same for commands, behind whose names arguments may be typed. */
void pick_command(struct app *app, const char *title, struct picks *picks,
	void (*taken)(struct app *app, const char *line),
	bool (*arguments)(struct app *app, const char *text, struct picks *picks));

#endif
