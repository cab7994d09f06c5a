/* SPDX-License-Identifier: MIT */
#include "cli/nearest.h"

#include <string.h>

enum { LONGEST = 40 }; /* names of commands, options and actions are shorter */

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Letters changed, added, left out, or swapped with their neighbour. */
static int distance(const char *a, const char *b)
{
	int d[LONGEST + 1][LONGEST + 1] = {{0}};
	size_t m = strlen(a), n = strlen(b);

	if (m > LONGEST || n > LONGEST)
		return LONGEST;
	for (size_t i = 0; i <= m; i++)
		d[i][0] = (int)i;
	for (size_t j = 0; j <= n; j++)
		d[0][j] = (int)j;
	for (size_t i = 1; i <= m; i++) {
		for (size_t j = 1; j <= n; j++) {
			d[i][j] = least(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
				1 + least(d[i - 1][j], d[i][j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[m][n];
}

const char *nearest(const struct strv *names, const char *typed)
{
	const char *best = NULL;
	int fewest = (int)strlen(typed) / 3 + 1;

	for (size_t i = 0; i < names->n; i++) {
		int n = distance(names->v[i], typed);

		if (n < fewest) {
			fewest = n;
			best = names->v[i];
		}
	}
	return best;
}
