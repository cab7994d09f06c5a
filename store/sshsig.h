/* SPDX-License-Identifier: MIT */
#ifndef STORE_SSHSIG_H
#define STORE_SSHSIG_H

/* SSH signatures (SSHSIG, PROTOCOL.sshsig): what `ssh-keygen -Y sign` makes and git puts into the
 * gpgsig header of a commit. Namespaces keep uses apart; git's is "git". */

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"
#include "core/str.h"
#include "store/key.h"
#include "store/public_key.h"

/* The armored signature: lines of text, without a line feed after the last, as a commit's header
 * wants it. The caller frees; NULL on failure. */
MUST_CHECK char *sshsig_sign(
	const struct key *key, const char *namespace, const void *bytes, size_t n, struct err *err);

/* The same in two steps, for a key that is elsewhere: what it must sign, and the armor around the
 * signature it gave. The caller frees. */
MUST_CHECK bool sshsig_text(
	const char *namespace, const void *bytes, size_t n, struct str *out, struct err *err);
char *sshsig_armor(
	const struct public_key *signer, const char *namespace, const struct str *signature);

/* The key that an armor says it was made by, unchecked. ERR_INPUT. */
MUST_CHECK bool sshsig_signer(const char *armor, struct public_key *signer, struct err *err);
/* Whether the armor is a good signature of these bytes in this namespace by the key inside it.
 * signer is that key, or empty on failure: whether to trust it is the caller's question. ERR_INPUT
 * for all that is malformed, not good, or by a type of key that is not believed. */
MUST_CHECK bool sshsig_verify(const char *armor, const char *namespace, const void *bytes, size_t n,
	struct public_key *signer, struct err *err);

#endif
