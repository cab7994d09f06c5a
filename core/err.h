/* SPDX-License-Identifier: MIT */
#ifndef CORE_ERR_H
#define CORE_ERR_H

/* What went wrong: a code for the program, a sentence for the person. Fallible functions return
 * bool (or a pointer) and fill the caller's struct err; it owns nothing. */

#include <stdbool.h>

#define MUST_CHECK __attribute__((warn_unused_result))

enum err_code {
	ERR_NONE,
	ERR_REFUSED, /* the law, the pack or four eyes say no; nothing changed */
	ERR_STALE, /* somebody else decided in between; look again */
	ERR_NOT_FOUND, /* no such document, person, unit, ground, ... (or not yours to see) */
	ERR_INPUT, /* the input cannot be read as what it should be */
	ERR_IO, /* the system or a library failed; nothing changed */
	ERR_UNKNOWN, /* a write failed half-way: the outcome shows after the next start */
	ERR_STOPPED, /* the person stopped what was being read */
};

enum { ERR_TEXT_SIZE = 2048 };

struct err {
	enum err_code code;
	char text[ERR_TEXT_SIZE]; /* lower case, no full stop; cut at a character with "…" */
};

/* Fills err and returns false, so that `return err_set(...)` fails in one line. */
bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* What an errno means, in the current language whether libc's own words are installed or not. Lower
 * case; borrowed until the next call. */
const char *err_system(int errnum);

/* Puts a context before the sentence: "context: sentence". Returns false. */
bool err_wrap(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
