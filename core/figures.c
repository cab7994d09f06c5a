/* SPDX-License-Identifier: MIT */
#include "core/figures.h"

#include <stdlib.h>
#include <string.h>

void figures_release(struct figures *figures)
{
	status_counts_release(&figures->counts);
	*figures = (struct figures){0};
}

int figures_sum(const struct figures *figures, const char *state, const char *attribute)
{
	int sum = 0;

	for (size_t i = 0; i < figures->counts.n; i++) {
		const struct status_count *cell = &figures->counts.v[i];

		if ((state == NULL || strcmp(cell->state, state) == 0) &&
			(attribute == NULL || strcmp(cell->attribute, attribute) == 0))
			sum += cell->n;
	}
	return sum;
}
