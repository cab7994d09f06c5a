/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/edit.h"
#include "tui/keycode.h"

/* Keys as in test scripts, one after the other. */
static void press(struct edit *edit, const char *keys)
{
	while (*keys != '\0')
		edit_key(edit, keycode_parse(&keys));
}

static void test_keys(void **state)
{
	static const struct {
		const char *text;
		bool is_line;
		const char *keys, *want;
		size_t cursor;
	} cases[] = {
		{"", true, "公开", "公开", 6},
		{"公开", true, "<Backspace>", "公", 3},
		{"公开", true, "<Home><Del>", "开", 0},
		{"公开", true, "<Left>x", "公x开", 4},
		{"ae\xCC\x81", true, "<Backspace>", "a", 1}, /* a letter and its mark go together */
		{"ab", true, "<Enter>", "ab", 2},
		{"ab", false, "<End><Enter>c", "ab\nc", 4},
		{"ab\ncd", false, "<Down>x", "ab\nxcd", 4},
		{"ab\ncd", false, "<Down><End><Up>x", "abx\ncd", 3},
		{"abc", true, "<Home><C-k>", "", 0},
		{"abc", true, "<Left><C-u>", "c", 0},
		{"", true, "<Backspace><Del><Left><Right>", "", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct edit edit;

		edit_init(&edit, cases[i].text, cases[i].is_line);
		press(&edit, cases[i].keys);
		assert_string_equal(edit_get(&edit), cases[i].want);
		assert_int_equal(edit.cursor, cases[i].cursor);
		edit_release(&edit);
	}
}

static void test_undo(void **state)
{
	struct edit edit;

	(void)state;
	edit_init(&edit, "", true);
	press(&edit, "one two");
	edit_insert(&edit, " pasted in one");
	assert_true(edit_undo(&edit)); /* the paste is one step */
	assert_string_equal(edit_get(&edit), "one two");
	assert_true(edit_undo(&edit)); /* a word is one step */
	assert_string_equal(edit_get(&edit), "one");
	assert_true(edit_redo(&edit));
	assert_string_equal(edit_get(&edit), "one two");
	assert_true(edit_undo(&edit));
	assert_true(edit_undo(&edit));
	assert_string_equal(edit_get(&edit), "");
	assert_false(edit_undo(&edit));
	press(&edit, "x");
	assert_false(edit_redo(&edit)); /* another way was taken */
	edit_release(&edit);
}

static void test_line_takes_no_breaks(void **state)
{
	struct edit edit;

	(void)state;
	edit_init(&edit, "", true);
	edit_insert(&edit, "a\nb\tc");
	assert_string_equal(edit_get(&edit), "a b c");
	edit_release(&edit);
}

/* The hardware cursor stands at the insertion point, also behind wide characters and at a cut. */
static void test_cursor(void **state)
{
	struct grid grid = {0};
	struct edit edit;

	(void)state;
	grid_resize(&grid, 4, 20);
	edit_init(&edit, "中文", true);
	edit_draw(&edit, &grid, (struct rect){1, 3, 1, 10}, STYLE_INPUT, true);
	assert_int_equal(grid.cursor_row, 1);
	assert_int_equal(grid.cursor_col, 7);
	press(&edit, "字字字字字字");
	edit_draw(&edit, &grid, (struct rect){1, 3, 1, 10}, STYLE_INPUT, true);
	assert_true(grid.cursor_col >= 3 && grid.cursor_col < 13);
	edit_release(&edit);

	edit_init(&edit, "中文中文中文", false);
	press(&edit, "<Down>");
	edit_draw(&edit, &grid, (struct rect){0, 0, 4, 9}, STYLE_INPUT, true);
	assert_int_equal(edit.lines.n, 2);
	press(&edit, "<Home><Down>");
	edit_draw(&edit, &grid, (struct rect){0, 0, 4, 9}, STYLE_INPUT, true);
	assert_int_equal(grid.cursor_row, 1);
	assert_int_equal(grid.cursor_col, 0);
	edit_release(&edit);
	grid_release(&grid);
}

/* Any keys leave a text that can be drawn and a cursor within it. */
static void test_random(void **state)
{
	static const int keys[] = {K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_BACKSPACE,
		K_DELETE, K_ENTER, K_PAGE_DOWN, 'a', ' ', 0x4E2D, 0x301, 0x200B, 0x1F468,
		K_CTRL('k'), K_CTRL('u')};
	struct grid grid = {0};
	struct edit edit;

	(void)state;
	srand(1);
	grid_resize(&grid, 5, 12);
	edit_init(&edit, "", false);
	for (int i = 0; i < 20000; i++) {
		int key = keys[(size_t)rand() % (sizeof(keys) / sizeof(*keys))];

		if (rand() % 50 == 0)
			edit_undo(&edit);
		else if (rand() % 50 == 0)
			edit_redo(&edit);
		else
			edit_key(&edit, key);
		assert_true(edit.cursor <= edit.text.len);
		edit_draw(&edit, &grid, (struct rect){0, 0, 5, 2 + rand() % 10}, STYLE_INPUT, true);
		assert_true(grid.cursor_row < 5 && grid.cursor_col < 12);
	}
	edit_release(&edit);
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
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_undo),
		cmocka_unit_test(test_line_takes_no_breaks),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, set_locale, NULL);
}
