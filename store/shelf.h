/* SPDX-License-Identifier: MIT */
#ifndef STORE_SHELF_H
#define STORE_SHELF_H

/* Documents in memory between their decisions, for a build of the index from nothing: a document is
 * read and its rows are written once in a while, not at every decision on it. The decisions' own
 * rows are written at once. */

#include "store/db.h"

struct shelf;

struct shelf *shelf_new(struct db *db); /* of an index that is empty; borrowed */
void shelf_free(struct shelf *shelf); /* takes NULL; what was not emptied is lost */
/* *found is borrowed until shelf_put or shelf_empty; NULL where there is no such document. */
MUST_CHECK bool shelf_find(
	struct shelf *shelf, const char *id, const struct document **found, struct err *err);
/* As db_put_document; after is taken over and left empty. */
MUST_CHECK bool shelf_put(struct shelf *shelf, const struct db_entry *entry, struct document *after,
	const struct kind *kind, struct err *err);
/* Writes all rows that are not written yet and keeps no document: before states or terms change in
 * the index itself, and at the end. */
MUST_CHECK bool shelf_empty(struct shelf *shelf, struct err *err);

#endif
