/* SPDX-License-Identifier: MIT */
#ifndef STORE_PROJECTION_H
#define STORE_PROJECTION_H

/* What stands, as of one link of the ledger: the index, and the office in memory. Decisions are
 * taken into it one by one, each asked of workflow again: the same way under the lock, in catching
 * up and in a rebuild. */

#include "core/workflow.h"
#include "store/db.h"
#include "store/entry.h"
#include "store/ledger.h"
#include "store/shelf.h"

struct projection {
	struct db *db; /* owns */
	struct office office;
	struct shelf *shelf; /* owns; of a build; NULL: rows are written with every decision */
	bool has_new_units; /* of a build: the index has not those of the office yet */
	bool has_new_signers; /* allowed_signers may not be what the office says: see allowed.h */
	struct link last; /* the link it stands at; its id is "" before the first */
};

void projection_release(struct projection *p);
/* The office and the link anew from the index. */
MUST_CHECK bool projection_load(struct projection *p, struct gitrepo *repo, struct err *err);

/* What is at hand when a decision is made and not in a replay. */
struct at_hand {
	const char *text; /* the paper's new text, or NULL */
	size_t text_len;
};
/* Asks workflow whether a decision that is not signed yet may be made, and lets it fill in what is
 * open; changes nothing. A record that is the one before is taken out. ERR_REFUSED, ERR_STALE: as
 * workflow_admit. */
MUST_CHECK bool projection_ask(struct projection *p, struct decision *decision,
	const struct at_hand *at_hand, struct err *err);
/* Asks the same about an entry, whose sequence and site_time are set, and takes it in, within the
 * transaction that is open. repo is for what the entry did not load yet. at_hand may be NULL.
 * after (documents only) is released first. ERR_REFUSED, ERR_STALE: as workflow_admit, and nothing
 * was changed. After another failure the transaction must be rolled back and projection_load
 * called. */
MUST_CHECK bool projection_take(struct projection *p, struct gitrepo *repo, struct entry *entry,
	const struct at_hand *at_hand, struct document *after, struct err *err);
/* Writes what a build still holds in memory: at its end. */
MUST_CHECK bool projection_settle(struct projection *p, struct err *err);
/* Notes, in the transaction that is open, that it stands at this link, which is taken over. */
MUST_CHECK bool projection_arrive(struct projection *p, struct link *link, struct err *err);

#endif
