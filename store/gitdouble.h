/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITDOUBLE_H
#define STORE_GITDOUBLE_H

/* Objects that a repository has more than once. Stock git takes what is in a pack before what is in
 * a file of its own, one pack before another, and does not look whether it bears its name rightly:
 * a pack that was put there can so hide what this program reads. */

#include "core/err.h"
#include "core/str.h"

/* Reads every copy in a pack of what is there twice, and adds a sentence for each that is not what
 * its name says. Packs that go meanwhile are passed over. */
void gitdouble_check(const char *path, struct strv *faults);

#endif
