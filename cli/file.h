/* SPDX-License-Identifier: MIT */
#ifndef CLI_FILE_H
#define CLI_FILE_H

/* Files that the person names: papers, tables, exports. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

/* All bytes of a regular file, or of standard input for "-"; NUL-terminated, the caller frees.
 * ERR_INPUT: no regular file, or larger than limit. ERR_IO. */
char *file_read(const char *path, size_t limit, size_t *len, struct err *err);
/* A new file. One that is there already with the same bytes is left; ERR_REFUSED where it holds
 * others. */
MUST_CHECK bool file_write_new(const char *path, const char *bytes, size_t len, struct err *err);
/* Writes over what is there. */
MUST_CHECK bool file_write(const char *path, const char *bytes, size_t len, struct err *err);
MUST_CHECK bool file_append(const char *path, const char *bytes, size_t len, struct err *err);
/* To standard output. */
MUST_CHECK bool file_print(const char *path, struct err *err);
/* The path of a new, empty file that only we can read, in $TMPDIR or /tmp; the caller removes it
 * and frees. NULL: ERR_IO. */
char *file_scratch(struct err *err);
const char *file_name(const char *path); /* without the folders; borrowed */

#endif
