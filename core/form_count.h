/* SPDX-License-Identifier: MIT */
#ifndef CORE_FORM_COUNT_H
#define CORE_FORM_COUNT_H

/* A form of the pack counted over a year's requests. Pure: the same requests give the same figures,
 * and what one year leaves is what the next one carries over. */

#include <stdint.h>

#include "core/pack.h"

/* A record as a form sees it. */
struct request {
	char *id; /* owns */
	struct strv cells; /* owns; what its choices and its state count in */
	int received, done; /* days; done: when it first ended; DAY_NONE */
	int contested; /* the day the latest contest ended; of one without an end the year's last;
			  DAY_NONE */
};
struct year {
	int first, last; /* days */
	struct request *v; /* owns */
	size_t n;
};
void request_release(struct request *request);
void year_release(struct year *year);

/* Whether a request is one of those that a word counts: new, carried, done, left, contested. */
bool request_counts(const struct request *request, const struct year *year, const char *word);
/* The form's cells, row by row, sums included; the caller frees. */
int64_t *form_count(const struct pack_form *form, const struct year *year);
/* Why a request cannot be counted, so that the form would not balance; NULL where it can. */
const char *request_fault(
	const struct pack_form *form, const struct year *year, const struct request *request);
/* One side of the form's balance in a column: the sum of the rows it names. */
int64_t form_side(const struct pack_form *form, const struct strv *codes, const int64_t *cells,
	size_t column);

#endif
