/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITMERGE_H
#define STORE_GITMERGE_H

/* Small packs made into larger ones, so that there are never many: libgit2 looks at each for every
 * object that it does not find. Readers and writers go on meanwhile. */

#include "store/gitrepo.h"

enum {
	PACKS_FEW = 16, /* up to so many are left as they are */
	MERGE_MAX = 400000, /* objects in a merged pack: a second or two */
};

/* Merges the smallest packs of a folder objects/ until each is at least twice as large as all that
 * are smaller. Only for who holds the lock PACK_LOCK. Packs that stock git marks as its own affair
 * (kept, with bitmaps, under a multi-pack-index) are left alone, and so is everything while its gc
 * runs. repo is for what is stored as a difference. */
MUST_CHECK bool gitmerge(struct gitrepo *repo, int objects, struct err *err);
/* Whether there are enough of them to make it worth while. */
bool gitmerge_is_due(int objects);

#endif
