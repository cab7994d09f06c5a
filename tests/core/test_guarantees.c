/* SPDX-License-Identifier: MIT */
/* What the engine guarantees whatever a pack says, each by its number: 1, 5, 6, 10 and 11. The
 * others are in test_law.c (2, 7), test_four_eyes.c (3, 4), test_door.c (8) and test_replay.c (9).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* -- 1: an attribute, and never a default ------------------------------------------------------ */

static void test_guarantee_1_no_attribute_is_assumed(void **state)
{
	struct gate gate;
	struct paper paper = {0};

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_import(&gate, "clerk"));
	assert_null(gate.doc.paper.attribute);
	gate_refused(&gate, ACT(&gate, "clerk", "submit"),
		"zfb-2026-1 has no attribute: mark it first (one of: public, on-request, private); "
		"nothing is assumed");
	gate_refused(&gate, gate_mark_with(&gate, "clerk", "secret", "", "", ""),
		"there is no attribute 'secret'; there are: public, on-request, private");
	gate_refused(&gate, gate_mark_with(&gate, "clerk", "PUBLIC", "", "", ""),
		"there is no attribute 'PUBLIC'");
	gate_refused(&gate, gate_mark_with(&gate, "clerk", NULL, "", "", ""), "has no attribute");
	/* An edit does not bring one in. */
	paper_copy(&paper, &gate.doc.paper);
	set_str(&paper.attribute, "public");
	set_str(&paper.title, "另一个标题");
	gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
		"'edit' changes more than it may");
	paper_release(&paper);
	/* Even where a pack would let drafting end at once. */
	gate_row(&gate, "draft", "submit")->to = gate_state(&gate, "withdrawn");
	gate_refused(&gate, ACT(&gate, "clerk", "submit"), "has no attribute");
	gate_done(&gate, ACT(&gate, "clerk", "void", .comment = "不用了"));
	gate_close(&gate);
}

static void test_guarantee_1_a_new_paper_is_not_marked(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (int i = 0; i < 4; i++) {
		struct paper paper;

		gate_paper(&paper, "zfb-2026-1", "clerk");
		if (i == 0)
			set_str(&paper.attribute, "public");
		else if (i == 1)
			strv_add(&paper.grounds, "CN27");
		else if (i == 2)
			set_str(&paper.reason, "理由");
		else
			paper.review_by = gate_day("2027-01-01");
		gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
			"a new paper bears no attribute yet");
		paper_release(&paper);
	}
	gate_close(&gate);
}

/* -- 2: a ground may need its test written down ------------------------------------------------ */

static void test_guarantee_2_a_ground_that_needs_its_test(void **state)
{
	static const struct patch patch = {
		"grounds-2019.ini", "[ground CN16-HR]\n", "[ground CN16-HR]\nneeds = summary\n"};
	struct gate gate;

	(void)state;
	gate_open_with(&gate, &patch, 1);
	gate_done(&gate, gate_import(&gate, "clerk"));
	/* It may be marked so, and written down afterwards; it does not leave drafting before. */
	gate_done(&gate, gate_mark_with(&gate, "clerk", "private", "CN16-HR",
				 "内部人事安排，不影响公众权益", "2027-06-01"));
	gate_refused(&gate, ACT(&gate, "clerk", "submit"),
		"ground CN16-HR (Internal affairs: personnel) carries nothing before its test is "
		"written down: fill in Summary (summary) with `edit`");
	gate_done(&gate, gate_edit(&gate, "clerk", "summary", "仅涉及机关内部岗位调整"));
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	/* Nor is it agreed to, where it went missing on the way. */
	paper_set_field(&gate.doc.paper, "summary", NULL);
	gate_refused(&gate, ACT(&gate, "head", "pass"), "carries nothing before its test");
	gate_close(&gate);
}

/* -- 5: a return carries a code ---------------------------------------------------------------- */

static void test_guarantee_5_returns_say_why(void **state)
{
	static const struct {
		const char *state, *who;
	} cases[] = {{"section", "head"}, {"secrecy", "secrecy"}, {"escalated", "secrecy"},
		{"office", "checker"}, {"consult", "checker"}, {"sign", "signer"},
		{"decided", "publisher"}};
	/* No guard of the pack stands in for it. */
	static const struct patch patch = {"gongwen.csv", "section,return,returned,head,,code",
		"section,return,returned,head,,"};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gate gate;

		gate_open_with(&gate, &patch, 1);
		gate_done(&gate, gate_reach(&gate, "public", cases[i].state));
		gate_refused(&gate, ACT(&gate, cases[i].who, "return"),
			"a return needs a code (--code), one of: no-attribute, no-ground");
		gate_refused(&gate, ACT(&gate, cases[i].who, "return", .comment = "请改"),
			"a return needs a code");
		gate_refused(&gate, ACT(&gate, cases[i].who, "return", .code = "because"),
			"there is no return code 'because'; there are: no-attribute");
		gate_refused(&gate, ACT(&gate, cases[i].who, "return", .code = "FORMAT"),
			"there is no return code 'FORMAT'");
		gate_refused(&gate, ACT(&gate, cases[i].who, "return", .code = ""),
			"there is no return code ''");
		gate_done(&gate, ACT(&gate, cases[i].who, "return", .code = "format"));
		assert_string_equal(gate.doc.state, "returned");
		gate_close(&gate);
	}
}

static void test_guarantee_5_nothing_else_takes_a_code(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_refused(&gate, ACT(&gate, "head", "pass", .code = "format"), "'pass' takes no code");
	gate_close(&gate);
}

/* -- 6: what becomes public -------------------------------------------------------------------- */

static void test_guarantee_6_only_what_was_signed(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "decided"));
	gate.doc.signed_record[0] ^= 1;
	gate_refused(
		&gate, ACT(&gate, "publisher", "publish"), "zfb-2026-1 is not what was signed");
	gate.doc.signed_record[0] = '\0';
	gate_refused(
		&gate, ACT(&gate, "publisher", "publish"), "zfb-2026-1 is not what was signed");
	gate_close(&gate);
	/* Sent back from there, the signature is gone. */
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "returned"));
	gate_done(&gate, gate_reach(&gate, "public", "decided"));
	gate_done(&gate, ACT(&gate, "publisher", "return", .code = "format"));
	assert_string_equal(gate.doc.signed_record, "");
	assert_int_equal(gate.doc.decided, DAY_NONE);
	gate_close(&gate);
}

static void test_guarantee_6_only_what_is_public(void **state)
{
	static const char *const attributes[] = {"private", "on-request"};

	(void)state;
	for (size_t i = 0; i < COUNT(attributes); i++) {
		struct transition *row;
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, attributes[i], "sign"));
		gate_done(&gate, ACT(&gate, "signer", "sign"));
		/* A pack whose row asks nothing. */
		row = gate_row(&gate, "decided", "publish");
		free(row->when);
		row->when = NULL;
		gate_refused(&gate, ACT(&gate, "publisher", "publish"),
			"zfb-2026-1 is not marked public");
		gate_close(&gate);
	}
}

/* Whatever rows a pack has: decided is what was signed, held what the site holds, published what
 * was published. */
static void test_guarantee_6_no_other_way_there(void **state)
{
	static const struct {
		const char *at, *who, *action, *code, *to;
	} cases[] = {
		{"draft", "clerk", "submit", NULL, "published"},
		{"draft", "clerk", "submit", NULL, "decided"},
		{"draft", "clerk", "submit", NULL, "held"},
		{"section", "head", "pass", NULL, "decided"},
		{"section", "head", "pass", NULL, "published"},
		{"section", "head", "pass", NULL, "held"},
		{"section", "head", "return", "format", "published"},
		{"section", "clerk", "recall", NULL, "published"},
		{"secrecy", "secrecy", "escalate", NULL, "published"},
		{"secrecy", "secrecy", "waive", NULL, "decided"},
		{"sign", "signer", "sign", NULL, "published"},
		{"sign", "signer", "sign", NULL, "held"},
		{"decided", "publisher", "return", "format", "published"},
		{"decided", "publisher", "publish", NULL, "held"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *says = xasprintf("'%s' cannot lead there", cases[i].action);
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, "public", cases[i].at));
		for (size_t k = 0; k < 2; k++) { /* both rows of the section's head */
			struct transition *row = gate_row(&gate, cases[i].at, cases[i].action) + k;

			if (strcmp(row->action->code, cases[i].action) == 0)
				row->to = gate_state(&gate, cases[i].to);
		}
		gate_refused(&gate,
			ACT(&gate, cases[i].who, cases[i].action, .code = cases[i].code,
				.comment = "说明"),
			says);
		gate_close(&gate);
		free(says);
	}
}

/* -- 10: deadlines ----------------------------------------------------------------------------- */

static const struct clock_run *clock_of(const struct gate *gate, const char *rule)
{
	for (size_t i = 0; i < gate->doc.clock_count; i++) {
		if (strcmp(gate->doc.clocks[i].rule, rule) == 0)
			return &gate->doc.clocks[i];
	}
	return NULL;
}

static void assert_clock(const struct gate *gate, const char *rule, const char *expected)
{
	const struct clock_run *run = clock_of(gate, rule);
	char start[DAY_SIZE], due[DAY_SIZE], stopped[DAY_SIZE], *text;

	if (run == NULL)
		fail_msg("no clock '%s'", rule);
	text = xasprintf("%s %s %s%s", day_format(run->start, start), day_format(run->due, due),
		run->stopped != DAY_NONE ? day_format(run->stopped, stopped) : "runs",
		run->provisional ? " provisional" : "");
	assert_string_equal(text, expected);
	free(text);
}

/* Twenty working days from the signature, with make-up days, and provisional past the table. */
static void test_guarantee_10_working_days(void **state)
{
	static const struct {
		const char *signed_on, *clock;
	} cases[] = {
		{"2018-07-19", "2018-07-19 2018-08-16 runs"},
		{"2018-09-14", "2018-09-14 2018-10-18 runs"},
		{"2019-01-21", "2019-01-21 2019-02-21 runs"},
		{"2019-04-15", "2019-04-15 2019-05-14 runs"},
		{"2026-12-03", "2026-12-03 2026-12-31 runs"},
		{"2026-12-04", "2026-12-04 2027-01-01 runs provisional"},
		{"2026-12-24", "2026-12-24 2027-01-21 runs provisional"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gate gate;

		gate_open(&gate);
		gate.now = gate_noon(cases[i].signed_on);
		gate_done(&gate, gate_reach(&gate, "public", "decided"));
		assert_clock(&gate, "publish", cases[i].clock);
		gate_close(&gate);
	}
}

static void test_guarantee_10_start_stop_restart(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate.now = gate_noon("2026-09-28"); /* a Monday; 10-01 to 10-07 are off, 10-10 is worked */
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	assert_clock(&gate, "section", "2026-09-28 2026-10-08 runs");
	assert_null(clock_of(&gate, "publish"));
	gate.now = gate_noon("2026-09-30");
	gate_done(&gate, ACT(&gate, "head", "return", .code = "format"));
	assert_clock(&gate, "section", "2026-09-28 2026-10-08 2026-09-30");
	assert_int_equal(document_due(&gate.doc), DAY_NONE);
	gate.now = gate_noon("2026-10-08");
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	assert_clock(&gate, "section", "2026-10-08 2026-10-12 runs");
	gate_done(&gate, ACT(&gate, "head", "pass"));
	assert_clock(&gate, "section", "2026-10-08 2026-10-12 2026-10-08");
	assert_clock(&gate, "secrecy", "2026-10-08 2026-10-12 runs");
	/* A step that stays stops nothing and starts nothing. */
	gate.now = gate_noon("2026-10-09");
	gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = "可以"));
	assert_clock(&gate, "secrecy", "2026-10-08 2026-10-12 runs");
	assert_int_equal(document_due(&gate.doc), gate_day("2026-10-12"));
	/* What has stopped does not stop again. */
	gate_done(&gate, ACT(&gate, "secrecy", "return", .code = "format"));
	assert_clock(&gate, "section", "2026-10-08 2026-10-12 2026-10-08");
	assert_clock(&gate, "secrecy", "2026-10-08 2026-10-12 2026-10-09");
	gate_close(&gate);
	/* What is not public has no day of publication. */
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "private", "held"));
	assert_null(clock_of(&gate, "publish"));
	gate_close(&gate);
	/* Publishing stops it. */
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "decided"));
	gate.now = gate_noon("2026-11-25");
	gate_done(&gate, ACT(&gate, "publisher", "publish"));
	assert_clock(&gate, "publish", "2026-11-23 2026-12-21 2026-11-25");
	gate_close(&gate);
}

/* A term in plain days, as a pack may count. */
static void test_guarantee_10_plain_days(void **state)
{
	static const struct patch patch = {"gongwen.ini",
		"days = 20\ndays-of = catalogue.term\ncount = working",
		"days = 60\ncount = calendar"};
	struct gate gate;

	(void)state;
	gate_open_with(&gate, &patch, 1);
	gate_done(&gate, gate_reach(&gate, "public", "decided"));
	assert_clock(&gate, "publish", "2026-11-23 2027-01-22 runs");
	gate_close(&gate);
}

/* -- 11: nothing is deleted -------------------------------------------------------------------- */

static void test_guarantee_11_what_a_paper_is_stays(void **state)
{
	static const char *const ends[] = {"void", "withdrawn"};
	struct gate gate;
	struct paper paper;

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct str before = {0}, after = {0};

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, "public", i == 0 ? "draft" : "published"));
		paper_print(&gate.doc.paper, &before);
		if (i == 0)
			gate_done(&gate, ACT(&gate, "clerk", "void", .comment = "不用了"));
		else
			gate_done(&gate,
				ACT(&gate, "publisher", "withdraw", .comment = "有误") &&
					ACT(&gate, "checker", "withdraw", .comment = "同意"));
		paper_print(&gate.doc.paper, &after);
		assert_string_equal(gate.doc.state, ends[i]);
		assert_string_equal(str_get(&after), str_get(&before));
		assert_int_equal(gate.doc.decisions, gate.n);
		str_release(&before);
		str_release(&after);
		gate_close(&gate);
	}
	/* No edit makes another paper of it. */
	for (int i = 0; i < 3; i++) {
		gate_open(&gate);
		gate_done(&gate, gate_import(&gate, "clerk"));
		paper = (struct paper){0};
		paper_copy(&paper, &gate.doc.paper);
		set_str(&paper.title, "另一个标题");
		set_str(i == 0   ? &paper.kind
			: i == 1 ? &paper.unit
				 : &paper.drafter,
			i == 0   ? "stub"
			: i == 1 ? "xinxi"
				 : "clerk2");
		gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
			i == 2 ? "'Edit' " : "'edit' changes more than it may");
		paper_release(&paper);
		gate_close(&gate);
	}
}

/* No act but an edit or a marking brings a record; and an edit brings one. */
static void test_guarantee_11_only_edits_change_papers(void **state)
{
	struct gate gate;
	struct paper paper = {0};

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	paper_copy(&paper, &gate.doc.paper);
	set_str(&paper.title, "另一个标题");
	gate_refused(&gate, ACT(&gate, "head", "pass", .paper = &paper),
		"'pass' does not change the paper");
	paper_release(&paper);
	gate_done(&gate, gate_import(&gate, "clerk"));
	gate_refused(&gate, ACT(&gate, "clerk", "edit"), "'edit' changes nothing");
	gate_refused(&gate, ACT(&gate, "clerk", "mark"), "'mark' changes nothing");
	gate_close(&gate);
}

/* What is there is not made anew, and what is not there is made by what makes papers. */
static void test_guarantee_11_made_once(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_paper(&paper, "zfb-2026-1", "clerk");
	gate_done(&gate, gate_import(&gate, "clerk"));
	gate_row(&gate, "draft", "submit")->action = pack_action(gate.office.pack, "import");
	set_str(&paper.title, "另一个标题");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"where 'import' is not possible");
	gate_close(&gate);
	gate_open(&gate);
	gate_row(&gate, "draft", "mark")->action = pack_action(gate.office.pack, "submit");
	strv_clear(&gate_row(&gate, "draft", "submit")->from);
	gate_refused(&gate, ACT(&gate, "clerk", "submit", .paper = &paper),
		"'submit' does not make a new gongwen");
	paper_release(&paper);
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guarantee_1_no_attribute_is_assumed),
		cmocka_unit_test(test_guarantee_1_a_new_paper_is_not_marked),
		cmocka_unit_test(test_guarantee_2_a_ground_that_needs_its_test),
		cmocka_unit_test(test_guarantee_5_returns_say_why),
		cmocka_unit_test(test_guarantee_5_nothing_else_takes_a_code),
		cmocka_unit_test(test_guarantee_6_only_what_was_signed),
		cmocka_unit_test(test_guarantee_6_only_what_is_public),
		cmocka_unit_test(test_guarantee_6_no_other_way_there),
		cmocka_unit_test(test_guarantee_10_working_days),
		cmocka_unit_test(test_guarantee_10_start_stop_restart),
		cmocka_unit_test(test_guarantee_10_plain_days),
		cmocka_unit_test(test_guarantee_11_what_a_paper_is_stays),
		cmocka_unit_test(test_guarantee_11_only_edits_change_papers),
		cmocka_unit_test(test_guarantee_11_made_once),
	};

	return cmocka_run_group_tests_name("test_guarantees", tests, NULL, NULL);
}
