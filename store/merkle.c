/* SPDX-License-Identifier: MIT */
#include "store/merkle.h"

#include <assert.h>
#include <string.h>

#include "core/str.h"

/* Why the first byte: no leaf can be passed off as two hashes, nor the other way round. */
enum { LEAF = 0, NODE = 1 };

bool merkle_eq(const struct merkle_hash *a, const struct merkle_hash *b)
{
	return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

void merkle_leaf(const void *line, size_t n, struct merkle_hash *out)
{
	struct str bytes = {0};

	str_addc(&bytes, LEAF);
	str_addn(&bytes, line, n);
	hash_bytes(bytes.buf, bytes.len, out->bytes);
	str_release(&bytes);
}

/* out may be one of the two. */
static void join(
	const struct merkle_hash *left, const struct merkle_hash *right, struct merkle_hash *out)
{
	unsigned char bytes[1 + 2 * HASH_BYTES] = {NODE};

	memcpy(bytes + 1, left->bytes, HASH_BYTES);
	memcpy(bytes + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
	hash_bytes(bytes, sizeof(bytes), out->bytes);
}

size_t merkle_add(
	struct merkle *tree, const struct merkle_hash *leaf, struct merkle_hash made[MERKLE_LEVELS])
{
	struct merkle_hash hash = *leaf;
	size_t level = 0;

	assert(tree->n < INT64_C(1) << (MERKLE_LEVELS - 1));
	for (;; level++) {
		if (made != NULL)
			made[level] = hash;
		if ((tree->n >> level & 1) == 0)
			break;
		join(&tree->edge[level], &hash, &hash);
	}
	tree->edge[level] = hash;
	tree->n++;
	return level + 1;
}

void merkle_root(const struct merkle *tree, struct merkle_hash *root)
{
	bool is_begun = false;

	if (tree->n == 0)
		hash_bytes("", 0, root->bytes);
	for (size_t level = 0; level < MERKLE_LEVELS; level++) {
		if ((tree->n >> level & 1) == 0)
			continue;
		if (is_begun)
			join(&tree->edge[level], root, root);
		else
			*root = tree->edge[level];
		is_begun = true;
	}
}

/* -- What is kept ------------------------------------------------------------------------------ */

int64_t merkle_stored(int64_t n)
{
	int64_t count = 0;

	for (; n > 0; n >>= 1)
		count += n;
	return count;
}

/* The hash over 2^level lines from i * 2^level on: it was made by the last of them. */
static const struct merkle_hash *node(const struct merkle_hash *stored, unsigned level, int64_t i)
{
	return &stored[merkle_stored(((i + 1) << level) - 1) + level];
}

/* The tree over the lines lo to hi, where lo is a multiple of a power of two that is not less than
 * their number. */
static void edge_of(const struct merkle_hash *stored, int64_t lo, int64_t hi, struct merkle *tree)
{
	*tree = (struct merkle){.n = hi - lo};
	for (unsigned level = MERKLE_LEVELS; level-- > 0;) {
		if ((tree->n >> level & 1) == 0)
			continue;
		tree->edge[level] = *node(stored, level, lo >> level);
		lo += INT64_C(1) << level;
	}
}

void merkle_at(const struct merkle_hash *stored, int64_t n, struct merkle *tree)
{
	edge_of(stored, 0, n, tree);
}

static void root_of(
	const struct merkle_hash *stored, int64_t lo, int64_t hi, struct merkle_hash *root)
{
	struct merkle tree;

	edge_of(stored, lo, hi, &tree);
	merkle_root(&tree, root);
}

/* -- Proofs ------------------------------------------------------------------------------------ */

/* The largest power of two below n. */
static int64_t split(int64_t n)
{
	int64_t k = 1;

	while (k < n - k)
		k *= 2;
	return k;
}

/* PROOF and SUBPROOF of section 2.1.2, from the root downwards; the RFC counts upwards. */
void merkle_prove(
	const struct merkle_hash *stored, int64_t from, int64_t to, struct merkle_proof *proof)
{
	struct merkle_hash down[MERKLE_PROOF_MAX];
	int64_t lo = 0, hi = to;
	size_t n = 0;

	assert(from >= 0 && from <= to);
	proof->n = 0;
	if (from == 0 || from == to)
		return;
	while (from != hi) {
		int64_t middle = lo + split(hi - lo);

		if (from <= middle) {
			root_of(stored, middle, hi, &down[n++]);
			hi = middle;
		} else {
			root_of(stored, lo, middle, &down[n++]);
			lo = middle;
		}
	}
	if (lo > 0)
		root_of(stored, lo, hi, &down[n++]);
	while (n > 0)
		proof->v[proof->n++] = down[--n];
}

/* As RFC 9162 writes it, section 2.1.4.2: both roots are made again, from the same hashes. */
static bool climb(const struct merkle_claim *from, const struct merkle_claim *to,
	const struct merkle_hash *first, const struct merkle_proof *proof, size_t next)
{
	int64_t old = from->n - 1, new = to->n - 1;
	struct merkle_hash was, is;

	for (; (old & 1) != 0; old >>= 1)
		new >>= 1;
	was = is = *first;
	for (; next < proof->n; next++) {
		if (new == 0)
			return false;
		if ((old & 1) != 0 || old == new) {
			join(&proof->v[next], &was, &was);
			join(&proof->v[next], &is, &is);
			for (; (old & 1) == 0 && old != 0; old >>= 1)
				new >>= 1;
		} else {
			join(&is, &proof->v[next], &is);
		}
		old >>= 1;
		new >>= 1;
	}
	return new == 0 && merkle_eq(&was, &from->root) && merkle_eq(&is, &to->root);
}

bool merkle_extends(const struct merkle_claim *from, const struct merkle_claim *to,
	const struct merkle_proof *proof)
{
	if (from->n < 0 || from->n > to->n || proof->n > MERKLE_PROOF_MAX)
		return false;
	if (from->n == 0)
		return proof->n == 0;
	if (from->n == to->n)
		return proof->n == 0 && merkle_eq(&from->root, &to->root);
	if (proof->n == 0)
		return false;
	if ((from->n & (from->n - 1)) == 0)
		return climb(from, to, &from->root, proof, 0);
	return climb(from, to, &proof->v[0], proof, 1);
}
