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

/* What one post opens: papers of the units, but for those in states of some phases, of which it
 * opens the title alone or nothing. Bits of 1 << enum phase. */
struct opening {
	struct unit_range units;
	unsigned titles, nothing;
};

/* A document may be seen when an opening holds its unit, when it is published, when the person
 * drafted it, or when it names one of those units (a joint paper) and has left drafting. */
struct scope {
	struct opening *openings; /* owns */
	size_t n;
	char *person; /* owns */
};

/* How much of a document: what a list of papers says of it; what the public reads; all of it, with
 * the text that was masked, earlier versions, and what was said of it on the way. */
enum sight_of { SIGHT_NONE, SIGHT_TITLE, SIGHT_PUBLIC, SIGHT_WHOLE };

void access_scope(
	const struct office *office, const struct person *person, int day, struct scope *scope);
void scope_release(struct scope *scope);
/* Whether the openings hold everything, so that nothing is hidden from the person. */
bool access_sees_all(const struct office *office, const struct scope *scope);
enum sight_of access_sight(
	const struct office *office, const struct scope *scope, const struct document *document);
/* Whether it may be read: more than its title. */
bool access_may_see(
	const struct office *office, const struct scope *scope, const struct document *document);
bool access_sees_whole(
	const struct office *office, const struct scope *scope, const struct document *document);

#endif
