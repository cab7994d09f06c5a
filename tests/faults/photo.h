/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAULTS_PHOTO_H
#define TESTS_FAULTS_PHOTO_H

/* Folders copied in a moment: what never changes under its name is linked, not copied. */

#include <stdbool.h>
#include <stddef.h>

enum { PATH_SIZE = 400 };

void photo_take(const char *from, const char *to); /* to is made; ends the process on failure */
void photo_drop(const char *folder);
/* Whether a file of that name is written once, elsewhere, and then only renamed and removed. */
bool photo_is_fixed(const char *path);
/* Copies a file as it is now, or links it where it is fixed. */
void photo_copy(const char *from, const char *to);
/* Whether the bytes are in any file below the folder. */
bool photo_finds(const char *folder, const char *bytes);

#endif
