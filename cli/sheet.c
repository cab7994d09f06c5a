/* SPDX-License-Identifier: MIT */
#include "cli/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "core/mem.h"

enum { GAP = 2, NARROWEST = 8 };

void sheet_add(struct sheet *sheet, const char *cell)
{
	strv_add(&sheet->cells, cell != NULL ? cell : "");
}

static int *measure(const struct sheet *sheet)
{
	int *widths = xcalloc(sheet->columns, sizeof(*widths));

	for (size_t i = 0; i < sheet->cells.n; i++) {
		int width = out_width(sheet->cells.v[i]);

		if (width > widths[i % sheet->columns])
			widths[i % sheet->columns] = width;
	}
	return widths;
}

static void give_way(const struct sheet *sheet, int room, int *widths)
{
	int total = sheet->indent;
	int *narrow = &widths[sheet->gives_way];

	for (size_t i = 0; i < sheet->columns; i++)
		total += widths[i] + (i > 0 ? GAP : 0);
	if (room == 0 || total <= room)
		return;
	*narrow -= total - room;
	if (*narrow < NARROWEST)
		*narrow = NARROWEST;
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

void sheet_format(const struct sheet *sheet, int columns, struct str *out)
{
	int *widths;

	if (sheet->cells.n == 0)
		return;
	widths = measure(sheet);
	give_way(sheet, columns, widths);
	for (size_t i = 0; i < sheet->cells.n; i++) {
		size_t column = i % sheet->columns;
		char *cell = one_line(sheet->cells.v[i], widths[column]);

		str_addf(out, "%*s%s", column == 0 ? sheet->indent : GAP, "", cell);
		if (column + 1 < sheet->columns)
			str_addf(out, "%*s", widths[column] - out_width(cell), "");
		else
			end_line(out);
		free(cell);
	}
	free(widths);
}

void sheet_print(const struct sheet *sheet)
{
	struct str text = {0};

	sheet_format(sheet, out_columns(), &text);
	out_bytes(str_get(&text), text.len);
	str_release(&text);
}

void sheet_release(struct sheet *sheet)
{
	strv_release(&sheet->cells);
}
