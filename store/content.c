/* SPDX-License-Identifier: MIT */
#include "store/content.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "store/fs.h"
#include "store/hash.h"

enum { LEVELS = 2 };

static bool is_name(const char *sha256)
{
	return strlen(sha256) == HASH_HEX && strspn(sha256, "0123456789abcdef") == HASH_HEX;
}

static bool missing(const char *sha256, struct err *err)
{
	return err_set(
		err, ERR_NOT_FOUND, _("the content %.12s is not in the store (any more)"), sha256);
}

/* The folder that the file lies in; -1. */
static int open_bucket(int dir, const char *sha256, bool make, struct err *err)
{
	int fd = dir;

	for (int level = 0; level < LEVELS; level++) {
		char name[3] = {sha256[2 * level], sha256[2 * level + 1], '\0'};
		int next = -1;

		if (!make || fs_make_dir(fd, name, err))
			next = fs_open_dir(fd, name, err);
		if (fd != dir)
			close(fd);
		if (next < 0)
			return -1;
		fd = next;
	}
	return fd;
}

bool content_get(int dir, const char *sha256, char **bytes, size_t *len, struct err *err)
{
	char found[HASH_HEX + 1];
	int bucket;
	bool ok;

	if (!is_name(sha256))
		return err_set(err, ERR_NOT_FOUND, _("'%s' names no content"), sha256);
	bucket = open_bucket(dir, sha256, false, err);
	ok = bucket >= 0 && fs_read(bucket, sha256, CONTENT_MAX, bytes, len, err);
	if (bucket >= 0)
		close(bucket);
	if (!ok)
		return err->code == ERR_NOT_FOUND ? missing(sha256, err) : false;
	hash_hex(*bytes, *len, found);
	if (strcmp(found, sha256) == 0)
		return true;
	free(*bytes);
	*bytes = NULL;
	return err_set(err, ERR_IO, _("the content %.12s was changed: its SHA-256 is now %.12s"),
		sha256, found);
}

bool content_check(int dir, const char *sha256, int64_t size, struct err *err)
{
	char *bytes = NULL;
	size_t len = 0;

	if (!content_get(dir, sha256, &bytes, &len, err))
		return false;
	free(bytes);
	if (size >= 0 && (uint64_t)size != len)
		return err_set(err, ERR_IO, _("the content %.12s has %zu bytes, not %lld"), sha256,
			len, (long long)size);
	return true;
}

bool content_put_soon(
	int dir, const void *bytes, size_t n, char sha256[HASH_HEX + 1], struct err *err)
{
	char path[HASH_HEX + 8], *folder;
	struct err why = {0};

	hash_hex(bytes, n, sha256);
	if (content_check(dir, sha256, (int64_t)n, &why))
		return true;
	snprintf(path, sizeof(path), "%.2s/%.2s/%s", sha256, sha256 + 2, sha256);
	for (folder = path + 2; folder <= path + 5; folder += 3) {
		*folder = '\0';
		if (mkdirat(dir, path, 0700) < 0 && errno != EEXIST)
			return err_set(err, ERR_IO, _("cannot make the folder '%s': %s"), path,
				err_system(errno));
		*folder = '/';
	}
	return fs_write_soon(dir, path, 0400, bytes, n, err);
}

/* One for all of them: file by file it would cost two each. */
bool content_sync(int dir, struct err *err)
{
	if (syncfs(dir) < 0)
		return err_set(err, ERR_IO, _("cannot write to the disk: %s"), err_system(errno));
	return true;
}

bool content_put(int dir, const void *bytes, size_t n, char sha256[HASH_HEX + 1], struct err *err)
{
	struct err why = {0};
	int bucket;
	bool ok;

	hash_hex(bytes, n, sha256);
	bucket = open_bucket(dir, sha256, true, err);
	if (bucket < 0)
		return false;
	/* What is there may have been damaged: then these bytes mend it. Its name may not be on the
	 * disk yet, if another process was stopped at that point. */
	if (content_check(dir, sha256, (int64_t)n, &why))
		ok = fs_sync_dir(bucket, err);
	else
		ok = fs_write(bucket, sha256, 0400, bytes, n, err);
	close(bucket);
	return ok;
}

/* A disk may keep other copies of a block: this is for those that do not. */
static bool overwrite(int bucket, const char *sha256)
{
	static const char zeros[4096];
	struct stat st;
	off_t left = 0;
	bool ok;
	int fd;

	fd = fchmodat(bucket, sha256, 0600, 0) < 0
		     ? -1
		     : openat(bucket, sha256, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (ok)
		left = st.st_size;
	while (ok && left > 0) {
		size_t n = left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros);

		ok = write(fd, zeros, n) == (ssize_t)n;
		left -= (off_t)n;
	}
	ok = ok && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

bool content_remove(int dir, const char *sha256, struct err *err)
{
	struct err why = {0};
	int bucket = open_bucket(dir, sha256, false, &why);
	bool ok;

	if (bucket < 0) {
		*err = why;
		return why.code == ERR_NOT_FOUND;
	}
	ok = !fs_exists(bucket, sha256) ||
	     (overwrite(bucket, sha256) && unlinkat(bucket, sha256, 0) == 0);
	if (!ok)
		err_set(err, ERR_IO, _("the content %.12s cannot be removed: %s"), sha256,
			strerror(errno));
	ok = ok && fs_sync_dir(bucket, err);
	close(bucket);
	return ok;
}
