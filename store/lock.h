/* SPDX-License-Identifier: MIT */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

/* A right that one process has at a time: flock on a file of the store, which dies with its holder.
 * The file says who that is. */

#define WRITE_LOCK "lock" /* the ledger and the index */
#define STATE_LOCK "state.lock" /* state.git */
#define PACK_LOCK "pack.lock" /* merging the ledger's packs, beside those who write */

#include "core/err.h"

/* Sleeps until it is free, but not for ever; ERR_IO then names the holder. Returns a descriptor for
 * lock_drop, or -1.
 */
MUST_CHECK int lock_take(int dir, const char *name, struct err *err);
/* The same without waiting: *busy says whether somebody else has it. */
MUST_CHECK int lock_try(int dir, const char *name, bool *busy, struct err *err);
/* The error of who has waited long enough: it names the holder. */
bool lock_is_busy(int dir, const char *name, struct err *err);
int lock_patience(void); /* how long that is, in milliseconds */
void lock_drop(int fd);
/* A seeded mistake: lets others in before the work is done. */
void lock_bug_lose(void);

#endif
