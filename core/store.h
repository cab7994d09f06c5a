/* SPDX-License-Identifier: MIT */
#ifndef CORE_STORE_H
#define CORE_STORE_H

/* The port to where things are kept: implemented by store/, opened by cli/main.c alone, used by
 * core's use cases (core/session.h). Whatever is written here has passed workflow_admit, asked
 * again under the lock at the tip of the ledger. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/access.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/history.h"
#include "core/query.h"
#include "core/workflow.h"

struct store;

/* A new store in a folder that does not exist or is empty: its key, and a ledger whose first
 * commit founds the site and adopts the pack. ERR_IO, ERR_INPUT. */
MUST_CHECK bool store_create(const char *dir, struct pack_files *files, struct err *err);
/* ERR_NOT_FOUND: no store there. ERR_REFUSED: not yours, open to others, or made by a newer
 * version. The caller closes it. */
struct store *store_open(const char *dir, struct err *err);
void store_close(struct store *store); /* takes NULL */

/* What is wrong with the ledger, or NULL. What precedes the fault can be read, nothing can be
 * written, and store_verify says more. Borrowed. */
const char *store_alarm(const struct store *store);

/* The office as of the index's tip; borrowed until the next store_refresh or store_submit. */
const struct office *store_office(struct store *store);
/* Takes in what others have decided; *changed says whether there was anything. */
MUST_CHECK bool store_refresh(struct store *store, bool *changed, struct err *err);
struct stamp store_now(const struct store *store); /* the time, in the pack's zone */

/* A new document id of a unit: "<unit>-<year>-<serial>", never handed out twice. The caller frees.
 */
char *store_reserve(struct store *store, const char *unit, int year, struct err *err);

/* What goes with a decision that brings a new file. */
struct content {
	const void *original;
	size_t original_len;
	const char *text; /* UTF-8 with \n; what is reviewed and published. Of an adoption:
			     pack_files_digest of its files */
	size_t text_len;
};

struct receipt {
	char commit[41]; /* hex */
	struct document after; /* documents only */
};
void receipt_release(struct receipt *receipt);

/* Signs and writes one decision: prev and prev_sha256 say what its maker saw. content may be NULL.
 * ERR_REFUSED, ERR_STALE: as workflow_admit at the tip. ERR_UNKNOWN: the request's outcome shows
 * at the next start. receipt may be NULL. */
MUST_CHECK bool store_submit(struct store *store, struct decision *decision,
	const struct content *content, struct receipt *receipt, struct err *err);

/* What is submitted from here on stands together, at store_end_many at the latest, and costs a
 * fraction each; until then a yes is not yet a promise, and others wait: so not for long. A failing
 * end takes back all since the begin (or the last 64 of them): ERR_IO: none of it stands;
 * ERR_UNKNOWN. Always end what was begun. actor: whose decisions they are; where an ssh-agent signs
 * for them, which may ask its owner for each, nobody waits and each stands by itself. */
MUST_CHECK bool store_begin_many(struct store *store, const char *actor, struct err *err);
MUST_CHECK bool store_end_many(struct store *store, struct err *err);
/* Whether one paper more, two decisions at most, can stand with those of the batch. */
bool store_has_room(const struct store *store);

/* Where the keys of people are looked for, who sign with what is theirs: without one the site signs
 * for them, and the history says so. */
struct signing {
	const char *key_file; /* of a private key, or of a public one that the agent has; or NULL */
	const char *agent; /* the socket of an ssh-agent, or NULL */
	bool must; /* the key file was asked for: it must hold a key of the actor's */
};
void store_sign_with(struct store *store, const struct signing *signing);
/* The fingerprint of the key that a person would sign with now; false where the site would. */
bool store_own_key(struct store *store, const char *person, char print[KEY_PRINT_SIZE]);
/* Gives the site a new key, by a decision of the actor's. Where the old one is lost an
 * administrator signs with a key of their own. ERR_REFUSED: as workflow_admit_org; the key is not
 * lost, or is. ERR_UNKNOWN: as store_submit. */
MUST_CHECK bool store_change_site_key(
	struct store *store, const char *actor, bool is_lost, struct err *err);

/* What is read from here to the other is of one moment, and quicker to read; nothing is written. */
MUST_CHECK bool store_look(struct store *store, struct err *err);
void store_looked(struct store *store);
/* ERR_NOT_FOUND. Released by the caller. No question of access is asked here. */
MUST_CHECK bool store_document(
	struct store *store, const char *id, struct document *document, struct err *err);
/* Bytes of an original or a text; *bytes is NUL-terminated and the caller's to free. ERR_NOT_FOUND:
 * not there (any more). ERR_IO: they do not have that hash. */
MUST_CHECK bool store_content(
	struct store *store, const char *sha256, char **bytes, size_t *len, struct err *err);
/* The latest decision on a person, unit or pack: *commit and *sha256 as prev wants them, and the
 * record; all NULL/"" where there is none. The caller frees. */
MUST_CHECK bool store_subject(struct store *store, enum subject subject, const char *id,
	struct decision *latest, char **commit, char sha256[HASH_HEX + 1], struct err *err);
/* The document with a number in a unit, or the newest that the scope sees (NULL: everything) with
 * an original; NULL id where there is none. The caller frees. */
MUST_CHECK bool store_find_number(
	struct store *store, const char *number, char **id, struct err *err);
MUST_CHECK bool store_find_stub(struct store *store, const char *original_sha256, const char *state,
	const struct scope *scope, char **id, struct err *err);

/* The documents that name, or named, this one: in a field, or in a decision. Oldest first. No
 * question of access is asked here. */
enum link_how { LINK_FIELD, LINK_DECISION };
MUST_CHECK bool store_links(
	struct store *store, const char *id, enum link_how how, struct strv *ids, struct err *err);

/* The documents in whose state a voice was heard for one of these actions (codes), and others are
 * still waited for. Oldest first. No question of access is asked here. */
MUST_CHECK bool store_voiced(
	struct store *store, const struct strv *actions, struct strv *ids, struct err *err);

/* The other documents that name, or named, an original or a text that this one does. */
MUST_CHECK bool store_sharers(
	struct store *store, const char *id, struct strv *ids, struct err *err);
/* A document that was purged of this content; NULL where there is none. The caller frees. */
MUST_CHECK bool store_find_purged(
	struct store *store, const char *sha256, char **id, struct err *err);
/* Takes from the disk what documents were purged of and no other document names. The decisions
 * stand already: it may be said again at any time. */
MUST_CHECK bool store_sweep(struct store *store, struct err *err);

/* A row of a list. */
struct row {
	char *id, *kind, *unit, *state, *attribute, *number, *title, *drafter, *grounds; /* owns */
	int due, entered, review_by, decided, published; /* days; DAY_NONE */
	int64_t due_at; /* the minute of it, where a clock of hours ends it; else 0 */
	bool provisional;
	int64_t updated; /* seconds since 1970 */
	char *last_actor, *last_action, *code; /* code: of the latest return, or NULL */
	bool is_title; /* no more than this may be seen of it, and grounds and acts are left out */
	struct strv fields; /* what the columns of its kind show, in their order, where asked */
};
struct rows {
	struct row *v; /* owns */
	size_t n;
	bool more; /* there are rows beyond the last one */
};
void rows_release(struct rows *rows);
MUST_CHECK bool store_list(struct store *store, const struct query *query,
	const struct scope *scope, struct rows *rows, struct err *err);
/* How many rows the query has in all. */
MUST_CHECK bool store_count(struct store *store, const struct query *query,
	const struct scope *scope, int *n, struct err *err);

/* The decisions, oldest first: of one document, or the latest of all that the scope may see. */
struct history_entry {
	char commit[41];
	char signer[64]; /* "site", a person; "" where nobody's signature is known */
	int64_t sequence;
	struct stamp site_time; /* when the main line took it */
	struct decision decision; /* its record is not loaded */
};
struct history {
	struct history_entry *v; /* owns */
	size_t n;
};
void history_release(struct history *history);
MUST_CHECK bool store_history(struct store *store, const struct history_ask *ask,
	const struct scope *scope, struct history *history, struct err *err);
/* The record a decision left (the paper as it was then); the caller frees. ERR_NOT_FOUND. */
char *store_record_at(struct store *store, const char *commit, struct err *err);

/* Counts by unit, kind, state and attribute of what the scope may see. */
struct status_count {
	char *unit, *kind, *state, *attribute; /* owns; attribute "" : not decided yet */
	int n, overdue;
};
struct status_counts {
	struct status_count *v; /* owns */
	size_t n;
};
void status_counts_release(struct status_counts *cells);
/* Of the unit and what is below it (NULL: all), of papers created in [from, to] (DAY_NONE: open).
 */
MUST_CHECK bool store_summary(struct store *store, const struct scope *scope, const char *unit,
	int from, int to, struct status_counts *cells, struct err *err);

/* -- The past: over decisions, of documents the scope may see now. In whole months, or of all days,
 * it is quick: sums are kept of it ------------------------------------------------------------- */

struct past_ask {
	const char *unit; /* and what is below it; NULL: all */
	int from, to; /* days of the decisions; DAY_NONE: open */
	bool by_unit; /* counted apart, or all together */
};
struct act_count { /* decisions that moved a document to another state */
	char *unit, *action, *code, *month; /* owns; code "" but of returns; "2026-11" */
	int n;
};
struct act_counts {
	struct act_count *v; /* owns */
	size_t n;
};
void act_counts_release(struct act_counts *acts);
MUST_CHECK bool store_acts(struct store *store, const struct scope *scope,
	const struct past_ask *ask, struct act_counts *acts, struct err *err);

/* By month of publication: papers that had a term to be public, and those that kept it not. */
struct month_count {
	char month[8];
	int n, late;
};
struct month_counts {
	struct month_count *v; /* owns; in order */
	size_t n;
};
/* The caller frees counts->v. by_unit is not asked. */
MUST_CHECK bool store_published(struct store *store, const struct scope *scope,
	const struct past_ask *ask, struct month_counts *counts, struct err *err);
/* Hands over, of each paper that has not ended, what it is and the day it came into its state. */
typedef void open_take(void *context, const char *kind, const char *state, int entered);
MUST_CHECK bool store_open_since(struct store *store, const struct scope *scope, const char *unit,
	open_take *take, void *context, struct err *err);

/* A paper that was decided on and had a term within which it was to be public. */
struct term_row {
	const char *id, *unit; /* borrowed */
	int from, due, published; /* days; published may be DAY_NONE */
};
/* Hands over each of them, of a unit and what is below it (NULL: all), newest first. */
typedef void term_take(void *context, const struct term_row *row);
MUST_CHECK bool store_terms(struct store *store, const struct scope *scope, const char *unit,
	term_take *take, void *context, struct err *err);

/* A record as it stands, and what was decided on it, oldest first; all borrowed. */
struct record_act {
	const char *action, *from, *to; /* from is NULL of the first */
	int day;
	char commit[41];
	unsigned char record[HASH_HEX / 2]; /* the SHA-256 of the paper after it */
};
struct record_row {
	const char *text; /* as document_print writes it */
	const char *state; /* its code */
	int entered; /* the day it came into its state */
	bool has_ended; /* it is in a state that ends it */
	const struct record_act *acts; /* NULL while it is asked whether it is wanted */
	size_t n;
};
/* Who reads the records of a kind, newest first: those of a unit and what is below it (NULL: all)
 * that are seen for more than their titles. */
struct record_reader {
	const char *kind, *unit;
	bool (*wants)(void *context, const struct record_row *row);
	bool (*take)(void *context, const struct record_row *row, struct err *err);
	void *context;
};
MUST_CHECK bool store_records(struct store *store, const struct scope *scope,
	const struct record_reader *reader, struct err *err);

struct span_count { /* so many times a document left the state after so many days */
	char *unit, *kind, *state; /* owns */
	int days, n;
};
struct span_counts {
	struct span_count *v; /* owns */
	size_t n;
};
void span_counts_release(struct span_counts *spans);
MUST_CHECK bool store_spans(struct store *store, const struct scope *scope,
	const struct past_ask *ask, struct span_counts *spans, struct err *err);
/* Where they stood at the end of a day; nothing is counted as overdue. A cell may come twice. */
MUST_CHECK bool store_summary_on(struct store *store, const struct scope *scope, const char *unit,
	int day, struct status_counts *cells, struct err *err);

/* A signed commit in state.git of all that stands. *commit: its name, 41 bytes. */
MUST_CHECK bool store_checkpoint(struct store *store, char commit[41], struct err *err);
/* The index again from the ledger, every decision replayed through workflow_admit. */
MUST_CHECK bool store_rebuild(struct store *store, struct err *err);

/* A fault verify found. */
struct fault {
	char commit[41]; /* "" where it is no commit's */
	char *what; /* owns; a sentence */
};
struct verdict {
	int64_t commits, documents;
	struct fault *faults; /* owns */
	size_t n;
	/* What is no fault and must be known: changes of the site's key. */
	struct fault *notes; /* owns */
	size_t note_count;
	bool is_partial; /* it was not stepped to its end */
};
void verdict_release(struct verdict *verdict);
/* Walks the ledger from its first commit, believing nothing the index says. False only where it
 * could not look. */
MUST_CHECK bool store_verify(struct store *store, struct verdict *verdict, struct err *err);

/* The same in stretches, for who shows how far it is, or stops. Zero is a whole verify. */
struct verify_options {
	/* A commit of the main line, or the first 7 digits of one and up: it and what came before
	 * are taken to be what they were when they were last verified. Their hashes chain them to
	 * this one, so they are replayed, but their signatures and originals are not looked at. */
	const char *since;
	/* The text of an anchor: today's ledger must still contain that day's. */
	const char *anchor;
};
struct verify_progress {
	const char *what; /* translated, static */
	int64_t done, total;
};
struct verification;
/* NULL where it cannot look. ERR_INPUT: no such commit, no anchor. */
MUST_CHECK struct verification *store_verify_begin(
	struct store *store, const struct verify_options *options, struct err *err);
/* False when nothing is left to do. progress may be NULL. */
bool store_verify_step(struct verification *verification, struct verify_progress *progress);
/* At any time, and once; the verdict is the caller's to release. */
void store_verify_end(struct verification *verification, struct verdict *verdict);

/* What stands today, as a signed text for somebody else to keep: the head of the main line, how
 * many decisions, the time, a digest of all that stands. *text is the caller's to free. */
MUST_CHECK bool store_anchor(struct store *store, char **text, struct err *err);

/* All decisions as a git bundle in a new file, and who may sign as stock git wants it. Who is given
 * them reads everything. *signers is the caller's to free. */
MUST_CHECK bool store_proof(
	struct store *store, const char *bundle, char **signers, struct err *err);

/* A copy of the store in another folder, made while people work: ledger, state.git, originals and
 * texts; the site's private key only where it is asked for. A second one into the same folder
 * copies what is new, and removes what was purged. Copied back, `gongkai rebuild` makes the index
 * again. ERR_REFUSED: the folder holds something else. */
struct backup_report {
	int64_t links, contents, removed; /* new of the main line; copied; purged there too */
};
MUST_CHECK bool store_backup(struct store *store, const char *dest, bool with_key,
	struct backup_report *report, struct err *err);

/* -- People at the other end of SSH -- */

struct visit {
	const char *person, *address, *key; /* the client's address; the key's fingerprint */
};
/* Takes one of the person's places until store_close, whatever ends the process. ERR_REFUSED: all
 * are taken. */
MUST_CHECK bool store_enter(struct store *store, const struct visit *visit, struct err *err);
/* Those who are in, a line each: `PERSON SINCE ADDRESS KEY PROCESS`. */
void store_visits(struct store *store, struct strv *lines);
/* A line of sessions.log, and of the system's log: no titles, no texts, no names. */
void store_log(struct store *store, const char *text);

const char *store_dir(const struct store *store);

/* Asked all the time while the index is read, so that it must be quick; false stops it: what is
 * being read fails with ERR_STOPPED. What is being written is never stopped. NULL: nobody is. */
typedef bool store_ask(void *context);
void store_while_reading(struct store *store, store_ask *ask, void *context);

int store_tick_fd(struct store *store); /* readable after another process decided; -1: none */
void store_tick_clear(struct store *store);

#endif
