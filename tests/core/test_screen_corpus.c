/* SPDX-License-Identifier: MIT */
/* The screening held against papers whose truth is known by construction. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/screener.h"
#include "tests/core/fake_gate.h"
#include "tests/core/fake_papers.h"

enum { PAPERS = 2000 };

struct score {
	const char *rule;
	double recall, precision; /* the least, in percent; 0: told alone */
	int truths, found, hits, wrong; /* wrong: hits on nothing */
};

static struct screener *screener;

static int open_screener(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	screener = screener_new(gate.office.pack);
	gate_close(&gate);
	return 0;
}

static int close_screener(void **state)
{
	(void)state;
	screener_free(screener);
	return 0;
}

static bool overlaps(const struct truth *truth, const struct finding *finding)
{
	return strcmp(truth->rule, finding->rule) == 0 && finding->offset < truth->end &&
	       finding->offset + finding->len > truth->start;
}

static void tell(const struct fake_paper *paper, size_t start, size_t end, const char *what,
	const char *rule)
{
	static int told;

	while (start > 0 && paper->text.buf[start - 1] != '\n')
		start--;
	while (end < paper->text.len && paper->text.buf[end] != '\n')
		end++;
	if (told++ < 40)
		print_message(
			"%s %s: %.*s\n", what, rule, (int)(end - start), paper->text.buf + start);
}

static struct score *score_of(struct score *scores, size_t n, const char *rule)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(scores[i].rule, rule) == 0)
			return &scores[i];
	}
	return NULL;
}

static void judge(const struct fake_paper *paper, struct score *scores, size_t n)
{
	struct findings findings = {0};

	screener_scan(screener, paper->text.buf, paper->text.len, &findings);
	for (size_t i = 0; i < paper->n; i++) {
		const struct truth *truth = &paper->truths[i];
		struct score *score = score_of(scores, n, truth->rule);
		bool found = false;

		for (size_t k = 0; k < findings.n; k++)
			found = found || overlaps(truth, &findings.v[k]);
		if (!found)
			tell(paper, truth->start, truth->end, "missed", truth->rule);
		if (score != NULL) {
			score->truths++;
			score->found += found ? 1 : 0;
		}
	}
	for (size_t k = 0; k < findings.n; k++) {
		struct score *score = score_of(scores, n, findings.v[k].rule);
		bool right = false;

		for (size_t i = 0; i < paper->n; i++)
			right = right || overlaps(&paper->truths[i], &findings.v[k]);
		if (score == NULL)
			continue;
		score->hits++;
		score->wrong += right ? 0 : 1;
		if (!right)
			tell(paper, findings.v[k].offset, findings.v[k].offset + findings.v[k].len,
				"wrong", findings.v[k].rule);
	}
	findings_release(&findings);
}

static void run(enum fake_kind kind, uint64_t seed, struct score *scores, size_t n)
{
	for (uint64_t i = 0; i < PAPERS; i++) {
		struct fake_paper paper;

		fake_paper_make(&paper, kind, seed + i);
		judge(&paper, scores, n);
		fake_paper_release(&paper);
	}
}

static void settle(const struct score *scores, size_t n)
{
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		const struct score *s = &scores[i];
		double recall = s->truths > 0 ? 100.0 * s->found / s->truths : 100;
		double precision = s->hits > 0 ? 100.0 * (s->hits - s->wrong) / s->hits : 100;

		print_message("%-14s %6d there, %6d hits: recall %7.3f %%, precision %7.3f %%\n",
			s->rule, s->truths, s->hits, recall, precision);
		ok = ok && recall >= s->recall && precision >= s->precision;
	}
	assert_true(ok);
}

static void test_papers(void **state)
{
	struct score scores[] = {
		{.rule = "resident-id", .recall = 99.9, .precision = 99.9},
		{.rule = "mobile", .recall = 99.5, .precision = 99},
		{.rule = "bank-card", .recall = 99.9, .precision = 99.9},
		{.rule = "credit-code", .recall = 99.9, .precision = 99.9},
		{.rule = "secrecy-mark", .recall = 99.9, .precision = 99.9},
		{.rule = "passport", .recall = 98, .precision = 97},
		{.rule = "plate", .recall = 98, .precision = 97},
		{.rule = "email", .recall = 99, .precision = 99},
		{.rule = "address", .recall = 95, .precision = 90},
	};

	(void)state;
	run(FAKE_PLAIN, 1, scores, COUNT(scores));
	run(FAKE_CLEAN, 100000, scores, COUNT(scores));
	settle(scores, COUNT(scores));
}

static void test_hidden_numbers(void **state)
{
	struct score scores[] = {
		{.rule = "resident-id", .recall = 97, .precision = 99},
		{.rule = "mobile", .recall = 97, .precision = 99},
		{.rule = "bank-card", .recall = 97, .precision = 99},
	};

	(void)state;
	run(FAKE_HIDDEN, 200000, scores, COUNT(scores));
	settle(scores, COUNT(scores));
}

/* What nothing must be found in does not stop. */
static void test_clean_papers(void **state)
{
	int stopped = 0;

	(void)state;
	for (uint64_t i = 0; i < PAPERS; i++) {
		struct findings findings = {0};
		struct strv lines = {0};
		struct fake_paper paper;

		fake_paper_make(&paper, FAKE_CLEAN, 300000 + i);
		screener_scan(screener, paper.text.buf, paper.text.len, &findings);
		findings_list(&findings, &lines);
		stopped += lines.n > 0 ? 1 : 0;
		strv_release(&lines);
		findings_release(&findings);
		fake_paper_release(&paper);
	}
	print_message("%d of %d clean papers are stopped\n", stopped, (int)PAPERS);
	assert_true(stopped * 1000 <= PAPERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_papers),
		cmocka_unit_test(test_hidden_numbers),
		cmocka_unit_test(test_clean_papers),
	};

	return cmocka_run_group_tests_name(
		"test_screen_corpus", tests, open_screener, close_screener);
}
