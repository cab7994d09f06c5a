/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/theme.h"

static void test_looks(void **state)
{
	static const struct {
		const char *text;
		int fg, bg;
		unsigned attributes;
		bool ok;
	} cases[] = {
		{"", -1, -1, 0, true},
		{"red", 1, -1, 0, true},
		{"bright-white on blue bold", 15, 4, LOOK_BOLD, true},
		{"240 on default underline dim", 240, -1, LOOK_UNDERLINE | LOOK_DIM, true},
		{"256", 0, 0, 0, false},
		{"pink", 0, 0, 0, false},
	};
	struct look look;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(look_parse(&look, cases[i].text, &err), cases[i].ok);
		if (!cases[i].ok)
			continue;
		assert_int_equal(look.fg, cases[i].fg);
		assert_int_equal(look.bg, cases[i].bg);
		assert_int_equal(look.attributes, cases[i].attributes);
	}
}

/* Every theme that comes with the program names only roles there are, and can be read. */
static void test_every_theme(void **state)
{
	struct strv names = {0};
	struct theme theme = {0};
	struct err err;

	(void)state;
	theme_names(GONGKAI_THEMEDIR, &names);
	assert_true(names.n >= 4);
	for (size_t i = 0; i < names.n; i++) {
		if (!theme_load(&theme, GONGKAI_THEMEDIR, names.v[i], &err))
			fail_msg("%s: %s", names.v[i], err.text);
		assert_string_equal(theme.name, names.v[i]);
	}
	theme_release(&theme);
	strv_release(&names);
}

/* Without colour the states are told apart all the same. */
static void test_mono_differs(void **state)
{
	static const enum style pairs[][2] = {
		{STYLE_LATE, STYLE_SOON},
		{STYLE_LATE, STYLE_TEXT},
		{STYLE_PUBLIC, STYLE_WITHHELD},
		{STYLE_SELECTED, STYLE_TEXT},
		{STYLE_DISABLED, STYLE_TEXT},
		{STYLE_REFUSAL, STYLE_TOAST},
		{STYLE_HIDDEN, STYLE_TEXT},
	};
	struct theme theme = {0};

	(void)state;
	theme_mono(&theme);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		assert_int_not_equal(
			theme.looks[pairs[i][0]].attributes, theme.looks[pairs[i][1]].attributes);
	for (int i = 0; i < STYLE_COUNT; i++)
		assert_true(theme.looks[i].fg < 0 && theme.looks[i].bg < 0);
	theme_release(&theme);
}

static void test_missing(void **state)
{
	struct theme theme = {0};
	struct err err;

	(void)state;
	assert_false(theme_load(&theme, GONGKAI_THEMEDIR, "nowhere", &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(theme.name, "mono");
	assert_false(theme_load(&theme, GONGKAI_THEMEDIR, "../themes/mono", &err));
	theme_release(&theme);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_every_theme),
		cmocka_unit_test(test_mono_differs),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
