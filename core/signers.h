/* SPDX-License-Identifier: MIT */
#ifndef CORE_SIGNERS_H
#define CORE_SIGNERS_H

/* Who may sign what, and who may change keys. */

#include "core/decision.h"
#include "core/org.h"

/* The person who has (or had) a key; *key is that key. NULL: nobody, or the site. Borrowed. */
const struct person *signers_owner(
	const struct org *org, const char *print, const struct signing_key **key);

/* Whether the key that signs a decision is one of its actor's, valid at the site's time and at the
 * time its signer claims; the site's signature (signer NULL) passes. ERR_REFUSED: whose it is, or
 * when it was valid. */
MUST_CHECK bool signers_check(
	const struct org *org, const struct decision *decision, struct stamp now, struct err *err);

/* Whether one list of keys may become the other: a key that was there stays, as it was or ended
 * from now on; one that is new is put in by the actor, is sound, and nobody's yet. */
struct key_change {
	const struct key_list *was, *is;
	const char *owner, *actor;
	const char *reason; /* or NULL: none, which will not do where it is another's key */
	struct stamp now; /* the site's time: what the signer says of it could be long ago */
};
MUST_CHECK bool signers_check_change(
	const struct org *org, const struct key_change *change, struct err *err);
/* The same for the site's own: exactly one new key, which begins when the one before ends. */
MUST_CHECK bool signers_check_site(
	const struct org *org, const struct decision *decision, struct stamp now, struct err *err);

/* The file allowed_signers, by which stock ssh-keygen and git judge signatures. */
void signers_print(const struct org *org, struct str *out);

#endif
