/* SPDX-License-Identifier: MIT */
#include "store/db.h"

#include <assert.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "store/db_fts.h"
#include "store/db_stmt.h"
#include "store/db_sums.h"
#include "store/swap.h"

enum {
	DB_VERSION = 11, /* of the tables; another one is rebuilt, never migrated */
	BEGUN_COLD = 16, /* transactions: the first screens of a program that starts */
	ASK_STEPS = 1000, /* of SQLite's machine, some hundredths of a millisecond */
	BUSY_MS = 5000, /* a backstop: writers take turns by the store's lock */
};

static const char *const texts[STMT_COUNT] = {
#define STMT(name, sql) [STMT_##name] = (sql),
#include "store/stmt.def"
#undef STMT
};

/* -- Statements -------------------------------------------------------------------------------- */

bool db_fail(struct db *db, struct err *err)
{
	int rc = sqlite3_errcode(db->sql) & 0xff;

	if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB)
		return err_set(err, ERR_IO,
			_("the index is damaged (%s); make it again with `gongkai rebuild`"),
			sqlite3_errmsg(db->sql));
	if (rc == SQLITE_INTERRUPT)
		return err_set(err, ERR_STOPPED, _("stopped before all of it was read"));
	if (rc == SQLITE_BUSY)
		return err_set(err, ERR_IO,
			_("the index is held by another process; try again in a moment"));
	return err_set(err, ERR_IO, _("the index: %s"), sqlite3_errmsg(db->sql));
}

/* Why not all at the start: that takes longer than everything else the first screen needs. A test
 * prepares every row. */
sqlite3_stmt *db_stmt(struct db *db, enum stmt id)
{
	sqlite3_stmt **stmt = &db->stmt[id];

	if (*stmt == NULL) {
		sqlite3_prepare_v3(db->sql, texts[id], -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL);
		return *stmt;
	}
	sqlite3_reset(*stmt);
	sqlite3_clear_bindings(*stmt);
	return *stmt;
}

void db_bind_text(sqlite3_stmt *stmt, int i, const char *text)
{
	if (text != NULL)
		sqlite3_bind_text(stmt, i, text, -1, SQLITE_STATIC);
}

static int nibble(char c)
{
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= '0' && c <= '9' ? c - '0' : 0;
}

/* The bytes are ours: a copy that SQLite has no memory for would be NULL in the row. */
void db_bind_hex(sqlite3_stmt *stmt, int i, const char *hex)
{
	size_t n = hex != NULL ? strlen(hex) / 2 : 0;
	unsigned char *bytes;

	if (n == 0)
		return;
	bytes = xcalloc(n, 1);
	for (size_t k = 0; k < n; k++)
		bytes[k] = (unsigned char)(nibble(hex[2 * k]) << 4 | nibble(hex[2 * k + 1]));
	sqlite3_bind_blob(stmt, i, bytes, (int)n, free);
}

/* SQLite takes a whole transaction back where memory or room ran out, and what follows would stand
 * by itself. */
bool db_is_whole(struct db *db, struct err *err)
{
	if (db->depth == 0 || (!db->is_doomed && sqlite3_get_autocommit(db->sql) == 0))
		return true;
	db->is_doomed = true;
	return err_set(err, ERR_IO, _("the index was left as it was: a part failed"));
}

static bool goes_on(const struct db *db)
{
	return db->ask == NULL || db->is_ending || (db->depth > 0 && db->is_writing) ||
	       db->ask(db->ask_context);
}

static int is_stopped(void *context)
{
	return !goes_on(context);
}

void db_while_reading(struct db *db, store_ask *ask, void *context)
{
	db->ask = ask;
	db->ask_context = context;
	sqlite3_progress_handler(db->sql, ASK_STEPS, ask != NULL ? is_stopped : NULL, db);
}

int db_step(struct db *db, sqlite3_stmt *stmt, struct err *err)
{
	int rc;

	if (db->depth > 0 && sqlite3_get_autocommit(db->sql) != 0 && !db_is_whole(db, err))
		return -1;
	if (!goes_on(db)) { /* many short statements are long work too */
		sqlite3_reset(stmt);
		err_set(err, ERR_STOPPED, _("stopped before all of it was read"));
		return -1;
	}
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		(void)db_fail(db, err);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : -1;
}

bool db_run(struct db *db, sqlite3_stmt *stmt, struct err *err)
{
	int rc;

	do {
		rc = db_step(db, stmt, err);
	} while (rc > 0);
	return rc == 0;
}

char *db_text(sqlite3_stmt *stmt, int column)
{
	return xstrdup((const char *)sqlite3_column_text(stmt, column));
}

void db_hex_in(sqlite3_stmt *stmt, int column, char *hex, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = sqlite3_column_blob(stmt, column);

	*hex = '\0';
	if (bytes == NULL || (size_t)sqlite3_column_bytes(stmt, column) != n)
		return;
	for (size_t i = 0; i < n; i++) {
		*hex++ = digits[bytes[i] >> 4];
		*hex++ = digits[bytes[i] & 15];
	}
	*hex = '\0';
}

char *db_hex(sqlite3_stmt *stmt, int column)
{
	size_t n = (size_t)sqlite3_column_bytes(stmt, column);
	char *hex;

	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return NULL;
	hex = xcalloc(2 * n + 1, 1);
	db_hex_in(stmt, column, hex, n);
	return hex;
}

/* -- Transactions ------------------------------------------------------------------------------ */

static bool execute(struct db *db, const char *sql, struct err *err)
{
	return sqlite3_exec(db->sql, sql, NULL, NULL, NULL) == SQLITE_OK || db_fail(db, err);
}

/* From then on warm pages are read without a copy or a call. Not from the start: what is not in
 * memory yet costs a mapped page ten times as much, for the system reads far around it. */
static bool map(struct db *db, struct err *err)
{
	return execute(db, "PRAGMA mmap_size = 2147418112", err); /* the most that SQLite maps */
}

/* Begins or ends a transaction: one that stays open would spoil the next. */
static bool run_whole(struct db *db, enum stmt id, struct err *err)
{
	bool ok;

	db->is_ending = true;
	ok = db_run(db, db_stmt(db, id), err);
	db->is_ending = false;
	return ok;
}

static bool begin(struct db *db, bool writing, struct err *err)
{
	if (db->depth == 0) {
		if (++db->begun == BEGUN_COLD && !map(db, err))
			return false;
		if (!run_whole(db, writing ? STMT_begin_write : STMT_begin_read, err))
			return false;
		db->is_writing = writing;
		db->office_tree_then = db->office_tree;
	}
	assert(!writing || db->is_writing);
	db->depth++;
	return true;
}

bool db_begin(struct db *db, struct err *err)
{
	return begin(db, true, err);
}

bool db_snapshot(struct db *db, struct err *err)
{
	return begin(db, false, err);
}

/* What was read of the layout may never have been. */
static void undo(struct db *db)
{
	struct err ignored;

	(void)run_whole(db, STMT_rollback, &ignored); /* there may be none any more */
	db->office_tree = db->office_tree_then;
	if (db->is_writing) {
		layout_release(&db->layout);
		db->office = OFFICE_UNKNOWN;
	}
	db->is_doomed = false;
}

bool db_commit(struct db *db, struct err *err)
{
	assert(db->depth > 0);
	if (--db->depth > 0)
		return true;
	if (db->is_doomed) {
		undo(db);
		return err_set(err, ERR_IO, _("the index was left as it was: a part failed"));
	}
	if (run_whole(db, STMT_commit, err))
		return true;
	undo(db);
	return false;
}

void db_rollback(struct db *db)
{
	if (db->depth == 0)
		return;
	db->is_doomed = true;
	if (--db->depth == 0)
		undo(db);
}

bool db_end(struct db *db, bool ok, struct err *err)
{
	if (ok)
		return db_commit(db, err);
	/* A reader that finds nothing has undone nothing of those around it. */
	if (!db->is_writing && db->depth > 1)
		db->depth--;
	else
		db_rollback(db);
	return false;
}

/* -- Opening ----------------------------------------------------------------------------------- */

/* The file is ours, but a backup or a careless copy may have put anything in its place. */
static bool be_careful(struct db *db, struct err *err)
{
	static const struct {
		int option, value;
	} options[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
		{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_DQS_DML, 0},
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (sqlite3_db_config(db->sql, options[i].option, options[i].value, NULL) !=
			SQLITE_OK)
			return db_fail(db, err);
	}
	sqlite3_limit(db->sql, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_extended_result_codes(db->sql, 1);
	return sqlite3_busy_timeout(db->sql, BUSY_MS) == SQLITE_OK || db_fail(db, err);
}

/* Why not cell_size_check: mapped pages are not kept, so that every look at one would check all of
 * its cells again: a third of what a page of a queue costs.
 * The WAL is folded in by SQLite's own rule, at 1000 pages, within the commit that gets there; the
 * store's lock lets no second writer keep it from happening. */
static const char pragmas[] = "PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY;"
			      "PRAGMA journal_size_limit = 16777216;";
/* NORMAL: the ledger is what must survive; a lost tail is replayed from it. */
static const char safe[] = "PRAGMA synchronous = NORMAL; PRAGMA journal_mode = WAL;";
/* A build that fails is begun anew: nothing in it is ever taken back. */
static const char fast[] = "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;"
			   "PRAGMA cache_size = -65536;";

static bool read_version(struct db *db, int *version, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	bool ok =
		sqlite3_prepare_v2(db->sql, "PRAGMA user_version", -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW;

	if (ok)
		*version = sqlite3_column_int(stmt, 0);
	else
		(void)db_fail(db, err);
	sqlite3_finalize(stmt);
	return ok;
}

/* A file is marked with our version last: what was left half made is another version's. */
static bool mark(struct db *db, struct err *err)
{
	_Static_assert(DB_VERSION == 11, "the version below");
	return execute(db, "PRAGMA user_version = 11", err);
}

static bool make(struct db *db, struct err *err)
{
	return execute(db, "BEGIN IMMEDIATE", err) && db_make_tables(db, err) &&
	       db_words_option(db, "automerge", 0, err) &&
	       (db->is_bulk || (db_make_indexes(db, err) && mark(db, err))) &&
	       execute(db, "COMMIT", err);
}

/* Whether nothing was ever written to the file. */
static bool is_empty(struct db *db)
{
	sqlite3_stmt *stmt = NULL;
	bool empty = sqlite3_prepare_v2(db->sql, "SELECT 1 FROM sqlite_schema LIMIT 1", -1, &stmt,
			     NULL) == SQLITE_OK &&
		     sqlite3_step(stmt) == SQLITE_DONE;

	sqlite3_finalize(stmt);
	return empty;
}

static bool add_words(struct db *db, struct err *err)
{
	return db_fts_register(db->sql) || db_fail(db, err);
}

static bool set_up(struct db *db, int flags, struct err *err)
{
	bool readonly = (flags & DB_READONLY) != 0;
	int version = 0;

	if (!be_careful(db, err) || !db_add_functions(db, err) || !add_words(db, err) ||
		!execute(db, pragmas, err) || !read_version(db, &version, err))
		return false;
	if (!readonly && !execute(db, db->is_bulk ? fast : safe, err))
		return false;
	if (version == 0 && (flags & DB_CREATE) && is_empty(db)) {
		if (!make(db, err))
			return false;
	} else if (version != DB_VERSION) {
		return err_set(err, ERR_STALE,
			_("the index was made by another version of the program (%d, this is %d); "
			  "make it again with `gongkai rebuild`"),
			version, DB_VERSION);
	}
	return true;
}

/* On a disk that cannot be written SQLite finds no place for the files that it keeps beside the
 * index: it is told that nobody changes it. With a WAL beside it, it was not closed, and is not. */
static bool is_fixed(const char *path)
{
	char *folder = xstrdup(path), *wal = xasprintf("%s-wal", path);
	bool fixed = faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0 &&
		     faccessat(AT_FDCWD, dirname(folder), W_OK, AT_EACCESS) != 0 &&
		     access(wal, F_OK) != 0;

	free(folder);
	free(wal);
	return fixed;
}

static int open_fixed(const char *path, sqlite3 **sql)
{
	struct str uri = {0};
	int rc;

	str_add(&uri, "file:");
	for (const char *p = path; *p != '\0'; p++) {
		if (strchr("%?#", *p) != NULL)
			str_addf(&uri, "%%%02x", (unsigned)(unsigned char)*p);
		else
			str_addc(&uri, *p);
	}
	str_add(&uri, "?immutable=1");
	rc = sqlite3_open_v2(str_get(&uri), sql,
		SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	str_release(&uri);
	return rc;
}

struct db *db_open(const char *path, int flags, struct err *err)
{
	const bool fixed = is_fixed(path);
	int how = SQLITE_OPEN_NOMUTEX |
		  ((flags & DB_READONLY) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
		  ((flags & DB_CREATE) ? SQLITE_OPEN_CREATE : 0);
	struct db *db = xcalloc(1, sizeof(*db));
	int swap = (flags & DB_BULK) != 0 ? -1 : swap_begin(path, false);
	int rc = fixed ? open_fixed(path, &db->sql) : sqlite3_open_v2(path, &db->sql, how, NULL);
	bool ok;

	db->is_bulk = (flags & DB_BULK) != 0;
	ok = rc == SQLITE_OK && set_up(db, fixed ? flags | DB_READONLY : flags, err);
	swap_end(swap);
	if (!db->is_bulk)
		db->swap = xstrdup(path);
	if (ok)
		return db;
	if ((rc & 0xff) == SQLITE_CANTOPEN)
		(void)err_set(err, ERR_NOT_FOUND, _("'%s' cannot be opened"), path);
	else if (rc != SQLITE_OK)
		(void)err_set(err, ERR_IO, "'%s': %s", path, sqlite3_errstr(rc));
	db_close(db);
	return NULL;
}

/* Why in a folder of the store: what it holds may lie there and nowhere else. SQLite asks for the
 * folder when it first needs the file, so that it stays set. */
struct db *db_open_nameless(const char *dir, struct err *err)
{
	if (dir == NULL)
		return db_open(":memory:", DB_CREATE | DB_BULK, err);
	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = sqlite3_mprintf("%s", dir);
	return db_open("", DB_CREATE | DB_BULK, err);
}

void db_close(struct db *db)
{
	int swap;

	if (db == NULL)
		return;
	while (db->depth > 0)
		db_rollback(db);
	for (int i = 0; i < STMT_COUNT; i++)
		sqlite3_finalize(db->stmt[i]);
	swap = db->swap != NULL ? swap_begin(db->swap, false) : -1;
	sqlite3_close(db->sql);
	swap_end(swap);
	layout_release(&db->layout);
	free(db->swap);
	free(db);
}

bool db_finish_copy(struct db *db, struct err *err)
{
	assert(db->is_bulk && db->depth == 0);
	db->is_bulk = false;
	return execute(db, "BEGIN", err) && sums_make(db, err) && execute(db, "COMMIT", err);
}

bool db_finish(struct db *db, struct err *err)
{
	assert(db->is_bulk && db->depth == 0);
	db->is_bulk = false;
	return execute(db, "BEGIN IMMEDIATE", err) && db_make_indexes(db, err) &&
	       sums_make(db, err) && db_fill_words(db, err) && execute(db, "COMMIT", err) &&
	       execute(db, "PRAGMA synchronous = FULL", err) && mark(db, err) &&
	       execute(db, safe, err);
}
