/* SPDX-License-Identifier: MIT */
#ifndef STORE_ANCHOR_H
#define STORE_ANCHOR_H

/* An anchor: what stood on a day, as lines and the site's SSH signature of them, kept by somebody
 * else. `ssh-keygen -Y verify -n gongkai-anchor` checks it, with the lines and the signature cut
 * apart. */

#include <stdint.h>

#include "core/day.h"
#include "store/gitobject.h"
#include "store/hash.h"
#include "store/public_key.h"

#define ANCHOR_NAMESPACE "gongkai-anchor"

struct anchor {
	char root[OID_HEX + 1]; /* the ledger's first commit: which store it is of */
	char head[OID_HEX + 1]; /* of the main line */
	char head_sha256[HASH_HEX + 1]; /* of that commit's bytes */
	int64_t sequence; /* decisions up to it */
	int64_t documents;
	struct stamp time; /* the head's */
	char state[HASH_HEX + 1]; /* the digest of all standing texts, as a checkpoint has it */
	struct public_key signer; /* once it was read */
};

char *anchor_print(const struct anchor *anchor); /* the lines; the caller frees */
/* Reads lines and signature, and checks that it is a good one of the key in it: whose key that is
 * remains to be asked. ERR_INPUT. */
MUST_CHECK bool anchor_parse(struct anchor *anchor, const char *text, struct err *err);

#endif
