/* SPDX-License-Identifier: MIT */
#ifndef STORE_TREE_H
#define STORE_TREE_H

/* git trees, of files and folders alone: no links, no programs. */

#include "core/pack.h"
#include "store/gitrepo.h"

struct tree_entry {
	bool is_folder;
	char *name; /* owns */
	char id[OID_HEX + 1];
};

struct tree {
	struct tree_entry *v; /* owns; in git's order */
	size_t n;
};

/* ERR_INPUT: not a tree, other things in it than files and folders, or out of order. */
MUST_CHECK bool tree_parse(struct tree *tree, const char *bytes, size_t len, struct err *err);
void tree_release(struct tree *tree);
const struct tree_entry *tree_find(const struct tree *tree, const char *name); /* NULL; borrowed */
MUST_CHECK bool tree_read(struct gitrepo *repo, const char *id, struct tree *tree, struct err *err);

/* A file to be put at a path, its blob being there already or among the objects. */
struct tree_change {
	const char *path; /* borrowed */
	char id[OID_HEX + 1];
};
struct tree_changes {
	struct tree_change *v; /* owns; in byte order of path */
	size_t n;
	const char *anew; /* a folder of base that is forgotten before; borrowed; NULL: none */
};
void tree_changes_add(struct tree_changes *changes, const char *path, const char *id);
void tree_changes_sort(struct tree_changes *changes);
void tree_changes_release(struct tree_changes *changes);

/* The tree that base ("": nothing) becomes by the changes. The trees it needs are added to
 * objects; id receives the top one's name. */
MUST_CHECK bool tree_update(struct gitrepo *repo, const char *base,
	const struct tree_changes *changes, struct objects *objects, char id[OID_HEX + 1],
	struct err *err);

/* All files in a tree and below it, their paths beginning with prefix, in byte order. */
MUST_CHECK bool tree_files(struct gitrepo *repo, const char *id, const char *prefix,
	struct pack_files *files, struct err *err);

#endif
