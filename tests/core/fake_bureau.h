/* SPDX-License-Identifier: MIT */
#ifndef TESTS_CORE_FAKE_BUREAU_H
#define TESTS_CORE_FAKE_BUREAU_H

/* A second maker of papers, which shares nothing with tests/core/fake_papers.c but the shape of
 * what it makes: other values, labels, tables, lists and letters, put together piece by piece, and
 * other ways to write a number so that a search does not see it. What the screening was fitted to
 * is the one; how it does on papers it was not fitted to, the other tells. */

#include "tests/core/fake_papers.h"

/* How a number is written. */
enum wear {
	WEAR_NONE,
	WEAR_WIDE, /* １３８ */
	WEAR_NO_BREAK, /* blanks that do not break */
	WEAR_WIDE_BLANK,
	WEAR_EN_DASH,
	WEAR_MIDDLE_DOT,
	WEAR_UNDERSCORE,
	WEAR_SLASH,
	WEAR_LINE, /* broken, the next line indented */
	WEAR_LINE_DASH, /* broken with a dash */
	WEAR_SOFT_HYPHEN,
	WEAR_JOINER,
	WEAR_ISOLATE, /* between marks of direction */
	WEAR_HAN, /* 一三八零 */
	WEAR_HAN_FORMAL, /* 壹叁捌零 */
	WEAR_HAN_MIXED, /* 13八00 */
	WEAR_MISREAD, /* 0 and 1 as letters */
	WEAR_MISREAD_MORE, /* 2, 5 and 8 as letters too */
	WEAR_KEYCAP,
	WEAR_BOLD, /* mathematical */
	WEAR_CIRCLED,
	WEAR_ARABIC,
	WEAR_EACH, /* a blank between any two */
	WEAR_ODD, /* groups of any size */
	WEAR_BAR, /* cells of a table */
	WEAR_TAB,
	WEAR_LAST, /* the last place stands apart */
	WEAR_PARENS, /* 138(0013)8000 */
	WEARS,
};
extern const char *const wear_names[WEARS];

/* What is in a paper: numbers as they are mostly written, numbers written so that a search does not
 * see them, or nothing that stops a paper but much that looks like it. */
enum bureau_kind { BUREAU_PLAIN, BUREAU_WORN, BUREAU_CLEAN };

void fake_bureau_make(struct fake_paper *paper, enum bureau_kind kind, uint64_t seed);

#endif
