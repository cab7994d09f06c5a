/* SPDX-License-Identifier: MIT */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

/* The ledger played again, link by link, into a projection. Only for who holds the store's lock. */

#include "store/projection.h"

/* Takes in all from where the projection stands up to the ledger's tip. Each link must be signed
 * by the site, in order and in time. After a failure the projection stands, whole, at the last link
 * that was good; err says what is wrong with the next one. ERR_IO too where the projection stands
 * at no link of the ledger: the ledger was rewritten. allowed_signers, in the folder dir (-1:
 * none), keeps step. */
MUST_CHECK bool replay_catch_up(
	struct projection *p, struct gitrepo *repo, int dir, struct err *err);
/* What a rebuild is made of. */
struct rebuild {
	struct gitrepo *repo; /* borrowed */
	int dir; /* the store's folder */
	const char *path; /* of the index; borrowed */
	struct err fault; /* the ledger's; its code is ERR_NONE where there is none */
};
/* Makes the index anew, aside, and renames it over what was there; p is released first and then
 * open on it. At a fault in the ledger the index stops at what precedes it. False only where there
 * is no new index. */
MUST_CHECK bool replay_rebuild(struct projection *p, struct rebuild *rebuild, struct err *err);

/* An index that is made anew up to a link, for who compares it: no lock is needed. At a fault in
 * the ledger it fails. dir: as of db_open_nameless. */
struct replay_copy;
struct replay_copy *replay_copy_begin(
	struct gitrepo *repo, const char *dir, const char *tip, struct err *err);
/* *left: how many links are to go; with none it is whole. */
MUST_CHECK bool replay_copy_step(struct replay_copy *copy, size_t *left, struct err *err);
struct db *replay_copy_db(struct replay_copy *copy); /* borrowed */
void replay_copy_end(struct replay_copy *copy); /* takes NULL */

#endif
