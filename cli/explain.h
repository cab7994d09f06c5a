/* SPDX-License-Identifier: MIT */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

/* A term of days, day by day: what was counted, what was skipped or stood still, and why. */

#include <jansson.h>

#include "core/clock.h"

struct explanation { /* borrowed */
	const struct clock_run *run;
	const struct clock_rule *rule;
	const struct calendar *calendar;
	int today;
};
json_t *explain_json(const struct explanation *of);
void explain_print(const struct explanation *of, int indent);

#endif
