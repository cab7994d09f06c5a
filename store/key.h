/* SPDX-License-Identifier: MIT */
#ifndef STORE_KEY_H
#define STORE_KEY_H

/* A key to sign with: an Ed25519 pair, kept in OpenSSH's own file format, so that ssh-keygen and
 * git use the same file. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "store/public_key.h"

struct key;

MUST_CHECK struct key *key_generate(struct err *err); /* NULL on failure */
/* Reads a file that belongs to this user and that nobody else can touch (0600 or stricter, not a
 * symbolic link). Passphrases and other types are refused with the way out. ERR_NOT_FOUND,
 * ERR_REFUSED for owner and mode, ERR_INPUT. */
MUST_CHECK struct key *key_load(const char *path, struct err *err);
/* The same from the file's text. ERR_INPUT. */
MUST_CHECK struct key *key_parse(const char *text, size_t n, struct err *err);
/* Makes the file, 0600, and returns when it is on the disk. ERR_REFUSED where it exists. */
MUST_CHECK bool key_save(const struct key *key, const char *path, struct err *err);
void key_free(struct key *key); /* wipes it */

const struct public_key *key_public(const struct key *key); /* borrowed */
char *key_public_line(const struct key *key); /* "ssh-ed25519 AAAA..."; the caller frees */
MUST_CHECK bool key_sign(const struct key *key, const void *bytes, size_t n,
	unsigned char signature[ED25519_SIGNATURE], struct err *err);

#endif
