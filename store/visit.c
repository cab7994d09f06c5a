/* SPDX-License-Identifier: MIT */
/* Who is in over SSH: a person has a few places, each a file of sessions/ that its holder keeps
 * locked, so that a place is free again however its holder ended. */
#include "core/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <syslog.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/fs.h"
#include "store/store.h"

#define FOLDER "sessions"
#define LOG_FILE "sessions.log"
enum { PLACES = 8, LINE_MAX_BYTES = 512 };

/* -- Places ------------------------------------------------------------------------------------ */

static int try_place(int dir, const char *person, int i)
{
	char *name = xasprintf("%s.%d", person, i);
	int fd = openat(dir, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);

	free(name);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* For `person sessions`; the place is taken without it. */
static void say_who(int fd, const struct visit *visit, struct stamp now)
{
	char since[STAMP_SIZE];
	char *line = xasprintf("%s %s %s %s %ld\n", visit->person, stamp_format(now, since),
		visit->address, visit->key, (long)getpid());
	size_t n = strlen(line);

	if (pwrite(fd, line, n, 0) == (ssize_t)n)
		(void)!ftruncate(fd, (off_t)n);
	free(line);
}

bool store_enter(struct store *store, const struct visit *visit, struct err *err)
{
	struct err why;
	int dir = -1;

	if (fs_make_dir(store->fd, FOLDER, &why))
		dir = fs_open_dir(store->fd, FOLDER, &why);
	if (dir < 0) /* a disk that cannot be written keeps nobody from reading */
		return true;
	for (int i = 0; i < PLACES && store->place < 0; i++)
		store->place = try_place(dir, visit->person, i);
	close(dir);
	if (store->place < 0)
		return err_set(err, ERR_REFUSED,
			_("%s is logged in %d times already; leave one of them first"),
			visit->person, PLACES);
	say_who(store->place, visit, store_now(store));
	return true;
}

static bool is_taken(int fd)
{
	if (flock(fd, LOCK_SH | LOCK_NB) == 0) {
		flock(fd, LOCK_UN);
		return false;
	}
	return errno == EWOULDBLOCK;
}

static void add_place(int dir, const char *name, struct strv *lines)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	char line[LINE_MAX_BYTES];
	ssize_t n;

	if (fd < 0)
		return;
	n = is_taken(fd) ? pread(fd, line, sizeof(line) - 1, 0) : 0;
	close(fd);
	if (n <= 0)
		return;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	strv_add(lines, line);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void store_visits(struct store *store, struct strv *lines)
{
	struct err why;
	int fd = fs_open_dir(store->fd, FOLDER, &why);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (*entry->d_name != '.')
			add_place(fd, entry->d_name, lines);
	}
	if (dir != NULL)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
	if (lines->n > 1)
		qsort(lines->v, lines->n, sizeof(*lines->v), by_text);
}

/* -- The log ----------------------------------------------------------------------------------- */

void store_log(struct store *store, const char *text)
{
	char at[STAMP_SIZE];
	char *line = xasprintf("%s %s\n", stamp_format(store_now(store), at), text);
	int fd = openat(store->fd, LOG_FILE,
		O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);

	/* Neither of the two may be there; nobody is kept from work by that. */
	syslog(LOG_AUTHPRIV | LOG_INFO, "gongkai: %s", text);
	if (fd >= 0) {
		(void)!write(fd, line, strlen(line));
		close(fd);
	}
	free(line);
}
