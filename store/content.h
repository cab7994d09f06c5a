/* SPDX-License-Identifier: MIT */
#ifndef STORE_CONTENT_H
#define STORE_CONTENT_H

/* Originals and their texts, each a file named by the SHA-256 of its bytes: ab/cd/<sha256>, the
 * layout of git-lfs. dir is the descriptor of the folder content/. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/paper.h"

enum { CONTENT_MAX = 256 * 1024 * 1024 };

/* Keeps the bytes, on the disk before it returns; what is there already and whole is left alone. */
MUST_CHECK bool content_put(
	int dir, const void *bytes, size_t n, char sha256[HASH_HEX + 1], struct err *err);
/* The same, on the disk only after content_sync. */
MUST_CHECK bool content_put_soon(
	int dir, const void *bytes, size_t n, char sha256[HASH_HEX + 1], struct err *err);
MUST_CHECK bool content_sync(int dir, struct err *err);
/* *bytes is NUL-terminated, the caller frees. ERR_NOT_FOUND: not there (any more). ERR_IO: it does
 * not have that hash. */
MUST_CHECK bool content_get(
	int dir, const char *sha256, char **bytes, size_t *len, struct err *err);
/* The same question without the bytes; size < 0 is any. */
MUST_CHECK bool content_check(int dir, const char *sha256, int64_t size, struct err *err);

bool content_exists(int dir, const char *sha256); /* whole or not */
/* A walk over all there are, in no order. */
struct content_walk {
	void *levels[3]; /* owns: open folders */
	char path[8];
	char sha256[HASH_HEX + 1];
};
/* False at the end, and on failure: then err->code is set. What comes or goes meanwhile may be met
 * or not. */
bool content_walk_next(int dir, struct content_walk *walk, struct err *err);
void content_walk_release(struct content_walk *walk);
/* Overwrites it and takes it away; what is not there (any more) is well. */
MUST_CHECK bool content_remove(int dir, const char *sha256, struct err *err);

#endif
