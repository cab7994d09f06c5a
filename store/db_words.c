/* SPDX-License-Identifier: MIT */
/* Words and codes of a query, as functions of SQL. */
#include <string.h>
#include <strings.h>

#include "store/db_plan.h"

enum { BUILD_BYTES = 64 << 20, LIVE_BYTES = 1 << 20 }; /* of words held in memory */

static void has_words(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]);
	const struct strv *words = sqlite3_value_pointer(argv[1], "words");
	bool all = text != NULL;

	(void)argc;
	for (size_t i = 0; all && words != NULL && i < words->n; i++)
		all = strstr(text, words->v[i]) != NULL;
	sqlite3_result_int(context, all);
}

/* Whether any of the codes stands in a text of them. */
static void has_code(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	const char *text = (const char *)sqlite3_value_text(argv[0]);
	const struct strv *codes = sqlite3_value_pointer(argv[1], "codes");
	bool any = false;

	(void)argc;
	while (!any && text != NULL && codes != NULL && *text != '\0') {
		size_t n = strcspn(text, " ");

		for (size_t i = 0; !any && n > 0 && i < codes->n; i++)
			any = strlen(codes->v[i]) == n && strncasecmp(codes->v[i], text, n) == 0;
		text += n + (text[n] == ' ');
	}
	sqlite3_result_int(context, any);
}

static bool add_function(struct db *db, const char *name,
	void (*function)(sqlite3_context *, int, sqlite3_value **), struct err *err)
{
	return sqlite3_create_function_v2(db->sql, name, 2,
		       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, function, NULL,
		       NULL, NULL) == SQLITE_OK ||
	       db_fail(db, err);
}

bool db_add_functions(struct db *db, struct err *err)
{
	return add_function(db, "has_words", has_words, err) &&
	       add_function(db, "has_code", has_code, err) && db_add_shared(db, err);
}

bool db_words_option(struct db *db, const char *name, int value, struct err *err)
{
	sqlite3_stmt *stmt = db_stmt(db, STMT_words_option);

	db_bind_text(stmt, 1, name);
	sqlite3_bind_int(stmt, 2, value);
	return db_run(db, stmt, err);
}

/* Why automerge is off (see make in db.c): it would now and then rewrite the large segment that
 * this leaves, in the middle of somebody's decision. Small segments are merged when 16 have come.
 */
bool db_fill_words(struct db *db, struct err *err)
{
	return db_words_option(db, "hashsize", BUILD_BYTES, err) &&
	       db_run(db, db_stmt(db, STMT_words_clear), err) &&
	       db_run(db, db_stmt(db, STMT_words_fill), err) &&
	       db_run(db, db_stmt(db, STMT_words_optimize), err) &&
	       db_words_option(db, "hashsize", LIVE_BYTES, err);
}
