/* SPDX-License-Identifier: MIT */
#include "store/tick.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "core/mem.h"

void tick_open(struct tick *tick, const char *dir)
{
	char *path = xasprintf("%s/tick", dir);

	tick->file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
	tick->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (tick->watch >= 0 && inotify_add_watch(tick->watch, path, IN_MODIFY) < 0) {
		close(tick->watch);
		tick->watch = -1;
	}
	free(path);
}

void tick_close(struct tick *tick)
{
	if (tick->file >= 0)
		close(tick->file);
	if (tick->watch >= 0)
		close(tick->watch);
	tick->file = tick->watch = -1;
}

void tick_write(struct tick *tick)
{
	if (tick->file >= 0)
		(void)!pwrite(tick->file, ".", 1, 0); /* a screen is late; nothing is lost */
}

void tick_clear(struct tick *tick)
{
	char events[sizeof(struct inotify_event) + NAME_MAX + 1];

	while (tick->watch >= 0 && read(tick->watch, events, sizeof(events)) > 0)
		;
}
