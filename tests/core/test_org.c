/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/org.h"
#include "tests/core/fake_gate.h"

static const char *const units[] = {
	"Unit: sz\nName-zh: 市政府\n",
	"Unit: zfb\nParent: sz\nName-zh: 办公室\n",
	"Unit: mishu\nParent: zfb\nName-zh: 秘书科\n",
	"Unit: fgw\nParent: sz\nName-zh: 发改委\n",
};

static const char *const people[] = {
	"Person: chief\nIn: zfb\nName-zh: 主任\nRole: head zfb\nRole: checker sz\n",
	"Person: deputy\nIn: mishu\nName-zh: 副主任\nTo: 2026-12-31\n",
};

static bool put_unit(struct org *org, const char *record, struct err *err)
{
	struct unit unit = {0};
	bool ok = unit_parse(&unit, record, err) && org_put_unit(org, &unit, err);

	unit_release(&unit);
	return ok;
}

static bool put_person(struct org *org, const char *record, struct err *err)
{
	struct person person = {0};
	bool ok = person_parse(&person, record, err) && org_put_person(org, &person, err);

	person_release(&person);
	return ok;
}

static void found(struct org *org)
{
	struct err err;

	for (size_t i = 0; i < COUNT(units); i++)
		assert_true(put_unit(org, units[i], &err));
	for (size_t i = 0; i < COUNT(people); i++)
		assert_true(put_person(org, people[i], &err));
}

static void test_records_round_trip(void **state)
{
	static const char person[] =
		"Person: a-1\nIn: zfb\nLogin: root\nName-en: A\nName-zh: 甲\nFrom: 2026-01-01\n"
		"To: 2026-12-31\nRole: head zfb\nRole: clerk sz\n"
		"Delegates: b head zfb 2026-11-01 2026-11-30 on leave, with  blanks\n"
		"Delegates: c clerk sz 2026-11-01 2026-11-01 x\n";
	static const char unit[] =
		"Unit: zfb\nParent: sz\nName-en: Office\nName-zh: 办公室\nFrom: 2026-01-01\n"
		"To: 2026-12-31\n";
	struct person p = {0};
	struct unit u = {0};
	struct str text = {0};
	struct err err;

	(void)state;
	assert_true(person_parse(&p, person, &err));
	assert_int_equal(p.delegation_count, 2);
	assert_string_equal(p.delegations[0].reason, "on leave, with  blanks");
	person_print(&p, &text);
	assert_string_equal(str_get(&text), person);
	str_clear(&text);
	assert_true(unit_parse(&u, unit, &err));
	unit_print(&u, &text);
	assert_string_equal(str_get(&text), unit);
	str_release(&text);
	person_release(&p);
	unit_release(&u);
}

static void test_what_is_no_record(void **state)
{
	static const char *const persons[] = {
		"",
		"In: zfb\n",
		"Unit: zfb\n",
		"Person: a\nIn: zfb\nIn: sz\n",
		"Person: a\nIn: zfb\nName-zh: 甲\nName-en: A\n",
		"Person: a\nIn: zfb\nTo: never\n",
		"Person: a\nIn: zfb\nRole: head\n",
		"Person: a\nIn: zfb\nRole: head zfb sz\n",
		"Person: a\nIn: zfb\nRole: head  zfb\n",
		"Person: a\nIn: zfb\nDelegates: b head zfb 2026-11-01 2026-11-30\n",
		"Person: a\nIn: zfb\nDelegates: b head zfb 2026-11-01 2026-11-31 x\n",
		"Person: a\nIn: zfb\nDelegates: b head zfb now 2026-11-30 x\n",
		("Person: a\nIn: zfb\nDelegates: b head zfb 2026-11-01 2026-11-30 x\n"
		 "Role: head zfb\n"),
		"Person: a\nIn: zfb\nAdmin: yes\n",
	};
	static const char *const no_units[] = {"", "Parent: sz\n", "Unit: a\nFrom: 2026\n",
		"Unit: a\nTo: 2026-01-01\nFrom: 2026-01-01\n", "Unit: a\nUnit: b\n", "Person: a\n",
		"Unit: a\nRole: head zfb\n"};

	(void)state;
	for (size_t i = 0; i < COUNT(persons); i++) {
		struct person p = {0};
		struct err err = {0};

		if (person_parse(&p, persons[i], &err))
			fail_msg("taken: %s", persons[i]);
		assert_int_equal(err.code, ERR_INPUT);
		person_release(&p);
	}
	for (size_t i = 0; i < COUNT(no_units); i++) {
		struct unit u = {0};
		struct err err = {0};

		if (unit_parse(&u, no_units[i], &err))
			fail_msg("taken: %s", no_units[i]);
		assert_int_equal(err.code, ERR_INPUT);
		unit_release(&u);
	}
}

static void test_the_tree(void **state)
{
	static const struct {
		const char *unit, *of;
		bool within;
	} cases[] = {
		{"sz", "sz", true},
		{"zfb", "sz", true},
		{"mishu", "sz", true},
		{"mishu", "zfb", true},
		{"fgw", "zfb", false},
		{"zfb", "mishu", false},
		{"sz", "zfb", false},
		{"mishu", "fgw", false},
		{"none", "sz", false},
		{"sz", "none", false},
		{NULL, "sz", false},
	};
	struct org org = {0};
	struct err err;

	(void)state;
	found(&org);
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (org_is_within(&org, cases[i].unit, cases[i].of) != cases[i].within)
			fail_msg("%s in %s", cases[i].unit, cases[i].of);
	}
	/* Another parent, and what is below moves along. */
	assert_true(put_unit(&org, "Unit: zfb\nParent: fgw\nName-zh: 办公室\n", &err));
	assert_int_equal(org.unit_count, 4);
	assert_true(org_is_within(&org, "mishu", "fgw"));
	for (size_t i = 0; i < org.unit_count; i++)
		assert_int_equal(org.units[i].lo, i);
	org_release(&org);
}

static void test_what_does_not_fit(void **state)
{
	static const struct {
		bool person;
		const char *record, *sentence;
	} cases[] = {
		{false, "Unit: Zfb\n",
			"'Zfb' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter first"},
		{false, "Unit: 1a\n", "'1a' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter first"},
		{false, "Unit: a/b\n",
			"'a/b' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter first"},
		{false, "Unit: a\nParent: none\n", "there is no unit 'none' to be above 'a'"},
		{false, "Unit: a\nParent: a\n", "there is no unit 'a' to be above 'a'"},
		{false, "Unit: sz\nParent: sz\n", "'sz' cannot be below itself"},
		{false, "Unit: sz\nParent: mishu\n", "'sz' cannot be below itself"},
		{true, "Person: -a\nIn: zfb\n",
			"'-a' is no id: 1 to 32 of a-z, 0-9 and `-`, a letter first"},
		{true, "Person: a\n", "there is no unit ''"},
		{true, "Person: a\nIn: none\n", "there is no unit 'none'"},
		{true, "Person: a\nIn: zfb\nRole: head none\n", "there is no unit 'none'"},
	};
	struct org org = {0};

	(void)state;
	found(&org);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err err = {0};

		assert_false(cases[i].person ? put_person(&org, cases[i].record, &err)
					     : put_unit(&org, cases[i].record, &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, cases[i].sentence);
		assert_int_equal(org.unit_count, 4);
		assert_int_equal(org.person_count, 2);
	}
	org_release(&org);
}

static void test_logins(void **state)
{
	struct org org = {0};
	struct err err;

	(void)state;
	found(&org);
	assert_true(put_person(&org, "Person: a\nIn: zfb\nLogin: wang\n", &err));
	assert_false(put_person(&org, "Person: b\nIn: zfb\nLogin: wang\n", &err));
	assert_string_equal(err.text, "the login 'wang' is a's already");
	assert_true(put_person(&org, "Person: a\nIn: sz\nLogin: wang\n", &err));
	assert_string_equal(org_login(&org, "wang")->unit, "sz");
	assert_null(org_login(&org, "li"));
	org_release(&org);
}

static void test_days(void **state)
{
	static const struct {
		const char *from, *to, *day;
		bool live;
	} cases[] = {
		{"", "", "2026-11-23", true},
		{"2026-11-23", "", "2026-11-23", true},
		{"2026-11-24", "", "2026-11-23", false},
		{"", "2026-11-23", "2026-11-23", true},
		{"", "2026-11-22", "2026-11-23", false},
		{"2026-11-22", "2026-11-24", "2026-11-23", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct person p = {0};
		struct unit u = {0};

		if (*cases[i].from != '\0')
			p.from = u.from = gate_day(cases[i].from);
		if (*cases[i].to != '\0')
			p.to = u.to = gate_day(cases[i].to);
		assert_int_equal(person_is_live(&p, gate_day(cases[i].day)), cases[i].live);
		assert_int_equal(unit_is_live(&u, gate_day(cases[i].day)), cases[i].live);
	}
}

static void test_who_holds_a_role(void **state)
{
	static const struct {
		const char *delegates; /* of chief's */
		const char *who, *role, *unit, *day;
		bool holds;
		const char *acting_for;
	} cases[] = {
		{"", "chief", "head", "zfb", "2026-11-23", true, NULL},
		{"", "chief", "head", "mishu", "2026-11-23", true, NULL},
		{"", "chief", "head", "fgw", "2026-11-23", false, NULL},
		{"", "chief", "checker", "fgw", "2026-11-23", true, NULL},
		{"", "chief", "signer", "zfb", "2026-11-23", false, NULL},
		{"", "deputy", "head", "zfb", "2026-11-23", false, NULL},
		{"deputy head zfb 2026-11-20 2026-11-30", "deputy", "head", "mishu", "2026-11-23",
			true, "chief"},
		{"deputy head zfb 2026-11-20 2026-11-30", "deputy", "head", "zfb", "2026-11-19",
			false, NULL},
		{"deputy head zfb 2026-11-20 2026-11-30", "deputy", "head", "zfb", "2026-11-20",
			true, "chief"},
		{"deputy head zfb 2026-11-20 2026-11-30", "deputy", "head", "zfb", "2026-11-30",
			true, "chief"},
		{"deputy head zfb 2026-11-20 2026-11-30", "deputy", "head", "zfb", "2026-12-01",
			false, NULL},
		{"deputy head zfb 2026-11-20 2026-11-30", "deputy", "checker", "zfb", "2026-11-23",
			false, NULL},
		/* only over the unit that was given, and never more than the giver has */
		{"deputy head mishu 2026-11-20 2026-11-30", "deputy", "head", "zfb", "2026-11-23",
			false, NULL},
		{"deputy head sz 2026-11-20 2026-11-30", "deputy", "head", "fgw", "2026-11-23",
			false, NULL},
		{"deputy signer zfb 2026-11-20 2026-11-30", "deputy", "signer", "zfb", "2026-11-23",
			false, NULL},
		/* one's own post comes first */
		{"chief head zfb 2026-11-20 2026-11-30", "chief", "head", "zfb", "2026-11-23", true,
			NULL},
		/* who has gone stands in for nobody */
		{"deputy head zfb 2026-11-20 2027-11-30", "deputy", "head", "zfb", "2027-01-01",
			false, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct person *acting_for;
		struct org org = {0};
		struct str record = {0};
		struct err err;

		found(&org);
		str_add(&record, people[0]);
		if (*cases[i].delegates != '\0')
			str_addf(&record, "Delegates: %s r\n", cases[i].delegates);
		assert_true(put_person(&org, str_get(&record), &err));
		if (org_holds(&org, org_person(&org, cases[i].who), cases[i].role, cases[i].unit,
			    gate_day(cases[i].day), &acting_for) != cases[i].holds)
			fail_msg("%zu", i);
		assert_true(
			str_eq(acting_for != NULL ? acting_for->id : NULL, cases[i].acting_for));
		str_release(&record);
		org_release(&org);
	}
}

/* Their own posts, then of each delegation what its giver has of it. */
static void test_posts_of_a_delegate(void **state)
{
	static const struct held_post expected[] = {
		{"clerk", "mishu", NULL},
		{"head", "mishu", NULL},
		{"head", "zfb", NULL},
	};
	struct post_walk walk = {0};
	struct held_post held;
	struct org org = {0};
	struct err err;
	size_t n = 0;

	(void)state;
	found(&org);
	assert_true(put_person(&org,
		"Person: chief\nIn: zfb\nName-zh: 主任\nRole: head zfb\n"
		"Delegates: deputy head mishu 2026-11-01 2026-11-30 a part of it\n"
		"Delegates: deputy signer sz 2026-11-01 2026-11-30 not theirs to give\n"
		"Delegates: deputy head sz 2026-11-01 2026-11-30 more than they have\n"
		"Delegates: deputy head zfb 2026-12-01 2026-12-31 not yet\n",
		&err));
	assert_true(put_person(
		&org, "Person: deputy\nIn: mishu\nName-zh: 副主任\nRole: clerk mishu\n", &err));
	while (org_next_post(
		&org, org_person(&org, "deputy"), gate_day("2026-11-23"), &walk, &held)) {
		assert_true(n < COUNT(expected));
		assert_string_equal(held.role, expected[n].role);
		assert_string_equal(held.unit, expected[n].unit);
		assert_int_equal(held.giver != NULL, n > 0);
		n++;
	}
	assert_int_equal(n, COUNT(expected));
	org_release(&org);
}

/* What was lent is not lent on, and ends with its giver. */
static void test_delegations_end(void **state)
{
	static const char chief[] = "Person: chief\nIn: zfb\nName-zh: 主任\n%sRole: head zfb\n"
				    "Delegates: deputy head zfb 2026-11-01 2027-11-30 r\n";
	const struct person *acting_for;
	int day = gate_day("2026-11-23");
	struct org org = {0};
	struct err err;
	char *record;

	(void)state;
	found(&org);
	record = xasprintf(chief, "");
	assert_true(put_person(&org, record, &err));
	free(record);
	assert_true(put_person(&org, "Person: third\nIn: zfb\n", &err));
	assert_true(put_person(&org,
		"Person: deputy\nIn: zfb\nDelegates: third head zfb 2026-11-01 2026-11-30 r\n",
		&err));
	assert_true(org_holds(&org, org_person(&org, "deputy"), "head", "zfb", day, &acting_for));
	assert_false(org_holds(&org, org_person(&org, "third"), "head", "zfb", day, &acting_for));
	record = xasprintf(chief, "To: 2026-11-22\n");
	assert_true(put_person(&org, record, &err));
	free(record);
	assert_false(org_holds(&org, org_person(&org, "deputy"), "head", "zfb", day, &acting_for));
	org_release(&org);
}

static void test_ids(void **state)
{
	static const struct {
		const char *id;
		bool valid;
	} cases[] = {
		{"a", true},
		{"a-1", true},
		{"abcdefghijklmnopqrstuvwxyzabcdef", true},
		{"abcdefghijklmnopqrstuvwxyzabcdefg", false},
		{"", false},
		{"1a", false},
		{"-a", false},
		{"A", false},
		{"a b", false},
		{"a.", false},
		{"a\n", false},
		{"公", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(id_is_valid(cases[i].id), cases[i].valid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records_round_trip),
		cmocka_unit_test(test_what_is_no_record),
		cmocka_unit_test(test_the_tree),
		cmocka_unit_test(test_what_does_not_fit),
		cmocka_unit_test(test_logins),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_who_holds_a_role),
		cmocka_unit_test(test_posts_of_a_delegate),
		cmocka_unit_test(test_delegations_end),
		cmocka_unit_test(test_ids),
	};

	return cmocka_run_group_tests_name("test_org", tests, NULL, NULL);
}
