/* SPDX-License-Identifier: MIT */
#include "tui/selection.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

/* Where an id is, or belongs. */
static size_t place(const struct strv *ids, const char *id, bool *is_there)
{
	size_t lo = 0, hi = ids->n;

	*is_there = false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = strcmp(ids->v[mid], id);

		if (order == 0) {
			*is_there = true;
			return mid;
		}
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool selection_has(const struct selection *selection, const char *id)
{
	bool is_there;

	place(&selection->ids, id, &is_there);
	return is_there;
}

void selection_put(struct selection *selection, const char *id)
{
	struct strv *ids = &selection->ids;
	bool is_there;
	size_t at = place(ids, id, &is_there);
	char *last;

	if (is_there)
		return;
	strv_add(ids, id);
	last = ids->v[ids->n - 1];
	memmove(ids->v + at + 1, ids->v + at, (ids->n - 1 - at) * sizeof(*ids->v));
	ids->v[at] = last;
}

static int by_bytes(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

void selection_take(struct selection *selection, struct strv *ids)
{
	struct strv *all = &selection->ids;
	size_t n = 0;

	for (size_t i = 0; i < ids->n; i++) {
		GROW(all->v, all->n);
		all->v[all->n++] = ids->v[i];
	}
	free(ids->v);
	*ids = (struct strv){0};
	if (all->n > 0)
		qsort(all->v, all->n, sizeof(*all->v), by_bytes);
	for (size_t i = 0; i < all->n; i++) {
		if (n > 0 && strcmp(all->v[n - 1], all->v[i]) == 0)
			free(all->v[i]);
		else
			all->v[n++] = all->v[i];
	}
	all->n = n;
}

void selection_drop(struct selection *selection, const char *id)
{
	struct strv *ids = &selection->ids;
	bool is_there;
	size_t at = place(ids, id, &is_there);

	if (!is_there)
		return;
	free(ids->v[at]);
	ids->n--;
	memmove(ids->v + at, ids->v + at + 1, (ids->n - at) * sizeof(*ids->v));
}

void selection_toggle(struct selection *selection, const char *id)
{
	if (selection_has(selection, id))
		selection_drop(selection, id);
	else
		selection_put(selection, id);
}

void selection_release(struct selection *selection)
{
	strv_release(&selection->ids);
}
