/* SPDX-License-Identifier: MIT */
#ifndef CORE_EACH_H
#define CORE_EACH_H

/* Documents one after the other, newest first: those a query finds among what the person may see,
 * each with as much of it as they may.
 * Reports and worklists are made so, and hold one document at a time. */

#include "core/session.h"

struct each {
	struct session *session; /* borrowed */
	struct query query; /* owns; filled in by the caller before the first each_next */
	struct rows rows; /* owns: a page */
	size_t at;
	struct document document; /* owns: the one each_next found */
};

/* unit may be NULL; a kind's code, or NULL. */
void each_init(struct each *each, struct session *session, const char *unit, const char *kind);
/* False behind the last one, and where it fails (err->code is set). */
bool each_next(struct each *each, struct err *err);
void each_release(struct each *each);
/* The phase of the document's state; PHASE_ENDED where the pack no longer knows it. */
enum phase each_phase(const struct each *each);

#endif
