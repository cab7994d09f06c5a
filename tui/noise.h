/* SPDX-License-Identifier: MIT */
#ifndef TUI_NOISE_H
#define TUI_NOISE_H

/* What libraries print to standard error while the screen is up: it would stand in the middle of a
 * page. It is kept, told as messages, and what was not told is printed when the screen is gone. */

#include <stddef.h>

/* From now on standard error is kept. Nothing happens where it is no terminal: a file draws over
 * nothing. */
void noise_catch(void);
/* The next whole line that was printed since, without what terminals obey; NULL: none. The caller
 * frees. */
char *noise_take(void);
/* Standard error is the terminal again. Safe in a signal handler and twice. */
void noise_release(void);

#endif
