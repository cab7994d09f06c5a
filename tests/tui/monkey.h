/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_MONKEY_H
#define TESTS_TUI_MONKEY_H

/* Random keys, the same for one seed. */

#include "core/str.h"

/* Appends what about n keys send: letters, function keys, Chinese, clicks, pastes, broken bytes. */
void monkey_type(unsigned *seed, int n, struct str *out);
/* A window's size; now and then from 1x1 to 300x100. */
void monkey_size(unsigned *seed, int *rows, int *cols);

#endif
