/* SPDX-License-Identifier: MIT */
#include "core/diff_myers.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/mem.h"

/* After so many edits from either side the furthest reach so far is good enough; the more there is
 * to compare the fewer, so that the whole never takes more than about so many steps. */
enum { EDITS_MOST = 2048, EDITS_LEAST = 32, STEPS = 64 << 20 };

/* What is compared, and where it is noted. Diagonals count x - y; reach[k] is the furthest x that
 * one edit more came to on diagonal k, from the start (ahead) or from the end (back). */
struct box {
	const int *a, *b;
	long n, m;
	long edits_max;
	char *gone, *come;
	long *ahead, *back;
	long low[2], high[2]; /* the diagonals reached so far: ahead, back */
};

struct split {
	long x, y;
};

/* One diagonal more on each side, as long as it lies in the box; blocked is what never wins. */
static void widen(struct box *box, int way, long *reach, long blocked)
{
	if (box->low[way] > -box->m)
		reach[--box->low[way] - 1] = blocked;
	else
		box->low[way]++;
	if (box->high[way] < box->n)
		reach[++box->high[way] + 1] = blocked;
	else
		box->high[way]--;
}

static bool is_reached(const struct box *box, int way, long k)
{
	return k >= box->low[way] && k <= box->high[way];
}

/* One edit more from the start; true where it meets what came from the end. */
static bool go_ahead(struct box *box, struct split *split)
{
	bool is_odd = (box->n - box->m) % 2 != 0;
	long *reach = box->ahead;

	widen(box, 0, reach, -1);
	for (long k = box->high[0]; k >= box->low[0]; k -= 2) {
		long x = reach[k - 1] >= reach[k + 1] ? reach[k - 1] + 1 : reach[k + 1], y = x - k;

		while (x < box->n && y < box->m && box->a[x] == box->b[y]) {
			x++;
			y++;
		}
		reach[k] = x;
		if (is_odd && is_reached(box, 1, k) && box->back[k] <= x) {
			*split = (struct split){x, y};
			return true;
		}
	}
	return false;
}

static bool go_back(struct box *box, struct split *split)
{
	bool is_odd = (box->n - box->m) % 2 != 0;
	long *reach = box->back;

	widen(box, 1, reach, LONG_MAX);
	for (long k = box->high[1]; k >= box->low[1]; k -= 2) {
		long x = reach[k - 1] < reach[k + 1] ? reach[k - 1] : reach[k + 1] - 1, y = x - k;

		while (x > 0 && y > 0 && box->a[x - 1] == box->b[y - 1]) {
			x--;
			y--;
		}
		reach[k] = x;
		if (!is_odd && is_reached(box, 0, k) && x <= box->ahead[k]) {
			*split = (struct split){x, y};
			return true;
		}
	}
	return false;
}

/* The place furthest from the start that was reached within the box. */
static struct split furthest(const struct box *box)
{
	struct split best = {0, 0};

	for (long k = box->low[0]; k <= box->high[0]; k++) {
		long x = box->ahead[k] < box->n ? box->ahead[k] : box->n, y = x - k;

		if (y > box->m) {
			y = box->m;
			x = y + k;
		}
		if (x >= 0 && y >= 0 && x + y > best.x + best.y)
			best = (struct split){x, y};
	}
	return best;
}

/* A place that a shortest way leads through. */
static struct split find_split(struct box *box)
{
	long middle = box->n - box->m;
	struct split split;

	box->ahead[0] = 0;
	box->back[middle] = box->n;
	box->low[0] = box->high[0] = 0;
	box->low[1] = box->high[1] = middle;
	for (long edits = 0; edits < box->edits_max; edits++) {
		if (go_ahead(box, &split) || go_back(box, &split))
			return split;
	}
	return furthest(box);
}

static void mark(char *marks, long n)
{
	for (long i = 0; i < n; i++)
		marks[i] = 1;
}

/* The part of a box up to a place, or from it. */
static struct box part(const struct box *box, struct split from, struct split to)
{
	struct box inner = *box;

	inner.a += from.x;
	inner.b += from.y;
	inner.gone += from.x;
	inner.come += from.y;
	inner.n = to.x - from.x;
	inner.m = to.y - from.y;
	return inner;
}

/* NOLINTNEXTLINE(misc-no-recursion): the halves shrink, and the second one is no call */
static void compare(struct box box)
{
	for (;;) {
		struct split split;

		while (box.n > 0 && box.m > 0 && *box.a == *box.b)
			box = part(&box, (struct split){1, 1}, (struct split){box.n, box.m});
		while (box.n > 0 && box.m > 0 && box.a[box.n - 1] == box.b[box.m - 1]) {
			box.n--;
			box.m--;
		}
		if (box.n == 0 || box.m == 0) {
			mark(box.gone, box.n);
			mark(box.come, box.m);
			return;
		}
		split = find_split(&box);
		if (split.x + split.y == 0 || split.x + split.y == box.n + box.m) {
			/* Nothing was won within the limit. */
			mark(box.gone, box.n);
			mark(box.come, box.m);
			return;
		}
		compare(part(&box, (struct split){0, 0}, split));
		box = part(&box, split, (struct split){box.n, box.m});
	}
}

static long edits_max(size_t pieces)
{
	size_t edits = STEPS / (pieces + 1);

	return edits > EDITS_MOST ? EDITS_MOST : edits < EDITS_LEAST ? EDITS_LEAST : (long)edits;
}

void diff_myers(const int *a, size_t n, const int *b, size_t m, char *gone, char *come)
{
	long *rows = xcalloc(2 * (n + m + 3), sizeof(*rows));

	compare((struct box){.a = a,
		.b = b,
		.n = (long)n,
		.m = (long)m,
		.edits_max = edits_max(n + m),
		.gone = gone,
		.come = come,
		.ahead = rows + m + 1,
		.back = rows + (n + m + 3) + m + 1});
	free(rows);
}
