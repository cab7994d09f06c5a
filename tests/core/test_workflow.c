/* SPDX-License-Identifier: MIT */
/* The rows of the workflow: who, from where, to where. Chance walks it in test_walk.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* -- The table of the design ------------------------------------------------------------------- */

static const struct {
	const char *attribute, *from, *who, *action, *comment, *code, *to;
} rows[] = {
	{"public", "draft", "clerk", "submit", NULL, NULL, "section"},
	{"public", "draft", "clerk", "void", "不用了", NULL, "void"},
	{"public", "section", "head", "pass", NULL, NULL, "secrecy"},
	{"private", "section", "head", "pass", NULL, NULL, "secrecy"},
	{"public", "section", "head", "return", NULL, "format", "returned"},
	{"public", "section", "clerk", "recall", NULL, NULL, "draft"},
	{"public", "secrecy", "secrecy", "pass", NULL, NULL, "office"},
	{"public", "secrecy", "secrecy", "waive", "可以", NULL, "secrecy"},
	{"public", "secrecy", "secrecy", "escalate", "不能确定", NULL, "escalated"},
	{"public", "secrecy", "secrecy", "return", NULL, "format", "returned"},
	{"public", "escalated", "secrecy", "return", NULL, "format", "returned"},
	{"public", "office", "checker", "pass", NULL, NULL, "sign"},
	{"public", "office", "checker", "consult", "不一致", NULL, "consult"},
	{"public", "office", "checker", "return", NULL, "format", "returned"},
	{"public", "consult", "checker", "return", NULL, "format", "returned"},
	{"public", "sign", "signer", "sign", NULL, NULL, "decided"},
	{"private", "sign", "signer", "sign", NULL, NULL, "decided"},
	{"public", "sign", "signer", "return", NULL, "format", "returned"},
	{"public", "decided", "publisher", "publish", NULL, NULL, "published"},
	{"public", "decided", "publisher", "return", NULL, "format", "returned"},
	{"private", "held", "disclosure", "rescreen", "到期", NULL, "pre-review"},
	{"on-request", "held", "disclosure", "rescreen", "到期", NULL, "pre-review"},
};

static void test_the_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, rows[i].attribute, rows[i].from));
		gate_done(&gate, ACT(&gate, rows[i].who, rows[i].action, .comment = rows[i].comment,
					 .code = rows[i].code));
		assert_string_equal(gate.doc.state, rows[i].to);
		assert_string_equal(gate.log[gate.n - 1].from, rows[i].from);
		assert_string_equal(gate.log[gate.n - 1].to, rows[i].to);
		assert_string_equal(gate.log[gate.n - 1].role, rows[i].who);
		gate_close(&gate);
	}
}

/* Nobody else of the demo may do the same. */
static void test_nobody_but(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, rows[i].attribute, rows[i].from));
		for (size_t k = 0; k < gate.office.org.person_count; k++) {
			const char *who = gate.office.org.persons[k].id;

			if (strcmp(who, rows[i].who) == 0)
				continue;
			if (ACT(&gate, who, rows[i].action, .comment = rows[i].comment,
				    .code = rows[i].code))
				fail_msg("%s did '%s' in '%s'", who, rows[i].action, rows[i].from);
			assert_int_equal(gate.err.code, ERR_REFUSED);
		}
		gate_refused(&gate, ACT(&gate, ACTOR_SITE, rows[i].action), "is done by people");
		gate_close(&gate);
	}
}

static void test_policy_papers_are_pre_reviewed(void **state)
{
	static const struct {
		const char *attribute, *policy, *to;
	} cases[] = {{"private", "yes", "pre-review"}, {"private", "no", "secrecy"},
		{"public", "yes", "secrecy"}, {"on-request", "yes", "secrecy"}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_import(&gate, "clerk"));
		gate_done(&gate, gate_mark(&gate, "clerk", cases[i].attribute));
		gate_done(&gate, strcmp(cases[i].policy, "no") == 0 ||
					 gate_edit(&gate, "clerk", "policy", cases[i].policy));
		gate_done(&gate, gate_edit(&gate, "clerk", "no-interpretation", "简单"));
		gate_done(&gate, ACT(&gate, "clerk", "submit"));
		gate_done(&gate, ACT(&gate, "head", "pass"));
		assert_string_equal(gate.doc.state, cases[i].to);
		if (strcmp(cases[i].to, "pre-review") == 0) {
			gate_refused(&gate, ACT(&gate, "disclosure", "pass"),
				"'Pass' needs a word of explanation (--comment)");
			gate_done(&gate, ACT(&gate, "disclosure", "pass", .comment = "同意"));
			assert_string_equal(gate.doc.state, "secrecy");
		}
		gate_close(&gate);
	}
}

static void test_what_must_be_filled_in(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_paper(&paper, "zfb-2026-1", "clerk");
	set_str(&paper.title, NULL);
	paper_set_field(&paper, "policy", NULL);
	paper.text = (struct blob_ref){0};
	paper.screening = 0;
	gate_done(&gate, ACT(&gate, "clerk", "import", .paper = &paper));
	paper_release(&paper);
	gate_done(&gate, gate_mark(&gate, "clerk", "public"));
	gate_refused(&gate, ACT(&gate, "clerk", "submit"),
		"zfb-2026-1 lacks: the title, Policy paper (policy), the text of the paper; fill "
		"it in with `edit`");
	gate_close(&gate);
}

static void test_what_the_office_asks_for(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_import(&gate, "clerk"));
	gate_done(&gate, gate_edit(&gate, "clerk", "policy", "yes"));
	gate_done(&gate, gate_edit(&gate, "clerk", "joint-issuers", "市财政局"));
	gate_done(&gate, gate_mark(&gate, "clerk", "public"));
	/* The plan goes up with the paper. */
	gate_refused(&gate, ACT(&gate, "clerk", "submit"),
		"'Submit' needs Interpretation plan or Why no interpretation or Interpretation "
		"filled in; do so with `edit`");
	gate_done(&gate, gate_edit(&gate, "clerk", "no-interpretation", "简单"));
	for (int round = 1; round < 3; round++) {
		gate_done(&gate, ACT(&gate, "clerk", "submit"));
		gate_done(&gate, ACT(&gate, "head", "pass"));
		gate_done(&gate, ACT(&gate, "secrecy", "pass"));
		if (round == 2)
			break;
		gate_refused(&gate, ACT(&gate, "checker", "pass"),
			"'Pass' needs Joint issuers agreed on filled in; return zfb-2026-1 to its "
			"drafter to have it added");
		gate_done(&gate, ACT(&gate, "checker", "return", .code = "joint-not-agreed"));
		gate_done(&gate, gate_edit(&gate, "clerk", "joint-agreed", "2026-11-20"));
	}
	gate_done(&gate, ACT(&gate, "checker", "pass"));
	gate_close(&gate);
}

/* -- Steps that wait for several voices -------------------------------------------------------- */

static void test_consultation(void **state)
{
	static const struct {
		const char *first, *says, *second, *answers, *to;
	} cases[] = {
		{"head", "agree", "checker", "agree", "office"},
		{"checker", "agree", "head", "agree", "office"},
		{"head", "dispute", "checker", "agree", "sign"},
		{"checker", "agree", "head", "dispute", "sign"},
		{"checker", "dispute", "head", "agree", "sign"},
		{"head", "dispute", "checker", "dispute", "sign"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *other;
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, "public", "consult"));
		gate_refused(&gate, ACT(&gate, cases[i].first, cases[i].says),
			"needs a word of explanation");
		gate_done(&gate, ACT(&gate, cases[i].first, cases[i].says, .comment = "一"));
		assert_string_equal(gate.doc.state, "consult");
		assert_int_equal(gate.doc.opinion_count, 1);
		assert_string_equal(gate.doc.opinions[0].role, cases[i].first);
		other = strcmp(cases[i].first, "head") == 0
				? "is for: Office checker of 市政府办公室; 赵科 is not"
				: "is for: Head of section of 市政府办公室; 周核 is not";
		/* The same voice again, and the other action of the step. */
		gate_refused(
			&gate, ACT(&gate, cases[i].first, cases[i].says, .comment = "又"), other);
		gate_refused(&gate, ACT(&gate, cases[i].first, cases[i].answers, .comment = "又"),
			other);
		gate_done(&gate, ACT(&gate, cases[i].second, cases[i].answers, .comment = "二"));
		assert_string_equal(gate.doc.state, cases[i].to);
		assert_int_equal(gate.doc.opinion_count, 0);
		gate_close(&gate);
	}
}

static void test_one_person_has_one_voice(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_add(&gate, "head", "Role: checker zfb");
	gate_add(&gate, "head", "Delegates: publisher head zfb 2026-11-01 2026-11-30 leave");
	gate_add(&gate, "checker", "Delegates: publisher checker zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "consult"));
	gate_done(&gate, ACT(&gate, "head", "agree", .comment = "一"));
	gate_refused(&gate, ACT(&gate, "head", "agree", .comment = "二"),
		"head has spoken on zfb-2026-1 already, as head");
	gate_done(&gate, ACT(&gate, "publisher", "agree", .comment = "二"));
	assert_string_equal(gate.log[gate.n - 1].acting_for, "checker");
	gate_close(&gate);
	/* One who stands in for both sides. */
	gate_open(&gate);
	gate_add(&gate, "head", "Delegates: publisher head zfb 2026-11-01 2026-11-30 leave");
	gate_add(&gate, "checker", "Delegates: publisher checker zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "public", "consult"));
	gate_done(&gate, ACT(&gate, "publisher", "agree", .comment = "一"));
	gate_refused(&gate, ACT(&gate, "publisher", "agree", .comment = "二"),
		"publisher has spoken on zfb-2026-1 already");
	gate_close(&gate);
}

/* A consultation that was left takes its voices with it. */
static void test_voices_do_not_outlast_their_step(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "consult"));
	gate_done(&gate, ACT(&gate, "head", "dispute", .comment = "一"));
	gate_done(&gate, ACT(&gate, "checker", "return", .code = "format"));
	assert_int_equal(gate.doc.opinion_count, 0);
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	gate_done(&gate, ACT(&gate, "head", "pass"));
	gate_done(&gate, ACT(&gate, "secrecy", "pass"));
	gate_done(&gate, ACT(&gate, "checker", "consult", .comment = "再议"));
	gate_done(&gate, ACT(&gate, "checker", "agree", .comment = "一"));
	assert_string_equal(gate.doc.state, "consult");
	gate_done(&gate, ACT(&gate, "head", "agree", .comment = "二"));
	assert_string_equal(gate.doc.state, "office");
	gate_close(&gate);
}

static void test_withdrawal_is_in_order(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "published"));
	gate_refused(&gate, ACT(&gate, "checker", "withdraw", .comment = "有误"),
		"is for: Publisher of 市政府办公室; 周核 is not");
	gate_refused(&gate, ACT(&gate, "publisher", "withdraw"), "needs a word of explanation");
	gate_done(&gate, ACT(&gate, "publisher", "withdraw", .comment = "有误"));
	assert_string_equal(gate.doc.state, "published");
	gate_refused(&gate, ACT(&gate, "publisher", "withdraw", .comment = "有误"),
		"is for: Office checker of 市政府办公室; 郑发 is not");
	gate_done(&gate, ACT(&gate, "checker", "withdraw", .comment = "同意"));
	assert_string_equal(gate.doc.state, "withdrawn");
	gate_close(&gate);
}

/* -- Back, and out ----------------------------------------------------------------------------- */

static void test_recall(void **state)
{
	static const struct {
		const char *state;
		bool open;
	} cases[] = {{"section", true}, {"secrecy", false}, {"escalated", false}, {"office", false},
		{"consult", false}};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, "public", cases[i].state));
		gate_refused(
			&gate, ACT(&gate, "clerk2", "recall"), "'Recall' is for the drafter, 王拟");
		if (cases[i].open)
			gate_done(&gate, ACT(&gate, "clerk", "recall"));
		else
			gate_refused(&gate, ACT(&gate, "clerk", "recall"),
				"赵科 has decided on zfb-2026-1 since it was submitted");
		gate_close(&gate);
	}
}

/* An approval that moves nothing is another's decision too; the drafter's own are not. */
static void test_recall_after_what_stays(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_done(&gate, ACT(&gate, "clerk", "recall"));
	assert_string_equal(gate.doc.state, "draft");
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	(gate_row(&gate, "section", "pass") + 1)->to = gate_state(&gate, "section");
	gate_done(&gate, ACT(&gate, "head", "pass"));
	assert_string_equal(gate.doc.state, "section");
	gate_refused(&gate, ACT(&gate, "clerk", "recall"),
		"赵科 has decided on zfb-2026-1 since it was submitted");
	gate_close(&gate);
}

static void test_drafters_own_steps(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "draft"));
	gate_refused(&gate, ACT(&gate, "clerk2", "submit"), "'Submit' is for the drafter, 王拟");
	gate_refused(&gate, ACT(&gate, "clerk2", "void", .comment = "不用了"),
		"'Void' is for the drafter, 王拟");
	gate_refused(&gate, ACT(&gate, "clerk", "void"), "needs a word of explanation");
	gate_refused(&gate, gate_edit(&gate, "clerk2", "title", "标题"), "is for the drafter");
	gate_refused(&gate, gate_mark(&gate, "clerk2", "public"), "is for the drafter");
	gate_close(&gate);
}

static struct person *person_of(struct gate *gate, const char *id)
{
	struct org *org = &gate->office.org;
	size_t i = 0;

	while (strcmp(org->persons[i].id, id) != 0)
		i++;
	return &org->persons[i];
}

/* What somebody was drafting goes on without them, by who has a post for it. */
static void test_a_drafter_who_has_gone(void **state)
{
	struct gate gate;
	struct person *clerk;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "draft"));
	clerk = person_of(&gate, "clerk");
	/* The last day is one of theirs still. */
	clerk->to = stamp_day(gate.now);
	gate_refused(&gate, ACT(&gate, "clerk2", "submit"), "'Submit' is for the drafter, 王拟");
	clerk->to = stamp_day(gate.now) - 1;
	gate_refused(&gate, ACT(&gate, "head", "submit"), "is for");
	gate_done(&gate, gate_edit(&gate, "clerk2", "title", "标题"));
	gate_done(&gate, ACT(&gate, "clerk2", "submit"));
	gate_close(&gate);
	/* Here, and with another post. */
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "draft"));
	set_str(&person_of(&gate, "clerk")->posts[0].role, "checker");
	gate_done(&gate, ACT(&gate, "clerk2", "submit"));
	gate_close(&gate);
}

static void test_the_authority_answers_with_a_paper(void **state)
{
	struct document answer = {0};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "escalated"));
	answer.paper.id = xstrdup("zfb-2026-8");
	gate_refused(&gate, ACT(&gate, "secrecy", "answer", .comment = "可以公开"),
		"'answer' names another paper (--named ID)");
	gate_refused(&gate,
		ACT(&gate, "secrecy", "answer", .comment = "可以公开", .named = "zfb-2026-8"),
		"there is no paper 'zfb-2026-8'");
	gate.evidence.named = &answer;
	gate_refused(&gate,
		ACT(&gate, "secrecy", "answer", .comment = "可以公开", .named = "zfb-2026-1"),
		"zfb-2026-1 cannot name itself");
	gate_refused(&gate, ACT(&gate, "secrecy", "answer", .named = "zfb-2026-8"),
		"needs a word of explanation");
	gate_done(&gate,
		ACT(&gate, "secrecy", "answer", .comment = "可以公开", .named = "zfb-2026-8"));
	assert_string_equal(gate.doc.state, "secrecy");
	document_release(&answer);
	gate_close(&gate);
}

/* A paper that is named without need must be there all the same. */
static void test_whatever_is_named_is_there(void **state)
{
	struct document other = {0};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_refused(&gate, ACT(&gate, "head", "pass", .named = "zfb-2026-8"),
		"there is no paper 'zfb-2026-8'");
	gate_refused(&gate, ACT(&gate, "head", "pass", .named = ""), "there is no paper ''");
	other.paper.id = xstrdup("zfb-2026-8");
	gate.evidence.named = &other;
	gate_refused(&gate, ACT(&gate, "head", "pass", .named = "zfb-2026-7"),
		"there is no paper 'zfb-2026-7'");
	gate_refused(&gate, ACT(&gate, "head", "pass", .named = "zfb-2026-1"),
		"zfb-2026-1 cannot name itself");
	gate_done(&gate, ACT(&gate, "head", "pass", .named = "zfb-2026-8"));
	document_release(&other);
	gate_close(&gate);
}

/* -- The site ---------------------------------------------------------------------------------- */

static void test_only_the_site_holds(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "private", "sign"));
	gate_done(&gate, ACT(&gate, "signer", "sign"));
	for (size_t i = 0; i < gate.office.org.person_count; i++)
		gate_refused(&gate, ACT(&gate, gate.office.org.persons[i].id, "hold"),
			"'hold' is done by the program itself, not by people");
	gate_done(&gate, ACT(&gate, ACTOR_SITE, "hold"));
	assert_string_equal(gate.log[gate.n - 1].role, ROLE_SYSTEM);
	assert_null(gate.log[gate.n - 1].acting_for);
	gate_close(&gate);
	/* What is public is not held, nor published by the site. */
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "decided"));
	gate_refused(&gate, ACT(&gate, ACTOR_SITE, "hold"), "'hold' is not possible");
	gate_refused(&gate, ACT(&gate, ACTOR_SITE, "publish"), "is done by people");
	gate_close(&gate);
}

/* -- People ------------------------------------------------------------------------------------ */

static void test_who_is_barred(void **state)
{
	static const char *const bars[] = {"auditor", "admin"};

	(void)state;
	for (size_t i = 0; i < COUNT(bars); i++) {
		char *line = xasprintf("Role: %s sz", bars[i]);
		struct gate gate;

		gate_open(&gate);
		gate_done(&gate, gate_reach(&gate, "public", "section"));
		gate_add(&gate, "head", line);
		gate_add(&gate, "clerk", line);
		gate_refused(&gate, ACT(&gate, "head", "pass"),
			"and who holds that role decides about no paper");
		gate_refused(&gate, ACT(&gate, "clerk", "recall"), "decides about no paper");
		/* Nor through another. */
		gate_add(
			&gate, "head", "Delegates: publisher head zfb 2026-11-01 2026-11-30 leave");
		gate_refused(&gate, ACT(&gate, "publisher", "pass"), "is for: Head of section of ");
		gate_refused(&gate, gate_import(&gate, "clerk"), "decides about no paper");
		gate_close(&gate);
		free(line);
	}
}

static void test_who_has_gone(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	gate_refused(&gate, ACT(&gate, "nobody", "pass"), "nobody named 'nobody' works here today");
	gate_put(&gate, SUBJECT_PERSON,
		"Person: head\nIn: mishu\nName-zh: 赵科\nTo: 2026-11-22\nRole: head zfb\n");
	gate_refused(&gate, ACT(&gate, "head", "pass"), "nobody named 'head' works here today");
	gate_put(&gate, SUBJECT_PERSON,
		"Person: head\nIn: mishu\nName-zh: 赵科\nFrom: 2026-11-24\nRole: head zfb\n");
	gate_refused(&gate, ACT(&gate, "head", "pass"), "nobody named 'head' works here today");
	gate_put(&gate, SUBJECT_PERSON,
		"Person: head\nIn: mishu\nName-zh: 赵科\nTo: 2026-11-23\nRole: head fgw\n");
	gate_refused(&gate, ACT(&gate, "head", "pass"),
		"'Pass' is for: Head of section of 市政府办公室; 赵科 is not");
	gate_put(&gate, SUBJECT_PERSON,
		"Person: head\nIn: mishu\nName-zh: 赵科\nTo: 2026-11-23\nRole: head zfb\n");
	gate_done(&gate, ACT(&gate, "head", "pass"));
	gate_close(&gate);
}

static void test_units_that_have_ended(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_put(&gate, SUBJECT_UNIT,
		"Unit: zfb\nParent: sz\nName-zh: 市政府办公室\nTo: 2026-11-22\n");
	gate_refused(&gate, gate_import(&gate, "clerk"), "there is no unit 'zfb'");
	gate_paper(&paper, "zfb-2026-1", "clerk");
	set_str(&paper.unit, "none");
	gate_refused(
		&gate, ACT(&gate, "clerk", "import", .paper = &paper), "there is no unit 'none'");
	set_str(&paper.unit, "fgw");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"is for: Drafter of 市发展和改革委员会; 王拟 is not");
	paper_release(&paper);
	gate_close(&gate);
}

static void test_new_papers(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open(&gate);
	gate_refused(&gate, ACT(&gate, "clerk", "import"), "a new document needs its record");
	gate_paper(&paper, "zfb-2026-1", "clerk2");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"a new paper is drafted by who brings it in");
	set_str(&paper.drafter, "clerk");
	strv_add(&paper.editors, "clerk2");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"a new paper is drafted by who brings it in");
	strv_clear(&paper.editors);
	set_str(&paper.kind, "letter");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"the pack has no kind 'letter'");
	set_str(&paper.kind, "stub");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"'import' does not make a new stub");
	set_str(&paper.kind, "gongwen");
	gate_refused(&gate, ACT(&gate, "clerk", "refuse", .paper = &paper),
		"'refuse' does not make a new gongwen");
	gate_refused(&gate, ACT(&gate, "clerk", "submit", .paper = &paper),
		"'submit' does not make a new gongwen");
	gate_refused(&gate, ACT(&gate, "clerk", "shred", .paper = &paper),
		"the pack has no action 'shred'");
	gate_done(&gate, ACT(&gate, "clerk", "import", .paper = &paper));
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper),
		"zfb-2026-1 is in the state 'draft', where 'import' is not possible; possible: "
		"edit, mark, submit, split, void");
	gate_refused(&gate, ACT(&gate, "clerk", "publish"), "'publish' is not possible");
	paper_release(&paper);
	gate_close(&gate);
}

/* A decision on what is not there any more as it was seen. */
static void test_stale(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "section"));
	for (int i = 0; i < 4; i++) {
		struct decision d =
			gate_decision(&gate, &(struct act_of){.who = "head", .action = "pass"});
		struct document after = {0};
		struct err err;

		if (i == 0)
			set_str(&d.prev, gate.log[gate.n - 1].prev);
		else if (i == 1)
			d.prev_sha256[9] ^= 1;
		else if (i == 2)
			set_str(&d.prev, NULL);
		assert_false(workflow_admit(
			&gate.office, i == 3 ? NULL : &gate.doc, &d, gate.now, NULL, &after, &err));
		assert_int_equal(err.code, ERR_STALE);
		assert_string_equal(err.text,
			i == 3 ? "there is no document 'zfb-2026-1'"
			       : "zfb-2026-1 has moved on: 王拟 did 'Submit'; look at it again");
		decision_release(&d);
		document_release(&after);
	}
	gate_close(&gate);
}

static void test_comments(void **state)
{
	static const char *const bad[] = {
		"", "\n", "a\n", "a\n\n", "\x1B[2J", "\u202Ea", "\xE5\x85", "秘密★1年"};
	static const char *const good[] = {"a", "a\nb", "a\n\nb", "\n a", "Action: sign",
		"a\n\nActor: signer", "- ", "涉及机密"};
	struct gate gate;
	struct str longest = {0};

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "secrecy"));
	for (size_t i = 0; i < COUNT(bad); i++) {
		if (ACT(&gate, "secrecy", "waive", .comment = bad[i]))
			fail_msg("bad comment %zu is taken", i);
	}
	for (int i = 0; i < 2000; i++)
		str_add(&longest, "长");
	gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = str_get(&longest)));
	str_add(&longest, "长");
	gate_refused(&gate, ACT(&gate, "secrecy", "waive", .comment = str_get(&longest)),
		"the comment has more than 2000 characters");
	str_release(&longest);
	for (size_t i = 0; i < COUNT(good); i++) {
		struct decision again = {0};
		struct str message = {0};
		struct err err;

		gate_done(&gate, ACT(&gate, "secrecy", "waive", .comment = good[i]));
		decision_message(&gate.log[gate.n - 1], &message);
		if (!decision_parse(&again, str_get(&message), &err))
			fail_msg("%zu: %s", i, err.text);
		assert_string_equal(again.comment, good[i]);
		decision_release(&again);
		str_release(&message);
	}
	gate_close(&gate);
}

static void test_queues(void **state)
{
	static const struct {
		const char *state, *role;
		bool queue;
	} cases[] = {{"section", "head", true}, {"section", "clerk", false},
		{"draft", "clerk", true}, {"sign", "signer", true}, {"sign", "checker", false},
		{"consult", "head", true}, {"consult", "checker", true},
		{"published", "publisher", true}, {"decided", "publisher", true},
		{"withdrawn", "publisher", false}, {"held", "disclosure", true},
		{"none", "head", false}};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (workflow_is_queue(pack_kind(gate.office.pack, "gongwen"), cases[i].state,
			    cases[i].role, false) != cases[i].queue)
			fail_msg("%s, %s", cases[i].state, cases[i].role);
	}
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_table),
		cmocka_unit_test(test_nobody_but),
		cmocka_unit_test(test_policy_papers_are_pre_reviewed),
		cmocka_unit_test(test_what_must_be_filled_in),
		cmocka_unit_test(test_what_the_office_asks_for),
		cmocka_unit_test(test_consultation),
		cmocka_unit_test(test_one_person_has_one_voice),
		cmocka_unit_test(test_voices_do_not_outlast_their_step),
		cmocka_unit_test(test_withdrawal_is_in_order),
		cmocka_unit_test(test_recall),
		cmocka_unit_test(test_recall_after_what_stays),
		cmocka_unit_test(test_drafters_own_steps),
		cmocka_unit_test(test_a_drafter_who_has_gone),
		cmocka_unit_test(test_the_authority_answers_with_a_paper),
		cmocka_unit_test(test_whatever_is_named_is_there),
		cmocka_unit_test(test_only_the_site_holds),
		cmocka_unit_test(test_who_is_barred),
		cmocka_unit_test(test_who_has_gone),
		cmocka_unit_test(test_units_that_have_ended),
		cmocka_unit_test(test_new_papers),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_queues),
	};

	return cmocka_run_group_tests_name("test_workflow", tests, NULL, NULL);
}
