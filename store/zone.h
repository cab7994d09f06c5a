/* SPDX-License-Identifier: MIT */
#ifndef STORE_ZONE_H
#define STORE_ZONE_H

/* A time zone from the system's table of it (RFC 8536). Why not the C library's tzset: where it
 * cannot read the table (none is installed, no descriptor, no memory) it takes UTC without a word,
 * and a decision then stands on the wrong day. */

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

struct zone_day { /* the day of a year that a rule begins on, and the second of it */
	enum { ZONE_WEEK, ZONE_JULIAN, ZONE_COUNT } form; /* M3.5.0, J60, 59 */
	int month, week, day; /* the last two forms have a day alone */
	int time;
};

struct zone {
	size_t n;
	int64_t *at; /* owns; when it changes, in order */
	unsigned char *to; /* owns; into offsets */
	size_t kinds;
	int offsets[256]; /* seconds east of UTC */
	struct zone_rule { /* what holds from the last change on */
		bool is_there, has_summer;
		int standard, summer; /* seconds east of UTC */
		struct zone_day begin, end; /* of the summer */
	} rule;
};

/* Reads a table; ERR_INPUT: it is none. */
MUST_CHECK bool zone_parse(struct zone *zone, const char *bytes, size_t len, struct err *err);
void zone_release(struct zone *zone);
/* Seconds east of UTC at a moment. */
int zone_offset(const struct zone *zone, int64_t time);

#endif
