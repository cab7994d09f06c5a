/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_CROWD_H
#define TESTS_BENCH_CROWD_H

/* Processes that work at the same time and leave what they counted in memory that all share. */

#include <stddef.h>

/* n of size bytes each, zeroed, for who is forked from here on; crowd_free gives them back. */
void *crowd_reports(size_t n, size_t size);
void crowd_free(void *reports, size_t n, size_t size);

struct crowd {
	const char *store;
	double from, until; /* microseconds, as now_us */
};
/* Forks one process for each report and waits for all: how many failed. */
int crowd_run(const struct crowd *crowd, size_t n,
	void (*work)(const struct crowd *crowd, size_t who, void *reports), void *reports);
/* Sleeps until then, as now_us. */
void crowd_sleep(double at);

#endif
