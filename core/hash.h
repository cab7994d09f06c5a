/* SPDX-License-Identifier: MIT */
#ifndef CORE_HASH_H
#define CORE_HASH_H

/* SHA-256 in lower-case hexadecimal. core has no cryptography of its own: store/hash.c implements
 * this by libcrypto. */

#include <stddef.h>

enum { HASH_HEX = 64 };

void hash_hex(const void *bytes, size_t n, char out[HASH_HEX + 1]);

#endif
