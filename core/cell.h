/* SPDX-License-Identifier: MIT */
#ifndef CORE_CELL_H
#define CORE_CELL_H

/* The port to the cell: what a process that serves somebody from outside may still do, whoever has
 * taken it over. Implemented by store/cell.c. */

#include <stdbool.h>

struct cell {
	const char *dir; /* may be read, written and made in */
	const char *const *read; /* NULL at the end: may be read; what is not there is left out */
	const char *const *run; /* likewise: may be started too */
};
struct cell_state {
	int landlock; /* the kernel's version of it; 0: files are not held */
	bool seccomp; /* no network, no looking into other processes, no mounting */
};
/* For ever, and for every process and thread begun from now on. A kernel that lacks one goes
 * without it. */
void cell_enter(const struct cell *cell, struct cell_state *state);
/* What a cell has on this machine; nothing is entered. */
void cell_look(struct cell_state *state);

#endif
