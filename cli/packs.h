/* SPDX-License-Identifier: MIT */
#ifndef CLI_PACKS_H
#define CLI_PACKS_H

/* Rule packs: the store's, and those in folders. */

#include "cli/command.h"

/* A pack to look at: the store's, or one that was loaded for this. */
struct packs {
	const struct pack *pack; /* borrowed */
	struct pack *loaded; /* owns; NULL where it is the store's */
};

/* The folder of a pack: a name is one of those that came with the program, anything with a `/` a
 * folder. The caller frees. */
char *packs_folder(const char *name);
/* The names of the packs that came with the program, sorted. */
void packs_names(struct strv *names);
/* ERR_NOT_FOUND tells which there are; a fault names the file and line. The caller frees. */
struct pack *packs_load(const char *name, struct err *err);
/* The pack of that name; of no name (NULL): the store's, or cn where there is no store. */
MUST_CHECK bool packs_find(struct packs *packs, struct cli *cli, const char *name, struct err *err);
void packs_release(struct packs *packs);

#endif
