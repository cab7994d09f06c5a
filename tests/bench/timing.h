/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_TIMING_H
#define TESTS_BENCH_TIMING_H

/* Times of the same thing many times over, and how they are told. */

#include <stdbool.h>
#include <stddef.h>

double now_us(void);
double cpu_us(void); /* of this thread: what others do on the machine is not in it */
bool is_full(void); /* FULL=1 */

struct times {
	double *v; /* owns; microseconds */
	size_t n;
};
void times_add(struct times *times, double us);
double times_at(struct times *times, double share); /* 0.5: the median; sorts */
double times_sum(const struct times *times);
void times_release(struct times *times);

/* "name   median p95 max us" */
void tell_times(const char *name, struct times *times);
/* "name   value   goal: ... met", or not met; a goal of 0 is none. */
void tell_ratio(const char *name, double value, double most);
void tell_least(const char *name, double value, double least);

#endif
