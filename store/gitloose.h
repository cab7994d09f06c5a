/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITLOOSE_H
#define STORE_GITLOOSE_H

/* Loose objects, read and written without libgit2: version 1.5.1 spins for ever on one that was cut
 * short, and looks through all packs before it writes. */

#include "core/err.h"
#include "store/gitobject.h"

enum { OBJECT_MAX = 256 * 1024 * 1024 };

/* Reads objects/ab/cdef..., its zlib stream, its header and its hash checked. objects is the
 * descriptor of that folder. ERR_NOT_FOUND: no such file. ERR_INPUT: damaged. */
MUST_CHECK bool gitloose_read(int objects, const char *id, struct object *object, struct err *err);
/* What the name of an object that is being written begins with. */
#define GITLOOSE_ASIDE "tmp_gongkai_"
/* Writes it whole or not at all, but does not sync it: that is for what a journal holds. One that
 * is there and good is left alone. Only for one writer at a time. */
MUST_CHECK bool gitloose_write(int objects, const struct object *object, struct err *err);
void gitloose_remove(int objects, const char *id); /* of what is in a pack now */

#endif
