/* SPDX-License-Identifier: MIT */
#ifndef CORE_DIFF_MYERS_H
#define CORE_DIFF_MYERS_H

#include <stddef.h>

/* Marks what a has and b has not, and the other way round: the fewest there can be, or nearly so
 * where the two have little in common. gone and come hold a byte for each element, zeroed. */
void diff_myers(const int *a, size_t n, const int *b, size_t m, char *gone, char *come);

#endif
