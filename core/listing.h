/* SPDX-License-Identifier: MIT */
#ifndef CORE_LISTING_H
#define CORE_LISTING_H

/* A list as a table to be written out: a line a document, and of one kind all of its fields. */

#include "core/report.h"
#include "core/session.h"

/* kind NULL: of several, with what all of them have. */
void listing_columns(struct report_table *table, const struct kind *kind);
void listing_add(struct report_table *table, const struct office *office, const struct kind *kind,
	const struct document *document);

/* What the query finds among what the person may see, at most `limit` of it (0: all), page by page;
 * the query is borrowed while the report is there. */
MUST_CHECK bool session_listing(struct session *session, struct query *query, int limit,
	struct report *report, struct err *err);

#endif
