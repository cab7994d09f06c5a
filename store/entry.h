/* SPDX-License-Identifier: MIT */
#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

/* A decision read back out of its commit. */

#include "core/decision.h"
#include "core/pack.h"
#include "store/commit.h"
#include "store/gitrepo.h"
#include "store/public_key.h"

struct entry {
	struct commit commit;
	char id[OID_HEX + 1]; /* of the commit */
	char sha256[HASH_HEX + 1]; /* of its bytes */
	struct decision decision; /* its record only once entry_load_record was called */
	struct pack *pack; /* owns; of an adoption, once entry_load_pack was called */
	int64_t sequence; /* what the main line says of it: the reader's to fill in */
	struct stamp site_time;
	char signer[FINGERPRINT_SIZE]; /* of the key in its signature, once that was read; or "" */
	/* Its signature was checked, whoever made it. */
	bool is_checked;
	/* A link took it in that bears a good signature by the key the site had before: where that
	 * key signed the decision too, it is checked with it. */
	bool is_vouched;
};

void entry_release(struct entry *entry);
/* ERR_INPUT, ERR_IO: no decision, or not in the form decisions have; names the commit. */
MUST_CHECK bool entry_parse(struct entry *entry, const struct object *object, struct err *err);
MUST_CHECK bool entry_read(
	struct gitrepo *repo, const char *id, struct entry *entry, struct err *err);
/* The record in its tree becomes decision.record. */
MUST_CHECK bool entry_load_record(struct gitrepo *repo, struct entry *entry, struct err *err);
MUST_CHECK bool entry_load_pack(struct gitrepo *repo, struct entry *entry, struct err *err);

/* Whether the record of an adoption names the pack that came with it. */
MUST_CHECK bool entry_check_pack(const struct entry *entry, struct err *err);

/* Reads a pack from its files, which are taken over. */
struct pack *entry_pack(struct pack_files *files, struct err *err);
/* What the record of an adoption says; site_key (a line) is the founding one's, else NULL. The
 * caller frees. */
char *entry_pack_record(const struct pack *pack, const char *site_key);

#endif
