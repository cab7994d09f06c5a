/* SPDX-License-Identifier: MIT */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

/* The audit behind store_verify. It walks the ledger by itself, believes no word of the index, and
 * shares with the writing code nothing but core and what reads objects. */

#include "core/screener.h"
#include "core/workflow.h"
#include "store/ahead.h"
#include "store/anchor.h"
#include "store/entry.h"
#include "store/gitcheck.h"
#include "store/store.h"
#include "store/table.h"
#include "store/witness.h"

/* An original or a text that decisions named. */
struct content_claim {
	char commit[OID_HEX + 1]; /* that named it first */
	bool is_old; /* it was named before what is to be looked at */
	char purged[OID_HEX + 1]; /* the last decision that purged a paper of it; "" */
	int live; /* papers that name or named it and were not purged */
	/* Of an original: what its text must be, as the record says. */
	char text[HASH_HEX + 1];
	char *encoding; /* owns */
	/* Of an original whose text is to be published, and of a rendition: what the screening
	 * must find in it, and by which rules; NULL. */
	char *findings; /* owns */
	int screening; /* the edition that looked */
	const struct screener *screener; /* borrowed from the audit */
};

/* The rules of a pack, which papers are screened by again after another took its place. */
struct screener_of_pack {
	char *pack; /* owns */
	struct screener *screener; /* owns */
};

/* A subject as the audit has replayed it. */
struct subject_state {
	struct document document; /* of a document */
	char *record; /* of a person, unit or pack */
	char *prev; /* its latest decision */
	char prev_sha256[HASH_HEX + 1];
	char tree[OID_HEX + 1]; /* of that decision */
	bool is_broken; /* a decision could not be followed: later ones are not judged by it */
	struct content_claim **contents; /* owns the list: what the document named */
	size_t content_count;
};

/* An anchor, to be compared when the replay comes to the link it names. */
struct anchor_claim {
	struct anchor anchor; /* its head is "" where there is none */
	bool is_checked;
};

/* The last commit of state.git, to be compared when the replay comes to the link it names. */
struct checkpoint_claim {
	struct gitrepo *repo; /* owns; NULL where there is none */
	char id[OID_HEX + 1];
	struct commit commit;
	char ledger[OID_HEX + 1];
	bool is_checked;
};

/* A checkpoint that the site made, or that a witness cosigned. */
struct witness_claim {
	struct witness_note note; /* owns */
	const struct note_key *by; /* borrowed from the audit; NULL: nobody's but the site's */
	char *where; /* owns */
	int64_t time; /* when it was cosigned */
	bool is_met, holds; /* the replay came to its last decision; with the same root */
	char link[OID_HEX + 1]; /* there */
};
struct witness_audit {
	struct witness_keys keys; /* owns */
	struct witness_claim *claims; /* owns */
	size_t n;
	struct merkle tree;
};

/* The main line, the tip first, and where each commit of it stands. */
struct line {
	unsigned char (*ids)[OID_HEX / 2]; /* owns */
	int64_t *times; /* owns; of those that were looked at */
	size_t n, seen; /* seen: how many were looked at, from the last one on */
	uint32_t *slots; /* owns; of a hash table: places + 1 */
	size_t size;
	bool is_cut; /* it ends at what cannot be read */
};

struct audit {
	struct gitrepo *repo; /* borrowed */
	struct verdict *verdict; /* borrowed */
	struct public_key site; /* by which the main line is signed now */
	struct office office;
	struct screener_of_pack *screeners; /* owns; of every pack there was */
	size_t screener_count;
	struct table subjects; /* "D id" to struct subject_state, owned */
	struct line line;
	struct table contents; /* "sha256 size" to struct content_claim, owned */
	struct checkpoint_claim checkpoint;
	struct anchor_claim anchor;
	struct witness_audit witnesses;
	struct graphs *graphs; /* owns; of the ledger */
	struct gitcheck_packs *packs; /* owns; of the repository that is being read */
	size_t repositories; /* whose packs were read */
	int screening; /* the latest edition that looked at a paper */
	bool is_trusted; /* before what is to be looked at */
	int64_t sequence;
	struct stamp last; /* the last link's time */
};

void audit_release(struct audit *audit);
/* Notes a fault; commit may be NULL. */
void audit_fault(struct audit *audit, const char *commit, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Notes what is no fault but must be known; commit may be NULL. */
void audit_note(struct audit *audit, const char *commit, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The state of a subject; made where it is not there. */
struct subject_state *audit_subject(struct audit *audit, enum subject subject, const char *id);

/* verify_line.c: the main line. */
void audit_read_line(struct audit *audit, const char *tip);
void line_id(const struct line *line, size_t place, char id[OID_HEX + 1]);
/* Notes the time of the next one. */
void line_see(struct line *line, int64_t time);
/* Whether it stands on the line and was looked at already; *time is its time then. */
bool line_time(const struct line *line, const char *id, int64_t *time);
/* The place of the one whose name begins so. ERR_INPUT. */
MUST_CHECK bool line_find(
	const struct line *line, const char *prefix, size_t *place, struct err *err);
void line_release(struct line *line);

/* verify_commit.c: what commits look like, and who signed them. */
/* By the site, as of now. */
void audit_check_signature(struct audit *audit, const char *id, const struct commit *commit);
/* The same of a link; one that takes in a new key of the site's is signed by that. */
void audit_check_link_signature(struct audit *audit, const char *id, const struct stretch *stretch);
/* By the site or a person, which the entry then says. False where the signature is not good. */
bool audit_check_signer(struct audit *audit, struct entry *entry, const struct seal *seal);
void audit_check_root(struct audit *audit, struct entry *entry);
/* False where the commit is no link at all, and nothing can be made of its parents. */
bool audit_check_link(struct audit *audit, const char *id, const struct commit *commit);
void audit_check_decision(struct audit *audit, const struct entry *entry);

/* verify_replay.c: whether the law allowed it. */
void audit_replay(struct audit *audit, struct entry *entry);

/* verify_rest.c: what lies beside the ledger. */
void audit_check_content(struct audit *audit, int content, const char *key);
void audit_check_index(struct audit *audit, struct store *store);
void audit_check_signers(struct audit *audit, const struct store *store);
/* In the repositories of the store in the folder dir. */
void audit_check_strangers(struct audit *audit, const char *dir);
/* False where a pack was cut short: libgit2 may have it mapped still, and touching what is gone of
 * it would end the process. */
bool audit_check_ends(struct audit *audit, const char *dir);
/* A piece of the packs. False: all were read. */
bool audit_check_packs(struct audit *audit, const char *dir);

/* verify_index.c: every table and column of the index, up to the commit it stands at. Stretch by
 * stretch: false when nothing is left to do; *left: links to go. */
struct index_check;
struct index_check *audit_begin_index(struct audit *audit, struct store *store, const char *tip);
bool audit_step_index(struct index_check *check, size_t *left);
void audit_end_index(struct index_check *check); /* takes NULL */

/* verify_graph.c: the commit-graphs of a repository, by which stock git walks it: a file, and a
 * chain of them. Filters of paths in them are faults by themselves. */
struct graphs *audit_open_graphs(struct audit *audit, const char *dir, const char *repository);
/* Whether they say of a commit what is in it. */
void audit_check_graphs(struct audit *audit, const struct graphs *graphs, const char *id,
	const struct commit *commit);
void audit_close_graphs(struct graphs *graphs); /* takes NULL */
/* The same of all checkpoints. */
void audit_check_checkpoint_graphs(struct audit *audit, const char *dir);

/* verify_anchor.c: what another custodian holds. */
MUST_CHECK bool audit_open_anchor(struct audit *audit, const char *text, struct err *err);
void audit_check_anchor(struct audit *audit, const char *link); /* after each link */
void audit_end_anchor(struct audit *audit);

/* verify_witness.c: what witnesses cosigned. */
void audit_open_witnesses(struct audit *audit, int store); /* a folder's descriptor */
/* A checkpoint that was kept elsewhere; false where the text is none. */
bool audit_add_note(struct audit *audit, const char *text);
/* A decision of a link that was looked at last. */
void audit_add_evidence(struct audit *audit, const struct entry *entry, const char *link);
void audit_end_witnesses(struct audit *audit); /* after the last link */
void audit_release_witnesses(struct audit *audit);

/* verify_state.c: the last checkpoint. */
/* The digest of all documents as the replay has them now. */
void audit_digest(struct audit *audit, int64_t *documents, char sha256[HASH_HEX + 1]);
void audit_open_checkpoint(struct audit *audit, const char *dir);
void audit_check_checkpoint(struct audit *audit); /* at the link that it names */
void audit_end_checkpoint(struct audit *audit); /* after the last link */

#endif
