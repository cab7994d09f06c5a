/* SPDX-License-Identifier: MIT */
/* Forms: returns to be made from a register, whose rows and columns are tables of the pack. */
#include <stdlib.h>
#include <string.h>

#include "core/pack_read.h"

static const char *const counts[] = {"new", "carried", "done", "left", "contested", "cell", "sum"};

static const struct pack_table *read_table(struct source *source, const char *key)
{
	char *code = source_text(source, key);
	const struct pack *pack = source->pack;
	const struct pack_table *table =
		code != NULL ? coded_find(CODED(pack->tables, pack->table_count, NULL), code)
			     : NULL;

	if (table == NULL)
		coded_unknown(CODED(pack->tables, pack->table_count, _("tables")),
			code != NULL ? code : "", source_place(source, key), source->err);
	else if (table_column(table, "count") < 0 || table_column(table, "of") < 0)
		source_fault(
			source, key, _("the table '%s' has no columns 'count' and 'of'"), code);
	source->failed = source->failed || table == NULL;
	free(code);
	return table;
}

static bool is_count(const char *word)
{
	for (size_t i = 0; i < COUNT(counts); i++) {
		if (strcmp(word, counts[i]) == 0)
			return true;
	}
	return false;
}

/* Every row counts something there is, and sums name rows of the same table. */
static void check_table(struct source *source, const char *key, const struct pack_table *table)
{
	for (size_t i = 0; table != NULL && i < table->row_count; i++) {
		const struct table_row *row = &table->rows[i];
		const char *word = name_get(table_cell(table, row, "count"));
		struct strv of = {0};

		strv_split(&of, name_get(table_cell(table, row, "of")), " ");
		if (!is_count(word))
			source_fault(source, key,
				_("the row '%s' counts '%s'; there are: new, carried, done, left, "
				  "contested, cell, sum"),
				row->code, word);
		for (size_t k = 0; strcmp(word, "sum") == 0 && k < of.n; k++) {
			if (table_row(table, of.v[k]) == NULL)
				source_fault(source, key,
					_("the row '%s' adds up '%s', which is no row"), row->code,
					of.v[k]);
		}
		strv_release(&of);
	}
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
	char *received = source_text(source, "received");
	struct pack_form *form = NULL;

	for (size_t i = 0; i < pack->form_count; i++) {
		if (code_eq(pack->forms[i].code, code))
			form = &pack->forms[i];
	}
	if (form == NULL)
		abort(); /* pack_read_form put it there */
	form->kind = pack_kind(pack, kind);
	form->received = form->kind != NULL ? kind_field(form->kind, received) : NULL;
	if (form->kind == NULL)
		source_fault(source, "kind", _("there is no kind '%s'"), kind);
	else if (form->received == NULL || form->received->type != FIELD_DATE)
		source_fault(source, "received", _("'%s' is no field of the type date"), received);
	form->rows = read_table(source, "rows");
	form->columns = read_table(source, "columns");
	check_table(source, "rows", form->rows);
	check_table(source, "columns", form->columns);
	read_balance(source, form);
	free(code);
	free(kind);
	free(received);
}
