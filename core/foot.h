/* SPDX-License-Identifier: MIT */
#ifndef CORE_FOOT_H
#define CORE_FOOT_H

/* What the foot of a paper says of it: a first guess, for whoever takes it in to confirm. The foot
 * is the first line that is a day and nothing else under one that names an office. */

#include <stdbool.h>

struct foot {
	char *issuer; /* the first of the offices that stand over the day; NULL: none is told */
	int day; /* DAY_NONE: none is told */
};

void foot_read(struct foot *foot, const char *text); /* foot owns, see foot_release */
void foot_release(struct foot *foot);
/* Whether a line of the text is nothing but these words in brackets: （此件公开发布）. */
bool foot_says(const char *text, const char *words);

#endif
