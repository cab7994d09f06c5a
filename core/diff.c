/* SPDX-License-Identifier: MIT */
#include "core/diff.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

struct lines {
	const char **v; /* borrowed pieces of the text */
	size_t *len;
	int n;
};

static void split(const char *text, struct lines *lines)
{
	size_t n = 0;

	lines->v = xcalloc(1, sizeof(*lines->v));
	lines->len = xcalloc(1, sizeof(*lines->len));
	for (const char *p = text; *p != '\0'; n++) {
		size_t len = strcspn(p, "\n");

		lines->v = xreallocarray(lines->v, n + 1, sizeof(*lines->v));
		lines->len = xreallocarray(lines->len, n + 1, sizeof(*lines->len));
		lines->v[n] = p;
		lines->len[n] = len;
		p += len + (p[len] == '\n' ? 1 : 0);
	}
	lines->n = (int)n;
}

static bool same(const struct lines *a, int i, const struct lines *b, int k)
{
	return a->len[i] == b->len[k] && memcmp(a->v[i], b->v[k], a->len[i]) == 0;
}

static void put(struct str *out, char mark, const struct lines *lines, int i)
{
	str_addc(out, mark);
	str_addn(out, lines->v[i], lines->len[i]);
	str_addc(out, '\n');
}

/* The furthest row reached on every diagonal, for each number of edits so far: Myers' V, kept so
 * that the way back can be read from it. */
struct trace {
	int **v; /* v[d] has 2 * d + 3 entries, for the diagonals -d-1 .. d+1 */
	int n;
};

enum { EDITS_MAX = 4000 }; /* beyond it the texts are another paper's; 64 MB of trace */

/* Whether the step to diagonal k came from the one above (an added line). */
static bool from_above(const int *v, int d, int k)
{
	return k == -d || (k != d && v[k - 1] < v[k + 1]);
}

/* Fills trace until the ends are reached; false when that takes too many edits. */
static bool search(const struct lines *a, const struct lines *b, struct trace *trace)
{
	for (int d = 0; d <= EDITS_MAX; d++) {
		int *row = xcalloc(2 * (size_t)d + 3, sizeof(*row)), *v = row + d + 1;
		const int *last = d > 0 ? trace->v[d - 1] + d : NULL;

		trace->v = xreallocarray(trace->v, (size_t)d + 1, sizeof(*trace->v));
		trace->v[d] = row;
		trace->n = d + 1;
		for (int k = -d; k <= d; k += 2) {
			int x = 0;

			if (d > 0)
				x = from_above(last, d, k) ? last[k + 1] : last[k - 1] + 1;
			while (x < a->n && x - k < b->n && same(a, x, b, x - k))
				x++;
			v[k] = x;
			if (x >= a->n && x - k >= b->n)
				return true;
		}
	}
	return false;
}

/* Walks back from the ends and marks every line that stays. */
static void walk_back(const struct lines *a, const struct lines *b, const struct trace *trace,
	char *kept_a, char *kept_b)
{
	int x = a->n, y = b->n;

	for (int d = trace->n - 1; d >= 0; d--) {
		const int *last = d > 0 ? trace->v[d - 1] + d : NULL;
		int k = x - y, prev_x = 0, prev_y = 0;

		if (d > 0) {
			int prev_k = from_above(last, d, k) ? k + 1 : k - 1;

			prev_x = last[prev_k];
			prev_y = prev_x - prev_k;
		}
		while (x > prev_x && y > prev_y) {
			kept_a[--x] = 1;
			kept_b[--y] = 1;
		}
		x = prev_x;
		y = prev_y;
	}
}

static void print(const struct lines *a, const struct lines *b, const char *kept_a,
	const char *kept_b, struct str *out)
{
	int i = 0, k = 0;

	while (i < a->n || k < b->n) {
		while (i < a->n && !kept_a[i])
			put(out, '-', a, i++);
		while (k < b->n && !kept_b[k])
			put(out, '+', b, k++);
		while (i < a->n && k < b->n && kept_a[i] && kept_b[k]) {
			put(out, ' ', a, i++);
			k++;
		}
	}
}

void diff_lines(const char *from, const char *to, struct str *out)
{
	struct lines a = {0}, b = {0};
	struct trace trace = {0};
	char *kept_a, *kept_b;

	if (strcmp(from, to) == 0)
		return;
	split(from, &a);
	split(to, &b);
	kept_a = xcalloc((size_t)a.n + 1, 1);
	kept_b = xcalloc((size_t)b.n + 1, 1);
	if (search(&a, &b, &trace))
		walk_back(&a, &b, &trace, kept_a, kept_b);
	print(&a, &b, kept_a, kept_b, out);
	for (int d = 0; d < trace.n; d++)
		free(trace.v[d]);
	free(trace.v);
	free(kept_a);
	free(kept_b);
	free(a.v);
	free(a.len);
	free(b.v);
	free(b.len);
}
