/* SPDX-License-Identifier: MIT */
#ifndef CORE_WITNESS_H
#define CORE_WITNESS_H

/* Witnesses: custodians elsewhere who cosign checkpoints of the ledger, and refuse where history
 * was rewritten. A port, implemented by store/: the site's side works on a store, the custodian's
 * on a folder of its own, on another machine and without a store. The forms are those of public
 * logs (c2sp.org/tlog-checkpoint, tlog-cosignature, tlog-witness). */

#include <stdint.h>

#include "core/day.h"
#include "core/err.h"
#include "core/str.h"

struct store;

enum { ROOT_SIZE = 45 }; /* a root in base64, and its NUL */

/* -- The site ---------------------------------------------------------------------------------- */

/* What stands, as three lines that the site signs: which ledger, how many decisions, the root of a
 * tree over them. It is remembered: the next one must contain it, or is refused (ERR_REFUSED). The
 * caller frees the text. */
MUST_CHECK bool store_note(struct store *store, char **text, struct err *err);
/* The key by which others know these: the site's. The caller frees. */
MUST_CHECK bool store_note_key(struct store *store, char **key, struct err *err);
/* A line for each decision, for who wants to make the tree again. */
MUST_CHECK bool store_evidence(struct store *store, struct str *lines, struct err *err);

/* The last checkpoint that was made: an empty one, and no failure, where there is none. */
struct ledger_head {
	char *origin; /* owns; NULL: none was made */
	char *text; /* owns; the whole of it, signed */
	int64_t size;
	char root[ROOT_SIZE];
};
void ledger_head_release(struct ledger_head *head);
MUST_CHECK bool store_head(struct store *store, struct ledger_head *head, struct err *err);

struct witness {
	char *name, *key; /* owns */
	int64_t size; /* how many decisions it saw when it cosigned last; 0: it never did */
	struct stamp at; /* when, by its own clock */
};
struct witnesses {
	struct witness *v; /* owns */
	size_t n;
	int64_t decisions; /* that stand */
};
void witnesses_release(struct witnesses *witnesses);
/* Whose cosignatures are kept, and how far they go. */
MUST_CHECK bool store_witnesses(struct store *store, struct witnesses *witnesses, struct err *err);
/* The one that has seen most; NULL where none has cosigned. */
const struct witness *witnesses_latest(const struct witnesses *witnesses);
/* Decisions that no witness has seen. */
int64_t witnesses_tail(const struct witnesses *witnesses);

/* Believes a witness from now on. ERR_INPUT: no key of a witness; ERR_REFUSED: there is another of
 * that name. */
MUST_CHECK bool store_trust_witness(struct store *store, const char *key, struct err *err);
/* No longer. ERR_NOT_FOUND. */
MUST_CHECK bool store_drop_witness(struct store *store, const char *name, struct err *err);
/* What a witness wants to see: a checkpoint of now, and the proof that it contains the one of `old`
 * decisions; old -1: the last that this witness cosigned. name NULL: the only one. The caller
 * frees. */
MUST_CHECK bool store_ask_witness(
	struct store *store, const char *name, int64_t old, char **request, struct err *err);
/* Takes the cosignatures of a checkpoint of ours; *names are those of whom. ERR_REFUSED: none of a
 * witness that is believed, one that is not good, or a checkpoint of another history. */
MUST_CHECK bool store_take_witness(
	struct store *store, const char *note, size_t len, struct strv *names, struct err *err);

/* -- The custodian ----------------------------------------------------------------------------- */

/* A new folder with a key of its own; *key is the public one, for the site. The caller frees.
 * ERR_REFUSED: the folder holds something. */
MUST_CHECK bool custodian_init(const char *dir, const char *name, char **key, struct err *err);
/* Believes a ledger's key. ERR_INPUT. */
MUST_CHECK bool custodian_know(const char *dir, const char *key, struct err *err);
/* Cosigns what store_ask_witness or store_note gave, if it contains what was cosigned before: by
 * its proof, or by the evidence (NULL: none). *note is the checkpoint with both signatures; the
 * caller frees. ERR_REFUSED: it does not; an unknown ledger; a signature that is not good. */
struct custodian_ask {
	const char *request, *evidence;
	size_t request_len, evidence_len;
};
MUST_CHECK bool custodian_sign(
	const char *dir, const struct custodian_ask *ask, char **note, struct err *err);

#endif
