/* SPDX-License-Identifier: MIT */
#ifndef TESTS_MEASURES_H
#define TESTS_MEASURES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Whether a report's column of numbers counts nothing: days, a place in a series, a mean. */
static inline bool is_measure(const char *column)
{
	static const char *const measures[] = {"days", "working_days", "worst", "median",
		"ninth_tenth", "longest", "year", "highest", "score"};

	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
		if (strcmp(measures[i], column) == 0)
			return true;
	}
	return false;
}

#endif
