/* SPDX-License-Identifier: MIT */
#ifndef STORE_KEY_CHECK_H
#define STORE_KEY_CHECK_H

/* Signatures by every current type of SSH key, as ssh-keygen and an ssh-agent make them: Ed25519,
 * ECDSA, RSA (SHA-2 alone, 2048 bits and more), and both types of FIDO keys, which must have been
 * touched. */

#include "store/public_key.h"

/* Whether signature, a type and what belongs to it in the encoding of the SSH protocol, is good for
 * these bytes. ERR_INPUT. */
MUST_CHECK bool key_check(const struct public_key *key, const void *bytes, size_t n,
	const void *signature, size_t len, struct err *err);

#endif
