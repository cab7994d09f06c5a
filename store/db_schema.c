/* SPDX-License-Identifier: MIT */
#include "core/decision.h"
#include "core/store.h"
#include "store/db_stmt.h"

/* The numbers that the SQL below and stmt.def write out. */
_Static_assert(PHASE_DECIDED == 2 && PHASE_PUBLISHED == 3 && PHASE_ENDED == 5, "phases in SQL");
_Static_assert(LINK_FIELD == 0 && LINK_DECISION == 1, "links in SQL");
_Static_assert(SUBJECT_PERSON == 1 && SUBJECT_PACK == 3 && SUBJECT_SITE == 4, "subjects in SQL");

static const char *const tables[] = {
	"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",

	"-- One row: how often the tree of units, the table of steps and the records of units and\n"
	"-- people have changed.\n"
	"CREATE TABLE layout (one INTEGER PRIMARY KEY CHECK (one = 1), tree INTEGER NOT NULL,"
	" steps INTEGER NOT NULL, office INTEGER NOT NULL) STRICT",
	"INSERT INTO layout VALUES (1, 0, 0, 0)",

	"-- n is the place in tree order, so that a unit and what is below it are n..hi.\n"
	"CREATE TABLE unit (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, hi INTEGER NOT NULL,"
	" depth INTEGER NOT NULL, branch INTEGER NOT NULL) STRICT",
	"-- Empty but while units are renumbered.\n"
	"CREATE TABLE shift (old INTEGER PRIMARY KEY, new INTEGER NOT NULL,"
	" branch INTEGER NOT NULL) STRICT",

	"-- A kind's state.\n"
	"CREATE TABLE step (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL,"
	" phase INTEGER NOT NULL, UNIQUE (kind, state)) STRICT",

	"-- Persons, units, packs: the latest decision and the record it left.\n"
	"CREATE TABLE subject (subject INTEGER NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT "
	"NULL,"
	" sha256 BLOB, record TEXT, PRIMARY KEY (subject, id)) STRICT, WITHOUT ROWID",

	"CREATE TABLE serial (unit TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,"
	" PRIMARY KEY (unit, year)) STRICT, WITHOUT ROWID",

	"-- n is the order of creation. due is 0x7fffffffff for none, other days 0: the day, and "
	"in\n"
	"-- its last eleven bits the minute, 0x7ff for the end of the day; attribute is ''\n"
	"-- until there is one. term_from and term are the days within which it is to be public. "
	"phase is the step's, here because a partial index needs it.\n"
	"CREATE TABLE doc (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit INTEGER NOT NULL,"
	" branch INTEGER NOT NULL, step INTEGER NOT NULL, phase INTEGER NOT NULL,"
	" attribute TEXT NOT NULL COLLATE NOCASE, due INTEGER NOT NULL, created INTEGER NOT NULL,"
	" sequence INTEGER NOT NULL, drafter TEXT NOT NULL, entered INTEGER NOT NULL,"
	" review_by INTEGER NOT NULL, decided INTEGER NOT NULL, published INTEGER NOT NULL,"
	" provisional INTEGER NOT NULL, updated INTEGER NOT NULL, last_actor TEXT, last_action "
	"TEXT, term_from INTEGER NOT NULL, term INTEGER NOT NULL,"
	" code TEXT, grounds TEXT NOT NULL, number TEXT, original BLOB, title TEXT,"
	" folded TEXT NOT NULL, touched TEXT NOT NULL,"
	" active INTEGER NOT NULL GENERATED ALWAYS AS (due < 0x7fffffffff OR phase <= 2) VIRTUAL)"
	" STRICT",
	"-- The document as document_print writes it; apart, so that lists read small rows.\n"
	"CREATE TABLE standing (doc INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
	"-- What db_fts.h finds in doc.folded, and the ids of the document's unit and branch.\n"
	"CREATE VIRTUAL TABLE words USING fts5 (searched, content = '', columnsize = 0,"
	" detail = none, tokenize = 'pairs')",
	"-- The same of the papers' texts, put in after the decisions that brought them. had is "
	"the text\n"
	"-- whose words are in, for they cannot be taken out without it.\n"
	"CREATE VIRTUAL TABLE body USING fts5 (searched, content = '', columnsize = 0,"
	" detail = none, tokenize = 'pairs')",
	"CREATE TABLE body_of (doc INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, had BLOB,"
	" done INTEGER NOT NULL) STRICT",
	"CREATE TABLE doc_ground (code TEXT NOT NULL COLLATE NOCASE, doc INTEGER NOT NULL,"
	" PRIMARY KEY (code, doc)) STRICT, WITHOUT ROWID",
	"-- Who drafted a document or decided on it; active as the document's, so that what a "
	"person\n"
	"-- is in the middle of is not looked for among all they ever did. doc.touched is the "
	"same.\n"
	"CREATE TABLE touch (person TEXT NOT NULL, active INTEGER NOT NULL, doc INTEGER NOT NULL,"
	" PRIMARY KEY (person, active, doc)) STRICT, WITHOUT ROWID",
	"-- Other units that a document names, and whether they have spoken in its step; unit as "
	"the\n"
	"-- document's.\n"
	"CREATE TABLE share (doc INTEGER NOT NULL, id TEXT NOT NULL, unit INTEGER NOT NULL,"
	" spoken INTEGER NOT NULL, PRIMARY KEY (doc, id)) STRICT, WITHOUT ROWID",
	"-- Acts that wait for several voices, in documents whose state has heard one of them.\n"
	"CREATE TABLE voice (doc INTEGER NOT NULL, action TEXT NOT NULL, PRIMARY KEY (doc, action))"
	" STRICT, WITHOUT ROWID",
	"-- How many documents there are, kept with every decision.\n"
	"CREATE TABLE tally (step INTEGER NOT NULL, unit INTEGER NOT NULL,"
	" attribute TEXT NOT NULL COLLATE NOCASE, n INTEGER NOT NULL,"
	" PRIMARY KEY (step, unit, attribute)) STRICT, WITHOUT ROWID",

	"-- A unit, and a unit that it is in: itself, and those above.\n"
	"CREATE TABLE above (unit INTEGER NOT NULL, above INTEGER NOT NULL,"
	" PRIMARY KEY (unit, above)) STRICT, WITHOUT ROWID",
	"-- Kept with every decision: of the documents of a unit and what is below it that are in "
	"a "
	"phase\n"
	"-- now, how many decisions moved them, by month, action and code; with action '' how many "
	"were\n"
	"-- published within a term or after it, and how many late.\n"
	"CREATE TABLE sums (unit INTEGER NOT NULL, phase INTEGER NOT NULL, month TEXT NOT NULL,"
	" action TEXT NOT NULL, code TEXT NOT NULL, n INTEGER NOT NULL, late INTEGER NOT NULL,"
	" PRIMARY KEY (unit, phase, month, action, code)) STRICT, WITHOUT ROWID",

	"-- The originals and texts that a document names or named, and those it was purged of.\n"
	"CREATE TABLE blob (doc INTEGER NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY (doc, sha256))"
	" STRICT, WITHOUT ROWID",
	"CREATE TABLE purged (sha256 BLOB NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (sha256, "
	"doc))"
	" STRICT, WITHOUT ROWID",

	"-- Open documents whose terms came out otherwise when the pack of that decision was "
	"adopted.\n"
	"CREATE TABLE recount (doc INTEGER NOT NULL UNIQUE, sequence INTEGER NOT NULL) STRICT",
	"-- Documents that name another, in a field (how 0) or in a decision (how 1). What a field "
	"no\n"
	"-- longer says stays here: who reads it looks at the field.\n"
	"CREATE TABLE link (target TEXT NOT NULL, how INTEGER NOT NULL, doc INTEGER NOT NULL,"
	" PRIMARY KEY (target, how, doc)) STRICT, WITHOUT ROWID",

	"CREATE TABLE pack (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT",
	"-- doc is NULL for persons, units and packs, which have their id here. Hashes are bytes, "
	"and\n"
	"-- so is a request that is a UUID.\n"
	"CREATE TABLE decision (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL,"
	" subject INTEGER NOT NULL, doc INTEGER, id TEXT, action TEXT NOT NULL, \"from\" TEXT,"
	" \"to\" TEXT, attribute TEXT, grounds TEXT, actor TEXT, acting_for TEXT, role TEXT, code "
	"TEXT,"
	" named TEXT, comment TEXT, content BLOB, record BLOB, pack INTEGER, request ANY, prev "
	"BLOB,"
	" prev_sha256 BLOB, at INTEGER NOT NULL, at_offset INTEGER NOT NULL, signer TEXT,"
	" site_time INTEGER NOT NULL, site_offset INTEGER NOT NULL, for_unit TEXT) STRICT",
};

/* Why phase and due make a column of their own (active): with a partial index WHERE phase <= 2 the
 * planner uses the term as a range and sorts. Why ANALYZE is never run: with statistics the plans
 * that the tests hold fast would change with the data. */
static const char *const indexes[] = {
	/* Queues: one for a whole office, one for a unit of depth 1 and what is below, one for a
	 * unit. unit at the end lets any other range be filtered without reading rows. */
	"CREATE INDEX queue_step ON doc (step, due, n, unit) WHERE active",
	"CREATE INDEX queue_branch ON doc (branch, step, due, n, unit) WHERE active",
	"CREATE INDEX queue_unit ON doc (unit, step, due, n) WHERE active",
	"CREATE INDEX overdue ON doc (due, unit, step, attribute) WHERE due <> 0x7fffffffff",
	/* Archives: the same in order of creation. entered is there for open_step. */
	"CREATE INDEX shelf_step ON doc (step, n, unit, entered)",
	"CREATE INDEX shelf_branch ON doc (branch, step, n, unit)",
	"CREATE INDEX shelf_unit ON doc (unit, step, n)",
	/* What is seen because it is one's own: outside the units one sees, so by unit, and not
	 * published. */
	("CREATE INDEX own ON doc (drafter, unit, step, due, phase, attribute, created)"
	 " WHERE phase <> 3"),
	"CREATE INDEX share_unit ON share (unit, doc, spoken)",
	"CREATE INDEX period ON doc (created, unit, step, attribute, due)",
	"CREATE INDEX doc_number ON doc (number) WHERE number IS NOT NULL",
	"CREATE INDEX doc_original ON doc (original) WHERE original IS NOT NULL",
	"CREATE INDEX sums_nothing ON sums (n) WHERE n = 0",
	"CREATE INDEX recounted ON recount (sequence, doc)",
	"CREATE INDEX blob_sha256 ON blob (sha256)",
	"CREATE INDEX body_due ON body_of (doc) WHERE done = 0",
	"CREATE INDEX decision_doc ON decision (doc, sequence) WHERE doc IS NOT NULL",
	"CREATE INDEX decision_request ON decision (request)",
};

static bool make(struct db *db, const char *const *sql, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (sqlite3_exec(db->sql, sql[i], NULL, NULL, NULL) != SQLITE_OK)
			return db_fail(db, err);
	}
	return true;
}

bool db_make_tables(struct db *db, struct err *err)
{
	return make(db, tables, sizeof(tables) / sizeof(*tables), err);
}

bool db_make_indexes(struct db *db, struct err *err)
{
	return make(db, indexes, sizeof(indexes) / sizeof(*indexes), err);
}
