/* SPDX-License-Identifier: MIT */
#ifndef STORE_DRAFT_H
#define STORE_DRAFT_H

/* A decision as a signed commit, and the objects that come with it: in memory, before any lock. */

#include "core/decision.h"
#include "core/pack.h"
#include "store/gitobject.h"
#include "store/gitrepo.h"
#include "store/key.h"
#include "store/signer.h"

struct draft {
	struct objects objects; /* owns; the commit is the last */
	char id[OID_HEX + 1]; /* of the commit */
};

struct drafting {
	struct gitrepo *repo; /* borrowed */
	const struct key *key; /* the site's, which signs where there is no signer; borrowed */
	const struct signer *signer; /* the actor's own; borrowed; NULL: none */
	const char *name; /* of the actor, as git shall show it; may be NULL */
	const char *parent; /* the tip its maker saw; NULL: the root */
	const struct pack_files *files; /* of the pack that it adopts, or NULL */
};

/* The decision must be complete, as workflow_admit leaves it. */
MUST_CHECK bool draft_make(const struct drafting *how, const struct decision *decision,
	struct draft *draft, struct err *err);
const struct object *draft_commit(const struct draft *draft); /* borrowed */
void draft_release(struct draft *draft);

#endif
