/* SPDX-License-Identifier: MIT */
#ifndef STORE_BUG_H
#define STORE_BUG_H

/* Mistakes that the test build can be told to make (GONGKAI_BUG=NAME), so that the fault campaign
 * can prove that it would notice them. The product cannot make them. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#ifdef GONGKAI_TEST
/* The campaign's: an answer that is given too early. */
void store_bug_ack(void) __attribute__((weak));
#endif

static inline bool bug(const char *name)
{
#ifdef GONGKAI_TEST
	const char *wanted = getenv("GONGKAI_BUG");

	return wanted != NULL && strcmp(wanted, name) == 0;
#else
	(void)name;
	return false;
#endif
}

static inline void bug_answer_early(void)
{
#ifdef GONGKAI_TEST
	if (bug("early-answer") && store_bug_ack != NULL)
		store_bug_ack();
#endif
}

#endif
