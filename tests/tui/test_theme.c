/* SPDX-License-Identifier: MIT */
#include <math.h>
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

/* xterm's palette, as far as a terminal does not say otherwise. */
static void palette(int colour, double rgb[3])
{
	static const unsigned char first[16][3] = {{0, 0, 0}, {205, 0, 0}, {0, 205, 0},
		{205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
		{127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255},
		{255, 0, 255}, {0, 255, 255}, {255, 255, 255}};
	int cube[3] = {(colour - 16) / 36, (colour - 16) / 6 % 6, (colour - 16) % 6};

	for (int i = 0; i < 3; i++) {
		if (colour < 16)
			rgb[i] = first[colour][i];
		else if (colour < 232)
			rgb[i] = cube[i] == 0 ? 0 : 55 + 40 * cube[i];
		else
			rgb[i] = 8 + 10 * (colour - 232);
	}
}

/* Relative luminance and contrast, as WCAG 2.1 defines them. */
static double luminance(int colour)
{
	static const double weights[3] = {0.2126, 0.7152, 0.0722};
	double rgb[3], sum = 0;

	palette(colour, rgb);
	for (int i = 0; i < 3; i++) {
		double v = rgb[i] / 255;

		sum += weights[i] * (v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(int a, int b)
{
	double la = luminance(a), lb = luminance(b);

	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

/* What leaves a colour to the terminal counts as white on black, in the light theme as black on
 * white. */
static void test_contrast(void **state)
{
	struct strv names = {0};
	struct theme theme = {0};
	struct err err;

	(void)state;
	theme_names(GONGKAI_THEMEDIR, &names);
	assert_true(names.n >= 5);
	for (size_t i = 0; i < names.n; i++) {
		bool is_light = strcmp(names.v[i], "light") == 0;

		assert_true(theme_load(&theme, GONGKAI_THEMEDIR, names.v[i], &err));
		for (int role = 0; role < STYLE_COUNT; role++) {
			const struct look *look = &theme.looks[role];
			int fg = look->fg >= 0 ? look->fg : is_light ? 0 : 7;
			int bg = look->bg >= 0 ? look->bg : is_light ? 15 : 0;

			if (contrast(fg, bg) < 4.5)
				fail_msg("%s: role %d has a contrast of %.2f", names.v[i], role,
					contrast(fg, bg));
		}
	}
	theme_release(&theme);
	strv_release(&names);
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
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
