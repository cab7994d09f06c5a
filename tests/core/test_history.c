/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/history.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "tests/core/fake_gate.h"

static char *told(const struct history_ask *ask)
{
	char from[DAY_SIZE], to[DAY_SIZE];

	return xasprintf("%s|%s|%s|%s|%s", ask->person != NULL ? ask->person : "",
		ask->unit != NULL ? ask->unit : "", ask->action != NULL ? ask->action : "",
		day_format(ask->from, from), day_format(ask->to, to));
}

static void what_is_asked_is_read(void **state)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{"", "||||"},
		{" \t", "||||"},
		{"person:clerk", "clerk||||"},
		{"person:site", "site||||"},
		{"action:SUBMIT", "||submit||"},
		{"action:put", "||put||"},
		{"from:2026-01-05", "|||2026-01-05|"},
		{"to:2026-01-05", "||||2026-01-05"},
		{"on:2026-01-05", "|||2026-01-05|2026-01-05"},
		{"clerk submit from:2026-01-05 to:2026-01-05",
			"clerk||submit|2026-01-05|2026-01-05"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct history_ask ask = {0};
		struct err err = {0};
		char *is;

		assert_true(history_ask_read(&ask, &shared_gate.office, cases[i].text, &err));
		is = told(&ask);
		assert_string_equal(is, cases[i].told);
		free(is);
	}
}

static void what_is_nothing_is_named(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{"person:nobody", "there is no person 'nobody'"},
		{"unit:", "there is no unit ''"},
		{"action:dance", "there is no action 'dance'"},
		{"from:yesterday", "'yesterday' is no day; write 2026-11-23"},
		{"from:2026-01-06 to:2026-01-05", "the last day is before the first"},
		{"submit dance", "'dance' is no action, no person and no unit; there are also "
				 "person:, unit:, action:, from:, to: and on:"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct history_ask ask = {0};
		struct err err = {0};

		assert_false(history_ask_read(&ask, &shared_gate.office, cases[i].text, &err));
		assert_int_equal(err.code, ERR_INPUT);
		assert_string_equal(err.text, cases[i].said);
	}
}

static void people_units_and_actions_have_names(void **state)
{
	static const char *const names[LANG_COUNT][2] = {[LANG_ZH] = {"王拟", "市政府办公室"},
		[LANG_EN] = {"Wang Ni", "Office of the city"}};
	struct org *org = &shared_gate.office.org;
	const struct action *action = &shared_gate.office.pack->actions[0];

	(void)state;
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		set_str(&org->persons[0].name.in[lang], names[lang][0]);
		set_str(&org->units[0].name.in[lang], names[lang][1]);
	}
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		const char *called =
			action->name.in[lang] != NULL ? action->name.in[lang] : action->code;
		struct history_ask ask = {0}, again = {0};
		struct err err = {0};
		char *text = xasprintf("%s %s %s", names[lang][0], names[lang][1], called);

		if (!history_ask_read(&ask, &shared_gate.office, text, &err))
			fail_msg("%s: %s", text, err.text);
		free(text);
		text = xasprintf("person:%s on:2026-01-05 unit:%s action:%s", names[lang][0],
			names[lang][1], called);
		if (!history_ask_read(&again, &shared_gate.office, text, &err))
			fail_msg("%s: %s", text, err.text);
		free(text);
		assert_string_equal(ask.person, org->persons[0].id);
		assert_string_equal(ask.unit, org->units[0].id);
		assert_string_equal(ask.action, action->code);
		assert_ptr_equal(again.person, ask.person);
		assert_ptr_equal(again.unit, ask.unit);
		assert_ptr_equal(again.action, ask.action);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_asked_is_read),
		cmocka_unit_test(what_is_nothing_is_named),
		cmocka_unit_test(people_units_and_actions_have_names),
	};

	return cmocka_run_group_tests(tests, gate_set_up, gate_tear_down);
}
