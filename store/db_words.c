/* SPDX-License-Identifier: MIT */
/* Words of a query, as a function of SQL. */
#include <string.h>

#include "store/db_stmt.h"

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

bool db_add_functions(struct db *db, struct err *err)
{
	return sqlite3_create_function_v2(db->sql, "has_words", 2,
		       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, has_words,
		       NULL, NULL, NULL) == SQLITE_OK ||
	       db_fail(db, err);
}
