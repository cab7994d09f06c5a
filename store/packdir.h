/* SPDX-License-Identifier: MIT */
#ifndef STORE_PACKDIR_H
#define STORE_PACKDIR_H

/* A rule pack in a folder. pack_files_read, core's, is implemented here: at most 500 files, 4 MiB
 * each, 32 MiB together, 8 folders deep. */

#include "core/hash.h"
#include "core/pack.h"

/* pack_files_read, then pack_new: a fault names the file as DIR/FILE:LINE. The caller frees. */
struct pack *packdir_load(const char *dir, struct err *err);

/* The SHA-256 of pack_files_digest. */
void packdir_hash(const struct pack_files *files, char out[HASH_HEX + 1]);

#endif
