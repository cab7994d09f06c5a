/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_STMT_H
#define STORE_DB_STMT_H

/* What the files db*.c share: the statements of stmt.def, prepared, and the small tables that are
 * kept in memory. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "core/access.h"
#include "core/decision.h"
#include "core/document.h"
#include "core/err.h"
#include "core/pack.h"
#include "core/store.h"
#include "core/str.h"

enum stmt {
#define STMT(name, sql) STMT_##name,
#include "store/stmt.def"
#undef STMT
	STMT_COUNT
};

#define OFFICE_UNKNOWN INT64_C(-1)

/* What stands for "no due day" in the index, so that it sorts last. */
#define DUE_NEVER INT64_C(0x7fffffffff)
/* A due day with its minute as the index keeps it: what is due on a day is due at its end. */
enum { DUE_MINUTE_BITS = 11, DUE_WHOLE_DAY = 0x7ff };
int64_t db_due(int day, int minute);

/* A kind's state; steps are numbered from 1. */
struct db_step {
	char *kind, *state; /* owns */
	int phase;
};

/* A unit; its number is its place in tree order. */
struct db_unit {
	char *id; /* owns */
	int hi; /* the last unit below it, or itself */
	int depth; /* 0 for a root */
	int branch; /* the unit of depth 1 that it is in, or itself above that */
};

/* The tables unit and step as of their last changes. */
struct layout {
	int64_t tree, steps_version, office;
	struct db_unit *units; /* owns */
	size_t unit_count;
	struct db_step *steps; /* owns */
	size_t step_count;
};

struct db {
	sqlite3 *sql;
	sqlite3_stmt *stmt[STMT_COUNT];
	int depth; /* of transactions */
	bool is_writing, is_doomed, is_bulk;
	bool is_ending; /* a transaction: that is never stopped */
	store_ask *ask; /* whether to read on; NULL: nobody */
	void *ask_context; /* borrowed */
	char *swap; /* owns: its path where it may be replaced while it is open; NULL */
	unsigned begun; /* outermost transactions so far */
	struct layout layout;
	int64_t office_tree; /* the tree that the caller's office has */
	int64_t office; /* its units' and people's records: as layout.office */
	int64_t office_tree_then; /* at the outermost db_begin */
};

/* The statement, ready to be bound anew; texts that were bound are not looked at after its steps.
 * NULL where it cannot be prepared: db_step says so. */
sqlite3_stmt *db_stmt(struct db *db, enum stmt id);
void db_bind_text(sqlite3_stmt *stmt, int i, const char *text); /* borrowed; NULL binds NULL */
void db_bind_hex(sqlite3_stmt *stmt, int i, const char *hex); /* NULL or "": NULL */
/* A document's due day, and whether it may still move. */
void db_bind_due(
	sqlite3_stmt *stmt, int due_at, int provisional_at, const struct document *document);
/* 1: a row; 0: no more; -1: failed. Not a row: the statement is reset. */
int db_step(struct db *db, sqlite3_stmt *stmt, struct err *err);
/* Runs a statement to its end, whatever rows it has. */
MUST_CHECK bool db_run(struct db *db, sqlite3_stmt *stmt, struct err *err);
bool db_fail(struct db *db, struct err *err); /* says what SQLite said; false */
/* Commits where ok, else rolls back; false then. */
MUST_CHECK bool db_end(struct db *db, bool ok, struct err *err);

char *db_text(sqlite3_stmt *stmt, int column); /* the caller frees; NULL for NULL */
char *db_hex(sqlite3_stmt *stmt, int column); /* the same, of a blob */
/* The blob of n bytes as 2n hex digits; "" where it has another length. */
void db_hex_in(sqlite3_stmt *stmt, int column, char *hex, size_t n);

/* The layout as of now: within a transaction. */
MUST_CHECK bool db_layout(struct db *db, struct err *err);
/* The same, and ERR_STALE where the caller's office has another tree. */
MUST_CHECK bool db_layout_trusted(struct db *db, struct err *err);
void layout_release(struct layout *layout);
int layout_unit(const struct layout *layout, const char *id); /* -1: none */
/* A unit and what is below it; NULL: all units. ERR_NOT_FOUND. */
MUST_CHECK bool layout_range(
	const struct layout *layout, const char *unit, struct unit_range *range, struct err *err);
/* The number of a kind's state, made where there is none. */
MUST_CHECK bool db_step_number(struct db *db, const char *kind, const char *state, int phase,
	int *number, struct err *err);
/* Notes which contents a document names after a decision, and those it was purged of. */
MUST_CHECK bool db_put_blobs(struct db *db, const struct decision *decision, int64_t doc,
	const struct document *after, struct err *err);

/* Makes every table, and the indexes of lists. */
MUST_CHECK bool db_make_tables(struct db *db, struct err *err);
MUST_CHECK bool db_make_indexes(struct db *db, struct err *err);
/* The words of every document, in one go. */
MUST_CHECK bool db_fill_words(struct db *db, struct err *err);
MUST_CHECK bool db_words_option(struct db *db, const char *name, int value, struct err *err);
/* SQL's has_words(folded, words): whether all of a struct strv stand in the text. */
MUST_CHECK bool db_add_functions(struct db *db, struct err *err);

#endif
