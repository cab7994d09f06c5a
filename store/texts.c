/* SPDX-License-Identifier: MIT */
#include "store/texts.h"

#include <stdlib.h>

#include "store/content.h"
#include "store/lock.h"

enum { TEXTS_A_TRANSACTION = 1024 };

/* NULL for what is purged or cannot be read: what has no text is not found, and holds up no other.
 */
static char *read_text(struct store *store, const char *sha256)
{
	struct err err;
	char *text = NULL;
	size_t len;

	if (*sha256 != '\0' && !content_get(store->content, sha256, &text, &len, &err))
		return NULL;
	return text;
}

/* False at the end, and on failure. */
static bool put_next(struct store *store, struct err *err)
{
	struct db_text due;
	char *text, *old;
	bool ok;

	if (!db_text_due(store->now.db, &due, err))
		return false;
	text = read_text(store, due.sha256);
	old = read_text(store, due.had);
	ok = db_text_put(store->now.db, &due, text, old, err);
	free(text);
	free(old);
	return ok;
}

/* One transaction; how many. */
static size_t put_some(struct store *store, size_t most)
{
	struct err err = {0};
	size_t n = 0;

	if (!db_begin(store->now.db, &err))
		return 0;
	while (n < most && put_next(store, &err))
		n++;
	if (err.code == ERR_NONE && n > 0 && db_commit(store->now.db, &err))
		return n;
	db_rollback(store->now.db);
	return 0;
}

void texts_catch_up(struct store *store, size_t most)
{
	struct err err;
	size_t done = 1;

	while (most > 0 && done > 0) {
		size_t n = most < TEXTS_A_TRANSACTION ? most : TEXTS_A_TRANSACTION;
		int lock = lock_take(store->fd, WRITE_LOCK, &err);

		done = lock >= 0 && store_reopen_index(store, &err) ? put_some(store, n) : 0;
		store_unlock(store, lock);
		most -= done;
	}
}
