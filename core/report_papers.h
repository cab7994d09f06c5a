/* SPDX-License-Identifier: MIT */
#ifndef CORE_REPORT_PAPERS_H
#define CORE_REPORT_PAPERS_H

/* What reports on papers read: the store's documents, or the rows of a table that an office brings
 * (number,issued,published), one at a time. */

#include "core/reports.h"

struct report_paper {
	const char *id, *unit; /* NULL for a row of a table */
	const char *number; /* NULL where it has none */
	int started, due,
		published; /* days: the term's first, its last, what came of it; DAY_NONE */
	bool is_decided;
	int line; /* in the table */
};

typedef void report_take(void *context, const struct report_paper *paper);

struct report_reader {
	struct report *report; /* borrowed; for notes */
	report_take *take;
	void *context;
	bool with_terms; /* those decided on within a term to publish: fills in started and due */
};
/* Hands over each paper that is asked for and may be seen. Of a table: rows whose days cannot be
 * read are handed over too, with DAY_NONE, after a note. */
MUST_CHECK bool report_papers(struct session *session, const struct report_ask *ask,
	const struct report_reader *reader, struct err *err);

/* Adds a note, up to some number of them; then counts the rest on the last one's behalf. */
void report_note(struct report *report, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
