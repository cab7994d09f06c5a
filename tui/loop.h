/* SPDX-License-Identifier: MIT */
#ifndef TUI_LOOP_H
#define TUI_LOOP_H

#include "tui/app.h"

/* One poll() over terminal, signals and the store's tick; one frame a turn, after all keys that are
 * there were handled. Until the person leaves. */
MUST_CHECK bool loop_run(struct app *app, struct err *err);

#endif
