/* SPDX-License-Identifier: MIT */
#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/str.h"

enum { WAIT_MS = 10000, STEP_MS = 5, PID_SIZE = 24 };

/* How long to wait; tests wait less. */
static int patience(void)
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

static bool wait_for(int fd, struct err *err)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	for (int waited = 0; flock(fd, LOCK_EX | LOCK_NB) < 0; waited += STEP_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_set(
				err, ERR_IO, _("cannot lock the store: %s"), err_system(errno));
		if (waited >= patience())
			return busy(fd, err);
		nanosleep(&step, NULL);
	}
	return true;
}

int lock_take(int dir, const char *name, struct err *err)
{
	int fd = openat(dir, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
	char pid[PID_SIZE];
	int n;

	if (fd < 0) {
		err_set(err, ERR_IO, _("cannot lock the store: %s"), err_system(errno));
		return -1;
	}
	if (!wait_for(fd, err)) {
		close(fd);
		return -1;
	}
	/* For those who wait; the lock holds without it. */
	n = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (pwrite(fd, pid, (size_t)n, 0) == n)
		(void)!ftruncate(fd, n);
	return fd;
}

void lock_drop(int fd)
{
	if (fd >= 0)
		close(fd);
}
