/* SPDX-License-Identifier: MIT */
#ifndef CORE_WORKFLOW_H
#define CORE_WORKFLOW_H

/* The gate: what the law, the pack and four eyes allow. Pure: the same question has the same
 * answer on the screen, under the store's lock and in every replay. What is guaranteed whatever a
 * pack says is written as numbered guarantees in docs/architecture.md and in workflow*.c. */

#include "core/decision.h"
#include "core/document.h"
#include "core/org.h"
#include "core/pack.h"

/* Who works here and under what law. */
struct office {
	struct pack *pack; /* owns */
	struct org org;
};
void office_release(struct office *office);

/* What lies on the table beside the decision; NULL where it is not at hand. */
struct evidence {
	const char *text; /* the paper's text, when a decision brings a new one */
	size_t text_len;
	const struct document *stub; /* the stub that paper.admitted names */
	const struct document *named; /* the document that decision.named names */
	/* Those that links_followed finds in the paper as it would be. */
	const struct document *const *linked;
	size_t linked_count;
};

/* Asks whether the decision may be made, now being the site's time, and if so makes *after, the
 * document as it then stands (its prev fields are the caller's to set). before is NULL for a new
 * document. What the decision leaves NULL of from, to, role, acting_for, attribute, grounds,
 * content, record_sha256 and pack is filled in; what it says already must be what the law gives.
 * ERR_REFUSED: the reason, and where there is one the way out. ERR_STALE: before has moved on. */
MUST_CHECK bool workflow_admit(const struct office *office, const struct document *before,
	struct decision *decision, struct stamp now, const struct evidence *evidence,
	struct document *after, struct err *err);

/* ERR_STALE: who did what with the document meanwhile. Always false. */
MUST_CHECK bool workflow_moved_on(
	const struct office *office, const struct document *document, struct err *err);

/* The same for persons, units, packs and the site's key: by someone who administers, or by the site
 * itself as long as nobody does. before is the record so far, or NULL. Does not change the office.
 */
MUST_CHECK bool workflow_admit_org(const struct office *office, const char *before,
	struct decision *decision, struct stamp now, struct err *err);
/* The role by which somebody administers on a day: by a post of their own, which cannot be lent.
 * NULL: they do not. Borrowed from the pack. */
const struct role *office_administers(
	const struct office *office, const struct person *person, int day);
/* Makes an admitted decision on a person, a unit or the site part of the office. */
MUST_CHECK bool office_apply(
	struct office *office, const struct decision *decision, struct err *err);

/* One thing that could be done with a document as it stands. */
struct possibility {
	const struct action *action; /* borrowed from the pack */
	bool is_open;
	bool needs_comment, needs_code, needs_named; /* what must be said with it */
	bool needs_parts; /* it is done by session_split */
	bool needs_key; /* it must be signed with a key of the person's own */
	struct err why; /* closed: the reason */
};
/* Every action of the pack on this document's state, in the order of the workflow, open or closed
 * to the person, who would sign with that key of theirs (NULL: none). Returns how many; *options is
 * the caller's to free. */
struct asker {
	const struct person *person;
	const char *signer;
	struct stamp now;
	const struct evidence *evidence; /* or NULL; its linked alone is looked at */
};
size_t workflow_options(const struct office *office, const struct document *document,
	const struct asker *asker, struct possibility **options);

/* The findings of the screening that were neither masked nor waived: what stops the paper. */
void guards_open_findings(const struct document *document, struct strv *open);

/* The state and role an action would lead to from here (the first row whose condition holds); NULL
 * where there is none. Borrowed. */
const struct transition *workflow_transition(
	const struct office *office, const struct document *document, const char *action);

/* The row by which the paper as it would be is written: the first one in this state that means the
 * act (edit, mark) and whose condition holds; NULL where there is none. Borrowed. */
const struct transition *workflow_change_row(const struct office *office,
	const struct document *document, const struct paper *paper, enum act act);

/* The one attribute with which an action that marks can be done from here; NULL: none, or several.
 */
const char *workflow_only_mark(
	const struct office *office, const struct document *document, const char *action);

/* What the site does by itself with a document as it stands: the first row without a role whose
 * condition holds and whose clock, where it waits for one, has run out. Rows that wait for more
 * (the guards gathered and called) are core/session_gather.c's. NULL: nothing. Borrowed. */
const struct transition *workflow_site_row(
	const struct office *office, const struct document *document, struct stamp now);

/* Whether somebody with this role has something to do in a state: the state is one of their queues.
 * by_others: with papers of other units, which name theirs. */
bool workflow_is_queue(
	const struct kind *kind, const char *state, const char *role, bool by_others);

#endif
