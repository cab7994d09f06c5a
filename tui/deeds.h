/* SPDX-License-Identifier: MIT */
#ifndef TUI_DEEDS_H
#define TUI_DEEDS_H

#include "core/session.h"

/* The order in which a person is shown what can be done: what moves the paper on, then the other
 * open actions, then the closed ones. Indexes of view->options; the caller frees. */
size_t *deeds_order(const struct view *view, size_t *open_count);

#endif
