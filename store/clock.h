/* SPDX-License-Identifier: MIT */
#ifndef STORE_CLOCK_H
#define STORE_CLOCK_H

/* The time, in the zone of the pack. The zone is the whole process's. */

#include "core/day.h"

void clock_set_zone(const char *zone); /* an IANA name */
/* Now. In the test build GONGKAI_CLOCK=2026-01-05T09:00:00 stands still there. */
struct stamp clock_now(void);

#endif
