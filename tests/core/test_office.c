/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

#define LENT "Delegates: clerk2 head zfb 2026-11-24 2026-11-30 leave\n"
#define HEAD "Person: head\nIn: mishu\nName-zh: 赵科\nRole: head zfb\n"

static char *record_of(const struct gate *gate, const char *person)
{
	const struct person *p = org_person(&gate->office.org, person);
	struct str text = {0};

	if (p == NULL)
		return NULL;
	person_print(p, &text);
	return str_detach(&text);
}

/* Asks for a person or unit to be put as the record says; NULL where it is allowed, else why not,
 * which the caller frees. */
static char *why_not(const struct gate *gate, const char *actor, enum subject subject,
	const char *id, const char *record)
{
	char *before = subject == SUBJECT_PERSON ? record_of(gate, id) : NULL;
	struct decision d = {.subject = subject,
		.id = xstrdup(id),
		.action = xstrdup(ACTION_PUT),
		.actor = xstrdup(actor),
		.record = xstrdup(record)};
	struct err err = {0};
	bool ok = workflow_admit_org(&gate->office, before, &d, gate->now, &err);

	if (ok) {
		char sha256[HASH_HEX + 1];

		hash_hex(record, strlen(record), sha256);
		assert_string_equal(d.record_sha256, sha256);
		assert_string_equal(d.pack, gate->office.pack->id);
		assert_non_null(d.role);
	}
	decision_release(&d);
	free(before);
	return ok ? NULL : xstrdup(err.text);
}

static const struct {
	const char *actor;
	enum subject subject;
	const char *id, *record, *why; /* NULL: allowed */
} asked[] = {
	{"admin", SUBJECT_UNIT, "tjj", "Unit: tjj\nParent: sz\nName-zh: 统计局\n", NULL},
	{"admin", SUBJECT_UNIT, "zfb", "Unit: zfb\nParent: sz\nName-zh: 办\nTo: 2026-12-31\n",
		NULL},
	{"admin", SUBJECT_PERSON, "new", "Person: new\nIn: zfb\nName-en: New\nRole: clerk zfb\n",
		NULL},
	{"admin", SUBJECT_PERSON, "head", HEAD "Role: clerk zfb\n", NULL},
	{"admin", SUBJECT_PERSON, "head", HEAD LENT, NULL},
	{"head", SUBJECT_PERSON, "head", HEAD LENT, NULL},
	/* who may not */
	{"clerk", SUBJECT_PERSON, "new", "Person: new\nIn: zfb\nName-en: New\n",
		"changed by an administrator; clerk is none"},
	{"auditor", SUBJECT_UNIT, "tjj", "Unit: tjj\nName-zh: 统计局\n", "auditor is none"},
	{"nobody", SUBJECT_UNIT, "tjj", "Unit: tjj\nName-zh: 统计局\n",
		"nobody named 'nobody' works here today"},
	{ACTOR_SITE, SUBJECT_UNIT, "tjj", "Unit: tjj\nName-zh: 统计局\n",
		"somebody administers this store"},
	/* a delegation of one's own, and nothing beside it */
	{"clerk", SUBJECT_PERSON, "head", HEAD LENT, "clerk is none"},
	{"head", SUBJECT_PERSON, "head", HEAD "Role: signer sz\n" LENT, "head is none"},
	{"head", SUBJECT_PERSON, "head", HEAD "Role: signer sz\n", "head is none"},
	{"head", SUBJECT_PERSON, "head", HEAD LENT LENT, "head is none"},
	{"head", SUBJECT_PERSON, "head", HEAD, "head is none"},
	{"head", SUBJECT_PERSON, "head",
		HEAD "Delegates: clerk2 signer zfb 2026-11-24 2026-11-30 leave\n",
		"head is not signer of zfb and cannot delegate that"},
	{"head", SUBJECT_PERSON, "head",
		HEAD "Delegates: clerk2 head sz 2026-11-24 2026-11-30 leave\n",
		"head is not head of sz and cannot delegate that"},
	{"head", SUBJECT_PERSON, "head",
		HEAD "Delegates: clerk2 head zfb 2026-11-30 2026-11-24 leave\n",
		"the delegation to clerk2 ends before it begins"},
	{"head", SUBJECT_PERSON, "head",
		HEAD "Delegates: nobody head zfb 2026-11-24 2026-11-30 leave\n",
		"there is no person 'nobody'"},
	{"head", SUBJECT_PERSON, "head",
		HEAD "Delegates: head head zfb 2026-11-24 2026-11-30 leave\n",
		"head cannot delegate to themselves"},
	{"head", SUBJECT_PERSON, "head",
		HEAD "Delegates: clerk2 head zfb 2026-11-24 2026-11-30 le\u200Bave\n",
		"does not show"},
	/* what no record may say */
	{"admin", SUBJECT_PERSON, "new", "Person: other\nIn: zfb\nName-en: New\n",
		"the record is another person's"},
	{"admin", SUBJECT_UNIT, "new", "Unit: other\nName-en: New\n",
		"the record is another unit's"},
	{"admin", SUBJECT_UNIT, "new", "Person: new\nIn: zfb\nName-en: New\n",
		"this is no record of a unit"},
	{"admin", SUBJECT_PERSON, "new", "Person: new\nIn: zfb\n", "'new' needs a name"},
	{"admin", SUBJECT_PERSON, "new", "Person: new\nIn: zfb\nName-en: N\u202Ew\n",
		"does not show"},
	{"admin", SUBJECT_PERSON, "new", "Person: new\nIn: zfb\nName-en: New\nRole: king zfb\n",
		"the pack has no role 'king'"},
	{"admin", SUBJECT_PERSON, "new", "Person: new\nIn: zfb\nName-en: New\nRole: head none\n",
		"there is no unit 'none'"},
	{"admin", SUBJECT_PERSON, "new", "Person: new\nIn: none\nName-en: New\n",
		"there is no unit 'none'"},
	{"admin", SUBJECT_PERSON, "New", "Person: New\nIn: zfb\nName-en: New\n", "is no id"},
	{"admin", SUBJECT_PERSON, ACTOR_SITE, "Person: site\nIn: zfb\nName-en: New\n",
		"'site' is the program itself"},
	{"admin", SUBJECT_UNIT, "sz", "Unit: sz\nParent: mishu\nName-zh: 市\n",
		"'sz' cannot be below itself"},
	{"admin", SUBJECT_UNIT, "zfb", "Unit: zfb\nParent: none\nName-zh: 办\n",
		"there is no unit 'none'"},
	{"admin", SUBJECT_DOCUMENT, "zfb-2026-1", "x", "that is a document"},
};

static void test_who_may_change_what(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(asked); i++) {
		char *why = why_not(
			&gate, asked[i].actor, asked[i].subject, asked[i].id, asked[i].record);

		if (asked[i].why == NULL ? why != NULL
					 : why == NULL || strstr(why, asked[i].why) == NULL)
			fail_msg("%zu: %s", i, why != NULL ? why : "allowed");
		free(why);
	}
	gate_close(&gate);
}

/* A delegation that stands may stay although its giver holds the post no more; it may not become
 * another under that cover. */
static void test_delegations_that_stand(void **state)
{
	static const char without[] = "Person: head\nIn: mishu\nName-zh: 赵科\n";
	struct gate gate;
	char *record, *why;

	(void)state;
	gate_open(&gate);
	gate_add(&gate, "head", "Delegates: clerk2 head zfb 2026-11-24 2026-11-30 leave");
	record = xasprintf("%s%s", without, LENT);
	assert_null(why_not(&gate, "admin", SUBJECT_PERSON, "head", record));
	free(record);
	record = xasprintf("%sDelegates: clerk2 head zfb 2026-11-24 2027-11-30 leave\n", without);
	why = why_not(&gate, "admin", SUBJECT_PERSON, "head", record);
	assert_non_null(why);
	free(why);
	free(record);
	record = xasprintf("%sDelegates: clerk signer sz 2026-11-24 2026-11-30 leave\n", HEAD);
	why = why_not(&gate, "admin", SUBJECT_PERSON, "head", record);
	assert_string_equal(why, "head is not signer of sz and cannot delegate that");
	free(why);
	free(record);
	gate_close(&gate);
}

/* As long as nobody administers, the site may; from then on it may not. */
static void test_the_site_begins(void **state)
{
	struct gate gate;
	char *why;

	(void)state;
	gate_open(&gate);
	gate_put(&gate, SUBJECT_PERSON,
		"Person: admin\nIn: zfb\nName-zh: 卫管\nTo: 2026-11-22\nRole: admin sz\n");
	assert_null(
		why_not(&gate, ACTOR_SITE, SUBJECT_UNIT, "tjj", "Unit: tjj\nName-zh: 统计局\n"));
	why = why_not(&gate, "admin", SUBJECT_UNIT, "tjj", "Unit: tjj\nName-zh: 统计局\n");
	assert_string_equal(why, "nobody named 'admin' works here today");
	free(why);
	gate_close(&gate);
}

/* One thing a settled decision says, said otherwise. */
static void alter(struct decision *d, int what)
{
	switch (what) {
	case 0: set_str(&d->role, "auditor"); break;
	case 1: set_str(&d->role, NULL); break;
	case 2: set_str(&d->pack, "cn 2027.1 sha256:0"); break;
	case 3: d->record_sha256[5] ^= 1; break;
	case 4: set_str(&d->action, "adopt"); break;
	case 5: set_str(&d->id, "other"); break;
	case 6: d->subject = SUBJECT_UNIT; break;
	case 7: set_str(&d->from, "draft"); break;
	case 8: set_str(&d->to, "draft"); break;
	case 9: set_str(&d->attribute, "public"); break;
	case 10: strv_add(&d->grounds, "CN27"); break;
	case 11: set_str(&d->acting_for, "admin"); break;
	case 12: set_str(&d->code, "format"); break;
	case 13: set_str(&d->named, "zfb-2026-1"); break;
	case 14: hash_hex("x", 1, d->content); break;
	case 15: set_str(&d->record, "Person: new\nIn: zfb\nName-en: Other\n"); break;
	case 16: set_str(&d->actor, "clerk"); break;
	case 17: set_str(&d->comment, "秘密★1年"); break;
	default: set_str(&d->pack, NULL); break;
	}
}

static void test_guarantee_9_replays_of_people_are_strict(void **state)
{
	struct decision d = {.subject = SUBJECT_PERSON,
		.id = xstrdup("new"),
		.action = xstrdup(ACTION_PUT),
		.actor = xstrdup("admin"),
		.record = xstrdup("Person: new\nIn: zfb\nName-en: New\n")};
	struct decision settled = {0};
	struct gate gate;
	struct err err;

	(void)state;
	gate_open(&gate);
	decision_copy(&settled, &d);
	assert_true(workflow_admit_org(&gate.office, NULL, &settled, gate.now, &err));
	assert_string_equal(settled.role, "admin");
	for (int what = -1; what < 19; what++) {
		struct decision other = {0};
		bool ok;

		decision_copy(&other, &settled);
		if (what >= 0)
			alter(&other, what);
		ok = workflow_admit_org(&gate.office, NULL, &other, gate.now, &err);
		if (ok != (what < 0))
			fail_msg("alteration %d: %s", what, ok ? "taken" : err.text);
		decision_release(&other);
	}
	decision_release(&settled);
	decision_release(&d);
	gate_close(&gate);
}

static void test_packs(void **state)
{
	static const struct {
		const char *actor, *action;
		bool ok;
	} cases[] = {{"admin", ACTION_ADOPT, true}, {"admin", ACTION_PUT, false},
		{"head", ACTION_ADOPT, false}, {ACTOR_SITE, ACTION_ADOPT, false}};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct decision d = {.subject = SUBJECT_PACK,
			.id = xstrdup("cn"),
			.action = xstrdup(cases[i].action),
			.actor = xstrdup(cases[i].actor),
			.record = xstrdup("cn 2026.2")};
		struct err err;

		if (workflow_admit_org(&gate.office, NULL, &d, gate.now, &err) != cases[i].ok)
			fail_msg("%zu", i);
		decision_release(&d);
	}
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_may_change_what),
		cmocka_unit_test(test_delegations_that_stand),
		cmocka_unit_test(test_the_site_begins),
		cmocka_unit_test(test_guarantee_9_replays_of_people_are_strict),
		cmocka_unit_test(test_packs),
	};

	return cmocka_run_group_tests_name("test_office", tests, NULL, NULL);
}
