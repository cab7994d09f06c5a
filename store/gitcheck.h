/* SPDX-License-Identifier: MIT */
#ifndef STORE_GITCHECK_H
#define STORE_GITCHECK_H

/* A repository's files looked at by themselves, for the audit: what is in it that the program did
 * not put there, and whether its packs are whole. It opens everything anew, since libgit2 shows a
 * pack as it was when this process first mapped it. */

#include "core/err.h"
#include "core/str.h"

/* What is in the repository that would make stock git see another history than this program, or run
 * something: references (replacements among them), grafts, objects kept elsewhere, hooks, settings.
 * The names; empty: nothing. */
MUST_CHECK bool gitcheck_strangers(const char *path, struct strv *names, struct err *err);

/* What its settings say of the file by which `git verify-commit` judges signatures. */
enum gitcheck_signers {
	SIGNERS_OURS, /* the text is that of the file */
	SIGNERS_NOWHERE, /* there is no such file, or no such setting: git knows no key */
	SIGNERS_FOREIGN, /* another text: git believes other keys */
};
enum gitcheck_signers gitcheck_signers(const char *path, const char *text);

/* The sum that a pack ends in is the one its index names: whoever cut it short is found so, without
 * reading it. Adds a sentence for each that is damaged. */
void gitcheck_ends(const char *path, struct strv *faults);

/* Whether stock git has written down what is reachable, which nobody compares. */
bool gitcheck_has_bitmap(const char *path);

/* The same by reading them: every file of the packs, and what stock git keeps beside them, ends in
 * a sum of all that comes before. */
struct gitcheck_packs;
struct gitcheck_packs *gitcheck_packs_begin(const char *path);
/* Reads a piece. False: there was nothing left. */
bool gitcheck_packs_step(struct gitcheck_packs *packs, struct strv *faults);
void gitcheck_packs_end(struct gitcheck_packs *packs); /* takes NULL */

#endif
