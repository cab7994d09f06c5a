/* SPDX-License-Identifier: MIT */
#ifndef STORE_CHECKPOINT_H
#define STORE_CHECKPOINT_H

/* What a commit of state.git says, and where things are in its tree. */

#include <stdint.h>

#include "core/paper.h"
#include "store/db.h"
#include "store/gitobject.h"

struct checkpoint {
	int64_t documents, sequence;
	char ledger[OID_HEX + 1];
	char sha256[HASH_HEX + 1]; /* of all standing texts, in byte order of the ids */
};

char *checkpoint_message(const struct checkpoint *checkpoint); /* the caller frees */
/* ERR_INPUT: not a message that checkpoint_message made. */
MUST_CHECK bool checkpoint_parse(
	const char *message, struct checkpoint *checkpoint, struct err *err);
/* Fills in how many documents stand and their digest. */
MUST_CHECK bool checkpoint_digest(struct db *db, struct checkpoint *is, struct err *err);
/* "zfb/2026/00/zfb-2026-12", below documents/; the caller frees. */
char *checkpoint_path(const char *id);

#endif
