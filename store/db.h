/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_H
#define STORE_DB_H

/* The index: the ledger projected into SQLite. It is fast and worthless: nothing is in it that a
 * replay of the ledger would not put there again (but serials that were handed out and not used).
 * All text that leaves is copied. Every function that writes or reads more than one row is one
 * transaction of its own, or part of the one that is open. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decision.h"
#include "core/document.h"
#include "core/err.h"
#include "core/org.h"
#include "core/pack.h"
#include "core/query.h"
#include "core/store.h"

struct db;

enum db_flag {
	DB_CREATE = 1 << 0, /* make it where there is none */
	DB_READONLY = 1 << 1,
	DB_BULK = 1 << 2, /* a new file for a rebuild: unsafe and fast until db_finish */
};

/* ERR_NOT_FOUND: no such file and no DB_CREATE. ERR_STALE: made by another version of the program:
 * rebuild aside and rename. The caller closes it. */
struct db *db_open(const char *path, int flags, struct err *err);
/* An index of its own, empty, for a DB_BULK build that nobody else sees: in a file of the folder
 * that has no name and goes with the process; NULL: in memory. */
struct db *db_open_nameless(const char *dir, struct err *err);
void db_close(struct db *db); /* takes NULL; an open transaction is rolled back */
/* Ends a DB_BULK build: makes what lists need, and the file safe. Then close it and rename. */
MUST_CHECK bool db_finish(struct db *db, struct err *err);
/* The same of one that is compared and thrown away: without what lists and searches need. */
MUST_CHECK bool db_finish_copy(struct db *db, struct err *err);

/* As store_while_reading. */
void db_while_reading(struct db *db, store_ask *ask, void *context);

/* Transactions are counted: only the outermost db_commit commits, and after a db_rollback at any
 * depth the outer ones cannot but roll back. db_begin takes the write lock at once; db_snapshot
 * only reads: all that one screen shows should come from one. A commit that fails has rolled back;
 * a db_rollback after it does nothing. */
MUST_CHECK bool db_begin(struct db *db, struct err *err);
MUST_CHECK bool db_snapshot(struct db *db, struct err *err);
MUST_CHECK bool db_commit(struct db *db, struct err *err);
/* Whether what was begun can still be committed: SQLite may have taken it back by itself. */
MUST_CHECK bool db_is_whole(struct db *db, struct err *err);
void db_rollback(struct db *db);

/* What the store notes down: names of one's own choice. */
#define META_TIP "tip" /* the ledger's commit it stands at, hex */
#define META_SITE "site" /* the site's keys, as a record */
#define META_SEQUENCE "sequence" /* of the last decision taken in */
#define META_CHECKPOINT "checkpoint" /* the ledger's tip at the last checkpoint */
#define META_CHECKPOINT_SEQUENCE "checkpoint-sequence"
/* NULL where there is none; the caller frees. A failed read is reported by err->code. */
char *db_meta(struct db *db, const char *key, struct err *err);
MUST_CHECK bool db_set_meta(struct db *db, const char *key, const char *value, struct err *err);
MUST_CHECK bool db_meta_number(
	struct db *db, const char *key, int64_t *n, struct err *err); /* 0: none */
MUST_CHECK bool db_set_meta_number(struct db *db, const char *key, int64_t n, struct err *err);

/* A decision as it stands in the ledger; all borrowed. */
struct db_entry {
	const struct decision *decision;
	const char *commit; /* hex */
	const char *commit_sha256; /* SHA-256 of the commit's bytes, hex */
	const char *signer; /* "site", a person, or "" */
	int64_t sequence; /* its place in the ledger, from 1; no two have the same */
	struct stamp site_time;
};

/* Takes in a decision on a document: after is the document as it then stands (its prev fields
 * set), kind its own in the pack. Its unit must have been put before. */
MUST_CHECK bool db_put_document(struct db *db, const struct db_entry *entry,
	const struct document *after, const struct kind *kind, struct err *err);

/* The same in two halves, for who keeps documents in memory between their decisions: a document as
 * it stands after some. Zero is one that nothing was noted of. */
struct db_standing {
	const struct document *after; /* borrowed */
	enum phase phase; /* of its state */
	int term_from, term; /* days within which it is to be public, by the pack it stands under */
	int64_t n; /* its number: the order of creation, from 1 */
	bool is_written; /* it has rows */
	int64_t sequence; /* of the last decision */
	char *code; /* owns; the last that was given since the rows were written, or NULL */
	struct strv touched; /* owns; who drafted it or decided on it since then */
};
/* Notes one more decision, of which standing->after is the outcome, a document of that kind. */
void db_standing_note(
	struct db_standing *standing, const struct db_entry *entry, const struct kind *kind);
void db_standing_release(struct db_standing *standing);
/* The rows of that decision itself. */
MUST_CHECK bool db_put_act(struct db *db, const struct db_entry *entry,
	const struct db_standing *standing, struct err *err);
/* The document's rows, after the decisions that were noted. */
MUST_CHECK bool db_put_standing(struct db *db, struct db_standing *standing, struct err *err);
/* The number of a document that has rows. ERR_NOT_FOUND. */
MUST_CHECK bool db_number(struct db *db, const char *id, int64_t *n, struct err *err);
/* The number that was given last; 0: none. */
MUST_CHECK bool db_last_number(struct db *db, int64_t *n, struct err *err);
/* Takes in a decision on a person or unit; org is the office's after it, or NULL for who calls
 * db_put_units before the next document's rows. */
MUST_CHECK bool db_put_org(
	struct db *db, const struct db_entry *entry, const struct org *org, struct err *err);
/* Makes the units of the index those of org, and the documents' numbers theirs. */
MUST_CHECK bool db_put_units(struct db *db, const struct org *org, struct err *err);
/* Takes in the adoption of a pack. */
MUST_CHECK bool db_put_pack(
	struct db *db, const struct db_entry *entry, const struct pack *pack, struct err *err);

/* The documents that have not come to rest: those whose clocks may run. */
MUST_CHECK bool db_open_documents(struct db *db, struct strv *ids, struct err *err);
/* One of them whose terms that decision, the adoption of a pack, made come out otherwise. */
MUST_CHECK bool db_put_recount(struct db *db, int64_t sequence, const struct document *document,
	const struct kind *kind, struct err *err);

/* Every unit and person that was put, into org, which is released first; where it holds them as
 * db_org or db_put_org left it, it stays. Scopes and queries are
 * believed only while they come from the office that this (or db_put_org) left: see db_list. */
MUST_CHECK bool db_org(struct db *db, struct org *org, struct err *err);
/* The pack adopted last: its id, and the commit whose tree holds its files; NULL both where there
 * is none. The caller frees. */
MUST_CHECK bool db_pack(struct db *db, char **id, char **commit, struct err *err);
/* As store_subject. */
MUST_CHECK bool db_subject(struct db *db, enum subject subject, const char *id,
	struct decision *latest, char **commit, char sha256[HASH_HEX + 1], struct err *err);

/* ERR_NOT_FOUND. document is released first. */
MUST_CHECK bool db_document(
	struct db *db, const char *id, struct document *document, struct err *err);
/* As store_find_number: a document that has not ended goes first, then the newest. */
MUST_CHECK bool db_find_number(struct db *db, const char *number, char **id, struct err *err);
/* As store_find_stub: the newest with this original; state NULL: in any state. */
MUST_CHECK bool db_find_stub(struct db *db, const char *original_sha256, const char *state,
	const struct scope *scope, char **id, struct err *err);
/* The documents that name this one, oldest first. */
MUST_CHECK bool db_links(
	struct db *db, const char *id, enum link_how how, struct strv *ids, struct err *err);
/* As store_voiced. */
MUST_CHECK bool db_voiced(
	struct db *db, const struct strv *actions, struct strv *ids, struct err *err);
/* The other documents that name, or named, a content that this one does; each once. */
MUST_CHECK bool db_sharers(struct db *db, const char *id, struct strv *ids, struct err *err);
/* The contents that documents were purged of and no other document names, as hex. */
MUST_CHECK bool db_purged(struct db *db, struct strv *sha256s, struct err *err);
/* A document that was purged of this content; NULL where there is none. The caller frees. */
MUST_CHECK bool db_find_purged(struct db *db, const char *sha256, char **id, struct err *err);
/* Folds the write-ahead log into the file and empties it: no older state of a page remains. */
MUST_CHECK bool db_settle(struct db *db, struct err *err);
/* The commit of the decision a request led to, or NULL; the caller frees. */
MUST_CHECK bool db_request_known(
	struct db *db, const char *request, char **commit, struct err *err);
/* The commit of the first decision of all, or NULL; the caller frees. */
MUST_CHECK bool db_first(struct db *db, char **commit, struct err *err);
/* The next serial of a unit in a year: after all that the ledger has and all handed out. */
MUST_CHECK bool db_reserve_serial(
	struct db *db, const char *unit, int year, int *serial, struct err *err);

/* Takes over what another index has handed out; from is in a transaction. */
MUST_CHECK bool db_carry_serials(struct db *from, struct db *to, struct err *err);

/* A walk over documents as they stand: `struct db_walk walk = {0};` for all, by id;
 * `{.changed = true, .sequence = N}` for those changed after decision N, the longest ago first,
 * `{.recounted = true, .sequence = N, .since = N}` for those not changed since, but recounted.
 * No cursor stays open: documents may be written on the way. */
struct db_walk {
	bool changed, recounted;
	int64_t sequence; /* of the document's latest decision, or of its recount */
	int64_t since, doc;
	char *id, *text; /* owns; text as document_print makes it */
};
/* False at the end, and on failure: then err->code is set. */
bool db_walk_next(struct db *db, struct db_walk *walk, struct err *err);
void db_walk_release(struct db_walk *walk);

/* A document whose text's words are not in the index yet. */
struct db_text {
	int64_t doc;
	char sha256[HASH_HEX + 1]; /* of the text to put in */
	char had[HASH_HEX + 1]; /* of the text that is in; "": none */
};
/* The first one. False where there is none, and on failure: then err->code is set. */
bool db_text_due(struct db *db, struct db_text *due, struct err *err);
/* Puts the text in; text NULL: it is gone for good, and is not asked for again. old is the text
 * named by had: where it is NULL all texts are due again. */
MUST_CHECK bool db_text_put(struct db *db, const struct db_text *due, const char *text,
	const char *old, struct err *err);
/* The same for every document that has this text, and the log is the caller's to empty. */
MUST_CHECK bool db_purge_text(struct db *db, const char *sha256, struct err *err);
/* Leaves nothing of the document's text in the index or its log; those of all others are due again.
 * Outside of any transaction. Other processes that read keep the log a little longer. */
MUST_CHECK bool db_forget_text(struct db *db, const char *document, struct err *err);

/* As their namesakes in core/store.h, whose rows_release, history_release and status_counts_release
 * are implemented beside them. scope NULL sees everything. Newest first is by creation; by due day,
 * papers without one come last and equals in order of creation. Decisions on persons, units and
 * packs are part of everybody's history.
 * ERR_STALE: the tree of units has changed since db_org: a scope from before would show the wrong
 * units' papers. */
MUST_CHECK bool db_list(struct db *db, const struct query *query, const struct scope *scope,
	struct rows *rows, struct err *err);
MUST_CHECK bool db_count(struct db *db, const struct query *query, const struct scope *scope,
	int *n, struct err *err);
/* ERR_NOT_FOUND: no such document, or not one the scope may see. */
MUST_CHECK bool db_history(struct db *db, const struct history_ask *ask, const struct scope *scope,
	struct history *history, struct err *err);
/* What a summary is of. */
struct db_period {
	int from, to; /* created; DAY_NONE is open */
	int today, minute; /* overdue is what was due before this minute of the day */
};
/* As store_acts, store_published, store_open_since, store_terms, store_records, store_spans and
 * store_summary_on (core/store.h). */
MUST_CHECK bool db_acts(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct act_counts *acts, struct err *err);
MUST_CHECK bool db_published(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct month_counts *counts, struct err *err);
MUST_CHECK bool db_open_since(struct db *db, const struct scope *scope, const char *unit,
	open_take *take, void *context, struct err *err);
MUST_CHECK bool db_terms(struct db *db, const struct scope *scope, const char *unit,
	term_take *take, void *context, struct err *err);
MUST_CHECK bool db_records(struct db *db, const struct scope *scope,
	const struct record_reader *reader, struct err *err);
MUST_CHECK bool db_spans(struct db *db, const struct scope *scope, const struct past_ask *ask,
	struct span_counts *spans, struct err *err);
MUST_CHECK bool db_summary_on(struct db *db, const struct scope *scope, const char *unit, int day,
	struct status_counts *cells, struct err *err);
MUST_CHECK bool db_summary(struct db *db, const struct scope *scope, const char *unit,
	const struct db_period *period, struct status_counts *cells, struct err *err);

#endif
