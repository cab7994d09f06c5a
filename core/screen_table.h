/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREEN_TABLE_H
#define CORE_SCREEN_TABLE_H

/* The tables beside a pack's screening rules: a word or a number a line, and numbers behind it.
 * What follows `#` is a remark. */

#include <stdbool.h>
#include <stddef.h>

enum { SCREEN_NUMBERS_MAX = 6 };

struct screen_line {
	const char *word; /* borrowed from the text */
	size_t len;
	int numbers[SCREEN_NUMBERS_MAX];
	size_t n;
};

/* The next line that says something, *text moving behind it; false at the end. A line that is none
 * has no word. */
bool screen_table_next(const char **text, struct screen_line *line);
int screen_table_fault(const char *text); /* the first line that is none, from 1; 0 */

#endif
