/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITREPO_H
#define STORE_GITREPO_H

/* A bare git repository with one branch, refs/heads/main: objects in, objects out, and the branch
 * moved by compare-and-swap. libgit2 stays behind this header. Open it after fork, not before. */

#include "core/err.h"
#include "core/str.h"
#include "store/gitobject.h"

struct gitrepo;

/* A new repository whose configuration keeps stock git from doing harm in it; signers is the path
 * of the allowed signers file that `git verify-commit` shall use. */
MUST_CHECK bool gitrepo_create(const char *path, const char *signers, struct err *err);
/* The same for a repository that came here from another place: git takes no path that begins where
 * the settings are. Does nothing where the file is the one they name; what cannot be written stays,
 * and verify names it. Only for who holds the store's lock. */
void gitrepo_point_to_signers(const char *path, const char *signers);
/* ERR_NOT_FOUND. The caller closes it. */
struct gitrepo *gitrepo_open(const char *path, struct err *err);
void gitrepo_close(struct gitrepo *repo); /* takes NULL */

/* Any object, its hash checked. ERR_NOT_FOUND; ERR_IO: damaged. Release it. */
MUST_CHECK bool gitrepo_read(
	struct gitrepo *repo, const char *id, struct object *object, struct err *err);
/* The same, of one type alone. ERR_IO where it is of another. */
MUST_CHECK bool gitrepo_read_as(struct gitrepo *repo, const char *id, enum object_type type,
	struct object *object, struct err *err);
bool gitrepo_has(struct gitrepo *repo, const char *id); /* whole or not */
/* On the disk when it returns; an object that is there already is left alone. */
MUST_CHECK bool gitrepo_write(struct gitrepo *repo, const struct object *object, struct err *err);

/* For what a journal holds: visible when it returns, and not synced. */
MUST_CHECK bool gitrepo_put(struct gitrepo *repo, const struct object *object, struct err *err);
/* Puts the objects of several lists that are in no pack yet into one, on the disk when it returns;
 * where they were before, damaged or whole, they are no more. */
MUST_CHECK bool gitrepo_pack(
	struct gitrepo *repo, const struct objects *const *lists, size_t n, struct err *err);
/* Keeps the number of packs small, where there are many; readers and writers go on. Only for who
 * holds the lock PACK_LOCK. */
bool gitrepo_has_many_packs(const struct gitrepo *repo);
MUST_CHECK bool gitrepo_merge_packs(struct gitrepo *repo, struct err *err);
/* Copies of objects that are to be read from now on as if they had been written. */
void gitrepo_stage(struct gitrepo *repo, const struct objects *objects);
void gitrepo_unstage(struct gitrepo *repo); /* all of them */

/* The commit that main names. ERR_NOT_FOUND: main does not exist. */
MUST_CHECK bool gitrepo_tip(struct gitrepo *repo, char id[OID_HEX + 1], struct err *err);
/* Moves main from one commit (NULL: it must not exist) to another. ERR_STALE: it was elsewhere.
 * After any other failure it may have moved all the same. */
MUST_CHECK bool gitrepo_advance(
	struct gitrepo *repo, const char *from, const char *to, struct err *err);
/* The same, not synced, for what a journal holds; only for who holds the store's lock. */
MUST_CHECK bool gitrepo_move(
	struct gitrepo *repo, const char *from, const char *to, struct err *err);
/* Main is there from now on, wherever it was, and on the disk. */
MUST_CHECK bool gitrepo_set(struct gitrepo *repo, const char *to, struct err *err);
/* Removes what a killed writer left: lock files, which would stop everyone for ever, and half
 * written objects. Only for who holds the store's lock. */
void gitrepo_clear_leftovers(struct gitrepo *repo);

#endif
