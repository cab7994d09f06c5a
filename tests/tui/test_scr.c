/* SPDX-License-Identifier: MIT */
/* The screen driver, before anything is tested with it. Runs from the root of the sources; the
 * program `probe` lies beside this one, or $GONGKAI_PROBE names it. */
#include <errno.h>
#include <libgen.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/tui/golden.h"
#include "tests/tui/keys.h"
#include "tests/tui/play.h"

static char *probe_path(void)
{
	const char *given = getenv("GONGKAI_PROBE");
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	assert_true(n > 0);
	self[n] = '\0';
	return given != NULL ? xstrdup(given) : xasprintf("%s/probe", dirname(self));
}

static void test_keys(void **state)
{
	static const struct {
		const char *word;
		bool application;
		const char *bytes; /* NULL: no such key */
	} cases[] = {
		{"j", false, "j"},
		{"\"公开 <Up>", false, "公开 <Up>"},
		{"<Up>", false, "\033[A"},
		{"<Up>", true, "\033OA"},
		{"<S-Up>", true, "\033[1;2A"},
		{"<F1>", false, "\033OP"},
		{"<F5>", false, "\033[15~"},
		{"<C-PgDn>", false, "\033[6;5~"},
		{"<C-s>", false, "\023"},
		{"<A-x>", false, "\033x"},
		{"<C-Space>", false, NULL}, /* a NUL, checked below */
		{"<S-Tab>", false, "\033[Z"},
		{"<lt>", false, "<"},
		{"<", false, "<"},
		{"<Downn>", false, NULL},
		{"<C-Enter>", false, NULL},
		{"<C-1>", false, NULL},
		{"<S-j>", false, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str out = {0};
		struct err err = {0};
		bool ok = keys_encode(cases[i].word, cases[i].application, &out, &err);

		if (strcmp(cases[i].word, "<C-Space>") == 0)
			assert_true(ok && out.len == 1 && out.buf[0] == '\0');
		else if (cases[i].bytes == NULL)
			assert_false(ok);
		else
			assert_string_equal(str_get(&out), cases[i].bytes);
		str_release(&out);
	}
}

static void test_script(void **state)
{
	static const char text[] = "# comment\nsize 80x24 132x43\nlang en\nquiet 50ms\n"
				   "args -C $STORE \"a b\"\n\n  key <Down>*3 \"x y\" # twice\n"
				   "@en,mono assert  no text \"a\\.b\\n\"\nassert bytes<=2500\n"
				   "run echo \"# kept\" | cat\n";
	struct script script;
	struct err err;

	(void)state;
	assert_true(script_parse(&script, "a/b.screen", text, &err));
	assert_int_equal(script.sizes.n, 2);
	assert_string_equal(script.colors.v[0], "256");
	assert_int_equal(script.quiet, 50);
	assert_int_equal(script.deadline, 60000);
	assert_string_equal(word_text(script.args.v[2]), "a b");
	assert_int_equal(script.n, 4);
	assert_int_equal(script.steps[0].words.n, 4);
	assert_string_equal(script.steps[0].words.v[2], "<Down>");
	assert_string_equal(script.steps[0].words.v[3], "\"x y");
	assert_int_equal(script.steps[1].kind, STEP_NO_TEXT);
	assert_int_equal(script.steps[1].only.n, 2);
	assert_string_equal(word_text(script.steps[1].words.v[0]), "a\\.b\n");
	assert_int_equal(script.steps[2].a, 2500);
	assert_string_equal(script.steps[3].words.v[0], "echo \"# kept\" | cat");
	script_release(&script);
}

static void test_script_errors(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{"", "x: has no steps"},
		{"keys j\n", "x:1: unknown command 'keys j'"},
		{"\nkey <Downn>\n", "x:2: key: <Downn>: there is no such key"},
		{"key\n", "x:1: key: needs keys"},
		{"key \"a\n", "x:1: key: a quoted text has no end"},
		{"size 80\n", "x:1: size: '80' cannot be read"},
		{"color 16\n", "x:1: color: '16' cannot be read"},
		{"quiet 5\n", "x:1: 'quiet 5' is not a time like 50ms or 10s"},
		{"snap a/b\n", "x:1: snap: 'a/b' is not a plain name"},
		{"snap\n", "x:1: snap: takes 1 words, not 0"},
		{"resize 0x5\n", "x:1: resize: '0x5' is not COLUMNSxROWS"},
		{"assert cursor 5\n", "x:1: assert cursor: '5' is not ROW,COLUMN"},
		{"assert exit x\n", "x:1: assert exit: 'x' is not a number"},
		{"signal NONE\n", "x:1: signal: 'NONE' is not a signal"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct script script;
		struct err err = {0};

		assert_false(script_parse(&script, "x", cases[i].text, &err));
		assert_string_equal(err.text, cases[i].error);
		script_release(&script);
	}
}

static void test_diff(void **state)
{
	struct str out = {0};

	(void)state;
	golden_diff("a\nb\nc\nd\n", "a\nc\nx\nd\n", &out);
	assert_string_equal(str_get(&out), "line 2:\n-b\nline 4:\n+x\n");
	str_clear(&out);
	golden_diff("a\n", "a\n", &out);
	assert_string_equal(str_get(&out), "");
	str_release(&out);
}

static void put(struct grid *grid, int row, int col, uint32_t c, int width)
{
	struct cell *cell = grid_cell(grid, row, col);

	cell->chars[0] = c;
	cell->width = width;
}

static void test_grid(void **state)
{
	struct grid grid;
	struct str out = {0};
	struct err err;

	(void)state;
	grid_init(&grid, 2, 6);
	put(&grid, 0, 1, 0x516c, 2);
	put(&grid, 0, 2, 0, 0);
	put(&grid, 0, 3, 'x', 1);
	grid_cell(&grid, 0, 1)->look = LOOK_BOLD;
	grid_cell(&grid, 0, 1)->fg = 2;
	grid_cell(&grid, 0, 3)->bg = COLOR_RGB | 0x0a0b0c;
	grid_cell(&grid, 1, 1)->look = LOOK_BOLD; /* on a blank: not to be seen */
	grid.col = 3;
	grid_golden(&grid, true, &out);
	assert_string_equal(
		str_get(&out), "| 公x\n|\n@00 1-2 bold fg2, 3-3 bg#0a0b0c\ncursor 0,3 hidden\n");
	assert_true(grid_check(&grid, &err));

	put(&grid, 1, 0, 0, 0);
	assert_false(grid_check(&grid, &err));
	assert_string_equal(err.text, "half a wide character at 1,0");
	put(&grid, 1, 0, 0x516c, 1);
	assert_false(grid_check(&grid, &err));
	put(&grid, 1, 0, 0x202e, 1);
	assert_false(grid_check(&grid, &err));
	assert_string_equal(err.text, "the character U+202E shows at 1,0");
	put(&grid, 1, 0, 'x', 1);
	assert_true(grid_check(&grid, &err));
	put(&grid, 1, 5, 0x516c, 2);
	assert_false(grid_check(&grid, &err));
	put(&grid, 1, 5, 'x', 1);
	grid.col = 6;
	assert_false(grid_check(&grid, &err));
	str_release(&out);
	grid_release(&grid);
}

static void test_modes(void **state)
{
	static const char bytes[] = "\033[?1049;2004h\033[?25l\033[1;31mtext\033[?1000h\033[?1000l";
	struct modes modes = {0};
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(bytes); i++) /* reads may part a sequence anywhere */
		modes_feed(&modes, bytes + i, 1);
	modes_print(&modes, &out);
	assert_string_equal(str_get(&out), "25 1049 2004");
	assert_true(modes_on(&modes, MODE_PASTE));
	assert_false(modes_on(&modes, MODE_CURSOR));
	str_clear(&out);
	modes_feed(&modes, "\033[?25h\033[?2004l\033[?1049l", 22);
	modes_print(&modes, &out);
	assert_string_equal(str_get(&out), "none");
	str_release(&out);
}

/* Plays the script file with the program; what it printed is the caller's to free. */
static char *play(const char *program, const char *path, bool update, struct play_count *count)
{
	struct stage stage;
	struct play_options options = {.stage = &stage, .update = update};
	char *printed = NULL;
	size_t size = 0;
	struct err err;

	options.out = open_memstream(&printed, &size);
	*count = (struct play_count){0};
	assert_true(stage_init(&stage, program, &err));
	play_script(path, &options, count);
	stage_release(&stage);
	fclose(options.out);
	assert_true(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD); /* nobody is left */
	return printed;
}

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Expects the script to pass, or with error to fail once and print that. */
static void expect(const char *program, const char *text, const char *error)
{
	struct err err;
	char *dir = stage_make_dir(&err), *path = xasprintf("%s/t.screen", dir), *printed;
	struct play_count count;

	write_text(path, text);
	printed = play(program, path, false, &count);
	if (error == NULL) {
		assert_string_equal(printed, "");
		assert_int_equal(count.passed, 1);
	} else if (strstr(printed, error) == NULL) {
		fail_msg("'%s' is not in:\n%s", error, printed);
	}
	assert_int_equal(count.failed, error != NULL);
	stage_remove_dir(dir);
	free(printed);
	free(path);
	free(dir);
}

static void test_steps(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{"key j\nassert text \"^j$\"\n", NULL},
		{"key j\nassert no text \"^j$\"\n", "t.screen:2: '^j$' is on the screen"},
		{"assert text \"^j$\"\n", "'^j$' is not on the screen"},
		{"deadline 500ms\nwait \"never\"\n", "'never' did not come up"},
		{"assert cursor 1,2\n", "the cursor is at 4,0, not 1,2"},
		{"key j\nassert bytes<=0\n", " bytes, more than 0"},
		{"key q\nassert exit 0\nassert modes none\n", NULL},
		{"key q\nassert exit 3\n", "ended with status 0, not 3"},
		{"key q j\n", "the program has ended with status 0"},
		{"deadline 500ms\nassert exit 0\n", "the program has not ended"},
		{"key X\nassert modes none\n", "modes are 1 1049, not none"},
		{"start\nsignal KILL\nassert exit 137\n", NULL},
		{"start\nrun test -d \"$TMP\" && test $TMP = $HOME && command -v gongkai "
		 ">\"$TMP\"/found\n",
			NULL},
		{"run echo why; false\n", "'echo why; false' failed\nwhy\n"},
		{"deadline 500ms\nrun cat /dev/zero >/dev/null\n", "took too long"},
		{"click 1,1\n", "the program did not ask for the mouse"},
		{"setup none\nassert sane\n", "setup none: there is no "},
		{"snap a\n", "a.80x24.zh_CN.256.scr is missing; UPDATE=1 writes it"},
		{"assert sane\nkey O\nassert sane\n", "half a wide character at 5,0"},
		{"key B\nassert sane\n", "the program wrote the bidi control U+202E"},
		{"@en key X\n@zh_CN,256 key j\nassert text \"^j$\"\n", NULL},
		{"env LC_ALL=C\nstart\nrun test \"$LC_ALL\" = C\n", NULL},
	};
	char *probe = probe_path();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect(probe, cases[i].text, cases[i].error);
	free(probe);
}

/* A program that reports idle for reasons of its own while keys cross: none may be taken for the
 * answer to a key. */
static void test_no_race(void **state)
{
	char *probe = probe_path();
	struct str text = {0};

	(void)state;
	str_add(&text, "args --timer\n");
	for (int i = 1; i <= 60; i++)
		str_addf(&text, "run true\nkey W\nassert text \"keys %d \"\n", i);
	expect(probe, str_get(&text), NULL);
	str_release(&text);
	free(probe);
}

/* More than the kernel's line buffer holds, in one step. */
static void test_long_paste(void **state)
{
	char *probe = probe_path();
	struct str text = {0};

	(void)state;
	str_add(&text, "key P\npaste \"");
	for (int i = 0; i < 20000; i++)
		str_addc(&text, 'a');
	str_add(&text, "\"\nassert text \"keys 20013 \"\n"); /* P and two times six for the marks */
	expect(probe, str_get(&text), NULL);
	str_release(&text);
	free(probe);
}

static void test_foreign(void **state)
{
	(void)state;
	expect("/bin/cat",
		"quiet 200ms\nkey \"公开\" <Enter>\nassert text \"^公开\\n公开$\"\n"
		"key <C-d>\nassert exit 0\nassert modes none\n",
		NULL);
	expect("/bin/sh",
		"quiet 50ms\ndeadline 300ms\nargs -c \"while :; do echo x; done\"\nstart\n",
		"the program is still busy after 300 ms");
	expect("/bin/true", "quiet 50ms\nkey j\n", "the program has ended with status 0");
}

/* A golden is written, compared, complained about, updated, and removed when nothing uses it. */
static void test_golden(void **state)
{
	struct err err;
	char *dir = stage_make_dir(&err), *path = xasprintf("%s/t.screen", dir);
	char *golden = xasprintf("%s/t/a.80x24.zh_CN.256.scr", dir);
	static const struct {
		const char *text;
		bool update;
		const char *error;
	} turns[] = {
		{"snap a\n", true, ""},
		{"snap a\n", false, ""},
		{"key j\nsnap a\n", false, "is not as in"},
		{"key j\nsnap a\n", false, "-|\n+|j\n"},
		{"key j\nsnap a\n", true, ""},
		{"key j\nsnap a\n", false, ""},
		{"assert sane\n", false, "no snap uses it"},
		{"assert sane\n", true, ""},
	};
	char *probe = probe_path();

	(void)state;
	for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
		struct play_count count;
		char *printed;

		write_text(path, turns[i].text);
		printed = play(probe, path, turns[i].update, &count);
		if (strstr(printed, turns[i].error) == NULL)
			fail_msg("turn %zu: %s", i, printed);
		assert_int_equal(count.failed, turns[i].error[0] != '\0');
		free(printed);
	}
	assert_int_equal(access(golden, F_OK), -1);
	stage_remove_dir(dir);
	free(probe);
	free(golden);
	free(path);
	free(dir);
}

static void test_self(void **state)
{
	static const char *const scripts[] = {
		"tests/tui/self/probe.screen", "tests/tui/self/acts.screen"};
	char *probe = probe_path();

	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		struct play_count count;
		char *printed = play(probe, scripts[i], false, &count);

		assert_string_equal(printed, "");
		assert_int_equal(count.failed, 0);
		free(printed);
	}
	free(probe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_script),
		cmocka_unit_test(test_script_errors),
		cmocka_unit_test(test_diff),
		cmocka_unit_test(test_grid),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_no_race),
		cmocka_unit_test(test_long_paste),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_self),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("scr", tests, NULL, NULL);
}
