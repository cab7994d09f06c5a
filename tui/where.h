/* SPDX-License-Identifier: MIT */
#ifndef TUI_WHERE_H
#define TUI_WHERE_H

/* Where the person was: the views that stood open and what they were about, kept when the program
 * is left and taken up at the next start. */

#include "tui/app.h"

void where_keep(struct app *app);
/* Opens them again over the desk, as far as they are still there. */
void where_restore(struct app *app);

#endif
