/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TUI_GOLDEN_H
#define TESTS_TUI_GOLDEN_H

/* Texts kept in files, to compare with. */

#include "core/err.h"
#include "core/str.h"

/* Compares text with the file at path; with update the file is written instead, and its directory
 * made. Appends the differing lines to diff. ERR_NOT_FOUND: no such file; ERR_STALE: differs. */
MUST_CHECK bool golden_check(
	const char *path, const char *text, bool update, struct str *diff, struct err *err);

/* Appends the lines that differ, `-` of old and `+` of new ones, each run under its line number. */
void golden_diff(const char *old, const char *new, struct str *out);

#endif
