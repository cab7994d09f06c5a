/* SPDX-License-Identifier: MIT */
#ifndef CORE_STANDING_H
#define CORE_STANDING_H

/* How a document stands after a decision that workflow has allowed. */

#include "core/decision.h"
#include "core/document.h"
#include "core/pack.h"

struct step {
	const struct pack *pack;
	const struct kind *kind;
	const struct transition *transition;
	const struct state
		*to; /* where it leads; the state it is in for one that waits for voices */
	struct stamp now; /* the site's time */
};

/* Makes *after of before (NULL: a new document) and the paper as the decision leaves it, which is
 * taken over. after's prev fields are left as they were. */
void standing_after(const struct document *before, struct paper *paper,
	const struct decision *decision, const struct step *step, struct document *after);

#endif
