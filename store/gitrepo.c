/* SPDX-License-Identifier: MIT */
#include "store/gitrepo.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <git2.h>
#include <git2/odb_backend.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/fs.h"
#include "store/gitloose.h"
#include "store/gitmerge.h"
#include "store/gitpack.h"

static const char branch[] = "refs/heads/main", branch_lock[] = "refs/heads/main.lock",
		  branch_spare[] = "main.spare", signers_key[] = "gpg.ssh.allowedSignersFile";

/* The mode tells a lock of ours from stock git's, which nobody may execute. */
enum { LOCK_MODE = 0700, LOCK_WAIT_MS = 1000, LOCK_STEP_MS = 10 };

struct gitrepo {
	git_repository *repo; /* owns */
	git_odb *odb; /* owns */
	int dir, objects; /* descriptors; owns */
	struct objects staged; /* on their way, and read as if they were there */
	bool is_swept; /* half-written objects were looked for */
};

static bool fail(const char *what, struct err *err)
{
	const git_error *last = git_error_last();

	return err_set(err, ERR_IO, "%s: libgit2: %s", what,
		last != NULL && last->message != NULL ? last->message : "?");
}

/* No configuration but the store's own, which must be ours; every write synced, every object
 * checked. Replacements (refs/replace) libgit2 does not know. */
static bool start(struct err *err)
{
	static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
		GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA};
	int rc = git_libgit2_init();

	for (size_t i = 0; rc >= 0 && i < sizeof(levels) / sizeof(*levels); i++)
		rc = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	if (rc < 0 || git_libgit2_opts(GIT_OPT_SET_TEMPLATE_PATH, "") < 0 ||
		git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1) < 0 ||
		git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1) < 0 ||
		git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1) < 0 ||
		git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1) < 0 ||
		git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0) < 0)
		return fail(_("cannot start"), err);
	return true;
}

static bool configure(git_repository *repo, const char *signers, struct err *err)
{
	const struct {
		const char *key, *value;
	} settings[] = {
		{"gc.auto", "0"},
		{"maintenance.auto", "false"},
		{"repack.writeBitmaps", "false"}, /* nobody compares them: see verify_rest.c */
		{"receive.denyNonFastForwards", "true"},
		{"receive.denyDeletes", "true"},
		{"transfer.fsckObjects", "true"},
		{"core.fsync", "all"},
		{"commitGraph.generationVersion", "1"}, /* what libgit2 1.5 can read */
		{"gpg.format", "ssh"},
		{signers_key, signers},
	};
	git_config *config = NULL;
	int rc = git_repository_config(&config, repo);

	for (size_t i = 0; rc >= 0 && i < sizeof(settings) / sizeof(*settings); i++)
		rc = git_config_set_string(config, settings[i].key, settings[i].value);
	git_config_free(config);
	return rc >= 0 || fail(_("cannot configure the ledger"), err);
}

/* Two names of one file are as good as one. */
static bool is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return *a == '/' && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static bool points_there(const char *file, const char *signers)
{
	git_config *config = NULL;
	git_buf is = {0};
	bool ok = git_config_open_ondisk(&config, file) >= 0 &&
		  git_config_get_string_buf(&is, config, signers_key) >= 0 &&
		  is_same_file(is.ptr, signers);

	git_buf_dispose(&is);
	git_config_free(config);
	return ok;
}

static bool set_signers(const char *file, const char *signers)
{
	git_config *config = NULL;
	bool ok = git_config_open_ondisk(&config, file) >= 0 &&
		  git_config_set_string(config, signers_key, signers) >= 0;

	git_config_free(config);
	return ok;
}

static bool copy_settings(int dir)
{
	enum { MOST = 1 << 20 };
	char *text = NULL;
	struct err why;
	size_t n = 0;
	int fd = openat(dir, "config.lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && fs_read(dir, "config", MOST, &text, &n, &why) &&
		  write(fd, text, n) == (ssize_t)n;

	if (fd >= 0)
		close(fd);
	free(text);
	return ok;
}

static bool take_settings(int dir)
{
	int fd = openat(dir, "config.lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct err why;
	bool ok = fd >= 0 && fsync(fd) == 0 && renameat(dir, "config.lock", dir, "config") == 0 &&
		  fs_sync_dir(dir, &why);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* libgit2 changes a copy, of the name of git's own lock: it does not sync settings, and half of
 * them would be no repository. What fails stays as it is, and verify names it. */
static void change_settings(int dir, const char *path, const char *signers)
{
	static const char *const stale[] = {"config.lock", "config.lock.lock"};
	char *aside = xasprintf("%s/config.lock", path);
	bool ok;

	for (size_t i = 0; i < sizeof(stale) / sizeof(*stale); i++)
		(void)unlinkat(dir, stale[i], 0); /* of a process that died */
	ok = copy_settings(dir) && set_signers(aside, signers) && take_settings(dir);
	if (!ok)
		(void)unlinkat(dir, "config.lock", 0);
	free(aside);
}

void gitrepo_point_to_signers(const char *path, const char *signers)
{
	char *file = xasprintf("%s/config", path);
	struct err why;
	int dir = fs_open_dir(AT_FDCWD, path, &why);

	if (start(&why) && dir >= 0 && !points_there(file, signers))
		change_settings(dir, path, signers);
	git_libgit2_shutdown();
	if (dir >= 0)
		close(dir);
	free(file);
}

bool gitrepo_create(const char *path, const char *signers, struct err *err)
{
	git_repository_init_options options = {.version = GIT_REPOSITORY_INIT_OPTIONS_VERSION};
	git_repository *repo = NULL;
	bool ok;

	if (!start(err))
		return false;
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR |
			GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	ok = git_repository_init_ext(&repo, path, &options) >= 0 ||
	     fail(_("cannot make a repository"), err);
	ok = ok && configure(repo, signers, err);
	git_repository_free(repo);
	git_libgit2_shutdown();
	return ok;
}

struct gitrepo *gitrepo_open(const char *path, struct err *err)
{
	struct gitrepo *repo = xcalloc(1, sizeof(*repo));
	int rc;

	repo->dir = repo->objects = -1;
	if (!start(err))
		goto fail;
	rc = git_repository_open_bare(&repo->repo, path);
	if (rc == GIT_ENOTFOUND) {
		err_set(err, ERR_NOT_FOUND, _("there is no git repository '%s'"), path);
		goto fail;
	}
	if (rc < 0 || git_repository_odb(&repo->odb, repo->repo) < 0) {
		(void)fail(path, err);
		goto fail;
	}
	repo->dir = fs_open_dir(AT_FDCWD, path, err);
	if (repo->dir < 0)
		goto fail;
	repo->objects = fs_open_dir(repo->dir, "objects", err);
	if (repo->objects < 0)
		goto fail;
	return repo;
fail:
	gitrepo_close(repo);
	return NULL;
}

void gitrepo_close(struct gitrepo *repo)
{
	if (repo == NULL)
		return;
	if (repo->dir >= 0)
		close(repo->dir);
	if (repo->objects >= 0)
		close(repo->objects);
	objects_release(&repo->staged);
	git_odb_free(repo->odb);
	git_repository_free(repo->repo);
	git_libgit2_shutdown();
	free(repo);
}

static void take_object(git_odb_object *found, struct object *object)
{
	object->type = (enum object_type)git_odb_object_type(found);
	object->len = git_odb_object_size(found);
	object->bytes = xcalloc(object->len + 1, 1);
	memcpy(object->bytes, git_odb_object_data(found), object->len);
	git_oid_tostr(object->id, sizeof(object->id), git_odb_object_id(found));
	git_odb_object_free(found);
}

static bool read_packed(
	struct gitrepo *repo, const char *id, struct object *object, struct err *err)
{
	git_odb_object *found = NULL;
	git_oid oid;
	int rc;

	if (git_oid_fromstr(&oid, id) < 0)
		return err_set(err, ERR_NOT_FOUND, _("'%s' names no object"), id);
	rc = git_odb_read(&found, repo->odb, &oid);
	/* The pack it knew may have been merged into another meanwhile. */
	if (rc < 0 && git_odb_refresh(repo->odb) >= 0)
		rc = git_odb_read(&found, repo->odb, &oid);
	if (rc == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, _("the object %s is not in the ledger"), id);
	if (rc < 0)
		return fail(id, err);
	take_object(found, object);
	return true;
}

/* A file that is damaged though a pack has the object: a loss of power took back its removal, not
 * the loss of what was in it. Only the packs are asked, as libgit2 1.5 can hang on such a file. */
static bool read_beside(struct gitrepo *repo, const char *id, struct object *object)
{
	char *path = xasprintf("%sobjects", git_repository_path(repo->repo));
	git_odb_backend *packs = NULL;
	git_odb_object *found = NULL;
	git_odb *odb = NULL;
	git_oid oid;

	/* libgit2 knows the empty tree by heart, whether a pack has it or not. */
	if (strcmp(id, EMPTY_TREE) != 0 && git_odb_new(&odb) >= 0 &&
		git_odb_backend_pack(&packs, path) >= 0 &&
		git_odb_add_backend(odb, packs, 1) >= 0 && git_oid_fromstr(&oid, id) >= 0 &&
		git_odb_read(&found, odb, &oid) >= 0) {
		take_object(found, object);
		gitloose_remove(repo->objects, id);
	}
	git_odb_free(odb);
	free(path);
	return found != NULL;
}

static bool read_staged(const struct gitrepo *repo, const char *id, struct object *object)
{
	for (size_t i = 0; i < repo->staged.n; i++) {
		const struct object *one = &repo->staged.v[i];

		if (strcmp(one->id, id) != 0)
			continue;
		*object = *one;
		object->bytes = xcalloc(one->len + 1, 1);
		memcpy(object->bytes, one->bytes, one->len);
		return true;
	}
	return false;
}

void gitrepo_stage(struct gitrepo *repo, const struct objects *objects)
{
	char id[OID_HEX + 1];

	for (size_t i = 0; i < objects->n; i++)
		objects_add(&repo->staged, objects->v[i].type, objects->v[i].bytes,
			objects->v[i].len, id);
}

void gitrepo_unstage(struct gitrepo *repo)
{
	objects_release(&repo->staged);
}

bool gitrepo_read(struct gitrepo *repo, const char *id, struct object *object, struct err *err)
{
	if (!oid_is_valid(id))
		return err_set(err, ERR_NOT_FOUND, _("'%s' names no object"), id);
	if (read_staged(repo, id, object) || gitloose_read(repo->objects, id, object, err))
		return true;
	if (err->code == ERR_INPUT) {
		err->code = ERR_IO;
		return read_beside(repo, id, object);
	}
	return err->code == ERR_NOT_FOUND && read_packed(repo, id, object, err);
}

bool gitrepo_has(struct gitrepo *repo, const char *id)
{
	git_oid oid;

	/* Who writes beside us writes what is the same. */
	return git_oid_fromstr(&oid, id) >= 0 &&
	       git_odb_exists_ext(repo->odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

bool gitrepo_read_as(struct gitrepo *repo, const char *id, enum object_type type,
	struct object *object, struct err *err)
{
	if (!gitrepo_read(repo, id, object, err))
		return false;
	if (object->type == type)
		return true;
	object_release(object);
	return err_set(err, ERR_IO, _("the object %s is of another type than it should be"), id);
}

bool gitrepo_write(struct gitrepo *repo, const struct object *object, struct err *err)
{
	git_oid oid;
	char id[OID_HEX + 1];

	if (git_odb_write(&oid, repo->odb, object->bytes, object->len, (git_object_t)object->type) <
		0)
		return fail(_("cannot write to the ledger"), err);
	git_oid_tostr(id, sizeof(id), &oid);
	if (strcmp(id, object->id) != 0)
		return err_set(err, ERR_IO, _("cannot write to the ledger: wrong hash"));
	return true;
}

/* -- Objects that a journal holds ------------------------------------------------------------ */

bool gitrepo_put(struct gitrepo *repo, const struct object *object, struct err *err)
{
	return gitloose_write(repo->objects, object, err);
}

static bool is_packed(const struct gitrepo *repo, const struct object *object)
{
	char path[OID_HEX + 2];
	git_oid oid;

	snprintf(path, sizeof(path), "%.2s/%s", object->id, object->id + 2);
	return !fs_exists(repo->objects, path) && git_oid_fromstr(&oid, object->id) >= 0 &&
	       git_odb_exists_ext(repo->odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(
		(*(const struct object *const *)a)->id, (*(const struct object *const *)b)->id);
}

/* Those that are in no pack yet, each once; the caller frees. */
static const struct object **choose(
	struct gitrepo *repo, const struct objects *const *lists, size_t n, size_t *count)
{
	const struct object **v = NULL;
	size_t all = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < lists[i]->n; k++) {
			GROW(v, all);
			v[all++] = &lists[i]->v[k];
		}
	}
	(void)git_odb_refresh(repo->odb); /* at worst an object is in two packs */
	if (all > 0)
		qsort(v, all, sizeof(*v), by_id); /* NOLINT(bugprone-sizeof-expression) */
	*count = 0;
	for (size_t i = 0; i < all; i++) {
		if ((i == 0 || strcmp(v[i]->id, v[i - 1]->id) != 0) && !is_packed(repo, v[i]))
			v[(*count)++] = v[i];
	}
	return v;
}

bool gitrepo_pack(
	struct gitrepo *repo, const struct objects *const *lists, size_t n, struct err *err)
{
	size_t count;
	const struct object **v = choose(repo, lists, n, &count);
	int dir = count > 0 ? fs_open_dir(repo->objects, "pack", err) : -1;
	struct gitpack *pack = dir >= 0 ? gitpack_new(dir, count, err) : NULL;
	char name[OID_HEX + 1];
	bool ok = count == 0 || pack != NULL;

	for (size_t i = 0; ok && i < count; i++)
		ok = gitpack_add(pack, v[i], err);
	if (pack != NULL)
		ok = ok && gitpack_finish(pack, name, err);
	for (size_t i = 0; ok && i < count; i++)
		gitloose_remove(repo->objects, v[i]->id);
	gitpack_free(pack);
	if (dir >= 0)
		close(dir);
	free(v);
	return ok;
}

bool gitrepo_has_many_packs(const struct gitrepo *repo)
{
	return gitmerge_is_due(repo->objects);
}

bool gitrepo_merge_packs(struct gitrepo *repo, struct err *err)
{
	return gitmerge(repo, repo->objects, err);
}

/* -- The branch ------------------------------------------------------------------------------ */

/* Read as a file: libgit2 looks at all its configuration first. *known is false where it is no
 * loose reference, and libgit2 must tell. */
static bool read_branch(
	const struct gitrepo *repo, char id[OID_HEX + 1], bool *known, struct err *err)
{
	enum { SMALL = 256 };
	char *text = NULL;
	size_t n = 0;

	*known = false;
	if (!fs_read(repo->dir, branch, SMALL, &text, &n, err))
		return err->code == ERR_NOT_FOUND;
	*known = n == OID_HEX + 1 && text[OID_HEX] == '\n';
	if (*known) {
		text[OID_HEX] = '\0';
		*known = oid_is_valid(text);
		memcpy(id, text, OID_HEX + 1);
	}
	free(text);
	return true;
}

bool gitrepo_tip(struct gitrepo *repo, char id[OID_HEX + 1], struct err *err)
{
	git_oid oid;
	bool known;
	int rc;

	if (!read_branch(repo, id, &known, err))
		return false;
	if (known)
		return true;
	rc = git_reference_name_to_id(&oid, repo->repo, branch);

	if (rc == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, _("%s has no branch main"),
			git_repository_path(repo->repo));
	if (rc < 0)
		return fail(git_repository_path(repo->repo), err);
	git_oid_tostr(id, OID_HEX + 1, &oid);
	return true;
}

bool gitrepo_advance(struct gitrepo *repo, const char *from, const char *to, struct err *err)
{
	git_reference *ref = NULL;
	git_oid old = {0}, new;
	int rc;

	if (git_oid_fromstr(&new, to) < 0 || (from != NULL && git_oid_fromstr(&old, from) < 0))
		return fail(to, err);
	rc = git_reference_create_matching(&ref, repo->repo, branch, &new, 1, &old, NULL);
	git_reference_free(ref);
	if (rc == GIT_EMODIFIED)
		return err_set(err, ERR_STALE, _("the ledger has moved on meanwhile"));
	return rc >= 0 || fail(_("cannot move the ledger's branch"), err);
}

/* A file less to make and one less to remove: the one that was the branch before becomes the lock,
 * and what is in it is written over. Making and removing costs more than all else in a decision
 * where a file system does not give away again what was just removed. -1 where there is none. */
static int take_spare(const struct gitrepo *repo)
{
	struct stat st;
	int fd;

	if (renameat2(repo->dir, branch_spare, repo->dir, branch_lock, RENAME_NOREPLACE) < 0)
		return -1;
	fd = openat(repo->dir, branch_lock, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink == 1 &&
		(st.st_mode & 0777) == LOCK_MODE && st.st_size == OID_HEX + 1)
		return fd;
	if (fd >= 0)
		close(fd);
	(void)unlinkat(repo->dir, branch_lock, 0); /* who cannot make one says so */
	return -1;
}

/* A lock of ours (by its mode) is a dead process's: the store's lock is held. Stock git's are
 * waited for a little: packing the references takes one for a moment. */
static int take_branch(const struct gitrepo *repo)
{
	const struct timespec step = {.tv_nsec = LOCK_STEP_MS * 1000000L};
	struct stat st;

	for (int waited = 0;; waited += LOCK_STEP_MS) {
		int fd = openat(repo->dir, branch_lock,
			O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, LOCK_MODE);

		if (fd >= 0 || errno != EEXIST)
			return fd;
		if (fstatat(repo->dir, branch_lock, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if ((st.st_mode & 0777) != LOCK_MODE && waited < LOCK_WAIT_MS) {
			nanosleep(&step, NULL);
			continue;
		}
		if (unlinkat(repo->dir, branch_lock, 0) < 0 && errno != ENOENT)
			return -1;
	}
}

/* The lock's name becomes the branch's. Not where it is synced: what the next decision writes over
 * must be no older than the journal's beginning, or a loss of power might bring back a branch that
 * nothing leads on from. */
static bool name_branch(const struct gitrepo *repo, bool sync)
{
	if (sync)
		(void)unlinkat(repo->dir, branch_spare, 0);
	else if (renameat2(repo->dir, branch_lock, repo->dir, branch, RENAME_EXCHANGE) == 0) {
		if (renameat(repo->dir, branch_lock, repo->dir, branch_spare) < 0)
			(void)unlinkat(repo->dir, branch_lock, 0); /* the next one does it */
		return true;
	}
	return renameat(repo->dir, branch_lock, repo->dir, branch) == 0;
}

static bool write_branch(struct gitrepo *repo, int lock, const char *to, bool sync, struct err *err)
{
	char line[OID_HEX + 2];
	bool ok;
	int dir;

	snprintf(line, sizeof(line), "%s\n", to);
	ok = pwrite(lock, line, OID_HEX + 1, 0) == OID_HEX + 1 && (!sync || fsync(lock) == 0) &&
	     name_branch(repo, sync);
	if (!ok)
		return err_set(
			err, ERR_IO, _("cannot move the ledger's branch: %s"), err_system(errno));
	if (!sync)
		return true;
	dir = fs_open_dir(repo->dir, "refs/heads", err);
	ok = dir >= 0 && fs_sync_dir(dir, err);
	if (dir >= 0)
		close(dir);
	return ok;
}

static bool move_branch(
	struct gitrepo *repo, const char *from, const char *to, bool sync, struct err *err)
{
	int lock = sync ? -1 : take_spare(repo);
	char at[OID_HEX + 1];
	bool ok;

	if (lock < 0)
		lock = take_branch(repo);
	if (lock < 0)
		return err_set(
			err, ERR_IO, _("cannot move the ledger's branch: %s"), err_system(errno));
	ok = from == NULL || gitrepo_tip(repo, at, err);
	if (ok && from != NULL && strcmp(at, from) != 0)
		ok = err_set(err, ERR_STALE, _("the ledger has moved on meanwhile"));
	ok = ok && write_branch(repo, lock, to, sync, err);
	close(lock);
	if (!ok)
		(void)unlinkat(repo->dir, branch_lock, 0); /* the failure is told */
	return ok;
}

bool gitrepo_move(struct gitrepo *repo, const char *from, const char *to, struct err *err)
{
	return move_branch(repo, from, to, false, err);
}

bool gitrepo_set(struct gitrepo *repo, const char *to, struct err *err)
{
	return move_branch(repo, NULL, to, true, err);
}

static bool is_leftover(const char *name)
{
	return starts_with(name, "tmp_object_git2_") || starts_with(name, GITLOOSE_ASIDE) ||
	       starts_with(name, GITPACK_ASIDE) || starts_with(name, ".pack-");
}

static void sweep(const struct gitrepo *repo, const char *folder)
{
	int copy = openat(repo->objects, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;

	if (stream == NULL) {
		if (copy >= 0)
			close(copy);
		return;
	}
	while ((entry = readdir(stream)) != NULL) {
		if (is_leftover(entry->d_name))
			(void)unlinkat(copy, entry->d_name, 0); /* it only takes room */
	}
	closedir(stream);
}

void gitrepo_clear_leftovers(struct gitrepo *repo)
{
	/* The spare branch may be of a time before the journal's: see name_branch. */
	static const char *const locks[] = {branch_lock, "HEAD.lock", "config.lock", branch_spare};

	/* Failing is shown by the write that follows. */
	for (size_t i = 0; i < sizeof(locks) / sizeof(*locks); i++)
		(void)unlinkat(repo->dir, locks[i], 0);
	if (!repo->is_swept) {
		sweep(repo, ".");
		sweep(repo, "pack");
	}
	repo->is_swept = true;
}
