/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_GATHER_H
#define STORE_READ_GATHER_H

/* What a reader has found in its file, and how it tells. A line a thing, the first byte saying what
 * it is: `F` and the kind of file, `T` and a line of the paper, `M` and a mark, a blank and a line
 * (core/marked.h), `+` and `-` and a part that was read and was not, `.` at the end; or `E` and why
 * it cannot be read (enum failure). Whoever takes it believes none of it. */

#include <setjmp.h>

#include "core/marked.h"
#include "core/str.h"

enum { TEXT_MAX = 32 << 20, UNPACKED_MAX = 256 << 20, DEPTH_MAX = 512 };

struct gather {
	const char *format;
	struct str body; /* the paper, a paragraph a line */
	struct str marked[MARK_COUNT];
	struct strv parts; /* "+name", "-name" */
	size_t size; /* of all text so far */
	jmp_buf *escape; /* where it goes on when it fails; it is the process that ends else */
	enum failure failure; /* after an escape */
};

void gather_release(struct gather *gather);
/* There is no use in going on: a reader is a process, and this is its end. */
void gather_fail(struct gather *gather, enum failure failure) __attribute__((noreturn));
/* Text of the paper, as it comes. */
void gather_text(struct gather *gather, const char *text, size_t len);
/* Ends a line, unless it is one already. */
void gather_line(struct gather *gather);
/* One or more lines beside the paper. */
void gather_mark(struct gather *gather, enum mark mark, const char *text, size_t len);
void gather_markf(struct gather *gather, enum mark mark, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void gather_part(struct gather *gather, bool is_read, const char *name);
/* All of it, as it is told. */
void gather_print(const struct gather *gather, struct str *out);

#endif
