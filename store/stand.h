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
	bool is_queued; /* it waited in the inbox: its request may stand already */
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
MUST_CHECK bool stand(
	struct store *store, struct petition *const *petitions, size_t n, struct err *err);

/* For what was taken into the index already, in the transaction that is open: the ledger, and the
 * end of the transaction. After a failure, which is stand's, call stand_undo. */
MUST_CHECK bool stand_write(
	struct store *store, const struct batch *batch, const char *request, struct err *err);
void stand_undo(struct store *store);
bool stand_is_refusal(const struct err *err); /* the law's no, not the machine's */

#endif
