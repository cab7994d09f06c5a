/* SPDX-License-Identifier: MIT */
/* Guarantee 8: papers that bear a secrecy mark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "core/screening.h"
#include "tests/core/fake_gate.h"

#define WHY "讨论尚未结束，公开会误导公众"
#define LATER "2027-05-23"

/* -- 8: secrecy marks -------------------------------------------------------------------------- */

static void test_guarantee_8_no_mark_in_any_line(void **state)
{
	static const char *const marks[] = {
		"秘密★1年", "机密☆", "绝 密 *", "机　密＊长期", "秘\u00A0密★"};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_import(&gate, "clerk"));
	for (size_t i = 0; i < COUNT(marks); i++) {
		struct paper paper;

		gate_refused(&gate, gate_edit(&gate, "clerk", "title", marks[i]), "secrecy mark");
		gate_refused(&gate, gate_edit(&gate, "clerk", "number", marks[i]), "secrecy mark");
		gate_refused(&gate, gate_edit(&gate, "clerk", "summary", marks[i]), "secrecy mark");
		gate_refused(&gate, gate_edit(&gate, "clerk", "issuer", marks[i]), "secrecy mark");
		gate_refused(&gate,
			gate_mark_with(&gate, "clerk", "private", "CN16-DISC", marks[i], LATER),
			"secrecy mark");
		/* a public paper needs no reason; one that bears a mark is looked at all the same
		 */
		gate_refused(&gate, gate_mark_with(&gate, "clerk", "public", "", marks[i], ""),
			"secrecy mark");
		gate_refused(
			&gate, ACT(&gate, "clerk", "void", .comment = marks[i]), "secrecy mark");
		gate_paper(&paper, "zfb-2026-2", "clerk");
		set_str(&paper.file_name, marks[i]);
		document_release(&gate.doc);
		gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper), "secrecy mark");
		set_str(&paper.file_name, "a.txt");
		gate_refused(&gate,
			ACT(&gate, "clerk", "import", .paper = &paper, .text = marks[i]),
			"secrecy mark");
		paper_release(&paper);
		gate_done(&gate, gate_import(&gate, "clerk"));
	}
	gate_done(&gate, gate_edit(&gate, "clerk", "title", "关于国家秘密、商业秘密的规定"));
	gate_done(&gate, gate_edit(&gate, "clerk", "summary", "保守机密"));
	gate_close(&gate);
}

/* What hides in a line hides no mark: it is refused itself. */
static void test_guarantee_8_nothing_hidden(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_import(&gate, "clerk"));
	gate_refused(&gate, gate_edit(&gate, "clerk", "title", "秘\u200B密★"), "does not show");
	gate_refused(&gate, gate_edit(&gate, "clerk", "summary", "秘\u200B密★"), "does not show");
	gate_refused(&gate,
		gate_mark_with(&gate, "clerk", "private", "CN16-DISC", "理\u200B由", LATER),
		"does not show");
	gate_refused(&gate, ACT(&gate, "clerk", "void", .comment = "\u202E由"), "does not show");
	gate_refused(&gate, gate_edit(&gate, "clerk", "summary", "\xE5\x85"), "not UTF-8");
	gate_refused(&gate, ACT(&gate, "clerk", "void", .comment = "\xE5\x85"), "not UTF-8");
	gate_close(&gate);
}

static void test_guarantee_8_the_text(void **state)
{
	static const char *const texts[] = {
		"机密★5年\n正文\n", "正文\n秘\u200B密\u3000☆\n", "正文 绝密＊"};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct paper paper;

		gate_paper(&paper, "zfb-2026-1", "clerk");
		document_release(&gate.doc);
		gate_refused(&gate,
			ACT(&gate, "clerk", "import", .paper = &paper, .text = texts[i]),
			"it bears a secrecy mark");
		gate_done(&gate, gate_import(&gate, "clerk"));
		gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper, .text = texts[i]),
			"it bears a secrecy mark");
		paper_release(&paper);
	}
	gate_close(&gate);
}

static void test_guarantee_8_findings_are_those_of_the_text(void **state)
{
	static const char text[] = "甲\u202E乙\n";
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_paper(&paper, "zfb-2026-1", "clerk");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper, .text = text),
		"the paper does not say what the screening found");
	strv_add(&paper.findings, "hidden-character 1:3");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper, .text = text),
		"the paper does not say what the screening found");
	strv_clear(&paper.findings);
	strv_add(&paper.findings, "hidden-character 1:2");
	paper.screening--;
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper, .text = text),
		"the paper does not say what the screening found");
	paper.screening++;
	gate_done(&gate, ACT(&gate, "clerk", "import", .paper = &paper, .text = text));
	/* Nor does an edit of something else lose them. */
	strv_clear(&paper.findings);
	paper_set_field(&paper, "policy", "yes");
	paper.text = gate.doc.paper.text;
	gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
		"the paper does not say what the screening found");
	strv_add(&paper.findings, "hidden-character 1:2");
	paper.screening++;
	gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
		"the paper does not say what the screening found");
	paper.screening--;
	gate_done(&gate, ACT(&gate, "clerk", "edit", .paper = &paper));
	paper_release(&paper);
	gate_close(&gate);
}

/* A rendition is looked through as the text was, and what was found is found in it. */
static void test_guarantee_6_the_rendition_is_seen(void **state)
{
	static const char text[] = "甲\u202E乙\n", masked[] = "甲乙\n";
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_paper(&paper, "zfb-2026-1", "clerk");
	strv_add(&paper.findings, "hidden-character 1:2");
	gate_done(&gate, ACT(&gate, "clerk", "import", .paper = &paper, .text = text));
	paper.text = gate.doc.paper.text;
	hash_hex(masked, sizeof(masked) - 1, paper.rendition.sha256);
	paper.rendition.size = sizeof(masked) - 1;
	gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
		"names a text that is not at hand");
	strv_clear(&paper.findings);
	gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
		"names a text that is not at hand");
	paper_release(&paper);
	gate_close(&gate);
}

/* What comes in is what was looked at. */
static void test_guarantee_8_no_text_unseen(void **state)
{
	static const char seen[] = "正文\n";
	struct evidence other = {.text = seen, .text_len = sizeof(seen) - 1};
	const struct evidence *evidence[] = {NULL, &(struct evidence){0}, &other};
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_paper(&paper, "zfb-2026-1", "clerk");
	for (size_t i = 0; i < COUNT(evidence); i++) {
		struct decision d = gate_decision(&gate,
			&(struct act_of){.who = "clerk", .action = "import", .paper = &paper});
		struct document after = {0};

		gate_refused(&gate,
			workflow_admit(
				&gate.office, NULL, &d, gate.now, evidence[i], &after, &gate.err),
			i == 2 ? "the text is not the one the paper names"
			       : "the paper names a text that is not at hand");
		decision_release(&d);
		document_release(&after);
	}
	gate_done(&gate, gate_import(&gate, "clerk"));
	paper.text.sha256[0] ^= 1;
	gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper),
		"the paper names a text that is not at hand");
	paper_release(&paper);
	gate_close(&gate);
}

static void make_stub(struct paper *stub)
{
	struct paper paper;

	gate_paper(&paper, "zfb-2026-9", "clerk");
	*stub = (struct paper){.id = xstrdup(paper.id),
		.kind = xstrdup("stub"),
		.unit = xstrdup("zfb"),
		.drafter = xstrdup("clerk"),
		.original = paper.original};
	paper_release(&paper);
}

/* The stub: unit, date, hash, who tried; no title, no content, however they are called. */
static void test_guarantee_8_a_stub_holds_a_hash(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (int i = 0; i < 10; i++) {
		struct paper stub;

		document_release(&gate.doc);
		make_stub(&stub);
		switch (i) {
		case 1: set_str(&stub.title, "标题"); break;
		case 2: set_str(&stub.number, "1号"); break;
		case 3: set_str(&stub.file_name, "机要.txt"); break;
		case 4: set_str(&stub.encoding, "UTF-8"); break;
		case 5: strv_add(&stub.findings, "正文"); break;
		case 6: strv_add(&stub.fields, "summary=正文"); break;
		case 7: stub.text = stub.original; break;
		case 8: set_str(&stub.admitted, "zfb-2026-8"); break;
		case 9: stub.screening = SCREENING_EDITION; break;
		default: break;
		}
		if (i == 0)
			gate_done(&gate, ACT(&gate, "clerk", "refuse", .paper = &stub));
		else
			gate_refused(&gate, ACT(&gate, "clerk", "refuse", .paper = &stub),
				"a stub holds nothing of the paper but its hash");
		paper_release(&stub);
	}
	gate_close(&gate);
}

/* Tries to bring in the paper of a stub that stands so. */
static bool bring_in(struct gate *gate, const struct document *stub, const char *who)
{
	struct paper paper;
	bool ok;

	gate_paper(&paper, "zfb-2026-10", who);
	set_str(&paper.admitted, stub->paper.id);
	strv_add(&paper.findings, "secrecy-mark 1:4");
	document_release(&gate->doc);
	gate->evidence.stub = stub;
	ok = ACT(gate, who, "import", .paper = &paper, .text = "引用“秘密★”字样\n");
	gate->evidence.stub = NULL;
	paper_release(&paper);
	return ok;
}

static void test_guarantee_8_two_people_let_a_quoted_mark_in(void **state)
{
	struct document refused = {0}, admitted = {0}, other = {0};
	struct gate gate;
	struct paper stub;

	(void)state;
	gate_open(&gate);
	gate_add(&gate, "clerk", "Role: secrecy zfb");
	gate_add(&gate, "secrecy", "Role: clerk zfb");
	gate_add(&gate, "secrecy", "Delegates: publisher clerk zfb 2026-11-01 2026-11-30 leave");
	make_stub(&stub);
	gate_done(&gate, ACT(&gate, "clerk", "refuse", .paper = &stub));
	paper_release(&stub);
	document_copy(&refused, &gate.doc);
	gate_refused(&gate, ACT(&gate, "clerk", "admit", .comment = "只是引用"),
		"clerk drafted or edited");
	gate_refused(&gate, ACT(&gate, "secrecy", "admit"), "needs a word of explanation");
	gate_done(&gate, ACT(&gate, "secrecy", "admit", .comment = "只是引用"));
	document_copy(&admitted, &gate.doc);

	gate_refused(&gate, bring_in(&gate, &refused, "clerk"), "admits no such paper");
	gate_refused(&gate, bring_in(&gate, &admitted, "secrecy"),
		"secrecy admitted it; another person must bring it in");
	gate_refused(
		&gate, bring_in(&gate, &admitted, "publisher"), "another person must bring it in");
	document_copy(&other, &admitted);
	other.paper.original.sha256[3] ^= 1;
	gate_refused(&gate, bring_in(&gate, &other, "clerk"), "admits no such paper");
	document_copy(&other, &admitted);
	set_str(&other.paper.kind, "gongwen");
	gate_refused(&gate, bring_in(&gate, &other, "clerk"), "admits no such paper");
	set_str(&other.state, "void"); /* ended, and no stub */
	gate_refused(&gate, bring_in(&gate, &other, "clerk"), "admits no such paper");
	document_copy(&other, &admitted);
	set_str(&other.state, "refused");
	gate_refused(&gate, bring_in(&gate, &other, "clerk"), "admits no such paper");
	document_copy(&other, &admitted);
	document_clear_approvals(&other);
	gate_refused(&gate, bring_in(&gate, &other, "clerk"), "admits no such paper");
	gate_done(&gate, bring_in(&gate, &admitted, "clerk"));
	assert_string_equal(gate.doc.paper.admitted, "zfb-2026-9");

	document_release(&refused);
	document_release(&admitted);
	document_release(&other);
	gate_close(&gate);
}

/* The paper names a stub that is not there, or not the one at hand. */
static void test_guarantee_8_no_stub_no_way_in(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_paper(&paper, "zfb-2026-10", "clerk");
	set_str(&paper.admitted, "zfb-2026-9");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper, .text = "秘密★\n"),
		"'zfb-2026-9' admits no such paper");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"'zfb-2026-9' admits no such paper");
	paper_release(&paper);
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guarantee_8_no_mark_in_any_line),
		cmocka_unit_test(test_guarantee_8_nothing_hidden),
		cmocka_unit_test(test_guarantee_8_the_text),
		cmocka_unit_test(test_guarantee_8_findings_are_those_of_the_text),
		cmocka_unit_test(test_guarantee_6_the_rendition_is_seen),
		cmocka_unit_test(test_guarantee_8_no_text_unseen),
		cmocka_unit_test(test_guarantee_8_a_stub_holds_a_hash),
		cmocka_unit_test(test_guarantee_8_two_people_let_a_quoted_mark_in),
		cmocka_unit_test(test_guarantee_8_no_stub_no_way_in),
	};

	return cmocka_run_group_tests_name("test_door", tests, NULL, NULL);
}
