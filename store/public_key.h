/* SPDX-License-Identifier: MIT */
#ifndef STORE_PUBLIC_KEY_H
#define STORE_PUBLIC_KEY_H

/* Public keys as OpenSSH writes them. Every current type can be read, named and compared; how each
 * is verified with stands in store/key_check.h. */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

enum {
	ED25519_KEY = 32, /* bytes, public or private */
	ED25519_SIGNATURE = 64,
	KEY_BLOB_MAX = 2200, /* RSA of 16384 bits, the largest that OpenSSH takes, has 2071 */
	RSA_BITS_MIN = 2048,
	FINGERPRINT_SIZE = 51, /* "SHA256:", 43 letters and the NUL */
};

enum key_type {
	KEY_NONE,
	KEY_ED25519,
	KEY_RSA,
	KEY_ECDSA_P256,
	KEY_ECDSA_P384,
	KEY_ECDSA_P521,
	KEY_SK_ED25519,
	KEY_SK_ECDSA,
	KEY_TYPE_COUNT,
};

struct public_key {
	enum key_type type;
	size_t n;
	unsigned char blob[KEY_BLOB_MAX]; /* in the encoding of the SSH protocol */
};

/* Reads "ssh-ed25519 AAAA... comment", one line without options, its line feed allowed. Any known
 * type passes: public_key_can_verify tells which can be of use. ERR_INPUT. */
MUST_CHECK bool public_key_parse(const char *line, struct public_key *key, struct err *err);
/* The same from the bytes inside. ERR_INPUT. */
MUST_CHECK bool public_key_read(
	const void *blob, size_t n, struct public_key *key, struct err *err);
void public_key_from_ed25519(const unsigned char raw[ED25519_KEY], struct public_key *key);

bool public_key_eq(const struct public_key *a, const struct public_key *b);
const char *public_key_type(const struct public_key *key); /* "ssh-ed25519"; "" for KEY_NONE */
char *public_key_line(const struct public_key *key); /* "ssh-ed25519 AAAA..."; the caller frees */
const char *public_key_fingerprint(const struct public_key *key, char buf[FINGERPRINT_SIZE]);

/* ERR_INPUT, and what to use instead, where signatures by such a key are not believed: RSA keys of
 * fewer bits, and those signed with SHA-1. */
MUST_CHECK bool public_key_can_verify(const struct public_key *key, struct err *err);
/* Of an Ed25519 key. ERR_INPUT where the signature is not good for these bytes. */
MUST_CHECK bool public_key_verify(const struct public_key *key, const void *bytes, size_t n,
	const unsigned char signature[ED25519_SIGNATURE], struct err *err);

#endif
