/* SPDX-License-Identifier: MIT */
#include "tui/diff_page.h"

#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "tui/paper_pages.h"
#include "tui/say.h"

enum { SIDE_FROM = 100, AROUND = 3, UNWRAPPED = 20000 };

/* Which side of a pair of columns a line stands in. */
enum { OLD, NEW };

void diff_page_forget(struct diff_page *page)
{
	int base = page->base;
	bool is_inline = page->is_inline;

	for (size_t i = 0; i < page->cell_count; i++) {
		free(page->cells[i].text);
		free(page->cells[i].marks);
	}
	free(page->cells);
	free(page->lines);
	free(page->changes);
	free(page->heading);
	free(page->none);
	memset(page, 0, sizeof(*page));
	page->base = base;
	page->is_inline = is_inline;
}

void diff_page_release(struct diff_page *page)
{
	diff_page_forget(page);
	*page = (struct diff_page){0};
}

/* ---- reading --------------------------------------------------------------------------------- */

static struct diff_cell *add_cell(struct diff_page *page, enum diff_kind kind, char *text)
{
	struct diff_cell *cell;

	GROW(page->cells, page->cell_count);
	cell = &page->cells[page->cell_count++];
	*cell = (struct diff_cell){.kind = kind};
	cell->text = text;
	return cell;
}

/* A row with marks around what changed in it, which says without colour what colour says too. */
static void add_row(struct diff_page *page, const struct diff *diff, const struct diff_row *row)
{
	enum { MARKS = 4 }; /* bytes of "[-" and "-]" */
	struct str text = {0};
	struct diff_cell *cell;
	size_t added = 0;

	diff_row_print(diff, row, &text);
	cell = add_cell(page, row->kind, str_detach(&text));
	if (row->range_count == 0)
		return;
	cell->marks = xcalloc(row->range_count, sizeof(*cell->marks));
	for (size_t i = 0; i < row->range_count; i++) {
		const struct diff_range *range = &diff->ranges[row->first_range + i];

		cell->marks[cell->mark_count++] =
			(struct find_hit){range->start + added, range->len + MARKS};
		added += MARKS;
	}
}

/* Whether a row is changed, or stands so near to one that it is shown with it. */
static bool is_near(const struct diff *diff, size_t i, size_t around)
{
	size_t from = i < around ? 0 : i - around;

	for (size_t k = from; k < diff->n && k <= i + around; k++) {
		if (diff->rows[k].kind != DIFF_SAME)
			return true;
	}
	return false;
}

static void add_diff(
	struct diff_page *page, const char *title, const char *from, const char *to, size_t around)
{
	struct diff diff;

	diff_init(&diff, from, to);
	if (!diff.is_equal)
		add_cell(page, DIFF_SAME, xstrdup(title))->is_heading = true;
	for (size_t i = 0; i < diff.n && !diff.is_equal; i++) {
		size_t first = i;

		if (is_near(&diff, i, around)) {
			add_row(page, &diff, &diff.rows[i]);
			continue;
		}
		while (i + 1 < diff.n && !is_near(&diff, i + 1, around))
			i++;
		if (around > 0)
			add_cell(page, DIFF_SAME,
				xasprintf(_("%zu lines are the same"), i - first + 1))
				->is_fold = true;
	}
	diff_release(&diff);
}

/* The particulars of a paper as lines of a text, in the words of the screen. The caller frees. */
static char *particulars(const struct session *session, const struct paper *paper)
{
	struct view view = {.document.paper = *paper}; /* borrows all of the paper */
	struct lines lines = {0};
	struct str out = {0};

	/* The text itself is compared: its file and hash say nothing to a reader. */
	view.document.paper.original = (struct blob_ref){0};
	pages_particulars(&lines, UNWRAPPED, session, &view);
	for (size_t i = 0; i < lines.n; i++)
		str_addf(&out, "%s%s%s\n", lines.v[i].label != NULL ? lines.v[i].label : "",
			lines.v[i].label != NULL ? ": " : "", lines.v[i].text);
	lines_release(&lines);
	return str_detach(&out);
}

static char *describe(const struct office *office, const struct history_entry *entry)
{
	char when[MOMENT_SIZE];

	moment_format(stamp_moment(entry->site_time), when);
	return xasprintf(_("Changed since %s: %s, %s"), when,
		label_person(office, entry->decision.actor),
		label_action(office, entry->decision.action));
}

static bool load_public(struct diff_page *page, struct session *session,
	const struct document *document, struct err *err)
{
	const char *id = document->paper.id;
	char *text = NULL, *public = NULL;
	size_t len;
	bool ok = session_text(session, id, &text, &len, err) &&
		  session_public_text(session, id, &public, &len, err);

	if (ok) {
		page->heading = xstrdup(_("What the public would not read, or read otherwise"));
		add_diff(page, _("Text"), text, public, AROUND);
	}
	free(text);
	free(public);
	return ok;
}

static bool load_version(struct diff_page *page, struct session *session,
	const struct document *document, const struct history *history, int base, struct err *err)
{
	struct version from = {0};
	char *now = NULL, *words[2] = {NULL, NULL};
	size_t len;
	bool ok = session_version(session, document->paper.id, base, &from, err) &&
		  session_text(session, document->paper.id, &now, &len, err);

	if (ok) {
		page->heading = describe(session_office(session), &history->v[base - 1]);
		words[OLD] = particulars(session, &from.paper);
		words[NEW] = particulars(session, &document->paper);
		add_diff(page, _("Particulars"), words[OLD], words[NEW], 0);
		add_diff(page, _("Text"), from.text, now, AROUND);
	}
	free(words[OLD]);
	free(words[NEW]);
	free(now);
	version_release(&from);
	return ok;
}

bool diff_page_load(struct diff_page *page, struct session *session,
	const struct document *document, const struct history *history, struct err *err)
{
	int base = page->base != DIFF_SINCE_REVIEW ? page->base
						   : version_reviewed(&document->paper, history);
	bool ok = true;

	diff_page_forget(page);
	page->is_loaded = true;
	if (base == DIFF_PUBLIC)
		ok = load_public(page, session, document, err);
	else if (base > 0)
		ok = load_version(page, session, document, history, base, err);
	if (base == DIFF_SINCE_REVIEW)
		page->none = xstrdup(_("Only those who wrote this paper have had it so far: there "
				       "is nothing yet that a reviewer saw."));
	else if (ok && page->cell_count == 0)
		page->none = xstrdup(_("Nothing has changed since then."));
	return ok;
}

/* ---- laying out ------------------------------------------------------------------------------ */

static void add_line(struct diff_page *page, struct diff_line line)
{
	GROW(page->lines, page->line_count);
	page->lines[page->line_count++] = line;
}

/* The rows that one or two cells take beside each other. */
static void lay_pair(struct diff_page *page, int old, int new, int cols)
{
	struct glyph_lines lines[2] = {{0}, {0}};
	const int cells[2] = {old, new};

	for (int side = 0; side < 2; side++) {
		if (cells[side] >= 0)
			glyph_wrap(page->cells[cells[side]].text,
				strlen(page->cells[cells[side]].text), cols, &lines[side]);
	}
	for (size_t i = 0; i < lines[OLD].n || i < lines[NEW].n; i++) {
		struct diff_line line = {.cell = {-1, -1}, .is_first = i == 0};

		for (int side = 0; side < 2; side++) {
			if (i >= lines[side].n)
				continue;
			line.cell[side] = cells[side];
			line.at[side] = lines[side].v[i];
		}
		add_line(page, line);
	}
	glyph_lines_release(&lines[OLD]);
	glyph_lines_release(&lines[NEW]);
}

static bool is_kind(const struct diff_page *page, size_t i, enum diff_kind kind)
{
	return i < page->cell_count && page->cells[i].kind == kind;
}

/* A stretch of lines that went and lines that came, pair by pair. Returns what is behind it. */
static size_t lay_change(struct diff_page *page, size_t i, int cols, bool is_side)
{
	size_t out = i, in, end;

	while (is_kind(page, i, DIFF_OUT))
		i++;
	in = i;
	while (is_kind(page, i, DIFF_IN))
		i++;
	end = i;
	GROW(page->changes, page->change_count);
	page->changes[page->change_count++] = (int)page->line_count;
	for (size_t k = out; !is_side && k < end; k++)
		lay_pair(page, (int)k, -1, cols);
	for (size_t k = 0; is_side && (out + k < in || in + k < end); k++)
		lay_pair(page, out + k < in ? (int)(out + k) : -1,
			in + k < end ? (int)(in + k) : -1, cols);
	return end;
}

void diff_page_layout(struct diff_page *page, int cols)
{
	bool is_side = cols >= SIDE_FROM && !page->is_inline;
	int wide = is_side ? (cols - 3) / 2 - 2 : cols - 2;

	if (page->cols == cols)
		return;
	page->cols = cols;
	page->line_count = page->change_count = 0;
	for (size_t i = 0; i < page->cell_count;) {
		const struct diff_cell *cell = &page->cells[i];

		if (cell->kind != DIFF_SAME) {
			i = lay_change(page, i, wide, is_side);
			continue;
		}
		lay_pair(page, (int)i, is_side && !cell->is_heading && !cell->is_fold ? (int)i : -1,
			cell->is_heading || cell->is_fold ? cols - 2 : wide);
		i++;
	}
}

/* ---- drawing --------------------------------------------------------------------------------- */

static const struct {
	const char *sign;
	enum style style, changed;
} kinds[] = {
	[DIFF_SAME] = {" ", STYLE_TEXT, STYLE_TEXT},
	[DIFF_OUT] = {"-", STYLE_REMOVED, STYLE_REMOVED},
	[DIFF_IN] = {"+", STYLE_ADDED, STYLE_ADDED},
};

/* Of what changed, every blank: here none is one of many between words. */
static void mark_blanks(const struct diff_cell *cell, const struct glyph_line *at,
	const struct find_hit *hit, struct grid *grid, struct rect rect)
{
	const char *line = cell->text + at->start;

	for (size_t i = 0; grid->has_blanks && i < at->len; i++) {
		bool is_changed =
			at->start + i >= hit->start && at->start + i < hit->start + hit->len;
		int col = is_changed && line[i] == ' ' ? glyph_widthn(line, i) : rect.cols;

		if (col < rect.cols)
			grid_put(grid, rect.row, rect.col + col, 1, STYLE_DIM,
				grid_mark(grid, MARK_END_BLANK));
	}
}

static void draw_cell(const struct diff_page *page, const struct diff_line *line, int side,
	struct grid *grid, struct rect rect)
{
	const struct diff_cell *cell = &page->cells[line->cell[side]];
	const struct glyph_line *at = &line->at[side];
	/* A line that changed in places is plain but for these; one that came or went is not. */
	bool is_whole = cell->mark_count == 0;
	enum style style = cell->is_heading ? STYLE_HEADING
			   : cell->is_fold  ? STYLE_DIM
			   : is_whole       ? kinds[cell->kind].style
					    : STYLE_TEXT;

	grid_put(grid, rect.row, rect.col, 1, kinds[cell->kind].style, kinds[cell->kind].sign);
	rect.col += 2;
	rect.cols -= 2;
	grid_text(grid, rect, style, cell->text + at->start, at->len);
	for (size_t i = 0; i < cell->mark_count; i++) {
		mark_blanks(cell, at, &cell->marks[i], grid, rect);
		mark_stretch(
			grid, rect, cell->text, at, &cell->marks[i], kinds[cell->kind].changed);
	}
}

void diff_page_draw(
	const struct diff_page *page, const struct list *list, struct grid *grid, struct rect rect)
{
	bool is_side = rect.cols >= SIDE_FROM && !page->is_inline;
	int half = is_side ? (rect.cols - 3) / 2 : rect.cols;

	if (page->cells == NULL)
		return;
	for (int i = 0; i < rect.rows && list->top + i < (int)page->line_count; i++) {
		const struct diff_line *line = &page->lines[list->top + i];
		struct rect row = {rect.row + i, rect.col, 1, half};
		const struct diff_cell *first =
			line->cell[OLD] >= 0 ? &page->cells[line->cell[OLD]] : NULL;
		bool is_through = first != NULL && (first->is_heading || first->is_fold);

		if (is_through)
			row.cols = rect.cols;
		else if (is_side)
			grid_upright(grid, row.row, rect.col + half + 1, 1, STYLE_BORDER);
		if (first != NULL)
			draw_cell(page, line, OLD, grid, row);
		row.col += half + 3;
		if (line->cell[NEW] >= 0)
			draw_cell(page, line, NEW, grid, row);
	}
}

bool diff_page_step(const struct diff_page *page, struct list *list, bool backwards)
{
	int to = -1;

	for (size_t i = 0; i < page->change_count; i++) {
		int at = page->changes[i];

		if (backwards ? at < list->cursor : at > list->cursor && to < 0)
			to = at;
	}
	if (to < 0)
		return false;
	list->top = to > 2 ? to - 2 : 0;
	list->cursor = to;
	return true;
}
