/* SPDX-License-Identifier: MIT */
#ifndef CORE_NOTICE_H
#define CORE_NOTICE_H

/* A notice that hands out tasks, read into its numbered clauses: who is responsible (the list that
 * closes a clause), by when, and what is odd. What a number, a list, a deadline look like in the
 * language of the notice are words of the pack's section [notice]; here is none. */

#include "core/err.h"
#include "core/pack.h"
#include "core/str.h"

struct notice_party { /* somebody a clause names as responsible */
	char *name; /* owns; as written, without blanks and line ends */
	const struct party_role *role; /* borrowed from the pack */
	bool is_group; /* it names many: every county */
};

struct notice_date {
	char *words; /* owns; as written */
	int day;
	bool is_deadline; /* a word behind it says so; else it is only mentioned */
	size_t from, to; /* the sentence it stands in, in the clause's text */
};

struct notice_clause {
	char *place; /* owns; "一(五)3", in the notice's own numbering */
	char *path; /* owns; the same in digits: "1.5.3" */
	int level; /* 0 for the outermost */
	int line; /* where it begins, from 1 */
	char *title; /* owns; its first sentence or heading */
	char *text; /* owns; all of it but the number and the closing list */
	bool has_parts; /* clauses of a deeper level follow: it is their heading */
	bool has_list; /* a closing list of the responsible was found */
	struct notice_party *parties; /* owns */
	size_t party_count;
	struct notice_date *dates; /* owns; in the order of the text */
	size_t date_count;
};

enum notice_rest {
	NOTICE_BEFORE, /* the notice's head: addressees, signature, introduction */
	NOTICE_FURNITURE, /* of the page around it */
	NOTICE_STRAY, /* what could not be read as part of a clause */
};

struct notice_line {
	int line;
	enum notice_rest rest;
	char *text; /* owns */
};

struct notice_oddity {
	int line;
	char *place; /* owns; of the clause; "" for the notice as a whole */
	char *what; /* owns; a sentence in the current language */
};

struct notice {
	char *title, *number; /* own; NULL where none is found */
	int issued; /* the last date before the first clause; DAY_NONE */
	struct notice_clause *clauses; /* owns all below */
	size_t clause_count;
	struct notice_line *rest;
	size_t rest_count;
	struct notice_oddity *oddities;
	size_t oddity_count;
};

/* Reads a text (UTF-8, lines end in \n). ERR_INPUT: the pack has no section [notice], the text has
 * no numbered clause, or more than NOTICE_CLAUSES. */
enum { NOTICE_CLAUSES = 2000, NOTICE_PARTIES = 500 };
MUST_CHECK bool notice_read(
	struct notice *notice, const struct pack *pack, const char *text, struct err *err);
void notice_release(struct notice *notice);

/* When the clause is due for somebody: by the deadline of a sentence that names them, else by the
 * latest of all. DAY_NONE where it has none. names ends in NULL. */
int notice_due(const struct notice_clause *clause, const char *const *names);

#endif
