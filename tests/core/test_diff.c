/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/diff.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_lines(void **state)
{
	static const struct {
		const char *from, *to, *diff;
	} cases[] = {
		{"", "", ""},
		{"a\n", "a\n", ""},
		{"", "a\n", "+a\n"},
		{"a\n", "", "-a\n"},
		{"a\n", "b\n", "-a\n+b\n"},
		{"a", "a\n", " a\n"},
		{"a\nb\nc\n", "a\nc\n", " a\n-b\n c\n"},
		{"a\nc\n", "a\nb\nc\n", " a\n+b\n c\n"},
		{"a\nb\n", "b\na\n", "-a\n b\n+a\n"},
		{"a\n\nb\n", "a\nb\n", " a\n-\n b\n"},
		{"一\n二\n三\n", "一\n二改\n三\n", " 一\n-二\n+二改\n 三\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str out = {0};

		diff_lines(cases[i].from, cases[i].to, &out);
		assert_string_equal(str_get(&out), cases[i].diff);
		str_release(&out);
	}
}

/* What the difference says of one side: its lines without the other's. */
static void side(const char *diff, char without, struct str *out)
{
	while (*diff != '\0') {
		size_t len = strcspn(diff, "\n");

		if (*diff != without)
			str_addn(out, diff + 1, len);
		diff += len + 1;
	}
}

static unsigned state_of_dice = 1;

static unsigned dice(unsigned n)
{
	state_of_dice = state_of_dice * 1103515245u + 12345u;
	return (state_of_dice >> 16) % n;
}

static size_t changes(const char *diff)
{
	size_t n = 0;

	for (const char *p = diff; *p != '\0'; p += strcspn(p, "\n") + 1)
		n += *p != ' ' ? 1 : 0;
	return n;
}

/* The fewest lines to take out and put in: by the table, for texts of one letter a line. */
static size_t fewest(const char *a, size_t n, const char *b, size_t m)
{
	size_t best[64][64];

	for (size_t i = 0; i <= n; i++) {
		for (size_t k = 0; k <= m; k++) {
			if (i == 0 || k == 0)
				best[i][k] = i + k;
			else if (a[i - 1] == b[k - 1])
				best[i][k] = best[i - 1][k - 1];
			else
				best[i][k] = 1 + (best[i - 1][k] < best[i][k - 1] ? best[i - 1][k]
										  : best[i][k - 1]);
		}
	}
	return best[n][m];
}

static size_t letters(char *out, size_t max)
{
	size_t n = dice((unsigned)max);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)('a' + dice(4));
	out[n] = '\0';
	return n;
}

static void spread(const char *letters, struct str *out)
{
	for (; *letters != '\0'; letters++)
		str_addf(out, "%c\n", *letters);
}

static void test_both_sides_and_the_fewest_changes(void **state)
{
	(void)state;
	for (int round = 0; round < 3000; round++) {
		char a[64], b[64];
		size_t n = letters(a, 40), m = letters(b, 40);
		struct str from = {0}, to = {0}, diff = {0}, left = {0}, right = {0};

		spread(a, &from);
		spread(b, &to);
		diff_lines(str_get(&from), str_get(&to), &diff);
		assert_int_equal(changes(str_get(&diff)), fewest(a, n, b, m));
		if (strcmp(a, b) != 0) {
			side(str_get(&diff), '+', &left);
			side(str_get(&diff), '-', &right);
			assert_string_equal(str_get(&left), str_get(&from));
			assert_string_equal(str_get(&right), str_get(&to));
		}
		str_release(&from);
		str_release(&to);
		str_release(&diff);
		str_release(&left);
		str_release(&right);
	}
}

/* Texts that have nothing in common are told as two, in no more memory than is fair. */
static void test_another_text(void **state)
{
	struct str from = {0}, to = {0}, diff = {0};

	(void)state;
	for (int i = 0; i < 3000; i++) {
		str_addf(&from, "a%d\n", i);
		str_addf(&to, "b%d\n", i);
	}
	diff_lines(str_get(&from), str_get(&to), &diff);
	assert_int_equal(changes(str_get(&diff)), 6000);
	str_release(&from);
	str_release(&to);
	str_release(&diff);
}

/* Words within lines that took each other's place; every Chinese character is one. */
static void test_words(void **state)
{
	static const struct {
		const char *from, *to, *diff;
	} words[] = {
		{"电话13959012345，谢谢\n", "电话139****2345，谢谢\n",
			"-电话[-13959012345-]，谢谢\n+电话{+139****2345+}，谢谢\n"},
		{"one two three\n", "one 2 three\n", "-one [-two-] three\n+one {+2+} three\n"},
		{"全然不同\n", "别的话语\n", "-全然不同\n+别的话语\n"},
		{"甲\n乙\n", "甲\n乙\n", ""},
		{"1\n2\n3\n4\n5\n六\n", "1\n2\n3\n4\n5\n七\n", "@@ 3\n 3\n 4\n 5\n-六\n+七\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct str out = {0};

		diff_words(words[i].from, words[i].to, &out);
		assert_string_equal(str_get(&out), words[i].diff);
		str_release(&out);
	}
}

/* Ten thousand lines that have nothing in common, and the same with every second one changed: the
 * work is bounded. */
static void test_long_papers(void **state)
{
	struct str a = {0}, b = {0}, c = {0};
	struct diff diff;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		str_addf(&a, "第%d条　内容\n", i);
		str_addf(&b, "Article %d\n", i);
		str_addf(&c, "第%d条　内容%s\n", i, i % 2 == 0 ? "" : "有变");
	}
	diff_init(&diff, a.buf, b.buf);
	assert_int_equal(diff.n, 20000);
	diff_release(&diff);
	diff_init(&diff, a.buf, c.buf);
	assert_int_equal(diff.n, 15000);
	assert_int_equal(diff.range_count, 5000);
	diff_release(&diff);
	str_release(&a);
	str_release(&b);
	str_release(&c);
}

/* A page saved as one line: what changed in it is told by words all the same, and a hundred
 * thousand lines that nothing tells apart come to an end. */
static void test_long_lines(void **state)
{
	struct str a = {0}, b = {0}, c = {0}, d = {0};
	struct diff diff;

	(void)state;
	for (unsigned i = 0; i < 40000; i++) {
		str_addf(&a, "第%u条　内容", i);
		str_addf(&b, "第%u条　内容", i % 1000 == 500 ? i + 100000 : i);
		str_add(&c, i * 2654435761u >> 31 ? "甲\n" : "乙\n");
		str_add(&d, i * 2246822519u >> 31 ? "甲\n" : "乙\n");
	}
	diff_init(&diff, a.buf, b.buf);
	assert_int_equal(diff.n, 2);
	assert_int_equal(diff.range_count, 80);
	diff_release(&diff);
	diff_init(&diff, c.buf, d.buf);
	assert_true(diff.n >= 40000);
	diff_release(&diff);
	str_release(&a);
	str_release(&b);
	str_release(&c);
	str_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_both_sides_and_the_fewest_changes),
		cmocka_unit_test(test_another_text),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_long_papers),
		cmocka_unit_test(test_long_lines),
	};

	return cmocka_run_group_tests_name("test_diff", tests, NULL, NULL);
}
