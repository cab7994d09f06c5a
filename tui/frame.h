/* SPDX-License-Identifier: MIT */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "tui/app.h"

enum { ROWS_MIN = 15, COLS_MIN = 60 };

/* Draws all of the screen into the grid: header, views, status line or toast, key bar. */
void frame_draw(struct app *app);

#endif
