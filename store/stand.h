/* SPDX-License-Identifier: MIT */
#ifndef STORE_STAND_H
#define STORE_STAND_H

/* How signed decisions come to stand in the ledger: the one place that writes there. */

#include "store/draft.h"
#include "store/store.h"

/* A signed decision that asks to stand, and what became of it. */
struct petition {
	struct draft draft;
	struct entry entry;
	struct at_hand at_hand;
	struct document after; /* of a document's, once it stands */
	struct err err; /* refused: why; its code is ERR_NONE where it stands */
};
void petition_release(struct petition *petition);

/* The site's time, never before the main line's last nor before not_before (seconds): a clock that
 * is a little behind is waited for. ERR_IO: it is further behind. */
MUST_CHECK bool stand_time(
	const struct store *store, int64_t not_before, struct stamp *now, struct err *err);

/* Asks workflow about each at the tip and the site's time, in order, and makes those that it allows
 * stand together; n is 1 to BATCH_MAX. Only for who holds the lock and has caught up. False where
 * none was decided on: ERR_IO: nothing changed; ERR_UNKNOWN: the next start shows it. */
MUST_CHECK bool stand(struct store *store, struct petition *petitions, size_t n, struct err *err);

#endif
