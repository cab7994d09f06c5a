/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREEN_RUN_H
#define CORE_SCREEN_RUN_H

/* A run of numbers: groups of digits and letters, and what stands between them. Private to
 * core/screen_run.c, core/screen_sieve.c, core/screen_number.c and core/screen_code.c. */

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
	struct item items[ITEMS_MAX + 1]; /* and one that is being read */
	struct group groups[GROUPS_MAX];
	size_t item_count, group_count;
	size_t end; /* behind all that was looked at */
	/* By sieve_read: the digits that the items may be meant for, -1: none; of the items before
	 * each, how many are none, and Luhn's sums with those at even or at odd places doubled. */
	signed char digits[ITEMS_MAX];
	uint16_t others[ITEMS_MAX + 1], luhn[2][ITEMS_MAX + 1];
};

/* O for 0, l and I for 1: what people and scanners mistake. */
static inline char run_meant(char value)
{
	return (char)(value == 'O' ? '0' : value == 'I' || value == 'L' ? '1' : value);
}

/* And what only scanners mistake: Z for 2, S for 5, B for 8. */
static inline char run_meant_scanned(char value)
{
	return (char)(value == 'Z'   ? '2'
		      : value == 'S' ? '5'
		      : value == 'B' ? '8'
				     : run_meant(value));
}

/* A credit code has no O and no I, but an L. */
static inline char run_meant_code(char value)
{
	return (char)(value == 'O' ? '0' : value == 'I' ? '1' : value);
}

/* Reads the run in which the character at start stands. */
void run_read(struct run *run, const struct scan *scan, size_t start);
/* Numerals of both kinds side by side are two things: 联系人一13800138000, 13800138000陆. */
void run_split(struct run *run);

/* Lengths that a number may have, a bit each (core/screen_sieve.c). */
struct sieve {
	uint32_t lengths; /* of what is looked at in full */
	uint32_t cards, codes; /* of what is, where the sum is right */
};
/* What may begin with the group whose first item it is and go on in the next ones, told by a few of
 * its signs: most groups begin nothing. sure: what a check digit vouches for alone. */
void sieve_read(struct run *run); /* before that */
struct sieve sieve_at(const struct scan *scan, const struct run *run, size_t first, bool sure);
bool sieve_passes(const struct sieve *sieve, const struct run *run, size_t first, size_t n);

#endif
