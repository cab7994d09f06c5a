/* SPDX-License-Identifier: MIT */
#ifndef TUI_PAST_H
#define TUI_PAST_H

/* The lines that the person searched and filtered by, kept over a restart. */

#include "tui/app.h"

void past_load(struct app *app);
/* A line behind its kind and a tab; what is too old is forgotten. */
void past_keep(struct app *app, const char *line);

#endif
