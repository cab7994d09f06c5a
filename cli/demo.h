/* SPDX-License-Identifier: MIT */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

/* A city to try things in: the units, people and papers that a pack's folder holds in demo/, each
 * put in by a decision of whoever would have made it. */

#include "cli/command.h"

/* The store is new and open. folder is the pack's. */
MUST_CHECK bool demo_fill(struct cli *cli, const char *folder, struct err *err);
/* Whether the pack has a demo. */
bool demo_exists(const char *folder);

#endif
