/* SPDX-License-Identifier: MIT */
#ifndef CORE_HISTORY_H
#define CORE_HISTORY_H

/* What is asked of the ledger's decisions. */

#include <stdint.h>

#include "core/workflow.h"

/* A NULL, a 0 and DAY_NONE ask for all; everything that is asked for must fit. Strings are
 * borrowed. */
struct history_ask {
	const char *document;
	const char *person; /* who decided, or for whom it was decided */
	const char
		*unit; /* of the paper, and what is below it; no decision on anything else fits */
	const char *action;
	int from, to; /* days of the site's clock, both included */
	int64_t before; /* a sequence: only what came before it */
	int limit; /* the latest so many */
};

/* Reads words into *ask, whose other fields stay: `person:`, `unit:`, `action:`, `from:`, `to:`,
 * `on:` with codes, names (blanks and all) or days, and names alone. What it finds is the office's
 * own. ERR_INPUT: a word that is neither, with what there is. */
MUST_CHECK bool history_ask_read(
	struct history_ask *ask, const struct office *office, const char *text, struct err *err);

#endif
