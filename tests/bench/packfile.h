/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_PACKFILE_H
#define TESTS_BENCH_PACKFILE_H

/* Objects written as git packs with their indexes, as fast as they can be: for stores made to be
 * measured, not for those that must survive. */

#include "core/str.h"
#include "store/gitobject.h"

struct packed {
	unsigned char id[OID_HEX / 2];
	unsigned crc, offset;
};

struct packfile {
	char *dir; /* owns: .../objects/pack */
	struct str bytes;
	struct packed *v; /* owns */
	size_t n;
	size_t full; /* bytes from which a pack is closed */
};

void packfile_init(struct packfile *pack, const char *repository);
/* The object must not have been added before. */
void packfile_add(struct packfile *pack, const struct object *object);
/* Writes what there is; ends the process where it cannot. */
void packfile_flush(struct packfile *pack);
void packfile_release(struct packfile *pack);

#endif
