/* SPDX-License-Identifier: MIT */
/* A real notice, as it was copied off a web page, against what a reader finds in it; by the words
 * of the shipped pack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/notice.h"
#include "core/text.h"
#include "store/packdir.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct pack *pack;

static char *read_fixture(void)
{
	FILE *file = fopen("tests/fixtures/notice-2018-58.txt", "r");
	char *text = xcalloc(1 << 17, 1);

	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 17) - 1, file) > 0);
	fclose(file);
	return text;
}

static void read_notice(struct notice *notice, const char *text)
{
	struct err err;

	if (!notice_read(notice, pack, text, &err))
		fail_msg("%s", err.text);
}

/* -- What a reader finds ----------------------------------------------------------------------- */

/* The three that are named nearly everywhere. */
#define EVERY "各县(区、市)人民政府* 开发区管委会* 市直各单位*"
#define FOLLOW " 各县(区、市)人民政府*=follow 开发区管委会*=follow 市直相关单位*=follow"

static const struct {
	const char *place, *title;
	const char *first, *last; /* of its text */
	const char *parties; /* a * behind a group, =PART where it is not the first part */
	const char *dates; /* a ! behind a deadline */
} truth[] = {
	{"一(一)", "全面推行主动公开基本目录制度", "全面推行", "精准化水平。", EVERY, ""},
	{"一(二)", "将“五公开”要求落实到办文办会程序", "将“五公开”", "人民群众的知情权。", EVERY,
		""},
	{"一(三)", "做好权责清单的调整和公开工作", "做好权责", "中介服务机构等基本信息。", EVERY,
		"2018-12-31!"},
	{"一(四)", "做好公共服务清单的精准化工作", "做好公共", "依法依规予以公开。", EVERY, ""},
	{"一(五)1", "推进转型综改信息公开", "推进转型", "多举实例,多讲故事。",
		"市发改委=guide 市财政局=guide 市经信委=guide 市环保局=guide 市商粮局=guide "
		"市农委=guide 市林业局=guide 市水利局=guide" FOLLOW,
		""},
	{"一(五)2", "推进实施乡村振兴战略信息公开", "推进实施", "提高脱贫攻坚质量。",
		"市农委=guide 市水利局=guide 市国土资源局=guide 市民政局=guide 市住建局=guide "
		"市扶贫办=guide 山西农谷管委会=guide" FOLLOW,
		""},
	{"一(五)3", "推进建设能源革命先行区信息公开", "推进建设", "新旧政策差异等。",
		"市发改委=guide 市经信委=guide" FOLLOW, ""},
	{"一(五)4", "推进打造创新创业新高地信息公开", "推进打造", "科技和人才支撑。",
		"市科技局=guide 市发改委=guide 市经信委=guide 市人社局=guide" FOLLOW, ""},
	{"一(五)5", "推进防范化解重大风险信息公开", "推进防范", "安全稳定的环境。",
		"市财政局=guide 市金融事务服务中心=guide 市公安局=guide" FOLLOW, ""},
	{"一(五)6", "推进污染防治信息公开", "推进污染", "等工作的信息公开。",
		"市环保局=guide 市农委=guide 市水利局=guide 市畜牧局=guide 市国土资源局=guide "
		"市规管局=guide 市交警支队=guide" FOLLOW,
		""},
	{"一(五)7", "推进财政资金信息公开", "推进财政", "及时发布到网站上。",
		"市财政局=guide 市民政局=guide 市农委=guide 市水利局=guide 市林业局=guide "
		"市畜牧局=guide 市农机局=guide 市残联=guide 市扶贫办=guide 市税务局=guide" FOLLOW,
		""},
	{"一(五)8", "推进“放管服效”改革信息公开", "推进“放", "监管威慑力和公信力。",
		"市发改委=guide 市公安局=guide 市商粮局=guide 市卫计委=guide 市工商局=guide "
		"市政务大厅=guide 市金融事务服务中心=guide" FOLLOW,
		""},
	{"一(五)9", "推进公共资源配置领域信息公开", "推进公共", "依法及时公开。",
		"市公共资源交易中心=guide 市发改委=guide 市经信委=guide 市财政局=guide "
		"市国土资源局=guide 市环保局=guide 市住建局=guide 市交通运输局=guide "
		"市水利局=guide 市农委=guide 市林业局=guide 市商粮局=guide 市卫计委=guide "
		"市审计局=guide 市税务局=guide" FOLLOW,
		""},
	{"一(五)10", "推进重大建设项目批准和实施领域信息公开", "推进重大", "认真组织实施。",
		"市发改委=guide 市经信委=guide 市国土资源局=guide 市环保局=guide 市住建局=guide "
		"市交通运输局=guide 市水利局=guide 市农委=guide 市林业局=guide "
		"市卫计委=guide" FOLLOW,
		"2018-12-31!"},
	{"一(五)11", "推进社会公益事业建设领域信息公开", "推进社会", "社会公益事业信息。",
		"市民政局=guide 市发改委=guide 市教育局=guide 市人社局=guide 市环保局=guide "
		"市卫计委=guide 市文化局=guide 市工商局=guide 市体育局=guide 市安监局=guide "
		"市文物局=guide 市食药监局=guide 市扶贫办=guide 市气象局=guide "
		"市地震局=guide" FOLLOW,
		""},
	{"一(六)", "推进人大代表建议和政协委员提案办理结果公开", "推进人大", "接受群众监督。",
		EVERY, ""},
	{"一(七)", "加强社会重大关切的舆情回应", "加强社会", "通报批评或约谈整改。", EVERY, ""},
	{"二(一)", "加快我市政府网站集约化建设", "加快我市", "推进工作规范化。", EVERY,
		"2018-08-31! 2018-10-31!"},
	{"二(二)", "做好政府网站政务公开内容保障工作", "做好政府", "政府网站建设中。", EVERY, ""},
	{"二(三)", "加快推进“10360共享晋中”网建设", "加快推进", "提升服务水平。",
		"市政务大厅=guide" FOLLOW, ""},
	{"二(四)", "用好“两微一端”新平台", "用好“两", "用好、发挥作用。", EVERY, ""},
	{"二(五)", "规范有序开展政府公报工作", "规范有序", "探索创办政府公报。", NULL, ""},
	{"二(六)", "开发政务公开APP移动客户端", "开发政务", "APP全覆盖。", EVERY, ""},
	{"二(七)", "进一步强化网站监管工作", "进一步强", "阶段性转变。", EVERY, ""},
	{"三(一)", "推进网上办事服务公开", "推进网上", "发送办理结果通知。", EVERY, ""},
	{"三(二)", "提升政务大厅服务能力", "提升政务", "群众和企业办事。",
		"市政务大厅=guide" FOLLOW, ""},
	{"三(三)", "发挥政府热线“一号通”作用", "发挥政府", "提高热线服务水平。",
		"市政务大厅=guide" FOLLOW, ""},
	{"三(四)", "优化审批办事服务", "优化审批", "政务服务资源库。",
		"各县(区、市)人民政府* 开发区管委会* 市发改委 市审改办 市住建局 市工商局 "
		"市政务大厅",
		""},
	{"四(一)", "贯彻落实政府信息公开条例", "贯彻落实", "全面监督的良好氛围。", EVERY, ""},
	{"四(二)", "持续推进基层政务公开工作", "持续推进", "一以贯之。", EVERY, ""},
	{"四(三)", "严格把控时间节点完成任务", "严格把控", "考核的重要依据。", EVERY, "2018-12-31"},
};

static const struct {
	const char *place, *title;
	size_t line;
} headings[] = {
	{"一", "以政务公开为抓手助推法治政府建设", 42},
	{"一(五)", "加大重点领域主动公开力度", 60},
	{"二", "以政务公开为统领推进政务公开平台建设", 92},
	{"三", "以政务服务为抓手提升政务公开实效", 126},
	{"四", "以政务服务为导向推进制度化规范化建设", 144},
};

static char *list_parties(const struct notice_clause *clause)
{
	struct str out = {0};

	for (size_t i = 0; i < clause->party_count; i++) {
		const struct notice_party *party = &clause->parties[i];

		str_addf(&out, "%s%s%s", i > 0 ? " " : "", party->name, party->is_group ? "*" : "");
		if (party->role != pack->notice.roles)
			str_addf(&out, "=%s", party->role->code);
	}
	str_add(&out, "");
	return str_detach(&out);
}

static char *list_dates(const struct notice_clause *clause)
{
	struct str out = {0};
	char day[DAY_SIZE];

	for (size_t i = 0; i < clause->date_count; i++)
		str_addf(&out, "%s%s%s", i > 0 ? " " : "", day_format(clause->dates[i].day, day),
			clause->dates[i].is_deadline ? "!" : "");
	str_add(&out, "");
	return str_detach(&out);
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static void check_clause(const struct notice_clause *clause, size_t i)
{
	char *parties = list_parties(clause), *dates = list_dates(clause);

	assert_string_equal(clause->place, truth[i].place);
	assert_string_equal(clause->title, truth[i].title);
	assert_true(starts_with(clause->text, truth[i].first));
	if (!ends_with(clause->text, truth[i].last))
		fail_msg("%s ends in %s", clause->place, clause->text);
	assert_int_equal(clause->has_list, truth[i].parties != NULL);
	assert_string_equal(parties, truth[i].parties != NULL ? truth[i].parties : "");
	assert_string_equal(dates, truth[i].dates);
	free(parties);
	free(dates);
}

static void check_truth(const struct notice *notice)
{
	size_t n = 0, h = 0;

	for (size_t i = 0; i < notice->clause_count; i++) {
		const struct notice_clause *clause = &notice->clauses[i];

		if (clause->has_parts) {
			assert_true(h < COUNT(headings));
			assert_string_equal(clause->place, headings[h].place);
			assert_string_equal(clause->title, headings[h].title);
			assert_int_equal(clause->party_count, 0);
			h++;
		} else {
			assert_true(n < COUNT(truth));
			check_clause(clause, n);
			n++;
		}
	}
	assert_int_equal(n, COUNT(truth));
	assert_int_equal(h, COUNT(headings));
}

static void test_truth(void **state)
{
	char *text = read_fixture(), day[DAY_SIZE];
	struct notice notice;
	int lists = 0, guides = 0;

	(void)state;
	read_notice(&notice, text);
	assert_string_equal(
		notice.title, "晋中市人民政府办公厅关于印发2018年政务公开工作要点的通知");
	assert_string_equal(notice.number, "市政办发〔2018〕58号");
	assert_string_equal(day_format(notice.issued, day), "2018-07-19");
	check_truth(&notice);
	for (size_t i = 0, h = 0; i < notice.clause_count; i++) {
		const struct notice_clause *clause = &notice.clauses[i];

		if (clause->has_parts)
			assert_int_equal(clause->line, headings[h++].line);
		lists += clause->has_list ? 1 : 0;
		for (size_t j = 0; j < clause->party_count; j++)
			guides += starts_with(clause->place, "一(五)") &&
						  str_eq(clause->parties[j].role->code, "guide")
					  ? 1
					  : 0;
	}
	assert_int_equal(lists, 30);
	assert_int_equal(guides, 88);
	notice_release(&notice);
	free(text);
}

static void test_odd(void **state)
{
	static const struct {
		int line;
		const char *place, *what;
	} odd[] = {
		{94, "二(一)", "'关于' stands twice in a row"},
		{100, "二(二)",
			"it speaks of '12个方面'; the list nearest to that, 一(五), has 11"},
		{104, "二(三)", "a line end stands within brackets; they were joined"},
		{110, "二(四)", "'两微一端' here, '一微一端' in 二(三): are both meant?"},
		{114, "二(五)", "it names nobody as responsible"},
	};
	char *text = read_fixture();
	struct notice notice;

	(void)state;
	read_notice(&notice, text);
	assert_int_equal(notice.oddity_count, COUNT(odd));
	for (size_t i = 0; i < COUNT(odd); i++) {
		assert_int_equal(notice.oddities[i].line, odd[i].line);
		assert_string_equal(notice.oddities[i].place, odd[i].place);
		assert_string_equal(notice.oddities[i].what, odd[i].what);
	}
	notice_release(&notice);
	free(text);
}

/* The page around the notice is told apart, and nothing of it gets into a clause. */
static void test_furniture(void **state)
{
	static const int furniture[] = {3, 5, 6, 10, 163, 164, 166};
	char *text = read_fixture();
	struct notice notice;
	size_t n = 0;

	(void)state;
	read_notice(&notice, text);
	for (size_t i = 0; i < notice.rest_count; i++) {
		assert_int_not_equal(notice.rest[i].rest, NOTICE_STRAY);
		if (notice.rest[i].rest == NOTICE_FURNITURE) {
			assert_true(n < COUNT(furniture));
			assert_int_equal(notice.rest[i].line, furniture[n++]);
		}
	}
	assert_int_equal(n, COUNT(furniture));
	assert_int_equal(notice.rest_count, 18);
	notice_release(&notice);
	free(text);
}

/* -- The same through other hands -------------------------------------------------------------- */

static const struct {
	const char *from, *to;
} wide[] = {
	{"(", "（"}, {")", "）"}, {",", "，"}, {":", "："}, {";", "；"}, {"\n", "\n\xC2\xA0　"}};

static char *widen(const char *text)
{
	struct str out = {0};

	while (*text != '\0') {
		size_t i = 0;

		while (i < COUNT(wide) && !starts_with(text, wide[i].from))
			i++;
		if (i < COUNT(wide))
			str_add(&out, wide[i].to);
		else
			str_addn(&out, text, 1);
		text++;
	}
	return str_detach(&out);
}

/* Whatever the width of its signs and blanks, the notice reads as the same. */
static void test_widths(void **state)
{
	char *text = read_fixture(), *other = widen(text);
	struct notice a, b;

	(void)state;
	read_notice(&a, text);
	read_notice(&b, other);
	assert_int_equal(a.clause_count, b.clause_count);
	assert_int_equal(a.oddity_count, b.oddity_count);
	for (size_t i = 0; i < a.clause_count; i++) {
		const struct notice_clause *x = &a.clauses[i], *y = &b.clauses[i];
		char *dates[] = {list_dates(x), list_dates(y)};

		assert_string_equal(x->place, y->place);
		assert_int_equal(x->party_count, y->party_count);
		for (size_t j = 0; j < x->party_count; j++) {
			char *name = widen(x->parties[j].name);

			assert_string_equal(name, y->parties[j].name);
			assert_ptr_equal(x->parties[j].role, y->parties[j].role);
			assert_int_equal(x->parties[j].is_group, y->parties[j].is_group);
			free(name);
		}
		assert_string_equal(dates[0], dates[1]);
		free(dates[0]);
		free(dates[1]);
	}
	notice_release(&a);
	notice_release(&b);
	free(text);
	free(other);
}

static void test_lists(void **state)
{
	static const struct {
		const char *text, *parties;
	} cases[] = {
		{"一、公开\n做好。(市发改委牵头,市财政局、市审计局配合)",
			"市发改委=lead 市财政局=join 市审计局=join"},
		{"一、公开\n做好。(牵头单位：市发改委；配合单位：市财政局，市审计局)",
			"市发改委=lead 市财政局=join 市审计局=join"},
		{"一、公开\n做好。\n责任单位：市发改委、市财政局。", "市发改委 市财政局"},
		{"一、公开\n做好。\n牵头单位：市发改委", "市发改委=lead"},
		{"1. 公开\n做好。（市 财 政 局）。", "市财政局"},
		{"一、做好公开。(市财政局)", "市财政局"},
		/* A bracket that explains the words before it names nobody. */
		{"一、公开\n按照要求(国办发〔2018〕22号)", ""},
		{"一、公开\n按照(国办发〔2018〕22号)做好。", ""},
		{"一、公开\n做好(。(市财政局)", "市财政局"},
		{"一、公开\n做好。(各县(区、市)人民政府)", "各县(区、市)人民政府*"},
		{"一、公开\n做好。()", ""},
		{"一、公开\n做好。(、、市财政局、)", "市财政局"},
		{"一、公开\n做好。(市财\n\n政局)\n【打印】", "市财政局"},
		{"一、公开\n做好。(秘书处:市财政局)", "市财政局"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notice notice;
		char *parties;

		read_notice(&notice, cases[i].text);
		assert_int_equal(notice.clause_count, 1);
		parties = list_parties(&notice.clauses[0]);
		if (strcmp(parties, cases[i].parties) != 0)
			fail_msg("%zu: %s", i, parties);
		free(parties);
		notice_release(&notice);
	}
}

static void test_dates(void **state)
{
	static const struct {
		const char *text, *dates;
	} cases[] = {
		{"2018年8月31日前完成", "2018-08-31!"},
		{"２０１８年８月３１日前完成", "2018-08-31!"},
		{"2018 年 8 月 31 日 前完成", "2018-08-31!"},
		{"2018-08-31前完成", "2018-08-31!"},
		{"8月31日之前完成", "2018-08-31!"},
		{"8月底前完成", "2018-08-31!"},
		{"八月底前完成", "2018-08-31!"},
		{"2019年2月底前完成", "2019-02-28!"},
		{"2020年2月底前完成", "2020-02-29!"},
		{"第三季度末前完成", "2018-09-30!"},
		{"年底前完成", "2018-12-31!"},
		{"年底考核", "2018-12-31"},
		{"年内完成", "2018-12-31"},
		{"2019年上半年以前完成", "2019-06-30!"},
		/* Without a year it is the first on or after the day of issue. */
		{"3月底前完成", "2019-03-31!"},
		{"上半年完成", "2019-06-30"},
		{"7月19日前完成", "2018-07-19!"},
		{"7月18日前完成", "2019-07-18!"},
		/* None of these is a day. */
		{"2月30日前完成", ""},
		{"13月底前完成", ""},
		{"0月底前完成", ""},
		{"108月底前完成", ""},
		{"国办发〔2018〕22号", ""},
		{"实施10周年", ""},
		{"9月底前开始。10月底前完成", "2018-09-30! 2018-10-31!"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char *text = xasprintf("2018年7月19日\n一、公开\n%s", cases[i].text), *dates;
		struct notice notice;

		read_notice(&notice, text);
		dates = list_dates(&notice.clauses[0]);
		if (strcmp(dates, cases[i].dates) != 0)
			fail_msg("%s: %s", cases[i].text, dates);
		free(dates);
		notice_release(&notice);
		free(text);
	}
}

/* Whoever a dated sentence names has that date; the others have the latest. */
static void test_due(void **state)
{
	static const struct {
		const char *place, *name, *due;
	} cases[] = {
		{"二(一)", "左权县", "2018-08-31"},
		{"二(一)", "介休市", "2018-08-31"},
		{"二(一)", "榆次区", "2018-08-31"},
		{"二(一)", "祁县", "2018-10-31"},
		{"二(一)", "", "2018-10-31"},
		{"一(三)", "市财政局", "2018-12-31"},
		{"一(一)", "市财政局", ""},
		{"四(三)", "市财政局", ""},
	};
	char *text = read_fixture(), day[DAY_SIZE];
	struct notice notice;

	(void)state;
	read_notice(&notice, text);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *names[] = {cases[i].name, NULL};
		const struct notice_clause *clause = notice.clauses;

		while (strcmp(clause->place, cases[i].place) != 0)
			clause++;
		assert_string_equal(day_format(notice_due(clause, names), day), cases[i].due);
	}
	notice_release(&notice);
	free(text);
}

static void test_notes(void **state)
{
	static const struct {
		const char *text, *what;
	} cases[] = {
		{"一、公开\n做好。(市财政局、市财政局)", "'市财政局' is named twice"},
		{"一、公开\n做好。(秘书处:市财政局)", "'秘书处' is no part that the pack knows"},
		{"一、公开(市财政局\n二、公开\n好。(市财政局)",
			"a bracket is opened and never closed"},
		{"一、公开\n好。(市财政局)\n三、公开\n好。(市财政局)",
			"number 3 stands where 2 is expected"},
		{"一、公开,公开，好。(市财政局)", "',' stands in two widths: 1 narrow, 1 wide"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notice notice;
		bool found = false;

		read_notice(&notice, cases[i].text);
		for (size_t j = 0; j < notice.oddity_count; j++)
			found = found || strcmp(notice.oddities[j].what, cases[i].what) == 0;
		if (!found)
			fail_msg("not found: %s", cases[i].what);
		notice_release(&notice);
	}
}

static void test_stray(void **state)
{
	struct notice notice;

	(void)state;
	read_notice(&notice, "一、公开\n好。(市财政局)\n联系人：王某\n二、好。(市财政局)\n");
	assert_int_equal(notice.rest_count, 1);
	assert_int_equal(notice.rest[0].rest, NOTICE_STRAY);
	assert_int_equal(notice.rest[0].line, 3);
	assert_string_equal(notice.rest[0].text, "联系人：王某");
	assert_string_equal(notice.clauses[0].text, "公开\n好。");
	notice_release(&notice);
}

static void test_refused(void **state)
{
	struct notice notice;
	struct str text = {0};
	struct err err;

	(void)state;
	assert_false(notice_read(&notice, pack, "", &err));
	assert_false(notice_read(&notice, pack, "关于召开会议的通知\n请准时参加。", &err));
	assert_string_equal(err.text, "it has no numbered clause");
	for (int i = 0; i <= NOTICE_CLAUSES; i++)
		str_add(&text, "一、好。(市财政局)\n");
	assert_false(notice_read(&notice, pack, str_get(&text), &err));
	assert_non_null(strstr(err.text, "at most"));
	str_release(&text);
}

static int load(void **state)
{
	struct err err;

	(void)state;
	pack = packdir_load("packs/cn", &err);
	if (pack == NULL)
		fprintf(stderr, "%s\n", err.text);
	return pack != NULL ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truth),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_furniture),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_notes),
		cmocka_unit_test(test_stray),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
