/* SPDX-License-Identifier: MIT */
/* Contents leave the disk. The decision stands before: what follows can be done again at any time,
 * by whoever comes next. */
#include "core/i18n.h"
#include "store/content.h"
#include "store/lock.h"
#include "store/store.h"

bool store_links(
	struct store *store, const char *id, enum link_how how, struct strv *ids, struct err *err)
{
	return db_links(store->now.db, id, how, ids, err);
}

bool store_sharers(struct store *store, const char *id, struct strv *ids, struct err *err)
{
	return db_sharers(store->now.db, id, ids, err);
}

bool store_find_purged(struct store *store, const char *sha256, char **id, struct err *err)
{
	return db_find_purged(store->now.db, sha256, id, err);
}

/* For who holds the lock: nobody names one of these anew meanwhile. The contents go last: while one
 * is there, store_finish_purges knows that there is something left to do. */
bool store_sweep_locked(struct store *store, struct err *err)
{
	struct strv sha256s = {0};
	bool ok = db_purged(store->now.db, &sha256s, err);

	for (size_t i = 0; ok && i < sha256s.n; i++)
		ok = db_purge_text(store->now.db, sha256s.v[i], err);
	if (ok && sha256s.n > 0)
		ok = db_settle(store->now.db, err);
	for (size_t i = 0; ok && i < sha256s.n; i++)
		ok = content_remove(store->content, sha256s.v[i], err);
	strv_release(&sha256s);
	return ok;
}

static bool is_left(struct store *store)
{
	struct strv sha256s = {0};
	struct err why = {0};
	bool left = false;

	if (db_purged(store->now.db, &sha256s, &why)) {
		for (size_t i = 0; !left && i < sha256s.n; i++)
			left = content_exists(store->content, sha256s.v[i]);
	}
	strv_release(&sha256s);
	return left;
}

void store_finish_purges(struct store *store)
{
	struct err why = {0};
	bool busy;
	int lock;

	if (store->alarm.code != ERR_NONE || store->journal.fd < 0 || !is_left(store))
		return;
	lock = lock_try(store->fd, WRITE_LOCK, &busy, &why);
	if (lock >= 0 && store_reopen_index(store, &why) && store_catch_up(store, &why))
		(void)!store_sweep_locked(store, &why); /* the next to open it tries again */
	lock_drop(lock);
}

bool store_sweep(struct store *store, struct err *err)
{
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	bool ok = lock >= 0 && store_reopen_index(store, err) && store_catch_up(store, err) &&
		  store_sweep_locked(store, err);

	lock_drop(lock);
	return ok || err_wrap(err, "%s",
			     _("the purge is decided, but not everything has left the disk: say "
			       "`gongkai rebuild`"));
}
