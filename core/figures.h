/* SPDX-License-Identifier: MIT */
#ifndef CORE_FIGURES_H
#define CORE_FIGURES_H

/* The status summary: a table of counts, one line a unit, state and attribute, with its sums. */

#include "core/pack.h"
#include "core/store.h"

struct figures {
	struct status_counts counts; /* owns; ordered by unit (tree order), kind, state (workflow
			       order), attribute */
	int total, overdue;
};

void figures_release(struct figures *figures);
/* The sum over the cells of a state and an attribute; NULL is any. */
int figures_sum(const struct figures *figures, const char *state, const char *attribute);

#endif
