/* SPDX-License-Identifier: MIT */
#ifndef STORE_FS_H
#define STORE_FS_H

/* Files and folders of the store, always named from an open folder, never reached through a
 * symbolic link, never inherited by another program. What is written is on the disk, whole, before
 * its name appears. */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/err.h"

/* A folder's descriptor, or -1. at may be AT_FDCWD. ERR_NOT_FOUND, ERR_INPUT where it is no folder.
 */
MUST_CHECK int fs_open_dir(int at, const char *path, struct err *err);
/* Makes a folder, 0700, and syncs the one it is in. One that is there already is taken. */
MUST_CHECK bool fs_make_dir(int at, const char *name, struct err *err);
/* A folder that a new thing may be put into: *empty says whether anything is there. */
MUST_CHECK bool fs_is_empty_dir(int dir, bool *empty, struct err *err);
/* ERR_REFUSED: it belongs to somebody else, or others may enter; path is for the sentence. */
MUST_CHECK bool fs_check_private(int fd, const char *path, struct err *err);

/* A whole regular file of at most max bytes; *bytes is NUL-terminated, the caller frees. len may be
 * NULL. ERR_NOT_FOUND; ERR_INPUT: no regular file, or larger. */
MUST_CHECK bool fs_read(
	int at, const char *name, size_t max, char **bytes, size_t *len, struct err *err);
/* Writes aside, syncs, renames over what was there, syncs the folder. */
MUST_CHECK bool fs_write(
	int at, const char *name, mode_t mode, const void *bytes, size_t n, struct err *err);
/* The same without the syncs. The name may be a path below at. */
MUST_CHECK bool fs_write_soon(
	int at, const char *name, mode_t mode, const void *bytes, size_t n, struct err *err);
bool fs_exists(int at, const char *name);
/* A folder and all that is in it, as far as that goes. */
void fs_remove_all(const char *path);
MUST_CHECK bool fs_sync_dir(int dir, struct err *err);

#endif
