/* SPDX-License-Identifier: MIT */
#include "tests/tui/grid.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "core/mem.h"

static const struct {
	enum look bit;
	const char *name;
} looks[] = {
	{LOOK_BOLD, "bold"},
	{LOOK_UNDERLINE, "underline"},
	{LOOK_ITALIC, "italic"},
	{LOOK_BLINK, "blink"},
	{LOOK_REVERSE, "reverse"},
	{LOOK_STRIKE, "strike"},
};

void grid_init(struct grid *grid, int rows, int cols)
{
	*grid = (struct grid){.rows = rows, .cols = cols};
	grid->cells = xcalloc((size_t)rows * (size_t)cols, sizeof(*grid->cells));
	for (int i = 0; i < rows * cols; i++)
		grid->cells[i] = (struct cell){
			.width = 1,
			.fg = COLOR_DEFAULT,
			.bg = COLOR_DEFAULT,
		};
}

void grid_release(struct grid *grid)
{
	free(grid->cells);
	*grid = (struct grid){0};
}

struct cell *grid_cell(const struct grid *grid, int row, int col)
{
	return &grid->cells[row * grid->cols + col];
}

static bool is_blank(const struct cell *cell)
{
	return cell->width == 1 && (cell->chars[0] == 0 || cell->chars[0] == ' ') &&
	       cell->chars[1] == 0;
}

static void add_char(struct str *out, uint32_t c)
{
	char buf[MB_LEN_MAX];
	mbstate_t state = {0};
	size_t n = wcrtomb(buf, (wchar_t)c, &state);

	if (n == (size_t)-1)
		str_addf(out, "\\u{%x}", c);
	else
		str_addn(out, buf, n);
}

static void add_row(const struct grid *grid, int row, struct str *out)
{
	int end = grid->cols;

	while (end > 0 && is_blank(grid_cell(grid, row, end - 1)))
		end--;
	for (int col = 0; col < end; col++) {
		const struct cell *cell = grid_cell(grid, row, col);

		if (cell->width > 0 && cell->chars[0] == 0)
			str_addc(out, ' ');
		for (int i = 0; cell->width > 0 && i < CELL_CHARS && cell->chars[i] != 0; i++)
			add_char(out, cell->chars[i]);
	}
}

void grid_text(const struct grid *grid, const char *before, struct str *out)
{
	for (int row = 0; row < grid->rows; row++) {
		str_add(out, before);
		add_row(grid, row, out);
		str_addc(out, '\n');
	}
}

/* The look that can be seen: the pen that painted a plain blank leaves no trace. */
static struct cell seen(const struct grid *grid, int row, int col)
{
	struct cell cell = *grid_cell(grid, row, col);
	unsigned visible = LOOK_UNDERLINE | LOOK_REVERSE | LOOK_STRIKE;

	if (cell.width == 0 && col > 0) /* libvterm paints the left half only */
		return seen(grid, row, col - 1);
	if (is_blank(&cell) && cell.bg == COLOR_DEFAULT && (cell.look & visible) == 0) {
		cell.fg = COLOR_DEFAULT;
		cell.look = 0;
	}
	return cell;
}

static bool same_look(const struct cell *a, const struct cell *b)
{
	return a->look == b->look && a->fg == b->fg && a->bg == b->bg;
}

static void add_color(struct str *out, const char *name, int color)
{
	if (color >= COLOR_RGB)
		str_addf(out, " %s#%06x", name, (unsigned)color & 0xffffffu);
	else if (color != COLOR_DEFAULT)
		str_addf(out, " %s%d", name, color);
}

static void add_look(struct str *out, const struct cell *cell)
{
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		if (cell->look & looks[i].bit)
			str_addf(out, " %s", looks[i].name);
	}
	add_color(out, "fg", cell->fg);
	add_color(out, "bg", cell->bg);
}

static void add_runs(const struct grid *grid, int row, struct str *out)
{
	const struct cell plain = {.fg = COLOR_DEFAULT, .bg = COLOR_DEFAULT};
	bool any = false;
	int next;

	for (int col = 0; col < grid->cols; col = next) {
		struct cell first = seen(grid, row, col);

		for (next = col + 1; next < grid->cols; next++) {
			struct cell cell = seen(grid, row, next);

			if (!same_look(&first, &cell))
				break;
		}
		if (same_look(&first, &plain))
			continue;
		if (any)
			str_addc(out, ',');
		else
			str_addf(out, "@%02d", row);
		any = true;
		str_addf(out, " %d-%d", col, next - 1);
		add_look(out, &first);
	}
	if (any)
		str_addc(out, '\n');
}

void grid_golden(const struct grid *grid, bool with_looks, struct str *out)
{
	grid_text(grid, "|", out);
	for (int row = 0; with_looks && row < grid->rows; row++)
		add_runs(grid, row, out);
	str_addf(out, "cursor %d,%d %s\n", grid->row, grid->col,
		grid->visible ? "visible" : "hidden");
}

static bool is_forbidden(uint32_t c)
{
	return (c > 0 && c < 0x20) || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e ||
	       c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool check_cell(const struct grid *grid, int row, int col, struct err *err)
{
	const struct cell *cell = grid_cell(grid, row, col);
	const struct cell *left = col > 0 ? cell - 1 : NULL;
	bool half = cell->width == 0 && (left == NULL || left->width != 2);
	bool cut = cell->width == 2 && (col + 1 == grid->cols || cell[1].width != 0);
	bool thin = cell->width == 1 && wcwidth((wchar_t)cell->chars[0]) == 2;

	if (half || cut || thin)
		return err_set(err, ERR_INPUT, "half a wide character at %d,%d", row, col);
	for (int i = 0; cell->width > 0 && i < CELL_CHARS && cell->chars[i] != 0; i++) {
		if (is_forbidden(cell->chars[i]))
			return err_set(err, ERR_INPUT, "the character U+%04X shows at %d,%d",
				cell->chars[i], row, col);
	}
	return true;
}

bool grid_check(const struct grid *grid, struct err *err)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int col = 0; col < grid->cols; col++) {
			if (!check_cell(grid, row, col, err))
				return false;
		}
	}
	if (grid->row < 0 || grid->row >= grid->rows || grid->col < 0 || grid->col >= grid->cols)
		return err_set(
			err, ERR_INPUT, "the cursor is outside at %d,%d", grid->row, grid->col);
	return true;
}
