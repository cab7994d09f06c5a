/* SPDX-License-Identifier: MIT */
/* Guarantees 2 and 7: grounds, reasons, and a day to look again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "tests/core/fake_gate.h"

#define WHY "讨论尚未结束，公开会误导公众"
#define LATER "2027-05-23"

/* -- 2: a ground in force, a reason of its own ------------------------------------------------- */

static const struct {
	const char *attribute, *grounds, *reason, *review_by, *says;
} markings[] = {
	{"public", "", "", "", NULL},
	{"private", "CN16-DISC", WHY, LATER, NULL},
	{"private", "CN16-DISC CN15-PRIV", WHY, LATER, NULL},
	{"on-request", "CN27", WHY, LATER, NULL},
	{"private", "", WHY, LATER,
		"must stand on a ground (--ground), one or more of: CN14-SECRET"},
	{"on-request", "", WHY, LATER, "must stand on a ground (--ground), one or more of: CN27"},
	{"private", "CN27", WHY, LATER, "ground CN27 carries on-request, not private"},
	{"on-request", "CN16-DISC", WHY, LATER, "ground CN16-DISC carries private, not on-request"},
	{"private", "CN99", WHY, LATER, "there is no ground 'CN99'; in force for private: "},
	{"private", "cn16-disc", WHY, LATER, "there is no ground 'cn16-disc'"},
	{"private", "CN08-8", WHY, LATER, "is not in force on 2026-11-23; in its place: CN14-3S1S"},
	{"private", "CN16-DISC CN08-8", WHY, LATER, "in its place: CN14-3S1S"},
	{"private", "work-needs", WHY, LATER, "'work-needs' is no ground: 工作便利不是法定依据"},
	{"private", "工作需要", WHY, LATER, "'工作需要' is no ground: 工作便利不是法定依据"},
	{"private", "其他不宜公开", WHY, LATER, "'其他不宜公开' is no ground: 条例没有这一情形"},
	{"on-request", "other-unsuitable", WHY, LATER, "grounds in force for on-request: CN27"},
	{"private", "CN16-DISC", "", LATER, "needs its reason in words"},
	{"on-request", "CN27", "", LATER, "needs its reason in words"},
	{"private", "CN16-DISC", "工作需要", LATER,
		"'工作需要' is no reason: 工作便利不是法定依据"},
	{"private", "CN16-DISC", "其他不宜公开。", LATER, "is no reason: 条例没有这一情形"},
	{"on-request", "CN27", "因 工作 需要，其他", LATER, "is no reason: "},
	{"private", "CN16-DISC", "敏感", LATER, "is no reason: "},
	{"public", "CN27", "", "", "has no ground and no review-by day"},
	{"public", "", "", LATER, "has no ground and no review-by day"},
};

static void test_guarantee_2_grounds_and_reasons(void **state)
{
	struct gate gate;

	(void)state;
	gate_open(&gate);
	i18n_set(LANG_ZH);
	for (size_t i = 0; i < COUNT(markings); i++) {
		bool ok;

		gate_done(&gate, gate_import(&gate, "clerk"));
		ok = gate_mark_with(&gate, "clerk", markings[i].attribute, markings[i].grounds,
			markings[i].reason, markings[i].review_by);
		if (markings[i].says == NULL)
			gate_done(&gate, ok);
		else
			gate_refused(&gate, ok, markings[i].says);
	}
	i18n_set(LANG_EN);
	gate_close(&gate);
}

/* Every attribute there is but the public one, and one that only this pack has. */
static void test_guarantee_2_holds_for_every_attribute(void **state)
{
	static const struct patch patches[] = {
		{"attributes.ini", "[attribute private]",
			"[attribute later]\nname.en = Later\nname.zh = 缓期公开\n"
			"note.en = Later\nnote.zh = 缓期\n\n[attribute private]"},
		{"grounds-2019.ini", "attributes = on-request", "attributes = on-request later"},
	};
	struct gate gate;
	size_t n = 0;

	(void)state;
	gate_open_with(&gate, patches, COUNT(patches));
	for (size_t i = 0; i < gate.office.pack->attribute_count; i++) {
		const struct attribute *attribute = &gate.office.pack->attributes[i];

		if (attribute->is_public)
			continue;
		gate_done(&gate, gate_import(&gate, "clerk"));
		gate_refused(&gate, gate_mark_with(&gate, "clerk", attribute->code, "", WHY, LATER),
			"must stand on a ground");
		n++;
	}
	assert_int_equal(n, 3);
	gate_done(&gate, gate_mark_with(&gate, "clerk", "later", "CN27", WHY, LATER));
	gate_close(&gate);
}

/* A ground that dies on the way carries no step any more. */
static void test_guarantee_2_on_the_day_of_each_decision(void **state)
{
	static const struct {
		const char *at, *who, *action, *comment;
	} steps[] = {
		{"draft", "clerk", "submit", NULL},
		{"section", "head", "pass", NULL},
		{"secrecy", "secrecy", "pass", NULL},
		{"office", "checker", "pass", NULL},
		{"sign", "signer", "sign", NULL},
		{"decided", ACTOR_SITE, "hold", NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct gate gate;

		gate_open(&gate);
		if (strcmp(steps[i].at, "decided") == 0) {
			gate_done(&gate, gate_reach(&gate, "private", "sign"));
			gate_done(&gate, ACT(&gate, "signer", "sign"));
		} else {
			gate_done(&gate, gate_reach(&gate, "private", steps[i].at));
		}
		gate_ground(&gate, "CN16-DISC")->to = gate_day("2026-11-22");
		strv_add(&gate_ground(&gate, "CN16-DISC")->successors, "CN16-DRAFT");
		gate_refused(&gate, ACT(&gate, steps[i].who, steps[i].action),
			"is not in force on 2026-11-23; in its place: CN16-DRAFT");
		gate_ground(&gate, "CN16-DISC")->to = gate_day("2026-11-23");
		gate_done(&gate, ACT(&gate, steps[i].who, steps[i].action));
		gate_close(&gate);
	}
}

/* -- 7: a day to look at it again -------------------------------------------------------------- */

static void test_guarantee_7_review_by(void **state)
{
	static const struct {
		const char *attribute, *grounds, *review_by, *says;
	} cases[] = {
		{"private", "CN16-DISC", "", "needs a day to look at it again, by 2027-11-23"},
		{"on-request", "CN27", "", "needs a day to look at it again, by 2027-11-23"},
		{"private", "CN16-DISC", "2025-01-01", "2025-01-01, has come"},
		{"private", "CN16-DISC", "2026-11-22", "2026-11-22, has come"},
		{"private", "CN16-DISC", "2026-11-23", "2026-11-23, has come"},
		{"private", "CN16-DISC", "2026-11-24", NULL},
		{"private", "CN16-DISC", "2027-11-23", NULL},
		{"private", "CN16-DISC", "2027-11-24",
			"2027-11-24 is too late to look at it again; its grounds allow 2027-11-23"},
		{"on-request", "CN27", "2099-01-01", "is too late"},
		/* the shorter of two */
		{"private", "CN16-DISC CN16-HR", "2027-05-23", NULL},
		{"private", "CN16-DISC CN16-HR", "2027-05-24", "allow 2027-05-23 at the latest"},
		{"private", "CN16-HR CN16-DISC", "2027-05-24", "allow 2027-05-23 at the latest"},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_ground(&gate, "CN16-HR")->review_months = 6;
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool ok;

		gate_done(&gate, gate_import(&gate, "clerk"));
		ok = gate_mark_with(&gate, "clerk", cases[i].attribute, cases[i].grounds, WHY,
			cases[i].review_by);
		if (cases[i].says == NULL)
			gate_done(&gate, ok);
		else
			gate_refused(&gate, ok, cases[i].says);
	}
	gate_close(&gate);
}

/* Nothing is approved, signed or held whose day has come on the way. */
static void test_guarantee_7_on_the_way(void **state)
{
	static const struct {
		const char *at, *who, *action;
	} steps[] = {{"draft", "clerk", "submit"}, {"section", "head", "pass"},
		{"office", "checker", "pass"}, {"sign", "signer", "sign"},
		{"decided", ACTOR_SITE, "hold"}};

	(void)state;
	for (size_t i = 0; i < COUNT(steps); i++) {
		struct gate gate;

		gate_open(&gate);
		if (strcmp(steps[i].at, "decided") == 0) {
			gate_done(&gate, gate_reach(&gate, "private", "sign"));
			gate_done(&gate, ACT(&gate, "signer", "sign"));
		} else {
			gate_done(&gate, gate_reach(&gate, "private", steps[i].at));
		}
		gate.now.time += 90 * 86400; /* the very day */
		gate_refused(&gate, ACT(&gate, steps[i].who, steps[i].action),
			"has come; mark the paper anew");
		gate.now.time -= 86400;
		gate_done(&gate, ACT(&gate, steps[i].who, steps[i].action));
		gate_close(&gate);
	}
}

/* -- What a paper may say ---------------------------------------------------------------------- */

static void test_fields(void **state)
{
	static const struct {
		const char *field, *value, *says;
	} cases[] = {
		{"policy", "yes", NULL},
		{"policy", "Yes", "policy is yes or no, not 'Yes'"},
		{"genre", "notice", NULL},
		{"genre", "novel",
			"genre is none of its choices: 'novel'; there are: resolution, "},
		{"genre", "Notice", "genre is none of its choices: 'Notice'"},
		{"issued", "2026-02-28", NULL},
		{"issued", "2026-02-29", "issued is no date: '2026-02-29'"},
		{"issued", "yesterday", "issued is no date"},
		{"summary", "一\n二\t三", NULL},
		{"summary", "a\x1B[2J",
			"summary has a character in it that does not show (U+001B)"},
		{"issuer", "一\n二", "issuer has a line break in it"},
		{"subject",
			"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七"
			"八九十一二三四五六七八九十",
			NULL},
		{"subject",
			"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七"
			"八九"
			"十一二三四五六七八九十一",
			"subject has more than 50 characters"},
		{"colour", "red", "'gongwen' has no field 'colour'; there are: policy, normative"},
		{"Policy", "yes", "'gongwen' has no field 'Policy'"},
		{"title", "a\u202Eb", "the title has a character in it that does not show"},
		{"number", "a\u200B", "the number has a character in it that does not show"},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		bool ok;

		gate_done(&gate, gate_import(&gate, "clerk"));
		ok = gate_edit(&gate, "clerk", cases[i].field, cases[i].value);
		if (cases[i].says == NULL)
			gate_done(&gate, ok);
		else
			gate_refused(&gate, ok, cases[i].says);
	}
	gate_close(&gate);
}

/* What no edit writes, but a hand may. */
static void test_lines_that_are_no_fields(void **state)
{
	static const struct {
		const char *line, *says;
	} cases[] = {
		{"policy=yes", "the field 'policy' stands there twice"},
		{"summary", "'gongwen' has no field 'summary'"},
		{"=yes", "'gongwen' has no field ''"},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct paper paper = {0};

		gate_done(&gate, gate_import(&gate, "clerk"));
		paper_copy(&paper, &gate.doc.paper);
		strv_add(&paper.fields, cases[i].line);
		gate_refused(&gate, ACT(&gate, "clerk", "edit", .paper = &paper), cases[i].says);
		paper_release(&paper);
	}
	gate_close(&gate);
}

static void test_particulars_of_the_file(void **state)
{
	static const struct {
		const char *name, *encoding, *says;
	} cases[] = {
		{"a b.txt", "GB18030", NULL},
		{NULL, NULL, NULL},
		{"../a.txt", "UTF-8", "the file's name has a folder in it"},
		{"/etc/passwd", "UTF-8", "the file's name has a folder in it"},
		{"a\nb", "UTF-8", "the file's name has a line break in it"},
		{"a.txt", "正文", "'正文' is no encoding there is"},
		{"a.txt", "utf-8", "'utf-8' is no encoding there is"},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct paper paper;
		bool ok;

		document_release(&gate.doc);
		gate_paper(&paper, "zfb-2026-1", "clerk");
		set_str(&paper.file_name, cases[i].name);
		set_str(&paper.encoding, cases[i].encoding);
		ok = ACT(&gate, "clerk", "import", .paper = &paper);
		if (cases[i].says == NULL)
			gate_done(&gate, ok);
		else
			gate_refused(&gate, ok, cases[i].says);
		paper_release(&paper);
	}
	gate_close(&gate);
}

static void test_long_reasons(void **state)
{
	struct str reason = {0};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	gate_done(&gate, gate_import(&gate, "clerk"));
	for (int i = 0; i < 2000; i++)
		str_add(&reason, "理");
	gate_done(&gate,
		gate_mark_with(&gate, "clerk", "private", "CN16-DISC", str_get(&reason), LATER));
	str_add(&reason, "由");
	gate_refused(&gate,
		gate_mark_with(&gate, "clerk", "private", "CN16-DISC", str_get(&reason), LATER),
		"the reason has more than 2000 characters");
	str_release(&reason);
	gate_close(&gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guarantee_2_grounds_and_reasons),
		cmocka_unit_test(test_guarantee_2_holds_for_every_attribute),
		cmocka_unit_test(test_guarantee_2_on_the_day_of_each_decision),
		cmocka_unit_test(test_guarantee_7_review_by),
		cmocka_unit_test(test_guarantee_7_on_the_way),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_lines_that_are_no_fields),
		cmocka_unit_test(test_particulars_of_the_file),
		cmocka_unit_test(test_long_reasons),
	};

	return cmocka_run_group_tests_name("test_law", tests, NULL, NULL);
}
