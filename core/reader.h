/* SPDX-License-Identifier: MIT */
#ifndef CORE_READER_H
#define CORE_READER_H

/* The port to the reader: a program of its own that turns one file into lines in a cage, since what
 * is in a file must not come near the store. Implemented by store/reader.c; what it writes is
 * understood by core/reading.c, which believes none of it. */

#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

enum reader { READER_FILES, READER_PDF }; /* two programs: who reads no PDF needs not load it */

enum { READER_SECONDS = 20, READER_OUTPUT = 48 << 20 };

/* What the reader writes about these bytes. ERR_INPUT: it was stopped: it took too long, wrote too
 * much, or did what no reader may. ERR_IO: it could not be started. */
MUST_CHECK bool reader_run(
	enum reader reader, const void *bytes, size_t len, struct str *out, struct err *err);
/* What the cage has on this machine. ERR_IO: the reader cannot be started, or has no cage. */
struct reader_cage {
	int landlock; /* the kernel's version of it; 0: none, and no PDF with foreign fonts */
	bool seccomp;
};
MUST_CHECK bool reader_look(struct reader_cage *cage, struct err *err);

#endif
