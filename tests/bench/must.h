/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_MUST_H
#define TESTS_BENCH_MUST_H

/* A program that measures ends where something fails: a figure of what did not work is none. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/err.h"

static inline void need(bool ok, const char *what)
{
	if (ok)
		return;
	(void)fprintf(stderr, "bench: %s failed\n", what);
	exit(1);
}

/* MUST(call(..., &err)) */
#define MUST(call)                                                                                 \
	do {                                                                                       \
		struct err err = {0};                                                              \
		if (!(call)) {                                                                     \
			(void)fprintf(stderr, "bench: %s: %s\n", #call, err.text);                 \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

#endif
