/* SPDX-License-Identifier: MIT */
#include "tests/bench/timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/mem.h"

double now_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

double cpu_us(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

bool is_full(void)
{
	const char *full = getenv("FULL");

	return full != NULL && *full != '\0';
}

void times_add(struct times *times, double us)
{
	GROW(times->v, times->n);
	times->v[times->n++] = us;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double times_at(struct times *times, double share)
{
	if (times->n == 0)
		return 0;
	qsort(times->v, times->n, sizeof(*times->v), ascending);
	return times->v[(size_t)((double)(times->n - 1) * share)];
}

double times_sum(const struct times *times)
{
	double sum = 0;

	for (size_t i = 0; i < times->n; i++)
		sum += times->v[i];
	return sum;
}

void times_release(struct times *times)
{
	free(times->v);
	*times = (struct times){0};
}

void tell_times(const char *name, struct times *times)
{
	(void)printf("%-44s median %9.1f  p95 %9.1f  max %9.1f us\n", name, times_at(times, 0.5),
		times_at(times, 0.95), times_at(times, 1));
}

void tell_ratio(const char *name, double value, double most)
{
	(void)printf("%-44s %9.2f", name, value);
	if (most > 0)
		(void)printf("  goal <= %g: %s", most, value <= most ? "met" : "NOT MET");
	(void)printf("\n");
	(void)fflush(stdout);
}

void tell_least(const char *name, double value, double least)
{
	(void)printf("%-44s %9.2f", name, value);
	if (least > 0)
		(void)printf("  goal >= %g: %s", least, value >= least ? "met" : "NOT MET");
	(void)printf("\n");
	(void)fflush(stdout);
}
