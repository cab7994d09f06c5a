/* SPDX-License-Identifier: MIT */
#ifndef STORE_PACKDIR_H
#define STORE_PACKDIR_H

/* A rule pack in a folder: its *.ini, *.csv and *.txt files and those of the folders below, without
 * demo/ and what begins with a dot. */

#include "core/hash.h"
#include "core/pack.h"

/* ERR_NOT_FOUND; ERR_INPUT: a symbolic link, a file over 4 MiB, more than 500 files or 32 MiB.
 * files is empty on failure. */
MUST_CHECK bool packdir_read(const char *dir, struct pack_files *files, struct err *err);
/* The same, read as a pack; a fault names the file as DIR/FILE:LINE. The caller frees. */
struct pack *packdir_load(const char *dir, struct err *err);

/* The SHA-256 of pack_files_digest. */
void packdir_hash(const struct pack_files *files, char out[SHA256_HEX + 1]);

#endif
