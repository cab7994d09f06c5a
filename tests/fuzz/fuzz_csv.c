/* SPDX-License-Identifier: MIT */

/* Hostile tables; and what was read is written and read again as the same. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_row(struct str *out, const struct strv *cells)
{
	/* A blank line is no row: a row of one empty cell is written with quotes. */
	if (cells->n == 1 && *cells->v[0] == '\0')
		str_add(out, "\"\"");
	for (size_t i = 0; i < cells->n; i++) {
		str_add(out, i > 0 ? "," : "");
		csv_put(out, cells->v[i]);
	}
	str_add(out, "\r\n");
}

static void same(const struct strv *a, const struct strv *b)
{
	if (a->n != b->n)
		abort();
	for (size_t i = 0; i < a->n; i++) {
		if (!str_eq(a->v[i], b->v[i]))
			abort();
	}
}

static void write_and_read(const struct csv *csv)
{
	struct str out = {0};
	struct csv again = {0};
	struct err err;

	put_row(&out, &csv->columns);
	for (size_t i = 0; i < csv->n; i++)
		put_row(&out, &csv->rows[i].cells);
	if (!csv_parse(&again, out.buf, out.len, &err) || again.n != csv->n)
		abort();
	same(&csv->columns, &again.columns);
	for (size_t i = 0; i < csv->n; i++)
		same(&csv->rows[i].cells, &again.rows[i].cells);
	csv_release(&again);
	str_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv csv = {0};
	struct err err;

	if (!csv_parse(&csv, (const char *)data, size, &err))
		return 0;
	for (size_t i = 0; i < csv.n; i++) {
		if (!csv.rows[i].ragged && csv.rows[i].cells.n != csv.columns.n)
			abort();
		(void)csv_get(&csv, &csv.rows[i], csv.columns.v[0]);
	}
	write_and_read(&csv);
	csv_release(&csv);
	return 0;
}
