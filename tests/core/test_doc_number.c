/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/doc_number.h"
#include "core/mem.h"
#include "tests/core/fake_gate.h"

/* As they are typed in offices and found on their sites. */
static void test_what_people_type(void **state)
{
	static const struct {
		const char *typed, *written;
	} cases[] = {
		{"市政办发〔2018〕58号", "市政办发〔2018〕58号"},
		{"市政办发[2018]58号", "市政办发〔2018〕58号"},
		{"市政办发（2018）58号", "市政办发〔2018〕58号"},
		{"市政办发(2018)58", "市政办发〔2018〕58号"},
		{"市政办发【2018】058号", "市政办发〔2018〕58号"},
		{"市政办发﹝2018﹞58号", "市政办发〔2018〕58号"},
		{"市政办发［２０１８］５８号", "市政办发〔2018〕58号"},
		{" 市政办发 〔2018〕 58 号 ", "市政办发〔2018〕58号"},
		{"市政办发\u3000〔2018〕\u00A058号", "市政办发〔2018〕58号"},
		{"市政办发\u200B〔2018〕58号", "市政办发〔2018〕58号"},
		{"市政办发〔2018〕第58号", "市政办发〔2018〕58号"},
		{"市政办发〔2018〕第 58 号", "市政办发〔2018〕58号"},
		{"市政办发2018年第58号", "市政办发〔2018〕58号"},
		{"市政办发2018第58号", "市政办发〔2018〕58号"},
		{"市政办发2018-58", "市政办发〔2018〕58号"},
		{"市政办发-2018-58号", "市政办发〔2018〕58号"},
		{"市政办发〔2018年〕58号", "市政办发〔2018〕58号"},
		{"市政办发〔二〇一八〕五十八号", "市政办发〔2018〕58号"},
		{"市政办发〔二O一八〕第58号", "市政办发〔2018〕58号"},
		{"市政办函〔2018〕58-1号", "市政办函〔2018〕58-1号"},
		{"〔1988〕市政字12号", "市政字〔1988〕12号"},
		{"（88）市政字第12号", "市政字〔1988〕12号"},
		{"市政字〔99〕12号", "市政字〔1999〕12号"},
		{"2018年第12号公告", "公告〔2018〕12号"},
		{"二〇一八年第三号公告", "公告〔2018〕3号"},
		{"国务院令第711号", "国务院令第711号"},
		{"国务院令第七百一十一号", "国务院令第711号"},
		{"国务院令第七一一号", "国务院令第711号"},
		{"山西省人民政府令 第 250 号", "山西省人民政府令第250号"},
		{"第一中学令第3号", "第一中学令第3号"},
		{"晋中市二轻局〔2018〕3号", "晋中市二轻局〔2018〕3号"},
		{"第二办发〔2018〕3号", "第二办发〔2018〕3号"},
	};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct doc_number number, again;
		struct str out = {0};
		struct err err;

		if (!doc_number_read(&gate.office.pack->number, cases[i].typed, &number, &err))
			fail_msg("%s: %s", cases[i].typed, err.text);
		doc_number_write(&gate.office.pack->number, &number, &out);
		assert_string_equal(str_get(&out), cases[i].written);
		assert_true(
			doc_number_read(&gate.office.pack->number, str_get(&out), &again, &err));
		assert_string_equal(again.series, number.series);
		assert_int_equal(again.serial, number.serial);
		doc_number_release(&number);
		doc_number_release(&again);
		str_release(&out);
	}
	gate_close(&gate);
}

static void test_what_is_no_number(void **state)
{
	static const char *const cases[] = {"", "号", "58", "市政办发", "市政办发58",
		"〔2018〕58号", "市政办发〔2018〕号", "市政办发〔2018〕0号", "市政办发〔218〕58号",
		"市政办发〔2218〕58号", "市政办发201858号", "市政办发〔2018〕58号、市财〔2018〕3号",
		"市政办发〔2018〕58号文件", "市政办发〔2018〕五八百号x", "市政办发〔2018〔58号",
		"市政办发〔2018〕1234567号", "\xFF\xFE", "2018年公告"};
	struct gate gate;

	(void)state;
	gate_open(&gate);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct doc_number number;
		struct err err;

		if (doc_number_read(&gate.office.pack->number, cases[i], &number, &err))
			fail_msg("'%s' was read as %s %d %d", cases[i], number.series, number.year,
				number.serial);
		assert_null(number.series);
		assert_int_equal(err.code, ERR_INPUT);
		assert_non_null(strstr(err.text, "市政办发〔2018〕58号"));
	}
	gate_close(&gate);
}

static void test_a_pack_that_says_nothing(void **state)
{
	struct number_form form = {0};
	struct doc_number number;
	struct err err;

	(void)state;
	assert_false(doc_number_read(&form, "市政办发〔2018〕58号", &number, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_people_type),
		cmocka_unit_test(test_what_is_no_number),
		cmocka_unit_test(test_a_pack_that_says_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
