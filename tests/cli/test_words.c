/* SPDX-License-Identifier: MIT */
/* Command lines that came over SSH: no shell looks at them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/words.h"

/* clang-format off */
static const struct {
	const char *line;
	const char *words; /* joined by |; NULL: refused */
	const char *why;
} cases[] = {
	{"", "", NULL},
	{"   ", "", NULL},
	{"list", "list", NULL},
	{"  list   state:sign ", "list|state:sign", NULL},
	{"do pass zfb-2026-0001 --comment 'two words'", "do|pass|zfb-2026-0001|--comment|two words", NULL},
	{"a'b c'd", "ab cd", NULL},
	{"a\"b c\"d", "ab cd", NULL},
	{"''", "", NULL},
	{"a '' b", "a||b", NULL},
	{"'a\\b'", "a\\b", NULL},
	{"\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d", NULL},
	{"a\\ b\\'c\\\\", "a b'c\\", NULL},
	{"关于 '培训 通知'", "关于|培训 通知", NULL},
	/* What a shell would make something of. */
	{"$HOME `id` $(id) ${x}", "$HOME|`id`|$(id)|${x}", NULL},
	{"a;b a&&b a|b", "a;b|a&&b|a|b", NULL},
	{">x <y * ? ~ #c [a] {b,c} !d", ">x|<y|*|?|~|#c|[a]|{b,c}|!d", NULL},
	{"A=b c", "A=b|c", NULL},
	/* What is refused. */
	{"a 'b", NULL, "no end"},
	{"a \"b", NULL, "no end"},
	{"a \"b\\", NULL, "no end"},
	{"a\\", NULL, "no end"},
	{"list\nid", NULL, "one line"},
	{"list\rid", NULL, "one line"},
	{"a\tb", NULL, "control"},
	{"a\x7f", NULL, "control"},
	{"a\x1b[2J", NULL, "control"},
	{"\xff", NULL, "UTF-8"},
	{"\xc0\xaf", NULL, "UTF-8"},
};
/* clang-format on */

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct strv words = {0};
		struct err err = {0};
		char *joined;

		if (cases[i].words == NULL) {
			assert_false(words_split(cases[i].line, &words, &err));
			assert_int_equal(err.code, ERR_INPUT);
			assert_non_null(strstr(err.text, cases[i].why));
			assert_int_equal(words.n, 0);
			continue;
		}
		assert_true(words_split(cases[i].line, &words, &err));
		joined = strv_join(&words, "|");
		assert_string_equal(joined, cases[i].words);
		free(joined);
		strv_release(&words);
	}
}

static void test_length(void **state)
{
	char line[WORDS_MAX + 2];
	struct strv words = {0};
	struct err err;

	(void)state;
	memset(line, 'a', sizeof(line));
	line[WORDS_MAX] = '\0';
	assert_true(words_split(line, &words, &err));
	assert_int_equal(words.n, 1);
	strv_release(&words);
	line[WORDS_MAX] = 'a';
	line[WORDS_MAX + 1] = '\0';
	assert_false(words_split(line, &words, &err));
	assert_non_null(strstr(err.text, "4096"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
