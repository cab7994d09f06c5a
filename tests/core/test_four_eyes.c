/* SPDX-License-Identifier: MIT */
/* Guarantees 3 and 4: by person, through delegation too, and bound to what was read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

#define WHY "讨论尚未结束，公开会误导公众"
#define LATER "2027-05-23"

/* -- 3: four eyes ------------------------------------------------------------------------------ */

/* What the drafter also holds does not help them. */
static void test_guarantee_3_drafters_judge_nothing(void **state)
{
	static const struct {
		const char *state, *role, *action, *comment, *code;
	} cases[] = {
		{"section", "head", "pass", NULL, NULL},
		{"section", "head", "return", NULL, "format"},
		{"secrecy", "secrecy", "pass", NULL, NULL},
		{"secrecy", "secrecy", "waive", "可以", NULL},
		{"secrecy", "secrecy", "escalate", "不能确定", NULL},
		{"office", "checker", "pass", NULL, NULL},
		{"office", "checker", "consult", "不一致", NULL},
		{"consult", "head", "agree", "同意", NULL},
		{"consult", "checker", "dispute", "不同意", NULL},
		{"sign", "signer", "sign", NULL, NULL},
		{"sign", "signer", "return", NULL, "format"},
		{"held", "disclosure", "rescreen", "到期", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gate gate;
		char *post = xasprintf("Role: %s sz", cases[i].role);

		gate_open(&gate);
		gate_add(&gate, "clerk", post);
		gate_done(&gate, gate_reach(&gate, "private", cases[i].state));
		gate_refused(&gate,
			ACT(&gate, "clerk", cases[i].action, .comment = cases[i].comment,
				.code = cases[i].code),
			strcmp(cases[i].state, "sign") == 0 ? "clerk " : "clerk drafted or edited");
		gate_close(&gate);
		free(post);
	}
}

static void test_guarantee_3_through_delegation_both_ways(void **state)
{
	struct gate gate;

	(void)state;
	/* A delegate's own draft. */
	gate_open(&gate);
	gate_add(&gate, "head", "Delegates: clerk head zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_refused(&gate, ACT(&gate, "clerk", "pass"), "clerk drafted or edited");
	gate_close(&gate);
	/* The delegator's draft. */
	gate_open(&gate);
	gate_add(&gate, "clerk", "Role: head zfb");
	gate_add(&gate, "clerk", "Delegates: clerk2 head zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_refused(&gate, ACT(&gate, "clerk2", "pass"), "clerk drafted or edited");
	gate_close(&gate);
	/* Neither: allowed, and the decision says for whom. */
	gate_open(&gate);
	gate_add(&gate, "head", "Delegates: clerk2 head zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_done(&gate, ACT(&gate, "clerk2", "pass"));
	assert_string_equal(gate.log[gate.n - 1].acting_for, "head");
	assert_string_equal(gate.doc.approvals[0].acting_for, "head");
	gate_close(&gate);
}

static void test_guarantee_3_one_approval_each(void **state)
{
	static const struct {
		const char *to, *post; /* of another role */
		const char *delegate; /* of head's */
		const char *first, *second, *who_spoke;
	} cases[] = {
		{"head", "Role: secrecy zfb", NULL, "head", "head", "head"},
		/* the delegate approved in head's stead: neither may again */
		{"head", "Role: secrecy zfb", "clerk2 head", "clerk2", "head", "head"},
		{"clerk2", "Role: secrecy zfb", "clerk2 head", "clerk2", "clerk2", "clerk2"},
		/* head approved; nobody approves again in head's stead */
		{"head", "Role: secrecy zfb", "clerk2 secrecy", "head", "clerk2", "head"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gate gate;
		char *says = xasprintf("%s has approved zfb-2026-1 already", cases[i].who_spoke);

		gate_open(&gate);
		gate_add(&gate, cases[i].to, cases[i].post);
		if (cases[i].delegate != NULL) {
			char *line = xasprintf(
				"Delegates: %s zfb 2026-11-01 2026-11-30 leave", cases[i].delegate);

			gate_add(&gate, "head", line);
			free(line);
		}
		gate_done(&gate, gate_reach(&gate, "public", "section"));
		gate_done(&gate, ACT(&gate, cases[i].first, "pass"));
		assert_string_equal(gate.doc.state, "secrecy");
		gate_refused(&gate, ACT(&gate, cases[i].second, "pass"), says);
		gate_done(&gate, ACT(&gate, "secrecy", "pass"));
		gate_close(&gate);
		free(says);
	}
}

/* Signing counts as an approval too, whatever guards the pack asks. */
static void test_guarantee_3_the_signer_has_approved_nothing(void **state)
{
	static const struct patch patch = {
		"gongwen.csv", "sign,sign,decided,signer,,unacted", "sign,sign,decided,signer,,"};
	struct gate gate;

	(void)state;
	gate_open_with(&gate, &patch, 1);
	gate_add(&gate, "signer", "Role: head sz");
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_done(&gate, ACT(&gate, "signer", "pass"));
	gate_done(&gate, ACT(&gate, "secrecy", "pass"));
	gate_done(&gate, ACT(&gate, "checker", "pass"));
	gate_refused(&gate, ACT(&gate, "signer", "sign"), "signer has approved zfb-2026-1 already");
	gate_close(&gate);
	/* And with the guard, nobody signs who did anything before. */
	gate_open(&gate);
	gate_add(&gate, "secrecy", "Role: signer sz");
	gate_done(&gate, gate_reach(&gate, "public", "secrecy"));
	gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = "可以"));
	gate_add(&gate, "clerk2", "Role: secrecy zfb");
	gate_done(&gate, ACT(&gate, "clerk2", "pass"));
	gate_done(&gate, ACT(&gate, "checker", "pass"));
	gate_refused(&gate, ACT(&gate, "secrecy", "sign"), "孙密 has acted on zfb-2026-1 before");
	gate_close(&gate);
	/* Not by one who stands in for such a person either. */
	gate_open(&gate);
	gate_add(&gate, "secrecy", "Role: signer sz");
	gate_add(&gate, "secrecy", "Delegates: clerk2 signer zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "secrecy"));
	gate_done(&gate, ACT(&gate, "secrecy", "escalate", .comment = "不能确定"));
	gate_done(&gate, ACT(&gate, "secrecy", "return", .code = "format"));
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	gate_done(&gate, ACT(&gate, "head", "pass"));
	gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = "可以"));
	gate_add(&gate, "publisher", "Role: secrecy zfb");
	gate_done(&gate, ACT(&gate, "publisher", "pass"));
	gate_done(&gate, ACT(&gate, "checker", "pass"));
	gate_refused(&gate, ACT(&gate, "clerk2", "sign"), "孙密 has acted on zfb-2026-1 before");
	gate_close(&gate);
}

/* Who edited or marked another's paper is one of its makers. */
static void test_guarantee_3_editors_judge_nothing(void **state)
{
	static const struct patch patches[] = {
		{"gongwen.csv", "edit,=,clerk,,drafter", "edit,=,clerk,,"},
		{"gongwen.csv", "mark,=,clerk,,drafter", "mark,=,clerk,,"},
		{"gongwen.csv", "submit,section,clerk,,drafter", "submit,section,clerk,,"},
	};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct gate gate;

		gate_open_with(&gate, patches, COUNT(patches));
		gate_add(&gate, "clerk2", "Role: head zfb");
		gate_done(&gate, gate_import(&gate, "clerk"));
		if (i == 0)
			gate_done(&gate, gate_mark(&gate, "clerk2", "public"));
		else
			gate_done(&gate, gate_edit(&gate, "clerk2", "summary", "概述") &&
						 gate_mark(&gate, "clerk", "public"));
		assert_string_equal(gate.doc.paper.editors.v[0], "clerk2");
		gate_done(&gate, ACT(&gate, "clerk", "submit"));
		gate_refused(&gate, ACT(&gate, "clerk2", "pass"), "clerk2 drafted or edited");
		gate_done(&gate, ACT(&gate, "head", "pass"));
		gate_close(&gate);
	}
}

/* A record that keeps its editor quiet, or blames another, is no record of that change. */
static void test_guarantee_3_editors_are_named(void **state)
{
	static const struct patch patch = {
		"gongwen.csv", "edit,=,clerk,,drafter", "edit,=,clerk,,"};
	struct gate gate;
	struct paper paper = {0};

	(void)state;
	gate_open_with(&gate, &patch, 1);
	gate_done(&gate, gate_import(&gate, "clerk"));
	paper_copy(&paper, &gate.doc.paper);
	set_str(&paper.title, "另一个标题");
	gate_refused(&gate, ACT(&gate, "clerk2", "edit", .paper = &paper),
		"'edit' changes more than it may");
	strv_add(&paper.editors, "head");
	gate_refused(&gate, ACT(&gate, "clerk2", "edit", .paper = &paper),
		"'edit' changes more than it may");
	strv_add(&paper.editors, "clerk2");
	gate_refused(&gate, ACT(&gate, "clerk2", "edit", .paper = &paper),
		"'edit' changes more than it may");
	set_str(&paper.drafter, "head");
	strv_clear(&paper.editors);
	strv_add(&paper.editors, "clerk2");
	gate_refused(&gate, ACT(&gate, "clerk2", "edit", .paper = &paper),
		"'edit' changes more than it may");
	set_str(&paper.drafter, "clerk");
	gate_done(&gate, ACT(&gate, "clerk2", "edit", .paper = &paper));
	paper_release(&paper);
	gate_close(&gate);
}

/* Taking a published paper down hides it: by two. */
static void test_guarantee_3_hiding_takes_two(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_add(&gate, "publisher", "Role: checker zfb");
	gate_add(&gate, "checker", "Delegates: publisher checker zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "published"));
	gate_done(&gate, ACT(&gate, "publisher", "withdraw", .comment = "内容有误"));
	assert_string_equal(gate.doc.state, "published");
	gate_refused(&gate, ACT(&gate, "publisher", "withdraw", .comment = "同意"),
		"publisher has spoken on zfb-2026-1 already");
	gate_done(&gate, ACT(&gate, "checker", "withdraw", .comment = "同意"));
	assert_string_equal(gate.doc.state, "withdrawn");
	gate_close(&gate);
}

/* -- 4: an approval is bound to what was read -------------------------------------------------- */

static void test_guarantee_4_changes_void_approvals(void **state)
{
	/* A pack that lets its drafter change a paper under review. */
	static const struct patch patches[] = {
		{"gongwen.csv", "draft returned,edit,=", "draft returned office,edit,="},
		{"gongwen.csv", "draft returned,mark,=", "draft returned office,mark,="},
	};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct gate gate;

		gate_open_with(&gate, patches, COUNT(patches));
		gate_done(&gate, gate_reach(&gate, "private", "office"));
		assert_int_equal(gate.doc.approval_count, 2);
		assert_string_equal(gate.doc.approvals[0].record, gate.doc.record);
		assert_string_equal(gate.doc.approvals[1].record, gate.doc.record);
		if (i == 0)
			gate_done(&gate, gate_edit(&gate, "clerk", "title", "另一个标题"));
		else if (i == 1)
			gate_done(&gate, gate_mark(&gate, "clerk", "on-request"));
		else if (i == 2)
			gate_done(&gate,
				gate_mark_with(&gate, "clerk", "private", "CN16-HR", WHY, LATER));
		else
			gate_done(&gate, ACT(&gate, "checker", "return", .code = "format"));
		assert_int_equal(gate.doc.approval_count, 0);
		gate_close(&gate);
	}
}

static void test_guarantee_4_what_is_signed_was_approved(void **state)
{
	struct gate gate;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, "public", "sign"));
		assert_int_equal(gate.doc.approval_count, 3);
		gate.doc.approvals[i].record[5] ^= 1;
		gate_refused(&gate, ACT(&gate, "signer", "sign"),
			"approved another version of zfb-2026-1; it must be passed again");
		gate.doc.approvals[i].record[5] ^= 1;
		gate_done(&gate, ACT(&gate, "signer", "sign"));
		assert_string_equal(gate.doc.signed_record, gate.doc.record);
		gate_close(&gate);
	}
}

/* Findings that were let stand are those of that text alone. */
static void test_guarantee_4_waivers_too(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_import(&gate, "clerk"));
	paper = (struct paper){0};
	paper_copy(&paper, &gate.doc.paper);
	strv_add(&paper.findings, "hidden-character 1:2");
	gate_done(&gate, ACT(&gate, "clerk", "edit", .paper = &paper, .text = "甲\u200B\n"));
	gate_done(&gate, gate_mark(&gate, "clerk", "public"));
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	gate_done(&gate, ACT(&gate, "head", "pass"));
	gate_refused(
		&gate, ACT(&gate, "secrecy", "pass"), "the screening found: hidden-character 1:2");
	gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = "版式字符"));
	gate_done(&gate, ACT(&gate, "secrecy", "return", .code = "format"));
	gate_done(&gate, gate_edit(&gate, "clerk", "title", "另一个标题"));
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	gate_done(&gate, ACT(&gate, "head", "pass"));
	gate_refused(&gate, ACT(&gate, "secrecy", "pass"), "the screening found");
	gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = "版式字符"));
	gate_done(&gate, ACT(&gate, "secrecy", "pass"));
	paper_release(&paper);
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guarantee_3_drafters_judge_nothing),
		cmocka_unit_test(test_guarantee_3_through_delegation_both_ways),
		cmocka_unit_test(test_guarantee_3_one_approval_each),
		cmocka_unit_test(test_guarantee_3_the_signer_has_approved_nothing),
		cmocka_unit_test(test_guarantee_3_editors_judge_nothing),
		cmocka_unit_test(test_guarantee_3_editors_are_named),
		cmocka_unit_test(test_guarantee_3_hiding_takes_two),
		cmocka_unit_test(test_guarantee_4_changes_void_approvals),
		cmocka_unit_test(test_guarantee_4_what_is_signed_was_approved),
		cmocka_unit_test(test_guarantee_4_waivers_too),
	};

	return cmocka_run_group_tests_name("test_four_eyes", tests, NULL, NULL);
}
