/* SPDX-License-Identifier: MIT */
/* A copy of a table beside its standard: rows that are missing, rows that say something else, rows
 * of its own. The copy is a file, or the rows of the pack that were made from others of it. */
#include <stdlib.h>
#include <string.h>

#include "core/csv.h"
#include "core/mem.h"
#include "core/reports.h"

struct comparison {
	const struct pack_table *table;
	const struct report_ask *ask;
	struct report_table *out;
	struct csv copy;
	int missing, changed, added;
};

static void put(struct comparison *c, const char *row, const char *name, const char *what,
	const char *label)
{
	report_word(c->out, row, NULL);
	report_word(c->out, name, NULL);
	report_word(c->out, what, label);
}

static void put_difference(struct comparison *c, const char *column, const char *label,
	const char *standard, const char *copy)
{
	report_word(c->out, column, label);
	report_word(c->out, standard, NULL);
	report_word(c->out, copy, NULL);
}

/* A row that is on one side alone. */
static void put_alone(struct comparison *c, const char *row, const char *name, bool is_missing)
{
	put(c, row, name, is_missing ? "missing" : "added",
		is_missing ? _("missing") : _("added by the copy"));
	put_difference(c, NULL, NULL, NULL, NULL);
	if (is_missing)
		c->missing++;
	else
		c->added++;
}

static bool is_own(const struct pack_table *table, const char *column)
{
	return strv_has(&table->own, column) || str_eq(table->parent, column);
}

static bool says(const struct name *cell, const char *text)
{
	for (int i = 0; i < LANG_COUNT; i++) {
		if (str_eq(cell->in[i], text))
			return true;
	}
	return false;
}

/* -- Within the pack --------------------------------------------------------------------------- */

/* The row that this one was made from; NULL where it is a first one. */
static const struct table_row *parent_of(
	const struct pack_table *table, const struct table_row *row)
{
	const struct name *cell =
		table->parent != NULL ? table_cell(table, row, table->parent) : NULL;

	return cell != NULL && !str_empty(cell->in[LANG_EN]) ? table_row(table, cell->in[LANG_EN])
							     : NULL;
}

static int depth_of(const struct pack_table *table, const struct table_row *row)
{
	int depth = 0;

	while (depth < 9 && (row = parent_of(table, row)) != NULL)
		depth++;
	return depth;
}

static bool has_copy(const struct pack_table *table, const struct table_row *standard)
{
	for (size_t i = 0; i < table->row_count; i++) {
		if (parent_of(table, &table->rows[i]) == standard)
			return true;
	}
	return false;
}

static void compare_rows(
	struct comparison *c, const struct table_row *standard, const struct table_row *row)
{
	bool differs = false;

	for (size_t i = 0; i < c->table->column_count; i++) {
		const struct table_column *column = &c->table->columns[i];
		const char *a = name_get(&standard->cells[i]), *b = name_get(&row->cells[i]);

		if (is_own(c->table, column->code) || str_eq(a, b))
			continue;
		put(c, row->code, name_get(&row->name), "changed", _("changed"));
		put_difference(c, column->code, name_get(&column->name), a, b);
		differs = true;
	}
	c->changed += differs;
}

static void compare_within(struct comparison *c)
{
	int deepest = 0;

	for (size_t i = 0; i < c->table->row_count; i++) {
		int depth = depth_of(c->table, &c->table->rows[i]);

		deepest = depth > deepest ? depth : deepest;
	}
	for (size_t i = 0; i < c->table->row_count; i++) {
		const struct table_row *row = &c->table->rows[i];
		const struct table_row *standard = parent_of(c->table, row);

		if (!table_row_matches(c->table, row, c->ask->where))
			continue;
		if (standard != NULL)
			compare_rows(c, standard, row);
		if (depth_of(c->table, row) < deepest && !has_copy(c->table, row))
			put_alone(c, row->code, name_get(&row->name), true);
	}
}

/* -- A file ------------------------------------------------------------------------------------ */

/* The standard row that a row of the file is a copy of, as it says or by its own code. */
static const char *made_from(const struct comparison *c, const struct csv_row *cells)
{
	const char *parent =
		c->table->parent != NULL ? csv_get(&c->copy, cells, c->table->parent) : "";

	return *parent != '\0' && table_row(c->table, parent) != NULL
		       ? parent
		       : csv_get(&c->copy, cells, "code");
}

static const struct csv_row *find_copy(const struct comparison *c, const char *code)
{
	for (size_t i = 0; i < c->copy.n; i++) {
		if (code_eq(made_from(c, &c->copy.rows[i]), code))
			return &c->copy.rows[i];
	}
	return NULL;
}

/* One column, in each form that the file has it in: x, x.en, x.zh. */
static bool compare_cell(struct comparison *c, const struct table_row *standard,
	const struct csv_row *cells, size_t i)
{
	static const char *const forms[] = {"", ".en", ".zh"};
	const struct table_column *column = &c->table->columns[i];
	const struct name *cell = &standard->cells[i];
	bool differs = false;

	for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
		char *key = xasprintf("%s%s", column->code, forms[k]);
		char *copy = str_trim(csv_get(&c->copy, cells, key));
		const char *expected =
			k == 0 ? name_get(cell) : cell->in[k == 1 ? LANG_EN : LANG_ZH];
		bool same = k == 0 ? says(cell, copy) : str_eq(expected, copy);

		if (csv_column(&c->copy, key) >= 0 && !same) {
			put(c, standard->code, name_get(&standard->name), "changed", _("changed"));
			put_difference(c, key, name_get(&column->name), expected, copy);
			differs = true;
		}
		free(key);
		free(copy);
	}
	return differs;
}

static void compare_file(struct comparison *c)
{
	for (size_t i = 0; i < c->table->row_count; i++) {
		const struct table_row *row = &c->table->rows[i];
		const struct csv_row *copy = find_copy(c, row->code);
		bool differs = false;

		if (!table_row_matches(c->table, row, c->ask->where))
			continue;
		if (copy == NULL)
			put_alone(c, row->code, name_get(&row->name), true);
		for (size_t k = 0; copy != NULL && k < c->table->column_count; k++)
			differs = (!is_own(c->table, c->table->columns[k].code) &&
					  compare_cell(c, row, copy, k)) ||
				  differs;
		c->changed += differs;
	}
	for (size_t i = 0; i < c->copy.n; i++) {
		const char *code = made_from(c, &c->copy.rows[i]);
		const char *name = csv_get(&c->copy, &c->copy.rows[i], "name.zh");

		if (table_row(c->table, code) == NULL)
			put_alone(c, code,
				*name != '\0' ? name : csv_get(&c->copy, &c->copy.rows[i], "name"),
				false);
	}
}

/* -- The report -------------------------------------------------------------------------------- */

static bool read_copy(struct comparison *c, struct err *err)
{
	if (c->ask->table == NULL)
		return true;
	if (!csv_parse(&c->copy, c->ask->table, c->ask->table_len, err))
		return false;
	return csv_column(&c->copy, "code") >= 0 ||
	       err_set(err, ERR_INPUT, _("the copy has no column 'code'"));
}

/* The first table with a column that says what a row was made from. */
static const struct pack_table *find_table(const struct pack *pack)
{
	for (size_t i = 0; i < pack->table_count; i++) {
		if (pack->tables[i].parent != NULL)
			return &pack->tables[i];
	}
	return NULL;
}

static bool make(struct session *session, const struct report_ask *ask, struct report *report,
	struct err *err)
{
	struct comparison c = {.ask = ask};
	bool ok;

	c.table = find_table(ask->table != NULL ? ask->pack : session_office(session)->pack);
	if (c.table == NULL)
		return err_set(err, ERR_REFUSED,
			_("no table of this pack says what its rows were made from"));
	if (!table_check_where(c.table, ask->where, err))
		return false;
	c.out = report_table(report, "rows", NULL);
	report_column(c.out, "row", _("Row"), COLUMN_WORD);
	report_column(c.out, "name", _("Name"), COLUMN_WORD);
	report_column(c.out, "what", _("What"), COLUMN_WORD);
	report_column(c.out, "column", _("Column"), COLUMN_WORD);
	report_column(c.out, "standard", _("Standard"), COLUMN_WORD);
	report_column(c.out, "copy", _("Copy"), COLUMN_WORD);
	ok = read_copy(&c, err);
	if (ok && ask->table != NULL)
		compare_file(&c);
	else if (ok)
		compare_within(&c);
	csv_release(&c.copy);
	report_figure(report, "missing", _("Rows missing"), c.missing);
	report_figure(report, "changed", _("Rows changed"), c.changed);
	report_figure(report, "added", _("Rows added"), c.added);
	return ok;
}

const struct report_kind report_comparison = {
	.name = "comparison",
	.title = N_("Copies of the catalogue beside their standard"),
	.help = N_("a unit's copy of the catalogue (--table FILE.csv), or the levels of the pack's "
		   "own, beside the standard: rows missing, rows changed"),
	.takes_table = true,
	.make = make,
};
