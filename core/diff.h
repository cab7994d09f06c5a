/* SPDX-License-Identifier: MIT */
#ifndef CORE_DIFF_H
#define CORE_DIFF_H

/* The difference of two texts: by lines, and within lines that took each other's place by words,
 * where every Chinese character is a word. Myers' way, in the space that the texts take. */

#include <stdbool.h>

#include "core/str.h"

enum diff_kind { DIFF_SAME, DIFF_OUT, DIFF_IN };

struct diff_range { /* bytes of a row's text that changed */
	size_t start, len;
};

struct diff_row {
	enum diff_kind kind;
	const char *text; /* borrowed from the texts; without its line end */
	size_t len;
	int from_line, to_line; /* from 1; 0 where the row is not there */
	size_t first_range, range_count; /* of the diff's ranges; none: all of it, or nothing */
};

struct diff {
	struct diff_row *rows; /* owns; what went out before what came in */
	size_t n;
	struct diff_range *ranges; /* owns */
	size_t range_count;
	bool is_equal;
};

/* The texts are borrowed as long as the diff is. */
void diff_init(struct diff *diff, const char *from, const char *to);
void diff_release(struct diff *diff);
/* The text with its changed ranges between two marks each: 电话[-138-]. */
void diff_row_print(const struct diff *diff, const struct diff_row *row, struct str *out);
/* The same as text: each line behind `-`, `+` or a blank, changed words between marks; runs of
 * lines that are the same on both sides shortened to three. */
void diff_words(const char *from, const char *to, struct str *out);
/* Each line behind `-`, `+` or a blank. Nothing is added where they are equal. */
void diff_lines(const char *from, const char *to, struct str *out);

#endif
