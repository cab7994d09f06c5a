/* SPDX-License-Identifier: MIT */
#ifndef CORE_NOTICE_READ_H
#define CORE_NOTICE_READ_H

/* How a notice is read. Private to core/notice*.c. */

#include "core/notice.h"

/* Text is compared as if every blank were one and every full-width sign its ASCII kin: web pages
 * mix them. The code point at *s, so folded; *s moves behind it. 0 at the end. */
unsigned fold_next(const char **s);
bool fold_blank(unsigned c);
const char *skip_blanks(const char *s); /* line ends too */
/* The bytes at s that are word; 0 where they are not. */
size_t fold_starts(const char *s, const char *word);
/* Where text ends but for blanks and for one of the words; NULL where it ends in none. */
const char *fold_ends(const char *text, const char *end, const struct strv *words);
bool fold_has(const char *text, const char *end, const char *word);
/* The longest of the words at s. */
size_t fold_any(const char *s, const struct strv *words);
bool fold_eq(const char *a, const char *b);
/* Its characters without blanks; the caller frees. */
char *without_blanks(const char *s, const char *end);
const char *trim_end(const char *s, const char *end); /* end, moved before blanks */

/* A number in digits or in the pack's numerals at s; its bytes, or 0. */
size_t read_numeral(const struct notice_rules *rules, const char *s, int *value);
/* A pattern with {y} {m} {d} {q} {n} for numbers at s; its bytes, or 0. What it does not have stays
 * as it is. */
struct numbers {
	int y, m, d, q, n;
};
size_t read_pattern(const struct notice_rules *rules, const char *pattern, const char *s,
	struct numbers *numbers);
/* The day that a date at s means, its bytes in *len; DAY_NONE where none is. A day without a year
 * is the first on or after issued. */
int read_date(const struct notice_rules *rules, const char *s, int issued, size_t *len);

/* The clause's closing list, off its text; finds its dates. */
void notice_parties(
	const struct notice_rules *rules, struct notice *notice, struct notice_clause *clause);
void notice_dates(const struct notice_rules *rules, struct notice_clause *clause, int issued);

void notice_odd(struct notice *notice, int line, const char *place, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void notice_find_odd(struct notice *notice, const struct notice_rules *rules);

#endif
