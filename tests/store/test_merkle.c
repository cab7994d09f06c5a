/* SPDX-License-Identifier: MIT */
/* The Merkle tree, against roots and proofs that are published, against stock sha256sum, and
 * against one that is written as the RFC defines it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/merkle.h"
#include "tests/store/scratch.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/* Borrowed until the next call. */
static const char *hex(const struct merkle_hash *hash)
{
	static char text[HASH_HEX + 1];

	for (int i = 0; i < HASH_BYTES; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", hash->bytes[i]);
	return text;
}

/* The lines that Certificate Transparency's own tests use. */
static const struct {
	const char *bytes;
	size_t n;
} lines[] = {{"", 0}, {"\0", 1}, {"\x10", 1}, {"\x20\x21", 2}, {"\x30\x31", 2},
	{"\x40\x41\x42\x43", 4}, {"\x50\x51\x52\x53\x54\x55\x56\x57", 8},
	{"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16}};

static void published_roots(void **state)
{
	static const char *const roots[] = {
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
	struct merkle tree = {0};

	(void)state;
	for (size_t n = 0; n < LENGTH(roots); n++) {
		struct merkle_hash root, leaf;

		merkle_root(&tree, &root);
		assert_string_equal(hex(&root), roots[n]);
		if (n == LENGTH(lines))
			break;
		merkle_leaf(lines[n].bytes, lines[n].n, &leaf);
		merkle_add(&tree, &leaf, NULL);
	}
}

/* -- As the RFC defines it --------------------------------------------------------------------- */

enum { SIZES = 64 };

struct trees {
	struct merkle_hash leaves[SIZES], stored[2 * SIZES];
	struct merkle_claim at[SIZES + 1];
};

static size_t half(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

/* MTH of section 2.1. */
static void mth(const struct merkle_hash *leaves, size_t n, struct merkle_hash *out)
{
	unsigned char bytes[1 + 2 * HASH_BYTES] = {1};
	struct merkle_hash left, right;

	if (n == 1) {
		*out = leaves[0];
		return;
	}
	mth(leaves, half(n), &left);
	mth(leaves + half(n), n - half(n), &right);
	memcpy(bytes + 1, left.bytes, HASH_BYTES);
	memcpy(bytes + 1 + HASH_BYTES, right.bytes, HASH_BYTES);
	hash_bytes(bytes, sizeof(bytes), out->bytes);
}

/* SUBPROOF of section 2.1.2. */
static void subproof(size_t m, const struct merkle_hash *leaves, size_t n, bool is_whole,
	struct merkle_proof *proof)
{
	if (m == n) {
		if (!is_whole)
			mth(leaves, n, &proof->v[proof->n++]);
	} else if (m <= half(n)) {
		subproof(m, leaves, half(n), is_whole, proof);
		mth(leaves + half(n), n - half(n), &proof->v[proof->n++]);
	} else {
		subproof(m - half(n), leaves + half(n), n - half(n), false, proof);
		mth(leaves, half(n), &proof->v[proof->n++]);
	}
}

static void grow(struct trees *t, unsigned seed)
{
	struct merkle tree = {0};
	int64_t stored = 0;

	merkle_root(&tree, &t->at[0].root);
	for (size_t i = 0; i < SIZES; i++) {
		struct merkle_hash made[MERKLE_LEVELS];
		unsigned line[2] = {seed, (unsigned)i};
		size_t n;

		merkle_leaf(line, sizeof(line), &t->leaves[i]);
		n = merkle_add(&tree, &t->leaves[i], made);
		memcpy(t->stored + stored, made, n * sizeof(*made));
		stored += (int64_t)n;
		assert_int_equal(stored, merkle_stored(tree.n));
		t->at[i + 1].n = tree.n;
		merkle_root(&tree, &t->at[i + 1].root);
	}
}

static void roots_are_as_defined(void **state)
{
	struct trees t = {0};

	(void)state;
	for (unsigned seed = 1; seed <= 20; seed++) {
		grow(&t, seed);
		for (int64_t n = 1; n <= SIZES; n++) {
			struct merkle_hash root;
			struct merkle tree;

			mth(t.leaves, (size_t)n, &root);
			assert_true(merkle_eq(&root, &t.at[n].root));
			merkle_at(t.stored, n, &tree);
			merkle_root(&tree, &root);
			assert_true(merkle_eq(&root, &t.at[n].root));
		}
	}
}

/* Each bit that a proof or a root has matters. */
static void spoil(const struct trees *t, int64_t from, int64_t to, const struct merkle_proof *good)
{
	struct merkle_proof bad = *good;
	struct merkle_claim was = t->at[from], is = t->at[to];

	for (size_t i = 0; i < good->n; i++) {
		bad.v[i].bytes[(from + to) % HASH_BYTES] ^= 1;
		assert_false(merkle_extends(&t->at[from], &t->at[to], &bad));
		bad.v[i] = good->v[i];
	}
	bad.n = good->n + 1;
	bad.v[good->n] = t->at[to].root;
	assert_false(merkle_extends(&t->at[from], &t->at[to], &bad));
	if (good->n > 0) {
		bad.n = good->n - 1;
		assert_false(merkle_extends(&t->at[from], &t->at[to], &bad));
	}
	was.root.bytes[to % HASH_BYTES] ^= 0x80;
	assert_true(from == 0 || !merkle_extends(&was, &t->at[to], good));
	is.root.bytes[from % HASH_BYTES] ^= 0x80;
	assert_true(from == 0 || !merkle_extends(&t->at[from], &is, good));
	if (from < to)
		assert_false(merkle_extends(&t->at[to], &t->at[from], good));
}

static void every_pair_of_sizes(void **state)
{
	struct trees t = {0};

	(void)state;
	grow(&t, 7);
	for (int64_t to = 0; to <= SIZES; to++) {
		for (int64_t from = 0; from <= to; from++) {
			struct merkle_proof proof, asked = {0};

			merkle_prove(t.stored, from, to, &proof);
			if (from > 0)
				subproof((size_t)from, t.leaves, (size_t)to, true, &asked);
			assert_int_equal(proof.n, asked.n);
			assert_memory_equal(proof.v, asked.v, asked.n * sizeof(*asked.v));
			assert_true(merkle_extends(&t.at[from], &t.at[to], &proof));
			spoil(&t, from, to, &proof);
		}
	}
}

/* Two trees that part at a line: no proof of one is good for the other. */
static void what_was_rewritten_extends_nothing(void **state)
{
	struct trees t = {0}, other = {0};
	struct merkle_proof proof;

	(void)state;
	grow(&t, 3);
	grow(&other, 4);
	for (int64_t from = 1; from <= SIZES; from++) {
		for (int64_t to = from; to <= SIZES; to++) {
			merkle_prove(other.stored, from, to, &proof);
			assert_false(merkle_extends(&t.at[from], &other.at[to], &proof));
			merkle_prove(t.stored, from, to, &proof);
			assert_false(merkle_extends(&t.at[from], &other.at[to], &proof));
		}
	}
}

/* -- Stock sha256sum --------------------------------------------------------------------------- */

static void sha256sum_agrees(void **state)
{
	struct merkle tree = {0};
	struct merkle_hash leaf, root;
	char *command;

	(void)state;
	for (int i = 0; i < 3; i++) {
		merkle_leaf(&"abc"[i], 1, &leaf);
		merkle_add(&tree, &leaf, NULL);
	}
	merkle_root(&tree, &root);
	command =
		xasprintf("leaf() { { printf '\\0'; printf %%s $1; } | sha256sum | cut -c1-64; }\n"
			  "raw() { printf \"$(printf %%s $1 | sed 's/../\\\\x&/g')\"; }\n"
			  "node() { { printf '\\1'; raw $1; raw $2; } | sha256sum | cut -c1-64; }\n"
			  "[ %s = $(node $(node $(leaf a) $(leaf b)) $(leaf c)) ]",
			hex(&root));
	scratch_write("sum.sh", command, strlen(command));
	assert_int_equal(scratch_run("bash sum.sh"), 0);
	free(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_roots),
		cmocka_unit_test(roots_are_as_defined),
		cmocka_unit_test(every_pair_of_sizes),
		cmocka_unit_test(what_was_rewritten_extends_nothing),
		cmocka_unit_test_setup_teardown(sha256sum_agrees, scratch_enter, scratch_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
