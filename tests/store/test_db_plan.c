/* SPDX-License-Identifier: MIT */
/* How SQLite means to run every statement of the index. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "tests/store/scratch.h"
#include "store/db.h"
#include "store/db_fts.h"
#include "store/db_stmt.h"

static const struct {
	const char *name, *sql;
} statements[STMT_COUNT] = {
#define STMT(name, sql) [STMT_##name] = {#name, sql},
#include "store/stmt.def"
#undef STMT
};

/* Why these may read a whole table or sort. */
static const char *const excused[STMT_COUNT] = {
	[STMT_layout_units] = "a small table, when it has changed",
	[STMT_layout_steps] = "a small table, when it has changed",
	[STMT_shift_shares] = "the tree changes: once in years",
	[STMT_shift_docs] = "the tree changes: once in years",
	[STMT_open_queued] = "a new pack: all that is open",
	[STMT_open_all] = "the same in a build, which has no indexes",
	[STMT_step_phase_touch] = "a new pack gives a state another phase",
	[STMT_words_fill] = "a build, or a unit that moves to another branch",
	[STMT_body_next] = "one step into the index of what is due",
	[STMT_body_purge] = "a purge",
	[STMT_body_again] = "a text is forgotten: all are put in again",
	[STMT_old_body] = "of the words searched, in order",
	[STMT_new_body] = "of the words searched, in order",
	[STMT_old_words] = "of the words searched, in order",
	[STMT_new_words] = "of the words searched, in order",
	[STMT_tally_again] = "the tree changes: once in years",
	[STMT_serial_all] = "a rebuild reads them all",
	[STMT_voices_heard] = "few: only papers that wait for somebody have voices",
	[STMT_shift_sums] = "the tree changes: once in years",
	[STMT_sums_all_acts] = "a build, or units or states that change: once in years",
	[STMT_sums_all_published] = "a build, or units or states that change: once in years",
	[STMT_past_acts] = "a report over all decisions",
	[STMT_past_spans] = "a report over all decisions",
	[STMT_past_terms] = "a report over all papers",
	[STMT_past_summary] = "a report over all decisions",
	[STMT_acted] = "the papers behind a report over all decisions",
	[STMT_purged_all] = "purges are rare, and few",
};

/* The index, and how far into it, that a hot statement must be searched by. */
static const char *const searched[STMT_COUNT] = {
	[STMT_due_step] = "queue_step (step=? AND due>? AND due<?)",
	[STMT_due_step_back] = "queue_step (step=? AND due>? AND due<?)",
	[STMT_due_branch] = "queue_branch (branch=? AND step=? AND due>? AND due<?)",
	[STMT_due_branch_back] = "queue_branch (branch=? AND step=? AND due>? AND due<?)",
	[STMT_due_unit] = "queue_unit (unit=? AND step=? AND due>? AND due<?)",
	[STMT_due_unit_back] = "queue_unit (unit=? AND step=? AND due>? AND due<?)",
	[STMT_old_step] = "shelf_step (step=? AND n>?)",
	[STMT_new_step] = "shelf_step (step=? AND n<?)",
	[STMT_old_branch] = "shelf_branch (branch=? AND step=? AND n>?)",
	[STMT_new_branch] = "shelf_branch (branch=? AND step=? AND n<?)",
	[STMT_old_unit] = "shelf_unit (unit=? AND step=? AND n>?)",
	[STMT_new_unit] = "shelf_unit (unit=? AND step=? AND n<?)",
	[STMT_old_all] = "INTEGER PRIMARY KEY (rowid>?)",
	[STMT_new_all] = "INTEGER PRIMARY KEY (rowid<?)",
	[STMT_old_touched] = "touch USING PRIMARY KEY (person=? AND active=? AND doc>?)",
	[STMT_new_touched] = "touch USING PRIMARY KEY (person=? AND active=? AND doc<?)",
	[STMT_old_ground] = "doc_ground USING PRIMARY KEY (code=? AND doc>?)",
	[STMT_new_ground] = "doc_ground USING PRIMARY KEY (code=? AND doc<?)",
	[STMT_old_named] = "link USING PRIMARY KEY (target=? AND how=? AND doc>?)",
	[STMT_new_named] = "link USING PRIMARY KEY (target=? AND how=? AND doc<?)",
	[STMT_old_words] = "words VIRTUAL TABLE INDEX 64:M1>",
	[STMT_new_words] = "words VIRTUAL TABLE INDEX 192:M1<",
	[STMT_own] = "INDEX own (drafter=? AND unit>? AND unit<?)",
	[STMT_shared] = "COVERING INDEX share_unit (unit>? AND unit<?)",
	[STMT_shares_in] = "COVERING INDEX share_unit (unit>? AND unit<?)",
	[STMT_share_drop] = "share USING PRIMARY KEY (doc=?)",
	[STMT_summary_one] = "INTEGER PRIMARY KEY (rowid=?)",
	[STMT_key] = "(id=?)",
	[STMT_row] = "INTEGER PRIMARY KEY (rowid=?)",
	[STMT_count_step] = "tally USING PRIMARY KEY (step=? AND unit>? AND unit<?)",
	[STMT_summary_step] = "tally USING PRIMARY KEY (step=? AND unit>? AND unit<?)",
	[STMT_summary_overdue] = "COVERING INDEX overdue (due<?)",
	[STMT_summary_period] = "COVERING INDEX period (created>? AND created<?)",
	[STMT_summary_own] = "COVERING INDEX own (drafter=? AND unit>? AND unit<?)",
	[STMT_sums_acts] = "decision_doc (doc=? AND sequence>?)",
	[STMT_sums_published] = "doc USING INTEGER PRIMARY KEY (rowid=?)",
	[STMT_sums_of] = "sums USING PRIMARY KEY (unit=? AND phase=? AND month>? AND month<?)",
	[STMT_sums_doc] = "decision_doc (doc=?)",
	[STMT_sums_own] = "COVERING INDEX own (drafter=? AND unit>? AND unit<?)",
	[STMT_open_step] = "COVERING INDEX shelf_step (step=?)",
	[STMT_record_places] = "COVERING INDEX shelf_step (step=?)",
	[STMT_record_text] = "standing USING INTEGER PRIMARY KEY (rowid=?)",
	[STMT_record_acts] = "decision_doc (doc=?)",
	[STMT_history_doc] = "decision_doc (doc=? AND sequence<?)",
	[STMT_history_all] = "d USING INTEGER PRIMARY KEY (rowid<?)",
	[STMT_document] = "(id=?)",
	[STMT_number] = "doc_number (number=?)",
	[STMT_original] = "doc_original (original=?)",
	[STMT_request] = "decision_request (request=?)",
	[STMT_walk_id] = "(id>?)",
	[STMT_walk_changed] = "d USING INTEGER PRIMARY KEY (rowid>?)",
	[STMT_walk_recounted] = "recounted ((sequence,doc)>(?,?))",
	[STMT_doc_before] = "INTEGER PRIMARY KEY (rowid=?)",
	[STMT_doc_number] = "(id=?)",
};

static void do_nothing(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	(void)argv;
	sqlite3_result_null(context);
}

static char *plan_of(sqlite3 *raw, const char *sql)
{
	char *explain = xasprintf("EXPLAIN QUERY PLAN %s", sql);
	struct str plan = {0};
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(raw, explain, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(raw));
	while (sqlite3_step(stmt) == SQLITE_ROW)
		str_addf(&plan, "%s\n", (const char *)sqlite3_column_text(stmt, 3));
	sqlite3_finalize(stmt);
	free(explain);
	return str_detach(&plan);
}

static void no_statement_reads_too_much(void **state)
{
	struct err err = {0};
	int bad = 0;
	sqlite3 *raw;

	(void)state;
	db_close(db_open("plan.db", DB_CREATE, &err));
	assert_int_equal(sqlite3_open("plan.db", &raw), SQLITE_OK);
	assert_int_equal(sqlite3_create_function(
				 raw, "has_words", 2, SQLITE_UTF8, NULL, do_nothing, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_create_function(
				 raw, "shared", 3, SQLITE_UTF8, NULL, do_nothing, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_create_function(
				 raw, "has_code", 2, SQLITE_UTF8, NULL, do_nothing, NULL, NULL),
		SQLITE_OK);
	assert_true(db_fts_register(raw));
	for (size_t i = 0; i < STMT_COUNT; i++) {
		char *plan = plan_of(raw, statements[i].sql);
		bool reads_all =
			strstr(plan, "SCAN") != NULL || strstr(plan, "TEMP B-TREE") != NULL;
		bool differs = searched[i] != NULL && strstr(plan, searched[i]) == NULL;

		if (reads_all != (excused[i] != NULL) || differs) {
			print_error("%s: %s\n", statements[i].name, plan);
			bad++;
		}
		free(plan);
	}
	sqlite3_close(raw);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_statement_reads_too_much),
	};

	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}
