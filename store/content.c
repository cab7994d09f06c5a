/* SPDX-License-Identifier: MIT */
#include "store/content.h"

#include <dirent.h>
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

bool content_exists(int dir, const char *sha256)
{
	struct err why = {0};
	int bucket = open_bucket(dir, sha256, false, &why);
	bool exists = bucket >= 0 && fs_exists(bucket, sha256);

	if (bucket >= 0)
		close(bucket);
	return exists;
}

/* -- A walk ---------------------------------------------------------------------------------- */

static bool walk_failed(const char *path, struct err *err)
{
	return err_set(
		err, ERR_IO, _("cannot read the folder content/%s: %s"), path, strerror(errno));
}

/* Opens the folder of a level below what the path has so far. */
static bool open_level(int dir, struct content_walk *walk, int level, struct err *err)
{
	const char *path = level == 0 ? "." : walk->path;
	int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	walk->levels[level] = fd < 0 ? NULL : fdopendir(fd);
	if (walk->levels[level] != NULL)
		return true;
	if (fd >= 0)
		close(fd);
	return walk_failed(walk->path, err);
}

static bool is_hex_name(const char *name, size_t n)
{
	return strlen(name) == n && strspn(name, "0123456789abcdef") == n;
}

/* The deepest open folder's next entry of the right form; NULL at its end. */
static const char *next_name(const struct content_walk *walk, int level)
{
	const struct dirent *entry;

	while ((entry = readdir(walk->levels[level])) != NULL) {
		if (is_hex_name(entry->d_name, level < LEVELS ? 2 : HASH_HEX))
			return entry->d_name;
	}
	return NULL;
}

bool content_walk_next(int dir, struct content_walk *walk, struct err *err)
{
	int level = 0;

	err->code = ERR_NONE;
	if (walk->levels[0] == NULL && !open_level(dir, walk, 0, err))
		return false;
	while (level < LEVELS && walk->levels[level + 1] != NULL)
		level++;
	while (level >= 0) {
		const char *name = next_name(walk, level);

		if (name == NULL) {
			closedir(walk->levels[level]);
			walk->levels[level--] = NULL;
			continue;
		}
		if (level == LEVELS) {
			memcpy(walk->sha256, name, sizeof(walk->sha256));
			return true;
		}
		if (level == 0)
			memcpy(walk->path, name, 3);
		else
			(void)snprintf(walk->path + 2, sizeof(walk->path) - 2, "/%.2s", name);
		if (!open_level(dir, walk, ++level, err))
			return false;
	}
	return false;
}

void content_walk_release(struct content_walk *walk)
{
	for (int level = 0; level <= LEVELS; level++) {
		if (walk->levels[level] != NULL)
			closedir(walk->levels[level]);
	}
	*walk = (struct content_walk){0};
}
