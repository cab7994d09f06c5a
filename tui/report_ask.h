/* SPDX-License-Identifier: MIT */
#ifndef TUI_REPORT_ASK_H
#define TUI_REPORT_ASK_H

/* What a person types about a report, and the file it is written into; for the screen and for the
 * menus without one. */

#include "core/reports.h"

/* "unit:zfb from:2026-01-01 to:2026-03-31 as-of:2026-01-31 kind:task", one word each; ask borrows
 * from them. ERR_INPUT. */
MUST_CHECK bool report_ask_read(struct report_ask *ask, const struct strv *words, struct err *err);
/* Into a new file, by its ending: .html, .xlsx, .csv. What is there already is not written over. */
MUST_CHECK bool report_write(const struct report *report, const char *path, struct err *err);

#endif
