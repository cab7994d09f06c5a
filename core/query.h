/* SPDX-License-Identifier: MIT */
#ifndef CORE_QUERY_H
#define CORE_QUERY_H

/* What is asked of a list: words, and terms `field:value` such as state:sign unit:zfb due:<7d. */

#include <stdbool.h>

#include "core/access.h"
#include "core/err.h"
#include "core/str.h"

struct days { /* both included; DAY_NONE is open */
	int from, to;
};

/* Papers on which such a decision was made, one that moved them to another state: all that is
 * filled in holds of it. */
struct deed_asked {
	struct strv actions; /* codes, any of them */
	char *code; /* of a return; owns */
	char *left; /* the state that was left; owns */
	struct days on;
};

/* Papers that were published: within a term or after it, or after it alone. */
enum term_asked { TERM_ANY, TERM_ENDED, TERM_LATE };

enum query_order { ORDER_DUE, ORDER_NEWEST };

/* A state in a range of units: what somebody may work on. */
struct reach {
	char *kind, *state; /* owns */
	struct unit_range units;
	bool by_others; /* papers of other units that name one of these, which has not spoken yet */
};

struct query {
	struct strv words; /* all must stand in the title, the number or the id */
	struct strv body; /* all must stand in the paper's text, as far as it is indexed */
	struct strv states; /* any of them; codes, or "kind:code" of one kind alone */
	char *attribute; /* a code; "none": not decided yet */
	char *unit; /* this unit and what is below it */
	bool unit_itself; /* not what is below it */
	char *kind;
	struct strv drafters; /* one of these; empty: whoever it was */
	struct strv grounds; /* it rests on any of them; codes */
	char *names; /* a document that one of its decisions names */
	char *pack; /* a version: it was signed under a pack that bears it; "old": not today's, */
	char *pack_today; /* which has this id */
	struct strv ids; /* any of them */
	struct deed_asked did;
	struct days entered; /* when it came into its state */
	struct days published;
	enum term_asked term;
	bool touched_by_me; /* with a person in scope: drafted or decided by them and not ended */
	int due_before; /* due on an earlier day than this; DAY_NONE: any */
	int due_minute; /* or on that day, before this minute of it */
	bool is_overdue; /* due before now: whoever lists it says what the minute is */
	int due_from; /* due on this day or later; DAY_NONE: any */
	int decided_before, decided_from; /* likewise, of the day it was signed */
	int review_before; /* to be looked at again before this day */
	struct reach *reaches; /* any of them; filled in for queues */
	size_t reach_count;
	bool is_queue; /* only what lies in a reach */
	enum query_order order;
	char *after; /* the id of the row before the first one wanted, or NULL */
	bool backwards; /* the rows before `after`, nearest first; without after: from the end */
	int limit; /* rows; 0 is the default of 50 */
	bool with_fields; /* the rows bring along what their kind's columns show */
};

void query_release(struct query *query);
/* Reads the text; today is for terms like due:<7d, due:overdue. ERR_INPUT: an unknown field or
 * value, with those that are known. */
MUST_CHECK bool query_parse(struct query *query, const struct office *office, const char *text,
	int today, struct err *err);
/* Whether a decision is asked for. */
bool query_has_deed(const struct query *query);
/* The one kind that what is asked for is of; NULL where it may be of several. Borrowed. */
const struct kind *query_kind(const struct query *query, const struct pack *pack);

#endif
