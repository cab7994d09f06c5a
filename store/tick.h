/* SPDX-License-Identifier: MIT */
#ifndef STORE_TICK_H
#define STORE_TICK_H

/* A file of one byte, written after every decision: others watch it. (Watching the index itself
 * would miss some.) */

struct tick {
	int file, watch; /* descriptors, or -1 */
};

/* Opens what it can: without it screens are refreshed when asked to. */
void tick_open(struct tick *tick, const char *dir);
void tick_close(struct tick *tick);
void tick_write(struct tick *tick);
void tick_clear(struct tick *tick); /* forgets what was told so far */

#endif
