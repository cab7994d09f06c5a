/* SPDX-License-Identifier: MIT */
/* Registers: records that are no papers. Nothing of them is marked, decided, published or held,
 * whatever a pack says; everything else of the gate holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* clang-format off */
#define NAME(text) "name.en = " text "\nname.zh = " text "\n"
#define KIND                                                                                       \
	"[kind order]\n" NAME("Order") "workflow = order.csv\nregister = yes\n"                    \
	"[field order seen]\n" NAME("Seen") "type = moment\nrequired = yes\n"                      \
	"[field order paper]\n" NAME("Paper") "type = link\n"                                      \
	"[state order draft]\n" NAME("Draft") "phase = draft\n"                                    \
	"[state order work]\n" NAME("Work") "phase = review\n"                                     \
	"[state order asked]\n" NAME("Asked") "phase = review\n"                                   \
	"[state order head]\n" NAME("Head") "phase = review\n"                                     \
	"[state order done]\n" NAME("Done") "phase = ended\n"                                      \
	"[action ask]\n" NAME("Ask") "act = move\n"                                                \
	"[action back]\n" NAME("Back") "act = move\n"                                              \
	"[action again]\n" NAME("Again") "act = move\n"
#define FLOW                                                                                       \
	"from,action,to,role,when,guards\n"                                                        \
	",import,draft,clerk,,\n"                                                                  \
	"draft work,edit,=,clerk,,\n"                                                              \
	"draft,submit,work,clerk,,drafter\n"                                                       \
	"work,ask,asked,clerk,,comment\n"                                                          \
	"asked,back,work,clerk,,\n"                                                                \
	"work,escalate,head,clerk,,\n"                                                             \
	"head,pass,done,head,,\n"                                                                  \
	"head,return,draft,head,,\n"                                                               \
	"done,again,work,clerk,,comment\n"
/* clang-format on */

static const struct patch order[] = {{"order.ini", NULL, KIND}, {"order.csv", NULL, FLOW}};

static void new_order(struct paper *paper)
{
	*paper = (struct paper){.id = xstrdup("zfb-2026-7"),
		.kind = xstrdup("order"),
		.unit = xstrdup("zfb"),
		.drafter = xstrdup("clerk"),
		.title = xstrdup("一件工单")};
}

static void import(struct gate *gate)
{
	struct paper paper;

	gate_open_with(gate, order, COUNT(order));
	new_order(&paper);
	gate_done(gate, ACT(gate, "clerk", "import", .paper = &paper));
	paper_release(&paper);
}

static void test_from_first_state_to_last_and_back(void **state)
{
	struct gate gate;

	(void)state;
	import(&gate);
	gate_refused(&gate, ACT(&gate, "clerk", "submit"), "lacks: Seen (seen)");
	gate_done(&gate, gate_edit(&gate, "clerk", "seen", "2026-11-23 09:05"));
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	gate_refused(&gate, ACT(&gate, "clerk", "ask"), "needs a word of explanation");
	/* Who keeps the record moves it on, to and fro. */
	for (int i = 0; i < 3; i++) {
		gate_done(&gate, ACT(&gate, "clerk", "ask", .comment = "请补充"));
		assert_string_equal(gate.doc.state, "asked");
		gate_done(&gate, ACT(&gate, "clerk", "back"));
	}
	gate_done(&gate, ACT(&gate, "clerk", "escalate"));
	gate_refused(&gate, ACT(&gate, "clerk", "pass"), "'Pass' is for: Head of section");
	gate_refused(&gate, ACT(&gate, "head", "return"), "a return needs a code");
	gate_done(&gate, ACT(&gate, "head", "pass"));
	assert_string_equal(gate.doc.state, "done");
	assert_int_equal(gate.doc.approval_count, 1);
	gate_done(&gate, ACT(&gate, "clerk", "again", .comment = "来电追问"));
	assert_string_equal(gate.doc.state, "work");
	assert_null(gate.doc.paper.attribute);
	gate_close(&gate);
}

/* Four eyes stay where approvals are. */
static void test_an_approval_is_anothers(void **state)
{
	struct gate gate;

	(void)state;
	import(&gate);
	gate_add(&gate, "clerk", "Role: head zfb");
	gate_done(&gate, gate_edit(&gate, "clerk", "seen", "2026-11-23 09:05"));
	gate_done(&gate, ACT(&gate, "clerk", "submit"));
	gate_done(&gate, ACT(&gate, "clerk", "escalate"));
	gate_refused(&gate, ACT(&gate, "clerk", "pass"), "four eyes are needed");
	gate_refused(&gate, ACT(&gate, "clerk", "return", .code = "format"), "four eyes");
	gate_done(&gate, ACT(&gate, "head", "pass"));
	gate_close(&gate);
}

static void test_it_carries_no_paper(void **state)
{
	static const char hash[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct gate gate;

	(void)state;
	for (int i = 0; i < 8; i++) {
		const char *says = i < 4 ? "carry no file and no text" : "attribute";
		struct paper paper;

		gate_open_with(&gate, order, COUNT(order));
		new_order(&paper);
		switch (i) {
		case 0: memcpy(paper.original.sha256, hash, sizeof(hash)); break;
		case 1: memcpy(paper.text.sha256, hash, sizeof(hash)); break;
		case 2: paper.file_name = xstrdup("a.txt"); break;
		case 3: paper.encoding = xstrdup("UTF-8"); break;
		case 4: paper.attribute = xstrdup("public"); break;
		case 5: paper.reason = xstrdup("理由"); break;
		case 6: strv_add(&paper.grounds, "CN27"); break;
		default: paper.review_by = gate_day("2027-01-01"); break;
		}
		gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper), says);
		paper_release(&paper);
		gate_close(&gate);
	}
}

static void test_nothing_in_it_is_secret(void **state)
{
	struct gate gate;
	struct paper paper;

	(void)state;
	gate_open_with(&gate, order, COUNT(order));
	new_order(&paper);
	set_str(&paper.title, "关于某事（机密★20年）");
	gate_refused(&gate, ACT(&gate, "clerk", "import", .paper = &paper), "secrecy mark");
	paper_release(&paper);
	gate_close(&gate);
}

/* Acts that a pack could not even write down. */
static void test_no_act_decides_publishes_or_withholds(void **state)
{
	static const enum act acts[] = {ACT_SIGN, ACT_HOLD, ACT_PUBLISH};
	static const enum phase phases[] = {PHASE_DECIDED, PHASE_HELD, PHASE_PUBLISHED};

	(void)state;
	for (size_t i = 0; i < COUNT(acts); i++) {
		struct action bent;
		struct transition *row;
		struct gate gate;

		import(&gate);
		gate_done(&gate, gate_edit(&gate, "clerk", "seen", "2026-11-23 09:05"));
		gate_done(&gate, ACT(&gate, "clerk", "submit"));
		gate_done(&gate, ACT(&gate, "clerk", "escalate"));
		row = gate_row(&gate, "head", "pass");
		bent = *row->action;
		bent.act = acts[i];
		row->action = &bent;
		((struct state *)(uintptr_t)row->to)->phase = phases[i];
		gate_refused(&gate, ACT(&gate, "head", "pass"),
			acts[i] == ACT_PUBLISH ? "is not marked public" : "has no attribute");
		gate_close(&gate);
	}
}

static const struct {
	const char *path, *old, *new, *says;
} faults[] = {
	{"order.ini", "phase = ended", "phase = published",
		"'order' is a register; its states are of the phases draft, review and ended, not "
		"published"},
	{"order.ini", "phase = ended", "phase = decided", "not decided"},
	{"order.ini", "phase = ended", "phase = held", "not held"},
	{"order.csv", "head,pass,done", "head,sign,done", "'sign' (sign) is for papers"},
	{"order.csv", "head,pass,done", "head,publish,done", "'publish' (publish) is for papers"},
	{"order.csv", "head,pass,done", "head,hold,done", "'hold' (hold) is for papers"},
	{"order.csv", "head,pass,done", "head,withdraw,done", "'withdraw' (withdraw) is for"},
	{"order.csv", "head,pass,done", "head,rescreen,done", "'rescreen' (review) is for papers"},
	{"order.csv", "head,pass,done", "head,waive,done", "'waive' (waive) is for papers"},
	{"order.csv", "draft work,edit", "draft,mark,=,clerk,,\ndraft work,edit",
		"'mark' (mark) is for papers"},
	/* What leaves drafting is complete: nothing else may lead out of it. */
	{"order.csv", "draft,submit,work", "draft,ask,work", "'ask' (move) cannot lead from"},
	{"order.csv", "done,again,work", "done,pass,work", "'pass' (approve) cannot lead from"},
};

static char *swapped(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void test_faults(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct pack_files files = {0};
		struct pack *pack;
		struct err err = {0};

		for (size_t k = 0; k < gate.office.pack->files.n; k++) {
			const struct pack_file *file = &gate.office.pack->files.v[k];

			pack_files_add(&files, file->path, file->text, file->len);
		}
		for (size_t k = 0; k < COUNT(order); k++) {
			bool here = strcmp(order[k].path, faults[i].path) == 0;
			char *text = here ? swapped(order[k].new, faults[i].old, faults[i].new)
					  : xstrdup(order[k].new);

			pack_files_add(&files, order[k].path, text, strlen(text));
			free(text);
		}
		pack = pack_new(&files, "0", &err);
		if (pack != NULL || strstr(err.text, faults[i].says) == NULL)
			fail_msg("%s: %s", faults[i].says, pack != NULL ? "taken" : err.text);
	}
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_from_first_state_to_last_and_back),
		cmocka_unit_test(test_an_approval_is_anothers),
		cmocka_unit_test(test_it_carries_no_paper),
		cmocka_unit_test(test_nothing_in_it_is_secret),
		cmocka_unit_test(test_no_act_decides_publishes_or_withholds),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
