/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITLOOSE_H
#define STORE_GITLOOSE_H

/* Loose objects, read without libgit2: version 1.5.1 spins for ever on one that was cut short. */

#include "core/err.h"
#include "store/gitobject.h"

enum { OBJECT_MAX = 256 * 1024 * 1024 };

/* Reads objects/ab/cdef..., its zlib stream, its header and its hash checked. objects is the
 * descriptor of that folder. ERR_NOT_FOUND: no such file. ERR_IO: damaged. */
MUST_CHECK bool gitloose_read(int objects, const char *id, struct object *object, struct err *err);

#endif
