/* SPDX-License-Identifier: MIT */
#ifndef CORE_DOCUMENT_H
#define CORE_DOCUMENT_H

/* A document: a paper and where it stands. It is never written by hand: core/workflow.h makes the
 * next one from the last and a decision, here, under the lock and in every replay alike. */

#include <stdbool.h>
#include <stddef.h>

#include "core/day.h"
#include "core/err.h"
#include "core/paper.h"

struct approval {
	char *person, *acting_for, *role, *action; /* acting_for may be NULL */
	char *unit; /* the unit it speaks for; NULL: the paper's own */
	char record[HASH_HEX + 1]; /* the paper that was approved */
};

struct opinion { /* a voice in a step that waits for several */
	char *person, *acting_for, *role, *action, *unit; /* unit: as of an approval */
};

struct clock_pause {
	int64_t from, to; /* moments; to is 0 while it lasts */
};

enum { TERM_AT_ONCE = -1 }; /* no day at all: due when it begins */
struct clock_run { /* a term that runs or ran */
	char *rule; /* the code of the kind's clock */
	int start, due; /* days */
	int stopped; /* the day it ended; DAY_NONE while it runs */
	bool provisional;
	/* The same as moments, of a clock that counts hours; else 0. */
	int64_t start_at, due_at, stopped_at;
	int first; /* the due day as it was when the clock started; DAY_NONE: it is due still */
	int64_t first_at; /* likewise, of hours */
	int term; /* days or hours where they are not the rule's; 0: the rule's; or TERM_AT_ONCE */
	int counted; /* 1 + an enum count_unit where its days count otherwise; 0: as the rule's */
	int extension; /* days or hours added; 0: none */
	struct clock_pause *pauses; /* owns; oldest first */
	size_t pause_count;
};

struct document {
	struct paper paper;
	char record[HASH_HEX + 1]; /* SHA-256 of the paper's record: what approvals are bound to */
	char *state;
	int entered; /* the day it came into this state */
	struct approval *approvals;
	size_t approval_count;
	struct opinion *opinions; /* in this state */
	size_t opinion_count;
	struct strv
		actors; /* who has acted on it since it was last submitted, submitter included */
	struct clock_run *clocks; /* one a rule, the latest run */
	size_t clock_count;
	char waived[HASH_HEX + 1]; /* the record whose findings were waived; "" */
	struct strv waivers; /* findings of this record that were waived one by one */
	char signed_record[HASH_HEX + 1]; /* the record that was signed; "" until then */
	int decided, published; /* days; DAY_NONE */
	/* The other units that the paper's fields of type units name: they see it once it has left
	 * drafting. */
	struct strv shared;
	int purged; /* the day its content left the disk; DAY_NONE */
	struct stamp created, updated;
	int decisions; /* how many so far */
	char *last_actor, *last_action;
	char *prev; /* the commit of the latest decision, hex; NULL before the first */
	char prev_sha256[HASH_HEX + 1]; /* SHA-256 of that commit's bytes */
};

void document_release(struct document *document);
void document_copy(struct document *to, const struct document *from); /* to is released first */
void document_clear_approvals(struct document *document);
void document_clear_opinions(struct document *document);
/* The whole as a record (state.git and the index keep it so) and back. */
void document_print(const struct document *document, struct str *out);
MUST_CHECK bool document_parse(struct document *document, const char *text, struct err *err);
/* Of a text that document_print wrote: the paper's id, kind, unit, attribute and fields, and
 * nothing else of it. The paper is empty before. */
void document_skim(struct paper *paper, const char *text);
/* The earliest due day of a running clock that does not stand still; DAY_NONE where none runs. */
int document_due(const struct document *document);
/* The minute of it, where that is the end of a clock of hours; 0: the end of that day. */
int64_t document_due_at(const struct document *document);
/* Whether a term that runs has ended by now. */
bool document_is_overdue(const struct document *document, struct stamp now);

#endif
