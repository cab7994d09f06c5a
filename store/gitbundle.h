/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITBUNDLE_H
#define STORE_GITBUNDLE_H

#include "core/err.h"

/* Everything that a commit of a repository leads to, as a git bundle in a new file, for main to be
 * at that commit: `git clone FILE` gives the repository back. The objects are written as they are
 * read, so memory does not grow with them. ERR_IO; the file is gone then. */
MUST_CHECK bool gitbundle_write(
	const char *repository, const char *tip, const char *path, struct err *err);

#endif
