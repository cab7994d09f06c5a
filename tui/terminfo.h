/* SPDX-License-Identifier: MIT */
#ifndef TUI_TERMINFO_H
#define TUI_TERMINFO_H

#include <stdbool.h>

/* Whether terminfo has a kind of terminal (NULL: that of TERM); fd: where it is. newterm keeps
 * memory for each kind that it does not know, so it is asked first. */
bool terminfo_has(const char *kind, int fd);

#endif
