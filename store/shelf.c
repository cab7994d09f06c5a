/* SPDX-License-Identifier: MIT */
#include "store/shelf.h"

#include <stdlib.h>

#include "core/mem.h"
#include "store/table.h"

#ifdef GONGKAI_TEST
enum { SHELF_MAX = 4 }; /* so that tests come to its end */
#else
enum { SHELF_MAX = 16384 }; /* what a city has at work in some weeks; some 4 kB each */
#endif

struct kept {
	struct document document;
	struct db_standing standing; /* its after is the document */
	bool is_changed; /* since its rows were written */
};

struct shelf {
	struct db *db; /* borrowed */
	struct table kept; /* id to struct kept, owned */
	int64_t last; /* the last document's number */
	bool was_left; /* there are documents that are not here any more */
};

struct shelf *shelf_new(struct db *db)
{
	struct shelf *shelf = xcalloc(1, sizeof(*shelf));

	shelf->db = db;
	return shelf;
}

static void kept_free(struct kept *kept)
{
	document_release(&kept->document);
	db_standing_release(&kept->standing);
	free(kept);
}

void shelf_free(struct shelf *shelf)
{
	if (shelf == NULL)
		return;
	for (size_t i = 0; i < shelf->kept.size; i++) {
		if (shelf->kept.slots[i].key != NULL)
			kept_free(shelf->kept.slots[i].value);
	}
	table_release(&shelf->kept);
	free(shelf);
}

static struct kept *keep(struct shelf *shelf, const char *id)
{
	struct kept *kept = xcalloc(1, sizeof(*kept));

	table_put(&shelf->kept, id, kept);
	kept->standing.after = &kept->document;
	return kept;
}

/* Takes a document that was put away off the index again; NULL where there is none. */
static bool fetch(struct shelf *shelf, const char *id, struct kept **kept, struct err *err)
{
	struct document document = {0};
	struct err why = {0};
	int64_t n;

	if (!db_document(shelf->db, id, &document, &why) || !db_number(shelf->db, id, &n, &why)) {
		document_release(&document);
		if (why.code != ERR_NOT_FOUND)
			*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	*kept = keep(shelf, id);
	(*kept)->document = document;
	(*kept)->standing.n = n;
	(*kept)->standing.is_written = true;
	return true;
}

bool shelf_find(struct shelf *shelf, const char *id, const struct document **found, struct err *err)
{
	struct kept *kept = table_get(&shelf->kept, id);

	*found = NULL;
	if (kept == NULL && shelf->was_left && !fetch(shelf, id, &kept, err))
		return false;
	if (kept != NULL)
		*found = &kept->document;
	return true;
}

/* -- Putting away ------------------------------------------------------------------------------ */

static int by_number(const void *a, const void *b)
{
	const struct kept *x = *(const struct kept *const *)a, *y = *(const struct kept *const *)b;

	return (x->standing.n > y->standing.n) - (x->standing.n < y->standing.n);
}

static int by_last_decision(const void *a, const void *b)
{
	const struct kept *x = *(const struct kept *const *)a, *y = *(const struct kept *const *)b;

	return (x->standing.sequence > y->standing.sequence) -
	       (x->standing.sequence < y->standing.sequence);
}

static bool write_rows(struct shelf *shelf, struct kept *const *all, size_t n, struct err *err)
{
	bool ok = db_begin(shelf->db, err);

	for (size_t i = 0; ok && i < n; i++) {
		ok = !all[i]->is_changed || db_put_standing(shelf->db, &all[i]->standing, err);
		all[i]->is_changed = all[i]->is_changed && !ok;
		if (!ok)
			db_rollback(shelf->db);
	}
	return ok && db_commit(shelf->db, err);
}

/* Puts away those that were longest at rest, up to so many that are left. */
static bool put_away(struct shelf *shelf, size_t left, struct err *err)
{
	size_t n = 0, gone = shelf->kept.n - left;
	struct kept **all;
	bool ok;

	if (shelf->kept.n <= left)
		return true;
	all = xcalloc(shelf->kept.n, sizeof(struct kept *));
	for (size_t i = 0; i < shelf->kept.size; i++) {
		if (shelf->kept.slots[i].key != NULL)
			all[n++] = shelf->kept.slots[i].value;
	}
	qsort(all, n, sizeof(struct kept *), by_last_decision);
	qsort(all, gone, sizeof(struct kept *), by_number);
	ok = write_rows(shelf, all, gone, err);
	if (ok) {
		table_release(&shelf->kept);
		for (size_t i = 0; i < n; i++) {
			if (i < gone)
				kept_free(all[i]);
			else
				table_put(&shelf->kept, all[i]->document.paper.id, all[i]);
		}
		shelf->was_left = true;
	}
	free(all);
	return ok;
}

bool shelf_put(struct shelf *shelf, const struct db_entry *entry, struct document *after,
	const struct kind *kind, struct err *err)
{
	struct kept *kept = table_get(&shelf->kept, after->paper.id);

	if (kept == NULL) {
		kept = keep(shelf, after->paper.id);
		kept->standing.n = ++shelf->last;
	}
	document_release(&kept->document);
	kept->document = *after;
	*after = (struct document){0};
	kept->is_changed = true;
	db_standing_note(&kept->standing, entry, kind);
	if (!db_put_act(shelf->db, entry, &kept->standing, err))
		return false;
	return shelf->kept.n < SHELF_MAX || put_away(shelf, SHELF_MAX / 2, err);
}

bool shelf_empty(struct shelf *shelf, struct err *err)
{
	return put_away(shelf, 0, err);
}
