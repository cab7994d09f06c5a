/* SPDX-License-Identifier: MIT */
#ifndef STORE_STORE_H
#define STORE_STORE_H

/* The inside of struct store, whose outside is core/store.h. */

#include <sys/types.h>

#include "core/store.h"
#include "store/journal.h"
#include "store/key.h"
#include "store/projection.h"
#include "store/signer.h"
#include "store/tick.h"
#include "store/turn.h"

enum { STORE_VERSION = 1, SPARE_NAME = 112 };

/* Decisions that are to stand together: taken into the index in one transaction, kept in memory
 * until there are enough, or no more. */
struct many {
	bool is_on;
	char *actor; /* owns; whose decisions they are; NULL: nothing was begun */
	struct signer signer; /* owns; the actor's */
	int lock;
	struct batch batch; /* borrows drafts */
	struct draft drafts[BATCH_MAX]; /* owns */
	char request[64]; /* of the last */
	struct err err; /* why nothing more can be put in */
};

struct store {
	char *dir; /* owns; absolute */
	char *index; /* owns; its path */
	int fd, content; /* folders */
	int place; /* of a person over SSH, or -1: see visit.c */
	int live; /* shared by all who have the store open: see open.c */
	bool was_alone; /* nobody had it open: there may have been a crash */
	struct gitrepo *ledger; /* owns */
	struct journal journal;
	struct key *site; /* owns; NULL: not here. To sign, ask site_key (store/site_key.h) */
	struct key_source signing;
	struct projection now;
	ino_t inode; /* of the index: another process may have made it anew */
	struct tick tick;
	struct turn turn;
	char spare[SPARE_NAME]; /* a file of the inbox to write over; "" for none */
	/* What is wrong with the ledger: what precedes it can be read, nothing can be written.
	 * Asked again by every store_catch_up. */
	struct err alarm;
	/* Why the ledger could not be brought to where the journal leads; part of the alarm. */
	struct err apart;
	struct many many;
	/* A write failed half-way: this process must not go on as if the disk held what it wrote.
	 */
	bool is_stopped;
	bool is_untidy; /* a pack was written: there may be too many of them */
};

/* Brings the office and the index up to the ledger's tip, for who holds the lock. */
MUST_CHECK bool store_catch_up(struct store *store, struct err *err);
/* The index anew, for who holds the lock. */
MUST_CHECK bool store_make_index(struct store *store, struct err *err);
/* Whether the index is the one that this process has open. */
bool store_has_index(const struct store *store);
/* Opens the index again when another process replaced it. */
MUST_CHECK bool store_reopen_index(struct store *store, struct err *err);

/* Gives the write lock back, and wakes those who wait for an answer. */
void store_unlock(struct store *store, int lock);

/* Removes what was purged from the disk, for who holds the lock. */
MUST_CHECK bool store_sweep_locked(struct store *store, struct err *err);
/* The same where somebody was stopped in the middle of it. */
void store_finish_purges(struct store *store);

#endif
