/* SPDX-License-Identifier: MIT */
#ifndef STORE_NOTE_H
#define STORE_NOTE_H

/* Signed notes and checkpoints in the form that public transparency logs and their witnesses use
 * (c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature), so that any of their tools reads ours:
 * a text, an empty line, and a line for each signature. Ed25519 alone. */

#include <stddef.h>
#include <stdint.h>

#include "core/str.h"
#include "store/key.h"
#include "store/merkle.h"

enum {
	NOTE_MAX = 64 * 1024, /* bytes */
	NOTE_SIGNATURES_MAX = 64,
	NOTE_NAME_MAX = 100, /* of keys that we trust or make */
};

struct note_signature {
	char *name; /* owns */
	uint32_t id; /* of the key */
	unsigned char *bytes; /* owns */
	size_t n;
};
struct note {
	char *text; /* owns; with its last line feed */
	struct note_signature *v; /* owns */
	size_t n; /* 0 while it is being made; never of one that was parsed */
};

void note_release(struct note *note);
/* Takes one form alone: what is parsed is printed as the same bytes. ERR_INPUT. */
MUST_CHECK bool note_parse(struct note *note, const char *bytes, size_t len, struct err *err);
void note_print(const struct note *note, struct str *out);

/* -- Keys -------------------------------------------------------------------------------------- */

enum note_use {
	NOTE_LOG = 1, /* signs the text: a log its checkpoints */
	NOTE_WITNESS = 4, /* signs the text and a time: cosignature/v1 */
};
struct note_key {
	char *name; /* owns */
	enum note_use use;
	uint32_t id;
	struct public_key key;
};

void note_key_release(struct note_key *key);
/* Any name that can stand in a note, without a blank or a plus. ERR_INPUT: a name that cannot, or
 * more than NOTE_NAME_MAX visible ASCII characters; a key that is not Ed25519. */
MUST_CHECK bool note_key_make(struct note_key *key, const char *name, enum note_use use,
	const struct public_key *public, struct err *err);
/* NAME+ID+KEY on one line, its line feed allowed, as other programs write them too. ERR_INPUT. */
MUST_CHECK bool note_key_parse(struct note_key *key, const char *line, struct err *err);
char *note_key_line(const struct note_key *key); /* the caller frees */
bool note_key_eq(const struct note_key *a, const struct note_key *b);

/* -- Signatures -------------------------------------------------------------------------------- */

/* Adds a signature; time, in seconds since 1970, counts for a NOTE_WITNESS alone. `secret` is the
 * other half of who->key. */
MUST_CHECK bool note_sign(struct note *note, const struct note_key *who, const struct key *secret,
	int64_t time, struct err *err);

enum note_seal { NOTE_UNSIGNED, NOTE_FORGED, NOTE_SIGNED };
/* Whether the note bears a signature of this key. One that is not good spoils the others. *time
 * (NULL: nobody asks) is the latest of its cosignatures. */
enum note_seal note_check(const struct note *note, const struct note_key *who, int64_t *time);
/* Leaves the signatures of these two alone (NULL: of none). */
void note_keep(struct note *note, const struct note_key *one, const struct note_key *other);

/* -- Checkpoints ------------------------------------------------------------------------------- */

struct note_head {
	char *origin; /* owns; which log it is of */
	struct merkle_claim tree;
};

void note_head_release(struct note_head *head);
/* The first three lines of a note's text; what follows them is the log's own. ERR_INPUT. */
MUST_CHECK bool note_head_parse(struct note_head *head, const char *text, struct err *err);
char *note_head_text(const struct note_head *head); /* the caller frees */

#endif
