/* SPDX-License-Identifier: MIT */
#include "store/turn.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Hidden there: it is no petition, and goes with what else is left behind. */
static const char file[] = "inbox/.turn";

/* A holder that dies wakes nobody. */
enum { NAP_MS = 20, SHORT_NAP_MS = 2 };

/* The number is written before it is mapped: a page that the disk has no room for would kill. */
static void map(struct turn *turn, int dir, bool make)
{
	const uint32_t zero = 0;
	int fd = openat(
		dir, file, O_RDWR | (make ? O_CREAT : 0) | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
	struct stat st;
	void *at;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
		(st.st_size >= (off_t)sizeof(zero) ||
			pwrite(fd, &zero, sizeof(zero), 0) == (ssize_t)sizeof(zero))) {
		at = mmap(NULL, sizeof(zero), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		turn->count = at != MAP_FAILED ? at : NULL;
	}
	close(fd);
}

uint32_t turn_now(struct turn *turn, int dir)
{
	if (turn->count == NULL)
		map(turn, dir, true);
	return turn->count != NULL ? __atomic_load_n(turn->count, __ATOMIC_SEQ_CST) : 0;
}

void turn_wait(const struct turn *turn, uint32_t seen)
{
	const struct timespec nap = {.tv_nsec = NAP_MS * 1000000L},
			      short_nap = {.tv_nsec = SHORT_NAP_MS * 1000000L};

	if (turn->count == NULL)
		nanosleep(&short_nap, NULL);
	else
		(void)syscall(SYS_futex, turn->count, FUTEX_WAIT, seen, &nap, NULL, 0);
}

void turn_next(struct turn *turn, int dir)
{
	if (turn->count == NULL)
		map(turn, dir, false);
	if (turn->count == NULL)
		return;
	(void)__atomic_fetch_add(turn->count, 1, __ATOMIC_SEQ_CST);
	(void)syscall(SYS_futex, turn->count, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void turn_close(struct turn *turn)
{
	if (turn->count != NULL)
		(void)munmap(turn->count, sizeof(*turn->count));
	turn->count = NULL;
}
