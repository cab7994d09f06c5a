/* SPDX-License-Identifier: MIT */
#include "tui/noise.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/str.h"

enum { LINE_LIMIT = 1000 };

static struct {
	volatile int terminal; /* a copy of the real standard error; -1: nothing is kept */
	int kept; /* memfd */
	off_t told; /* how much of it */
} noise = {.terminal = -1, .kept = -1};

/* A sanitizer ends the process as soon as it has reported, so its report must not be kept. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { KEEPS = 0 };
#else
enum { KEEPS = 1 };
#endif

void noise_catch(void)
{
	if (!KEEPS || noise.terminal >= 0 || !isatty(STDERR_FILENO))
		return;
	noise.kept = memfd_create("noise", MFD_CLOEXEC);
	if (noise.kept < 0)
		return;
	noise.told = 0;
	noise.terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (noise.terminal < 0 || dup2(noise.kept, STDERR_FILENO) < 0)
		noise_release();
}

char *noise_take(void)
{
	char buf[LINE_LIMIT];
	struct str line = {0};
	ssize_t n;

	if (noise.terminal < 0)
		return NULL;
	while ((n = pread(noise.kept, buf, sizeof(buf), noise.told)) > 0) {
		ssize_t end = 0;

		while (end < n && buf[end] != '\n')
			end++;
		if (end == n && n < (ssize_t)sizeof(buf))
			break; /* the rest of the line is still to come */
		noise.told += end < n ? end + 1 : end;
		for (ssize_t i = 0; i < end; i++)
			str_addc(
				&line, (unsigned char)buf[i] < ' ' || buf[i] == 127 ? ' ' : buf[i]);
		if (end > 0)
			return str_detach(&line);
	}
	str_release(&line);
	return NULL;
}

void noise_release(void)
{
	char buf[LINE_LIMIT];
	ssize_t n;

	if (noise.terminal >= 0)
		dup2(noise.terminal, STDERR_FILENO);
	while (noise.kept >= 0 && (n = pread(noise.kept, buf, sizeof(buf), noise.told)) > 0 &&
		write(STDERR_FILENO, buf, (size_t)n) == n)
		noise.told += n;
	if (noise.terminal >= 0)
		close(noise.terminal);
	if (noise.kept >= 0)
		close(noise.kept);
	noise.terminal = noise.kept = -1;
}
