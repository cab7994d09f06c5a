/* SPDX-License-Identifier: MIT */
/* Forms: returns to be made from a register, whose rows and columns are tables of the pack. */
#include <stdlib.h>
#include <string.h>

#include "core/pack_read.h"

enum { UNIT_MAX = 1000000 };
static const char *const counts[FORM_WORDS] = {
	"new", "carried", "done", "left", "contested", "cell", "sum"};

static const struct pack_table *read_table(struct source *source, const char *key)
{
	char *code = source_text(source, key);
	const struct pack *pack = source->pack;
	const struct pack_table *table =
		code != NULL ? coded_find(CODED(pack->tables, pack->table_count, NULL), code)
			     : NULL;

	if (source->failed)
		table = NULL;
	else if (table == NULL)
		coded_unknown(CODED(pack->tables, pack->table_count, _("tables")),
			code != NULL ? code : "", source_place(source, key), source->err);
	else if (table_column(table, "count") < 0 || table_column(table, "of") < 0)
		source_fault(
			source, key, _("the table '%s' has no columns 'count' and 'of'"), code);
	source->failed = source->failed || table == NULL;
	free(code);
	return table;
}

/* Every row counts something there is, and sums name rows of the same table. */
static void read_entry(struct source *source, const char *key, const struct pack_table *table,
	const struct table_row *row, struct form_entry *entry)
{
	const char *word = name_get(table_cell(table, row, "count"));

	while (entry->word < FORM_WORDS && strcmp(word, counts[entry->word]) != 0)
		entry->word++;
	strv_split(&entry->of, name_get(table_cell(table, row, "of")), " ");
	if (entry->word == FORM_WORDS)
		source_fault(source, key,
			_("the row '%s' counts '%s'; there are: new, carried, done, left, "
			  "contested, cell, sum"),
			row->code, word);
	for (size_t k = 0; entry->word == FORM_SUM && k < entry->of.n; k++) {
		if (table_row(table, entry->of.v[k]) == NULL)
			source_fault(source, key, _("the row '%s' adds up '%s', which is no row"),
				row->code, entry->of.v[k]);
	}
}

/* NULL where there is no table; the caller frees. */
static struct form_entry *read_entries(
	struct source *source, const char *key, const struct pack_table *table)
{
	struct form_entry *entries =
		table != NULL ? xcalloc(table->row_count + 1, sizeof(*entries)) : NULL;

	for (size_t i = 0; table != NULL && i < table->row_count; i++)
		read_entry(source, key, table, &table->rows[i], &entries[i]);
	return entries;
}

static void entries_free(struct form_entry *entries, const struct pack_table *table)
{
	for (size_t i = 0; entries != NULL && i < table->row_count; i++)
		strv_release(&entries[i].of);
	free(entries);
}

void pack_form_release(struct pack_form *form)
{
	free(form->code);
	name_release(&form->name);
	free(form->when);
	entries_free(form->row_entries, form->rows);
	entries_free(form->column_entries, form->columns);
	strv_release(&form->left);
	strv_release(&form->right);
}

/* "new carried = done left": codes of rows on both sides. */
static void read_balance(struct source *source, struct pack_form *form)
{
	char *text = source_text(source, "balance");
	char *equals = text != NULL ? strchr(text, '=') : NULL;

	if (text != NULL && equals == NULL)
		source_fault(source, "balance", _("it is written like: new carried = done left"));
	if (equals != NULL) {
		*equals = '\0';
		strv_split(&form->left, text, " ");
		strv_split(&form->right, equals + 1, " ");
	}
	for (size_t i = 0; i < form->left.n + form->right.n; i++) {
		const char *code =
			i < form->left.n ? form->left.v[i] : form->right.v[i - form->left.n];

		if (form->rows != NULL && table_row(form->rows, code) == NULL)
			source_fault(source, "balance", _("there is no row '%s'"), code);
	}
	free(text);
}

/* A field of the form's kind; NULL where the key is missing. */
static const struct field *read_field(
	struct source *source, const struct kind *kind, const char *key, enum field_type type)
{
	char *code = source_text(source, key);
	const struct field *field = code != NULL ? kind_field(kind, code) : NULL;

	if (code != NULL && (field == NULL || field->type != type))
		source_fault(source, key, _("'%s' is no field of the type %s"), code,
			type == FIELD_DATE ? "date" : "number");
	free(code);
	return field;
}

static void read_records(struct source *source, struct pack_form *form)
{
	form->received = read_field(source, form->kind, "received", FIELD_DATE);
	form->done = read_field(source, form->kind, "done", FIELD_DATE);
	form->amount = read_field(source, form->kind, "amount", FIELD_NUMBER);
	form->unit = source_number(source, "unit", 1, UNIT_MAX, 0);
	if (form->unit != 0 && form->amount == NULL)
		source_fault(source, "unit", _("only an amount is told in a unit"));
	source_when(source, form->kind, &form->when);
}

void pack_read_form(struct source *source)
{
	struct pack *pack = source->pack;
	struct pack_form *form = SOURCE_ADD(source, pack->forms, pack->form_count);

	form->name = source_name(source, "name");
}

/* Once everything is read: the kind and its field. */
void pack_link_form(struct source *source)
{
	struct pack *pack = source->pack;
	char *code = source_code(source), *kind = source_text(source, "kind");
	struct pack_form *form = NULL;

	for (size_t i = 0; i < pack->form_count; i++) {
		if (code_eq(pack->forms[i].code, code))
			form = &pack->forms[i];
	}
	if (form == NULL)
		abort(); /* pack_read_form put it there */
	form->kind = pack_kind(pack, kind);
	if (form->kind == NULL)
		source_fault(source, "kind", _("there is no kind '%s'"), kind);
	else
		read_records(source, form);
	form->rows = read_table(source, "rows");
	form->columns = read_table(source, "columns");
	form->row_entries = read_entries(source, "rows", form->rows);
	form->column_entries = read_entries(source, "columns", form->columns);
	read_balance(source, form);
	free(code);
	free(kind);
}
