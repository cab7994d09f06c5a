/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tui/keymap.h"

enum {
	LIST = SCOPE_LIST | SCOPE_MOVE | SCOPE_ALL,
	DOCUMENT = SCOPE_DOCUMENT | SCOPE_MOVE | SCOPE_ALL
};

/* The map of a file with this text; the problems are joined by "|". */
static char *load(struct keymap *map, const char *text)
{
	char *path = xasprintf("%s/keys.ini", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	FILE *file = fopen(path, "we");
	struct strv problems = {0};
	char *joined;

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	*map = (struct keymap){0};
	keymap_load(map, path, &problems);
	joined = strv_join(&problems, "|");
	strv_release(&problems);
	remove(path);
	free(path);
	return joined;
}

static void test_presets(void **state)
{
	struct keymap clerk = {0}, vi = {.preset = PRESET_VI};

	(void)state;
	assert_int_equal(keymap_key(&clerk, CMD_ACT, DOCUMENT, 0), K_F1 + 5);
	assert_int_equal(keymap_key(&vi, CMD_ACT, DOCUMENT, 0), 'a');
	assert_int_equal(keymap_key(&clerk, CMD_DOWN, LIST, 0), K_DOWN);
	assert_int_equal(keymap_key(&vi, CMD_DOWN, LIST, 0), 'j');
	/* What is not said for vi is as for clerks. */
	assert_int_equal(keymap_key(&vi, CMD_FILTER, LIST, 0), 'f');
	/* Both always have arrows and letters. */
	assert_int_equal(keymap_command(&clerk, LIST, 'j'), CMD_DOWN);
	assert_int_equal(keymap_command(&vi, LIST, K_DOWN), CMD_DOWN);
}

static void test_own_keys(void **state)
{
	struct keymap map;
	char *problems = load(&map, "[keys]\npreset = vi\norder = B <C-o>\n"
				    "[keys document]\nact = z\n");

	(void)state;
	assert_string_equal(problems, "");
	free(problems);
	assert_int_equal(map.preset, PRESET_VI);
	assert_int_equal(keymap_command(&map, LIST, 'B'), CMD_ORDER);
	assert_int_equal(keymap_command(&map, LIST, K_CTRL('o')), CMD_ORDER);
	assert_int_equal(keymap_command(&map, LIST, 'o'), CMD_NONE);
	/* In documents alone: lists keep theirs. */
	assert_int_equal(keymap_command(&map, DOCUMENT, 'z'), CMD_ACT);
	assert_int_equal(keymap_command(&map, DOCUMENT, 'a'), CMD_NONE);
	assert_int_equal(keymap_command(&map, LIST, 'a'), CMD_ACT_ROW);
	keymap_release(&map);
}

static void test_problems(void **state)
{
	static const struct {
		const char *text, *problem;
	} cases[] = {
		{"[keys]\npreset = emacs\n", "keys.ini:2: there is no preset 'emacs'"},
		{"[keys]\nfly = x\n", "keys.ini:2: there is no command 'fly'"},
		{"[keys]\n\nact = <F99>\n", "keys.ini:3: '<F99>' is no key"},
		{"[keys document]\nfilter = x\n",
			"keys.ini:2: 'filter' is no command of that section"},
		{"[keys cellar]\nact = x\n", "keys.ini:1: there is no section [keys cellar]"},
		{"[keys]\nfilter = x\norder = x\n",
			"keys.ini:3: x means 'filter' already (line 2)"},
		{"[keys]\norder = f\n", "keys.ini:2: f is taken from 'filter'"},
		{"[keys]\nact\n", "keys.ini:2:"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct keymap map;
		char *problems = load(&map, cases[i].text);

		if (strstr(problems, cases[i].problem) == NULL || strchr(problems, '|') != NULL)
			fail_msg("%s: %s", cases[i].problem, problems);
		keymap_release(&map);
		free(problems);
	}
}

/* The first line of two stands, and a key that was taken means what its taker says. */
static void test_conflict(void **state)
{
	struct keymap map;

	(void)state;
	free(load(&map, "[keys]\nfilter = x\norder = x\n"));
	assert_int_equal(keymap_command(&map, LIST, 'x'), CMD_FILTER);
	keymap_release(&map);
	free(load(&map, "[keys]\norder = f\n"));
	assert_int_equal(keymap_command(&map, LIST, 'f'), CMD_ORDER);
	keymap_release(&map);
}

static void test_no_file(void **state)
{
	struct keymap map = {0};
	struct strv problems = {0};

	(void)state;
	keymap_load(&map, "/nowhere/keys.ini", &problems);
	assert_int_equal(problems.n, 0);
	assert_int_equal(map.n, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_presets),
		cmocka_unit_test(test_own_keys),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_conflict),
		cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
