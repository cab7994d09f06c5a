/* SPDX-License-Identifier: MIT */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

/* A term of working days, day by day: what was counted, what was skipped and why. */

#include <jansson.h>

#include "core/pack.h"

json_t *explain_json(const struct calendar *calendar, int start, int n);
void explain_print(const struct calendar *calendar, int start, int n, int indent);
/* The rule of a kind's clock; NULL where the kind has none of that code. Borrowed. */
const struct clock_rule *explain_rule(const struct kind *kind, const char *code);

#endif
