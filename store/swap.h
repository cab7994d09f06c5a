/* SPDX-License-Identifier: MIT */
#ifndef STORE_SWAP_H
#define STORE_SWAP_H

/* An index is replaced as a whole while others use it. SQLite finds a database's log by its name:
 * whoever opens or closes the old one in the middle of that would mix the two up. So opening and
 * closing share a lock (the file index.db-swap), and the replacing has it alone. */

#include <stdbool.h>

/* A descriptor for swap_end, or -1 where nothing can be locked (a disk that is read-only): who
 * opens or closes goes on without, who replaces must not. errno says why. */
int swap_begin(const char *path, bool alone);
void swap_end(int fd);

#endif
