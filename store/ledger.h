/* SPDX-License-Identifier: MIT */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

/* The main line: each link of it merges 1 to 64 decisions, numbered, timed and signed by the site.
 * The first link is the founding decision itself. */

#include <stdint.h>

#include "core/day.h"
#include "store/draft.h"
#include "store/journal.h"

enum { BATCH_MAX = 64 };

struct commit;

struct link {
	char id[OID_HEX + 1];
	char prev[OID_HEX + 1]; /* "" for the first */
	struct strv decisions; /* their commits, in order */
	int64_t first, last; /* the decisions' numbers */
	struct stamp at;
};

void link_release(struct link *link);
/* A commit as a link of the main line; whose signature it bears is not looked at. ERR_IO: it is
 * none.
 */
MUST_CHECK bool link_take(
	const struct commit *commit, const char *id, struct link *link, struct err *err);
/* Reads a link of the main line; site, where not NULL, must have signed it. ERR_IO: it is none. */
MUST_CHECK bool link_read(struct gitrepo *repo, const char *id, const struct public_key *site,
	struct link *link, struct err *err);

/* Writes the founding decision as the first link. */
MUST_CHECK bool ledger_found(struct gitrepo *repo, const struct draft *draft, struct err *err);
/* Decisions on their way into the ledger together, and the site's time for them; borrows them. */
struct batch {
	const struct draft *v[BATCH_MAX];
	size_t n;
	struct stamp at;
};
struct ledger {
	struct gitrepo *repo; /* borrowed */
	struct journal *journal; /* borrowed */
	const struct key *site; /* borrowed */
};
/* Makes a batch stand: journals its objects and the link after last that merges them, puts them
 * into the repository and moves main there. Only for who holds the store's lock, with a journal
 * that leads to last. ERR_IO: nothing changed. ERR_UNKNOWN: the next start shows whether they
 * stand. */
MUST_CHECK bool ledger_append(const struct ledger *ledger, const struct link *last,
	const struct batch *batch, struct link *link, struct err *err);

#endif
