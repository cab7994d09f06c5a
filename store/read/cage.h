/* SPDX-License-Identifier: MIT */
#ifndef STORE_READ_CAGE_H
#define STORE_READ_CAGE_H

/* The cage a reader locks itself in before it looks at the first byte of a file. From then on the
 * process can compute, read its memory and write to its pipe, and nothing else: no file, no
 * socket, no program, no signal to anybody, so much memory and so much time. */

#include <stdbool.h>
#include <stddef.h>

struct cage {
	size_t memory; /* bytes of address space */
	const char *const *files; /* folders that may be read, NULL at the end; or NULL */
};

struct cage_state {
	int landlock; /* the version the kernel has; 0: none */
	bool seccomp;
};

/* False where there is no seccomp: then nothing may be read. */
bool cage_enter(const struct cage *cage, struct cage_state *state);

#endif
