/* SPDX-License-Identifier: MIT */
#include "store/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

void clock_set_zone(const char *zone)
{
	const char *old = getenv("TZ");

	if (zone == NULL || (old != NULL && strcmp(zone, old) == 0))
		return;
	setenv("TZ", zone, 1);
	tzset();
}

#ifdef GONGKAI_TEST
static bool pinned(time_t *now)
{
	const char *text = getenv("GONGKAI_CLOCK");
	struct tm tm = {.tm_isdst = -1};
	const char *end = text == NULL ? NULL : strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);

	if (end == NULL)
		return false;
	*now = mktime(&tm);
	return true;
}
#endif

struct stamp clock_now(void)
{
	time_t now = time(NULL);
	struct tm tm;

#ifdef GONGKAI_TEST
	(void)pinned(&now);
#endif
	localtime_r(&now, &tm);
	return (struct stamp){.time = now, .offset = (int)(tm.tm_gmtoff / 60)};
}
