/* SPDX-License-Identifier: MIT */
#ifndef STORE_COMMIT_H
#define STORE_COMMIT_H

/* Commits as bytes: the headers the ledger has and no others, and the SSH signature among them as
 * stock git puts it there. */

#include "core/day.h"
#include "core/err.h"
#include "core/str.h"
#include "store/gitobject.h"
#include "store/key.h"

struct commit {
	char tree[OID_HEX + 1];
	struct strv parents;
	char *author, *committer; /* "Name <mail>" */
	struct stamp authored, committed;
	char *signature; /* armored, without a last line feed; NULL: not signed */
	char *payload; /* what the signature is of */
	char *message;
};

void commit_release(struct commit *commit);
/* Without the signature: what is to be signed. */
void commit_print(const struct commit *commit, struct str *out);
/* Signs a payload and puts the signature in; out is the commit as git keeps it. */
MUST_CHECK bool commit_sign(
	const char *payload, const struct key *key, struct str *out, struct err *err);
/* The same with a signature that was made elsewhere. */
void commit_seal(const char *payload, const char *armor, struct str *out);
/* ERR_INPUT: bytes that commit_print and commit_sign would not have made. */
MUST_CHECK bool commit_parse(struct commit *commit, const char *bytes, size_t len, struct err *err);

/* "Name <id@gongkai>"; what git cannot have in a name is left out. The caller frees. */
char *commit_identity(const char *name, const char *id);
/* The id in it; NULL where it is none of ours. The caller frees. */
char *commit_identity_id(const char *identity);

#endif
