/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_RECORD_H
#define TESTS_FAULTS_RECORD_H

/* A loss of power, replayed: everything that is written, named and removed below a folder is
 * recorded, with what a sync made safe, and a folder is made of it as a disk might hold it: what
 * was not synced is there, or not, or in part, in no order. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From here on, below the folder root; base is a copy of it as it is now, which nobody changes. */
void record_begin(const char *root, const char *base);
void record_opened(int fd, int at, const char *path, bool is_cut); /* to write to */
void record_wrote(int fd, const void *bytes, size_t n, int64_t at); /* at -1: it ends there now */
void record_cut(int fd, int64_t size);
/* Or two names have changed places. */
void record_renamed(int from_dir, const char *from, int to_dir, const char *to, bool is_swap);
void record_linked(const char *from, const char *to);
void record_folder(int at, const char *path);
void record_gone(int at, const char *path);
void record_synced(int fd); /* a file, or a folder: then the names in it */
void record_synced_all(int fd);
/* How many changes a loss of power could take now. */
int record_unsynced(void);
/* Makes the folder to; seed chooses what was lost. */
void record_replay(const char *to, unsigned seed);

#endif
