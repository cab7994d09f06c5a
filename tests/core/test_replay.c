/* SPDX-License-Identifier: MIT */
/* Guarantee 9: every decision names its pack, and its replay is strict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* -- 9: the pack is named, and the replay is strict -------------------------------------------- */

static bool replay(const struct gate *gate, size_t i, const struct document *before,
	struct decision *decision, struct err *err)
{
	struct document after = {0};
	struct evidence evidence = gate->evidence;
	bool ok;

	*err = (struct err){0};
	ok = workflow_admit(&gate->office, i > 0 ? before : NULL, decision, gate->times[i],
		&evidence, &after, err);
	document_release(&after);
	return ok;
}

static void flip(char *hex)
{
	hex[7] = hex[7] == '0' ? '1' : '0';
}

/* One thing a decision says, said otherwise or not at all; false where it said nothing. */
static bool alter(struct decision *d, int what)
{
	switch (what) {
	case 0: set_str(&d->id, "zfb-2026-2"); return true;
	case 1:
		set_str(&d->action, strcmp(d->action, "pass") == 0 ? "return" : "pass");
		return true;
	case 2: set_str(&d->from, d->from != NULL ? NULL : "draft"); return true;
	case 3: set_str(&d->from, "void"); return true;
	case 4: set_str(&d->to, NULL); return true;
	case 5: set_str(&d->to, "void"); return true;
	case 6: set_str(&d->attribute, d->attribute != NULL ? NULL : "public"); return true;
	case 7:
		set_str(&d->attribute, str_eq(d->attribute, "private") ? "public" : "private");
		return true;
	case 8: strv_add(&d->grounds, "CN16-HR"); return true;
	case 9:
		if (d->grounds.n == 0)
			return false;
		strv_clear(&d->grounds);
		return true;
	case 10: set_str(&d->actor, "statistician"); return true;
	case 11:
		set_str(&d->actor, strcmp(d->actor, ACTOR_SITE) == 0 ? "head" : ACTOR_SITE);
		return true;
	case 12: set_str(&d->acting_for, d->acting_for != NULL ? NULL : "head"); return true;
	case 13: set_str(&d->acting_for, "supervisor"); return true;
	case 14: set_str(&d->role, "statistician"); return true;
	case 15: set_str(&d->role, NULL); return true;
	case 16: set_str(&d->code, d->code != NULL ? NULL : "format"); return true;
	case 17: set_str(&d->code, "nonsense"); return true;
	case 18: flip(d->content); return true;
	case 19: d->content[0] = '\0'; return true;
	case 20: flip(d->record_sha256); return true;
	case 21: set_str(&d->pack, "cn 2027.1 sha256:0"); return true;
	case 22: set_str(&d->pack, NULL); return true;
	case 23: set_str(&d->prev, d->prev != NULL ? NULL : "0123"); return true;
	case 24: set_str(&d->prev, "0123456789012345678901234567890123456789"); return true;
	case 25:
		if (d->prev == NULL)
			return false;
		flip(d->prev_sha256);
		return true;
	case 26: d->subject = SUBJECT_PERSON; return true;
	default: return false;
	}
}

enum { ALTERATIONS = 27 };

static void alter_all(const struct gate *gate, size_t i, const struct document *before)
{
	assert_string_equal(gate->log[i].pack, gate->office.pack->id);
	for (int what = 0; what < ALTERATIONS; what++) {
		struct decision d = {0};
		struct err err;

		decision_copy(&d, &gate->log[i]);
		if (alter(&d, what) && replay(gate, i, before, &d, &err))
			fail_msg("%s: alteration %d is taken", gate->log[i].action, what);
		decision_release(&d);
	}
}

static void test_guarantee_9_the_replay_is_strict(void **state)
{
	static const struct {
		const char *attribute, *state;
	} ends[] = {{"private", "held"}, {"public", "withdrawn"}, {"on-request", "consult"},
		{"private", "escalated"}, {"public", "returned"}};

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		struct gate gate;

		gate_open(&gate);
		gate_add(&gate, "head", "Delegates: clerk2 head zfb 2026-11-01 2026-11-30 leave");
		gate_done(&gate, gate_reach(&gate, ends[i].attribute, ends[i].state));
		gate_replay(&gate, alter_all);
		gate_close(&gate);
	}
}

static void test_guarantee_9_through_a_delegation(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_add(&gate, "head", "Delegates: clerk2 head zfb 2026-11-01 2026-11-30 leave");
	gate_done(&gate, gate_reach(&gate, "private", "section"));
	gate_done(&gate, ACT(&gate, "clerk2", "pass"));
	gate_replay(&gate, alter_all);
	gate_close(&gate);
}

/* What is said before anything is settled must be what the law gives, too. */
static void test_guarantee_9_claims_are_checked(void **state)
{
	static const struct {
		const char *from, *to, *role, *acting_for, *attribute, *ground, *pack;
		bool content;
	} claims[] = {
		{.from = "draft"},
		{.to = "office"},
		{.role = "secrecy"},
		{.acting_for = "secrecy"},
		{.attribute = "public"},
		{.ground = "CN16-HR"},
		{.pack = "cn 2027.1 sha256:0"},
		{.content = true},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_reach(&gate, "private", "section"));
	for (size_t i = 0; i < COUNT(claims); i++) {
		struct decision d =
			gate_decision(&gate, &(struct act_of){.who = "head", .action = "pass"});
		struct document after = {0};
		struct err err;

		set_str(&d.from, claims[i].from);
		set_str(&d.to, claims[i].to);
		set_str(&d.role, claims[i].role);
		set_str(&d.acting_for, claims[i].acting_for);
		set_str(&d.attribute, claims[i].attribute);
		set_str(&d.pack, claims[i].pack);
		if (claims[i].ground != NULL)
			strv_add(&d.grounds, claims[i].ground);
		if (claims[i].content)
			hash_hex("x", 1, d.content);
		if (workflow_admit(&gate.office, &gate.doc, &d, gate.now, NULL, &after, &err))
			fail_msg("claim %zu is taken", i);
		decision_release(&d);
		document_release(&after);
	}
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guarantee_9_the_replay_is_strict),
		cmocka_unit_test(test_guarantee_9_through_a_delegation),
		cmocka_unit_test(test_guarantee_9_claims_are_checked),
	};

	return cmocka_run_group_tests_name("test_replay", tests, NULL, NULL);
}
