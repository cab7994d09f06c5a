/* SPDX-License-Identifier: MIT */
/* A report: its tables one below the other; Enter opens the cases behind a number. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/reports.h"
#include "tui/glyph.h"
#include "tui/office.h"
#include "tui/pick.h"
#include "tui/report_ask.h"

enum {
	GAP = 2,
	NARROWEST = 8,
	NAMES_NARROWEST = 14,
	IDS_NARROWEST = 18,
	BAR_COLS = 24,
	BAR_LEAST = 10,
	LEFT = 2,
	COLS_AT_FIRST = 77
};

enum line_what {
	LINE_TITLE,
	LINE_HEAD,
	LINE_ROW,
	LINE_NONE,
	LINE_SUM,
	LINE_COURSE, /* of a column over the rows, drawn small */
	LINE_FIGURE,
	LINE_NOTE,
	LINE_BLANK
};

struct report_line {
	enum line_what what;
	size_t table, i; /* i: the row, figure, note, or a course's column */
	struct glyph_line part; /* of a note: what stands on this line */
};

struct report_view {
	struct tui_view base;
	const struct report_kind *kind;
	struct report report;
	int **widths; /* owns; of each table's columns, as wide as what stands in them */
	size_t table_count;
	struct report_line *lines; /* owns */
	size_t n;
	struct list list;
	size_t column; /* of the cell under the cursor */
	int cols; /* of its lines, when they were drawn last */
	size_t first; /* the first column shown beside the very first, which stays */
	char *asked; /* owns; what was typed: unit:zfb from:2026-01-01; or NULL */
	struct strv words; /* its words, which ask borrows from */
	struct report_ask ask;
};

enum { ASK_NARROW, ASK_WRITE };

/* -- Lines ------------------------------------------------------------------------------------- */

static void add_line(struct report_view *view, enum line_what what, size_t table, size_t i)
{
	GROW(view->lines, view->n);
	view->lines[view->n++] = (struct report_line){.what = what, .table = table, .i = i};
}

/* How each number went from row to row; one row goes nowhere. */
static void add_courses(struct report_view *view, size_t t)
{
	const struct report_table *table = &view->report.tables[t];

	if (table->chart != CHART_LINE || report_rows(table) < 2)
		return;
	for (size_t c = 0; c < table->column_count; c++) {
		if (table->columns[c].is_summed)
			add_line(view, LINE_COURSE, t, c);
	}
}

/* As many lines as the note takes. */
static void add_note(struct report_view *view, size_t i)
{
	const char *note = view->report.notes.v[i];
	struct glyph_lines lines = {0};

	glyph_wrap(note, strlen(note), view->cols > 0 ? view->cols : COLS_AT_FIRST, &lines);
	for (size_t k = 0; k < lines.n; k++) {
		add_line(view, LINE_NOTE, 0, i);
		view->lines[view->n - 1].part = lines.v[k];
	}
	glyph_lines_release(&lines);
}

static void make_lines(struct report_view *view)
{
	const struct report *report = &view->report;

	free(view->lines);
	view->lines = NULL;
	view->n = 0;
	for (size_t t = 0; t < report->table_count; t++) {
		const struct report_table *table = &report->tables[t];

		if (t > 0)
			add_line(view, LINE_BLANK, t, 0);
		if (table->title != NULL)
			add_line(view, LINE_TITLE, t, 0);
		add_line(view, LINE_HEAD, t, 0);
		for (size_t row = 0; row < report_rows(table); row++)
			add_line(view, LINE_ROW, t, row);
		if (report_rows(table) == 0)
			add_line(view, LINE_NONE, t, 0);
		else if (report_has_sums(table))
			add_line(view, LINE_SUM, t, 0);
		add_courses(view, t);
	}
	if (report->figure_count + report->notes.n > 0)
		add_line(view, LINE_BLANK, 0, 0);
	for (size_t i = 0; i < report->figure_count; i++)
		add_line(view, LINE_FIGURE, 0, i);
	for (size_t i = 0; i < report->notes.n; i++)
		add_note(view, i);
}

static void forget(struct report_view *view)
{
	for (size_t i = 0; i < view->table_count; i++)
		free(view->widths[i]);
	free(view->widths);
	view->widths = NULL;
	view->table_count = 0;
	report_release(&view->report);
}

static int *measure(const struct report_table *table)
{
	int *widths = xcalloc(table->column_count, sizeof(*widths));

	for (size_t c = 0; c < table->column_count; c++)
		widths[c] = glyph_width(table->columns[c].title);
	for (size_t row = 0; row < report_rows(table); row++) {
		for (size_t c = 0; c < table->column_count; c++) {
			char *text = report_read(table, c, report_at(table, row, c));
			int width = glyph_width(text);

			if (width > widths[c])
				widths[c] = width;
			free(text);
		}
	}
	return widths;
}

static bool load(struct report_view *view, struct err *err)
{
	struct report report;
	bool ok;

	busy_begin(view->base.app);
	ok = session_report(view->base.app->session, view->kind->name, &view->ask, &report, err);
	busy_end(view->base.app);
	if (!ok)
		return false;
	forget(view);
	view->report = report;
	view->widths = xcalloc(report.table_count, sizeof(*view->widths));
	for (; view->table_count < report.table_count; view->table_count++)
		view->widths[view->table_count] = measure(&report.tables[view->table_count]);
	make_lines(view);
	return true;
}

static void refresh(struct tui_view *base)
{
	struct err err;

	if (!load((struct report_view *)base, &err))
		app_refuse(base->app, &err);
}

/* -- What is asked for ------------------------------------------------------------------------- */

/* The report of what was typed; what cannot be made leaves the one that is shown. */
static bool narrow(struct report_view *view, const char *typed, struct err *err)
{
	struct strv words = {0}, old = view->words;
	struct report_ask ask = {0}, before = view->ask;
	bool ok;

	strv_split(&words, typed, " ");
	ok = report_ask_read(&ask, &words, err);
	view->ask = ask;
	view->words = words;
	if (ok && load(view, err)) {
		set_str(&view->asked, typed);
		strv_release(&old);
		view->list.cursor = 0;
		return true;
	}
	view->ask = before;
	view->words = old;
	strv_release(&words);
	return false;
}

/* -- Written out ------------------------------------------------------------------------------- */

/* What it is called where nobody says otherwise. The caller frees. */
static char *own_name(const struct report_view *view)
{
	char today[DAY_SIZE];

	return xasprintf("%s-%s.xlsx", view->kind->name,
		day_format(session_today(view->base.app->session), today));
}

static void write_to(struct report_view *view, const char *typed)
{
	struct app *app = view->base.app;
	char *path = str_trim(typed), *whole;
	struct err err;

	if (*path == '\0') {
		free(path);
		path = own_name(view);
	}
	if (report_write(&view->report, path, &err)) {
		whole = realpath(path, NULL); /* a manager knows of no working directory */
		app_say(app, LEVEL_DONE, _("Written into %s"), whole != NULL ? whole : path);
		free(whole);
	} else {
		app_refuse(app, &err);
	}
	free(path);
}

/* A file of the machine the program runs on is of no use to somebody at the other end of SSH. */
static void ask_write(struct report_view *view)
{
	char *name, *help;

	if (getenv("SSH_CONNECTION") != NULL) {
		app_say(view->base.app, LEVEL_NOTE,
			_("From here: ssh HOST report %s --format html > report.html"),
			view->kind->name);
		return;
	}
	name = own_name(view);
	help = xasprintf(_("A new file: .html for a page, .xlsx for a workbook, .csv for a table; "
			   "nothing typed: %s"),
		name);
	ask_line(view->base.app, ASK_WRITE, _("Write out"), help, "");
	free(help);
	free(name);
}

static void answer(struct tui_view *base, int tag, const struct answer *got)
{
	struct report_view *view = (struct report_view *)base;
	const char *typed = got->text != NULL ? got->text : "";
	struct err err;

	if (!got->ok)
		return;
	if (tag == ASK_WRITE)
		write_to(view, typed);
	else if (!narrow(view, typed, &err))
		app_refuse(base->app, &err);
}

/* -- Columns ----------------------------------------------------------------------------------- */

static int total(const struct report_table *table, const int *widths)
{
	int sum = 0;

	for (size_t c = 0; c < table->column_count; c++)
		sum += widths[c] + GAP;
	return sum;
}

/* What a column of words is not made narrower than: an id can be read, and so can the words of a
 * row that has none beside them. */
static int least(const struct report_table *table, size_t column, int ids)
{
	bool is_id = report_rows(table) > 0 && report_at(table, 0, 0)->label == NULL;

	if (column > 0)
		return NARROWEST;
	for (size_t c = 1; c < table->column_count; c++) {
		if (!report_is_number(&table->columns[c]))
			return is_id ? ids : NARROWEST;
	}
	return NAMES_NARROWEST;
}

/* The widest column of words gives way until the row fits, or none can any more. */
static void squeeze(const struct report_table *table, int *widths, int cols)
{
	const int ids = widths[0] < IDS_NARROWEST ? widths[0] : IDS_NARROWEST;
	int over;

	while ((over = total(table, widths) - GAP - cols) > 0) {
		size_t widest = table->column_count;
		int second;

		for (size_t c = 0; c < table->column_count; c++) {
			if (report_is_number(&table->columns[c]) ||
				widths[c] <= least(table, c, ids))
				continue;
			if (widest == table->column_count || widths[c] > widths[widest])
				widest = c;
		}
		if (widest == table->column_count)
			return;
		second = least(table, widest, ids);
		for (size_t c = 0; c < table->column_count; c++) {
			if (c != widest && !report_is_number(&table->columns[c]) &&
				widths[c] > second && widths[c] < widths[widest])
				second = widths[c];
		}
		over = over < widths[widest] - second ? over : widths[widest] - second;
		widths[widest] -= over > 0 ? over : 1;
	}
}

/* The columns of a table as wide as they are shown; the caller frees. */
static int *squeezed(const struct report_view *view, size_t t, int cols)
{
	const struct report_table *table = &view->report.tables[t];
	int *widths = xmemdup(view->widths[t], table->column_count * sizeof(*widths));

	squeeze(table, widths, cols);
	return widths;
}

/* Moves the first column shown so that the one under the cursor is seen. */
static void scroll(struct report_view *view, int cols)
{
	const struct report_line *line = &view->lines[view->list.cursor];
	const size_t last = view->report.tables[line->table].column_count - 1,
		     column = view->column < last ? view->column : last;
	int *widths, used;

	if (line->what != LINE_HEAD && line->what != LINE_ROW && line->what != LINE_SUM)
		return;
	widths = squeezed(view, line->table, cols);
	if (view->first > column)
		view->first = column;
	do {
		used = widths[0];
		for (size_t c = view->first > 0 ? view->first : 1; c <= column; c++)
			used += GAP + widths[c];
	} while (used > cols && view->first++ < column);
	free(widths);
}

/* -- Drawing ----------------------------------------------------------------------------------- */

static char *text_of(const struct report_table *table, const struct report_line *line, size_t c)
{
	if (line->what == LINE_HEAD)
		return xstrdup(table->columns[c].title);
	if (line->what == LINE_ROW)
		return report_read(table, c, report_at(table, line->i, c));
	if (table->columns[c].is_summed)
		return xasprintf("%" PRId64, report_column_sum(table, c));
	return xstrdup(c == 0 ? _("Sum") : "");
}

/* What is left of the row beside a table with a drawing. */
static void draw_bar(
	struct grid *grid, const struct report_table *table, size_t row, struct rect rect)
{
	int64_t n = report_at(table, row, table->chart_value)->number;
	int cols = rect.cols < BAR_COLS ? rect.cols : BAR_COLS;
	int length = n > 0 ? (int)(n * cols / report_most(table)) : 0;

	for (int i = 0; cols >= BAR_LEAST && i < (n > 0 && length == 0 ? 1 : length); i++)
		grid_put(grid, rect.row, rect.col + i, 1, STYLE_GOOD, grid_mark(grid, MARK_BAR));
}

static void draw_cell(struct report_view *view, struct grid *grid, struct rect rect,
	const struct report_line *line, size_t c)
{
	const struct report_table *table = &view->report.tables[line->table];
	bool is_cell = line == &view->lines[view->list.cursor] && line->what == LINE_ROW &&
		       c == view->column;
	enum style style = is_cell                  ? STYLE_SELECTED
			   : line->what == LINE_ROW ? STYLE_TEXT
						    : STYLE_HEADING;
	char *text = text_of(table, line, c);

	if (is_cell) {
		grid_fill(grid, rect, STYLE_SELECTED);
		grid_cursor(grid, rect.row, rect.col);
	}
	if (report_is_number(&table->columns[c]))
		grid_right(grid, rect.row, rect.col, rect.cols, style, text);
	else
		grid_cut(grid, rect.row, rect.col, rect.cols, style, text);
	free(text);
}

/* The first column, and the others from the first one shown on; above them a mark says where there
 * are more. */
static void draw_cells(struct report_view *view, struct grid *grid, struct rect rect,
	const struct report_line *line)
{
	const struct report_table *table = &view->report.tables[line->table];
	int *widths = squeezed(view, line->table, rect.cols), col = rect.col;
	const int end = rect.col + rect.cols;
	size_t first = view->first > 0 && view->first < table->column_count ? view->first : 1;
	bool has_more = false;

	for (size_t c = 0; c < table->column_count && col < end; c = c == 0 ? first : c + 1) {
		int width = widths[c] < end - col ? widths[c] : end - col;

		if (line->what == LINE_HEAD && c == first && first > 1)
			grid_put(grid, rect.row, col - 1, 1, STYLE_HEADING,
				grid_mark(grid, MARK_LEFT));
		draw_cell(view, grid, (struct rect){rect.row, col, 1, width}, line, c);
		col += width + GAP;
		has_more = width < widths[c] || (c + 1 < table->column_count && col >= end);
	}
	if (line->what == LINE_HEAD && has_more)
		grid_put(grid, rect.row, end, 1, STYLE_HEADING, grid_mark(grid, MARK_RIGHT));
	if (table->chart != CHART_NONE && line->what == LINE_ROW)
		draw_bar(grid, table, line->i, (struct rect){rect.row, col, 1, end - col});
	free(widths);
}

static enum mark level_of(int64_t n, int64_t most)
{
	int levels = MARK_LEVEL_LAST - MARK_LEVEL + 1;

	return n > 0 ? (enum mark)(MARK_LEVEL + (n * levels - 1) / most) : MARK_DOT;
}

/* The title of a column and its course, the last rows that there is room for. */
static void draw_course(
	struct grid *grid, const struct report_table *table, size_t column, struct rect rect)
{
	int names = 0, cols;
	int64_t most = 1;
	size_t rows = report_rows(table), first;

	for (size_t c = 0; c < table->column_count; c++) {
		int width = glyph_width(table->columns[c].title);

		names = table->columns[c].is_summed && width > names ? width : names;
	}
	names += GAP;
	cols = rect.cols > names ? rect.cols - names : 0;
	first = rows > (size_t)cols ? rows - (size_t)cols : 0;
	for (size_t row = first; row < rows; row++) {
		int64_t n = report_at(table, row, column)->number;

		most = n > most ? n : most;
	}
	grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_TEXT, table->columns[column].title);
	for (size_t row = first; row < rows; row++) {
		int64_t n = report_at(table, row, column)->number;

		grid_put(grid, rect.row, rect.col + names + (int)(row - first), 1,
			n > 0 ? STYLE_GOOD : STYLE_DIM, grid_mark(grid, level_of(n, most)));
	}
}

static void draw_line(struct report_view *view, struct grid *grid, struct rect rect,
	const struct report_line *line)
{
	const struct report *report = &view->report;
	char *text = NULL;

	switch (line->what) {
	case LINE_BLANK: return;
	case LINE_TITLE:
		grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_LABEL,
			report->tables[line->table].title);
		return;
	case LINE_COURSE: draw_course(grid, &report->tables[line->table], line->i, rect); return;
	case LINE_NONE: grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_DIM, _("none")); return;
	case LINE_NOTE:
		text = xstrndup(report->notes.v[line->i] + line->part.start, line->part.len);
		grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_DIM, text);
		free(text);
		return;
	case LINE_FIGURE:
		text = xasprintf("%s: %" PRId64, report->figures[line->i].title,
			report->figures[line->i].number);
		grid_cut(grid, rect.row, rect.col, rect.cols, STYLE_TEXT, text);
		free(text);
		return;
	case LINE_HEAD:
	case LINE_ROW:
	case LINE_SUM: draw_cells(view, grid, rect, line); return;
	}
}

static void draw(struct tui_view *base, struct grid *grid, struct rect area)
{
	struct report_view *view = (struct report_view *)base;

	grid_cut(grid, area.row, area.col + LEFT, area.cols - LEFT, STYLE_DIM,
		view->report.about != NULL ? view->report.about : "");
	if (view->cols != area.cols - LEFT - 1) {
		view->cols = area.cols - LEFT - 1;
		make_lines(view);
	}
	list_fit(&view->list, (int)view->n, area.rows - 1);
	if (view->n > 0)
		scroll(view, view->cols);
	for (int i = 0; i < view->list.rows && view->list.top + i < view->list.n; i++) {
		int row = area.row + 1 + i;

		if (view->list.top + i == view->list.cursor) {
			grid_put(grid, row, area.col, 1, STYLE_HEADING,
				grid_mark(grid, MARK_CURSOR));
			grid_cursor(grid, row, area.col);
		}
		draw_line(view, grid, (struct rect){row, area.col + LEFT, 1, area.cols - LEFT - 1},
			&view->lines[view->list.top + i]);
	}
}

/* -- Keys -------------------------------------------------------------------------------------- */

/* The cell under the cursor; NULL where that is no row. */
static const struct report_cell *current(const struct report_view *view)
{
	const struct report_line *line;

	if (view->lines == NULL || view->list.cursor >= (int)view->n)
		return NULL;
	line = &view->lines[view->list.cursor];
	if (line->what != LINE_ROW || view->column >= view->report.tables[line->table].column_count)
		return NULL;
	return report_at(&view->report.tables[line->table], line->i, view->column);
}

static void open_list(struct report_view *view, const char *query)
{
	if (query == NULL)
		app_say(view->base.app, LEVEL_NOTE, _("There is no list behind this"));
	else
		view_papers(view->base.app, NULL, query, _(view->kind->title));
}

/* The cases of the cell, else of the first one in its row that has some. */
static void open_cases(struct report_view *view)
{
	const struct report_cell *cell = current(view);
	const struct report_line *line = &view->lines[view->list.cursor];

	if (cell == NULL) {
		if (line->what == LINE_FIGURE)
			open_list(view, view->report.figures[line->i].query);
		return;
	}
	for (size_t c = 0; cell->query == NULL && c < view->report.tables[line->table].column_count;
		c++) {
		if (report_at(&view->report.tables[line->table], line->i, c)->query != NULL)
			cell = report_at(&view->report.tables[line->table], line->i, c);
	}
	open_list(view, cell->query);
}

/* What can be done about the row, which its first word names. */
static void administer(struct report_view *view)
{
	const struct report_line *line =
		current(view) != NULL ? &view->lines[view->list.cursor] : NULL;
	const struct report_table *table = line != NULL ? &view->report.tables[line->table] : NULL;

	if (table != NULL)
		office_acts(view->base.app, table->key, report_at(table, line->i, 0)->word);
	else
		office_acts(view->base.app, NULL, NULL);
}

static bool type(struct tui_view *base, int key)
{
	struct report_view *view = (struct report_view *)base;
	size_t columns = 1;

	if (view->lines != NULL && view->list.cursor < (int)view->n)
		columns = view->report.tables[view->lines[view->list.cursor].table].column_count;

	if (key == K_RIGHT || key == 'l' || key == K_TAB)
		view->column = view->column + 1 < columns ? view->column + 1 : 0;
	else if (key == K_LEFT || key == 'h' || key == K_BACK_TAB)
		view->column = view->column > 0 ? view->column - 1 : columns - 1;
	else
		return false;
	return true;
}

static bool command(struct tui_view *base, enum command_id id)
{
	struct report_view *view = (struct report_view *)base;

	if (list_command(&view->list, id))
		return true;
	if (id == CMD_NARROW)
		ask_line(base->app, ASK_NARROW, _("Unit, days"),
			_("unit:zfb (and what is below it) from:2026-01-01 to:2026-03-31 "
			  "as-of:2026-01-31 kind:task. Nothing at all: everything."),
			view->asked != NULL ? view->asked : "");
	else if (id == CMD_WRITE)
		ask_write(view);
	else if (id == CMD_OPEN && view->n > 0)
		open_cases(view);
	else if (id == CMD_ADMINISTER)
		administer(view);
	return id == CMD_NARROW || id == CMD_WRITE || id == CMD_OPEN || id == CMD_ADMINISTER;
}

static char *title(struct tui_view *base)
{
	return xstrdup(_(((struct report_view *)base)->kind->title));
}

/* The whole of the cell under the cursor, where it is cut; NULL. The caller frees. */
static char *whole_cell(const struct report_view *view)
{
	const struct report_cell *cell = current(view);
	const struct report_line *line = &view->lines[view->list.cursor];
	char *text, *words = NULL;
	int *widths;

	if (cell == NULL || view->cols <= 0)
		return NULL;
	text = text_of(&view->report.tables[line->table], line, view->column);
	widths = squeezed(view, line->table, view->cols);
	if (glyph_width(text) > widths[view->column])
		words = xasprintf("%s: %s",
			view->report.tables[line->table].columns[view->column].title, text);
	free(widths);
	free(text);
	return words;
}

static char *status(struct tui_view *base)
{
	char *cell = whole_cell((struct report_view *)base);

	return cell != NULL
		       ? cell
		       : xstrdup(_("Arrows choose a number, Enter opens the papers behind it"));
}

static void close(struct tui_view *base)
{
	struct report_view *view = (struct report_view *)base;

	forget(view);
	free(view->lines);
	free(view->asked);
	strv_release(&view->words);
}

static const enum command_id bar[] = {CMD_HELP, CMD_OPEN, CMD_BACK, CMD_NARROW, CMD_WRITE,
	CMD_REPORTS, CMD_PALETTE, CMD_DESK, CMD_LANGUAGE, CMD_NONE};

static const struct view_ops ops = {
	.name = "report",
	.scopes = SCOPE_ALL | SCOPE_MOVE | SCOPE_TABLE | SCOPE_REPORT,
	.bar = bar,
	.title = title,
	.status = status,
	.draw = draw,
	.type = type,
	.command = command,
	.answer = answer,
	.refresh = refresh,
	.close = close,
};

static char *office_status(struct tui_view *base)
{
	char *cell = whole_cell((struct report_view *)base);

	return cell != NULL
		       ? cell
		       : app_hint(base->app, _("{administer} changes the line under the cursor, "
					       "or adds one"));
}

static const enum command_id office_bar[] = {CMD_HELP, CMD_ADMINISTER, CMD_OPEN, CMD_BACK,
	CMD_NARROW, CMD_WRITE, CMD_REPORTS, CMD_PALETTE, CMD_DESK, CMD_LANGUAGE, CMD_NONE};

/* The same with what can be done about who works here. */
static const struct view_ops office_ops = {
	.name = "office",
	.scopes = SCOPE_ALL | SCOPE_MOVE | SCOPE_TABLE | SCOPE_REPORT | SCOPE_OFFICE,
	.bar = office_bar,
	.title = title,
	.status = office_status,
	.draw = draw,
	.type = type,
	.command = command,
	.answer = answer,
	.refresh = refresh,
	.close = close,
};

/* On the first number that has cases behind it. */
static void place_cursor(struct report_view *view)
{
	const struct report_cell *cell;

	while (view->lines != NULL && view->list.cursor + 1 < (int)view->n &&
		view->lines[view->list.cursor].what != LINE_ROW)
		view->list.cursor++;
	while ((cell = current(view)) != NULL && cell->query == NULL)
		view->column++;
	if (cell == NULL)
		view->column = 0;
}

void view_report(struct app *app, const struct report_kind *kind, const char *typed)
{
	const struct view_ops *how = kind == &report_office ? &office_ops : &ops;
	struct report_view *view = view_new(sizeof(*view), how, app);
	struct err err;

	view->kind = kind;
	app_push(app, &view->base);
	if (narrow(view, typed, &err)) {
		place_cursor(view);
	} else {
		app_pop(app);
		app_refuse(app, &err);
	}
}
