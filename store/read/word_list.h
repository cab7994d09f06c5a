/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_WORD_LIST_H
#define STORE_READ_WORD_LIST_H

/* Numbers that an office program counts by itself: `一、`, `第三条`, `1.2`. They show like any
 * other text of a paper and stand nowhere in it. */

#include "store/read/zip.h"

enum { LIST_LEVELS = 9 };

struct list_level {
	char *format, *text,
		*style; /* owns; "chineseCounting", "%1、", the style that goes with it */
	int start;
	bool is_close; /* nothing between the number and the words */
	int count; /* of the last one; 0: none yet */
};
struct list_kind {
	char *id; /* owns */
	struct list_level levels[LIST_LEVELS];
};
struct list { /* what paragraphs name: one of a kind, which begins anew somewhere */
	char *id, *kind; /* owns */
	int starts[LIST_LEVELS]; /* 0: goes on */
};
struct list_style {
	char *id, *base, *list; /* owns; NULL: it says nothing of that */
	int level; /* -1: not said */
};
struct lists {
	struct list_kind *kinds; /* owns, as the others */
	struct list *lists;
	struct list_style *styles;
	size_t kind_count, list_count, style_count;
};

void lists_read(struct lists *lists, struct zip *zip, struct gather *gather);
void lists_release(struct lists *lists);

/* A paragraph, as it says itself: list NULL and level -1 where it does not, style NULL. */
struct list_place {
	struct list_level *level; /* NULL: it has no number */
	struct list_kind *kind;
};
/* Counts it; out gets its number, with a blank behind it where one shows. */
struct list_place lists_count(
	struct lists *lists, const char *list, int level, const char *style, struct str *out);

#endif
