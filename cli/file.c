/* SPDX-License-Identifier: MIT */
#include "cli/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"

enum { CHUNK = 64 << 10 };

static bool too_large(const char *path, size_t limit, struct err *err)
{
	return err_set(err, ERR_INPUT,
		_("%s: larger than the limit of %zu bytes; --limit BYTES sets another"), path,
		limit);
}

static bool read_all(int fd, const char *path, size_t limit, struct str *bytes, struct err *err)
{
	char *chunk = xcalloc(CHUNK, 1);
	bool ok = true;
	ssize_t n;

	while (ok && (n = read(fd, chunk, CHUNK)) != 0) {
		if (n < 0 && errno != EINTR)
			ok = err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
		else if (n > 0)
			str_addn(bytes, chunk, (size_t)n);
		if (ok && bytes->len > limit)
			ok = too_large(path, limit, err);
	}
	free(chunk);
	return ok;
}

/* O_NONBLOCK: a pipe somebody put there must not keep us waiting. */
static int open_regular(const char *path, size_t limit, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	} else if (S_ISDIR(st.st_mode)) {
		err_set(err, ERR_INPUT,
			_("%s: no regular file but a folder; name the files in it, as %s/*"), path,
			path);
	} else if (!S_ISREG(st.st_mode)) {
		err_set(err, ERR_INPUT, _("%s: no regular file; use `-` to read standard input"),
			path);
	} else if (st.st_size > 0 && (size_t)st.st_size > limit) {
		too_large(path, limit, err);
	} else {
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

char *file_read(const char *path, size_t limit, size_t *len, struct err *err)
{
	struct str bytes = {0};
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open_regular(path, limit, err);
	bool ok;

	if (fd < 0)
		return NULL;
	str_add(&bytes, "");
	ok = read_all(fd, is_stdin ? _("standard input") : path, limit, &bytes, err);
	if (!is_stdin)
		close(fd);
	if (!ok) {
		str_release(&bytes);
		return NULL;
	}
	*len = bytes.len;
	return str_detach(&bytes);
}

static bool write_all(int fd, const char *path, const char *bytes, size_t len, struct err *err)
{
	bool ok = true;

	while (ok && len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			ok = err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
	if (close(fd) != 0 && ok)
		ok = err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	return ok;
}

static bool holds(const char *path, const char *bytes, size_t len)
{
	struct err ignored;
	size_t there;
	char *old = file_read(path, len, &there, &ignored);
	bool same = old != NULL && there == len && memcmp(old, bytes, len) == 0;

	free(old);
	return same;
}

bool file_write_new(const char *path, const char *bytes, size_t len, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0 && errno == EEXIST) {
		if (holds(path, bytes, len))
			return true;
		return err_set(err, ERR_REFUSED,
			_("%s: there is another file of that name; move it away, or choose another "
			  "folder with -o"),
			path);
	}
	if (fd < 0)
		return err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	if (write_all(fd, path, bytes, len, err))
		return true;
	unlink(path); /* half a file is worse than none */
	return false;
}

bool file_write(const char *path, const char *bytes, size_t len, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0666);

	if (fd < 0)
		return err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	return write_all(fd, path, bytes, len, err);
}

bool file_append(const char *path, const char *bytes, size_t len, struct err *err)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	return write_all(fd, path, bytes, len, err);
}

bool file_print(const char *path, struct err *err)
{
	FILE *file = fopen(path, "re");
	char bytes[1 << 14];
	bool ok = file != NULL;
	size_t n;

	while (ok && (n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		ok = fwrite(bytes, 1, n, stdout) == n;
	ok = ok && ferror(file) == 0;
	if (!ok)
		err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
	if (file != NULL)
		(void)fclose(file);
	return ok;
}

char *file_scratch(struct err *err)
{
	const char *dir = getenv("TMPDIR");
	char *path = xasprintf("%s/gongkai-XXXXXX", dir != NULL && *dir != '\0' ? dir : "/tmp");
	int fd = mkostemp(path, O_CLOEXEC);

	if (fd < 0) {
		err_set(err, ERR_IO, "%s: %s", path, err_system(errno));
		free(path);
		return NULL;
	}
	close(fd);
	return path;
}

const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}
