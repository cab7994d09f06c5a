/* SPDX-License-Identifier: MIT */
#include "tests/faults/points.h"

#include "tests/faults/record.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static struct failpoint fault;
static void (*show)(const struct point *point);
static int *calls; /* NULL: nobody is interested */
static int syncs;

void points_fail(const struct failpoint *wanted, int *counter)
{
	fault = *wanted;
	show = NULL;
	syncs = *counter = 0;
	calls = counter;
}

void points_watch(void (*before)(const struct point *point), int *counter)
{
	show = before;
	syncs = *counter = 0;
	calls = counter;
}

void points_stop(void)
{
	calls = NULL;
}

int points_syncs(void)
{
	return syncs;
}

static bool is_shown(void)
{
	return calls != NULL && show != NULL;
}

enum verdict { GO_ON, FAIL, HALF };

static void show_point(const struct point *point)
{
	int *counter = calls, kept = errno;

	++*counter;
	calls = NULL;
	show(point);
	calls = counter;
	errno = kept;
}

static enum verdict meet(const struct point *point)
{
	if (calls == NULL)
		return GO_ON;
	if (point->call == CALL_SYNC)
		syncs++;
	if (show != NULL) {
		if (((int)point->call & CALLS_CHANGE) != 0)
			show_point(point);
		return GO_ON;
	}
	if (((int)point->call & fault.calls) == 0)
		return GO_ON;
	++*calls;
	if (fault.at == 0 || *calls < fault.at || (*calls > fault.at && !fault.is_lasting))
		return GO_ON;
	if (fault.error == 0)
		return HALF;
	errno = fault.error;
	return FAIL;
}

static bool passes(enum call call)
{
	return meet(&(struct point){.call = call}) == GO_ON;
}

/* The function of the C library behind one of ours. */
#define REAL(name)                                                                                 \
	static __typeof__(&(name)) real;                                                           \
	if (real == NULL)                                                                          \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

/* The C library's own names for its parameters are not ours.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */

/* -- Reading and writing --------------------------------------------------------------------- */

#define WRAP_READ(name, parameters, all, half)                                                     \
	ssize_t name parameters                                                                    \
	{                                                                                          \
		enum verdict verdict = meet(&(struct point){.call = CALL_READ});                   \
		REAL(name);                                                                        \
		if (verdict == FAIL)                                                               \
			return -1;                                                                 \
		return verdict == HALF && n > 1 ? real half : real all;                            \
	}
WRAP_READ(read, (int fd, void *p, size_t n), (fd, p, n), (fd, p, n / 2))
WRAP_READ(pread, (int fd, void *p, size_t n, off_t at), (fd, p, n, at), (fd, p, n / 2, at))
WRAP_READ(pread64, (int fd, void *p, size_t n, off64_t at), (fd, p, n, at), (fd, p, n / 2, at))

#define WRAP_WRITE(name, parameters, where, all, half)                                             \
	ssize_t name parameters                                                                    \
	{                                                                                          \
		enum verdict verdict = meet(&(struct point){CALL_WRITE, fd, p, n, where});         \
		ssize_t done;                                                                      \
		REAL(name);                                                                        \
		if (verdict == FAIL)                                                               \
			return -1;                                                                 \
		if (verdict == HALF && n > 1)                                                      \
			return real half;                                                          \
		done = real all;                                                                   \
		if (done > 0 && is_shown())                                                        \
			record_wrote(fd, p, (size_t)done, where);                                  \
		return done;                                                                       \
	}
WRAP_WRITE(write, (int fd, const void *p, size_t n), -1, (fd, p, n), (fd, p, n / 2))
WRAP_WRITE(
	pwrite, (int fd, const void *p, size_t n, off_t at), at, (fd, p, n, at), (fd, p, n / 2, at))
WRAP_WRITE(pwrite64, (int fd, const void *p, size_t n, off64_t at), at, (fd, p, n, at),
	(fd, p, n / 2, at))

#define WRAP_SIZE(name, type)                                                                      \
	int name(int fd, type n)                                                                   \
	{                                                                                          \
		int rc;                                                                            \
		REAL(name);                                                                        \
		if (!passes(CALL_SIZE))                                                            \
			return -1;                                                                 \
		rc = real(fd, n);                                                                  \
		if (rc == 0 && is_shown())                                                         \
			record_cut(fd, n);                                                         \
		return rc;                                                                         \
	}
WRAP_SIZE(ftruncate, off_t)
WRAP_SIZE(ftruncate64, off64_t)

/* A close is a moment to die at; it does not fail. */
int close(int fd)
{
	REAL(close);
	if (is_shown())
		(void)passes(CALL_CLOSE);
	return real(fd);
}

#define WRAP_SYNC(name, noted)                                                                     \
	int name(int fd)                                                                           \
	{                                                                                          \
		int rc;                                                                            \
		REAL(name);                                                                        \
		if (!passes(CALL_SYNC))                                                            \
			return -1;                                                                 \
		rc = real(fd);                                                                     \
		if (rc == 0 && is_shown())                                                         \
			noted(fd);                                                                 \
		return rc;                                                                         \
	}
WRAP_SYNC(fsync, record_synced)
WRAP_SYNC(fdatasync, record_synced)
WRAP_SYNC(syncfs, record_synced_all)

/* -- Names ----------------------------------------------------------------------------------- */

#define WRAP_NAME(name, kind, parameters, arguments, noted)                                        \
	int name parameters                                                                        \
	{                                                                                          \
		int rc;                                                                            \
		REAL(name);                                                                        \
		if (!passes(kind))                                                                 \
			return -1;                                                                 \
		rc = real arguments;                                                               \
		if (rc == 0 && is_shown())                                                         \
			noted;                                                                     \
		return rc;                                                                         \
	}
WRAP_NAME(rename, CALL_NAME, (const char *a, const char *b), (a, b),
	record_renamed(AT_FDCWD, a, AT_FDCWD, b, false))
WRAP_NAME(renameat, CALL_NAME, (int x, const char *a, int y, const char *b), (x, a, y, b),
	record_renamed(x, a, y, b, false))
WRAP_NAME(renameat2, CALL_NAME, (int x, const char *a, int y, const char *b, unsigned how),
	(x, a, y, b, how), record_renamed(x, a, y, b, how == RENAME_EXCHANGE))
WRAP_NAME(link, CALL_NAME, (const char *a, const char *b), (a, b), record_linked(a, b))
WRAP_NAME(mkdir, CALL_NAME, (const char *path, mode_t mode), (path, mode),
	record_folder(AT_FDCWD, path))
WRAP_NAME(mkdirat, CALL_NAME, (int at, const char *path, mode_t mode), (at, path, mode),
	record_folder(at, path))
WRAP_NAME(unlink, CALL_DROP, (const char *path), (path), record_gone(AT_FDCWD, path))
WRAP_NAME(unlinkat, CALL_DROP, (int at, const char *path, int flags), (at, path, flags),
	record_gone(at, path))
WRAP_NAME(rmdir, CALL_DROP, (const char *path), (path), record_gone(AT_FDCWD, path))
WRAP_NAME(fchmod, CALL_DROP, (int fd, mode_t mode), (fd, mode), (void)0)
WRAP_NAME(flock, CALL_LOCK, (int fd, int how), (fd, how), (void)0)

static enum call open_call(int flags)
{
	return (flags & (O_ACCMODE | O_CREAT)) == O_RDONLY ? CALL_OPEN : CALL_MAKE;
}

#define WRAP_OPEN(name, parameters, at, arguments)                                                 \
	int name parameters                                                                        \
	{                                                                                          \
		mode_t mode = 0;                                                                   \
		va_list ap;                                                                        \
		int fd;                                                                            \
		REAL(name);                                                                        \
		va_start(ap, flags);                                                               \
		if ((flags & O_CREAT) != 0)                                                        \
			mode = va_arg(ap, mode_t);                                                 \
		va_end(ap);                                                                        \
		if (!passes(open_call(flags)))                                                     \
			return -1;                                                                 \
		fd = real arguments;                                                               \
		if (fd >= 0 && is_shown() && open_call(flags) == CALL_MAKE)                        \
			record_opened(fd, at, path, (flags & O_TRUNC) != 0);                       \
		return fd;                                                                         \
	}
WRAP_OPEN(open, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
WRAP_OPEN(open64, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
WRAP_OPEN(openat, (int at, const char *path, int flags, ...), at, (at, path, flags, mode))
WRAP_OPEN(openat64, (int at, const char *path, int flags, ...), at, (at, path, flags, mode))

DIR *opendir(const char *path)
{
	REAL(opendir);
	return passes(CALL_OPEN) ? real(path) : NULL;
}

#define WRAP_MAP(name, type)                                                                       \
	void *name(void *p, size_t n, int prot, int flags, int fd, type at)                        \
	{                                                                                          \
		REAL(name);                                                                        \
		return fd < 0 || passes(CALL_MAP) ? real(p, n, prot, flags, fd, at) : MAP_FAILED;  \
	}
WRAP_MAP(mmap, off_t)
WRAP_MAP(mmap64, off64_t)

/* -- Memory ---------------------------------------------------------------------------------- */

/* dlsym takes memory itself: these are the C library's own, by the names it exports them under. */
extern void *__libc_malloc(size_t n); /* NOLINT(bugprone-reserved-identifier) */
extern void *__libc_calloc(size_t n, size_t size); /* NOLINT(bugprone-reserved-identifier) */
extern void *__libc_realloc(void *p, size_t n); /* NOLINT(bugprone-reserved-identifier) */

static bool has_room(void)
{
	return calls == NULL || passes(CALL_ALLOC);
}

void *malloc(size_t n)
{
	return has_room() ? __libc_malloc(n) : NULL;
}

void *calloc(size_t n, size_t size)
{
	return has_room() ? __libc_calloc(n, size) : NULL;
}

void *realloc(void *p, size_t n)
{
	return n == 0 || has_room() ? __libc_realloc(p, n) : NULL;
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
