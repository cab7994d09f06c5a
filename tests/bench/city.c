/* SPDX-License-Identifier: MIT */
#include "tests/bench/city.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

size_t dice_pick(struct dice *dice, size_t n)
{
	uint64_t z = (dice->seed += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (size_t)((z ^ (z >> 31)) % n);
}

bool dice_chance(struct dice *dice, size_t percent)
{
	return dice_pick(dice, 100) < percent;
}

/* -- Units ------------------------------------------------------------------------------------- */

static const char *const branches[CITY_BRANCHES] = {"政府办公室", "发展和改革委员会", "教育局",
	"科学技术局", "公安局", "民政局", "财政局", "人力资源和社会保障局", "自然资源局",
	"生态环境局", "住房和城乡建设局", "交通运输局", "农业农村局", "卫生健康委员会", "东城区",
	"西城区", "南湖区", "清河县", "平原县", "太和县", "安定县", "长乐县", "临江县", "开发区"};
static const char *const leaves[CITY_LEAVES] = {"办公室", "政策法规科", "人事科", "规划财务科",
	"行政审批科", "监督检查科", "政务公开科", "综合科", "督查室", "信息中心", "安全监管科",
	"基层指导科", "市场运行科", "公共服务科", "项目管理科", "应急管理科", "宣传科", "统计科",
	"档案室", "信访室"};

void city_unit_id(size_t unit, char id[CITY_ID])
{
	size_t leaf = unit > CITY_BRANCHES ? (unit - CITY_BRANCHES - 1) / CITY_BRANCHES : 0;

	if (unit == 0)
		(void)snprintf(id, CITY_ID, "city");
	else if (unit <= CITY_BRANCHES)
		(void)snprintf(id, CITY_ID, "b%02zu", unit);
	else
		(void)snprintf(id, CITY_ID, "b%02zu-%02zu", city_branch(unit), leaf + 1);
}

size_t city_branch(size_t unit)
{
	return (unit - 1) % CITY_BRANCHES + 1;
}

void city_unit(size_t unit, struct unit *out)
{
	char id[CITY_ID], above[CITY_ID];

	city_unit_id(unit, id);
	*out = (struct unit){.id = xstrdup(id)};
	if (unit == 0) {
		out->name.in[LANG_ZH] = xstrdup("晋江市人民政府");
	} else if (unit <= CITY_BRANCHES) {
		out->parent = xstrdup("city");
		out->name.in[LANG_ZH] = xasprintf("市%s", branches[unit - 1]);
	} else {
		city_unit_id(city_branch(unit), above);
		out->parent = xstrdup(above);
		out->name.in[LANG_ZH] = xasprintf("%s%s", branches[city_branch(unit) - 1],
			leaves[(unit - CITY_BRANCHES - 1) / CITY_BRANCHES]);
	}
}

/* -- People ------------------------------------------------------------------------------------ */

const char *const city_roles[CITY_ROLES] = {
	"head", "disclosure", "secrecy", "checker", "signer", "publisher"};

void city_person(const char *role, size_t unit, size_t number, char id[CITY_ID])
{
	char of[CITY_ID];

	city_unit_id(unit, of);
	if (number > 0)
		(void)snprintf(id, CITY_ID, "%.10s%u-%.6s", role, (unsigned)number % 100, of);
	else
		(void)snprintf(id, CITY_ID, "%.14s-%.6s", role, of);
}

void city_put(const char *id, const char *role, size_t unit, struct person *out)
{
	static const char *const surnames[] = {
		"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙"};
	static const char *const given[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军",
		"洋", "勇", "艳", "杰", "娟", "涛", "明"};
	struct dice dice = {.seed = unit};
	char of[CITY_ID];

	for (const char *p = id; *p != '\0'; p++)
		dice.seed = dice.seed * 31 + (unsigned char)*p;
	city_unit_id(unit, of);
	*out = (struct person){.id = xstrdup(id), .unit = xstrdup(of), .post_count = 1};
	out->name.in[LANG_ZH] = xasprintf("%s%s%s", surnames[dice_pick(&dice, COUNT(surnames))],
		given[dice_pick(&dice, COUNT(given))], given[dice_pick(&dice, COUNT(given))]);
	out->posts = xcalloc(1, sizeof(*out->posts));
	out->posts[0] = (struct post){.role = xstrdup(role), .unit = xstrdup(of)};
}

/* -- Words ------------------------------------------------------------------------------------- */

static const char *const subjects[] = {"政务公开", "安全生产", "医疗保障", "义务教育", "环境保护",
	"食品安全", "城乡规划", "财政预算", "扶贫开发", "社会救助", "公共交通", "防汛抗旱",
	"土地征收", "住房保障", "就业创业", "养老服务", "招商引资", "科技创新", "知识产权",
	"数字政府", "营商环境", "行政审批", "行政执法", "优化信贷", "森林防火", "河长制",
	"乡村振兴", "垃圾分类", "老旧小区改造", "城市更新", "文化旅游", "全民健身", "疫情防控",
	"疫苗接种", "职业教育", "学前教育", "普通高中招生", "农产品质量", "耕地保护", "粮食储备",
	"道路交通安全", "消防安全", "燃气管理", "物业服务", "供水供热", "大气污染防治",
	"水污染防治", "碳达峰", "新能源汽车", "5G网络建设", "电子政务", "信用体系建设", "政府采购",
	"国有资产", "税费减免", "中小企业", "民营经济", "外商投资", "口岸通关", "统计调查",
	"档案管理", "信访工作", "双随机一公开", "基层政务公开标准化", "政府网站", "政务新媒体",
	"人才引进", "事业单位招聘", "退役军人安置", "残疾人保障", "妇女儿童发展", "慈善事业",
	"殡葬改革", "地名管理", "麒麟山风景区", "核与辐射安全", "畜禽防疫", "渔业资源", "水库移民",
	"高标准农田"};
static const char *const starts[] = {"印发", "转发", "做好", "加强", "推进", "调整", "进一步规范",
	"开展", "公布", "同意", "深化", "贯彻落实", "废止", "修订", "召开", "表彰", "组织实施",
	"建立健全"};
static const char *const objects[] = {"工作要点", "实施方案", "管理办法", "工作规则",
	"专项行动计划", "责任分工", "考核办法", "工作会议", "先进集体", "工作领导小组成员",
	"三年行动", "补助资金使用情况", "应急预案", "目录清单", "若干措施", "有关问题", "自查情况",
	"年度报告", "听证结果", "标准指引"};
static const char *const ends[] = {"通知", "通知", "通知", "通知", "意见", "函", "批复", "报告",
	"公告", "请示", "通报", "决定"};

static char *read_whole(const char *path)
{
	FILE *file = fopen(path, "r");
	struct str text = {0};
	char part[4096];
	size_t n;

	if (file == NULL)
		return xstrdup("");
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		str_addn(&text, part, n);
	(void)fclose(file);
	return str_detach(&text);
}

static void take_sentence(struct words *words, const char *sentence)
{
	struct strv phrases = {0};
	char *flat = xstrdup(sentence);

	strv_add(&words->sentences, sentence);
	for (char *p = flat; (p = strstr(p, "，")) != NULL || (p = strstr(flat, "、")) != NULL;)
		memset(p, '\n', strlen("，"));
	strv_split(&phrases, flat, "\n ");
	for (size_t i = 0; i < phrases.n; i++) {
		int n = text_length(phrases.v[i]);

		if (n >= 4 && n <= 14 && strstr(phrases.v[i], "。") == NULL)
			strv_add(&words->phrases, phrases.v[i]);
	}
	strv_release(&phrases);
	free(flat);
}

void words_read(struct words *words, const char *packs)
{
	static const char *const files[] = {"law/xxgk-2019.txt", "law/xxgk-2008.txt"};

	for (size_t i = 0; i < COUNT(files); i++) {
		char *path = xasprintf("%s/%s", packs, files[i]);
		char *text = read_whole(path);
		struct strv lines = {0};

		strv_split(&lines, text, "\n");
		for (size_t k = 0; k < lines.n; k++) {
			if (lines.v[k][0] != '#' && text_length(lines.v[k]) > 10)
				take_sentence(words, lines.v[k]);
		}
		strv_release(&lines);
		free(text);
		free(path);
	}
	if (words->phrases.n == 0)
		take_sentence(words, "各级人民政府应当加强对政府信息公开工作的组织领导，及时公开");
}

void words_release(struct words *words)
{
	strv_release(&words->sentences);
	strv_release(&words->phrases);
}

static const char *any(struct dice *dice, const char *const *list, size_t n)
{
	return list[dice_pick(dice, n)];
}

void words_title(const struct words *words, struct dice *dice, int year, struct str *out)
{
	const char *subject = any(dice, subjects, COUNT(subjects));
	const char *end = any(dice, ends, COUNT(ends));

	str_addf(out, "关于%s", any(dice, starts, COUNT(starts)));
	if (dice_chance(dice, 30))
		str_addf(out, "%d年", year);
	if (dice_chance(dice, 40))
		str_add(out, any(dice, branches, COUNT(branches)));
	if (dice_chance(dice, 25))
		str_add(out, words->phrases.v[dice_pick(dice, words->phrases.n)]);
	str_addf(out, "%s%s", subject, any(dice, objects, COUNT(objects)));
	if (dice_chance(dice, 3))
		str_add(out, "（Open Data Disclosure）");
	str_addf(out, "的%s", end);
}

void words_number(size_t unit, int year, size_t serial, struct str *out)
{
	static const char *const organs[CITY_BRANCHES] = {"市政办发", "市发改发", "市教发",
		"市科发", "市公发", "市民发", "市财发", "市人社发", "市自然资发", "市环发",
		"市建发", "市交发", "市农发", "市卫发", "东政发", "西政发", "南政发", "清政发",
		"平政发", "太政发", "安政发", "长政发", "临政发", "开管发"};

	str_addf(out, "%s〔%d〕%zu号", organs[city_branch(unit) - 1], year, serial);
}

void words_text(const struct words *words, struct dice *dice, size_t n, struct str *out)
{
	str_add(out, "各县（区）人民政府，市直各单位：\n\n");
	while (out->len < n)
		str_addf(out, "%s\n", words->sentences.v[dice_pick(dice, words->sentences.n)]);
}

void words_reason(const struct words *words, struct dice *dice, struct str *out)
{
	str_addf(out, "该文涉及%s的内部安排，%s，公开后影响工作正常开展。",
		any(dice, subjects, COUNT(subjects)),
		words->phrases.v[dice_pick(dice, words->phrases.n)]);
}
