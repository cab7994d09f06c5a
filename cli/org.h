/* SPDX-License-Identifier: MIT */
#ifndef CLI_ORG_H
#define CLI_ORG_H

/* What the commands on units and on people share. */

#include <jansson.h>

#include "cli/command.h"

/* --name (in the present language), --name-en, --name-zh onto a name. */
void org_take_names(struct name *name, const struct args *args);
void org_name_json(json_t *line, const struct name *name);
/* "head@zfb", or "head" with the unit given; false where a part is missing. The caller frees both.
 */
bool org_split_post(const char *text, const char *unit, char **role, char **of);

#endif
