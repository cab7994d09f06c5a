/* SPDX-License-Identifier: MIT */
#include "tests/faults/power.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 4096, OLD_MAX = 256 };

static struct file {
	char path[400];
	long synced; /* bytes that are on the disk for sure */
	bool is_dirty, is_named; /* written since; its name is on the disk */
	long old_len; /* what it replaced by renaming; -1: nothing */
	char old[OLD_MAX];
} files[FILES_MAX];
static int count;

void power_begin(void)
{
	count = 0;
}

static bool path_of(int fd, char path[400])
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, 399);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return strstr(path, "/site/") != NULL && strstr(path, "index.db") == NULL;
}

static struct file *find(const char *path)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	}
	return NULL;
}

static struct file *get(const char *path, bool was_there)
{
	struct file *file = find(path);
	struct stat st;

	if (file != NULL || count == FILES_MAX)
		return file;
	file = &files[count++];
	*file = (struct file){.is_named = was_there, .old_len = -1};
	snprintf(file->path, sizeof(file->path), "%s", path);
	if (was_there && stat(path, &st) == 0)
		file->synced = st.st_size;
	return file;
}

/* Only the journal is written to again; every other file is made anew. */
void power_wrote(int fd)
{
	char path[400];
	struct file *file;

	if (!path_of(fd, path))
		return;
	file = get(path, strstr(path, "/journal") != NULL);
	if (file != NULL)
		file->is_dirty = true;
}

static void sync_file(struct file *file)
{
	struct stat st;

	file->is_dirty = false;
	if (stat(file->path, &st) == 0)
		file->synced = st.st_size;
}

void power_synced(int fd)
{
	char path[400];
	struct file *file;
	size_t n;

	if (!path_of(fd, path))
		return;
	file = find(path);
	if (file != NULL) {
		sync_file(file);
		return;
	}
	n = strlen(path);
	for (int i = 0; i < count; i++) {
		if (strncmp(files[i].path, path, n) == 0 && files[i].path[n] == '/' &&
			strchr(files[i].path + n + 1, '/') == NULL) {
			files[i].is_named = true;
			files[i].old_len = -1;
		}
	}
}

void power_synced_all(void)
{
	for (int i = 0; i < count; i++) {
		sync_file(&files[i]);
		files[i].is_named = true;
		files[i].old_len = -1;
	}
}

static bool join(int dir, const char *name, char path[400])
{
	char base[400];

	if (*name == '/') {
		snprintf(path, 400, "%s", name);
		return strstr(path, "/site/") != NULL;
	}
	if (!path_of(dir, base) && strstr(base, "/site") == NULL)
		return false;
	snprintf(path, 400, "%.200s/%.198s", base, name);
	return true;
}

void power_renames(int from_dir, const char *from, int to_dir, const char *to)
{
	char a[400], b[400];
	struct file *file, *over;
	int fd;

	if (!join(from_dir, from, a) || !join(to_dir, to, b))
		return;
	file = get(a, false);
	if (file == NULL)
		return;
	over = find(b);
	if (over != NULL)
		*over->path = '\0';
	snprintf(file->path, sizeof(file->path), "%s", b);
	file->is_named = false;
	/* What stood there last for sure, not what another rename left unsynced. */
	file->old_len = -1;
	if (over != NULL && !over->is_named) {
		file->old_len = over->old_len;
		memcpy(file->old, over->old, sizeof(file->old));
		return;
	}
	fd = open(b, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		file->old_len = read(fd, file->old, OLD_MAX);
		close(fd);
	}
}

static void put_back(const struct file *file)
{
	int fd;

	unlink(file->path);
	if (file->old_len < 0 || file->old_len >= OLD_MAX)
		return;
	fd = open(file->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0) {
		(void)!write(fd, file->old, (size_t)file->old_len);
		close(fd);
	}
}

static void cut(const struct file *file, unsigned *seed)
{
	struct stat st;
	long most;

	if (stat(file->path, &st) < 0)
		return;
	most = st.st_size > file->synced ? st.st_size - file->synced : 0;
	chmod(file->path, 0600);
	(void)!truncate(
		file->path, file->synced + (rand_r(seed) % 2 ? 0 : rand_r(seed) % (most + 1)));
}

void power_fails(unsigned seed)
{
	for (int i = 0; i < count; i++) {
		const struct file *file = &files[i];

		if (*file->path == '\0' || rand_r(&seed) % 3 == 0)
			continue; /* the disk was quick */
		if (!file->is_named && rand_r(&seed) % 2 == 0)
			put_back(file);
		else if (file->is_dirty)
			cut(file, &seed);
	}
}
