/* SPDX-License-Identifier: MIT */
#ifndef STORE_CLOCK_H
#define STORE_CLOCK_H

/* The time, in the zone of the pack. The zone is the whole process's. */

#include "core/day.h"
#include "core/err.h"

/* Takes an IANA name for the zone from here on; at once where it is that already. ERR_IO: its table
 * is not installed or cannot be read, and the zone stays as it was. */
MUST_CHECK bool clock_set_zone(const char *zone, struct err *err);
/* The same, and nothing is taken. */
MUST_CHECK bool clock_has_zone(const char *zone, struct err *err);
/* Now. In the test build GONGKAI_CLOCK=2026-01-05T09:00:00 stands still there. */
struct stamp clock_now(void);

#endif
