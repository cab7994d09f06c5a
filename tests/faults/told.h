/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_TOLD_H
#define TESTS_FAULTS_TOLD_H

#include <stdbool.h>
#include <stdint.h>

enum { ACKED_MAX = 48, ID_SIZE = 32 };

/* What a victim tells as it happens, in memory that outlives it. */
struct told {
	int calls, syncs;
	int tries, acks, noes; /* decisions begun, answered yes, answered with a plain no */
	char acked[ACKED_MAX][ID_SIZE]; /* the papers that were taken in */
	bool has_ended; /* the process came to its own end */
	bool is_late; /* its yes was said before (a seeded mistake) */
	char sentence[256];
};

/* The store that all begin with: papers in it, and how many decisions. */
enum { BASE_PAPERS = 8 };
struct base {
	int64_t decisions;
	char ids[BASE_PAPERS][ID_SIZE];
	char secret[ID_SIZE]; /* a paper with SECRET in it */
};
#define SECRET "黄金储备地点在北山七号洞"

extern struct told *told;
extern struct base *base;

#endif
