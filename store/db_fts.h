/* SPDX-License-Identifier: MIT */
#ifndef STORE_DB_FTS_H
#define STORE_DB_FTS_H

/* Words in folded text, for FTS5. Every two neighbouring characters are a token, and so is a lone
 * one that is no letter or digit of ASCII; of those, every three in a row and every whole run.
 * Whatever two characters are looked for, their documents are found, and perhaps more: the text
 * itself is asked again. What stands between is left out. A line that begins with \1 is one token
 * as it is: a scope. */

#include <sqlite3.h>

#include "core/str.h"

/* Makes the tokenizer "pairs" known to a connection. */
bool db_fts_register(sqlite3 *sql);
/* An FTS5 query for the documents that may have all of the folded words; scope (borrowed) may be
 * NULL. The caller frees; NULL where the words have no token: a lone ASCII letter, a comma. */
char *db_fts_query(const struct strv *words, const char *scope);
/* The same where the text cannot be asked again: by every pair. */
char *db_fts_query_exact(const struct strv *words);

#endif
