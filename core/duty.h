/* SPDX-License-Identifier: MIT */
#ifndef CORE_DUTY_H
#define CORE_DUTY_H

/* What a notice asks of whom: a record for each clause and each unit that it makes responsible. */

#include "core/notice.h"
#include "core/session.h"

struct duty {
	const struct notice_clause *clause; /* borrowed from the notice */
	const struct notice_party *party; /* borrowed; NULL: the clause names nobody */
	char *unit; /* owns; whose desk it comes to; NULL: no unit is known by that name */
	struct strv near; /* units that may be meant, where none is known */
	char *number; /* owns; what the record is found by: notice, clause, unit */
	int due;
	char *taken; /* owns; the record that was made of it before; NULL */
};

struct duties {
	struct duty *v; /* owns */
	size_t n;
};

struct duty_options {
	const char *keeper; /* the unit that keeps what is said of groups and of nobody */
	struct strv matches; /* "NAME=UNIT,UNIT": what a name in the notice stands for */
	bool near; /* a name that is short for one unit alone is that unit's */
};

/* Every duty of the notice, in its order, each once, and whether it was taken before. ERR_INPUT: a
 * match that is none, an unknown unit, more than DUTIES_MAX. */
enum { DUTIES_MAX = 5000 };
MUST_CHECK bool duties_plan(struct duties *duties, struct session *session,
	const struct notice *notice, const struct duty_options *options, struct err *err);
void duties_release(struct duties *duties);

/* Makes the record of the kind that the pack's [notice] names. Of its fields those called notice,
 * clause, content, party, part, dates and due are filled in. *id is the caller's to free. */
MUST_CHECK bool duty_take(struct session *session, const struct notice *notice,
	const struct duty *duty, char **id, struct err *err);

#endif
