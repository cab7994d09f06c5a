/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/hash.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/signers.h"
#include "store/clock.h"
#include "store/fs.h"
#include "store/site_key.h"
#include "store/store.h"

struct founding {
	char *aside; /* owns; where the store is made before it gets its name */
	char *final; /* owns; absolute */
	int fd;
	struct key *key; /* owns */
	struct pack *pack; /* owns */
};

/* The absolute path of what is not there yet. */
static char *absolute(const char *dir, struct err *err)
{
	char *copy = xstrdup(dir), *other = xstrdup(dir), *parent, *path = NULL;

	parent = realpath(dirname(copy), NULL);
	if (parent == NULL)
		err_set(err, ERR_IO, _("cannot make '%s': %s"), dir, err_system(errno));
	else
		path = xasprintf("%s/%s", strcmp(parent, "/") == 0 ? "" : parent, basename(other));
	free(parent);
	free(copy);
	free(other);
	return path;
}

static bool check_place(const char *dir, struct err *err)
{
	struct err why = {0};
	int fd = fs_open_dir(AT_FDCWD, dir, &why);
	bool empty = true, ok;

	if (fd < 0 && why.code == ERR_NOT_FOUND)
		return true;
	if (fd < 0) {
		*err = why;
		return false;
	}
	ok = fs_is_empty_dir(fd, &empty, err);
	close(fd);
	if (ok && !empty)
		return err_set(err, ERR_INPUT,
			_("'%s' is not empty: a store is made in a new or empty folder"), dir);
	return ok;
}

static bool write_text(int fd, const char *name, const char *text, struct err *err)
{
	return fs_write(fd, name, 0600, text, strlen(text), err);
}

static bool write_signers(
	const struct founding *f, const struct decision *decision, struct err *err)
{
	struct str text = {0};
	struct org org = {0};
	bool ok = site_keys_found(&org.site, decision->record, decision->at, err);

	signers_print(&org, &text);
	ok = ok && write_text(f->fd, "allowed_signers", str_get(&text), err);
	str_release(&text);
	org_release(&org);
	return ok;
}

static bool make_repository(const struct founding *f, const char *name, struct err *err)
{
	char *path = xasprintf("%s/%s", f->aside, name);
	char *signers = xasprintf("%s/allowed_signers", f->final);
	bool ok = gitrepo_create(path, signers, err);

	free(path);
	free(signers);
	return ok;
}

static bool make_parts(struct founding *f, struct err *err)
{
	char *path = xasprintf("%s/keys/site", f->aside), version[16];
	bool ok;

	f->key = key_generate(err);
	ok = f->key != NULL && fs_make_dir(f->fd, "keys", err) && key_save(f->key, path, err) &&
	     fs_make_dir(f->fd, "content", err) && make_repository(f, "ledger.git", err) &&
	     make_repository(f, "state.git", err);
	snprintf(version, sizeof(version), "%d\n", STORE_VERSION);
	ok = ok && write_text(f->fd, "version", version, err);
	free(path);
	return ok;
}

/* The decision that founds the site and adopts its first pack. */
static void compose(const struct founding *f, struct decision *decision)
{
	char *key = key_public_line(f->key);

	*decision = (struct decision){
		.subject = SUBJECT_PACK,
		.id = xstrdup(f->pack->code),
		.action = xstrdup(ACTION_ADOPT),
		.actor = xstrdup(ACTOR_SITE),
		.role = xstrdup(ROLE_SYSTEM),
		.record = entry_pack_record(f->pack, key),
		.request = request_new(),
		.at = clock_now(),
	};
	hash_hex(decision->record, strlen(decision->record), decision->record_sha256);
	free(key);
}

static bool found(const struct founding *f, struct err *err)
{
	char *path = xasprintf("%s/ledger.git", f->aside);
	struct gitrepo *repo = gitrepo_open(path, err);
	struct drafting how = {
		.repo = repo, .key = f->key, .name = ACTOR_SITE, .files = &f->pack->files};
	struct decision decision = {0};
	struct draft draft = {0};
	bool ok = repo != NULL;

	if (ok) {
		compose(f, &decision);
		ok = draft_make(&how, &decision, &draft, err) && ledger_found(repo, &draft, err) &&
		     write_signers(f, &decision, err);
	}
	draft_release(&draft);
	decision_release(&decision);
	gitrepo_close(repo);
	free(path);
	return ok;
}

static bool give_name(const struct founding *f, struct err *err)
{
	char *copy = xstrdup(f->final);
	int parent = -1;
	/* libgit2 syncs its objects, not all that a repository is made of: nothing may bear the
	 * name of a store that a loss of power could take a part from. */
	bool ok = syncfs(f->fd) == 0 && rename(f->aside, f->final) == 0;

	if (!ok)
		err_set(err, ERR_IO, _("cannot make '%s': %s"), f->final, err_system(errno));
	else
		parent = fs_open_dir(AT_FDCWD, dirname(copy), err);
	ok = ok && parent >= 0 && fs_sync_dir(parent, err);
	if (parent >= 0)
		close(parent);
	free(copy);
	return ok;
}

static void release(struct founding *f)
{
	if (f->fd >= 0)
		close(f->fd);
	key_free(f->key);
	pack_free(f->pack);
	free(f->aside);
	free(f->final);
}

bool store_create(const char *dir, struct pack_files *files, struct err *err)
{
	struct founding f = {.fd = -1};
	bool ok, made = false;

	f.pack = entry_pack(files, err);
	if (f.pack == NULL || !clock_set_zone(f.pack->timezone, err) || !check_place(dir, err) ||
		(f.final = absolute(dir, err)) == NULL) {
		release(&f);
		return false;
	}
	f.aside = xasprintf("%s.new-%ld", f.final, (long)getpid());
	made = mkdir(f.aside, 0700) == 0;
	if (!made)
		err_set(err, ERR_IO, _("cannot make '%s': %s"), f.aside, err_system(errno));
	ok = made;
	if (ok)
		f.fd = fs_open_dir(AT_FDCWD, f.aside, err);
	ok = ok && f.fd >= 0 && make_parts(&f, err) && found(&f, err) && give_name(&f, err);
	if (!ok && made)
		fs_remove_all(f.aside); /* the failure is told */
	release(&f);
	return ok;
}
