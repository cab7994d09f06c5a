/* SPDX-License-Identifier: MIT */
/* The screening held against papers written by hand as an opponent would (tests/core/hand.txt):
 * all that is marked there is found by its rule, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "core/screener.h"
#include "core/text.h"
#include "tests/core/fake_gate.h"

enum { MARKS_MAX = 64 };

struct mark_of {
	char rule[32];
	size_t start, end;
};

/* A paper without its marks. */
struct hand_paper {
	char name[128];
	struct str text;
	struct mark_of marks[MARKS_MAX];
	size_t n;
};

static char *read_all(const char *path)
{
	FILE *file = fopen(path, "r");
	struct str text = {0};
	char buffer[4096];
	size_t n;

	assert_non_null(file);
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		str_addn(&text, buffer, n);
	(void)fclose(file);
	return str_detach(&text);
}

/* `{rule|` at p: the bytes of it; 0. */
static size_t mark_begins(const char *p, char rule[32])
{
	size_t n = strspn(p + (*p == '{' ? 1 : 0), "abcdefghijklmnopqrstuvwxyz-?");

	if (*p != '{' || n == 0 || n > 31 || p[1 + n] != '|')
		return 0;
	memcpy(rule, p + 1, n);
	rule[n] = '\0';
	return n + 2;
}

static void take_line(struct hand_paper *paper, const char *p, const char *end)
{
	while (p < end) {
		struct mark_of mark;
		size_t n = mark_begins(p, mark.rule);

		if (n > 0) {
			assert_true(paper->n < MARKS_MAX);
			mark.start = mark.end = paper->text.len;
			paper->marks[paper->n++] = mark;
			p += n;
		} else if (*p == '}' && paper->n > 0 &&
			   paper->marks[paper->n - 1].end == paper->marks[paper->n - 1].start) {
			paper->marks[paper->n - 1].end = paper->text.len;
			p++;
		} else {
			str_addc(&paper->text, *p++);
		}
	}
}

/* The next paper, *at moving behind it; false at the end. */
static bool next_paper(const char **at, struct hand_paper *paper)
{
	const char *p = *at;
	size_t n;

	*paper = (struct hand_paper){.n = 0};
	while (*p != '\0' && strncmp(p, "====", 4) != 0)
		p += strcspn(p, "\n") + 1;
	if (*p == '\0')
		return false;
	n = strcspn(p, "\n");
	(void)snprintf(paper->name, sizeof(paper->name), "%.*s", (int)n - 5, p + 5);
	for (p += n + 1; *p != '\0' && strncmp(p, "====", 4) != 0; p += n + 1) {
		n = strcspn(p, "\n");
		take_line(paper, p, p + n + 1);
	}
	*at = p;
	return true;
}

static bool overlaps(const struct mark_of *mark, const struct finding *finding)
{
	return finding->offset < mark->end && finding->offset + finding->len > mark->start;
}

static bool is_found(const struct mark_of *mark, const struct findings *findings)
{
	for (size_t i = 0; i < findings->n; i++) {
		if (overlaps(mark, &findings->v[i]) && strcmp(findings->v[i].rule, mark->rule) == 0)
			return true;
	}
	return *mark->rule == '?';
}

static bool is_right(const struct finding *finding, const struct hand_paper *paper)
{
	for (size_t i = 0; i < paper->n; i++) {
		if (overlaps(&paper->marks[i], finding))
			return true;
	}
	return false;
}

static int judge(const struct hand_paper *paper)
{
	struct findings findings = {0};
	int wrong = 0;

	screener_scan(
		screener_of(shared_gate.office.pack), paper->text.buf, paper->text.len, &findings);
	for (size_t i = 0; i < paper->n; i++) {
		const struct mark_of *mark = &paper->marks[i];

		if (is_found(mark, &findings))
			continue;
		print_message("%s: missed %s %.*s\n", paper->name, mark->rule,
			(int)(mark->end - mark->start), paper->text.buf + mark->start);
		wrong++;
	}
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *f = &findings.v[i];

		if (is_right(f, paper))
			continue;
		print_message("%s:%d: wrong %s %.*s\n", paper->name, f->line, f->rule, (int)f->len,
			paper->text.buf + f->offset);
		wrong++;
	}
	findings_release(&findings);
	return wrong;
}

/* What is masked once is clean: a rendition is not stopped by what the mask leaves. */
static int judge_masked(const struct hand_paper *paper)
{
	const struct screener *screener = screener_of(shared_gate.office.pack);
	struct findings findings = {0}, left = {0};
	struct str masked = {0};
	int wrong = 0;

	screener_scan(screener, paper->text.buf, paper->text.len, &findings);
	screener_mask(paper->text.buf, paper->text.len, &findings, SEVERITY_WARN, &masked);
	assert_true(text_is_utf8(str_get(&masked), masked.len));
	screener_scan(screener, str_get(&masked), masked.len, &left);
	for (size_t i = 0; i < left.n; i++) {
		const struct finding *f = &left.v[i];

		if (f->severity == SEVERITY_NOTE)
			continue;
		print_message("%s:%d: masked, and still %s %.*s\n", paper->name, f->line, f->rule,
			(int)f->len, masked.buf + f->offset);
		wrong++;
	}
	findings_release(&findings);
	findings_release(&left);
	str_release(&masked);
	return wrong;
}

static void test_hand(void **state)
{
	char *text = read_all("tests/core/hand.txt");
	const char *at = text;
	struct hand_paper paper;
	size_t papers = 0, marks = 0;
	int wrong = 0;

	(void)state;
	while (next_paper(&at, &paper)) {
		papers++;
		marks += paper.n;
		wrong += judge(&paper) + judge_masked(&paper);
		str_release(&paper.text);
	}
	free(text);
	print_message("%zu papers, %zu places: %d wrong\n", papers, marks, wrong);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_hand)};

	return cmocka_run_group_tests_name("test_screen_hand", tests, gate_set_up, gate_tear_down);
}
