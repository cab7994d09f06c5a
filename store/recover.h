/* SPDX-License-Identifier: MIT */
#ifndef STORE_RECOVER_H
#define STORE_RECOVER_H

/* What the journal says stands is brought into the repository again, wherever a crash has left it.
 * Only for who holds the store's lock. */

#include "store/store.h"

/* After it the branch is where the journal leads, and every object is there; else store->apart says
 * why not: the ledger may have been replaced. A look at the journal's end tells where nothing was
 * left undone; deep looks at every object that it holds, as is due where nobody had the store open:
 * then there may have been a loss of power. */
void recover(struct store *store, bool deep);
/* Syncs all that the journal holds, as one pack, and empties it. */
MUST_CHECK bool recover_cut(struct store *store, struct err *err);
/* Merges packs where there are many of them and nobody else does; without the store's lock. */
void recover_tidy(struct store *store);

#endif
