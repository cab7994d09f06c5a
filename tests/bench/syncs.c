/* SPDX-License-Identifier: MIT */
#include "tests/bench/syncs.h"

#include <dlfcn.h>
#include <stddef.h>
#include <unistd.h>

static long count;

long syncs(void)
{
	return count;
}

/* The program is linked into the benchmark, and these stand before libc's. */
int fsync(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fsync");
	count++;
	return real(fd);
}

int fdatasync(int fd)
{
	static int (*real)(int);

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
	count++;
	return real(fd);
}
