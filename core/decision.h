/* SPDX-License-Identifier: MIT */
#ifndef CORE_DECISION_H
#define CORE_DECISION_H

/* A decision: one act of one person, and the commit message that carries it. */

#include <stdbool.h>

#include "core/day.h"
#include "core/err.h"
#include "core/paper.h"
#include "core/str.h"

enum subject {
	SUBJECT_DOCUMENT,
	SUBJECT_PERSON,
	SUBJECT_UNIT,
	SUBJECT_PACK,
	SUBJECT_SITE,
	SUBJECT_COUNT,
};

/* The role and actor of what the site does by itself. */
#define ROLE_SYSTEM "system"
#define ACTOR_SITE "site"

/* Actions on subjects that are no documents. */
#define ACTION_PUT "put" /* a person or unit as it is from now on: the record says how */
#define ACTION_ADOPT "adopt" /* a pack: the tree holds its files */
/* The site's own key gives way to another, which signs the link that takes the decision in: signed
 * by the old key, or, where that is lost, by a key of the administrator's own. */
#define ACTION_ROTATE "rotate"
#define ACTION_REPLACE "replace"

struct decision {
	enum subject subject;
	char *id; /* of the document, person, unit; the pack's code; ACTOR_SITE */
	char *action; /* a code of the pack's, or an ACTION_ above */
	char *from, *to; /* states; documents only; from is NULL for the first */
	char *attribute; /* readers' copies of what the record after it says: documents only */
	struct strv grounds;
	char *actor, *acting_for, *role;
	char *unit; /* the unit it speaks for where that is not the document's own; or NULL */
	char *code; /* a return code, or NULL */
	char *named; /* another document that the act names (an answer, the paper replaced), or NULL
		      */
	struct strv findings; /* those that a waiver lets stand, "mobile" or "mobile 3:14"; none:
			       all */
	char *comment; /* the body, or NULL */
	char content[HASH_HEX + 1]; /* the text decided on; "" where there is none */
	char record_sha256[HASH_HEX + 1]; /* of the record after it */
	char *record; /* the record after it; NULL: the same as before */
	char *pack; /* the id of the pack it was made under (for an adoption: the one before, or
		       NULL) */
	char *request; /* a UUID */
	char *prev; /* the subject's previous decision: a commit, hex; NULL for the first */
	char prev_sha256[HASH_HEX + 1]; /* "" for the first */
	struct stamp at; /* when its signer says it was made */
	/* The fingerprint of the person's key that signs it, before, and that signed it, after;
	 * NULL: the site's. Like the time, no part of the message: the signature itself says it. */
	char *signer;
};

void decision_release(struct decision *decision);
void decision_copy(struct decision *to, const struct decision *from);

/* The commit message: a subject in words, the comment, the trailers in their fixed order. The
 * subject is English in every language: the ledger must not depend on who wrote it. */
void decision_message(const struct decision *decision, struct str *out);
/* The message back into all but record, at and signer. ERR_INPUT: what is missing or out of order;
 * a message that decision_message would not have written is refused. */
MUST_CHECK bool decision_parse(struct decision *decision, const char *message, struct err *err);

/* A random UUID (version 4); the caller frees. */
char *request_new(void);

#endif
