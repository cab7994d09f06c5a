/* SPDX-License-Identifier: MIT */
/* Conditions of a pack's rows: `field=value` and `field!=value`, all of which must hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/pack.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *value(const void *context, const char *name)
{
	(void)context;
	if (strcmp(name, "a") == 0)
		return "Yes";
	return strcmp(name, "b") == 0 ? "" : NULL;
}

static void test_condition(void **state)
{
	static const struct {
		const char *when;
		bool holds;
	} cases[] = {
		{NULL, true},
		{"", true},
		{"a=yes", true},
		{"a=YES", true},
		{"a=ye", false},
		{"a=yess", false},
		{"a!=yes", false},
		{"a!=no", true},
		{"a=", false},
		{"a!=", true},
		{"b=", true},
		{"c=", true},
		{"b!=", false},
		{"c!=x", true},
		{"c=x", false},
		{"a=yes  b=", true},
		{"a=yes b=x", false},
		{" a=no a=yes", false},
		{"a", false},
		{"=yes", false},
		{"!=yes", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (pack_condition(cases[i].when, value, NULL) != cases[i].holds)
			fail_msg("%zu: %s", i, cases[i].when);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_condition),
	};

	return cmocka_run_group_tests_name("test_pack_condition", tests, NULL, NULL);
}
