/* SPDX-License-Identifier: MIT */
/* What the screening finds in a line, and what it leaves alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/mem.h"
#include "core/screener.h"
#include "tests/core/fake_gate.h"

/* "rule masked severity; ..." of a text. */
static char *found_in(const char *text)
{
	struct findings findings = {0};
	struct str out = {0};

	screener_scan(screener_of(shared_gate.office.pack), text, strlen(text), &findings);
	for (size_t i = 0; i < findings.n; i++)
		str_addf(&out, "%s%s %s %s", i > 0 ? "; " : "", findings.v[i].rule,
			findings.v[i].masked, severity_words[findings.v[i].severity]);
	findings_release(&findings);
	return out.len > 0 ? str_detach(&out) : xstrdup("");
}

static const struct {
	const char *text, *found;
} cases[] = {
	{"身份证350102199001010032", "resident-id 35*************032 block"},
	{"ID350102199001010032", "resident-id 35*************032 block"},
	{"350102 19900101 0032", "resident-id 35*************032 block"},
	{"350102\t19900101\t0032", "resident-id 35*************032 block"},
	{"身份证号3501021990\n01010032的", "resident-id 35*************032 block"},
	{"身份证35O1O21990O1O1OO32", "resident-id 35*************032 block"},
	{"身份证350102199001010033", "resident-id 35*************033 warn"},
	{"编号350102199001010033", ""},
	{"受理号：350102202403010022", ""},
	{"残疾证号：35010219900101003243", "health ** warn; resident-id 35*************032 block"},
	{"身份证35O1OZI99OOlOlOO3Z", "resident-id 35*************032 block"},
	{"身份证号：\n350102199001010032", "resident-id 35*************032 block"},
	{"身份证350102900101003", "resident-id 35**********003 warn"},
	{"编号350102900101003", ""},
	{"3501**********0032", ""},
	{"+86 139 5901 2345", "mobile 139****2345 block"},
	{"一三九五九〇一二三四五", "mobile 139****2345 block"},
	{"①13959012345", "mobile 139****2345 block"},
	{"联系人一13959012345", "mobile 139****2345 block"},
	{"监督电话：13959012345", "mobile 139****2345 note"},
	{"139（5901）2345", "mobile 139****2345 block"},
	{"手机：1395901Z34S", "mobile 139****2345 block"},
	{"他的号是13959012345", "mobile 139****2345 block"},
	{"号码：13959012345", "mobile 139****2345 block"},
	{"保单号：13959012345", ""},
	{"决算数(元)：\n13959012345", ""},
	{"序号\t保单号\t手机号\n1\t13959012345\t13959012345", "mobile 139****2345 block"},
	{"合同编号：13959012345", ""},
	{"序号\t合同编号\n1\t13959012345", ""},
	{"13959012345元", ""},
	{"119.13959012345", ""},
	{"1990-12-31 123", ""},
	{"0591-87654321", "landline 0591-****4321 note"},
	{"邮箱a@mail.gov.cn", "email a***@mail.gov.cn note"},
	{"卡号：6222021234567890128", "bank-card 6222***********0128 block"},
	{"6222021234567890128", "bank-card 6222***********0128 warn"},
	{"订单号：6222021234567890128", ""},
	{"卡号：6222021234567890129", ""},
	{"护照E12345678", "passport E*****678 warn"},
	{"E12345678", ""},
	{"持E12345678号护照", "passport E*****678 warn"},
	{"闽A·D12345", "plate 闽A****45 warn"},
	{"云A股", ""},
	{"住址：福建省闽侯县上街镇侯官村3组12号", "address 福建省闽侯县上街镇*** warn"},
	{"户籍地：福建省闽侯县上街镇侯官村", "address 福建省闽侯县上街镇*** warn"},
	{"户籍地：福建省闽侯县上街镇***", ""},
	{"户籍地址  居住地址", ""},
	{"由市农委,市住建局,市扶贫办指导.\n各区,市人民政府,开发区管委会,参照落实", ""},
	{"姓名,住址,电话\n张三,闽侯县上街镇侯官村,无", "address 闽侯县上街镇*** warn"},
	{"白沙镇马坑村12组村道硬化工程", ""},
	{"91350100M000100Y43", "credit-code 91350100******0Y43 note"},
	{"91350100M000100Y43/2015-00020", ""},
	{"患者李建国因糖尿病住院", "health ** warn; health *** warn; health ** warn"},
	{"患者李某因糖尿病住院", ""},
	{"糖尿病患者管理工作方案", ""},
	{"密级：机密", "secrecy-mark *** block"},
	{"机密★\n正文", "secrecy-mark *** block"},
	{"保守秘密\n* 第一项", ""},
	{"内部资料 注意保存\n标题", "secrecy-mark *** warn"},
	{"国家秘密、工作秘密的管理", ""},
};

static void test_lines(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *found = found_in(cases[i].text);

		if (strcmp(found, cases[i].found) != 0) {
			print_message("%s: '%s', not '%s'\n", cases[i].text, found, cases[i].found);
			wrong++;
		}
		free(found);
	}
	assert_int_equal(wrong, 0);
}

static void test_masks(void **state)
{
	static const char text[] = "张三，电话13959012345，热线0591-87654321。\n";
	struct findings findings = {0};
	struct str out = {0};

	(void)state;
	screener_scan(screener_of(shared_gate.office.pack), text, strlen(text), &findings);
	screener_mask(text, strlen(text), &findings, SEVERITY_WARN, &out);
	assert_string_equal(out.buf, "张三，电话139****2345，热线0591-87654321。\n");
	str_release(&out);
	findings_release(&findings);
}

/* A pack without rules: what it always looked for. */
static void test_without_rules(void **state)
{
	struct screener *screener = screener_new(NULL);
	struct findings findings = {0};
	static const char text[] = "13959012345 秘密★\u200B";

	(void)state;
	screener_scan(screener, text, strlen(text), &findings);
	assert_int_equal(findings.n, 2);
	assert_string_equal(findings.v[0].rule, "secrecy-mark");
	assert_string_equal(findings.v[1].rule, "hidden-character");
	findings_release(&findings);
	screener_free(screener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_without_rules),
	};

	return cmocka_run_group_tests_name("test_screener", tests, gate_set_up, gate_tear_down);
}
