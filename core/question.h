/* SPDX-License-Identifier: MIT */
#ifndef CORE_QUESTION_H
#define CORE_QUESTION_H

/* What core/workflow.c and its parts ask together: may this decision be made? */

#include "core/workflow.h"

/* One who must speak, see core/voices.h. */
struct voice {
	const char *role; /* borrowed from the row */
	const char *unit; /* borrowed from the voices; NULL: the paper's own */
	size_t term; /* the place of its role in the row */
};
struct voices {
	struct voice *v; /* owns */
	size_t n;
	struct strv units; /* owns */
};

struct question {
	const struct office *office;
	const struct document *before; /* NULL for a new document */
	const struct decision *decision;
	const struct evidence *evidence; /* may be NULL */
	struct stamp now;
	int day;
	bool is_probe; /* what must be said with it has not been said yet */
	bool is_settled; /* the decision says everything: nothing may be filled in */
	const struct kind *kind;
	const struct transition *row;
	struct voices voices; /* the row's; owns */
	const char *role; /* in which the actor acts */
	const char *unit; /* the unit they speak for; NULL: the paper's own; borrowed from voices */
	const char *acting_for; /* a person, or NULL */
	struct paper paper; /* as it would be afterwards; owns */
};

/* Guards that the row names, and guarantee 5 (core/guards.c). */
MUST_CHECK bool guards_check(const struct question *q, struct err *err);
/* For pack_condition: the paper's values and the document's state, context being a question. */
const char *question_value(const void *context, const char *name);

/* What comes in (core/door.c): a new document, what an act changes of a paper, guarantee 8. */
MUST_CHECK bool door_check_new(const struct question *q, struct err *err);
/* Units that the paper newly names are there, and others than its own. */
MUST_CHECK bool door_check_units(const struct question *q, struct err *err);
MUST_CHECK bool door_check_change(const struct question *q, struct err *err);
MUST_CHECK bool door_check_marks(const struct question *q, struct err *err);

/* Guarantees 1, 2, 4, 6 and 7, whatever a pack says (core/guarantees.c). to is where it leads. */
MUST_CHECK bool guarantees_check(const struct question *q, const struct state *to, struct err *err);

/* What follows from the papers it names (core/links.c). */
MUST_CHECK bool links_check(const struct question *q, const struct state *to, struct err *err);

#endif
