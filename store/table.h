/* SPDX-License-Identifier: MIT */
#ifndef STORE_TABLE_H
#define STORE_TABLE_H

/* A hash table from strings to things; the things are the caller's. Zero is an empty one. */

#include <stdbool.h>
#include <stddef.h>

struct table_slot {
	char *key; /* owns */
	void *value; /* borrowed */
};

struct table {
	struct table_slot *slots; /* owns; those without a key are free */
	size_t n, size;
};

void *table_get(const struct table *table, const char *key); /* NULL where it is not there */
void table_put(struct table *table, const char *key, void *value); /* replaces */
/* The keys in byte order, borrowed; the caller frees the list alone. */
const char **table_keys(const struct table *table);
void table_release(struct table *table);

#endif
