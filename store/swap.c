/* SPDX-License-Identifier: MIT */
#include "store/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/mem.h"

int swap_begin(const char *path, bool alone)
{
	char *name = xasprintf("%s-swap", path);
	int fd = open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);

	free(name);
	while (fd >= 0 && flock(fd, alone ? LOCK_EX : LOCK_SH) < 0)
		if (errno != EINTR) {
			int why = errno;

			close(fd);
			errno = why;
			return -1;
		}
	return fd;
}

void swap_end(int fd)
{
	if (fd >= 0)
		close(fd);
}
