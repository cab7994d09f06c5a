/* SPDX-License-Identifier: MIT */
#ifndef CORE_SCREENING_H
#define CORE_SCREENING_H

/* The scan for what must not become public, and the door: a paper that bears a secrecy mark is not
 * let in. Rules here: secrecy-mark (密级★保密期限, GB/T 9704-2012) and hidden-character (bidi
 * controls, zero-width and tag characters, which show one text and carry another). */

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"

struct finding {
	const char *rule; /* static */
	int line, column; /* from 1; columns in characters */
	size_t offset, len; /* bytes */
};
struct findings {
	struct finding *v; /* owns */
	size_t n;
};
void findings_release(struct findings *findings);

/* Everything found in a text, in its order. */
void screening_scan(const char *text, size_t len, struct findings *findings);
/* Each finding as a line of a paper's record: "hidden-character 3:14". */
void findings_list(const struct findings *findings, struct strv *lines);
/* Whether a text bears a secrecy mark: `秘密★1年` and its kin, blanks and look-alike stars taken
 * into account. */
bool screening_bears_mark(const char *text, size_t len);

#endif
