/* SPDX-License-Identifier: MIT */
#ifndef TUI_SELECTION_H
#define TUI_SELECTION_H

/* Which papers are selected: a set of ids, whatever rows are in memory. Zero is none. */

#include "core/str.h"

struct selection {
	struct strv ids; /* in byte order */
};

bool selection_has(const struct selection *selection, const char *id);
void selection_put(struct selection *selection, const char *id);
void selection_drop(struct selection *selection, const char *id);
void selection_toggle(struct selection *selection, const char *id);
/* All of ids, which it takes over. */
void selection_take(struct selection *selection, struct strv *ids);
void selection_release(struct selection *selection);

#endif
