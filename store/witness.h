/* SPDX-License-Identifier: MIT */
#ifndef STORE_WITNESS_H
#define STORE_WITNESS_H

/* What the site keeps of its witnesses, in the store's folder `witness`: `keys` (whom it believes,
 * a line each), `note` (the last checkpoint it made), and for each witness the checkpoint it
 * cosigned last. The use cases are core/witness.h. */

#include "core/keys.h"
#include "core/witness.h"
#include "store/evidence.h"
#include "store/note.h"

struct witness_keys {
	struct note_key *v; /* owns */
	size_t n;
};
void witness_keys_release(struct witness_keys *keys);
/* Of the folder; none where there is no such file. ERR_INPUT. */
MUST_CHECK bool witness_keys_read(int dir, struct witness_keys *keys, struct err *err);
char *witness_keys_file(const struct note_key *key); /* where its checkpoint lies; caller frees */

/* A checkpoint as it lies there. */
struct witness_note {
	struct note note;
	struct note_head head;
};
void witness_note_release(struct witness_note *note);
MUST_CHECK bool witness_note_parse(
	struct witness_note *note, const char *bytes, size_t len, struct err *err);
/* ERR_NOT_FOUND. */
MUST_CHECK bool witness_note_read(
	int dir, const char *name, struct witness_note *note, struct err *err);
/* Which of the site's keys signed it; NULL: none did. */
const struct signing_key *witness_note_signer(
	const struct witness_note *note, const struct key_list *site);
/* The folder, or -1: ERR_NOT_FOUND where nothing was ever kept. */
MUST_CHECK int witness_dir(int store, struct err *err);

#endif
