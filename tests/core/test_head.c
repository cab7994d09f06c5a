/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/head.h"
#include "core/mem.h"
#include "core/str.h"
#include "tests/core/fake_gate.h"

#define TITLE "关于印发要点的通知"

/* Heads as papers have them, and as readers of files hand them over. */
static const struct {
	const char *text, *title, *number;
} cases[] = {
	{"", NULL, NULL},
	{"\n\n", NULL, NULL},
	{"一二三\n", NULL, NULL},
	{"晋中市人民政府办公室文件\n市政办发〔2026〕41号\n" TITLE "\n各县：\n", TITLE,
		"市政办发〔2026〕41号"},
	{"　　关于工作的报告　　\r", "关于工作的报告", NULL},
	{"市政办发[2026]41号", "市政办发[2026]41号", "市政办发〔2026〕41号"},
	{"根据市政办发〔2026〕41号\n", "根据市政办发〔2026〕41号", "根据市政办发〔2026〕41号"},
	{"按照国发〔2018〕58号要求\n", "按照国发〔2018〕58号要求", NULL},
	{"市政办发〔202〕41号\n", "市政办发〔202〕41号", NULL},
	{"市政办发〔2026〕号\n", "市政办发〔2026〕号", NULL},
	{"市政办发〔2026〕123456号\n", "市政办发〔2026〕123456号", NULL},
	{"〔2026〕41号\n", "〔2026〕41号", NULL},
	{"标题里有\u200B零宽字符的通知\n第二行文字\n", "第二行文字", NULL},
	{"第一行文字\n第二行的通知", "第二行的通知", NULL},
	/* Titles that were broken into lines, with who issues them over them. */
	{"闽东县教育局文件\n闽东教〔2026〕15号\n闽东县教育局\n关于做好2026年义务教育阶段\n招生入学"
	 "工作的通知\n各中小学：\n",
		"闽东县教育局关于做好2026年义务教育阶段招生入学工作的通知", "闽东教〔2026〕15号"},
	{"闽东教〔2026〕15号\n\n闽东县教育局\n闽东县财政局\n闽东县民政局\n关于公布助学金名单的通知"
	 "\n",
		"闽东县教育局 闽东县财政局 闽东县民政局关于公布助学金名单的通知",
		"闽东教〔2026〕15号"},
	{"关于公布\n秋季助学金名单的\n通知\n各校：\n", "关于公布秋季助学金名单的通知", NULL},
	{"关于公布\n秋季助学金名单的通知\n各校：\n", "关于公布秋季助学金名单的通知", NULL},
	{"闽东县人民政府办公室\n转发县教育局关于规范\n办学行为意见的通知\n各乡镇：\n",
		"转发县教育局关于规范办学行为意见的通知", NULL},
	/* What stands beside the number, and how it is written. */
	{"000001\n机要\n特急\n闽东县教育局文件\n闽东教〔2026〕15号　　　　签发人：陈某\n关于经费的"
	 "请示\n县政府：\n",
		"关于经费的请示", "闽东教〔2026〕15号"},
	{"签发人：陈某\t闽东教[2026]15号\n关于经费的请示\n", "关于经费的请示",
		"闽东教〔2026〕15号"},
	{"闽东教 〔2026〕 15 号\n关于经费的请示\n", "关于经费的请示", "闽东教〔2026〕15号"},
	{"闽东教（２０２６）１５号\n关于经费的请示\n", "关于经费的请示", "闽东教〔2026〕15号"},
	{"闽东教【2026】015号\n关于经费的请示\n", "关于经费的请示", "闽东教〔2026〕015号"},
	{"闽东教﹝2026﹞第15号\n关于经费的请示\n", "关于经费的请示", "闽东教〔2026〕第15号"},
	{"闽东教〖2026〗15\n关于经费的请示\n", "关于经费的请示", "闽东教〔2026〕15"},
	{"闽东教办〔2026年〕15-1号\n关于经费的请示\n", "关于经费的请示",
		"闽东教办〔2026年〕15-1号"},
	{"索引号\tFJ00-0200-2026-00015\n发文字号\t闽东教〔2026〕15号\n发布机构：县教育局\n" TITLE
	 "\n",
		TITLE, "闽东教〔2026〕15号"},
	{"发文字号：闽东教〔2026〕15号\n" TITLE "\n", TITLE, "闽东教〔2026〕15号"},
	/* Orders, announcements, minutes, telegrams, letters. */
	{"闽东县人民政府令\n第12号\n《闽东县公园管理办法》已经通过，现予公布。\n",
		"闽东县人民政府令", "闽东县人民政府令第12号"},
	{"闽东县教育局公告\n2026年第3号\n根据有关规定，现将名单公布如下。\n", "闽东县教育局公告",
		"闽东县教育局公告2026年第3号"},
	{"公　告\n为保障道路畅通，决定如下。\n闽东县公安局\n", "为保障道路畅通，决定如下。", NULL},
	{"闽东县公安局关于道路限行的公告\n为保障道路畅通，决定如下。\n",
		"闽东县公安局关于道路限行的公告", NULL},
	{"县政府常务会议纪要\n〔2026〕3号\n县政府办公室　　　2026年3月2日\n", "县政府常务会议纪要",
		NULL},
	{"内部明电\n发往 各乡镇 签批盖章 某某\n等级 特急 "
	 "闽东政办发电〔2026〕3号\n关于做好防汛工作的通知\n各乡镇：\n",
		"关于做好防汛工作的通知", "闽东政办发电〔2026〕3号"},
	{"闽东县教育局\n闽东教函〔2026〕8号\n关于商请支持校舍建设的函\n县住建局：\n",
		"关于商请支持校舍建设的函", "闽东教函〔2026〕8号"},
	{"关于政协第十届三次会议第0012号提案的答复\n王某委员：\n",
		"关于政协第十届三次会议第0012号提案的答复", NULL},
	/* What follows a title. */
	{"闽东县公园管理办法（试行）\n第一条 为了加强管理，制定本办法。\n特此通知\n",
		"闽东县公园管理办法（试行）", NULL},
	{"闽东县公园管理办法(征求意见稿)\n第一章 总则\n", "闽东县公园管理办法(征求意见稿)", NULL},
	{"关于印发《闽东县公园管理办法》的通知[1]\n各乡镇：\n",
		"关于印发《闽东县公园管理办法》的通知[1]", NULL},
	{"关于春节放假安排\n各校：\n请按时放假，特此通知\n", "关于春节放假安排", NULL},
	/* What is no title of the paper's. */
	{"县政府网站\n首页 > 公开 > 通知公告\n" TITLE "\n", TITLE, NULL},
	{"（此件公开发布）\n" TITLE "\n", TITLE, NULL},
	{"目录\n一、总体要求\n二、主要任务\n", "一、总体要求", NULL},
	{"各位同志：\n" TITLE "\n", TITLE, NULL},
	{"姓名\t身份证号\n张三\t1\n", "姓名 身份证号", NULL},
	{TITLE "\n各县：\n贯彻市政发〔2020〕3号\n市政发〔2020〕3号\n", TITLE, NULL},
	{"⟦comment 批注⟧ 关于别的事的通知\n", NULL, NULL},
	{"Notice of the 2026 budget\nDear all,\n", "Notice of the 2026 budget", NULL},
};

static void test_heads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *title = head_title(cases[i].text), *number = head_number(cases[i].text);

		if (!str_eq(title, cases[i].title) || !str_eq(number, cases[i].number))
			fail_msg("%zu: %s, %s", i, title != NULL ? title : "-",
				number != NULL ? number : "-");
		free(title);
		free(number);
	}
}

/* A lead byte without the rest of its character, where a text is no UTF-8. */
static void test_broken(void **state)
{
	char *number = head_number("\xE4"
				   "ab〔2026〕41号");

	(void)state;
	assert_null(number);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
