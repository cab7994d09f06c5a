/* SPDX-License-Identifier: MIT */
#include "core/csv.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

/* More cells than that in a row are not kept: one line of commas must not fill the memory. */
enum { COLUMNS_MAX = 256 };

static const char mark[] = "\xEF\xBB\xBF";

struct reader {
	const char *p, *end;
	int line;
	struct str cell;
};

static bool at_break(const struct reader *reader)
{
	return reader->p == reader->end || *reader->p == '\n' ||
	       (*reader->p == '\r' && (reader->p + 1 == reader->end || reader->p[1] == '\n'));
}

static void skip_break(struct reader *reader)
{
	if (reader->p < reader->end && *reader->p == '\r')
		reader->p++;
	if (reader->p < reader->end && *reader->p == '\n')
		reader->p++;
	reader->line++;
}

static bool read_quoted(struct reader *reader, struct err *err)
{
	int line = reader->line;

	for (reader->p++; reader->p < reader->end; reader->p++) {
		if (*reader->p == '"') {
			if (reader->p + 1 == reader->end || reader->p[1] != '"')
				break;
			reader->p++;
		}
		if (*reader->p == '\n')
			reader->line++;
		str_addc(&reader->cell, *reader->p);
	}
	if (reader->p == reader->end)
		return err_set(
			err, ERR_INPUT, _("line %d: a quote is opened and never closed"), line);
	reader->p++;
	if (!at_break(reader) && *reader->p != ',')
		return err_set(err, ERR_INPUT,
			_("line %d: text follows a closing quote; a quote inside a field is "
			  "written twice"),
			reader->line);
	return true;
}

static bool read_cell(struct reader *reader, struct err *err)
{
	str_clear(&reader->cell);
	if (reader->p < reader->end && *reader->p == '"')
		return read_quoted(reader, err);
	while (!at_break(reader) && *reader->p != ',')
		str_addc(&reader->cell, *reader->p++);
	return true;
}

/* Reads the cells of a row; *count is how many it has, kept or not. */
static bool read_row(struct reader *reader, struct strv *cells, size_t *count, struct err *err)
{
	for (*count = 1;; ++*count) {
		if (!read_cell(reader, err))
			return false;
		if (cells->n < COLUMNS_MAX)
			strv_add(cells, str_get(&reader->cell));
		if (at_break(reader))
			break;
		reader->p++;
	}
	skip_break(reader);
	return true;
}

static bool read_columns(struct csv *csv, struct reader *reader, struct err *err)
{
	int line = reader->line;
	size_t count;

	if (reader->p == reader->end)
		return err_set(err, ERR_INPUT,
			_("line %d: the table is empty; its first row names the columns"), line);
	if (!read_row(reader, &csv->columns, &count, err))
		return false;
	if (count > COLUMNS_MAX)
		return err_set(
			err, ERR_INPUT, _("line %d: more than %d columns"), line, COLUMNS_MAX);
	for (size_t i = 0; i < csv->columns.n; i++) {
		if (csv_column(csv, csv->columns.v[i]) != (int)i)
			return err_set(err, ERR_INPUT, _("line %d: the column '%s' stands twice"),
				line, csv->columns.v[i]);
	}
	return true;
}

static void skip_blank_lines(struct reader *reader)
{
	while (reader->p < reader->end && at_break(reader))
		skip_break(reader);
}

static bool read_rows(struct csv *csv, struct reader *reader, struct err *err)
{
	skip_blank_lines(reader);
	if (!read_columns(csv, reader, err))
		return false;
	for (skip_blank_lines(reader); reader->p < reader->end; skip_blank_lines(reader)) {
		struct csv_row *row;
		size_t count;

		GROW(csv->rows, csv->n);
		row = &csv->rows[csv->n++];
		row->line = reader->line;
		if (!read_row(reader, &row->cells, &count, err))
			return false;
		row->ragged = count != csv->columns.n;
	}
	return true;
}

bool csv_parse(struct csv *csv, const char *text, size_t len, struct err *err)
{
	struct reader reader = {.p = text, .end = text + len, .line = 1};
	bool ok;

	if (len > 0 && memchr(text, '\0', len) != NULL)
		return err_set(err, ERR_INPUT, _("line 1: a table is text, this holds a NUL byte"));
	if (len >= sizeof(mark) - 1 && memcmp(text, mark, sizeof(mark) - 1) == 0)
		reader.p += sizeof(mark) - 1;
	ok = read_rows(csv, &reader, err);
	str_release(&reader.cell);
	if (!ok)
		csv_release(csv);
	return ok;
}

void csv_release(struct csv *csv)
{
	for (size_t i = 0; i < csv->n; i++)
		strv_release(&csv->rows[i].cells);
	free(csv->rows);
	strv_release(&csv->columns);
	*csv = (struct csv){0};
}

int csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->columns.n; i++) {
		if (strcmp(csv->columns.v[i], name) == 0)
			return (int)i;
	}
	return -1;
}

const char *csv_get(const struct csv *csv, const struct csv_row *row, const char *column)
{
	int i = csv_column(csv, column);

	return i >= 0 && (size_t)i < row->cells.n ? row->cells.v[i] : "";
}

void csv_put(struct str *out, const char *field)
{
	if (strpbrk(field, ",\"\r\n") == NULL && !starts_with(field, mark)) {
		str_add(out, field);
		return;
	}
	str_addc(out, '"');
	for (; *field != '\0'; field++) {
		if (*field == '"')
			str_addc(out, '"');
		str_addc(out, *field);
	}
	str_addc(out, '"');
}
