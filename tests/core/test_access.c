/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/access.h"
#include "core/mem.h"
#include "tests/core/fake_gate.h"

static bool sees(const struct gate *gate, const char *who, const struct document *doc)
{
	struct scope scope = {0};
	bool ok;

	access_scope(
		&gate->office, org_person(&gate->office.org, who), stamp_day(gate->now), &scope);
	ok = access_may_see(&gate->office, &scope, doc);
	scope_release(&scope);
	return ok;
}

static void test_who_sees_a_paper(void **state)
{
	static const struct {
		const char *post, *unit;
		bool sees, published;
	} cases[] = {
		{"clerk zfb", "zfb", true, true},
		{"clerk zfb", "mishu", true, true},
		{"clerk zfb", "sz", false, true},
		{"clerk zfb", "fgw", false, true},
		{"clerk mishu", "zfb", false, true},
		{"signer sz", "fgw", true, true},
		{"auditor mishu", "fgw", true, true}, /* sees = all, wherever it is held */
		{"admin zfb", "fgw", false, true},
		{"none zfb", "zfb", false, true},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *record = xasprintf("Person: new\nIn: zfb\nRole: %s\n", cases[i].post);
		struct document doc = {0};

		gate_put(&gate, SUBJECT_PERSON, record);
		gate_done(&gate, gate_reach(&gate, "public", "published"));
		document_copy(&doc, &gate.doc);
		set_str(&doc.paper.unit, cases[i].unit);
		if (sees(&gate, "new", &doc) != cases[i].published)
			fail_msg("%zu, published", i);
		set_str(&doc.state, "sign");
		if (sees(&gate, "new", &doc) != cases[i].sees)
			fail_msg("%zu", i);
		set_str(&doc.state, "withdrawn");
		if (sees(&gate, "new", &doc) != cases[i].sees)
			fail_msg("%zu, withdrawn", i);
		set_str(&doc.paper.drafter, "new");
		assert_true(sees(&gate, "new", &doc));
		document_release(&doc);
		free(record);
	}
	gate_close(&gate);
}

/* A role that reads no paper opens none by a post: not the unit's, not below it. */
static void test_a_role_that_reads_none(void **state)
{
	struct gate gate;
	struct role *role;

	(void)state;
	gate_open(&gate);
	role = (struct role *)(uintptr_t)pack_role(gate.office.pack, "statistician");
	gate_put(&gate, SUBJECT_PERSON, "Person: new\nIn: zfb\nRole: statistician zfb\n");
	gate_done(&gate, gate_reach(&gate, "public", "sign"));
	assert_true(sees(&gate, "new", &gate.doc));
	role->sees = SEES_PUBLISHED;
	assert_false(sees(&gate, "new", &gate.doc));
	gate_close(&gate);
}

/* A role may open drafts, or what is withheld, by the title or not at all; another post of the same
 * person opens what it opens. */
static void test_a_role_that_reads_less(void **state)
{
	static const struct {
		const char *posts, *state;
		enum opens drafts, withheld;
		enum sight_of expected;
	} cases[] = {
		{"", "draft", OPENS_WHOLE, OPENS_TITLE, SIGHT_WHOLE},
		{"", "draft", OPENS_TITLE, OPENS_WHOLE, SIGHT_TITLE},
		{"", "draft", OPENS_NOTHING, OPENS_WHOLE, SIGHT_NONE},
		{"", "returned", OPENS_TITLE, OPENS_WHOLE, SIGHT_TITLE},
		{"", "held", OPENS_NOTHING, OPENS_WHOLE, SIGHT_WHOLE},
		{"", "held", OPENS_WHOLE, OPENS_TITLE, SIGHT_TITLE},
		{"", "held", OPENS_WHOLE, OPENS_NOTHING, SIGHT_NONE},
		{"", "sign", OPENS_NOTHING, OPENS_NOTHING, SIGHT_WHOLE},
		{"", "published", OPENS_NOTHING, OPENS_NOTHING, SIGHT_WHOLE},
		{"Role: clerk fgw\n", "held", OPENS_WHOLE, OPENS_TITLE, SIGHT_TITLE},
		{"Role: clerk zfb\n", "held", OPENS_WHOLE, OPENS_TITLE, SIGHT_WHOLE},
		{"Role: auditor fgw\n", "draft", OPENS_NOTHING, OPENS_WHOLE, SIGHT_WHOLE},
	};
	struct gate gate;
	struct role *role;

	(void)state;
	gate_open(&gate);
	role = (struct role *)(uintptr_t)pack_role(gate.office.pack, "statistician");
	gate_done(&gate, gate_reach(&gate, "public", "sign"));
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *record = xasprintf(
			"Person: new\nIn: zfb\nRole: statistician zfb\n%s", cases[i].posts);
		struct scope scope = {0};

		role->drafts = cases[i].drafts;
		role->withheld = cases[i].withheld;
		gate_put(&gate, SUBJECT_PERSON, record);
		set_str(&gate.doc.state, cases[i].state);
		access_scope(&gate.office, org_person(&gate.office.org, "new"), stamp_day(gate.now),
			&scope);
		if (access_sight(&gate.office, &scope, &gate.doc) != cases[i].expected)
			fail_msg("%zu", i);
		assert_false(
			access_sees_all(&gate.office, &scope) && cases[i].expected != SIGHT_WHOLE);
		scope_release(&scope);
		free(record);
	}
	gate_close(&gate);
}

/* A delegation opens what its giver's post opens, while both last. */
static void test_what_is_seen_for_another(void **state)
{
	static const struct {
		const char *head, *lent;
		bool sees;
	} cases[] = {
		{"Role: head zfb\n", "2026-11-01 2026-11-30", true},
		{"Role: head zfb\n", "2026-11-23 2026-11-23", true},
		{"Role: head zfb\n", "2026-11-24 2026-11-30", false},
		{"Role: head zfb\n", "2026-11-01 2026-11-22", false},
		{"To: 2026-11-22\nRole: head zfb\n", "2026-11-01 2026-11-30", false},
		{"Role: checker zfb\n", "2026-11-01 2026-11-30", false},
		{"Role: head fgw\n", "2026-11-01 2026-11-30", false},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_put(&gate, SUBJECT_PERSON, "Person: new\nIn: fgw\n");
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *record =
			xasprintf("Person: giver\nIn: mishu\n%sDelegates: new head zfb %s l\n",
				cases[i].head, cases[i].lent);

		gate_put(&gate, SUBJECT_PERSON, record);
		gate_done(&gate, gate_reach(&gate, "public", "sign"));
		if (sees(&gate, "new", &gate.doc) != cases[i].sees)
			fail_msg("%zu", i);
		free(record);
	}
	/* What was lent to the giver is not lent on. */
	gate_put(&gate, SUBJECT_PERSON,
		"Person: giver\nIn: mishu\nDelegates: new head zfb 2026-11-01 2026-11-30 l\n");
	gate_add(&gate, "head", "Delegates: giver head zfb 2026-11-01 2026-11-30 l");
	gate_done(&gate, gate_reach(&gate, "public", "sign"));
	assert_true(sees(&gate, "giver", &gate.doc));
	assert_false(sees(&gate, "new", &gate.doc));
	gate_close(&gate);
}

static void test_a_paper_of_no_kind_or_unit(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "public", "published"));
	set_str(&gate.doc.paper.kind, "letter");
	assert_true(sees(&gate, "signer", &gate.doc));
	set_str(&gate.doc.paper.unit, "none");
	assert_false(sees(&gate, "signer", &gate.doc));
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_sees_a_paper),
		cmocka_unit_test(test_a_role_that_reads_none),
		cmocka_unit_test(test_a_role_that_reads_less),
		cmocka_unit_test(test_what_is_seen_for_another),
		cmocka_unit_test(test_a_paper_of_no_kind_or_unit),
	};

	return cmocka_run_group_tests_name("test_access", tests, NULL, NULL);
}
