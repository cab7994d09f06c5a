/* SPDX-License-Identifier: MIT */
#ifndef CORE_QUESTION_H
#define CORE_QUESTION_H

/* What core/workflow.c and its parts ask together: may this decision be made? */

#include "core/workflow.h"

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
	const char *role; /* in which the actor acts */
	const char *acting_for; /* a person, or NULL */
	struct paper paper; /* as it would be afterwards; owns */
};

/* Guards that the row names, and guarantee 5 (core/guards.c). */
MUST_CHECK bool guards_check(const struct question *q, struct err *err);
/* For pack_condition: the paper's values and the document's state, context being a question. */
const char *question_value(const void *context, const char *name);

/* What comes in (core/door.c): a new document, what an act changes of a paper, guarantee 8. */
MUST_CHECK bool door_check_new(const struct question *q, struct err *err);
MUST_CHECK bool door_check_change(const struct question *q, struct err *err);
MUST_CHECK bool door_check_marks(const struct question *q, struct err *err);

/* Guarantees 1, 2, 4, 6 and 7, whatever a pack says (core/guarantees.c). to is where it leads. */
MUST_CHECK bool guarantees_check(const struct question *q, const struct state *to, struct err *err);

/* What follows from the papers it names (core/links.c). */
MUST_CHECK bool links_check(const struct question *q, const struct state *to, struct err *err);

#endif
