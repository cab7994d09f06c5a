/* SPDX-License-Identifier: MIT */
#include "tests/faults/points.h"

#include "tests/faults/power.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static struct failpoint now;
static int *calls;
static int syncs;

void points_arm(const struct failpoint *fault, int *counter)
{
	now = *fault;
	syncs = 0;
	*counter = 0;
	calls = counter;
	power_begin();
}

void points_disarm(void)
{
	calls = NULL;
}

int points_syncs(void)
{
	return syncs;
}

static bool is_power(void)
{
	return calls != NULL && now.kind == FAULT_POWER;
}

static void die(void)
{
	if (is_power()) {
		calls = NULL;
		power_fails(now.seed);
	}
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

enum verdict { GO_ON, FAIL, TEAR };

static enum verdict meet(bool is_write)
{
	if (calls == NULL)
		return GO_ON;
	++*calls;
	if (*calls < now.at || now.kind == FAULT_NONE)
		return GO_ON;
	if (now.kind == FAULT_LASTING || (now.kind == FAULT_ONCE && *calls == now.at)) {
		errno = now.error;
		return FAIL;
	}
	if (*calls > now.at || now.kind == FAULT_ONCE)
		return GO_ON;
	if (now.kind == FAULT_TEAR && is_write)
		return TEAR;
	die();
	return GO_ON;
}

/* The C library's own names for its parameters are not ours.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */

/* The function of the C library behind one of ours. */
#define REAL(name)                                                                                 \
	static __typeof__(&name) real;                                                             \
	if (real == NULL)                                                                          \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

#define WRAP(name, parameters, arguments)                                                          \
	int name parameters                                                                        \
	{                                                                                          \
		REAL(name);                                                                        \
		return meet(false) == GO_ON ? real arguments : -1;                                 \
	}

/* Closing never fails here, but it counts: a process can die there too. */
int close(int fd)
{
	REAL(close);
	if (calls != NULL && now.kind == FAULT_KILL)
		(void)meet(false);
	return real(fd);
}

#define WRAP_SYNC(name, noted)                                                                     \
	int name(int fd)                                                                           \
	{                                                                                          \
		REAL(name);                                                                        \
		if (calls != NULL)                                                                 \
			syncs++;                                                                   \
		if (meet(false) != GO_ON)                                                          \
			return -1;                                                                 \
		if (is_power())                                                                    \
			noted(fd);                                                                 \
		return real(fd);                                                                   \
	}
static void synced_all(int fd)
{
	(void)fd;
	power_synced_all();
}

WRAP_SYNC(fsync, power_synced)
WRAP_SYNC(fdatasync, power_synced)
WRAP_SYNC(syncfs, synced_all)

WRAP(ftruncate, (int fd, off_t n), (fd, n))
WRAP(ftruncate64, (int fd, off64_t n), (fd, n))
int rename(const char *from, const char *to)
{
	REAL(rename);
	if (meet(false) != GO_ON)
		return -1;
	if (is_power())
		power_renames(AT_FDCWD, from, AT_FDCWD, to);
	return real(from, to);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	REAL(renameat);
	if (meet(false) != GO_ON)
		return -1;
	if (is_power())
		power_renames(from_dir, from, to_dir, to);
	return real(from_dir, from, to_dir, to);
}

/* Two files that change names are to a loss of power what one is that takes the other's. */
int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	REAL(renameat2);
	if (meet(false) != GO_ON)
		return -1;
	if (is_power())
		power_renames(from_dir, from, to_dir, to);
	return real(from_dir, from, to_dir, to, flags);
}

WRAP(unlink, (const char *path), (path))
WRAP(unlinkat, (int at, const char *path, int flags), (at, path, flags))
WRAP(link, (const char *a, const char *b), (a, b))
WRAP(mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode))
WRAP(fchmod, (int fd, mode_t mode), (fd, mode))

#define WRAP_WRITE(name, parameters, all, half)                                                    \
	ssize_t name parameters                                                                    \
	{                                                                                          \
		enum verdict verdict = meet(true);                                                 \
		REAL(name);                                                                        \
		if (verdict == FAIL)                                                               \
			return -1;                                                                 \
		if (verdict == TEAR) {                                                             \
			(void)!real half;                                                          \
			die();                                                                     \
		}                                                                                  \
		if (is_power())                                                                    \
			power_wrote(fd);                                                           \
		return real all;                                                                   \
	}
WRAP_WRITE(write, (int fd, const void *p, size_t n), (fd, p, n), (fd, p, n / 2))
WRAP_WRITE(pwrite, (int fd, const void *p, size_t n, off_t at), (fd, p, n, at), (fd, p, n / 2, at))
WRAP_WRITE(
	pwrite64, (int fd, const void *p, size_t n, off64_t at), (fd, p, n, at), (fd, p, n / 2, at))

/* Only those that are to be written to, or that may run out of descriptors. */
static bool open_meets(int flags)
{
	if ((flags & O_ACCMODE) == O_RDONLY && now.error != EMFILE)
		return false;
	return calls != NULL;
}

static mode_t mode_of(int flags, va_list ap)
{
	return (flags & O_CREAT) != 0 ? va_arg(ap, mode_t) : 0;
}

#define WRAP_OPEN(name)                                                                            \
	int name(const char *path, int flags, ...)                                                 \
	{                                                                                          \
		va_list ap;                                                                        \
		mode_t mode;                                                                       \
		REAL(name);                                                                        \
		va_start(ap, flags);                                                               \
		mode = mode_of(flags, ap);                                                         \
		va_end(ap);                                                                        \
		if (open_meets(flags) && meet(false) != GO_ON)                                     \
			return -1;                                                                 \
		return real(path, flags, mode);                                                    \
	}
WRAP_OPEN(open)
WRAP_OPEN(open64)

#define WRAP_OPENAT(name)                                                                          \
	int name(int at, const char *path, int flags, ...)                                         \
	{                                                                                          \
		va_list ap;                                                                        \
		mode_t mode;                                                                       \
		REAL(name);                                                                        \
		va_start(ap, flags);                                                               \
		mode = mode_of(flags, ap);                                                         \
		va_end(ap);                                                                        \
		if (open_meets(flags) && meet(false) != GO_ON)                                     \
			return -1;                                                                 \
		return real(at, path, flags, mode);                                                \
	}
WRAP_OPENAT(openat)
WRAP_OPENAT(openat64)
/* NOLINTEND(readability-inconsistent-declaration-parameter-name,bugprone-macro-parentheses) */
