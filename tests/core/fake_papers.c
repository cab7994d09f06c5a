/* SPDX-License-Identifier: MIT */
#include "tests/core/fake_papers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* -- Chance ------------------------------------------------------------------------------------ */

struct chance {
	uint64_t state;
};

static unsigned draw(struct chance *chance, unsigned below)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 7;
	chance->state ^= chance->state << 17;
	return (unsigned)((chance->state >> 11) % below);
}

static void digits(struct chance *chance, struct str *out, size_t n)
{
	while (n-- > 0)
		str_addc(out, (char)('0' + draw(chance, 10)));
}

/* -- Particulars ------------------------------------------------------------------------------- */

static void day(struct chance *chance, struct str *out)
{
	str_addf(out, "%04u%02u%02u", 1940 + draw(chance, 80), 1 + draw(chance, 12),
		1 + draw(chance, 28));
}

static const char *const counties[] = {"110101", "110105", "350102", "350121", "350203", "440106",
	"440305", "510104", "510107", "330106", "320102", "370102", "420106", "430102", "610103",
	"650102", "130102", "140105", "211002", "220102", "230103", "310115", "341126", "360102",
	"410102", "450102", "460105", "500103", "520102", "530102", "540102", "620102", "630102",
	"640104", "120101", "150102", "811000",
	/* abolished since: people keep them for life */
	"110103", "350102", "310103", "130181", "510122", "330183", "440181", "370181"};

static void resident_id(struct chance *chance, struct str *out)
{
	static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	size_t start = out->len;
	int sum = 0;

	str_add(out, counties[draw(chance, COUNT(counties))]);
	day(chance, out);
	digits(chance, out, 3);
	for (size_t i = 0; i < 17; i++)
		sum += (out->buf[start + i] - '0') * weights[i];
	str_addc(out, "10X98765432"[sum % 11]);
	if (out->buf[start + 17] == 'X' && draw(chance, 3) == 0)
		out->buf[start + 17] = 'x';
}

static void mobile(struct chance *chance, struct str *out)
{
	str_addf(out, "1%u", 3 + draw(chance, 7));
	digits(chance, out, 9);
}

static void bank_card(struct chance *chance, struct str *out)
{
	static const struct {
		const char *prefix;
		size_t n;
	} kinds[] = {{"622202", 19}, {"621700", 19}, {"622848", 19}, {"621661", 19}, {"623052", 19},
		{"622588", 16}, {"625912", 16}, {"620062", 18}, {"622622", 16}, {"955880", 19}};
	size_t kind = draw(chance, COUNT(kinds)), start = out->len;
	int sum = 0;

	str_add(out, kinds[kind].prefix);
	digits(chance, out, kinds[kind].n - 1 - strlen(kinds[kind].prefix));
	for (size_t i = out->len, place = 0; i-- > start; place++) {
		int digit = out->buf[i] - '0';

		if (place % 2 == 0)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	str_addc(out, (char)('0' + (10 - sum % 10) % 10));
}

static void credit_code(struct chance *chance, struct str *out)
{
	static const char signs[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
	static const char *const heads[] = {"91", "91", "91", "12", "11", "52", "93", "92"};
	size_t start = out->len;
	int sum = 0, weight = 1, check;

	str_add(out, heads[draw(chance, COUNT(heads))]);
	str_add(out, counties[draw(chance, 30)]);
	if (draw(chance, 2) == 0)
		str_add(out, "MA");
	while (out->len < start + 16)
		str_addc(out, signs[draw(chance, 30)]);
	for (size_t i = 0; i < 8; i++) {
		char sign = out->buf[start + 8 + i];

		sum += (sign <= '9' ? sign - '0' : sign - 'A' + 10) * weights[i];
	}
	check = 11 - sum % 11;
	str_addc(out, "0123456789X0"[check]);
	sum = 0;
	for (size_t i = 0; i < 17; i++) {
		sum += (int)(strchr(signs, out->buf[start + i]) - signs) * weight;
		weight = weight * 3 % 31;
	}
	str_addc(out, signs[(31 - sum % 31) % 31]);
}

static void passport(struct chance *chance, struct str *out)
{
	if (draw(chance, 3) > 0) {
		str_addc(out, "EGEPDS"[draw(chance, 6)]);
		digits(chance, out, 8);
	} else {
		str_addf(out, "E%c", "ABCDEFGHJK"[draw(chance, 10)]);
		digits(chance, out, 7);
	}
}

static void plate(struct chance *chance, struct str *out)
{
	static const char *const provinces[] = {
		"京", "闽", "粤", "沪", "浙", "川", "鲁", "苏", "新", "云", "贵", "晋"};
	static const char letters[] = "ABCDEFGHJK";

	str_add(out, provinces[draw(chance, COUNT(provinces))]);
	str_addc(out, letters[draw(chance, 10)]);
	if (draw(chance, 4) == 0)
		str_add(out, "·");
	switch (draw(chance, 4)) {
	case 0:
		str_addc(out, "DF"[draw(chance, 2)]);
		digits(chance, out, 5);
		break;
	case 1:
		digits(chance, out, 5);
		str_addc(out, "DF"[draw(chance, 2)]);
		break;
	case 2:
		digits(chance, out, 2);
		str_addc(out, letters[draw(chance, 8)]);
		digits(chance, out, 2);
		break;
	default: digits(chance, out, 5);
	}
}

static void email(struct chance *chance, struct str *out)
{
	static const char *const at[] = {"qq.com", "163.com", "example.cn", "mail.example.com.cn"};

	str_addf(out, "%s%u@%s", draw(chance, 2) ? "zhang." : "li_", draw(chance, 90000),
		at[draw(chance, COUNT(at))]);
}

static void landline(struct chance *chance, struct str *out)
{
	str_add(out, "0591-8");
	digits(chance, out, 7);
}

static const char *const towns[] = {"福建省福州市闽侯县上街镇", "永安市小陶镇",
	"湖北省利川市谋道镇", "安徽省铜陵市义安区钟鸣镇", "江西省景德镇市浮梁县瑶里镇",
	"四川省成都市武侯区浆洗街街道", "广东省广州市天河区石牌街道", "新宁县金石镇"};

static void address(struct chance *chance, struct str *out)
{
	str_add(out, towns[draw(chance, COUNT(towns))]);
	switch (draw(chance, 5)) {
	case 0: str_addf(out, "侯官村%u组%u号", 1 + draw(chance, 12), 1 + draw(chance, 90)); break;
	case 1:
		str_addf(out, "金桂花园%u号楼%u单元%u室", 1 + draw(chance, 30), 1 + draw(chance, 4),
			101 + draw(chance, 900));
		break;
	case 2:
		str_addf(out, "人民路%u号%u栋%u室", 1 + draw(chance, 300), 1 + draw(chance, 20),
			101 + draw(chance, 900));
		break;
	case 3:
		str_addf(out, "幸福小区%u幢%u单元%u", 1 + draw(chance, 20), 1 + draw(chance, 4),
			101 + draw(chance, 900));
		break;
	default: str_addf(out, "大坪村第%s村民小组", draw(chance, 2) ? "三" : "七");
	}
}

static void person(struct chance *chance, struct str *out)
{
	static const char *const family[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周",
		"吴", "欧阳", "林", "何", "郭"};
	static const char *const given[] = {
		"伟", "秀英", "建国", "桂兰", "志强", "敏", "丽华", "小明", "国栋", "玉梅"};

	str_add(out, family[draw(chance, COUNT(family))]);
	str_add(out, given[draw(chance, COUNT(given))]);
}

static void mark(struct chance *chance, struct str *out)
{
	static const char *const marks[] = {"秘密★", "机密★", "绝密★", "秘密 ★ ", "机 密★", "机密☆",
		"绝　密★", "秘密⭐", "机密\n★", "秘\u200B密★"};

	str_add(out, marks[draw(chance, COUNT(marks))]);
}

/* -- Forms that hide a number ------------------------------------------------------------------ */

static void wide(struct str *out, char c)
{
	static const char zero[] = "０";

	if (c >= '0' && c <= '9') {
		str_addn(out, zero, 2);
		str_addc(out, (char)(0x90 + c - '0'));
	} else {
		str_add(out, "Ｘ");
	}
}

static const char *const numerals[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

enum form {
	FORM_PLAIN,
	FORM_WIDE,
	FORM_BLANKS,
	FORM_DASHES,
	FORM_DOTS,
	FORM_ZERO_WIDTH,
	FORM_BIDI,
	FORM_LINE,
	FORM_NUMERALS,
	FORM_MISREAD,
	FORM_ONE_BY_ONE,
	FORM_CELLS,
	FORM_URL,
	FORMS,
};

/* Whether a gap stands before the place in numbers of that length: 3-4-4, 6-8-4, fours. */
static bool is_gap(size_t n, size_t i)
{
	if (n == 11)
		return i == 3 || i == 7;
	return n == 18 ? i == 6 || i == 14 : i % 4 == 0 && i > 0;
}

static void hide(struct chance *chance, struct str *out, const char *number, enum form form)
{
	static const char *const gaps[FORMS] = {
		[FORM_BLANKS] = " ", [FORM_DASHES] = "-", [FORM_DOTS] = ".", [FORM_CELLS] = " | "};
	size_t n = strlen(number), at = 2 + draw(chance, (unsigned)n - 4);

	for (size_t i = 0; i < n; i++) {
		if (gaps[form] != NULL && is_gap(n, i))
			str_add(out, gaps[form]);
		if (form == FORM_LINE && i == at)
			str_addc(out, '\n');
		if (form == FORM_ONE_BY_ONE && i > 0)
			str_addc(out, ' ');
		if (form == FORM_ZERO_WIDTH && i % 3 == 1)
			str_add(out, "\u200B");
		if (form == FORM_BIDI && i == 4)
			str_add(out, "\u202D");
		if (form == FORM_WIDE)
			wide(out, number[i]);
		else if (form == FORM_NUMERALS && number[i] <= '9')
			str_add(out, numerals[number[i] - '0']);
		else if (form == FORM_MISREAD && number[i] == '0' && i > 0)
			str_addc(out, 'O');
		else if (form == FORM_MISREAD && number[i] == '1' && i > 0 && i % 2 == 0)
			str_addc(out, 'l');
		else
			str_addc(out, number[i]);
	}
}

/* -- Templates --------------------------------------------------------------------------------- */

/* {i} resident ID, {m} mobile, {b} bank card, {c} credit code, {p} passport, {k} plate, {e} e-mail,
 * {a} address, {s} secrecy mark, {t} landline; {n} a name, {d} some digits, {4} four of them and so
 * on: nothing.
 */
static const char *const plain[] = {
	"关于城乡居民最低生活保障对象的公示\n\n序号\t姓名\t身份证号\t联系电话\n1\t{n}\t{i}\t{m}"
	"\n2\t{n}\t{i}\t{m}\n"
	"3\t{n}\t{i}\t{m}\n\n监督电话：{t}\n",
	"惠农补贴发放表\n姓名  身份证号码  银行卡号  金额\n{n}  {i}  {b}  {3}.00\n{n}  {i}  {b}  "
	"{4}.50\n",
	"行政处罚决定书\n当事人：{n}，男，住址：{a}，公民身份号码{i}。\n当事人驾驶车牌号为{k}"
	"的车辆，于2024年3月"
	"12日违反规定。\n",
	"信访事项答复意见书\n\n{n}同志（身份证号：{i}，电话{m}"
	"）：\n　　您反映的问题已收悉。如不服本意见，可在30日内"
	"申请复查。\n",
	"|姓名|开户行|账号|电话|\n|---|---|---|---|\n|{n}|农业银行|{b}|{m}|\n|{n}|信用社|{b}|{m}|"
	"\n",
	"依申请公开答复书\n{n}：\n你的申请收悉（联系方式：{m}，邮箱：{e}）。现答复如下。\n",
	"请将退款汇至本人账户：{b}（{n}，建设银行）。\n",
	"中标单位：某某建设有限公司，统一社会信用代码：{c}，中标金额{5}.00元。\n",
	"出国人员名单：{n}，护照号码：{p}；{n}，护照号{p}。\n",
	"{s}1年\n\n关于某项工作的通知\n各单位：请按要求执行。\n",
	"联系人：{n} 手机：{m}；家庭住址：{a}\n车辆号牌：{k}\n",
	"姓名,身份证号,卡号,手机\n{n},{i},{b},{m}\n{n},{i},{b},{m}\n",
	"经查，申请人{n}(身份证号码{i})名下有车辆一台（{k}），银行卡（卡号{b}）余额{4}元。\n",
	"会议纪要\n参会人员{n}（{m}）、{n}（{m}）。会议地点：三楼会议室。\n",
	"被执行人{n}，户籍地{a}。身份证：{i}\n",
	"法人代码 {c} 及 {c} 已核验。\n",
	"付款方式：转账，卡号 {b} ，户名{n}。请联系{m}。\n",
};

static const char *const hidden[] = {
	"姓名：{n}，身份证号：{I}，联系电话：{M}。\n",
	"请汇入下列账户，卡号：{B}，户名{n}，谢谢。\n",
	"申请人{n}，证件号码{I}，手机{M}，工资卡 {B}。\n",
	"附件链接 https://www.example.gov.cn/down?id={i}&tel={m}\n文件 {n}_{m}_{i}.pdf\n",
	"当事人{n}身份号码为{I}，其本人电话为{M}，以上属实。\n",
};

static const char *const clean[] = {
	"索引号：{x}/2024-{5}\n发文字号：某政办〔2024〕{2}号\n发布日期：2024-05-1{1}\n",
	"合同编号：{11}，招标编号：{12}-{4}，项目代码：20{2}-350102-47-03-{6}。\n",
	"订单号：1{10}，流水号62{17}，快递单号 SF1{12}。\n",
	"发票代码：{12} 发票号码：{8} 金额：1{10}.{2}元\n",
	"面积13{9}平方米，投资15{9}元，坐标 119.{11}，26.{11}。\n",
	"第十四条　依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，不予公开。涉及商"
	"业秘密、个人隐私等公开会对"
	"第三方合法权益造成损害的政府信息，行政机关不得公开。\n",
	"准考证号：{12}，岗位代码{8}，成绩{2}.{2}。\n",
	"ISBN 978-7-{5}-{3}-{1}  条形码 69{11}\n",
	"校验码 a1b2c3d4e5f6{10}ab{6}cd，MAC 00:1A:2B:3C:4D:5E，IP 192.168.1.1{1}。\n",
	"身份证号：3501**********12{1}X，电话：138****{4}，卡号：6222 **** **** {4}\n",
	"2024年1月15日至2024年12月31日，共计2{3}人次，同比增长1{1}.{1}%。会议于20240115{6}召开。\n",
	"咨询热线：12345，服务热线：400-{3}-{4}，邮编：350001\n",
	"各级保密工作部门应当加强国家秘密、工作秘密管理，机密级、秘密级文件资料按规定清退。\n",
	"1\t2{3}\t3{4}\t{5}\t{6}\n2\t1{3}\t3{4}\t{5}\t{6}\n3\t15{2}\t{4}\t{5}\t{6}\n",
	"共15{3} 人，13{2} 户，{4} 亩。 1 3 5 7 9 11 13 15\n",
	"许可证号：JY1{13}，批准文号：国药准字H{8}，资产编号：62{14}\n",
	"全市一般公共预算收入1{2}.{2}亿元，云A股上市公司，京B级项目，苏州园区三期。\n",
	"本办法自发布之日起施行，有效期五年。公开属性：主动公开。\n",
	"地址：某市某区五四路{2}号某某大厦{1}层  联系部门：办公室\n",
};

struct paper_maker {
	struct fake_paper *paper;
	struct chance chance;
	enum form form;
};

static void note(struct paper_maker *maker, const char *rule, size_t start)
{
	struct fake_paper *paper = maker->paper;

	GROW(paper->truths, paper->n);
	paper->truths[paper->n++] =
		(struct truth){.rule = rule, .start = start, .end = paper->text.len};
}

static const struct {
	char slot;
	const char *rule;
	void (*make)(struct chance *chance, struct str *out);
} slots[] = {
	{'i', "resident-id", resident_id},
	{'m', "mobile", mobile},
	{'b', "bank-card", bank_card},
	{'c', "credit-code", credit_code},
	{'p', "passport", passport},
	{'k', "plate", plate},
	{'e', "email", email},
	{'a', "address", address},
	{'s', "secrecy-mark", mark},
	{'t', "landline", landline},
	{'n', NULL, person},
	{'x', NULL, credit_code},
};

static void fill(struct paper_maker *maker, char slot)
{
	struct str *text = &maker->paper->text;
	bool hides = slot >= 'A' && slot <= 'Z';
	size_t start = text->len;

	for (size_t i = 0; i < COUNT(slots); i++) {
		struct str number = {0};

		if (slots[i].slot != (hides ? slot - 'A' + 'a' : slot))
			continue;
		slots[i].make(&maker->chance, &number);
		if (hides)
			hide(&maker->chance, text, number.buf, maker->form);
		else
			str_add(text, number.buf);
		str_release(&number);
		if (slots[i].rule != NULL)
			note(maker, slots[i].rule, start);
	}
}

static void fill_template(struct paper_maker *maker, const char *p)
{
	for (; *p != '\0'; p++) {
		int n = 0;

		if (*p != '{') {
			str_addc(&maker->paper->text, *p);
			continue;
		}
		while (p[1] >= '0' && p[1] <= '9')
			n = n * 10 + (*++p - '0');
		if (n > 0)
			digits(&maker->chance, &maker->paper->text, (size_t)n);
		else
			fill(maker, *++p);
		p++;
	}
}

void fake_paper_make(struct fake_paper *paper, enum fake_kind kind, uint64_t seed)
{
	static const struct {
		const char *const *templates;
		unsigned n;
	} kinds[FAKE_KINDS] = {
		[FAKE_PLAIN] = {plain, COUNT(plain)},
		[FAKE_HIDDEN] = {hidden, COUNT(hidden)},
		[FAKE_CLEAN] = {clean, COUNT(clean)},
	};
	struct paper_maker maker = {
		.paper = paper, .chance = {seed * 0x9E3779B97F4A7C15u + 88172645463325252u}};

	*paper = (struct fake_paper){0};
	for (int i = 0; i < 20; i++)
		(void)draw(&maker.chance, 2);
	maker.form = (enum form)draw(&maker.chance, FORMS);
	str_addf(&paper->text, "某某市人民政府文件\n\n第%u号\n", draw(&maker.chance, 90));
	for (int i = 0; i < 3; i++) {
		str_addc(&paper->text, '\n');
		fill_template(&maker, kinds[kind].templates[draw(&maker.chance, kinds[kind].n)]);
		str_add(&paper->text, "特此公告，请遵照执行。\n");
	}
}

void fake_paper_release(struct fake_paper *paper)
{
	str_release(&paper->text);
	free(paper->truths);
	*paper = (struct fake_paper){0};
}
