/* SPDX-License-Identifier: MIT */
#include "store/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"

enum { SAFE = O_NOFOLLOW | O_CLOEXEC | O_NOCTTY };

static bool fail(const char *what, const char *name, struct err *err)
{
	return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s '%s': %s", what, name,
		err_system(errno));
}

int fs_open_dir(int at, const char *path, struct err *err)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | SAFE);

	if (fd >= 0)
		return fd;
	if (errno == ENOENT)
		err_set(err, ERR_NOT_FOUND, _("there is no folder '%s'"), path);
	else if (errno == ENOTDIR || errno == ELOOP)
		err_set(err, ERR_INPUT, _("'%s' is no folder (or a link to one)"), path);
	else
		(void)fail(_("cannot open"), path, err);
	return -1;
}

bool fs_sync_dir(int dir, struct err *err)
{
	if (fsync(dir) < 0)
		return err_set(
			err, ERR_IO, _("cannot write a folder to the disk: %s"), err_system(errno));
	return true;
}

bool fs_make_dir(int at, const char *name, struct err *err)
{
	int parent;
	bool ok;

	if (mkdirat(at, name, 0700) < 0) {
		if (errno == EEXIST)
			return true;
		return err_set(
			err, ERR_IO, _("cannot make the folder '%s': %s"), name, err_system(errno));
	}
	if (at != AT_FDCWD)
		return fs_sync_dir(at, err);
	parent = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = parent >= 0 && fs_sync_dir(parent, err);
	if (parent >= 0)
		close(parent);
	else
		(void)fail(_("cannot open"), ".", err);
	return ok;
}

bool fs_is_empty_dir(int dir, bool *empty, struct err *err)
{
	int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | SAFE);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *entry;

	if (stream == NULL) {
		if (copy >= 0)
			close(copy);
		return fail(_("cannot read"), ".", err);
	}
	*empty = true;
	while ((entry = readdir(stream)) != NULL) {
		if (!str_eq(entry->d_name, ".") && !str_eq(entry->d_name, ".."))
			*empty = false;
	}
	closedir(stream);
	return true;
}

bool fs_check_private(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail(_("cannot look at"), path, err);
	if (st.st_uid != geteuid())
		return err_set(err, ERR_REFUSED,
			_("'%s' belongs to another user (uid %u): work as that user, or make a "
			  "store "
			  "of your own"),
			path, (unsigned)st.st_uid);
	if ((st.st_mode & 077) != 0)
		return err_set(err, ERR_REFUSED,
			_("'%s' is open to other users (mode %03o): say chmod 700 %s"), path,
			(unsigned)st.st_mode & 0777U, path);
	return true;
}

static bool read_all(int fd, char *bytes, size_t n, size_t *len)
{
	*len = 0;
	while (*len < n) {
		ssize_t got = read(fd, bytes + *len, n - *len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		*len += (size_t)got;
	}
	return true;
}

bool fs_read(int at, const char *name, size_t max, char **bytes, size_t *len, struct err *err)
{
	int fd = openat(at, name, O_RDONLY | O_NONBLOCK | SAFE);
	struct stat st;
	size_t n;

	if (fd < 0 || fstat(fd, &st) < 0) {
		(void)fail(_("cannot read"), name, err);
		goto fail;
	}
	if (!S_ISREG(st.st_mode)) {
		err_set(err, ERR_INPUT, _("'%s' is no regular file"), name);
		goto fail;
	}
	if (st.st_size < 0 || (uintmax_t)st.st_size > max) {
		err_set(err, ERR_INPUT, _("'%s' is too large: %jd bytes, %zu are allowed"), name,
			(intmax_t)st.st_size, max);
		goto fail;
	}
	*bytes = xcalloc((size_t)st.st_size + 1, 1);
	if (!read_all(fd, *bytes, (size_t)st.st_size, &n)) {
		(void)fail(_("cannot read"), name, err);
		free(*bytes);
		*bytes = NULL;
		goto fail;
	}
	(*bytes)[n] = '\0';
	if (len != NULL)
		*len = n;
	close(fd);
	return true;
fail:
	if (fd >= 0)
		close(fd);
	return false;
}

static bool write_all(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

bool fs_write(int at, const char *name, mode_t mode, const void *bytes, size_t n, struct err *err)
{
	char *aside = xasprintf(".%s.%ld", name, (long)getpid());
	int fd = openat(at, aside, O_WRONLY | O_CREAT | O_TRUNC | SAFE, mode);
	bool ok = fd >= 0 && write_all(fd, bytes, n) && fsync(fd) == 0;

	if (fd >= 0 && close(fd) < 0)
		ok = false;
	ok = ok && renameat(at, aside, at, name) == 0;
	if (!ok) {
		err_set(err, ERR_IO, _("cannot write '%s': %s"), name, err_system(errno));
		if (fd >= 0)
			(void)unlinkat(at, aside, 0); /* the write's own failure is told */
	}
	free(aside);
	return ok && fs_sync_dir(at, err);
}

bool fs_write_soon(
	int at, const char *name, mode_t mode, const void *bytes, size_t n, struct err *err)
{
	char *aside = xasprintf("%s.%ld", name, (long)getpid());
	int fd = openat(at, aside, O_WRONLY | O_CREAT | O_TRUNC | SAFE, mode);
	bool ok = fd >= 0 && write_all(fd, bytes, n);

	if (fd >= 0 && close(fd) < 0)
		ok = false;
	ok = ok && renameat(at, aside, at, name) == 0;
	if (!ok) {
		err_set(err, ERR_IO, _("cannot write '%s': %s"), name, err_system(errno));
		(void)unlinkat(at, aside, 0); /* the write's own failure is told */
	}
	free(aside);
	return ok;
}

bool fs_exists(int at, const char *name)
{
	return faccessat(at, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void fs_remove_all(const char *path)
{
	enum { FOLDERS = 16 }; /* that are open at once */

	(void)nftw(path, remove_one, FOLDERS, FTW_DEPTH | FTW_PHYS);
}
