/* SPDX-License-Identifier: MIT */
#ifndef STORE_EVIDENCE_H
#define STORE_EVIDENCE_H

/* The evidence: a line for each decision, in the order of the main line, that binds it and tells
 * nothing of it; and the Merkle tree over these lines. Both follow from the ledger alone, and stock
 * git makes the same lines (docs/witness.md). The tree is kept in the store's folder `witness`, so
 * that a checkpoint costs what came since the last one; deleted, it is made again. */

#include "store/merkle.h"
#include "store/store.h"

#define WITNESS_DIR "witness"

/* A line, without a line feed: that is the leaf. */
struct evidence_line {
	int64_t sequence; /* of the decision, from 1 */
	int64_t time; /* of the link that took it in, seconds since 1970 */
	const char *commit, *sha256; /* of the decision: its name, and the hash of its bytes */
	const char *link;
};
void evidence_print(const struct evidence_line *line, struct str *out);
void evidence_leaf(const struct evidence_line *line, struct merkle_hash *leaf);

/* The tree, as of the ledger's tip. */
struct evidence_tree {
	int dir, lock, fd; /* the folder, and what is open in it */
	struct merkle tree;
	char link[OID_HEX + 1]; /* the last one in it */
	struct merkle_hash *stored; /* the file, mapped; NULL where it is empty */
	size_t mapped;
};
/* Nobody else uses the folder until evidence_close, which is to be called in any case. */
MUST_CHECK bool evidence_open(struct evidence_tree *evidence, struct store *store, struct err *err);
/* The same made again from the ledger: for who finds that the file cannot be right. */
MUST_CHECK bool evidence_anew(struct evidence_tree *evidence, struct store *store, struct err *err);
void evidence_close(struct evidence_tree *evidence);

/* Which ledger it is: "gongkai/" and the name of its first commit. The caller frees; NULL on
 * failure. */
char *evidence_origin(struct store *store, struct err *err);

#endif
