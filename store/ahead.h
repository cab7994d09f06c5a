/* SPDX-License-Identifier: MIT */
#ifndef STORE_AHEAD_H
#define STORE_AHEAD_H

/* The main line read ahead of who replays it. Threads read the commits, take them apart and look
 * whether their signatures are good, which is most of the work; the replay gets them in order and
 * judges them alone. Whose signature may stand is the replay's to say. */

#include "store/entry.h"
#include "store/public_key.h"

/* What a signature proves by itself. */
struct seal {
	bool is_good;
	struct public_key signer; /* of a good one */
	struct err err; /* why it is not good: none there is one too */
};
/* The seal of a commit that was signed as git signs. */
void seal_check(struct seal *seal, const struct commit *commit);

struct glimpse {
	struct entry entry; /* of a link only its commit, and the id */
	bool is_read;
	struct err err; /* why it could not be read */
	struct seal seal;
};
void glimpse_release(struct glimpse *glimpse);
/* Reads a decision here and now. */
void glimpse_decision(struct gitrepo *repo, const char *id, bool seal, struct glimpse *glimpse);

/* A link and its decisions, in order. */
struct stretch {
	struct glimpse link;
	struct glimpse *decisions; /* owns; the first AHEAD_DECISIONS of a link that has too many */
	size_t n;
};
enum { AHEAD_DECISIONS = 64 };

struct ahead;

enum ahead_aim {
	AHEAD_AUDIT, /* every signature is looked at */
	/* The link vouches for the decisions that its own signer signed; and the records that are
	 * sure to be asked for are read. */
	AHEAD_REPLAY,
};

struct ahead_plan {
	const unsigned char (*ids)[OID_HEX / 2]; /* of the links, the last one first; borrowed */
	size_t n;
	size_t trusted; /* the signatures of so many links, from the first one, are not looked at */
	enum ahead_aim aim;
};

struct ahead *ahead_begin(struct gitrepo *repo, const struct ahead_plan *plan); /* borrows repo */
/* The next one, the first of all at first; borrowed until the next call. NULL: there are no more.
 */
struct stretch *ahead_next(struct ahead *ahead);
void ahead_end(struct ahead *ahead); /* takes NULL */

#endif
