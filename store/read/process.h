/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_PROCESS_H
#define STORE_READ_PROCESS_H

/* The process a reader is: the file comes as descriptor 0, what is in it goes to descriptor 1. */

#include "store/read/cage.h"
#include "store/read/parts.h"

/* Into the cage, then the file. word "cage": says what the cage has here, and reads nothing. */
int process(const char *word, const struct cage *cage,
	void (*read_file)(struct gather *gather, const char *bytes, size_t len));

#endif
