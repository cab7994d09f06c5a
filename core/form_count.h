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
	int received, done; /* days; done: when it ended; DAY_NONE */
	int64_t amount; /* what it adds to a cell: 1 where records are counted */
	struct strv *contests; /* owns; the cells of each contest of the year: begun by its end, and
				  not ended before it */
	size_t contest_count;
};
struct year {
	int first, last; /* days */
	struct request *v; /* owns */
	size_t n;
};
void request_release(struct request *request);
void year_release(struct year *year);

/* Whether a request is one of those that a word counts: new, carried, done, left, contested. */
bool request_counts(const struct request *request, const struct year *year, enum form_word word);
/* The form's cells, row by row, sums included; the caller frees. */
int64_t *form_count(const struct pack_form *form, const struct year *year);
/* The same, and says of each request which cells it is behind, sums included. */
typedef void form_behind(void *context, size_t cell, const struct request *request);
int64_t *form_count_cases(
	const struct pack_form *form, const struct year *year, form_behind *behind, void *context);
/* Puts a cell of the state among those of the choices: it takes the place of theirs that the form
 * counts by the same word. */
void form_put_state(const struct pack_form *form, struct strv *cells, const char *cell);
/* Whether a record may count in it whatever its days are. */
bool form_is_timeless(const struct pack_form *form);
/* Whether some row or column counts by the word. */
bool form_has(const struct pack_form *form, enum form_word word);
/* Whether the rows of the form that count contests name the cell. */
bool form_has_contest(const struct pack_form *form, const char *cell);
/* Why a request cannot be counted, so that the form would not balance; NULL where it can. */
const char *request_fault(
	const struct pack_form *form, const struct year *year, const struct request *request);
/* One side of the form's balance in a column: the sum of the rows it names. */
int64_t form_side(const struct pack_form *form, const struct strv *codes, const int64_t *cells,
	size_t column);

#endif
