/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/conf.h"
#include "core/mem.h"
#include "core/str.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define BOM "\xEF\xBB\xBF"

/* What was read: "LINE[NAME] LINE:key=value ...", one section after another. */
static char *show(const struct conf *conf)
{
	struct str s = {0};

	for (size_t i = 0; i < conf->n; i++) {
		const struct conf_section *section = &conf->sections[i];

		str_addf(&s, "%s%d[%s]", i > 0 ? " " : "", section->line, section->name);
		for (size_t k = 0; k < section->n; k++)
			str_addf(&s, " %d:%s=%s", section->entries[k].line, section->entries[k].key,
				section->entries[k].value);
	}
	return str_detach(&s);
}

static const struct {
	const char *text, *shown;
} good[] = {
	{"", ""},
	{"# nothing\n\n; at all\n", ""},
	{"[a]\nk=1\n", "1[a] 2:k=1"},
	{"[a]\nk=1", "1[a] 2:k=1"},
	{"[a]\nk=1\nx=", "1[a] 2:k=1 3:x="},
	{BOM "[a]\r\nk = 1\r\n\r\n[b]\r\n", "1[a] 2:k=1 4[b]"},
	{"  [ ground\tCN14-SECRET ]  \n\tName.ZH =  国家 秘密 \n",
		"1[ground CN14-SECRET] 2:name.zh=国家 秘密"},
	{"[a]\nk = \"x; y # z\"\n", "1[a] 2:k=x; y # z"},
	{"[a]\nk = 'x; y'  ; said\n", "1[a] 2:k=x; y"},
	{"[a]\nk = \"  x \" # said\n", "1[a] 2:k=  x "},
	{"[a]\nk = x ; said\nl = # said\nm = \"\" ; said\nn=\"\"\n", "1[a] 2:k=x 3:l= 4:m= 5:n="},
	{"[a]\nk = say \"x\" or don't\n", "1[a] 2:k=say \"x\" or don't"},
	{"[a]\nwhen = policy=yes attribute!=public\n", "1[a] 2:when=policy=yes attribute!=public"},
	{"[a]\nk = = x\n", "1[a] 2:k== x"},
	{"[a]\nwords = 一|二|x\\y\n", "1[a] 2:words=一|二|x\\y"},
	{"[a]\nk = 其他；内容＃\n", "1[a] 2:k=其他；内容＃"},
	{"[a b]\nk=1\n[a]\nb.k=2\n", "1[a b] 2:k=1 3[a] 4:b.k=2"},
	{"[a]\nk = \"ends in \\\"\n", "1[a] 2:k=ends in \\"},
};

static void test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct conf conf = {0};
		struct err err = {0};
		char *shown;

		if (!conf_read(&conf, "x.ini", good[i].text, strlen(good[i].text), &err))
			fail_msg("%zu: %s", i, err.text);
		shown = show(&conf);
		assert_string_equal(shown, good[i].shown);
		free(shown);
		conf_release(&conf);
	}
}

#define NAME "a section's name holds ASCII letters, digits, blanks, - _ and . alone"
#define KEY "a key holds ASCII letters, digits, - _ and . alone"
#define SYNTAX "neither [section], nor key = value, nor # comment"
#define SECTION "a section ends in ']' and nothing follows it: [NAME]"
#define QUOTES "a value that holds ';' or '#' stands in double quotes"
#define AFTER "text follows the closing quote; a value in quotes holds no quote of its kind"
#define CONTINUED "a line ends in '\\'; a value stands in one line"
#define CONTROL "a control character; a line holds text and tabs"
#define ENCODING "bytes that are no UTF-8; save the file as UTF-8"

static const struct {
	const char *text, *sentence;
} bad[] = {
	{"[a]\n\nword\n", "x.ini:3: " SYNTAX},
	{"[a]\nx", "x.ini:2: " SYNTAX},
	{"[a]\n<<<<<<< HEAD\n", "x.ini:2: " SYNTAX},
	{"k=1\n[a]\n", "x.ini:1: a key before the first [section]"},
	{"[a]\n=1\n", "x.ini:2: " KEY},
	{"[a]\nk:l=1\n", "x.ini:2: " KEY},
	{"[a]\n名=1\n", "x.ini:2: " KEY},
	{"[]\n", "x.ini:1: " NAME},
	{"[a:b]\n", "x.ini:1: " NAME},
	{"[a]b]\n", "x.ini:1: " NAME},
	{"[公文]\n", "x.ini:1: " NAME},
	{"[a\n", "x.ini:1: " SECTION},
	{"[a] # said\n", "x.ini:1: " SECTION},
	/* both of two: iniparser keeps the last in silence */
	{"[a]\nk=1\n[b]\n[A]\n", "x.ini:4: [A] stands twice; first in line 1"},
	{"[a x]\n[a\t X]\n", "x.ini:2: [a X] stands twice; first in line 1"},
	{"[a]\nk=1\nl=2\nK=3\n",
		"x.ini:4: the key 'k' stands twice in its section; first in line 2"},
	/* iniparser cuts the value there */
	{"[a]\nk = x;y\n", "x.ini:2: " QUOTES},
	{"[a]\nk = x#y ; z\n", "x.ini:2: " QUOTES},
	{"[a]\nk = say \"x;y\"\n", "x.ini:2: " QUOTES},
	/* and drops what follows */
	{"[a]\nk = \"x\" y\n", "x.ini:2: " AFTER},
	{"[a]\nk = \"say \"x\"\"\n", "x.ini:2: " AFTER},
	{"[a]\nk = \"x\n", "x.ini:2: a quote is opened and never closed"},
	{"[a]\nk = 'tis\n", "x.ini:2: a quote is opened and never closed"},
	/* it would join the next line, even to a comment */
	{"[a]\nk = 1\\\n2\n", "x.ini:2: " CONTINUED},
	{"[a]\n# said \\ \nk = 1\n", "x.ini:2: " CONTINUED},
	{"\\\n", "x.ini:1: " CONTINUED},
	{"[a]\nk = \xB9\xAB\xCE\xC4\n", "x.ini:2: " ENCODING},
	{"[a]\n# \xED\xA0\x80\n", "x.ini:2: " ENCODING},
	{"[a]\nk = \x1b[2J\n", "x.ini:2: " CONTROL},
	{"[a]\rk = 1\n", "x.ini:1: " CONTROL},
	{"[a]\n" BOM "k = 1\n", "x.ini:2: " KEY},
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct conf conf = {0};
		struct err err = {0};

		if (conf_read(&conf, "x.ini", bad[i].text, strlen(bad[i].text), &err))
			fail_msg("%zu is taken: %s", i, bad[i].text);
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, bad[i].sentence);
		conf_release(&conf);
	}
}

static void test_nul(void **state)
{
	static const char text[] = "[a]\nk = 1\0 2\n";
	struct conf conf = {0};
	struct err err;

	(void)state;
	assert_false(conf_read(&conf, "x.ini", text, sizeof(text) - 1, &err));
	assert_string_equal(err.text, "x.ini:2: " CONTROL);
	conf_release(&conf);
}

/* "[a]", then k=... of so many bytes. */
static bool read_long(size_t bytes, const char *end, struct conf *conf, struct err *err)
{
	struct str s = {0};
	bool ok;

	str_add(&s, "[a]\nk=");
	for (size_t i = 2; i < bytes; i++)
		str_addc(&s, 'x');
	str_add(&s, end);
	ok = conf_read(conf, "x.ini", s.buf, s.len, err);
	str_release(&s);
	return ok;
}

static void test_length(void **state)
{
	static const char *const ends[] = {"", "\n", "\r\n", "\n[b]\n"};

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct conf conf = {0};
		struct err err = {0};

		assert_true(read_long(1022, ends[i], &conf, &err));
		assert_int_equal(strlen(conf_get(&conf.sections[0], "k")), 1020);
		conf_release(&conf);
		assert_false(read_long(1023, ends[i], &conf, &err));
		assert_string_equal(err.text, "x.ini:2: the line is longer than 1022 bytes");
		conf_release(&conf);
	}
}

/* Adds lines first to last of a format with one number. */
static void add_lines(struct str *s, const char *before, const char *after, int n)
{
	for (int i = 0; i < n; i++)
		str_addf(s, "%s%d%s", before, i, after);
}

static void test_limits(void **state)
{
	struct conf conf = {0};
	struct str s = {0};
	struct err err;

	(void)state;
	add_lines(&s, "[s", "]\n", 2000);
	assert_true(conf_read(&conf, "x.ini", s.buf, s.len, &err));
	conf_release(&conf);
	str_add(&s, "[more]\n");
	assert_false(conf_read(&conf, "x.ini", s.buf, s.len, &err));
	assert_string_equal(err.text, "x.ini:2001: the file has too many sections; part it");
	conf_release(&conf);
	str_clear(&s);
	str_add(&s, "[s]\n");
	add_lines(&s, "k", "=1\n", 10001);
	assert_false(conf_read(&conf, "x.ini", s.buf, s.len, &err));
	assert_string_equal(err.text, "x.ini:10002: the file has too many keys; part it");
	conf_release(&conf);
	str_release(&s);
}

static void test_append(void **state)
{
	struct conf conf = {0};
	struct err err;
	char *shown;

	(void)state;
	assert_true(conf_read(&conf, "x.ini", "[a]\nk=1\n", 8, &err));
	assert_true(conf_read(&conf, "y.ini", "\n[a]\nk=2\n", 9, &err));
	shown = show(&conf);
	assert_string_equal(shown, "1[a] 2:k=1 2[a] 3:k=2");
	free(shown);
	assert_string_equal(conf.sections[1].file, "y.ini");
	assert_int_equal(conf_line(&conf.sections[1], "k"), 3);
	assert_int_equal(conf_line(&conf.sections[1], "none"), 2);
	assert_null(conf_get(&conf.sections[1], "none"));
	conf_release(&conf);
}

/* Of a person's own file each fault is told, and what is right stands; the keys of a section that
 * could not be read are nobody's. */
static void test_right(void **state)
{
	static const char text[] = "k=0\n[a]\nk=1\nhalf\nl=2;3\nm=4\n[b\nk=5\n  [c]\nk=6\nk=7\n";
	struct conf conf = {0};
	struct strv problems = {0};
	char *shown, *told;

	(void)state;
	conf_read_right(&conf, "x.ini", text, sizeof(text) - 1, &problems);
	shown = show(&conf);
	assert_string_equal(shown, "2[a] 3:k=1 6:m=4 9[c] 10:k=6");
	told = strv_join(&problems, "|");
	assert_int_equal(problems.n, 5);
	assert_non_null(strstr(told, "x.ini:1: "));
	assert_non_null(strstr(told, "x.ini:4: "));
	assert_non_null(strstr(told, "x.ini:5: "));
	assert_non_null(strstr(told, "x.ini:7: "));
	assert_non_null(strstr(told, "x.ini:11: "));
	free(told);
	free(shown);
	strv_release(&problems);
	conf_release(&conf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_append),
		cmocka_unit_test(test_right),
	};

	return cmocka_run_group_tests_name("test_ini", tests, NULL, NULL);
}
