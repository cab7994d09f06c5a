/* SPDX-License-Identifier: MIT */
#ifndef STORE_MERKLE_H
#define STORE_MERKLE_H

/* The Merkle tree of RFC 6962, section 2.1, over SHA-256: a root that stands for a list of lines,
 * and proofs, as long as the logarithm of the list, that one list begins with another. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/hash.h"

enum {
	MERKLE_LEVELS = 62, /* a tree of more lines than that has bits is not taken */
	MERKLE_PROOF_MAX = 63,
};

struct merkle_hash {
	unsigned char bytes[HASH_BYTES];
};

bool merkle_eq(const struct merkle_hash *a, const struct merkle_hash *b);
void merkle_leaf(const void *line, size_t n, struct merkle_hash *out);

/* A tree that is added to, of which only the edge is kept. Zero is an empty one. */
struct merkle {
	int64_t n; /* lines */
	struct merkle_hash edge[MERKLE_LEVELS]; /* [k] is there where bit k of n is set */
};
/* Adds a line. made (NULL: nobody asks) are the hashes that this completes, from the leaf upwards;
 * how many there are is returned, MERKLE_LEVELS at most. */
size_t merkle_add(struct merkle *tree, const struct merkle_hash *leaf,
	struct merkle_hash made[MERKLE_LEVELS]);
void merkle_root(const struct merkle *tree, struct merkle_hash *root);

/* A tree that is kept: all that merkle_add ever made, one behind the other. Such a list only grows,
 * and every earlier tree is in it. */
int64_t merkle_stored(int64_t n); /* how many hashes n lines have made */
/* The tree of the first n lines of the list. */
void merkle_at(const struct merkle_hash *stored, int64_t n, struct merkle *tree);

struct merkle_proof {
	struct merkle_hash v[MERKLE_PROOF_MAX];
	size_t n;
};
/* That the tree of `to` lines begins with that of `from`; 0 <= from <= to. */
void merkle_prove(
	const struct merkle_hash *stored, int64_t from, int64_t to, struct merkle_proof *proof);

/* What somebody says a tree of that many lines has as its root. */
struct merkle_claim {
	int64_t n;
	struct merkle_hash root;
};
/* Whether the proof shows that the tree `to` begins with the tree `from`. */
bool merkle_extends(const struct merkle_claim *from, const struct merkle_claim *to,
	const struct merkle_proof *proof);

#endif
