/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREENING_H
#define CORE_SCREENING_H

/* The scan for what must not become public, and the door: a paper that bears a secrecy mark is not
 * let in. Rules here: secrecy-mark (密级★保密期限, GB/T 9704-2012) and hidden-character (bidi
 * controls, zero-width and tag characters, which show one text and carry another). */

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"

/* What the validators find is that of an edition of the program: it is raised with every change of
 * what they find in some text, and stands in the record of each paper beside what was found, so
 * that a record is never held against what a later program finds (store/verify_rest.c). */
enum { SCREENING_EDITION = 2 };

/* What a finding asks for: to be known; somebody who masks it or lets it stand; the same, and it
 * is certain. */
enum severity { SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_BLOCK };
extern const char *const severity_words[SEVERITY_BLOCK + 1];

struct finding {
	const char *rule; /* static, or the screener's: the code of a rule */
	int line, column; /* from 1; columns in characters */
	size_t offset, len; /* bytes */
	enum severity severity;
	char *masked; /* what may stand in its place; owns */
};
struct findings {
	struct finding *v; /* owns */
	size_t n;
};
void findings_release(struct findings *findings);

/* Marks and hidden characters in a text, in its order: what is looked for without a pack. All else
 * is core/screener.h. */
void screening_scan(const char *text, size_t len, struct findings *findings);
/* Each finding that is more than a note as a line of a paper's record: "hidden-character 3:14". Of
 * very many the last lines only count those that have none, by rule: "mobile +57"; such a line is
 * let stand with its rule, not place by place. */
void findings_list(const struct findings *findings, struct strv *lines);
/* Lines and columns of findings in the order of their offsets. */
void findings_place(struct findings *findings, const char *text);
/* The bytes of a secrecy mark at p, before end; 0. */
size_t screening_mark_at(const char *p, const char *end);
/* Whether a text bears a secrecy mark: `秘密★1年` and its kin, blanks and look-alike stars taken
 * into account. */
bool screening_bears_mark(const char *text, size_t len);

#endif
