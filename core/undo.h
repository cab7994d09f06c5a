/* SPDX-License-Identifier: MIT */
#ifndef CORE_UNDO_H
#define CORE_UNDO_H

/* A wrong import taken back: what a person took in in one go is ended, as far as the law lets them.
 * Nothing leaves the ledger: each paper is recalled where somebody else has it and nobody has
 * decided yet, and ended by the pack's action that voids. */

#include "core/session.h"

/* Papers that the person took in one after the other, with no more than a minute between two. That
 * they came together is told by their times alone. */
enum { IMPORT_GAP_S = 60, IMPORT_PAPERS = 100000 /* so far back it is looked */ };
struct import_run {
	struct stamp from, to;
	struct strv ids; /* owns; oldest first */
};
struct import_runs {
	struct import_run *v; /* owns; latest first */
	size_t n;
};
MUST_CHECK bool session_imports(struct session *session, struct import_runs *runs, struct err *err);
void import_runs_release(struct import_runs *runs);
/* The run that a paper came in with; NULL. Borrowed. */
const struct import_run *import_run_of(const struct import_runs *runs, const char *id);

/* What would come of one paper. */
enum undo_way { UNDO_STAYS, UNDO_ENDS, UNDO_RECALLED_AND_ENDS };
struct undo_look {
	enum undo_way way;
	char *title, *seen, *why; /* owns; why it stays, else NULL */
	const struct action *recall, *end; /* borrowed from the pack */
};
MUST_CHECK bool session_undo_look(
	struct session *session, const char *id, struct undo_look *look, struct err *err);
void undo_look_release(struct undo_look *look);

/* Ends one paper, for a reason. seen: as of a deed. ERR_REFUSED: it stays, and why. */
MUST_CHECK bool session_undo(struct session *session, const char *id, const char *comment,
	const char *seen, struct err *err);
/* The same on many; outcomes as of session_do_many. */
enum { UNDO_AT_ONCE = MANY / 2 }; /* papers that stand together: two decisions each */
void session_undo_many(
	struct session *session, const struct strv *ids, const char *comment, struct err *outcomes);

#endif
