/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/clock.h"
#include "store/fs.h"
#include "store/lock.h"
#include "store/replay.h"
#include "store/store.h"

enum { VERSION_MAX = 64 };

static bool check_version(int fd, const char *dir, struct err *err)
{
	char *text = NULL;
	int version;
	bool ok;

	if (!fs_read(fd, "version", VERSION_MAX, &text, NULL, err)) {
		if (err->code != ERR_NOT_FOUND)
			return false;
		return err_set(
			err, ERR_NOT_FOUND, _("'%s' is no store: `gongkai init` makes one"), dir);
	}
	text[strcspn(text, "\n")] = '\0';
	ok = str_number(text, &version);
	free(text);
	if (!ok || version < 1)
		return err_set(err, ERR_INPUT, _("'%s': its file `version` is no number"), dir);
	if (version > STORE_VERSION)
		return err_set(err, ERR_REFUSED,
			_("'%s' was made by a newer version of the program (format %d, this one "
			  "knows "
			  "%d): use that version"),
			dir, version, STORE_VERSION);
	return true;
}

static bool open_folder(struct store *store, const char *dir, struct err *err)
{
	store->fd = fs_open_dir(AT_FDCWD, dir, err);
	if (store->fd < 0) {
		if (err->code == ERR_NOT_FOUND)
			err_set(err, ERR_NOT_FOUND,
				_("there is no store '%s': `gongkai init` makes one"), dir);
		return false;
	}
	if (!fs_check_private(store->fd, dir, err) || !check_version(store->fd, dir, err))
		return false;
	store->dir = realpath(dir, NULL);
	if (store->dir == NULL)
		return err_set(err, ERR_IO, _("cannot find '%s': %s"), dir, strerror(errno));
	store->index = xasprintf("%s/index.db", store->dir);
	return true;
}

static bool open_ledger(struct store *store, struct err *err)
{
	char *path = xasprintf("%s/ledger.git", store->dir), tip[OID_HEX + 1];
	bool ok;

	store->ledger = gitrepo_open(path, err);
	ok = store->ledger != NULL && gitrepo_tip(store->ledger, tip, err);
	if (!ok && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_IO, _("'%s' has no ledger: restore ledger.git from a copy"),
			store->dir);
	free(path);
	return ok;
}

static bool open_parts(struct store *store, struct err *err)
{
	char *path = xasprintf("%s/keys/site", store->dir);

	store->site = key_load(path, err);
	free(path);
	if (store->site == NULL)
		return err_wrap(err, "%s", _("the site's key"));
	if (!fs_make_dir(store->fd, "content", err))
		return false;
	store->content = fs_open_dir(store->fd, "content", err);
	return store->content >= 0;
}

static bool note_inode(struct store *store, struct err *err)
{
	struct stat st;

	if (stat(store->index, &st) < 0)
		return err_set(
			err, ERR_IO, _("cannot look at '%s': %s"), store->index, strerror(errno));
	store->inode = st.st_ino;
	return true;
}

/* Another process may have taken decisions into the index since. */
static bool is_current(const struct store *store, bool *current, struct err *err)
{
	struct err why = {0};
	char *tip = db_meta(store->now.db, META_TIP, &why);

	*current = tip != NULL && strcmp(tip, store->now.last.id) == 0;
	free(tip);
	if (why.code == ERR_NONE)
		return true;
	*err = why;
	return false;
}

/* A fault of the ledger does not keep what precedes it from being read: it is remembered. */
bool store_catch_up(struct store *store, struct err *err)
{
	const struct public_key *site = key_public(store->site);
	bool current;

	if (!is_current(store, &current, err) ||
		(!current && !projection_load(&store->now, store->ledger, err)))
		return false;
	store->alarm = (struct err){0};
	if (replay_catch_up(&store->now, store->ledger, site, err))
		return true;
	store->alarm = *err;
	return false;
}

bool store_make_index(struct store *store, struct err *err)
{
	struct rebuild rebuild = {
		.repo = store->ledger, .site = key_public(store->site), .path = store->index};

	if (!replay_rebuild(&store->now, &rebuild, err))
		return false;
	store->alarm = rebuild.fault;
	return note_inode(store, err);
}

/* False where there is none, or none that this program can read: then it is made anew. */
static bool open_index(struct store *store, bool *usable, struct err *err)
{
	*usable = false;
	store->now.db = db_open(store->index, 0, err);
	if (store->now.db == NULL)
		return err->code == ERR_NOT_FOUND || err->code == ERR_STALE;
	if (!projection_load(&store->now, store->ledger, err))
		return false;
	*usable = *store->now.last.id != '\0' && store->now.office.pack != NULL;
	return note_inode(store, err);
}

bool store_reopen_index(struct store *store, struct err *err)
{
	struct stat st;
	bool usable;

	if (stat(store->index, &st) == 0 && st.st_ino == store->inode)
		return true;
	projection_release(&store->now);
	if (!open_index(store, &usable, err))
		return false;
	return usable || store_make_index(store, err);
}

static bool settle(struct store *store, struct err *err)
{
	char tip[OID_HEX + 1];
	bool usable, ok;
	int lock;

	if (!open_index(store, &usable, err) || !gitrepo_tip(store->ledger, tip, err))
		return false;
	if (usable && strcmp(tip, store->now.last.id) == 0)
		return true;
	lock = lock_take(store->fd, WRITE_LOCK, err);
	if (lock < 0)
		return false;
	/* While this one waited, another may have done all there is to do. */
	projection_release(&store->now);
	ok = open_index(store, &usable, err);
	if (ok && !usable)
		ok = store_make_index(store, err);
	else if (ok && !store_catch_up(store, err))
		ok = store->now.office.pack != NULL;
	lock_drop(lock);
	return ok;
}

struct store *store_open(const char *dir, struct err *err)
{
	struct store *store = xcalloc(1, sizeof(*store));

	store->fd = store->content = store->tick.file = store->tick.watch = -1;
	if (!open_folder(store, dir, err) || !open_ledger(store, err) || !open_parts(store, err) ||
		!settle(store, err))
		goto fail;
	if (store->now.office.pack == NULL) {
		*err = store->alarm;
		goto fail;
	}
	clock_set_zone(store->now.office.pack->timezone);
	tick_open(&store->tick, store->dir);
	return store;
fail:
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	tick_close(&store->tick);
	projection_release(&store->now);
	key_free(store->site);
	gitrepo_close(store->ledger);
	if (store->content >= 0)
		close(store->content);
	if (store->fd >= 0)
		close(store->fd);
	free(store->index);
	free(store->dir);
	free(store);
}
