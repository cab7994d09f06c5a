/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_DISK_H
#define TESTS_FAULTS_DISK_H

/* Real disks: one that fills up, and file systems that stop in the middle of their work. They are
 * mounted in a name space of the job's own, which takes mounts and loop devices with it whatever
 * happens. */

#include "tests/faults/jobs.h"
#include "tests/faults/scene.h"

/* Whether this process may mount a tmpfs, and a file of each kind: "ext4", "xfs". */
bool disk_can_fill(void);
bool disk_can_stop(const char *fs);

/* Each scene with 0, step, 2 step ... pages left on the disk, and then as few files, until there is
 * enough for it; after each there is room again. start: a folder, absolute. */
void disk_fill(const struct scene *scene, const char *start, int step, struct tally *tally);

/* The file system is shut down before n of the calls of each of the scenes (NULL ends them), and
 * mounted again. */
void disk_stop(const char *fs, const struct scene *const *played, int n, struct tally *tally);

#endif
