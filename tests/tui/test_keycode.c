/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keymap.h"

static void test_names(void **state)
{
	static const struct {
		const char *name;
		int key;
	} cases[] = {
		{"a", 'a'},
		{"<Down>", K_DOWN},
		{"<F2>", K_F1 + 1},
		{"<F12>", K_F12},
		{"<C-s>", K_CTRL('s')},
		{"<Space>", ' '},
		{"公", 0x516C},
	};
	char buf[KEY_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *s = cases[i].name;

		assert_int_equal(keycode_parse(&s), cases[i].key);
		assert_string_equal(s, "");
		assert_string_equal(keycode_spell(cases[i].key, buf), cases[i].name);
	}
}

/* Bytes to keys, each byte ms apart. */
static void assert_keys(const char *bytes, int64_t apart, const int *want, size_t n)
{
	struct keycode_decoder decoder = {0};
	int64_t now = 1000;
	size_t got = 0;

	for (; *bytes != '\0'; bytes++, now += apart) {
		int key = keycode_decode(&decoder, (unsigned char)*bytes, now);

		if (key == 0)
			continue;
		if (got == n) {
			fail_msg("a key too many");
			return;
		}
		assert_int_equal(key, want[got++]);
	}
	assert_int_equal(got, n);
}

#define KEYS(bytes, apart, ...)                                                                    \
	do {                                                                                       \
		static const int want[] = {__VA_ARGS__};                                           \
		assert_keys(bytes, apart, want, sizeof(want) / sizeof(*want));                     \
	} while (0)

static void test_decode(void **state)
{
	(void)state;
	KEYS("ab", 0, 'a', 'b');
	KEYS("中", 200, 0x4E2D); /* a character in pieces */
	KEYS("\xD6\xD0"
	     "a",
		0, 0xFFFD, 'a'); /* bad bytes do not hang what follows */
	KEYS("\r\n\t\x7F\x08", 0, K_ENTER, K_ENTER, K_TAB, K_BACKSPACE, K_BACKSPACE);
	KEYS("\x1B", 0, K_ESCAPE);
	KEYS("\x1B[27;5;13~x", 0, K_ESCAPE, 'x'); /* a sequence nobody knows is swallowed whole */
	KEYS("\x1BOAx", 120, K_ESCAPE, 'x'); /* an arrow that came apart does nothing */
	KEYS("\x1BO", 600, K_ESCAPE, 'O'); /* but a key typed later is a key */
}

/* ---- the list of commands
 * ------------------------------------------------------------------------ */

static const unsigned views[] = {
	SCOPE_DESK | SCOPE_MOVE | SCOPE_ALL,
	SCOPE_LIST | SCOPE_MOVE | SCOPE_ALL,
	SCOPE_TABLE | SCOPE_MOVE | SCOPE_ALL,
	SCOPE_DOCUMENT | SCOPE_MOVE | SCOPE_ALL,
	SCOPE_PICK | SCOPE_MOVE | SCOPE_ALL,
	SCOPE_PICK | SCOPE_PICK_MANY | SCOPE_MOVE | SCOPE_PROMPT,
	SCOPE_MOVE | SCOPE_ALL,
	SCOPE_FORM | SCOPE_PAGE,
	SCOPE_EDIT,
	SCOPE_PROMPT,
};

static void check_keys(const char *s)
{
	while (*s != '\0') {
		if (*s == ' ')
			s++;
		else
			assert_int_not_equal(keycode_parse(&s), 0);
	}
}

static void test_every_command(void **state)
{
	(void)state;
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *command = command_get((enum command_id)i);

		assert_true(*command->name != '\0' && *command->title != '\0' &&
			    *command->help != '\0' && command->scopes != 0);
		for (int preset = 0; preset < PRESET_COUNT; preset++)
			check_keys(command->keys[preset]);
	}
}

static void check_view(const struct keymap *map, unsigned view)
{
	char keys[96];

	for (int i = 0; i < CMD_COUNT; i++) {
		enum command_id id = (enum command_id)i;

		/* Without any key: said in the palette alone. */
		if ((command_get(id)->scopes & view) == 0 || *command_get(id)->keys[0] == '\0')
			continue;
		if (keymap_key(map, id, view, 0) == 0)
			fail_msg("%s has no key in view %#x", command_get(id)->name, view);
		keymap_keys(map, id, view, keys, sizeof(keys));
		assert_true(keys[0] != '\0');
	}
}

/* In every view each command can be reached by a key, in either preset. */
static void test_every_view(void **state)
{
	(void)state;
	for (int preset = 0; preset < PRESET_COUNT; preset++) {
		struct keymap map = {.preset = (enum preset)preset};

		for (size_t v = 0; v < sizeof(views) / sizeof(*views); v++)
			check_view(&map, views[v]);
	}
}

static int set_locale(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") == NULL;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_decode),
		cmocka_unit_test(test_every_command),
		cmocka_unit_test(test_every_view),
	};

	return cmocka_run_group_tests(tests, set_locale, NULL);
}
