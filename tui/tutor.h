/* SPDX-License-Identifier: MIT */
#ifndef TUI_TUTOR_H
#define TUI_TUTOR_H

/* The first walk: a lesson over the status line says what to do next, and the next one comes when
 * it was done. */

#include "tui/app.h"

enum { TUTOR_ROWS = 3 };

/* A command was run, or typing was taken, in a view of this name. */
void tutor_saw(struct app *app, enum command_id id, const char *view);
void tutor_draw(const struct app *app, struct grid *grid, struct rect rect);

#endif
