/* SPDX-License-Identifier: MIT */
#ifndef CORE_LAW_H
#define CORE_LAW_H

/* What the law asks of a paper, whatever a workflow says. */

#include "core/pack.h"
#include "core/paper.h"

/* Guarantees 1, 2 and 7: the paper has an attribute; unless that is the public one it stands on at
 * least one ground in force on the day, with a reason in words of its own and a day to look at it
 * again. ERR_REFUSED says what is missing and what there is. */
MUST_CHECK bool law_check_marking(
	const struct pack *pack, const struct paper *paper, int day, struct err *err);
/* Where a ground needs its test in a field (the public interest weighed), the paper says something
 * there. */
MUST_CHECK bool law_check_needs(const struct pack *pack, const struct kind *kind,
	const struct paper *paper, struct err *err);
/* The table on whose rows a withheld paper should be found, where it is marked by none of them;
 * NULL where it is, or where the pack has no such table. */
const struct pack_table *law_outside(const struct pack *pack, const struct paper *paper);
/* Every field filled in is one of the kind's and of its type; no title, number or field bears what
 * must not stand in a line. */
MUST_CHECK bool law_check_form(const struct kind *kind, const struct paper *paper, struct err *err);
/* Whatever must be filled in before drafting ends is; all that is missing is named at once. */
MUST_CHECK bool law_check_complete(
	const struct kind *kind, const struct paper *paper, struct err *err);
/* Guarantee 8: no secrecy mark in the title, the number or a field. */
MUST_CHECK bool law_check_marks(const struct paper *paper, struct err *err);
/* The refusal of what bears such a mark, as ERR_REFUSED; returns false. */
bool law_refuse_mark(struct err *err);

/* Words of several lines, a reason or a comment: UTF-8, at most max characters, none that does not
 * show, no secrecy mark. what names them. NULL passes. */
MUST_CHECK bool law_check_words(const char *what, const char *words, int max, struct err *err);

/* The latest day these grounds allow for looking at the paper again; DAY_NONE without grounds. */
int law_latest_review(const struct pack *pack, const struct strv *grounds, int day);
/* The codes of the grounds in force that an attribute may rest on, parted by blanks; the caller
 * frees. */
char *law_live_grounds(const struct pack *pack, const char *attribute, int day);

/* Appends the grounds that a paper stands on as they stand on a day: those in force, and what took
 * the place of those that are not. ERR_REFUSED: one has ended, and not just one took its place. */
MUST_CHECK bool law_carry(const struct pack *pack, const struct paper *paper, int day,
	struct strv *grounds, struct err *err);
/* For pack_condition: a paper's fields and particulars by name, context being a struct paper. */
const char *law_value(const void *context, const char *name);

enum { TITLE_MAX = 200, NUMBER_MAX = 50, REASON_MAX = 2000 };

#endif
