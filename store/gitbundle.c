/* SPDX-License-Identifier: MIT */
#include "store/gitbundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <git2.h>

#include "core/i18n.h"

static int put(void *bytes, size_t n, void *out)
{
	return fwrite(bytes, 1, n, out) == n ? 0 : -1;
}

/* The commits that tip leads to, with their trees and what is in them. */
static int pack(git_repository *repo, const git_oid *tip, FILE *out)
{
	git_packbuilder *builder = NULL;
	git_revwalk *walk = NULL;
	int rc = git_packbuilder_new(&builder, repo);

	if (rc == 0)
		rc = git_revwalk_new(&walk, repo);
	if (rc == 0)
		rc = git_revwalk_push(walk, tip);
	if (rc == 0)
		rc = git_packbuilder_insert_walk(builder, walk);
	if (rc == 0)
		rc = git_packbuilder_foreach(builder, put, out);
	git_revwalk_free(walk);
	git_packbuilder_free(builder);
	return rc;
}

static bool write_all(const char *repository, const char *tip, FILE *out)
{
	git_repository *repo = NULL;
	git_oid oid;
	bool ok;

	if (git_libgit2_init() < 0)
		return false;
	ok = git_oid_fromstr(&oid, tip) == 0 && git_repository_open_bare(&repo, repository) == 0 &&
	     fprintf(out, "# v2 git bundle\n%s refs/heads/main\n%s HEAD\n\n", tip, tip) > 0 &&
	     pack(repo, &oid, out) == 0;
	git_repository_free(repo);
	git_libgit2_shutdown();
	return ok;
}

bool gitbundle_write(const char *repository, const char *tip, const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool ok;

	if (out == NULL) {
		if (fd >= 0)
			close(fd);
		return err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	}
	ok = write_all(repository, tip, out);
	if (fclose(out) == 0 && ok)
		return true;
	unlink(path);
	return err_set(err, ERR_IO, _("%s: the history could not be written to it"), path);
}
