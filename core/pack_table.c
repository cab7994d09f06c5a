/* SPDX-License-Identifier: MIT */
/* Tables of a pack: the catalogue, the list of what is withheld, whatever has rows that papers
 * name.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/csv.h"
#include "core/day.h"
#include "core/mem.h"
#include "core/pack_read.h"

static const char *const suffixes[LANG_COUNT] = {[LANG_EN] = "en", [LANG_ZH] = "zh"};

struct reading {
	struct source *source;
	struct pack_table *table;
	const struct pack_file *file;
	struct csv csv;
};

/* -- Columns ----------------------------------------------------------------------------------- */

static void name_columns(
	struct source *source, struct pack_table *table, const char *key, enum lang lang)
{
	struct strv names = {0};

	strv_split(&names, conf_get(source->section, key), "|");
	if (names.n != table->column_count)
		source_fault(source, key, _("'%s' has %zu names for %zu columns"), key, names.n,
			table->column_count);
	for (size_t i = 0; i < names.n && i < table->column_count; i++)
		table->columns[i].name.in[lang] = str_trim(names.v[i]);
	strv_release(&names);
}

static void read_columns(struct source *source, struct pack_table *table)
{
	struct strv codes = {0};

	strv_split(&codes, conf_get(source->section, "columns"), "| \t");
	for (size_t i = 0; i < codes.n; i++) {
		if (!code_is_valid(codes.v[i]))
			source_fault(source, "columns",
				_("'%s' is no code; a code is ASCII letters, digits, - and _"),
				codes.v[i]);
		if (table_column(table, codes.v[i]) >= 0)
			source_fault(
				source, "columns", _("'%s' stands twice in the list"), codes.v[i]);
		GROW(table->columns, table->column_count);
		table->columns[table->column_count++].code = xstrdup(codes.v[i]);
	}
	strv_release(&codes);
	name_columns(source, table, "columns.en", LANG_EN);
	name_columns(source, table, "columns.zh", LANG_ZH);
}

/* -- Rows -------------------------------------------------------------------------------------- */

static void bad_row(struct reading *r, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void bad_row(struct reading *r, int line, const char *fmt, ...)
{
	va_list ap;
	char *sentence;

	if (r->source->failed)
		return;
	va_start(ap, fmt);
	sentence = xvasprintf(fmt, ap);
	va_end(ap);
	pack_fault(r->source->err, (struct place){r->file->path, line}, "%s", sentence);
	free(sentence);
	r->source->failed = true;
}

/* A cell in every language: of the columns x.en and x.zh, or the same of the column x. */
static struct name read_cell(const struct reading *r, const struct csv_row *cells, const char *code)
{
	struct name name = {{0}};
	const char *plain = csv_get(&r->csv, cells, code);

	for (int i = 0; i < LANG_COUNT; i++) {
		char *column = xasprintf("%s.%s", code, suffixes[i]);
		const char *cell = csv_get(&r->csv, cells, column);

		name.in[i] = str_trim(*cell != '\0' ? cell : plain);
		free(column);
	}
	return name;
}

static int read_day(struct reading *r, const struct csv_row *cells, const char *column)
{
	const char *cell = csv_get(&r->csv, cells, column);
	int day = DAY_NONE;

	if (*cell != '\0' && !day_parse(cell, &day))
		bad_row(r, cells->line, _("'%s' is no day; a day is written 2026-11-23"), cell);
	return day;
}

/* What the row fills in when a paper is marked by it. */
static void read_filling(struct reading *r, struct table_row *row, const struct csv_row *cells)
{
	const struct pack *pack = r->source->pack;

	if (r->table->marks.n == 0 || r->source->failed)
		return;
	if (!codes_read(&row->grounds, CODED(pack->grounds, pack->ground_count, _("grounds")),
		    csv_get(&r->csv, cells, "ground"), " ",
		    (struct place){r->file->path, cells->line}, r->source->err))
		r->source->failed = true;
	else if (row->grounds.n == 0)
		bad_row(r, cells->line,
			_("'%s' names no ground; a row that papers are marked by names one"),
			row->code);
	row->reason = read_cell(r, cells, "reason");
}

static void read_row(struct reading *r, const struct csv_row *cells)
{
	const char *code = csv_get(&r->csv, cells, "code");
	struct pack_table *table = r->table;
	struct table_row *row;

	if (cells->ragged)
		bad_row(r, cells->line,
			_("the row has more or fewer cells than the table columns"));
	else if (!code_is_valid(code))
		bad_row(r, cells->line,
			_("'%s' is no code; a code is ASCII letters, digits, - and _"), code);
	else if (table_row(table, code) != NULL)
		bad_row(r, cells->line, _("'%s' stands twice in the table"), code);
	if (r->source->failed)
		return;
	GROW(table->rows, table->row_count);
	row = &table->rows[table->row_count++];
	row->code = xstrdup(code);
	row->name = read_cell(r, cells, "name");
	row->from = read_day(r, cells, "from");
	row->to = read_day(r, cells, "to");
	row->cells = xcalloc(table->column_count + 1, sizeof(*row->cells));
	for (size_t i = 0; i < table->column_count; i++)
		row->cells[i] = read_cell(r, cells, table->columns[i].code);
	if (str_empty(row->name.in[LANG_EN]) || str_empty(row->name.in[LANG_ZH]))
		bad_row(r, cells->line, _("'%s' has no name"), code);
	read_filling(r, row, cells);
}

/* Whether the file has the column, alone or in every language. */
static bool has_column(const struct csv *csv, const char *code)
{
	bool all = true;

	for (int i = 0; i < LANG_COUNT; i++) {
		char *column = xasprintf("%s.%s", code, suffixes[i]);

		all = all && csv_column(csv, column) >= 0;
		free(column);
	}
	return all || csv_column(csv, code) >= 0;
}

static bool is_declared(const struct pack_table *table, const char *written)
{
	static const char *const own[] = {"code", "name", "from", "to", "ground", "reason"};
	char *code = xstrdup(written);
	size_t n = strlen(code);
	bool found;

	if (n > 3 && (strcmp(code + n - 3, ".en") == 0 || strcmp(code + n - 3, ".zh") == 0))
		code[n - 3] = '\0';
	found = table_column(table, code) >= 0;
	for (size_t i = 0; i < COUNT(own); i++)
		found = found || strcmp(code, own[i]) == 0;
	free(code);
	return found;
}

static void check_columns(struct reading *r)
{
	const struct pack_table *table = r->table;

	if (!has_column(&r->csv, "code") || !has_column(&r->csv, "name"))
		bad_row(r, 1, _("a table has the columns code and name (name.en, name.zh)"));
	for (size_t i = 0; i < table->column_count; i++) {
		if (!has_column(&r->csv, table->columns[i].code))
			bad_row(r, 1, _("the table has no column '%s'"), table->columns[i].code);
	}
	for (size_t i = 0; i < r->csv.columns.n; i++) {
		if (!is_declared(table, r->csv.columns.v[i]))
			bad_row(r, 1, _("the column '%s' is not declared"), r->csv.columns.v[i]);
	}
}

/* The columns by which a copy is held against what it was made from. */
static void read_kinship(struct source *source, struct pack_table *table)
{
	struct coded columns = CODED(table->columns, table->column_count, _("columns"));
	struct strv parent = {0};

	source_codes(source, "parent", columns, &parent);
	source_codes(source, "own", columns, &table->own);
	if (parent.n > 1)
		source_fault(source, "parent", _("a row is made from one other: one column"));
	table->parent = parent.n > 0 ? xstrdup(parent.v[0]) : NULL;
	strv_release(&parent);
}

void pack_read_table(struct source *source)
{
	struct pack *pack = source->pack;
	struct pack_table *table = SOURCE_ADD(source, pack->tables, pack->table_count);
	struct reading r = {.source = source, .table = table, .file = source_file(source, "file")};

	table->name = source_name(source, "name");
	source_codes(source, "marks",
		CODED(pack->attributes, pack->attribute_count, _("attributes")), &table->marks);
	read_columns(source, table);
	read_kinship(source, table);
	if (source->failed || r.file == NULL)
		return;
	if (!csv_parse(&r.csv, r.file->text, r.file->len, source->err)) {
		source->failed = !err_wrap(source->err, "%s", r.file->path);
		return;
	}
	check_columns(&r);
	for (size_t i = 0; i < r.csv.n && !source->failed; i++)
		read_row(&r, &r.csv.rows[i]);
	csv_release(&r.csv);
}

/* -- Questions --------------------------------------------------------------------------------- */

const struct pack_table *pack_table(const struct pack *pack, const char *code)
{
	return coded_find(CODED(pack->tables, pack->table_count, NULL), code);
}

const struct pack_table *pack_marking_table(const struct pack *pack, const char *attribute)
{
	for (size_t i = 0; attribute != NULL && i < pack->table_count; i++) {
		if (strv_has(&pack->tables[i].marks, attribute))
			return &pack->tables[i];
	}
	return NULL;
}

const struct table_row *table_row(const struct pack_table *table, const char *code)
{
	return coded_find(CODED(table->rows, table->row_count, NULL), code);
}

int table_column(const struct pack_table *table, const char *code)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (code_eq(table->columns[i].code, code))
			return (int)i;
	}
	return -1;
}

const struct name *table_cell(
	const struct pack_table *table, const struct table_row *row, const char *column)
{
	int i = table_column(table, column);

	return i >= 0 ? &row->cells[i] : NULL;
}

bool table_check_where(const struct pack_table *table, const struct strv *where, struct err *err)
{
	for (size_t i = 0; where != NULL && i < where->n; i++) {
		size_t n = strcspn(where->v[i], "=");
		char *column = xstrndup(where->v[i], n), *columns;
		bool ok = where->v[i][n] == '=' && table_column(table, column) >= 0;

		free(column);
		if (ok)
			continue;
		columns = coded_join(CODED(table->columns, table->column_count, NULL));
		err_set(err, ERR_INPUT, _("'%s' is no COLUMN=VALUE; the columns are: %s"),
			where->v[i], columns);
		free(columns);
		return false;
	}
	return true;
}

bool table_row_matches(
	const struct pack_table *table, const struct table_row *row, const struct strv *where)
{
	for (size_t i = 0; where != NULL && i < where->n; i++) {
		const char *equals = strchr(where->v[i], '=');
		char *column =
			xstrndup(where->v[i], equals != NULL ? (size_t)(equals - where->v[i]) : 0);
		const struct name *cell = table_cell(table, row, column);
		bool says = false;

		for (int k = 0; cell != NULL && k < LANG_COUNT; k++)
			says = says || str_eq(cell->in[k], equals + 1);
		free(column);
		if (!says)
			return false;
	}
	return true;
}

bool table_term(const struct pack_table *table, const struct table_row *row, const char *column,
	int *days, enum count_unit *count)
{
	static const char *const words[] = {
		[COUNT_WORKING] = "working", [COUNT_CALENDAR] = "calendar"};
	const struct name *cell = table_cell(table, row, column);
	struct strv said = {0};
	bool ok, known = false;

	strv_split(&said, cell != NULL ? cell->in[LANG_EN] : NULL, " ");
	ok = said.n > 0 && said.n < 3 && str_number(said.v[0], days) && *days <= CLOCK_DAYS_MAX;
	for (size_t i = 0; ok && said.n > 1 && i < sizeof(words) / sizeof(*words); i++) {
		if (!code_eq(said.v[1], words[i]))
			continue;
		*count = (enum count_unit)i;
		known = true;
	}
	ok = ok && (known || said.n == 1);
	strv_release(&said);
	return ok;
}

bool table_row_is_live(const struct table_row *row, int day)
{
	return (row->from == DAY_NONE || day >= row->from) &&
	       (row->to == DAY_NONE || day <= row->to);
}

/* Letters that two codes share at their beginning, without the case. */
static size_t shared(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] != '\0' && b[n] != '\0') {
		char one[2] = {a[n], '\0'}, other[2] = {b[n], '\0'};

		if (!code_eq(one, other))
			break;
		n++;
	}
	return n;
}

static bool is_named(const struct table_row *row, const char *typed)
{
	bool named = false;

	for (int i = 0; i < LANG_COUNT; i++)
		named = named || strstr(row->name.in[i], typed) != NULL;
	return named && *typed != '\0';
}

char *table_near(const struct pack_table *table, const char *typed)
{
	enum { NEAR = 5 };
	struct strv near = {0};
	size_t best = 0;
	char *joined;

	for (size_t i = 0; i < table->row_count; i++) {
		size_t n = shared(table->rows[i].code, typed);

		best = n > best ? n : best;
	}
	/* Those that are called so, else those whose code begins so. */
	for (int pass = 0; pass < 2 && near.n == 0; pass++) {
		for (size_t i = 0; i < table->row_count && near.n < NEAR; i++) {
			const struct table_row *row = &table->rows[i];
			char *one = xasprintf("%s (%s)", row->code, name_get(&row->name));

			if (pass == 0 ? is_named(row, typed) : shared(row->code, typed) == best)
				strv_add(&near, one);
			free(one);
		}
	}
	joined = strv_join(&near, ", ");
	strv_release(&near);
	return joined;
}

void pack_release_table(struct pack_table *table)
{
	free(table->code);
	name_release(&table->name);
	strv_release(&table->marks);
	free(table->parent);
	strv_release(&table->own);
	for (size_t i = 0; i < table->row_count; i++) {
		struct table_row *row = &table->rows[i];

		free(row->code);
		name_release(&row->name);
		for (size_t k = 0; k < table->column_count; k++)
			name_release(&row->cells[k]);
		free(row->cells);
		strv_release(&row->grounds);
		name_release(&row->reason);
	}
	free(table->rows);
	for (size_t i = 0; i < table->column_count; i++) {
		free(table->columns[i].code);
		name_release(&table->columns[i].name);
	}
	free(table->columns);
}
