/* SPDX-License-Identifier: MIT */
#include "store/db_fts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

/* Called for each token: a piece of the text. Not SQLITE_OK ends it. */
typedef int (*take_token)(void *context, const char *token, size_t n);

enum { RUN_MAX = 64 }; /* bytes of a run that count */

enum script { NOTHING, ASCII, OTHER };

/* The length in bytes of the character at s; folded text is UTF-8, but a text from elsewhere may
 * end anywhere. */
static size_t char_size(const char *s, const char *end)
{
	size_t n = 1;

	while (s + n < end && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Marks and blanks outside ASCII: U+2000 to U+206F, U+3000 to U+303F, U+FF00 to U+FF0F and kin. */
static bool is_mark(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;

	if (n == 2)
		return u[0] == 0xc2;
	if (n != 3)
		return false;
	return (u[0] == 0xe2 && (u[1] == 0x80 || u[1] == 0x81)) || (u[0] == 0xe3 && u[1] == 0x80) ||
	       (u[0] == 0xef && u[1] == 0xbc && u[2] < 0x90);
}

static enum script script_of(const char *s, size_t n)
{
	if (n == 1)
		return isalnum((unsigned char)*s) && (unsigned char)*s < 0x80 ? ASCII : NOTHING;
	return is_mark(s, n) ? NOTHING : OTHER;
}

/* The tokens for the index; the fewest that find a word; the same without lone characters and
 * years, which every third document has. */
enum purpose { INDEXING, ASKING_EXACTLY, ASKING, ASKING_LITTLE };

struct run {
	const char *begin, *end;
	enum script script;
	bool is_whole; /* there are other characters on both sides */
};

static bool is_year(const struct run *run)
{
	return run->end - run->begin == 4 &&
	       (memcmp(run->begin, "19", 2) == 0 || memcmp(run->begin, "20", 2) == 0);
}

static int take_whole(const struct run *run, take_token take, void *context)
{
	char token[RUN_MAX + 1] = "\2";
	size_t n = (size_t)(run->end - run->begin);

	if (n > RUN_MAX)
		n = RUN_MAX;
	memcpy(token + 1, run->begin, n);
	return take(context, token, n + 1);
}

/* Letters and digits of ASCII. */
static int take_ascii(const struct run *run, enum purpose purpose, take_token take, void *context)
{
	ptrdiff_t n = run->end - run->begin;
	int rc = SQLITE_OK;

	if (purpose == ASKING_LITTLE && is_year(run))
		return rc;
	if (purpose == INDEXING || run->is_whole)
		rc = take_whole(run, take, context);
	if (purpose != INDEXING && run->is_whole)
		return rc;
	for (ptrdiff_t i = 0; rc == SQLITE_OK && i + 2 <= n; i++) {
		if (purpose == INDEXING || n == 2)
			rc = take(context, run->begin + i, 2);
		if (rc == SQLITE_OK && i + 3 <= n)
			rc = take(context, run->begin + i, 3);
	}
	return rc;
}

/* Asked for, every second pair will do, and the last. */
static int take_other(const struct run *run, enum purpose purpose, take_token take, void *context)
{
	const char *before = NULL;
	bool skip = false;
	int rc = SQLITE_OK;

	for (const char *p = run->begin; rc == SQLITE_OK && p < run->end;) {
		size_t n = char_size(p, run->end);
		bool last = p + n == run->end;

		if (purpose == INDEXING || (purpose != ASKING_LITTLE && before == NULL && last))
			rc = take(context, p, n);
		if (rc == SQLITE_OK && before != NULL &&
			(purpose <= ASKING_EXACTLY || !skip || last))
			rc = take(context, before, (size_t)(p + n - before));
		skip = before != NULL && !skip;
		before = p;
		p += n;
	}
	return rc;
}

static int take_all(
	const char *text, size_t len, enum purpose purpose, take_token take, void *context)
{
	const char *end = text + len;
	int rc = SQLITE_OK;

	for (const char *p = text; rc == SQLITE_OK && p < end;) {
		size_t n = char_size(p, end);
		struct run run = {.begin = p, .script = script_of(p, n)};

		if (*p == '\1') {
			p = memchr(run.begin, '\n', (size_t)(end - run.begin));
			p = p != NULL ? p : end;
			rc = take(context, run.begin, (size_t)(p - run.begin));
			continue;
		}
		do {
			p += n;
			n = p < end ? char_size(p, end) : 0;
		} while (p < end && run.script != NOTHING && script_of(p, n) == run.script);
		run.end = p;
		run.is_whole = run.begin > text && p < end;
		if (run.script == ASCII)
			rc = take_ascii(&run, purpose, take, context);
		else if (run.script == OTHER)
			rc = take_other(&run, purpose, take, context);
	}
	return rc;
}

/* -- FTS5 -------------------------------------------------------------------------------------- */

struct fts5_taker {
	void *context;
	int (*token)(void *, int, const char *, int, int, int);
};

static int give(void *context, const char *token, size_t n)
{
	struct fts5_taker *taker = context;

	return taker->token(taker->context, 0, token, (int)n, 0, (int)n);
}

static int create(void *context, const char **args, int n, Fts5Tokenizer **out)
{
	(void)args;
	(void)n;
	*out = (Fts5Tokenizer *)context;
	return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *tokenizer)
{
	(void)tokenizer;
}

/* A query's tokens were cut by db_fts_query: each is one as it stands. */
static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int n,
	int (*token)(void *, int, const char *, int, int, int))
{
	struct fts5_taker taker = {.context = context, .token = token};

	(void)tokenizer;
	if (flags & FTS5_TOKENIZE_QUERY)
		return give(&taker, text, (size_t)n);
	return take_all(text, (size_t)n, INDEXING, give, &taker);
}

bool db_fts_register(sqlite3 *sql)
{
	static fts5_tokenizer pairs = {create, destroy, tokenize};
	sqlite3_stmt *stmt = NULL;
	fts5_api *api = NULL;

	if (sqlite3_prepare_v2(sql, "SELECT fts5(?1)", -1, &stmt, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
		(void)sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return api != NULL &&
	       api->xCreateTokenizer(api, "pairs", &pairs, &pairs, NULL) == SQLITE_OK;
}

/* -- Queries ----------------------------------------------------------------------------------- */

static int ask_for(void *context, const char *token, size_t n)
{
	struct str *query = context;

	str_add(query, query->len > 0 ? " AND \"" : "\"");
	str_addn(query, token, n);
	str_addc(query, '"');
	return SQLITE_OK;
}

static void ask_all(const struct strv *words, enum purpose purpose, struct str *query)
{
	for (size_t i = 0; i < words->n; i++)
		(void)take_all(words->v[i], strlen(words->v[i]), purpose, ask_for, query);
}

char *db_fts_query(const struct strv *words, const char *scope)
{
	struct str query = {0};

	ask_all(words, ASKING_LITTLE, &query);
	if (query.len == 0)
		ask_all(words, ASKING, &query);
	if (query.len > 0 && scope != NULL)
		str_addf(&query, " AND \"\1%s\"", scope);
	return query.len > 0 ? str_detach(&query) : NULL;
}

char *db_fts_query_exact(const struct strv *words)
{
	struct str query = {0};

	ask_all(words, ASKING_EXACTLY, &query);
	return query.len > 0 ? str_detach(&query) : NULL;
}
