/* SPDX-License-Identifier: MIT */
#include "store/db_share.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

static int by_doc(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	return (x->doc > y->doc) - (x->doc < y->doc);
}

static bool read_range(
	struct db *db, struct unit_range units, struct shares *shares, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_shares_in);
	int rc;

	sqlite3_bind_int(stmt, 1, units.lo);
	sqlite3_bind_int(stmt, 2, units.hi);
	while ((rc = db_step(db, stmt, err)) > 0) {
		GROW(shares->v, shares->n);
		shares->v[shares->n++] = (struct share){.doc = sqlite3_column_int64(stmt, 0),
			.unit = sqlite3_column_int(stmt, 1),
			.has_spoken = sqlite3_column_int(stmt, 2) != 0};
	}
	return rc == 0;
}

bool shares_read(struct db *db, const struct ranges *units, struct shares *shares, struct err *err)
{
	bool ok = true;

	shares_release(shares);
	for (size_t i = 0; ok && i < units->n; i++)
		ok = read_range(db, units->v[i], shares, err);
	if (shares->n > 0)
		qsort(shares->v, shares->n, sizeof(*shares->v), by_doc);
	return ok;
}

void shares_release(struct shares *shares)
{
	free(shares->v);
	*shares = (struct shares){0};
}

struct share *shares_of(const struct shares *shares, int64_t doc)
{
	size_t lo = 0, hi = shares->n;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (shares->v[middle].doc < doc)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo < shares->n && shares->v[lo].doc == doc ? &shares->v[lo] : NULL;
}

/* -- In ---------------------------------------------------------------------------------------- */

static bool has_spoken(const struct document *document, const char *unit)
{
	for (size_t i = 0; i < document->opinion_count; i++) {
		if (str_eq(document->opinions[i].unit, unit))
			return true;
	}
	return false;
}

bool db_put_shares(struct db *db, int64_t doc, const struct document *after, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_share_drop);
	bool ok;

	sqlite3_bind_int64(stmt, 1, doc);
	ok = db_run(db, stmt, err);
	for (size_t i = 0; ok && i < after->shared.n; i++) {
		const char *unit = after->shared.v[i];

		stmt = db_stmt(db, STMT_share_add);
		sqlite3_bind_int64(stmt, 1, doc);
		db_bind_text(stmt, 2, unit);
		sqlite3_bind_int(stmt, 3, layout_unit(&db->layout, unit));
		sqlite3_bind_int(stmt, 4, has_spoken(after, unit));
		ok = db_run(db, stmt, err);
	}
	return ok;
}
