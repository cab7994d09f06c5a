/* SPDX-License-Identifier: MIT */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include "tui/app.h"

/* One poll() over terminal, signals and the store's tick; one frame a turn, after all keys that are
 * there were handled. Until the person leaves. */
MUST_CHECK bool loop_run(struct app *app, struct err *err);
/* Whether a signal has come that ends it. */
bool loop_is_ended(const struct app *app);
/* Tells a test: "r" before anything is taken, "\n" when everything is done and only the next key or
 * signal can change the screen. */
void loop_tell(const char *what);

#endif
