/* SPDX-License-Identifier: MIT */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

/* The audit behind store_verify. It walks the ledger by itself, believes no word of the index, and
 * shares with the writing code nothing but core and what reads objects. */

#include "core/workflow.h"
#include "store/entry.h"
#include "store/store.h"
#include "store/table.h"

/* A subject as the audit has replayed it. */
struct subject_state {
	struct document document; /* of a document */
	char *record; /* of a person, unit or pack */
	char *prev; /* its latest decision */
	char prev_sha256[SHA256_HEX + 1];
	char tree[OID_HEX + 1]; /* of that decision */
	bool is_broken; /* a decision could not be followed: later ones are not judged by it */
};

/* The last commit of state.git, to be compared when the replay comes to the link it names. */
struct checkpoint_claim {
	struct gitrepo *repo; /* owns; NULL where there is none */
	char id[OID_HEX + 1];
	struct commit commit;
	char ledger[OID_HEX + 1];
	bool is_checked;
};

struct audit {
	struct gitrepo *repo; /* borrowed */
	struct verdict *verdict; /* borrowed */
	struct public_key site; /* from the founding record */
	struct office office;
	struct table subjects; /* "D id" to struct subject_state, owned */
	struct table links; /* commits of the main line so far, to their time (an owned int64_t) */
	struct table contents; /* "sha256 size" to the commit that named it first, owned */
	struct checkpoint_claim checkpoint;
	int64_t sequence;
	struct stamp last; /* the last link's time */
};

void audit_release(struct audit *audit);
/* Notes a fault; commit may be NULL. */
void audit_fault(struct audit *audit, const char *commit, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The state of a subject; made where it is not there. */
struct subject_state *audit_subject(struct audit *audit, enum subject subject, const char *id);

/* verify_commit.c: what commits look like, and who signed them. */
void audit_check_signature(struct audit *audit, const char *id, const struct commit *commit);
void audit_check_root(struct audit *audit, struct entry *entry);
/* False where the commit is no link at all, and nothing can be made of its parents. */
bool audit_check_link(struct audit *audit, const char *id, const struct commit *commit);
void audit_check_decision(struct audit *audit, const struct entry *entry);

/* verify_replay.c: whether the law allowed it. */
void audit_replay(struct audit *audit, struct entry *entry);

/* verify_rest.c: what lies beside the ledger. */
void audit_check_contents(struct audit *audit, int content);
void audit_check_index(struct audit *audit, struct store *store);
void audit_check_signers(struct audit *audit, int dir);
void audit_check_strangers(struct audit *audit);

/* verify_state.c: the last checkpoint. */
void audit_open_checkpoint(struct audit *audit, const char *dir);
void audit_check_checkpoint(struct audit *audit); /* at the link that it names */
void audit_end_checkpoint(struct audit *audit); /* after the last link */

#endif
