/* SPDX-License-Identifier: MIT */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

/* What somebody who mistyped a name may have meant. */

#include "core/str.h"

/* The name with the fewest letters changed, added, left out or swapped; NULL where more than a
 * third of them would have to be. Borrowed. */
const char *nearest(const struct strv *names, const char *typed);

#endif
