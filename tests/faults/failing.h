/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_FAILING_H
#define TESTS_FAULTS_FAILING_H

/* A victim is played once for each of its calls, which fails, and goes on with that. */

#include "tests/faults/jobs.h"
#include "tests/faults/scene.h"

struct failing {
	const char *name;
	int calls, error; /* see struct failpoint */
	bool is_lasting;
	int step; /* every how many calls, in the short campaign */
};
extern const struct failing failings[];
extern const size_t failing_count;

/* Which calls fail: from + 1 in the first step, and then each step calls on. */
struct spacing {
	int from, step;
};

/* start: a folder, absolute. */
void failing_sweep(const struct scene *scene, const char *start, const struct failing *failing,
	unsigned seed, const struct spacing *spacing, struct tally *tally);
/* Copies the start into ./NAME, plays the scene there without a fault, and tells. */
void failing_play(const struct scene *scene, const char *start, const char *name, unsigned seed);

#endif
