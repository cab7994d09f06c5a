/* SPDX-License-Identifier: MIT */
#ifndef CLI_PLACES_H
#define CLI_PLACES_H

/* Where settings and what is kept for a person lie. Each path is the caller's to free. */

#include "cli/command.h"

/* A program built for tests looks into its own tree, so that no machine's settings change them. */
#ifndef GONGKAI_SYSCONFDIR
#define GONGKAI_SYSCONFDIR "/etc"
#endif

/* The site's config.ini: the first that there is of $XDG_CONFIG_DIRS, else the system's. Who comes
 * over SSH does not say where. */
char *place_site(const struct cli *cli);
/* The person's folder of settings. Over SSH the account is everybody's, and it lies in the store.
 */
char *place_config(const struct cli *cli);
/* The folder of what the screen keeps for the person. */
char *place_state(const struct cli *cli);

#endif
