/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/clock.h"
#include "store/fs.h"
#include "store/inbox.h"
#include "store/lock.h"
#include "store/recover.h"
#include "store/replay.h"
#include "store/store.h"
#include "store/swap.h"

enum {
	VERSION_MAX = 64,
	/* What a journal may hold where nobody has the store open: the next to open it looks at
	 * every object in it, so not much; but cutting it costs syncs, so not nothing. */
	REST_MAX = 64 * 1024,
};

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
		return err_set(err, ERR_IO, _("cannot find '%s': %s"), dir, err_system(errno));
	store->index = xasprintf("%s/index.db", store->dir);
	return true;
}

/* It may have been moved, or be a copy. */
static void point_to_signers(const struct store *store)
{
	static const char *const repositories[] = {"ledger.git", "state.git"};
	char *signers = xasprintf("%s/allowed_signers", store->dir);

	for (size_t i = 0; i < sizeof(repositories) / sizeof(*repositories); i++) {
		char *path = xasprintf("%s/%s", store->dir, repositories[i]);

		gitrepo_point_to_signers(path, signers);
		free(path);
	}
	free(signers);
}

/* Everyone who has the store open shares the file `live`, and the kernel forgets it with the
 * process and with the mount. Who can have it alone is the first since nobody had: there may have
 * been a crash, even of the machine, and nobody else may look before that is mended. */
static bool mend(struct store *store, struct err *err)
{
	int lock;
	bool ok;

	store->live = openat(store->fd, "live", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (!journal_open(&store->journal, store->fd, err))
		return false;
	if (store->live < 0 || store->journal.fd < 0)
		return true; /* a disk that cannot be written: as it is, so it is read */
	if (flock(store->live, LOCK_EX | LOCK_NB) == 0) {
		store->was_alone = true;
		lock = lock_take(store->fd, WRITE_LOCK, err);
		ok = lock >= 0;
		if (ok) {
			gitrepo_clear_leftovers(store->ledger);
			inbox_sweep(store);
			point_to_signers(store);
			recover(store, true);
		}
		lock_drop(lock);
		if (!ok)
			return false;
	}
	while (flock(store->live, LOCK_SH) < 0) {
		if (errno != EINTR)
			return err_set(
				err, ERR_IO, _("cannot lock the store: %s"), err_system(errno));
	}
	return true;
}

/* The last one out leaves little behind. */
static void rest(struct store *store)
{
	struct err why = {0};
	struct stat st;
	int lock;

	if (store->is_stopped || store->journal.fd < 0 || store->live < 0 ||
		fstat(store->journal.fd, &st) < 0 || st.st_size <= REST_MAX ||
		flock(store->live, LOCK_EX | LOCK_NB) < 0)
		return;
	lock = lock_take(store->fd, WRITE_LOCK, &why);
	/* What fails here is done by the next to open it. */
	if (lock >= 0)
		recover(store, false);
	if (lock >= 0 && store->apart.code == ERR_NONE && store->journal.size > 0 &&
		!recover_cut(store, &why))
		store->is_stopped = true;
	lock_drop(lock);
}

static bool open_ledger(struct store *store, struct err *err)
{
	char *path = xasprintf("%s/ledger.git", store->dir), tip[OID_HEX + 1];
	bool ok;

	store->ledger = gitrepo_open(path, err);
	ok = store->ledger != NULL && mend(store, err) && gitrepo_tip(store->ledger, tip, err);
	if (!ok && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_IO, _("'%s' has no ledger: restore ledger.git from a copy"),
			store->dir);
	free(path);
	return ok;
}

static bool open_parts(struct store *store, struct err *err)
{
	char *path = xasprintf("%s/keys/site", store->dir);

	/* A store that came here without its key can be read, and given another key. */
	store->site = key_load(path, err);
	free(path);
	if (store->site == NULL && err->code != ERR_NOT_FOUND)
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
			err, ERR_IO, _("cannot look at '%s': %s"), store->index, err_system(errno));
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
	bool current;

	recover(store, false);
	if (!is_current(store, &current, err) ||
		(!current && !projection_load(&store->now, store->ledger, err)))
		return false;
	store->alarm = (struct err){0};
	if (!replay_catch_up(&store->now, store->ledger, store->fd, err))
		store->alarm = *err;
	else
		*err = store->alarm = store->apart;
	return store->alarm.code == ERR_NONE;
}

bool store_make_index(struct store *store, struct err *err)
{
	struct rebuild rebuild = {.repo = store->ledger, .dir = store->fd, .path = store->index};

	if (!replay_rebuild(&store->now, &rebuild, err))
		return false;
	store->alarm = rebuild.fault.code != ERR_NONE ? rebuild.fault : store->apart;
	return note_inode(store, err);
}

/* False where there is none, or none that this program can read: then it is made anew. */
static bool open_index(struct store *store, bool *usable, struct err *err)
{
	int swap = swap_begin(store->index, false); /* file and inode are of one index */
	bool ok = true;

	*usable = false;
	store->now.db = db_open(store->index, 0, err);
	if (store->now.db != NULL)
		ok = note_inode(store, err);
	swap_end(swap);
	if (store->now.db == NULL)
		return err->code == ERR_NOT_FOUND || err->code == ERR_STALE;
	if (!ok || !projection_load(&store->now, store->ledger, err))
		return false;
	*usable = *store->now.last.id != '\0' && store->now.office.pack != NULL;
	return true;
}

bool store_has_index(const struct store *store)
{
	struct stat st;

	return stat(store->index, &st) == 0 && st.st_ino == store->inode;
}

bool store_reopen_index(struct store *store, struct err *err)
{
	bool usable;

	if (store_has_index(store))
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

/* Petitions of processes that died before their turn stand too, or are refused. */
static void answer_the_dead(struct store *store)
{
	struct err why = {0};
	bool busy;
	int lock;

	if (store->alarm.code != ERR_NONE || store->journal.fd < 0 || inbox_is_empty(store))
		return;
	lock = lock_try(store->fd, WRITE_LOCK, &busy, &why);
	/* Who holds it does the same; a failure shows at the next decision. */
	if (lock >= 0 && store_reopen_index(store, &why) && store_catch_up(store, &why) &&
		inbox_drain(store, NULL, &why))
		tick_write(&store->tick);
	store_unlock(store, lock);
}

struct store *store_open(const char *dir, struct err *err)
{
	struct store *store = xcalloc(1, sizeof(*store));

	store->fd = store->content = store->tick.file = store->tick.watch = -1;
	store->live = store->place = store->journal.fd = -1;
	if (!open_folder(store, dir, err) || !open_ledger(store, err) || !open_parts(store, err) ||
		!settle(store, err))
		goto fail;
	if (store->now.office.pack == NULL) {
		*err = store->alarm;
		goto fail;
	}
	if (!clock_set_zone(store->now.office.pack->timezone, err))
		goto fail;
	tick_open(&store->tick, store->dir);
	answer_the_dead(store);
	if (store->was_alone)
		store_finish_purges(store);
	return store;
fail:
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	struct err why = {0};

	if (store == NULL)
		return;
	tick_close(&store->tick);
	if (store->many.actor != NULL)
		(void)!store_end_many(
			store, &why); /* its caller asks for the outcome by ending it */
	projection_release(&store->now);
	inbox_forget(store);
	turn_close(&store->turn);
	if (store->ledger != NULL)
		rest(store);
	if (store->is_untidy)
		recover_tidy(store);
	journal_close(&store->journal);
	if (store->live >= 0)
		close(store->live);
	if (store->place >= 0)
		close(store->place);
	key_free(store->site);
	key_source_release(&store->signing);
	gitrepo_close(store->ledger);
	if (store->content >= 0)
		close(store->content);
	if (store->fd >= 0)
		close(store->fd);
	free(store->index);
	free(store->dir);
	free(store);
}
