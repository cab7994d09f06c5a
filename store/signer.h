/* SPDX-License-Identifier: MIT */
#ifndef STORE_SIGNER_H
#define STORE_SIGNER_H

/* What signs a decision: a person's key, in a file or in an ssh-agent, where one can be reached. */

#include "core/org.h"
#include "core/store.h"
#include "store/key.h"

/* Where people's keys are looked for; as struct signing of core/store.h, but owned. */
struct key_source {
	char *file, *agent; /* NULL: not there */
	bool must; /* the file must hold a key of the actor's */
};
void key_source_release(struct key_source *source);

struct signer {
	struct key *key; /* owns; NULL: it is in the agent, or there is none */
	const char *agent; /* the socket, borrowed; NULL: none */
	struct public_key public; /* of the key in the agent */
	char print[KEY_PRINT_SIZE]; /* "": nobody's key was found, the site signs */
};
void signer_release(struct signer *signer);

/* Finds a key of the actor's that is valid at the moment: in the file, else in the agent. None is
 * no failure. ERR_REFUSED: the file must hold one and does not; what key_load says of a file. */
MUST_CHECK bool signer_choose(struct signer *signer, const struct key_source *source,
	const struct org *org, const char *actor, struct stamp at, struct err *err);
/* The armored signature, for git, of a payload; NULL on failure, else the caller frees. */
char *signer_sign(const struct signer *signer, const char *payload, struct err *err);

#endif
