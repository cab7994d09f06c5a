/* SPDX-License-Identifier: MIT */
#ifndef CLI_OUT_H
#define CLI_OUT_H

/* Words for people: results on stdout, the rest on stderr. Control characters and those that hide
 * or turn text are shown as \x1b or \u202e, never sent: text of papers is not to be trusted. */

#include <stdbool.h>
#include <stddef.h>

void out_print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void out_bytes(const char *text, size_t len); /* a text of many lines, made safe */
/* On stderr, as `gongkai: ...` with a line end. */
void out_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* While something long runs: a line on stderr where that is a terminal; NULL takes it away. */
void out_progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

char *out_safe(const char *text, size_t len); /* the caller frees */
int out_width(const char *text); /* in columns of the screen */
/* The text in at most that many columns, with … where it was cut. The caller frees. */
char *out_cut(const char *text, int columns);
int out_columns(void); /* of the terminal on stdout; 0 where it is none */
bool out_flush(void); /* false, and says so, where results could not be written */

#endif
