/* SPDX-License-Identifier: MIT */
#ifndef TUI_PICK_H
#define TUI_PICK_H

#include "tui/views.h"

/* A picker that no view asked for: what is taken goes to a function. Takes picks over. */
void pick_and(struct app *app, const char *title, struct picks *picks,
	void (*taken)(struct app *app, const char *code));

#endif
