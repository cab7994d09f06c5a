/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/cell.h"
#include "tui/glyph.h"

static void test_width(void **state)
{
	static const struct {
		const char *text;
		int width;
	} cases[] = {
		{"", 0},
		{"abc", 3},
		{"中文", 4},
		{"a中b", 4},
		{"e\xCC\x81", 1}, /* é of two code points */
		{"\xCC\x81", 1}, /* a mark alone stands on a blank */
		{"\t", 4},
		{"\x1B[31m", 6}, /* ^[ and the rest as it is */
		{"a\xE2\x80\xAE"
		 "b",
			10}, /* a bidi override is seen by its code */
		{"\xE2\x80\x8B", 8}, /* so is a zero-width space */
		{"\xFF\xFE", 2}, /* no UTF-8: a replacement each */
		{"\xEE\x80\x80", 8}, /* private use */
		{"“”…—", 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(glyph_width(cases[i].text), cases[i].width);
}

static void test_fit(void **state)
{
	static const struct {
		const char *text;
		int width;
		size_t bytes;
	} cases[] = {
		{"中文", 4, 6}, {"中文", 3, 3}, /* never half a glyph */
		{"中文", 1, 0}, {"a中", 2, 1},
		{"e\xCC\x81x", 1, 3}, /* the mark goes with its letter */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(glyph_fit(cases[i].text, strlen(cases[i].text), cases[i].width),
			cases[i].bytes);
}

static void test_before(void **state)
{
	(void)state;
	assert_int_equal(glyph_before("中文", 6), 3);
	assert_int_equal(glyph_before("中文", 3), 0);
	assert_int_equal(glyph_before("中文", 0), 0);
	assert_int_equal(glyph_before("ae\xCC\x81", 4), 1);
}

/* Lines joined by | */
static void assert_wrapped(const char *text, int width, const char *want)
{
	struct glyph_lines lines = {0};
	char got[512] = "";

	glyph_wrap(text, strlen(text), width, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		size_t used = strlen(got);

		snprintf(got + used, sizeof(got) - used, "%s%.*s", i > 0 ? "|" : "",
			(int)lines.v[i].len, text + lines.v[i].start);
		assert_true(glyph_widthn(text + lines.v[i].start, lines.v[i].len) <= width + 1);
	}
	assert_string_equal(got, want);
	glyph_lines_release(&lines);
}

static void test_wrap(void **state)
{
	(void)state;
	assert_wrapped("", 10, "");
	assert_wrapped("one two three", 8, "one two |three");
	assert_wrapped("各县区人民政府", 6, "各县区|人民政|府");
	/* No line begins with a closing mark. */
	assert_wrapped("公开为常态，不公开", 10, "公开为常|态，不公开");
	assert_wrapped("a\n\nb", 10, "a||b");
	assert_wrapped("a\n", 10, "a|");
	assert_wrapped("abcdefghij", 4, "abcd|efgh|ij");
	/* An odd width leaves a column blank rather than half a glyph. */
	assert_wrapped("中文中文", 5, "中文|中文");
}

static void test_line_at(void **state)
{
	struct glyph_lines lines = {0};

	(void)state;
	glyph_wrap("ab\ncd", 5, 10, &lines);
	assert_int_equal(glyph_line_at(&lines, 0), 0);
	assert_int_equal(glyph_line_at(&lines, 2), 0);
	assert_int_equal(glyph_line_at(&lines, 3), 1);
	assert_int_equal(glyph_line_at(&lines, 5), 1);
	glyph_lines_release(&lines);
}

/* ---- the grid
 * ------------------------------------------------------------------------------------ */

static char *row_text(const struct grid *grid, int row)
{
	static char text[256];
	size_t used = 0;

	for (int col = 0; col < grid->cols; col++) {
		const struct cell *cell = &grid->cells[row * grid->cols + col];

		for (int i = 0; i < cell->n; i++)
			used += glyph_encode(cell->ch[i], text + used);
	}
	text[used] = '\0';
	return text;
}

static void test_grid_never_half(void **state)
{
	struct grid grid = {0};

	(void)state;
	grid_resize(&grid, 2, 6);
	assert_int_equal(grid_put(&grid, 0, 0, 6, STYLE_TEXT, "中文字符"), 6);
	assert_string_equal(row_text(&grid, 0), "中文字");
	/* Over the right half of the first glyph: the left half becomes a blank. */
	grid_put(&grid, 0, 1, 1, STYLE_TEXT, "x");
	assert_string_equal(row_text(&grid, 0), " x文字");
	/* Over the left half. */
	grid_put(&grid, 0, 2, 1, STYLE_TEXT, "y");
	assert_string_equal(row_text(&grid, 0), " xy 字");
	/* A wide glyph does not fit into the last column. */
	assert_int_equal(grid_put(&grid, 1, 5, 1, STYLE_TEXT, "中"), 0);
	assert_string_equal(row_text(&grid, 1), "      ");
	/* Outside of it nothing happens. */
	grid_put(&grid, 7, 0, 6, STYLE_TEXT, "x");
	grid_put(&grid, -1, -1, 6, STYLE_TEXT, "x");
	grid_release(&grid);
}

static void test_grid_cut(void **state)
{
	struct grid grid = {0};

	(void)state;
	grid_resize(&grid, 1, 8);
	assert_int_equal(grid_cut(&grid, 0, 0, 6, STYLE_TEXT, "公开属性"), 5);
	assert_string_equal(row_text(&grid, 0), "公开…   ");
	grid_clear(&grid);
	grid_right(&grid, 0, 0, 8, STYLE_TEXT, "12");
	assert_string_equal(row_text(&grid, 0), "      12");
	grid_release(&grid);
}

static void test_grid_ascii_box(void **state)
{
	struct grid grid = {.is_ascii = true};

	(void)state;
	grid_resize(&grid, 3, 6);
	grid_box(&grid, (struct rect){0, 0, 3, 6}, NULL);
	assert_string_equal(row_text(&grid, 0), "+----+");
	assert_string_equal(row_text(&grid, 1), "|    |");
	grid_release(&grid);
}

static int set_locale(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_line_at),
		cmocka_unit_test(test_grid_never_half),
		cmocka_unit_test(test_grid_cut),
		cmocka_unit_test(test_grid_ascii_box),
	};

	return cmocka_run_group_tests(tests, set_locale, NULL);
}
