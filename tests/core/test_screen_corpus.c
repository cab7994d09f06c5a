/* SPDX-License-Identifier: MIT */
/* The screening held against papers whose truth is known by construction, of two makers. The
 * second's were not used to find out what the screening should do; see its header. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/screener.h"
#include "tests/core/fake_bureau.h"
#include "tests/core/fake_gate.h"
#include "tests/core/fake_papers.h"
#include "tests/core/fake_ward.h"

enum { PAPERS = 2000, TOLD = 6 }; /* papers of a run; lines told of each rule */

struct score {
	const char *rule;
	double recall, precision; /* the least, in percent; 0: told alone */
	int truths, found, exact, hits, wrong; /* wrong: hits on nothing */
	int told;
};

/* What papers of one kind together came to. */
struct tally {
	struct score *scores;
	size_t n;
	struct score *forms; /* by how a number is written; or NULL */
	int papers, decoys, missed_papers, false_papers; /* with something missed; wrong */
	size_t characters;
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
	return finding->offset < truth->end && finding->offset + finding->len > truth->start;
}

static bool is_exact(const struct truth *truth, const struct finding *finding)
{
	return finding->offset == truth->start && finding->len == truth->end - truth->start;
}

static void tell(const struct fake_paper *paper, size_t start, size_t end, const char *what,
	const char *rule, int *told)
{
	while (start > 0 && paper->text.buf[start - 1] != '\n')
		start--;
	while (end < paper->text.len && paper->text.buf[end] != '\n')
		end++;
	if ((*told)++ < TOLD)
		print_message(
			"%s %s: %.*s\n", what, rule, (int)(end - start), paper->text.buf + start);
}

static struct score *score_of(const struct tally *tally, const char *rule)
{
	for (size_t i = 0; i < tally->n; i++) {
		if (strcmp(tally->scores[i].rule, rule) == 0)
			return &tally->scores[i];
	}
	return NULL;
}

/* A truth is found by its own rule alone; false where it was missed and counts. */
static bool judge_truth(struct tally *tally, const struct fake_paper *paper,
	const struct truth *truth, const struct findings *findings)
{
	struct score *score = score_of(tally, truth->rule);
	bool found = false, exact = false;

	for (size_t k = 0; k < findings->n; k++) {
		const struct finding *finding = &findings->v[k];

		if (strcmp(truth->rule, finding->rule) != 0)
			continue;
		found = found || overlaps(truth, finding);
		exact = exact || is_exact(truth, finding);
	}
	if (score == NULL)
		return true;
	score->truths++;
	score->found += found;
	score->exact += exact;
	if (tally->forms != NULL) {
		tally->forms[truth->form].truths++;
		tally->forms[truth->form].found += found;
	}
	if (!found && score->recall > 0)
		tell(paper, truth->start, truth->end, "missed", truth->rule, &score->told);
	return found || score->recall == 0;
}

/* False where something was found in nothing. */
static bool judge_finding(
	struct tally *tally, const struct fake_paper *paper, const struct finding *finding)
{
	struct score *score = score_of(tally, finding->rule);
	bool right = false;

	if (score == NULL)
		return true;
	for (size_t i = 0; i < paper->n; i++)
		right = right || overlaps(&paper->truths[i], finding);
	score->hits++;
	score->wrong += !right;
	if (!right && score->precision > 0)
		tell(paper, finding->offset, finding->offset + finding->len, "wrong", finding->rule,
			&score->told);
	return right || score->precision == 0;
}

static void judge(struct tally *tally, const struct fake_paper *paper)
{
	struct findings findings = {0};
	bool is_whole = true, is_clean = true;

	screener_scan(screener, paper->text.buf, paper->text.len, &findings);
	for (size_t i = 0; i < paper->n; i++)
		is_whole = judge_truth(tally, paper, &paper->truths[i], &findings) && is_whole;
	for (size_t i = 0; i < findings.n; i++)
		is_clean = judge_finding(tally, paper, &findings.v[i]) && is_clean;
	findings_release(&findings);
	tally->papers++;
	tally->missed_papers += !is_whole;
	tally->false_papers += !is_clean;
	tally->decoys += paper->decoys;
	for (size_t i = 0; i < paper->text.len; i++)
		tally->characters += ((unsigned char)paper->text.buf[i] & 0xC0) != 0x80;
}

static void run_papers(struct tally *tally, enum fake_kind kind, uint64_t seed)
{
	for (uint64_t i = 0; i < PAPERS; i++) {
		struct fake_paper paper;

		fake_paper_make(&paper, kind, seed + i);
		judge(tally, &paper);
		fake_paper_release(&paper);
	}
}

static void run_bureau(struct tally *tally, enum bureau_kind kind, uint64_t seed)
{
	for (uint64_t i = 0; i < PAPERS; i++) {
		struct fake_paper paper;

		fake_bureau_make(&paper, kind, seed + i);
		judge(tally, &paper);
		fake_paper_release(&paper);
	}
}

static void run_ward(struct tally *tally, enum ward_kind kind, uint64_t seed)
{
	for (uint64_t i = 0; i < PAPERS; i++) {
		struct fake_paper paper;

		fake_ward_make(&paper, kind, seed + i);
		judge(tally, &paper);
		fake_paper_release(&paper);
	}
}

static double percent(int part, int whole)
{
	return whole > 0 ? 100.0 * part / whole : 100;
}

/* The lower end of Wilson's interval of 95 %, in percent. */
static double wilson(int part, int whole)
{
	const double z = 1.96;
	double n = whole, p = whole > 0 ? part / n : 1;

	if (whole == 0)
		return 0;
	return 100 * (p + z * z / (2 * n) - z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) /
	       (1 + z * z / n);
}

static bool settle_score(const struct score *s)
{
	double recall = percent(s->found, s->truths), precision;
	double both;

	precision = percent(s->hits - s->wrong, s->hits);
	both = recall + precision > 0 ? 5 * precision * recall / (4 * precision + recall) : 0;
	print_message("%-14s %6d: recall %7.3f %% (95 %%: %.2f; exact %7.3f %%), %6d hits: "
		      "precision %7.3f %% (%.2f), F2 %7.3f\n",
		s->rule, s->truths, recall, wilson(s->found, s->truths),
		percent(s->exact, s->truths), s->hits, precision,
		wilson(s->hits - s->wrong, s->hits), both);
	return recall >= s->recall && precision >= s->precision;
}

static void settle(const struct tally *tally)
{
	bool ok = true;

	for (size_t i = 0; i < tally->n; i++)
		ok = settle_score(&tally->scores[i]) && ok;
	print_message(
		"%d papers, %zu characters, %d numbers that are something else: %d papers with "
		"something missed, %d with something wrong\n",
		tally->papers, tally->characters, tally->decoys, tally->missed_papers,
		tally->false_papers);
	assert_true(ok);
}

#define TARGETS                                                                                    \
	{                                                                                          \
		{.rule = "resident-id", .recall = 99.9, .precision = 99.9},                        \
			{.rule = "mobile", .recall = 99.5, .precision = 99},                       \
			{.rule = "bank-card", .recall = 99.9, .precision = 99.9},                  \
			{.rule = "credit-code", .recall = 99.9, .precision = 99.9},                \
			{.rule = "secrecy-mark", .recall = 99.9, .precision = 99.9},               \
			{.rule = "passport", .recall = 98, .precision = 97},                       \
			{.rule = "plate", .recall = 98, .precision = 97},                          \
			{.rule = "email", .recall = 99, .precision = 99},                          \
			{.rule = "address", .recall = 95, .precision = 90},                        \
			{.rule = "landline", .recall = 95, .precision = 95},                       \
	}

static void test_papers(void **state)
{
	struct score scores[] = TARGETS;
	struct tally tally = {.scores = scores, .n = COUNT(scores)};

	(void)state;
	run_papers(&tally, FAKE_PLAIN, 1);
	run_papers(&tally, FAKE_CLEAN, 100000);
	settle(&tally);
}

static void test_other_papers(void **state)
{
	struct score scores[] = TARGETS;
	struct tally tally = {.scores = scores, .n = COUNT(scores)};

	(void)state;
	run_bureau(&tally, BUREAU_PLAIN, 1);
	run_bureau(&tally, BUREAU_CLEAN, 500000);
	settle(&tally);
	assert_true(tally.decoys >= 20000);
}

#define HIDDEN                                                                                     \
	{                                                                                          \
		{.rule = "resident-id", .recall = 97, .precision = 99},                            \
			{.rule = "mobile", .recall = 97, .precision = 99},                         \
			{.rule = "bank-card", .recall = 97, .precision = 99},                      \
	}

static void test_hidden_numbers(void **state)
{
	struct score scores[] = HIDDEN;
	struct tally tally = {.scores = scores, .n = COUNT(scores)};

	(void)state;
	run_papers(&tally, FAKE_HIDDEN, 200000);
	settle(&tally);
}

/* Every way to write a number by itself, too. */
static void test_worn_numbers(void **state)
{
	struct score scores[] = HIDDEN, forms[WEARS] = {{0}};
	struct tally tally = {.scores = scores, .n = COUNT(scores), .forms = forms};
	bool ok = true;

	(void)state;
	run_bureau(&tally, BUREAU_WORN, 700000);
	for (int i = 1; i < WEARS; i++) {
		double recall = percent(forms[i].found, forms[i].truths);

		print_message(
			"%-12s %5d: recall %7.3f %%\n", wear_names[i], forms[i].truths, recall);
		ok = ok && forms[i].truths > 100 && recall >= 95;
	}
	settle(&tally);
	assert_true(ok);
}

/* What no check digit tells: words of health and of minors beside a name, marks without a star. */
static void test_persons_and_marks(void **state)
{
	struct score scores[] = {
		{.rule = "health", .recall = 90, .precision = 85},
		{.rule = "minor", .recall = 98, .precision = 97},
		{.rule = "secrecy-mark", .recall = 99.5, .precision = 98},
		{.rule = "trade-secret", .recall = 95, .precision = 95},
		{.rule = "masked-number", .recall = 97, .precision = 99},
		{.rule = "copy-number", .recall = 97, .precision = 98},
	};
	struct tally tally = {.scores = scores, .n = COUNT(scores)};

	(void)state;
	run_ward(&tally, WARD_PERSONS, 1);
	run_ward(&tally, WARD_MARKS, 400000);
	run_ward(&tally, WARD_CLEAN, 600000);
	settle(&tally);
	assert_true(tally.decoys >= 20000);
}

static int count_stopped(void (*make)(struct fake_paper *paper, uint64_t seed), uint64_t seed)
{
	int stopped = 0, told = 0;

	for (uint64_t i = 0; i < PAPERS; i++) {
		struct findings findings = {0};
		struct strv lines = {0};
		struct fake_paper paper;

		make(&paper, seed + i);
		screener_scan(screener, paper.text.buf, paper.text.len, &findings);
		findings_list(&findings, &lines);
		for (size_t k = 0; k < findings.n && lines.n > 0; k++) {
			if (findings.v[k].severity != SEVERITY_NOTE)
				tell(&paper, findings.v[k].offset, findings.v[k].offset + 1,
					"stopped by", findings.v[k].rule, &told);
		}
		stopped += lines.n > 0 ? 1 : 0;
		strv_release(&lines);
		findings_release(&findings);
		fake_paper_release(&paper);
	}
	print_message("%d of %d clean papers are stopped\n", stopped, (int)PAPERS);
	return stopped;
}

static void make_clean(struct fake_paper *paper, uint64_t seed)
{
	fake_paper_make(paper, FAKE_CLEAN, seed);
}

static void make_other_clean(struct fake_paper *paper, uint64_t seed)
{
	fake_bureau_make(paper, BUREAU_CLEAN, seed);
}

/* What nothing must be found in does not stop. */
static void test_clean_papers(void **state)
{
	(void)state;
	assert_true(count_stopped(make_clean, 300000) * 1000 <= PAPERS);
	assert_true(count_stopped(make_other_clean, 900000) * 1000 <= PAPERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_papers),
		cmocka_unit_test(test_other_papers),
		cmocka_unit_test(test_hidden_numbers),
		cmocka_unit_test(test_worn_numbers),
		cmocka_unit_test(test_persons_and_marks),
		cmocka_unit_test(test_clean_papers),
	};

	return cmocka_run_group_tests_name(
		"test_screen_corpus", tests, open_screener, close_screener);
}
