/* SPDX-License-Identifier: MIT */
#include "tests/faults/photo.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	_exit(99);
}

bool photo_is_fixed(const char *path)
{
	const char *name = strrchr(path, '/');

	if (name == NULL || strstr(path, "/objects/") == NULL)
		return false;
	name++;
	return strlen(name) == 38 || strncmp(name, "pack-", 5) == 0;
}

void photo_copy(const char *from, const char *to)
{
	static char bytes[1 << 16];
	struct stat st;
	ssize_t n;
	int in, out;

	if (photo_is_fixed(from) && link(from, to) == 0)
		return;
	in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0 || fstat(in, &st) < 0)
		die(from);
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0777);
	if (out < 0)
		die(to);
	while ((n = read(in, bytes, sizeof(bytes))) > 0) {
		if (write(out, bytes, (size_t)n) != n)
			die(to);
	}
	close(in);
	close(out);
}

void photo_take(const char *from, const char *to)
{
	DIR *stream = opendir(from);
	const struct dirent *entry;

	if (stream == NULL || mkdir(to, 0700) < 0)
		die(to);
	while ((entry = readdir(stream)) != NULL) {
		char a[PATH_SIZE], b[PATH_SIZE];

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (snprintf(a, sizeof(a), "%s/%s", from, entry->d_name) >= (int)sizeof(a) ||
			snprintf(b, sizeof(b), "%s/%s", to, entry->d_name) >= (int)sizeof(b))
			die("a path is too long");
		if (entry->d_type == DT_DIR)
			photo_take(a, b);
		else if (entry->d_type == DT_LNK)
			(void)!symlink(a, b); /* libgit2 tries whether there are any */
		else
			photo_copy(a, b);
	}
	closedir(stream);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void photo_drop(const char *folder)
{
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static const char *wanted;

static int look(const char *path, const struct stat *st, int type)
{
	char *bytes;
	bool found;
	int fd;

	if (type != FTW_F || st->st_size == 0)
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	bytes = malloc((size_t)st->st_size);
	found = fd >= 0 && bytes != NULL && read(fd, bytes, (size_t)st->st_size) > 0 &&
		memmem(bytes, (size_t)st->st_size, wanted, strlen(wanted)) != NULL;
	if (found)
		fprintf(stderr, "  in %s\n", path);
	free(bytes);
	if (fd >= 0)
		close(fd);
	return found;
}

bool photo_finds(const char *folder, const char *bytes)
{
	wanted = bytes;
	return ftw(folder, look, 16) != 0;
}
