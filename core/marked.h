/* SPDX-License-Identifier: MIT */
#ifndef CORE_MARKED_H
#define CORE_MARKED_H

/* Marked lines: what a file holds beside the words of the paper itself (comments, deletions, its
 * author, pages that nobody can read) stands in its text as lines that say so, `⟦comment 批注⟧
 * ...`, so that whatever is in a file is read, searched, screened and compared like the rest of it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "core/screening.h"

enum mark {
	MARK_HEADER,
	MARK_FOOTER,
	MARK_COMMENT,
	MARK_INSERTED, /* tracked, and in the text as well */
	MARK_DELETED, /* tracked, and nowhere else */
	MARK_HIDDEN,
	MARK_ALT, /* words for a picture */
	MARK_FIELD, /* what computes a date, a table of contents */
	MARK_LINK, /* where a link leads */
	MARK_PROPERTY, /* author, title and what else the program noted */
	MARK_PICTURE, /* there is one, which nobody has read */
	MARK_OTHER, /* words in a part of the file that shows nowhere */
	MARK_UNREAD, /* a part that could hold words and was not read */
	MARK_UNSCREENABLE, /* the paper, or a page of it, has no text at all */
	MARK_COUNT,
};

const char *mark_code(enum mark mark); /* "comment"; static */
/* Furniture of the page and the file, which nobody misses in what is published. */
bool mark_is_aside(enum mark mark);
bool mark_parse(const char *code, size_t len, enum mark *mark);

/* Appends lines of text, each marked; what is no text is left out. */
void marked_add(struct str *out, enum mark mark, const char *text, size_t len);
/* Whether the line at p, which ends at end, is marked. */
bool marked_at(const char *p, const char *end, enum mark *mark);
/* The text without the lines that are aside, but those that a finding lies in which is more than a
 * note. findings are in the text's order; NULL: none of them stays. */
void marked_strip(const char *text, size_t len, const struct findings *findings, struct str *out);

/* How many lines of each mark a text has. */
void marked_count(const char *text, size_t len, int counts[MARK_COUNT]);
/* Whether the mark says that something was not read. */
bool mark_is_unread(enum mark mark);
/* What was read of a file, or what was not, in words: "the text, comments 2". The caller frees. */
char *marked_words(const int counts[MARK_COUNT], bool is_unread);

/* Why the reader gave up; its line is `E word`. */
enum failure {
	FAILURE_DAMAGED,
	FAILURE_ENCRYPTED,
	FAILURE_LARGE, /* it unpacks to too much */
	FAILURE_DEEP,
	FAILURE_ENTITIES, /* it brings a document type of its own */
	FAILURE_TWICE, /* two parts of one name: which one is the paper? */
	FAILURE_EMPTY,
	FAILURE_UNKNOWN, /* no kind of file that is read */
	FAILURE_COUNT,
};
extern const char *const failure_words[FAILURE_COUNT];

#endif
