/* SPDX-License-Identifier: MIT */
#include "cli/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "core/mem.h"

enum { GAP = 2, NARROWEST = 8, READABLE = 24, LEFT_OUT = -1 };

void sheet_add(struct sheet *sheet, const char *cell)
{
	strv_add(&sheet->cells, cell != NULL ? cell : "");
}

int *sheet_widths(const struct sheet *sheet)
{
	int *widths = xcalloc(sheet->columns, sizeof(*widths));

	for (size_t i = 0; sheet->least != NULL && i < sheet->columns; i++)
		widths[i] = sheet->least[i];
	for (size_t i = 0; sheet->columns > 0 && i < sheet->cells.n; i++) {
		int width = out_width(sheet->cells.v[i]);

		if (width > widths[i % sheet->columns])
			widths[i % sheet->columns] = width;
	}
	return widths;
}

static int total_width(const struct sheet *sheet, const int *widths)
{
	int total = sheet->indent - GAP;

	for (size_t i = 0; i < sheet->columns; i++)
		total += widths[i] != LEFT_OUT ? widths[i] + GAP : 0;
	return total;
}

/* Leaves out what can be spared while the column that is cut would become too narrow to read. */
static void give_way(const struct sheet *sheet, int room, int *widths)
{
	int *cut = &widths[sheet->gives_way];
	int readable = *cut < READABLE ? *cut : READABLE;

	if (room == 0)
		return;
	for (const char *c = sheet->spare; c != NULL && *c != '\0'; c++) {
		if (total_width(sheet, widths) - *cut + readable > room)
			widths[*c - '0'] = LEFT_OUT;
	}
	if (total_width(sheet, widths) > room)
		*cut -= total_width(sheet, widths) - room;
	if (*cut < NARROWEST)
		*cut = NARROWEST;
}

/* A cell of several lines would break the row. */
static char *one_line(const char *cell, int width)
{
	char *cut = out_cut(cell, width);

	for (char *c = cut; *c != '\0'; c++) {
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	}
	return cut;
}

/* No blanks at the end of a line. */
static void end_line(struct str *out)
{
	while (out->len > 0 && out->buf[out->len - 1] == ' ')
		out->len--;
	str_addc(out, '\n');
}

static void put_cell(const char *text, int gap, int width, struct str *out)
{
	char *cell = one_line(text, width);

	str_addf(out, "%*s%s%*s", gap, "", cell, width - out_width(cell), "");
	free(cell);
}

void sheet_format(const struct sheet *sheet, int columns, struct str *out)
{
	int *widths;

	if (sheet->cells.n == 0)
		return;
	widths = sheet_widths(sheet);
	give_way(sheet, columns, widths);
	for (size_t i = 0; i < sheet->cells.n; i++) {
		size_t column = i % sheet->columns;

		if (widths[column] != LEFT_OUT)
			put_cell(sheet->cells.v[i], column == 0 ? sheet->indent : GAP,
				widths[column], out);
		if (column + 1 == sheet->columns)
			end_line(out);
	}
	free(widths);
}

void sheet_print(const struct sheet *sheet)
{
	struct str text = {0};

	sheet_format(sheet, sheet->is_list ? out_columns() : 0, &text);
	out_bytes(str_get(&text), text.len);
	str_release(&text);
}

void sheet_release(struct sheet *sheet)
{
	strv_release(&sheet->cells);
}
