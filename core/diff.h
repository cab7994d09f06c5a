/* SPDX-License-Identifier: MIT */
#ifndef CORE_DIFF_H
#define CORE_DIFF_H

#include "core/str.h"

/* The difference of two texts by lines (Myers): each line behind `-`, `+` or a blank. Nothing is
 * added where they are equal. */
void diff_lines(const char *from, const char *to, struct str *out);

#endif
