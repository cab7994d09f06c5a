/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_DESK_H
#define TESTS_BENCH_DESK_H

/* A small store with one office and its clerk, made beside the one that a benchmark is given, on
 * the same disk; and what the clerk does. */

#include "core/session.h"

/* The folder STORE.NAME, empty; the caller frees its path. */
char *desk_folder(const char *store, const char *name);
void desk_remove(const char *folder);
/* A store in folder, which is there; the caller frees its path. */
char *desk_store(const char *folder);
#define DESK_CLERK "clerk"

/* Puts in the i-th paper; the caller frees its id. */
char *desk_import(struct session *session, int i);
/* A decision with a new record: the paper is marked, every time otherwise than before. */
void desk_mark(struct session *session, const char *id, int i);

#endif
