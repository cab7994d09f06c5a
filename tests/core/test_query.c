/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "core/query.h"
#include "tests/core/fake_gate.h"

/* Everything a query asks, in one line. */
static char *told(const struct query *query)
{
	struct str out = {0};
	char day[DAY_SIZE], *words = strv_join(&query->words, ","),
			    *states = strv_join(&query->states, ",");

	str_addf(&out, "%s|%s|%s|%s|%s|%s|%s|", words, states,
		query->attribute != NULL ? query->attribute : "",
		query->unit != NULL ? query->unit : "", query->kind != NULL ? query->kind : "",
		query->grounds.n > 0 ? query->grounds.v[0] : "",
		query->drafters.n > 0 ? query->drafters.v[0] : "");
	str_addf(&out, "%s|", day_format(query->due_from, day));
	str_addf(&out, "%s|%s%s", day_format(query->due_before, day),
		query->touched_by_me ? "mine " : "",
		query->order == ORDER_NEWEST ? "newest" : "due");
	free(words);
	free(states);
	return str_detach(&out);
}

static void test_terms(void **state)
{
	static const struct {
		const char *text, *told;
	} cases[] = {
		{"", "|||||||||due"},
		{"  \t\n", "|||||||||due"},
		{"工作 要点", "工作,要点|||||||||due"},
		{"state:sign", "|sign||||||||due"},
		{"state:Signature", "|sign||||||||due"},
		{"state:sign state:office", "|sign,office||||||||due"},
		{"attribute:private", "||private|||||||due"},
		{"attribute:PRIVATE", "||private|||||||due"},
		{"attribute:none", "||none|||||||due"},
		{"unit:zfb kind:gongwen", "|||zfb|gongwen|||||due"},
		{"ground:cn27 drafter:clerk", "|||||CN27|clerk|||due"},
		{"due:overdue", "||||||||2026-11-23|due"},
		{"due:<7d", "||||||||2026-11-30|due"},
		{"due:<0d", "||||||||2026-11-23|due"},
		{"due:<2026-12-01", "||||||||2026-12-01|due"},
		{"due:>=2026-12-01 due:<2026-12-31", "|||||||2026-12-01|2026-12-31|due"},
		{"is:mine", "|||||||||mine due"},
		{"sort:newest", "|||||||||newest"},
		{"sort:newest sort:due", "|||||||||due"},
		/* no terms: looked for as they stand */
		{":", ":|||||||||due"},
		{"State:sign", "State:sign|||||||||due"},
		{"2026:1", "2026:1|||||||||due"},
		{"〔2026〕41号", "〔2026〕41号|||||||||due"},
		{"标题:sign", "标题:sign|||||||||due"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct query query = {0};
		struct err err = {0};
		char *line;

		if (!query_parse(&query, &shared_gate.office, cases[i].text, gate_day("2026-11-23"),
			    &err))
			fail_msg("%s: %s", cases[i].text, err.text);
		line = told(&query);
		assert_string_equal(line, cases[i].told);
		free(line);
		query_release(&query);
	}
}

static void test_what_is_no_query(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"state:none", "there is no state 'none'; there are: draft, returned, section"},
		{"state:", "there is no state ''"},
		{"state:Sign", "there is no state 'Sign'"},
		{"state:sign state:none", "there is no state 'none'"},
		{"attribute:secret", "there is no attribute 'secret'; `none` finds"},
		{"unit:none", "there is no unit 'none'"},
		{"kind:letter", "there is no kind 'letter'"},
		{"ground:CN99", "there is no ground 'CN99'"},
		{"drafter:nobody", "there is no person 'nobody'"},
		{"term:early", "term: takes ended or late, not 'early'"},
		{"published:soon", "published: takes 2026-01-01"},
		{"due:", "due: takes overdue, <7d, <2026-12-01 or >=2026-12-01, not ''"},
		{"due:<", "not '<'"},
		{"due:<d", "not '<d'"},
		{"due:<-1d", "not '<-1d'"},
		{"due:<36501d", "not '<36501d'"},
		{"due:<99999999999d", "not '<99999999999d'"},
		{"due:2026-12-01", "not '2026-12-01'"},
		{"due:>=2026-13-01", "not '>=2026-13-01'"},
		{"is:yours", "is: takes mine or dead, not 'yours'"},
		{"sort:oldest", "sort: takes due or newest, not 'oldest'"},
		{"colour:red", "'colour:red' asks for no field there is; there are: state, "},
		{"states:sign", "'states:sign' asks for no field there is"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct query query = {0};
		struct err err = {0};

		if (query_parse(&query, &shared_gate.office, cases[i].text, gate_day("2026-11-23"),
			    &err))
			fail_msg("taken: %s", cases[i].text);
		assert_int_equal(err.code, ERR_INPUT);
		if (strstr(err.text, cases[i].why) == NULL)
			fail_msg("%s: %s", cases[i].text, err.text);
		query_release(&query);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_what_is_no_query),
	};

	return cmocka_run_group_tests_name("test_query", tests, gate_set_up, gate_tear_down);
}
