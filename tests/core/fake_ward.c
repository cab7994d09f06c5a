/* SPDX-License-Identifier: MIT */
#include "tests/core/fake_ward.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ANY(ward, table) ((table)[draw(ward, COUNT(table))])

struct ward {
	struct fake_paper *paper;
	uint64_t state;
};

static size_t draw(struct ward *ward, size_t below)
{
	ward->state = ward->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)((ward->state >> 33) % below);
}

static void add_truth_to(struct ward *ward, const char *rule, size_t start, size_t end)
{
	struct fake_paper *paper = ward->paper;

	GROW(paper->truths, paper->n);
	paper->truths[paper->n++] = (struct truth){.rule = rule, .start = start, .end = end};
}

static void add_truth(struct ward *ward, const char *rule, size_t start)
{
	add_truth_to(ward, rule, start, ward->paper->text.len);
}

/* -- Words ------------------------------------------------------------------------------------- */

static const char *const family[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "吴", "徐", "朱",
	"高", "林", "何", "郭", "罗", "梁", "谢", "韩", "冯", "邓", "彭", "曾", "萧", "田", "蔡",
	"潘", "袁", "余", "卢", "丁", "魏", "薛", "范", "方", "石", "廖", "陆", "孔", "白", "毛",
	"康", "史", "欧阳", "上官", "诸葛", "温", "翁", "庄", "安", "施", "严", "江"};
static const char given[] = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志"
			    "文辉梅春红波宏燕玲斌凤荣鑫浩婷宇晨佳雪琳凯丹峰旭飞鹏慧莹瑞嘉"
			    "诗涵梓轩怡欣俊豪思远子墨";

static void add_name(struct ward *ward)
{
	struct str *out = &ward->paper->text;
	const char *surname = ANY(ward, family);
	size_t n = strlen(surname) > 3 ? 1 + draw(ward, 2) : draw(ward, 4) > 0 ? 2 : 1;

	str_add(out, surname);
	while (n-- > 0)
		str_addn(out, given + 3 * draw(ward, (sizeof(given) - 1) / 3), 3);
}

static const char *const illnesses[] = {"肺癌", "胃癌晚期", "乳腺癌", "肝癌", "急性白血病",
	"尿毒症", "2型糖尿病", "高血压", "冠心病", "脑梗死", "脑出血后遗症", "帕金森病",
	"精神分裂症", "双相情感障碍", "抑郁症", "癫痫", "肺结核", "艾滋病", "慢性乙型肝炎",
	"肝硬化", "类风湿关节炎", "系统性红斑狼疮", "股骨头坏死", "腰椎间盘突出症", "慢性肾衰竭",
	"先天性心脏病", "血友病", "重症肌无力", "尘肺病", "阿尔茨海默病", "甲状腺癌", "白内障",
	"再生障碍性贫血", "脑瘫", "孤独症", "强直性脊柱炎", "宫颈癌", "心肌梗死", "骨髓瘤"};
static const char *const disabilities[] = {"肢体残疾三级", "智力残疾二级", "精神残疾二级",
	"视力残疾一级", "听力残疾一级", "言语残疾四级", "肢体二级", "多重残疾一级", "精神二级"};
static const char *const schools[] = {"实验小学", "第二幼儿园", "城东中心小学", "县第三中学",
	"特殊教育学校", "职业高级中学", "镇中心幼儿园", "希望小学"};
static const char *const classes[] = {"四年级（2）班", "三年级1班", "九年级3班", "初二5班", "中班",
	"大班", "高一（6）班", "小班", "七年级（4）班"};

/* $n a name, $i what somebody suffers from, $d a disability, $s a school, $c a class, $y an age,
 * $o a child's, $m an amount, $u a unit, $k a number, $l a level. */
static void say(struct ward *ward, const char *words)
{
	static const char *const units[] = {
		"县医保局", "市残联", "镇民政办", "县卫健局", "街道社会事务办"};
	struct str *out = &ward->paper->text;

	for (; *words != '\0'; words++) {
		if (*words != '$') {
			str_addc(out, *words);
			continue;
		}
		switch (*++words) {
		case 'n': add_name(ward); break;
		case 'i': str_add(out, ANY(ward, illnesses)); break;
		case 'd': str_add(out, ANY(ward, disabilities)); break;
		case 's': str_add(out, ANY(ward, schools)); break;
		case 'c': str_add(out, ANY(ward, classes)); break;
		case 'y': str_addf(out, "%zu", 20 + draw(ward, 70)); break;
		case 'o': str_addf(out, "%zu", 1 + draw(ward, 16)); break;
		case 'm': str_addf(out, "%zu", 500 + draw(ward, 90000)); break;
		case 'k': str_addf(out, "%zu", 2 + draw(ward, 4000)); break;
		default: str_add(out, ANY(ward, units));
		}
	}
}

/* -- Of somebody ------------------------------------------------------------------------------- */

static const char *const of_health[] = {
	"患者$n，男，$y岁，因$i入院治疗。",
	"$n，女，汉族，$y岁，患$i多年，家庭生活困难。",
	"经入户调查，居民$n确诊$i，每月医药费约$m元。",
	"姓名：$n　　病种：$i　　救助金额：$m元",
	"申请人$n因患$i，向$u申请大病救助。",
	"$n同志因$i医治无效去世。",
	"被鉴定人$n，诊断为$i。",
	"死者$n（男，$y岁）生前患有$i。",
	"户主：$n，致贫原因：因病（$i）。",
	"救助对象$n本人$i，丧失劳动能力。",
	"给予$n（$d）护理补贴$m元。",
	"$n女士来信反映，其患$i后门诊费用报销比例过低。",
	"当事人$n系$i患者，其监护人$n代为签收。",
	"经$u审核，同意为$n办理门诊特殊慢性病（$i）待遇。",
	"伤者$n经诊断为$i，住院$k天。",
	"村民$n，$d，享受低保。",
	"$n（男，$y岁）：$i，总费用$m元，合规费用$m元。",
	"职工$n，工种：凿岩，诊断结论：$i一期。",
};

static const char *const of_minors[] = {
	"学生$n，$c，家庭经济困难。",
	"$n，女，$o岁，系$s$c学生。",
	"孤儿$n，$o岁，由其祖母$n抚养。",
	"被监护人：$n，年龄：$o岁，就读学校：$s",
	"留守儿童$n，父母均外出务工，由外公照料。",
	"幼儿$n在$s$c就读。",
	"未成年人$n，由其法定代理人$n代为申请。",
	"其子$n，今年$o岁，就读于$s。",
	"困境儿童：$n，监护人：$n",
	"$n同学（$s$c）拾金不昧。",
	"受助儿童姓名：$n　　年龄：$o　　学校：$s",
	"男童$n于昨日走失，身高1.$k米。",
};

static const char *const of_tenders[] = {
	"本项目标底为$m元，开标前严格保密。",
	"标底：人民币$m元",
	"该工程标底价格为$k万元（不含暂列金）。",
	"双方签订保密协议，合同单价$m元。",
	"投标人所报单价￥$m属其商业秘密，不予公开。",
	"评标价$m元，报价明细$m元。",
	"第三方认为其成本价$m元是商业秘密。",
};

/* So little of a number is hidden that it can be tried, or its day stands beside it. */
static void add_masked(struct ward *ward)
{
	static const char *const regions[] = {"350102", "110101", "440306", "510104"};
	struct str *out = &ward->paper->text;
	const char *region = ANY(ward, regions);
	size_t start = out->len, year = 1940 + draw(ward, 60), month = 1 + draw(ward, 12);
	size_t day = 1 + draw(ward, 28), form = draw(ward, 4);

	if (form == 0)
		str_addf(out, "身份证号：%s%zu%02zu%02zu***%zu", region, year, month, day,
			draw(ward, 10));
	else if (form == 1)
		str_addf(out, "%s********%04zu，出生于%zu年%zu月%zu日", region, draw(ward, 10000),
			year, month, day);
	else if (form == 2)
		str_addf(out, "出生日期\t%zu-%02zu-%02zu\t证件号码\t%s****%02zu%02zu%03zu*", year,
			month, day, region, month, day, draw(ward, 1000));
	else
		str_addf(out, "联系电话：139%07zu*", draw(ward, 10000000));
	add_truth(ward, "masked-number", start);
	str_addc(out, '\n');
}

static void add_line(struct ward *ward, const char *rule, const char *words)
{
	size_t start = ward->paper->text.len;

	say(ward, words);
	add_truth(ward, rule, start);
	str_addc(&ward->paper->text, '\n');
}

/* A list of people, one column of which says it. */
static void add_table(struct ward *ward, bool of_children)
{
	static const char *const gaps[] = {"\t", " | ", ",", "    "};
	static const char *const titles[] = {"姓名", "户主姓名", "受助人姓名", "患者姓名"};
	static const char *const child_titles[] = {"姓名", "学生姓名", "幼儿姓名", "儿童姓名"};
	static const char *const heads[] = {"病种", "致贫原因", "疾病名称", "诊断"};
	static const char *const child_heads[] = {"学校班级", "就读学校", "学校", "所在学校"};
	struct str *out = &ward->paper->text;
	const char *gap = ANY(ward, gaps);
	bool disabled = !of_children && draw(ward, 3) == 0;

	str_addf(out, "序号%s%s%s性别%s%s%s金额（元）\n", gap,
		of_children ? ANY(ward, child_titles) : ANY(ward, titles), gap, gap,
		of_children ? ANY(ward, child_heads)
		: disabled  ? "残疾类别"
			    : ANY(ward, heads),
		gap);
	for (size_t row = 1, rows = 2 + draw(ward, 12); row <= rows; row++) {
		size_t start = out->len;

		str_addf(out, "%zu%s", row, gap);
		add_name(ward);
		str_addf(out, "%s%s%s", gap, draw(ward, 2) ? "男" : "女", gap);
		say(ward, of_children ? "$s" : disabled ? "$d" : "$i");
		str_add(out, gap);
		say(ward, "$m");
		add_truth(ward, of_children ? "minor" : "health", start);
		str_addc(out, '\n');
	}
}

/* -- Of nobody --------------------------------------------------------------------------------- */

static const char *const of_nobody[] = {
	"对辖区内高血压、糖尿病患者每年提供4次面对面随访，规范管理率达到70%以上。",
	"患者应当如实陈述病情，患者家属应当配合。",
	"严重精神障碍患者报告患病率达到4.5‰，规范管理$k人。",
	"全年救治农村贫困人口大病患者$k人次，报销$m元。",
	"市卫健委主任$n调研基层高血压规范管理工作。",
	"县残联理事长$n走访慰问残疾人家庭，送上慰问金$m元。",
	"校长$n介绍，学校现有在校小学生$k名，教师$k名。",
	"班主任：$n　　年级：四年级　　课时：$k",
	"张某患有糖尿病，李某某系未成年人，均为化名。",
	"患者李某某，男，$y岁，因$i死亡。",
	"王**，$d，补贴$m元。",
	"学生安全、学生资助、学生体质健康工作情况报告。",
	"儿童青少年近视防控工作方案，儿童口腔疾病综合干预项目。",
	"监护人应当履行监护职责，监护人无力照料的，由民政部门安置。",
	"未成年人进入网吧的，依照规定处罚；未成年人文身治理工作取得成效。",
	"小学一年级招生对象为年满6周岁的儿童，幼儿园小班招收3周岁幼儿。",
	"重点救治儿童先天性心脏病、白血病、肺癌、尿毒症等大病病种。",
	"申请人应当提交残疾证、病历、诊断证明等材料的原件和复印件。",
	"定点医院：$u，联系人：$n，电话：12345。",
	"居民高度近视、严重肥胖、常见慢性病患病率逐年上升。",
	"住院患者平均住院日$k天，患者满意度96%。",
	"提案人：$n　　提案：关于加强儿童血液病救治的建议",
	"主任医师$n，擅长高血压、冠心病、心力衰竭的诊治。",
	"孤儿基本生活费每人每月$m元，困境儿童参照执行。",
	"职工医保门诊慢性病病种由$k种增加到$k种。",
	"学生应急演练$k次，学生方面未发生伤亡，患者方面投诉$k件。",
	"儿童康复机构：市儿童康复中心，救助残疾儿童$k名。",
	"幼儿园教师$n荣获“优秀教师”称号。",
	"艾滋病防治宣传日活动由副县长$n主持。",
	"第三章　患者权益\n第十条　患者有权查阅病历资料。",
	"病人安全目标、患者安全管理，家属代表、职工代表参加。",
	"肺结核患者系统管理率、儿童全程接种率、孕产妇全面建册率均达标。",
	"学生文明礼仪、学生田径队、居民康乐活动丰富多彩。",
	"保密工作领导小组会议要求，绝密、机密、秘密级文件一律按规定传递。",
	"第九条　国家秘密的密级分为绝密、机密、秘密三级。",
	"密级：公开",
	"密级：无　　紧急程度：平急",
	"商业秘密和个人隐私保护情况",
	"秘密和秘密载体管理培训班",
	"本项目不设标底，最高投标限价$m元，投标保证金$k元。",
	"经评标委员会评审，推荐第一中标候选人，投标报价$m元。",
	"评标专家费标准为每人$k元，评标办法为综合评估法。",
	"中标金额$m元，评标结果公示三日。",
	"应当签订保密协议$k份，保守商业秘密。",
	"侵犯商业秘密的，处$k万元以上罚款。",
	"证件号码350102********$k1X，电话139****0$k，出生年月1958年。",
	"××师范学校毕业，大学生$n，男，考核合格，准考证号$k。",
	"工资提高一级，$n，男，职工，按高一档执行。",
	"教师$n，女，任教于城东中心小学。",
	"考核成绩**$k**分，附注*$k，评分***。",
};

/* -- Marks ------------------------------------------------------------------------------------- */

static void add_level(struct ward *ward)
{
	static const char *const levels[] = {"绝密", "机密", "秘密", "机　密", "秘 密", "绝　密",
		"秘　　密", "机  密", "機密", "絕密"};
	size_t start = ward->paper->text.len;

	str_add(&ward->paper->text, ANY(ward, levels));
	add_truth(ward, "secrecy-mark", start);
}

static void add_mark(struct ward *ward)
{
	static const char *const before[] = {"", "", "　　　　", "【", "（", "000017\n", "        ",
		"000123\n\n", "密级：", "密级: ", "密　级：", "文件密级：", "保密级别：",
		"【密级】", "密级\t", "⟦header 页眉⟧ ", "⟦footer 页脚⟧ ",
		"⟦property 文档属性⟧ 密级: ", "⟦property 文档属性⟧ subject: ", "⟦header 页眉⟧ 　"};
	static const char *const behind[] = {"", "", "1年", "　10年", " 长期", "  特急", "\t加急",
		"　　　　　　特提", "（20年）"};
	const char *pair = ANY(ward, before);
	struct str *out = &ward->paper->text;
	size_t start = out->len;
	bool first = draw(ward, 2) == 0 || strchr(pair, '\n') != NULL || *pair == ' ';

	if (!first)
		str_add(out, "××省××厅\n关于某项工作的请示\n");
	str_add(out, pair);
	if (first && *pair == '0')
		add_truth_to(ward, "copy-number", start, start + 6);
	add_level(ward);
	if (strcmp(pair, "【") == 0)
		str_add(out, "】");
	else if (strcmp(pair, "（") == 0)
		str_add(out, "）");
	else
		str_add(out, ANY(ward, behind));
	str_addc(out, '\n');
	if (first)
		str_add(out, "××省××厅\n关于某项工作的请示\n");
}

void fake_ward_make(struct fake_paper *paper, enum ward_kind kind, uint64_t seed)
{
	struct ward ward = {.paper = paper, .state = seed * 0x9E3779B97F4A7C15u + 5};
	size_t lines;

	*paper = (struct fake_paper){0};
	(void)draw(&ward, 2);
	if (kind == WARD_MARKS)
		add_mark(&ward);
	else
		str_add(&paper->text, "××县民政局\n关于有关情况的公示\n");
	for (lines = 2 + draw(&ward, 7); lines > 0; lines--) {
		size_t what = kind == WARD_PERSONS ? draw(&ward, 10) : 10;

		if (what < 3)
			add_line(&ward, "health", ANY(&ward, of_health));
		else if (what < 5)
			add_line(&ward, "minor", ANY(&ward, of_minors));
		else if (what == 5)
			add_table(&ward, draw(&ward, 2));
		else if (what == 6)
			add_line(&ward, "trade-secret", ANY(&ward, of_tenders));
		else if (what == 7)
			add_masked(&ward);
		say(&ward, ANY(&ward, of_nobody));
		str_addc(&paper->text, '\n');
		paper->decoys++;
	}
	str_add(&paper->text, "特此公示。\n");
}
