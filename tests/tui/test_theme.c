/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tui/theme.h"

static const struct theme_dirs installed = {NULL, GONGKAI_THEMEDIR};

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
		{"rgb:1C3a5e on rgb:000000", RGB | 0x1c3a5e, RGB, 0, true},
		{"rgb:12345", 0, 0, 0, false},
		{"rgb:12345g", 0, 0, 0, false},
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
	struct strv problems = {0};
	struct theme theme = {0};
	struct err err;

	(void)state;
	theme_names(&installed, &names);
	assert_true(names.n >= 4);
	for (size_t i = 0; i < names.n; i++) {
		if (!theme_load(&theme, &installed, names.v[i], &problems, &err))
			fail_msg("%s: %s", names.v[i], err.text);
		assert_string_equal(theme.name, names.v[i]);
	}
	assert_int_equal(problems.n, 0);
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
	struct strv problems = {0};
	struct theme theme = {0};
	struct err err;

	(void)state;
	theme_names(&installed, &names);
	assert_true(names.n >= 5);
	for (size_t i = 0; i < names.n; i++) {
		bool is_light = strcmp(names.v[i], "light") == 0;

		assert_true(theme_load(&theme, &installed, names.v[i], &problems, &err));
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
	struct strv problems = {0};
	struct theme theme = {0};
	struct err err;

	(void)state;
	assert_false(theme_load(&theme, &installed, "nowhere", &problems, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(theme.name, "mono");
	assert_false(theme_load(&theme, &installed, "../themes/mono", &problems, &err));
	theme_release(&theme);
}

/* What a terminal shows for a colour, by how many it has. */
static void test_colours(void **state)
{
	enum { DIRECT = 1 << 24 };
	static const struct {
		int colour, colours, shown;
	} cases[] = {
		{-1, 256, -1},
		{3, 8, 3},
		{12, 16, 12},
		{12, 8, -1},
		{240, 256, 240},
		{240, 16, -1},
		{RGB | 0xff0000, 256, 196},
		{RGB | 0x5f87b0, 256, 67},
		{RGB | 0x808080, 256, 244},
		{RGB | 0x5f87b0, 8, -1},
		{RGB | 0x5f87b0, DIRECT, 0x5f87b0},
		{RGB, DIRECT, 0},
		{RGB | 5, DIRECT, 0},
		{3, DIRECT, 3},
		{196, DIRECT, 0xff0000},
		{255, DIRECT, 0xeeeeee},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int shown = look_colour(cases[i].colour, cases[i].colours);

		if (shown != cases[i].shown)
			fail_msg("case %zu: %d", i, shown);
	}
}

static void put(const char *dir, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s.ini", dir, name);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	free(path);
}

/* A person's theme goes before the installed one, may inherit it under the same name, and what is
 * right in it stands. */
static void test_own(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char *own = xasprintf("%s/themes-XXXXXX", tmp != NULL ? tmp : "/tmp"), *joined, *rm;
	struct theme_dirs dirs = {own, GONGKAI_THEMEDIR};
	struct theme theme = {0}, was = {0};
	struct strv problems = {0}, names = {0};
	struct err err;

	(void)state;
	assert_non_null(mkdtemp(own));
	put(own, "default", "[theme]\ninherit = default\n[styles]\nlate = 17 on 255\n");
	put(own, "mine",
		"[theme]\ninherit = night\nhalf a line\n[styles]\nlate = pink\nfly = red\n"
		"good = 1\n[cellar]\n");
	put(own, "ring", "[theme]\ninherit = gnir\n[styles]\ngood = 3\n");
	put(own, "gnir", "[theme]\ninherit = ring\n");
	put(own, "orphan", "[theme]\ninherit = nobody\n[styles]\ngood = 3\n");
	assert_true(theme_load(&was, &installed, "default", &problems, &err));
	assert_true(theme_load(&theme, &dirs, "default", &problems, &err));
	assert_int_equal(problems.n, 0);
	assert_int_equal(theme.looks[STYLE_LATE].fg, 17);
	assert_int_equal(theme.looks[STYLE_HEADER].fg, was.looks[STYLE_HEADER].fg);
	assert_int_equal(theme.looks[STYLE_HEADER].bg, was.looks[STYLE_HEADER].bg);

	assert_true(theme_load(&theme, &dirs, "mine", &problems, &err));
	joined = strv_join(&problems, "|");
	assert_non_null(strstr(joined, "themes/mine.ini:3: "));
	assert_non_null(strstr(joined, "themes/mine.ini:5: 'pink' is no colour"));
	assert_non_null(strstr(joined, "themes/mine.ini:6: there is no style 'fly'"));
	assert_non_null(strstr(joined, "themes/mine.ini:8: there is no section [cellar]"));
	assert_int_equal(problems.n, 4);
	assert_int_equal(theme.looks[STYLE_GOOD].fg, 1);
	assert_true(theme_load(&was, &installed, "night", &problems, &err));
	assert_int_equal(theme.looks[STYLE_LATE].bg, was.looks[STYLE_LATE].bg);
	free(joined);
	strv_clear(&problems);

	assert_true(theme_load(&theme, &dirs, "ring", &problems, &err));
	assert_int_equal(theme.looks[STYLE_GOOD].fg, 3);
	assert_non_null(strstr(problems.v[0], "again and again"));
	strv_clear(&problems);
	assert_true(theme_load(&theme, &dirs, "orphan", &problems, &err));
	assert_string_equal(
		problems.v[0], "themes/orphan.ini:2: there is no theme 'nobody' to inherit");

	theme_names(&dirs, &names);
	joined = strv_join(&names, " ");
	assert_string_equal(joined, "default gnir high-contrast light mine mono night orphan ring");
	free(joined);
	rm = xasprintf("rm -r '%s'", own);
	assert_int_equal(system(rm), 0);
	free(rm);
	free(own);
	strv_release(&names);
	strv_release(&problems);
	theme_release(&theme);
	theme_release(&was);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_every_theme),
		cmocka_unit_test(test_mono_differs),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
