/* SPDX-License-Identifier: MIT */
#ifndef STORE_HASH_H
#define STORE_HASH_H

/* SHA-256: the names of originals and the ledger's second chain. hash_hex is core's, and
 * implemented here. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/hash.h"

enum { HASH_BYTES = 32 };

void hash_bytes(const void *bytes, size_t n, unsigned char out[HASH_BYTES]);
/* Hashes a regular file of any size without holding it. ERR_NOT_FOUND, ERR_INPUT for what is not
 * a regular file. */
MUST_CHECK bool hash_file(const char *path, char out[HASH_HEX + 1], struct err *err);

/* The same for bytes that come piece by piece. */
struct hash;
struct hash *hash_new(void);
void hash_add(struct hash *hash, const void *bytes, size_t n);
void hash_end(struct hash *hash, char out[HASH_HEX + 1]); /* then only hash_free may follow */
void hash_free(struct hash *hash);

#endif
