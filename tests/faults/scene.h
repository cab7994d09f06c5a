/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_SCENE_H
#define TESTS_FAULTS_SCENE_H

/* What a victim is busy with when something happens to it. Its folder holds the store `site`. */

#include "core/store.h"

struct scene {
	const char *name;
	void (*act)(struct store *store, unsigned seed); /* seed: sizes and numbers */
	const char *start; /* the folder it begins with: see scene_prepare */
	int before; /* decisions in there beyond those of *base */
	int waiting; /* decisions that may come to stand though nobody here began them */
	bool is_founding; /* there is no store yet: act has none */
};
extern const struct scene scenes[];
extern const size_t scene_count;

/* Makes the folders that scenes begin with, below the current one: `good`, packed; `loose`, with a
 * full journal; `inbox`, where two wait who are dead; `nothing`; and tells of them in *base. */
void scene_prepare(void);
/* Plays it in the folder `.`, and tells. */
void scene_play(const struct scene *scene, unsigned seed);
/* Makes a store, and tells. */
void scene_found(struct store *none, unsigned seed);
/* The clerk brings in a paper of n bytes. */
void scene_import(struct store *store, int number, size_t n);

#endif
