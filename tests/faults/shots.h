/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_SHOTS_H
#define TESTS_FAULTS_SHOTS_H

/* A victim is played once, and at each of its calls that change files its folder is copied as a
 * sudden end would leave it; each copy is judged. A kill needs no more than that: what a process
 * that is killed leaves is what the files hold. */

#include "tests/faults/jobs.h"
#include "tests/faults/scene.h"
#include "tests/faults/told.h"

enum shot_kind {
	SHOT_KILL = 1 << 0, /* kill -9 before the call */
	SHOT_TEAR = 1 << 1, /* a write is done in part, and then kill -9 */
	SHOT_POWER = 1 << 2, /* loss of power before the call */
};

struct sweep {
	const struct scene *scene; /* by which it is judged */
	const struct scene *played;
	const char *start; /* a folder, absolute */
	struct told told; /* what was told by then */
	unsigned seed;
	int kinds; /* of enum shot_kind */
	int step; /* every how many calls */
	int losses; /* how many losses of power at one call */
	/* Where copies of some killed states are kept, every so many calls: FOLDER-CALL/site, and
	 * what was told in FOLDER-CALL/told. NULL: none. */
	const char *keep;
	int keep_step;
};

/* Adds what was found to tallies, one a kind (by the order of their bits). */
void shots_take(const struct sweep *sweep, struct tally tallies[3]);

#endif
