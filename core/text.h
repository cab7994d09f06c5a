/* SPDX-License-Identifier: MIT */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

/* Text as it comes in, and one-line strings that people type. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

bool text_is_utf8(
	const char *text, size_t len); /* strict: no overlong forms, no surrogates, no NUL */
/* The text in UTF-8 with \n line ends, and which encoding it was in ("UTF-8", "GB18030"; static).
 * ERR_INPUT: empty, binary, or neither encoding. */
MUST_CHECK bool text_decode(
	const void *bytes, size_t len, struct str *text, const char **encoding, struct err *err);
/* What a paper can come in: a character set, or a kind of file that the reader reads; static, NULL
 * where it is none of these. */
const char *text_encoding(const char *word);
/* Whether a text follows from its original alone, whatever reader there is. */
bool text_is_plain(const char *encoding);
/* Refuses what must not stand in a title, a number or a name: control characters, line breaks,
 * bidi overrides, zero-width and tag characters, more than max characters. what names it. */
MUST_CHECK bool text_check_line(const char *what, const char *s, int max, struct err *err);
/* Folds the brackets people type around the year of a document number to 〔〕, and its blanks. The
 * caller frees. */
char *text_fold_number(const char *number);
/* The code point at *s, where the text does not end; *s moves behind it, and in text that is no
 * UTF-8 never over a NUL. */
unsigned text_next(const char **s);
char *text_narrow(const char *s); /* full-width signs as their ASCII kin; the caller frees */
size_t text_put(unsigned c, char bytes[4]); /* as UTF-8; how many bytes */
int text_length(const char *s); /* in characters */
/* A code point that is shown as nothing or turns text around. */
bool text_is_hidden(unsigned c);

#endif
