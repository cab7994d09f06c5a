/* SPDX-License-Identifier: MIT */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

/* Decisions on their way into git: the file STORE/journal. A record holds the raw objects of one
 * link of the main line and says from where to where it moves main. From the moment that a record
 * is synced its decisions stand; what follows in the repository needs no sync of its own until the
 * journal is cut. Only for who holds the store's lock. */

#include <stdint.h>

#include "core/err.h"
#include "store/gitobject.h"

enum { JOURNAL_LIMIT = 2 * 1024 * 1024 }; /* when it is cut, in bytes */

struct journal {
	int fd; /* -1: the store cannot be written */
	int64_t size; /* up to where it is good; journal_look and journal_append keep it */
};

/* Opens the journal in the folder, and makes it where there is none. A folder that cannot be
 * written is no failure: fd is -1 then. */
MUST_CHECK bool journal_open(struct journal *journal, int dir, struct err *err);
void journal_close(struct journal *journal);

/* Where the last record leads; "" where there is none, or where the last one is torn: only
 * journal_read tells which. */
MUST_CHECK bool journal_look(
	struct journal *journal, int dir, char to[OID_HEX + 1], struct err *err);

/* One link on its way. */
struct passage {
	char from[OID_HEX + 1], to[OID_HEX + 1];
	struct objects objects; /* owns */
};
struct passages {
	struct passage *v; /* owns */
	size_t n;
	bool is_torn; /* something follows them that is no decision */
};
void passages_release(struct passages *passages);
/* All that stands in it, each record leading on from the one before. */
MUST_CHECK bool journal_read(struct journal *journal, struct passages *passages, struct err *err);

/* Appends what leads from one link to the next, and syncs it. ERR_IO: nothing of it is there.
 * ERR_UNKNOWN: it may be on the disk and it may not. */
MUST_CHECK bool journal_append(struct journal *journal, const char *from, const char *to,
	const struct objects *const *objects, size_t n, struct err *err);
/* Takes the last record back, which nobody has seen. ERR_UNKNOWN: it may still be there. */
MUST_CHECK bool journal_withdraw(struct journal *journal, int64_t size, struct err *err);
/* Empties it, once all that it held is synced elsewhere. */
MUST_CHECK bool journal_cut(struct journal *journal, struct err *err);

#endif
