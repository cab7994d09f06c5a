/* SPDX-License-Identifier: MIT */
/* The schema itself says what is compared, so that a new table or column is, too: why its questions
 * are written here and are no rows of stmt.def. */
#include "store/db_compare.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/db_stmt.h"

enum how { AS_IT_IS, NOT_AT_ALL, AT_LEAST };

#define STEP_WORDS                                                                                 \
	"(SELECT s.kind || ':' || s.state FROM step s WHERE s.n = t.step)" /* numbered as met */

/* What is not compared as it is, and why. column NULL: the table. */
static const struct special {
	const char *table, *column;
	enum how how;
	const char *instead; /* of the column, or which rows of the table */
	bool may_have_more; /* the index may have other rows besides */
} specials[] = {
	/* How often things changed, told by nobody else. */
	{"layout", NULL, NOT_AT_ALL, NULL, false},
	/* States are numbered as papers come into them, and those that all have left stay. */
	{"step", NULL, AS_IT_IS, "t.n IN (SELECT step FROM doc)", false},
	{"step", "n", NOT_AT_ALL, NULL, false},
	{"doc", "step", AS_IT_IS, STEP_WORDS, false},
	{"tally", NULL, AS_IT_IS, "t.n <> 0", false},
	{"tally", "step", AS_IT_IS, STEP_WORDS, false},
	/* Of the site, not of the ledger: when the last checkpoint was made. */
	{"meta", NULL, AS_IT_IS, "t.key NOT LIKE 'checkpoint%'", false},
	/* Serials that were handed out and not used. */
	{"serial", NULL, AS_IT_IS, NULL, true},
	{"serial", "last", AT_LEAST, NULL, false},
	/* Texts are put in after the decisions that brought them, and taken out with their content.
	 */
	{"body_of", NULL, NOT_AT_ALL, NULL, false},
};

static const struct special *special(const char *table, const char *column)
{
	for (size_t i = 0; i < sizeof(specials) / sizeof(*specials); i++) {
		if (strcmp(specials[i].table, table) == 0 && str_eq(specials[i].column, column))
			return &specials[i];
	}
	return NULL;
}

/* -- What is asked ----------------------------------------------------------------------------- */

struct column {
	char *name; /* owns */
	enum how how;
	bool is_key;
	int64_t differ; /* rows so far */
	char *first; /* owns; the first of them */
};

struct table_of {
	char *name; /* owns */
	struct column *columns; /* owns */
	size_t n;
	bool may_have_more;
	char *sql; /* owns */
};

static void table_of_release(struct table_of *table)
{
	for (size_t i = 0; i < table->n; i++) {
		free(table->columns[i].name);
		free(table->columns[i].first);
	}
	free(table->columns);
	free(table->name);
	free(table->sql);
	*table = (struct table_of){0};
}

static sqlite3_stmt *prepare(struct db *db, const char *sql, struct err *err)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db->sql, sql, -1, &stmt, NULL) != SQLITE_OK)
		(void)db_fail(db, err);
	return stmt;
}

static void write_sql(struct table_of *table)
{
	const struct special *rows = special(table->name, NULL);
	struct str sql = {0}, order = {0};

	for (size_t i = 0; i < table->n; i++) {
		const struct special *of = special(table->name, table->columns[i].name);

		str_add(&sql, i == 0 ? "SELECT " : ", ");
		if (of != NULL && of->instead != NULL)
			str_add(&sql, of->instead);
		else
			str_addf(&sql, "t.\"%s\"", table->columns[i].name);
		if (table->columns[i].is_key)
			str_addf(&order, "%s%zu COLLATE BINARY", order.len > 0 ? ", " : "", i + 1);
	}
	str_addf(&sql, " FROM \"%s\" t", table->name);
	if (rows != NULL && rows->instead != NULL)
		str_addf(&sql, " WHERE %s", rows->instead);
	str_addf(&sql, " ORDER BY %s", str_get(&order));
	table->sql = str_detach(&sql);
	str_release(&order);
}

/* The columns of a table in the index that was made: those of its key, or else the first, or where
 * that is not compared all of them, tell its rows apart. */
static bool read_columns(struct db *made, struct table_of *table, struct err *err)
{
	sqlite3_stmt *stmt =
		prepare(made, "SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid", err);
	bool has_key = false;
	int rc = -1;

	if (stmt == NULL)
		return false;
	db_bind_text(stmt, 1, table->name);
	while ((rc = db_step(made, stmt, err)) > 0) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);
		const struct special *of = special(table->name, name);
		struct column column = {.how = of != NULL ? of->how : AS_IT_IS};

		if (column.how == NOT_AT_ALL)
			continue;
		column.name = xstrdup(name);
		column.is_key = sqlite3_column_int(stmt, 1) > 0;
		has_key = has_key || column.is_key;
		GROW(table->columns, table->n);
		table->columns[table->n++] = column;
	}
	sqlite3_finalize(stmt);
	for (size_t i = 0; !has_key && i < table->n; i++)
		table->columns[i].is_key = i == 0 || strcmp(table->name, "step") == 0;
	return rc == 0;
}

/* -- Row by row -------------------------------------------------------------------------------- */

static int compare_values(sqlite3_stmt *a, sqlite3_stmt *b, int i)
{
	int x = sqlite3_column_type(a, i), y = sqlite3_column_type(b, i), order;
	size_t m, n;

	if (x != y) /* SQLite's order: NULL, numbers, texts, bytes */
		return x == SQLITE_NULL || y == SQLITE_NULL
			       ? (y == SQLITE_NULL) - (x == SQLITE_NULL)
			       : (x > y) - (x < y);
	if (x == SQLITE_NULL)
		return 0;
	if (x == SQLITE_INTEGER) {
		int64_t p = sqlite3_column_int64(a, i), q = sqlite3_column_int64(b, i);

		return (p > q) - (p < q);
	}
	m = (size_t)sqlite3_column_bytes(a, i);
	n = (size_t)sqlite3_column_bytes(b, i);
	order = m > 0 && n > 0 ? memcmp(sqlite3_column_blob(a, i), sqlite3_column_blob(b, i),
					 m < n ? m : n)
			       : 0;
	return order != 0 ? order : (m > n) - (m < n);
}

static int compare_keys(const struct table_of *table, sqlite3_stmt *a, sqlite3_stmt *b)
{
	int order = 0;

	for (size_t i = 0; order == 0 && i < table->n; i++) {
		if (table->columns[i].is_key)
			order = compare_values(a, b, (int)i);
	}
	return order;
}

/* A document's id where the row has one or is about one; else its key. The caller frees. */
static char *name_row(struct db *db, const struct table_of *table, sqlite3_stmt *stmt)
{
	struct str key = {0};

	for (size_t i = 0; i < table->n; i++) {
		const char *name = table->columns[i].name;
		struct err ignored;
		char *id = NULL;
		sqlite3_stmt *of;

		if (strcmp(name, "doc") == 0 && sqlite3_column_type(stmt, (int)i) != SQLITE_NULL) {
			of = db_stmt(db, STMT_row);
			sqlite3_bind_int64(of, 1, sqlite3_column_int64(stmt, (int)i));
			if (db_step(db, of, &ignored) > 0)
				id = db_text(of, 0);
			sqlite3_reset(of);
		} else if (strcmp(table->name, "doc") == 0 && strcmp(name, "id") == 0) {
			id = db_text(stmt, (int)i);
		}
		if (id != NULL) {
			str_release(&key);
			return id;
		}
		if (table->columns[i].is_key && sqlite3_column_type(stmt, (int)i) != SQLITE_BLOB)
			str_addf(&key, "%s%s %s", key.len > 0 ? ", " : "", name,
				(const char *)sqlite3_column_text(stmt, (int)i));
	}
	return str_detach(&key);
}

struct comparison {
	struct db *db, *made;
	struct table_of table; /* owns */
	sqlite3_stmt *a, *b; /* its rows in both; own */
	struct column missing, extra; /* rows that one of them has not */
	db_differs *differs;
	void *context;
};

static void note(struct comparison *c, struct column *column, bool is_of_made)
{
	if (column->differ++ == 0)
		column->first =
			name_row(is_of_made ? c->made : c->db, &c->table, is_of_made ? c->b : c->a);
}

static void compare_rows(struct comparison *c)
{
	for (size_t i = 0; i < c->table.n; i++) {
		struct column *column = &c->table.columns[i];
		int order = compare_values(c->a, c->b, (int)i);

		if (column->how == AT_LEAST ? order < 0 : order != 0)
			note(c, column, true);
	}
}

static bool walk(struct comparison *c, struct err *err)
{
	int a = db_step(c->db, c->a, err), b = db_step(c->made, c->b, err);

	while (a > 0 || b > 0) {
		int order = a <= 0 ? 1 : b <= 0 ? -1 : compare_keys(&c->table, c->a, c->b);

		if (a < 0 || b < 0)
			return false;
		if (order == 0)
			compare_rows(c);
		else if (order > 0)
			note(c, &c->missing, true);
		else if (!c->table.may_have_more)
			note(c, &c->extra, false);
		if (order <= 0)
			a = db_step(c->db, c->a, err);
		if (order >= 0)
			b = db_step(c->made, c->b, err);
	}
	return a == 0 && b == 0;
}

static void tell(struct comparison *c, struct column *column, bool is_rows, bool is_extra)
{
	const struct db_difference difference = {
		.table = c->table.name,
		.column = is_rows ? NULL : column->name,
		.is_extra = is_extra,
		.row = column->first,
		.n = column->differ,
	};

	if (column->differ > 0)
		c->differs(c->context, &difference);
	if (is_rows)
		free(column->first);
}

static bool compare_table(struct comparison *c, struct err *err)
{
	bool ok;

	if (!read_columns(c->made, &c->table, err))
		return false;
	write_sql(&c->table);
	c->missing = c->extra = (struct column){0};
	c->a = prepare(c->db, c->table.sql, err);
	c->b = c->a != NULL ? prepare(c->made, c->table.sql, err) : NULL;
	ok = c->b != NULL && walk(c, err);
	sqlite3_finalize(c->a);
	sqlite3_finalize(c->b);
	for (size_t i = 0; ok && i < c->table.n; i++)
		tell(c, &c->table.columns[i], false, false);
	tell(c, &c->missing, true, false);
	tell(c, &c->extra, true, true);
	return ok;
}

/* Not the words that are searched: SQLite keeps them in tables of its own. */
static bool read_tables(struct db *made, struct strv *names, struct err *err)
{
	sqlite3_stmt *stmt = prepare(made,
		"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
		" AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
		err);
	int rc = -1;

	if (stmt == NULL)
		return false;
	while ((rc = db_step(made, stmt, err)) > 0)
		strv_add(names, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return rc == 0;
}

bool db_compare(struct db *db, struct db *made, db_differs *differs, void *context, struct err *err)
{
	struct comparison c = {.db = db, .made = made, .differs = differs, .context = context};
	struct strv names = {0};
	bool ok = read_tables(made, &names, err);

	for (size_t i = 0; ok && i < names.n; i++) {
		const struct special *of = special(names.v[i], NULL);

		if (of != NULL && of->how == NOT_AT_ALL)
			continue;
		c.table.name = xstrdup(names.v[i]);
		c.table.may_have_more = of != NULL && of->may_have_more;
		ok = compare_table(&c, err);
		table_of_release(&c.table);
	}
	strv_release(&names);
	return ok;
}
