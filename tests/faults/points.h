/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_POINTS_H
#define TESTS_FAULTS_POINTS_H

/* Failpoints: every call of this process that changes files, its libraries' too, is counted in
 * memory shared with the parent, and at a chosen one the process is killed or the call fails. */

#include <stdbool.h>

enum fault_kind {
	FAULT_NONE, /* only count */
	FAULT_KILL, /* kill -9 before the call */
	FAULT_TEAR, /* a write is done by half, and then kill -9 */
	FAULT_ONCE, /* the call fails once */
	FAULT_LASTING, /* it fails, and so does all that follows */
	FAULT_POWER, /* the machine stops before the call */
};

struct failpoint {
	enum fault_kind kind;
	int at; /* the call it meets, from 1 */
	int error; /* errno of a call that fails */
	unsigned seed; /* of what a loss of power takes */
};

/* Begins to count in this process, and to do what fault says. */
void points_arm(const struct failpoint *fault, int *counter);
void points_disarm(void);
/* How many of the calls so far were syncs. */
int points_syncs(void);

#endif
