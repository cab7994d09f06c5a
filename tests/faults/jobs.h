/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_JOBS_H
#define TESTS_FAULTS_JOBS_H

/* Points are looked at by processes of their own, as many at once as there are cores. */

#include <stdbool.h>
#include <sys/types.h>

struct tally {
	int points, broken;
};

enum { LABEL_SIZE = 160, WATCHDOG = 60 };

/* Forks: true in the job, which ends by jobs_leave. Waits where there are enough already; label
 * names it should it hang or crash. */
bool jobs_enter(struct tally *tally, const char *label);
void jobs_leave(bool is_kept) __attribute__((noreturn));
/* Called with the pid of a child that is no job, and for each job that has ended; or NULL. */
void jobs_told(void (*ended)(pid_t stranger));
void jobs_wait(void); /* until all have ended */

#endif
