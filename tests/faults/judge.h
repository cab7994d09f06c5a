/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_JUDGE_H
#define TESTS_FAULTS_JUDGE_H

#include "tests/faults/scene.h"
#include "tests/faults/told.h"

/* Looks at the store in the folder `.` by what its victim told, and says what is wrong with it:
 * label names the point. A process of its own. Returns whether the promises were kept:
 * it opens and verifies, every acknowledged decision stands, nothing stands that was answered with
 * a plain no, what is purged is gone, a backup that is there is whole, and it takes decisions
 * again. */
bool judge(const struct scene *scene, const struct told *victim, const char *label);

#endif
