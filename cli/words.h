/* SPDX-License-Identifier: MIT */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

/* A command line that came as one text, as over SSH, taken apart without a shell: there are no
 * variables, no patterns, no redirections and no second command. */

#include "core/err.h"
#include "core/str.h"

enum { WORDS_MAX = 4096 }; /* bytes */

/* Appends the words. Blanks part them; '...' is literal; in "..." a backslash stands before `"` and
 * `\`; outside of quotes before anything. ERR_INPUT: longer than WORDS_MAX, a quote that does not
 * end, a line end or another control character, no UTF-8; then nothing is appended. */
MUST_CHECK bool words_split(const char *line, struct strv *words, struct err *err);

#endif
