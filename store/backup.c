/* SPDX-License-Identifier: MIT */
/* A copy of the store. What it must be of one moment (the ledger's tip, who may sign) is noted
 * under the lock; the rest follows while people work, since nothing that the tip names ever
 * changes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/backup_git.h"
#include "store/content.h"
#include "store/fs.h"
#include "store/lock.h"
#include "store/store.h"
#include "store/witness.h"

enum { SMALL_MAX = 1 << 20 };

/* In the copy: whose it is. */
static const char marker[] = "backup";

struct backup {
	struct store *store;
	struct backup_report *report;
	char *path; /* owns; absolute */
	int fd, content; /* of the copy */
	char root[OID_HEX + 1], tip[OID_HEX + 1]; /* of the ledger */
	char state[OID_HEX + 1]; /* of state.git; "" */
	char *signers; /* owns */
	struct strv purged;
	struct strv witness; /* files of the folder, a name and what is in it by turns */
	struct err damage; /* the first content that could not be copied */
};

/* -- The moment ------------------------------------------------------------------------------ */

static bool note_state(struct backup *b, struct err *err)
{
	char *path = xasprintf("%s/state.git", b->store->dir);
	struct gitrepo *repo = gitrepo_open(path, err);
	struct err why = {0};
	bool ok = repo != NULL;

	if (ok && !gitrepo_tip(repo, b->state, &why)) {
		*b->state = '\0';
		*err = why;
		ok = why.code == ERR_NOT_FOUND;
	}
	gitrepo_close(repo);
	free(path);
	return ok;
}

static bool note_file(struct backup *b, int dir, const char *name, struct err *err)
{
	char *text = NULL;

	if (!fs_read(dir, name, SMALL_MAX, &text, NULL, err))
		return err->code == ERR_NOT_FOUND;
	strv_add(&b->witness, name);
	strv_add(&b->witness, text);
	free(text);
	return true;
}

/* Before the tip: the copy of the ledger must contain what was cosigned. The tree is made again. */
static bool note_witness(struct backup *b, struct err *err)
{
	struct witness_keys keys = {0};
	struct err why;
	int dir = witness_dir(b->store->fd, &why);
	bool ok;

	if (dir < 0) {
		*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	ok = note_file(b, dir, "keys", err) && note_file(b, dir, "note", err) &&
	     witness_keys_read(dir, &keys, err);
	for (size_t i = 0; ok && i < keys.n; i++) {
		char *name = witness_keys_file(&keys.v[i]);

		ok = note_file(b, dir, name, err);
		free(name);
	}
	witness_keys_release(&keys);
	close(dir);
	return ok;
}

static bool note_moment(struct backup *b, struct err *err)
{
	struct store *store = b->store;
	int lock = lock_take(store->fd, WRITE_LOCK, err);
	char *root = NULL;
	bool ok = lock >= 0 && note_witness(b, err) && store_reopen_index(store, err) &&
		  store_catch_up(store, err) && note_state(b, err) &&
		  fs_read(store->fd, "allowed_signers", SMALL_MAX, &b->signers, NULL, err) &&
		  db_first(store->now.db, &root, err) && db_purged(store->now.db, &b->purged, err);

	memcpy(b->tip, store->now.last.id, sizeof(b->tip));
	if (ok && root == NULL)
		ok = err_set(err, ERR_IO,
			_("the index has no decision; make it again with `gongkai "
			  "rebuild`"));
	if (ok)
		memcpy(b->root, root, sizeof(b->root));
	free(root);
	lock_drop(lock);
	return ok;
}

/* -- The folder ------------------------------------------------------------------------------ */

static bool something_else(const struct backup *b, struct err *err)
{
	return err_set(err, ERR_REFUSED,
		_("'%s' holds something else than a backup of this store: choose a new or empty "
		  "folder"),
		b->path);
}

/* What a backup leaves that is stopped before it has written its marker. */
static void clear_leftovers(const struct backup *b)
{
	int copy = openat(b->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;

	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		if (starts_with(entry->d_name, ".backup."))
			(void)unlinkat(b->fd, entry->d_name, 0); /* else it is no empty folder */
	}
	if (stream != NULL)
		closedir(stream);
	else if (copy >= 0)
		close(copy);
}

static bool check_folder(struct backup *b, struct err *err)
{
	char *text = NULL;
	struct err why = {0};
	bool empty, ok;

	if (!fs_check_private(b->fd, b->path, err))
		return false;
	clear_leftovers(b);
	if (!fs_is_empty_dir(b->fd, &empty, err))
		return false;
	if (empty)
		return fs_write(b->fd, marker, 0600, b->root, OID_HEX, err);
	if (!fs_read(b->fd, marker, SMALL_MAX, &text, NULL, &why))
		return something_else(b, err);
	/* One that was worked in meanwhile has another history: copying the ledger tells. */
	ok = strcmp(text, b->root) == 0 || something_else(b, err);
	free(text);
	return ok;
}

static bool open_folder(struct backup *b, const char *dest, struct err *err)
{
	if (mkdir(dest, 0700) < 0 && errno != EEXIST)
		return err_set(err, ERR_IO, _("cannot make '%s': %s"), dest, strerror(errno));
	b->path = realpath(dest, NULL);
	if (b->path == NULL)
		return err_set(err, ERR_IO, _("cannot find '%s': %s"), dest, strerror(errno));
	if (starts_with(b->path, b->store->dir) &&
		(b->path[strlen(b->store->dir)] == '/' || b->path[strlen(b->store->dir)] == '\0'))
		return err_set(err, ERR_REFUSED,
			_("'%s' is inside the store: a backup belongs on another disk"), dest);
	b->fd = fs_open_dir(AT_FDCWD, b->path, err);
	return b->fd >= 0 && check_folder(b, err);
}

/* -- The parts ------------------------------------------------------------------------------- */

/* Made aside and renamed: a backup that is stopped in the middle leaves no half of a repository. */
static bool make_copy(const struct backup *b, const char *name, struct err *err)
{
	char *aside = xasprintf("%s/%s.new", b->path, name);
	char *signers = xasprintf("%s/allowed_signers", b->path);
	char *path = xasprintf("%s/%s", b->path, name);
	bool ok;

	fs_remove_all(aside);
	/* libgit2 syncs nothing of what a new repository is made of. */
	ok = gitrepo_create(aside, signers, err) &&
	     (syncfs(b->fd) == 0 || err_set(err, ERR_IO, _("cannot write '%s' to the disk: %s"),
					    b->path, err_system(errno))) &&
	     (rename(aside, path) == 0 ||
		     err_set(err, ERR_IO, _("cannot make '%s': %s"), path, err_system(errno)));
	free(path);
	free(signers);
	free(aside);
	return ok && fs_sync_dir(b->fd, err);
}

static struct gitrepo *open_copy(const struct backup *b, const char *name, struct err *err)
{
	char *path = xasprintf("%s/%s", b->path, name);
	struct gitrepo *repo = NULL;

	if (fs_exists(b->fd, name) || make_copy(b, name, err))
		repo = gitrepo_open(path, err);
	free(path);
	return repo;
}

static bool copy_ledger(struct backup *b, struct err *err)
{
	struct gitrepo *to = open_copy(b, "ledger.git", err);
	bool ok = to != NULL && backup_git(b->store->ledger, to, b->tip, &b->report->links, err);

	gitrepo_close(to);
	return ok || err_wrap(err, "ledger.git");
}

static bool copy_state(struct backup *b, struct err *err)
{
	char *path = xasprintf("%s/state.git", b->store->dir);
	struct gitrepo *from = gitrepo_open(path, err), *to = NULL;
	int64_t links;
	bool ok = from != NULL;

	if (ok)
		to = open_copy(b, "state.git", err);
	ok = to != NULL && (*b->state == '\0' || backup_git(from, to, b->state, &links, err));
	gitrepo_close(from);
	gitrepo_close(to);
	free(path);
	return ok || err_wrap(err, "state.git");
}

/* One that is there already is not read again: that is what verify is for. */
static bool copy_content(struct backup *b, const char *sha256, struct err *err)
{
	char *bytes = NULL, again[HASH_HEX + 1];
	struct err why = {0};
	size_t len;
	bool ok;

	if (strv_has(&b->purged, sha256) || content_exists(b->content, sha256))
		return true;
	if (!content_get(b->store->content, sha256, &bytes, &len, &why)) {
		*err = why; /* one that a purge has taken meanwhile is well */
		return why.code == ERR_NOT_FOUND;
	}
	ok = content_put(b->content, bytes, len, again, err);
	b->report->contents += ok;
	free(bytes);
	return ok;
}

/* Before the ledger that names them, so that the copy of a ledger always has its contents. A
 * damaged one does not keep the others from being saved. */
static bool copy_contents(struct backup *b, struct err *err)
{
	struct content_walk walk = {0};
	struct err why = {0};

	if (!fs_make_dir(b->fd, "content", err))
		return false;
	b->content = fs_open_dir(b->fd, "content", err);
	if (b->content < 0)
		return false;
	while (content_walk_next(b->store->content, &walk, &why)) {
		if (!copy_content(b, walk.sha256, &why) && b->damage.code == ERR_NONE)
			b->damage = why;
	}
	content_walk_release(&walk);
	if (b->damage.code == ERR_NONE)
		b->damage = why;
	return true;
}

/* After the ledger that says so. */
static bool remove_purged(struct backup *b, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; ok && i < b->purged.n; i++) {
		b->report->removed += content_exists(b->content, b->purged.v[i]);
		ok = content_remove(b->content, b->purged.v[i], err);
	}
	return ok;
}

static bool copy_key(struct backup *b, struct err *err)
{
	int from = fs_open_dir(b->store->fd, "keys", err), to = -1;
	char *text = NULL;
	size_t len;
	bool ok = from >= 0 && fs_read(from, "site", SMALL_MAX, &text, &len, err) &&
		  fs_make_dir(b->fd, "keys", err);

	if (ok)
		to = fs_open_dir(b->fd, "keys", err);
	ok = to >= 0 && fs_write(to, "site", 0600, text, len, err);
	if (text != NULL)
		explicit_bzero(text, len);
	free(text);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return ok;
}

static bool copy_witness(const struct backup *b, struct err *err)
{
	bool ok = true;
	int dir;

	if (b->witness.n == 0)
		return true;
	if (!fs_make_dir(b->fd, WITNESS_DIR, err) || (dir = witness_dir(b->fd, err)) < 0)
		return false;
	for (size_t i = 0; ok && i < b->witness.n; i += 2)
		ok = fs_write(dir, b->witness.v[i], 0600, b->witness.v[i + 1],
			strlen(b->witness.v[i + 1]), err);
	close(dir);
	return ok;
}

/* The version comes last: before, nobody can take it for a store. */
static bool copy_rest(struct backup *b, bool with_key, struct err *err)
{
	char version[16];
	int n = snprintf(version, sizeof(version), "%d\n", STORE_VERSION);

	return fs_write(b->fd, "allowed_signers", 0600, b->signers, strlen(b->signers), err) &&
	       copy_witness(b, err) && (!with_key || copy_key(b, err)) &&
	       (syncfs(b->fd) == 0 || err_set(err, ERR_IO, _("cannot write '%s' to the disk: %s"),
					      b->path, strerror(errno))) &&
	       fs_write(b->fd, "version", 0600, version, (size_t)n, err);
}

bool store_backup(struct store *store, const char *dest, bool with_key,
	struct backup_report *report, struct err *err)
{
	struct backup b = {.store = store, .report = report, .fd = -1, .content = -1};
	bool ok;

	*report = (struct backup_report){0};
	ok = note_moment(&b, err) && open_folder(&b, dest, err) && copy_contents(&b, err) &&
	     copy_ledger(&b, err) && copy_state(&b, err) && remove_purged(&b, err) &&
	     copy_rest(&b, with_key, err);
	if (ok && b.damage.code != ERR_NONE) {
		*err = b.damage;
		ok = err_wrap(err, "%s", _("all was copied but"));
	}
	if (b.content >= 0)
		close(b.content);
	if (b.fd >= 0)
		close(b.fd);
	strv_release(&b.purged);
	strv_release(&b.witness);
	free(b.signers);
	free(b.path);
	return ok;
}
