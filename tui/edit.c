/* SPDX-License-Identifier: MIT */
#include "tui/edit.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "tui/find.h"
#include "tui/keycode.h"

enum { UNDO_MAX = 200, UNDO_BYTES = 16 << 20 };
enum { GROUP_NONE, GROUP_TYPE, GROUP_DELETE };

void edit_init(struct edit *edit, const char *text, bool is_line)
{
	*edit = (struct edit){.is_line = is_line, .column = -1, .width = 40, .rows = 1};
	edit_set(edit, text);
}

static void forget(struct edit_step **steps, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		free((*steps)[i].text);
	free(*steps);
	*steps = NULL;
	*n = 0;
}

static void forget_marks(struct edit *edit)
{
	for (size_t i = 0; i < edit->marks.n; i++)
		free(edit->marks.v[i].words);
	free(edit->marks.v);
	edit->marks = (struct edit_marks){0};
	edit->is_looked = false;
}

void edit_release(struct edit *edit)
{
	forget_marks(edit);
	forget(&edit->past, &edit->past_n);
	forget(&edit->future, &edit->future_n);
	glyph_lines_release(&edit->lines);
	str_release(&edit->text);
	*edit = (struct edit){0};
}

const char *edit_get(const struct edit *edit)
{
	return str_get(&edit->text);
}

static void set_text(struct edit *edit, const char *text, size_t cursor)
{
	struct str old = edit->text;

	edit->text = (struct str){0};
	str_add(&edit->text, text);
	str_release(&old);
	edit->cursor = cursor < edit->text.len ? cursor : edit->text.len;
	edit->is_wrapped = edit->is_looked = false;
	edit->column = -1;
}

void edit_set(struct edit *edit, const char *text)
{
	set_text(edit, text != NULL ? text : "", edit->is_line ? (size_t)-1 : 0);
	forget(&edit->past, &edit->past_n);
	forget(&edit->future, &edit->future_n);
	edit->is_changed = false;
	edit->left = edit->top = 0;
	edit->group = GROUP_NONE;
}

static void push_step(struct edit_step **steps, size_t *n, const struct edit *edit)
{
	/* Whole texts, not differences: simple, and bounded by giving up the oldest. */
	while (*n >= UNDO_MAX || (*n > 0 && (*n + 1) * edit->text.len > UNDO_BYTES)) {
		free((*steps)[0].text);
		memmove(*steps, *steps + 1, (*n - 1) * sizeof(**steps));
		(*n)--;
	}
	*steps = xreallocarray(*steps, *n + 1, sizeof(**steps));
	(*steps)[(*n)++] = (struct edit_step){xstrdup(edit_get(edit)), edit->cursor};
}

static void changing(struct edit *edit, int group)
{
	if (group == GROUP_NONE || group != edit->group)
		push_step(&edit->past, &edit->past_n, edit);
	forget(&edit->future, &edit->future_n);
	edit->group = group;
	edit->is_changed = true;
	edit->is_wrapped = false;
	edit->column = -1;
}

static bool step(struct edit *edit, bool is_undo)
{
	struct edit_step **from = is_undo ? &edit->past : &edit->future;
	size_t *from_n = is_undo ? &edit->past_n : &edit->future_n;
	struct edit_step last;

	if (*from_n == 0)
		return false;
	if (is_undo)
		push_step(&edit->future, &edit->future_n, edit);
	else
		push_step(&edit->past, &edit->past_n, edit);
	last = (*from)[--*from_n];
	set_text(edit, last.text, last.cursor);
	free(last.text);
	edit->group = GROUP_NONE;
	edit->is_changed = true;
	return true;
}

bool edit_undo(struct edit *edit)
{
	return step(edit, true);
}

bool edit_redo(struct edit *edit)
{
	return step(edit, false);
}

static void splice(struct edit *edit, size_t from, size_t to, const char *text, size_t len)
{
	struct str s = {0};

	str_addn(&s, edit_get(edit), from);
	str_addn(&s, text, len);
	str_add(&s, edit_get(edit) + to);
	str_release(&edit->text);
	edit->text = s;
	edit->cursor = from + len;
	edit->is_wrapped = edit->is_looked = false;
}

void edit_insert(struct edit *edit, const char *text)
{
	char *copy = xstrdup(text);

	for (char *p = copy; edit->is_line && *p != '\0'; p++) {
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	}
	if (*copy != '\0') {
		changing(edit, GROUP_NONE);
		splice(edit, edit->cursor, edit->cursor, copy, strlen(copy));
	}
	free(copy);
}

static void type(struct edit *edit, int key)
{
	char buf[4];
	size_t n = key == K_ENTER ? 1 : glyph_encode((char32_t)key, buf);

	if (key == K_ENTER)
		buf[0] = '\n';
	/* A word is one step of undo. */
	if (key == ' ' || key == K_ENTER)
		edit->group = GROUP_NONE;
	changing(edit, GROUP_TYPE);
	splice(edit, edit->cursor, edit->cursor, buf, n);
}

static void erase(struct edit *edit, size_t from, size_t to, int group)
{
	if (from == to)
		return;
	changing(edit, group);
	splice(edit, from, to, "", 0);
}

/* Where the cursor can stand next: a combining sequence is one, so is a joined emoji's part. */
static size_t after(const struct edit *edit, size_t at)
{
	struct glyph glyph;

	if (at >= edit->text.len)
		return edit->text.len;
	glyph_next(edit_get(edit) + at, edit->text.len - at, &glyph);
	return at + glyph.len;
}

static void wrap(struct edit *edit)
{
	if (edit->is_wrapped)
		return;
	/* One column is kept for the cursor behind the last character. */
	glyph_wrap(edit_get(edit), edit->text.len, edit->width - 1, &edit->lines);
	edit->is_wrapped = true;
}

static size_t line_start(struct edit *edit)
{
	if (edit->is_line)
		return 0;
	wrap(edit);
	return edit->lines.v[glyph_line_at(&edit->lines, edit->cursor)].start;
}

static size_t line_end(struct edit *edit)
{
	const struct glyph_line *line;
	size_t end;

	if (edit->is_line)
		return edit->text.len;
	wrap(edit);
	line = &edit->lines.v[glyph_line_at(&edit->lines, edit->cursor)];
	end = line->start + line->len;
	/* At a soft break the end is the next line's start: stop before it. */
	if (line->len > 0 && end < edit->text.len && edit_get(edit)[end] != '\n')
		end = glyph_before(edit_get(edit), end);
	return end;
}

static void move_lines(struct edit *edit, int n)
{
	const char *text = edit_get(edit);
	size_t at, to, fit;
	int column;

	wrap(edit);
	at = glyph_line_at(&edit->lines, edit->cursor);
	column = edit->column;
	if (column < 0)
		column = glyph_widthn(
			text + edit->lines.v[at].start, edit->cursor - edit->lines.v[at].start);
	to = n < 0 && at < (size_t)-n ? 0 : at + (size_t)n;
	if (n > 0 && to >= edit->lines.n)
		to = edit->lines.n - 1;
	fit = glyph_fit(text + edit->lines.v[to].start, edit->lines.v[to].len, column);
	edit->cursor = edit->lines.v[to].start + fit;
	if (fit == edit->lines.v[to].len && fit > 0)
		edit->cursor = line_end(&(struct edit){.text = edit->text,
			.lines = edit->lines,
			.is_wrapped = true,
			.cursor = edit->lines.v[to].start});
	edit->column = column;
}

static bool move(struct edit *edit, int key)
{
	switch (key) {
	case K_LEFT: edit->cursor = glyph_before(edit_get(edit), edit->cursor); break;
	case K_RIGHT: edit->cursor = after(edit, edit->cursor); break;
	case K_HOME:
	case K_CTRL('a'): edit->cursor = line_start(edit); break;
	case K_END:
	case K_CTRL('e'): edit->cursor = line_end(edit); break;
	default: return false;
	}
	edit->column = -1;
	edit->group = GROUP_NONE;
	return true;
}

static bool move_by_lines(struct edit *edit, int key)
{
	int page = edit->rows > 2 ? edit->rows - 1 : 1;

	if (edit->is_line)
		return false;
	switch (key) {
	case K_UP: move_lines(edit, -1); break;
	case K_DOWN: move_lines(edit, 1); break;
	case K_PAGE_UP: move_lines(edit, -page); break;
	case K_PAGE_DOWN: move_lines(edit, page); break;
	default: return false;
	}
	edit->group = GROUP_NONE;
	return true;
}

static bool change(struct edit *edit, int key)
{
	switch (key) {
	case K_BACKSPACE:
		erase(edit, glyph_before(edit_get(edit), edit->cursor), edit->cursor, GROUP_DELETE);
		return true;
	case K_DELETE:
	case K_CTRL('d'):
		erase(edit, edit->cursor, after(edit, edit->cursor), GROUP_DELETE);
		return true;
	case K_CTRL('k'): erase(edit, edit->cursor, line_end(edit), GROUP_NONE); return true;
	case K_CTRL('u'): {
		size_t start = line_start(edit);

		erase(edit, start, edit->cursor, GROUP_NONE);
		return true;
	}
	case K_ENTER:
		if (edit->is_line)
			return false;
		type(edit, key);
		return true;
	default:
		if (!keycode_is_text(key))
			return false;
		type(edit, key);
		return true;
	}
}

bool edit_key(struct edit *edit, int key)
{
	return move(edit, key) || move_by_lines(edit, key) || change(edit, key);
}

static void look(struct edit *edit)
{
	if (edit->eye.look == NULL || edit->is_looked)
		return;
	forget_marks(edit);
	edit->eye.look(edit->eye.of, edit_get(edit), edit->text.len, &edit->marks);
	edit->is_looked = true;
}

const char *edit_told(const struct edit *edit)
{
	for (size_t i = 0; i < edit->marks.n; i++) {
		const struct edit_mark *mark = &edit->marks.v[i];

		if (edit->cursor >= mark->start && edit->cursor <= mark->start + mark->len)
			return mark->words;
	}
	return NULL;
}

static void draw_marks(
	const struct edit *edit, struct grid *grid, struct rect row, const struct glyph_line *line)
{
	for (size_t i = 0; i < edit->marks.n; i++) {
		const struct edit_mark *mark = &edit->marks.v[i];
		struct find_hit hit = {mark->start, mark->len};

		if (mark->start >= line->start + line->len)
			break;
		mark_stretch(grid, row, edit_get(edit), line, &hit, mark->style);
	}
}

static void draw_line(
	struct edit *edit, struct grid *grid, struct rect rect, enum style style, bool has_focus)
{
	const char *text = edit_get(edit);
	int column;

	if (!has_focus) { /* nobody types here: from the start, and more is said to follow */
		grid_fill(grid, (struct rect){rect.row, rect.col, 1, rect.cols}, style);
		if (grid->has_blanks && glyph_width(text) <= rect.cols)
			grid_text(grid, rect, style, text, edit->text.len);
		else
			grid_cut(grid, rect.row, rect.col, rect.cols, style, text);
		return;
	}
	if (edit->left > edit->cursor)
		edit->left = edit->cursor;
	while (edit->left < edit->cursor &&
		glyph_widthn(text + edit->left, edit->cursor - edit->left) > rect.cols - 1)
		edit->left = after(edit, edit->left);
	grid_fill(grid, (struct rect){rect.row, rect.col, 1, rect.cols}, style);
	grid_text(grid, rect, style, text + edit->left, edit->text.len - edit->left);
	column = glyph_widthn(text + edit->left, edit->cursor - edit->left);
	grid_cursor(grid, rect.row, rect.col + column);
}

void edit_draw(
	struct edit *edit, struct grid *grid, struct rect rect, enum style style, bool has_focus)
{
	const char *text = edit_get(edit);
	size_t at;

	if (rect.cols < 2 || rect.rows < 1)
		return;
	edit->is_wrapped = edit->is_wrapped && edit->width == rect.cols;
	edit->width = rect.cols;
	edit->rows = rect.rows;
	if (edit->is_line) {
		draw_line(edit, grid, rect, style, has_focus);
		return;
	}
	wrap(edit);
	look(edit);
	at = glyph_line_at(&edit->lines, edit->cursor);
	if (edit->top > at)
		edit->top = at;
	if (edit->top + (size_t)rect.rows <= at)
		edit->top = at - (size_t)rect.rows + 1;
	grid_fill(grid, rect, style);
	for (int i = 0; i < rect.rows && edit->top + (size_t)i < edit->lines.n; i++) {
		const struct glyph_line *line = &edit->lines.v[edit->top + (size_t)i];

		struct rect row = {rect.row + i, rect.col, 1, rect.cols};

		grid_text(grid, row, style, text + line->start, line->len);
		draw_marks(edit, grid, row, line);
	}
	if (has_focus)
		grid_cursor(grid, rect.row + (int)(at - edit->top),
			rect.col + glyph_widthn(text + edit->lines.v[at].start,
					   edit->cursor - edit->lines.v[at].start));
}
