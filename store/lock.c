/* SPDX-License-Identifier: MIT */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/str.h"
#include "store/bug.h"

enum { WAIT_MS = 10000, STEP_MS = 50, PID_SIZE = 24 };

/* How long to wait; tests wait less. */
int lock_patience(void)
{
#ifdef GONGKAI_TEST
	const char *text = getenv("GONGKAI_LOCK_MS");
	int ms;

	if (text != NULL && str_number(text, &ms))
		return ms;
#endif
	return WAIT_MS;
}

static bool busy(int fd, struct err *err)
{
	char pid[PID_SIZE] = "";
	ssize_t n = pread(fd, pid, sizeof(pid) - 1, 0);

	pid[n > 0 ? n : 0] = '\0';
	pid[strcspn(pid, "\n")] = '\0';
	return err_set(err, ERR_IO,
		_("the store is being written to by process %s, which does not finish: try again, "
		  "or "
		  "see what it does"),
		*pid == '\0' ? "?" : pid);
}

static void wake(int signal)
{
	(void)signal; /* that flock returns is all it is for */
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Sleeps in the kernel until the lock is free, which hands it on at once, or until a timer
 * interrupts: again and again, as the first might ring before flock has begun to wait. */
static bool wait_for(int fd, struct err *err)
{
	const int64_t until = now_ms() + lock_patience();
	const struct itimerval timer = {
		.it_interval = {.tv_usec = STEP_MS * 1000L},
		.it_value = {.tv_sec = lock_patience() / 1000,
			.tv_usec = lock_patience() % 1000 * 1000L + 1},
	};
	struct sigaction act = {.sa_handler = wake}, old_act;
	struct itimerval old_timer;
	int rc;

	sigaction(SIGALRM, &act, &old_act);
	setitimer(ITIMER_REAL, &timer, &old_timer);
	do {
		rc = flock(fd, LOCK_EX);
	} while (rc < 0 && errno == EINTR && now_ms() < until);
	setitimer(ITIMER_REAL, &old_timer, NULL);
	sigaction(SIGALRM, &old_act, NULL);
	if (rc == 0)
		return true;
	if (errno == EINTR)
		return busy(fd, err);
	return err_set(err, ERR_IO, _("cannot lock the store: %s"), err_system(errno));
}

static int held = -1; /* for lock_bug_lose alone */

void lock_bug_lose(void)
{
	const struct timespec others = {.tv_nsec = 5000000};

	(void)flock(held, LOCK_UN);
	nanosleep(&others, NULL);
}

static int open_file(int dir, const char *name, struct err *err)
{
	int fd = openat(dir, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);

	if (fd < 0)
		err_set(err, ERR_IO, _("cannot lock the store: %s"), err_system(errno));
	return fd;
}

/* For those who wait; the lock holds without it. */
static void say_who(int fd)
{
	char pid[PID_SIZE];
	int n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());

	held = fd;
	if (pwrite(fd, pid, (size_t)n, 0) == n)
		(void)!ftruncate(fd, n);
}

int lock_try(int dir, const char *name, bool *busy, struct err *err)
{
	int fd = open_file(dir, name, err);

	*busy = false;
	if (fd < 0)
		return -1;
	if (bug("no-lock") || flock(fd, LOCK_EX | LOCK_NB) == 0) {
		say_who(fd);
		return fd;
	}
	*busy = errno == EWOULDBLOCK || errno == EINTR;
	if (!*busy)
		err_set(err, ERR_IO, _("cannot lock the store: %s"), err_system(errno));
	close(fd);
	return -1;
}

int lock_take(int dir, const char *name, struct err *err)
{
	bool is_busy;
	int fd = lock_try(dir, name, &is_busy, err);

	if (fd >= 0 || !is_busy)
		return fd;
	fd = open_file(dir, name, err);
	if (fd < 0)
		return -1;
	if (!wait_for(fd, err)) {
		close(fd);
		return -1;
	}
	say_who(fd);
	return fd;
}

bool lock_is_busy(int dir, const char *name, struct err *err)
{
	int fd = open_file(dir, name, err);

	if (fd < 0)
		return false;
	(void)busy(fd, err);
	close(fd);
	return false;
}

void lock_drop(int fd)
{
	if (fd >= 0)
		close(fd);
}
