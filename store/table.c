/* SPDX-License-Identifier: MIT */
#include "store/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

enum { FIRST_SIZE = 64 };

static size_t hash(const char *key)
{
	uint64_t h = 14695981039346656037U; /* FNV-1a */

	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211U;
	return (size_t)(h ^ (h >> 32));
}

/* The key's slot, or the free one where it would go. */
static struct table_slot *find(const struct table *table, const char *key)
{
	size_t i = hash(key) & (table->size - 1);

	while (table->slots[i].key != NULL && strcmp(table->slots[i].key, key) != 0)
		i = (i + 1) & (table->size - 1);
	return &table->slots[i];
}

void *table_get(const struct table *table, const char *key)
{
	return table->size == 0 ? NULL : find(table, key)->value;
}

static void grow(struct table *table)
{
	struct table bigger = {.n = table->n, .size = table->size * 2};

	if (bigger.size == 0)
		bigger.size = FIRST_SIZE;
	bigger.slots = xcalloc(bigger.size, sizeof(*bigger.slots));
	for (size_t i = 0; i < table->size; i++) {
		if (table->slots[i].key != NULL)
			*find(&bigger, table->slots[i].key) = table->slots[i];
	}
	free(table->slots);
	*table = bigger;
}

void table_put(struct table *table, const char *key, void *value)
{
	struct table_slot *slot;

	if (table->n * 2 >= table->size)
		grow(table);
	slot = find(table, key);
	if (slot->key == NULL) {
		slot->key = xstrdup(key);
		table->n++;
	}
	slot->value = value;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **table_keys(const struct table *table)
{
	const char **keys = xcalloc(table->n + 1, sizeof(*keys));
	size_t n = 0;

	for (size_t i = 0; i < table->size; i++) {
		if (table->slots[i].key != NULL)
			keys[n++] = table->slots[i].key;
	}
	qsort(keys, n, sizeof(*keys), by_name);
	return keys;
}

void table_release(struct table *table)
{
	for (size_t i = 0; i < table->size; i++)
		free(table->slots[i].key);
	free(table->slots);
	*table = (struct table){0};
}
