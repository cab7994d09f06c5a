/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREEN_RUN_H
#define CORE_SCREEN_RUN_H

/* A run of numbers: groups of digits and letters, and what stands between them. Private to
 * core/screen_run.c and core/screen_number.c. */

#include "core/screen.h"

enum { ITEMS_MAX = 240, GROUPS_MAX = 96, JOINED_MAX = 24 };

enum { /* what stands between two groups */
	SEP_BLANK = 1,
	SEP_DASH = 2,
	SEP_DOT = 4,
	SEP_CELL = 8,
	SEP_LINE = 16,
	SEP_PAREN = 32,
	SEP_OTHER = 64,
};

struct item {
	char value; /* as screen_symbol folds it */
	enum symbol symbol;
	size_t start, end;
};

struct group {
	size_t first, n; /* items */
	int sep; /* before it; 0 for the first */
	int digits;
	bool is_taken;
};

struct run {
	struct item items[ITEMS_MAX];
	struct group groups[GROUPS_MAX];
	size_t item_count, group_count;
	size_t end; /* behind all that was looked at */
};

/* Reads the run in which the character at start stands. */
void run_read(struct run *run, const struct scan *scan, size_t start);

#endif
