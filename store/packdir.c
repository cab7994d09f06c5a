/* SPDX-License-Identifier: MIT */
#include "store/packdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "store/fs.h"

enum {
	FILE_BYTES = 4 << 20,
	PACK_BYTES = 32 << 20,
	FILES_MAX = 500,
	DEPTH_MAX = 8,
};

struct walk {
	const char *dir;
	struct pack_files *files;
	size_t bytes;
	int depth;
	struct err *err;
};

static bool is_text(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL &&
	       (strcmp(dot, ".ini") == 0 || strcmp(dot, ".csv") == 0 || strcmp(dot, ".txt") == 0);
}

static bool add_file(struct walk *walk, int at, const char *name, const char *path)
{
	size_t len;
	char *text;

	if (walk->files->n == FILES_MAX)
		return err_set(walk->err, ERR_INPUT, _("%s: a pack has at most %d files"),
			walk->dir, FILES_MAX);
	if (!fs_read(at, name, FILE_BYTES, &text, &len, walk->err))
		return err_wrap(walk->err, "%s/%s", walk->dir, path);
	walk->bytes += len;
	if (walk->bytes <= PACK_BYTES)
		pack_files_add(walk->files, path, text, len);
	free(text);
	return walk->bytes <= PACK_BYTES ||
	       err_set(walk->err, ERR_INPUT, _("%s: a pack has at most %d MiB"), walk->dir,
		       PACK_BYTES >> 20);
}

static bool add_dir(struct walk *walk, int at, const char *name, const char *path);

/* An entry of the folder at, whose path in the pack is below. */
static bool add_entry(struct walk *walk, int at, const char *below, const char *name)
{
	char *path = xasprintf("%s%s%s", below, *below != '\0' ? "/" : "", name);
	struct stat st;
	bool ok = true;

	if (*name == '.' || strcmp(path, "demo") == 0) {
		free(path);
		return true;
	}
	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		ok = err_set(walk->err, ERR_IO, _("%s/%s: %s"), walk->dir, path, err_system(errno));
	else if (S_ISLNK(st.st_mode))
		ok = err_set(walk->err, ERR_INPUT,
			_("%s/%s: a symbolic link; a pack holds files and folders alone"),
			walk->dir, path);
	else if (S_ISDIR(st.st_mode))
		ok = add_dir(walk, at, name, path);
	else if (is_text(name))
		ok = add_file(walk, at, name, path);
	free(path);
	return ok;
}

static bool add_entries(struct walk *walk, int fd, const char *path)
{
	DIR *stream = fdopendir(fd);
	const struct dirent *entry;
	bool ok = true;

	if (stream == NULL) {
		close(fd);
		return err_set(walk->err, ERR_IO, "%s/%s: %s", walk->dir, path, err_system(errno));
	}
	while (ok && (errno = 0, entry = readdir(stream)) != NULL)
		ok = add_entry(walk, fd, path, entry->d_name);
	if (ok && errno != 0)
		ok = err_set(walk->err, ERR_IO, "%s/%s: %s", walk->dir, path, err_system(errno));
	closedir(stream);
	return ok;
}

static bool add_dir(struct walk *walk, int at, const char *name, const char *path)
{
	int fd;
	bool ok;

	if (walk->depth == DEPTH_MAX)
		return err_set(walk->err, ERR_INPUT, _("%s/%s: folders more than %d deep"),
			walk->dir, path, DEPTH_MAX);
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return err_set(walk->err, ERR_IO, "%s/%s: %s", walk->dir, path, err_system(errno));
	walk->depth++;
	ok = add_entries(walk, fd, path);
	walk->depth--;
	return ok;
}

static bool has_ini(const struct pack_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		if (strcmp(strrchr(files->v[i].path, '.'), ".ini") == 0)
			return true;
	}
	return false;
}

bool pack_files_read(const char *dir, struct pack_files *files, struct err *err)
{
	struct walk walk = {.dir = dir, .files = files, .err = err};
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok;

	*files = (struct pack_files){0};
	if (fd < 0)
		return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_INPUT,
			_("%s: no folder with a pack: %s"), dir, err_system(errno));
	ok = add_entries(&walk, fd, "");
	if (ok && !has_ini(files))
		ok = err_set(err, ERR_INPUT, _("%s: holds no *.ini file, so no pack"), dir);
	if (!ok)
		pack_files_release(files);
	return ok;
}

void packdir_hash(const struct pack_files *files, char out[HASH_HEX + 1])
{
	struct str text = {0};

	pack_files_digest(files, &text);
	hash_hex(str_get(&text), text.len, out);
	str_release(&text);
}

struct pack *packdir_load(const char *dir, struct err *err)
{
	struct pack_files files;
	char sha256[HASH_HEX + 1];
	struct err inner;
	struct pack *pack;

	if (!pack_files_read(dir, &files, err))
		return NULL;
	packdir_hash(&files, sha256);
	pack = pack_new(&files, sha256, &inner);
	if (pack == NULL)
		err_set(err, inner.code, "%s/%s", dir, inner.text);
	return pack;
}
