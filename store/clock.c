/* SPDX-License-Identifier: MIT */
#include "store/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "store/zone.h"

enum { TABLE_MAX = 64 * 1024 };

static struct zone now_in;
static char *zone_name; /* NULL: none was taken yet */

/* The system's, and often a symbolic link: no file of the store. */
static bool read_table(const char *zone, char *bytes, size_t *len, struct err *err)
{
	char *path = xasprintf("/usr/share/zoneinfo/%s", zone);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = fd < 0 ? -1 : 0;

	for (*len = 0; fd >= 0 && *len < TABLE_MAX; *len += (size_t)n) {
		do
			n = read(fd, bytes + *len, TABLE_MAX - *len);
		while (n < 0 && errno == EINTR);
		if (n <= 0)
			break;
	}
	if (n < 0)
		err_set(err, ERR_IO,
			_("cannot read the time zone '%s' from '%s': %s; the package tzdata has "
			  "it"),
			zone, path, err_system(errno));
	if (fd >= 0)
		close(fd);
	free(path);
	return n >= 0;
}

static bool load(const char *zone, struct zone *into, struct err *err)
{
	char *bytes = xcalloc(TABLE_MAX, 1);
	size_t len;
	bool ok = read_table(zone, bytes, &len, err);

	if (ok && !zone_parse(into, bytes, len, err)) {
		err->code = ERR_IO;
		ok = err_wrap(err, _("the time zone '%s'"), zone);
	}
	free(bytes);
	return ok;
}

bool clock_has_zone(const char *zone, struct err *err)
{
	struct zone table = {0};
	bool ok = load(zone, &table, err);

	zone_release(&table);
	return ok;
}

bool clock_set_zone(const char *zone, struct err *err)
{
	struct zone table = {0};

	if (zone_name != NULL && strcmp(zone, zone_name) == 0)
		return true;
	if (!load(zone, &table, err))
		return false;
	zone_release(&now_in);
	now_in = table;
	set_str(&zone_name, zone);
	/* For what only shows a time on the screen. */
	setenv("TZ", zone, 1);
	tzset();
	return true;
}

#ifdef GONGKAI_TEST
static bool pinned(time_t *now)
{
	const char *text = getenv("GONGKAI_CLOCK");
	struct tm tm = {0};
	const char *end = text == NULL ? NULL : strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);

	if (end == NULL)
		return false;
	*now = timegm(&tm);
	*now -= zone_offset(&now_in, *now - zone_offset(&now_in, *now));
	return true;
}
#endif

struct stamp clock_now(void)
{
	time_t now = time(NULL);

#ifdef GONGKAI_TEST
	(void)pinned(&now);
#endif
	return (struct stamp){.time = now, .offset = zone_offset(&now_in, now) / 60};
}
