/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_POINTS_H
#define TESTS_FAULTS_POINTS_H

/* Failpoints: every call of this process and its libraries that touches files or takes memory is
 * met here first. Either one that is chosen fails, or each that changes files is shown to somebody
 * before it is done. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum call {
	CALL_OPEN = 1 << 0, /* to read, and folders */
	CALL_MAKE = 1 << 1, /* to write */
	CALL_NAME = 1 << 2, /* mkdir, link, rename */
	CALL_READ = 1 << 3,
	CALL_WRITE = 1 << 4,
	CALL_SYNC = 1 << 5,
	CALL_SIZE = 1 << 6, /* ftruncate */
	CALL_DROP = 1 << 7, /* unlink, rmdir, chmod: needs no room */
	CALL_CLOSE = 1 << 8,
	CALL_MAP = 1 << 9,
	CALL_LOCK = 1 << 10,
	CALL_ALLOC = 1 << 11, /* malloc and its like */
};
enum {
	CALLS_ROOM = CALL_MAKE | CALL_NAME | CALL_WRITE | CALL_SYNC | CALL_SIZE, /* take room */
	CALLS_CHANGE = CALLS_ROOM | CALL_DROP | CALL_CLOSE,
	CALLS_FILE = CALLS_ROOM | CALL_DROP | CALL_OPEN | CALL_READ,
};

struct failpoint {
	int calls; /* of enum call: which kinds count, and may fail */
	int at; /* the call it meets, from 1; 0: none, only count */
	int error; /* errno of the call that fails; 0: half of what was asked is done */
	bool is_lasting; /* and so do all of those kinds that follow */
};

/* A call that is about to be done. */
struct point {
	enum call call;
	int fd; /* of a write */
	const void *bytes;
	size_t n;
	int64_t at; /* -1: where the file stands */
};

/* Begins to count into *counter, and to do what fault says. */
void points_fail(const struct failpoint *fault, int *counter);
/* Begins to show; *counter is the number of the call. What before does itself is not met. */
void points_watch(void (*before)(const struct point *point), int *counter);
void points_stop(void);
/* How many of the calls so far were syncs. */
int points_syncs(void);

#endif
