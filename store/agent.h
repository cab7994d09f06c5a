/* SPDX-License-Identifier: MIT */
#ifndef STORE_AGENT_H
#define STORE_AGENT_H

/* An ssh-agent, spoken to over its socket (draft-miller-ssh-agent): which keys it has, and a
 * signature by one of them. It may be a forwarded one, and ask its owner for a touch. */

#include "core/str.h"
#include "store/public_key.h"

struct agent_keys {
	struct public_key *v; /* owns; of the types that are known here */
	size_t n;
};

/* ERR_NOT_FOUND: nobody listens there. ERR_IO: what answers is no agent. */
MUST_CHECK bool agent_list(const char *socket, struct agent_keys *keys, struct err *err);
void agent_keys_release(struct agent_keys *keys);
/* Adds the signature, its type and what belongs to it in the encoding of the SSH protocol, to out.
 * Waits for a touch up to two minutes. ERR_REFUSED: the agent, or its owner, does not sign. */
MUST_CHECK bool agent_sign(const char *socket, const struct public_key *key, const void *bytes,
	size_t n, struct str *out, struct err *err);

/* What an agent may answer, its type in front: for a list of keys, and for a signature. False: it
 * is none; keys and out are then as they were, or have part of it. */
MUST_CHECK bool agent_read_keys(const void *answer, size_t n, struct agent_keys *keys);
MUST_CHECK bool agent_read_signature(const void *answer, size_t n, struct str *out);

#endif
