/* SPDX-License-Identifier: MIT */
#ifndef TUI_FORM_DRAW_H
#define TUI_FORM_DRAW_H

#include "tui/form.h"

void form_draw(struct form *form, struct grid *grid, struct rect area);

#endif
