/* SPDX-License-Identifier: MIT */
/* A report as one page that needs nothing beside it: no script, no font, no picture from elsewhere,
 * so that it can be mailed, archived and printed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/report.h"

static const char style[] =
	"body{font:15px/1.5 system-ui,'Noto Sans CJK SC','Microsoft "
	"YaHei',sans-serif;color:#1a1a1a;"
	"background:#fff;max-width:72em;margin:2em auto;padding:0 1em}"
	"h1{font-size:1.5em;margin:0}h2{font-size:1.15em;margin:1.8em 0 .4em}"
	".about,.notes{color:#555}"
	".t{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.6em 0}"
	"th,td{padding:.3em .6em;border-bottom:1px solid "
	"#d5d5d5;text-align:left;vertical-align:top}"
	"th{word-break:keep-all}td{white-space:nowrap}"
	"td.w{white-space:normal;min-width:24em;overflow-wrap:break-word}"
	"thead th{border-bottom:2px solid #1f4e79;color:#1f4e79}"
	"td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
	"tfoot td{border-top:2px solid #1f4e79;border-bottom:0;font-weight:600}"
	"svg{max-width:100%;height:auto}svg text{font:13px system-ui,'Noto Sans CJK SC',sans-serif;"
	"fill:#1a1a1a}"
	"@media print{body{margin:0;max-width:none;font-size:10pt}thead{display:table-header-group}"
	".t{overflow:visible}td{white-space:normal;word-break:keep-all}"
	"td.w{min-width:14em;word-break:normal}"
	"body.wide{page:wide;font-size:8pt}.wide th,.wide td{padding:.2em .3em}"
	"tr,svg{break-inside:avoid}@page{margin:15mm}@page wide{size:A4 landscape;margin:10mm}}";

static void put_text(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&': str_add(out, "&amp;"); break;
		case '<': str_add(out, "&lt;"); break;
		case '>': str_add(out, "&gt;"); break;
		case '"': str_add(out, "&quot;"); break;
		case '\'': str_add(out, "&#39;"); break;
		default: str_addc(out, *text); break;
		}
	}
}

static void put_element(struct str *out, const char *open, const char *text, const char *close)
{
	str_add(out, open);
	put_text(out, text);
	str_add(out, close);
}

/* -- Drawings ---------------------------------------------------------------------------------- */

enum {
	WIDTH = 860,
	BAR = 22, /* the height of a bar and the gap below it */
	LABELS = 120, /* the room for the words beside the bars: this much, or what they take */
	LABELS_MAX = 460,
	LETTER = 7, /* about how wide a column is in a drawing */
	PLOT = 220, /* the height of a line */
	POINT = 68, /* the room for what a point is called */
	BARS_MAX = 40,
	EDGE = 40,
	LONG = 40, /* columns: texts beyond this are broken into lines */
	MANY = 10, /* columns of a table: so many are printed on a page turned round */
};

static char *value_of(const struct report_table *table, size_t row)
{
	return report_read(table, table->chart_value, report_at(table, row, table->chart_value));
}

/* The room that the labels of so many rows take. */
static int room_of(const struct report_table *table, size_t rows)
{
	int room = LABELS;

	for (size_t row = 0; row < rows; row++) {
		char *label = report_chart_label(table, row);
		int width = report_width(label) * LETTER + 16;

		room = width > room ? width : room;
		free(label);
	}
	return room < LABELS_MAX ? room : LABELS_MAX;
}

static void put_bar(
	struct str *out, const struct report_table *table, size_t row, int64_t most, int room)
{
	int64_t n = report_at(table, row, table->chart_value)->number;
	int y = (int)row * BAR, length = (int)(n * (WIDTH - room - 90) / most);
	char *label = report_chart_label(table, row), *value = value_of(table, row);

	str_addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", room - 8, y + 15);
	put_element(out, "", label, "</text>");
	str_addf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#1f4e79\"/>", room,
		y + 2, length > 0 ? length : 1, BAR - 5);
	str_addf(out, "<text x=\"%d\" y=\"%d\">", room + length + 6, y + 15);
	put_element(out, "", value, "</text>\n");
	free(label);
	free(value);
}

static void put_bars(struct str *out, const struct report_table *table)
{
	size_t rows = report_rows(table) < BARS_MAX ? report_rows(table) : BARS_MAX;
	int64_t most = report_most(table);
	int room = room_of(table, rows);

	str_addf(out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">\n", WIDTH,
		(int)rows * BAR + 4, WIDTH);
	for (size_t row = 0; row < rows; row++)
		put_bar(out, table, row, most, room);
	str_add(out, "</svg>\n");
}

/* Where a row's point lies. */
static void place(const struct report_table *table, size_t row, int64_t most, int *x, int *y)
{
	size_t gaps = report_rows(table) > 1 ? report_rows(table) - 1 : 1;
	int64_t n = report_at(table, row, table->chart_value)->number;

	*x = EDGE + (int)(row * (WIDTH - 2 * EDGE) / gaps);
	*y = PLOT - (int)(n * (PLOT - EDGE) / most);
}

static void put_point(struct str *out, const struct report_table *table, size_t row, int64_t most)
{
	char *label = report_chart_label(table, row), *value = value_of(table, row);
	int x, y;

	place(table, row, most, &x, &y);
	str_addf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"3.5\" fill=\"#1f4e79\"/>", x, y);
	str_addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", x, y - 9);
	put_element(out, "", value, "</text>");
	str_addf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", x, PLOT + 18);
	put_element(out, "", label, "</text>\n");
	free(label);
	free(value);
}

static void put_line(struct str *out, const struct report_table *table)
{
	int64_t most = report_most(table);
	/* Of many rows those are named that there is room for, the last one among them. */
	size_t rows = report_rows(table), step = 1 + rows * POINT / (WIDTH - 2 * EDGE);

	str_addf(out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">\n", WIDTH, PLOT + 26,
		WIDTH);
	str_addf(out,
		"<path d=\"M%d %dH%d\" stroke=\"#999\"/><polyline fill=\"none\" "
		"stroke=\"#1f4e79\" stroke-width=\"2\" points=\"",
		EDGE, PLOT, WIDTH - EDGE);
	for (size_t row = 0; row < rows; row++) {
		int x, y;

		place(table, row, most, &x, &y);
		str_addf(out, "%d,%d ", x, y);
	}
	str_add(out, "\"/>\n");
	for (size_t row = (rows - 1) % step; row < rows; row += step)
		put_point(out, table, row, most);
	str_add(out, "</svg>\n");
}

/* -- Tables ------------------------------------------------------------------------------------ */

static const char *open_cell(const struct report_column *column, bool is_head)
{
	bool is_number = report_is_number(column);

	if (is_head)
		return is_number ? "<th class=\"n\" scope=\"col\">" : "<th scope=\"col\">";
	return is_number ? "<td class=\"n\">" : "<td>";
}

/* A column with one long text is broken into lines in all its rows. */
static bool *long_columns(const struct report_table *table)
{
	bool *is_long = xcalloc(table->column_count + 1, sizeof(*is_long));

	for (size_t i = 0; i < table->cell_count; i++) {
		size_t c = i % table->column_count;
		char *text;

		if (table->columns[c].type != COLUMN_WORD && table->columns[c].type != COLUMN_LIST)
			continue;
		text = report_read(table, c, &table->cells[i]);
		is_long[c] = is_long[c] || report_width(text) > LONG;
		free(text);
	}
	return is_long;
}

static void put_row(
	struct str *out, const struct report_table *table, size_t row, const bool *is_long)
{
	str_add(out, "<tr>");
	for (size_t c = 0; c < table->column_count; c++) {
		char *text = report_read(table, c, report_at(table, row, c));

		put_element(out,
			is_long[c] ? "<td class=\"w\">" : open_cell(&table->columns[c], false),
			text, "</td>");
		free(text);
	}
	str_add(out, "</tr>\n");
}

static void put_foot(struct str *out, const struct report_table *table)
{
	str_add(out, "<tfoot><tr>");
	for (size_t c = 0; c < table->column_count; c++) {
		str_add(out, open_cell(&table->columns[c], false));
		if (table->columns[c].is_summed)
			str_addf(out, "%" PRId64, report_column_sum(table, c));
		else if (c == 0)
			put_text(out, _("Sum"));
		str_add(out, "</td>");
	}
	str_add(out, "</tr></tfoot>\n");
}

/* What is drawn, and where not all of it is. */
static void put_chart(struct str *out, const struct report_table *table)
{
	const char *what = table->columns[table->chart_value].title;
	char *cut = NULL;

	if (table->chart == CHART_NONE || report_rows(table) == 0)
		return;
	if (table->chart == CHART_BARS && report_rows(table) > BARS_MAX)
		cut = xasprintf(
			_("%s: the first %d rows of %zu"), what, BARS_MAX, report_rows(table));
	put_element(out, "<p class=\"about\">", cut != NULL ? cut : what, "</p>\n");
	free(cut);
	if (table->chart == CHART_BARS)
		put_bars(out, table);
	else
		put_line(out, table);
}

static void put_table(
	struct str *out, const struct report *report, const struct report_table *table)
{
	bool *is_long = long_columns(table);

	if (table->title != NULL)
		put_element(out, "<h2>", table->title, "</h2>\n");
	put_chart(out, table);
	str_add(out, "<div class=\"t\"><table>\n<thead><tr>");
	for (size_t c = 0; c < table->column_count; c++)
		put_element(
			out, open_cell(&table->columns[c], true), table->columns[c].title, "</th>");
	str_add(out, "</tr></thead>\n<tbody>\n");
	if (report_rows(table) == 0) {
		str_addf(out, "<tr><td class=\"about\" colspan=\"%zu\">", table->column_count);
		put_element(out, "", _("none"), "</td></tr>\n");
	}
	do {
		for (size_t row = 0; row < report_rows(table); row++)
			put_row(out, table, row, is_long);
	} while (report_turn(report, table, out));
	str_add(out, "</tbody>\n");
	if (report_has_sums(table) && report_rows(table) > 0)
		put_foot(out, table);
	str_add(out, "</table></div>\n");
	free(is_long);
}

static bool is_wide(const struct report *report)
{
	for (size_t i = 0; i < report->table_count; i++) {
		if (report->tables[i].column_count >= MANY)
			return true;
	}
	return false;
}

void report_html(const struct report *report, const char *lang, struct str *out)
{
	str_addf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
		lang);
	put_text(out, report->title);
	str_addf(out, "</title>\n<style>%s</style>\n</head>\n<body%s>\n", style,
		is_wide(report) ? " class=\"wide\"" : "");
	put_element(out, "<h1>", report->title, "</h1>\n");
	if (report->about != NULL)
		put_element(out, "<p class=\"about\">", report->about, "</p>\n");
	for (size_t i = 0; i < report->table_count; i++)
		put_table(out, report, &report->tables[i]);
	for (size_t i = 0; i < report->figure_count; i++) {
		put_element(out, "<p>", report->figures[i].title, "");
		str_addf(out, ": <strong>%" PRId64 "</strong></p>\n", report->figures[i].number);
	}
	for (size_t i = 0; i < report->notes.n; i++)
		put_element(out, "<p class=\"notes\">", report->notes.v[i], "</p>\n");
	str_add(out, "</body>\n</html>\n");
}
