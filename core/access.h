/* SPDX-License-Identifier: MIT */
#ifndef CORE_ACCESS_H
#define CORE_ACCESS_H

/* What a person may see. One answer, in two forms: for one document, and as a predicate that every
 * query of the store carries. */

#include "core/document.h"
#include "core/workflow.h"

struct unit_range {
	int lo, hi; /* units in tree order, see struct unit; both included */
};

/* A document may be seen when its unit lies in one of the ranges, when it is published, when the
 * person drafted it, or when it names one of those units (a joint paper) and has left drafting. */
struct scope {
	struct unit_range *ranges; /* owns */
	size_t n;
	char *person; /* owns */
};

void access_scope(
	const struct office *office, const struct person *person, int day, struct scope *scope);
void scope_release(struct scope *scope);
/* Whether the ranges hold every unit, so that nothing is hidden from the person. */
bool access_sees_all(const struct office *office, const struct scope *scope);
bool access_may_see(
	const struct office *office, const struct scope *scope, const struct document *document);
/* The same without its being published: who sees it for that alone sees what the public reads, and
 * not the text that was masked, earlier versions, or what was said of it on the way. */
bool access_sees_whole(
	const struct office *office, const struct scope *scope, const struct document *document);

#endif
