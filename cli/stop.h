/* SPDX-License-Identifier: MIT */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* Long work that may be stopped: the first Ctrl-C asks it to end cleanly, the second ends it. */

#include <stdbool.h>

void stop_watch(void);
bool stop_asked(void);

#endif
