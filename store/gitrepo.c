/* SPDX-License-Identifier: MIT */
#include "store/gitrepo.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/fs.h"
#include "store/gitloose.h"

static const char branch[] = "refs/heads/main";

struct gitrepo {
	git_repository *repo; /* owns */
	git_odb *odb; /* owns */
	int dir, objects; /* descriptors; owns */
	bool is_swept; /* half-written objects were looked for */
};

static bool fail(const char *what, struct err *err)
{
	const git_error *last = git_error_last();

	return err_set(err, ERR_IO, "%s: libgit2: %s", what,
		last != NULL && last->message != NULL ? last->message : "?");
}

/* No configuration but the store's own, every write synced, every object checked. */
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
		{"receive.denyNonFastForwards", "true"},
		{"receive.denyDeletes", "true"},
		{"transfer.fsckObjects", "true"},
		{"core.fsync", "all"},
		{"commitGraph.generationVersion", "1"}, /* what libgit2 1.5 can read */
		{"gpg.format", "ssh"},
		{"gpg.ssh.allowedSignersFile", signers},
	};
	git_config *config = NULL;
	int rc = git_repository_config(&config, repo);

	for (size_t i = 0; rc >= 0 && i < sizeof(settings) / sizeof(*settings); i++)
		rc = git_config_set_string(config, settings[i].key, settings[i].value);
	git_config_free(config);
	return rc >= 0 || fail(_("cannot configure the ledger"), err);
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
	git_odb_free(repo->odb);
	git_repository_free(repo->repo);
	git_libgit2_shutdown();
	free(repo);
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
	if (rc == GIT_ENOTFOUND)
		return err_set(err, ERR_NOT_FOUND, _("the object %s is not in the ledger"), id);
	if (rc < 0)
		return fail(id, err);
	object->type = (enum object_type)git_odb_object_type(found);
	object->len = git_odb_object_size(found);
	object->bytes = xcalloc(object->len + 1, 1);
	memcpy(object->bytes, git_odb_object_data(found), object->len);
	git_oid_tostr(object->id, sizeof(object->id), &oid);
	git_odb_object_free(found);
	return true;
}

bool gitrepo_read(struct gitrepo *repo, const char *id, struct object *object, struct err *err)
{
	if (!oid_is_valid(id))
		return err_set(err, ERR_NOT_FOUND, _("'%s' names no object"), id);
	if (gitloose_read(repo->objects, id, object, err))
		return true;
	return err->code == ERR_NOT_FOUND && read_packed(repo, id, object, err);
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

bool gitrepo_tip(struct gitrepo *repo, char id[OID_HEX + 1], struct err *err)
{
	git_oid oid;
	int rc = git_reference_name_to_id(&oid, repo->repo, branch);

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

bool gitrepo_strangers(struct gitrepo *repo, struct strv *names, struct err *err)
{
	static const char *const files[] = {"info/grafts", "shallow", "objects/info/alternates"};
	git_strarray refs = {0};

	if (git_reference_list(&refs, repo->repo) < 0)
		return fail(git_repository_path(repo->repo), err);
	for (size_t i = 0; i < refs.count; i++) {
		if (strcmp(refs.strings[i], branch) != 0)
			strv_add(names, refs.strings[i]);
	}
	git_strarray_dispose(&refs);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (fs_exists(repo->dir, files[i]))
			strv_add(names, files[i]);
	}
	return true;
}

static void sweep_objects(const struct gitrepo *repo)
{
	int copy = openat(repo->objects, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;

	if (stream == NULL) {
		if (copy >= 0)
			close(copy);
		return;
	}
	while ((entry = readdir(stream)) != NULL) {
		if (starts_with(entry->d_name, "tmp_object_git2_"))
			(void)unlinkat(repo->objects, entry->d_name, 0); /* it only takes room */
	}
	closedir(stream);
}

void gitrepo_clear_leftovers(struct gitrepo *repo)
{
	static const char *const locks[] = {"refs/heads/main.lock", "HEAD.lock", "config.lock"};

	/* Failing is shown by the write that follows. */
	for (size_t i = 0; i < sizeof(locks) / sizeof(*locks); i++)
		(void)unlinkat(repo->dir, locks[i], 0);
	if (!repo->is_swept)
		sweep_objects(repo);
	repo->is_swept = true;
}
