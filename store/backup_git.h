/* SPDX-License-Identifier: MIT */
#ifndef STORE_BACKUP_GIT_H
#define STORE_BACKUP_GIT_H

/* A repository's main line copied into another, object by object: what readers, writers and
 * packing do meanwhile does not matter, and only what is new is read. */

#include <stdint.h>

#include "store/gitrepo.h"

/* Brings to's main up to tip, a commit of from. links counts the commits of the main line that were
 * new. ERR_REFUSED: to has another history. What was copied before a failure stays, and the next
 * time goes on from there. */
MUST_CHECK bool backup_git(
	struct gitrepo *from, struct gitrepo *to, const char *tip, int64_t *links, struct err *err);

#endif
