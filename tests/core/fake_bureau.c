/* SPDX-License-Identifier: MIT */
#include "tests/core/fake_bureau.h"

#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define ANY(maker, table) ((table)[draw(maker, COUNT(table))])

const char *const wear_names[WEARS] = {"plain", "wide", "no-break", "wide blank", "en dash",
	"middle dot", "underscore", "slash", "line", "line dash", "soft hyphen", "joiner",
	"isolate", "han", "han formal", "han mixed", "misread", "misread more", "keycap", "bold",
	"circled", "arabic", "each", "odd groups", "bars", "tabs", "last apart", "parens"};

struct maker {
	struct fake_paper *paper;
	uint64_t state;
	enum wear wear;
};

/* splitmix64 */
static unsigned draw(struct maker *maker, size_t below)
{
	uint64_t z = maker->state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return (unsigned)((z ^ (z >> 31)) % below);
}

static unsigned between(struct maker *maker, unsigned least, unsigned most)
{
	return least + draw(maker, most - least + 1);
}

static void some_digits(struct maker *maker, struct str *out, unsigned n)
{
	while (n-- > 0)
		str_addc(out, (char)('0' + draw(maker, 10)));
}

/* -- Numbers with a check digit ---------------------------------------------------------------- */

/* Some that were abolished since, and the three of residents from elsewhere. */
static const char *const regions[] = {"110228", "120221", "130102", "140105", "210102", "310104",
	"310225", "320583", "330106", "330726", "340104", "350181", "360421", "370831", "410122",
	"420982", "430121", "440306", "441900", "450103", "460106", "500233", "510522", "520302",
	"532301", "542121", "610327", "622921", "632121", "640221", "652201", "810000", "820000",
	"830000"};

static void make_id(struct maker *maker, struct str *out)
{
	int rest = 0;

	str_add(out, ANY(maker, regions));
	str_addf(out, "%u%02u%02u", between(maker, 1931, 2022), between(maker, 1, 12),
		between(maker, 1, 28));
	some_digits(maker, out, 3);
	for (size_t i = 0; i < 17; i++) /* what ISO 7064 calls the pure system, from the left */
		rest = (rest + (out->buf[i] - '0')) * 2 % 11;
	rest = (12 - rest) % 11;
	str_addc(out, rest == 10 ? 'X' : (char)('0' + rest));
}

static void make_mobile(struct maker *maker, struct str *out)
{
	static const char *const prefixes[] = {"130", "133", "135", "139", "147", "150", "153",
		"158", "166", "170", "173", "176", "180", "185", "188", "191", "198", "199"};

	str_add(out, ANY(maker, prefixes));
	some_digits(maker, out, 8);
}

static void add_luhn(struct str *out)
{
	int sum = 0;

	for (size_t i = 0; i < out->len; i++) {
		int n = (out->buf[out->len - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);

		sum += n / 10 + n % 10;
	}
	str_addc(out, (char)('0' + sum * 9 % 10));
}

static void make_card(struct maker *maker, struct str *out)
{
	static const struct {
		const char *prefix;
		unsigned n;
	} banks[] = {{"621226", 19}, {"621483", 16}, {"622700", 19}, {"622908", 18}, {"621799", 19},
		{"623094", 19}, {"625809", 16}, {"436742", 19}, {"622262", 17}, {"621034", 19}};
	unsigned bank = draw(maker, COUNT(banks));

	str_add(out, banks[bank].prefix);
	some_digits(maker, out, banks[bank].n - 7);
	add_luhn(out);
}

/* A code of an enterprise: its own number of nine places, checked by itself, and the whole. */
static void make_code(struct maker *maker, struct str *out)
{
	static const char signs[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const char weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
	static const char *const offices[] = {"91", "11", "12", "13", "51", "53", "91", "91", "92"};
	int own = 0, whole = 0, power = 1;

	str_addf(out, "%s%s", ANY(maker, offices), regions[2 + draw(maker, 25)]);
	for (size_t i = 0; i < 8; i++) {
		char sign = i == 0 && draw(maker, 3) ? 'M' : signs[draw(maker, 10)];

		str_addc(out, sign);
		own += weights[i] * (sign <= '9' ? sign - '0' : sign - 'A' + 10);
	}
	own = (11 - own % 11) % 11;
	str_addc(out, own == 10 ? 'X' : (char)('0' + own));
	for (size_t i = 0; i < 17; i++) {
		whole += (int)(strchr(signs, out->buf[i]) - signs) * power;
		power = power * 3 % 31;
	}
	str_addc(out, signs[(31 - whole % 31) % 31]);
}

/* -- Other particulars ------------------------------------------------------------------------- */

static void make_passport(struct maker *maker, struct str *out)
{
	static const char *const heads[] = {"E", "G", "EJ", "EA", "P", "DE", "SE", "H", "M"};
	const char *head = ANY(maker, heads);

	str_add(out, head);
	some_digits(maker, out, strlen(head) == 2 ? 7 : 8);
}

static void make_plate(struct maker *maker, struct str *out)
{
	static const char *const where[] = {"皖", "赣", "湘", "鄂", "桂", "琼", "渝", "冀", "辽",
		"吉", "黑", "陕", "甘", "青", "宁", "蒙", "闽", "豫"};
	static const char *const gaps[] = {"", "", "", "·", " ", "-"};
	char city = "ABCDEFGHJKLMN"[draw(maker, 13)];

	str_addf(out, "%s%c%s", ANY(maker, where), city, ANY(maker, gaps));
	if (draw(maker, 3) == 0) {
		str_addc(out, 'D');
		some_digits(maker, out, 5);
	} else if (draw(maker, 3) == 0) {
		some_digits(maker, out, 3);
		str_addf(out, "%c%u", "QRTUVW"[draw(maker, 6)], draw(maker, 10));
	} else {
		some_digits(maker, out, 5);
	}
}

static void make_email(struct maker *maker, struct str *out)
{
	static const char *const names[] = {
		"wangxm", "Liu.Yang", "chen_hua", "ZHAO-lei", "sunny88"};
	static const char *const hosts[] = {
		"126.com", "sina.com.cn", "foxmail.com", "139.com", "vip.example.org"};

	str_addf(out, "%s%u@%s", ANY(maker, names), draw(maker, 1000), ANY(maker, hosts));
}

static void make_office_email(struct maker *maker, struct str *out)
{
	str_addf(out, "xxgk%u@county.gov.cn", draw(maker, 10));
}

static void make_home(struct maker *maker, struct str *out)
{
	static const char *const above[] = {"安徽省宣城市泾县桃花潭镇", "湖南省郴州市汝城县热水镇",
		"云南省楚雄州大姚县石羊镇", "甘肃省临夏县土桥镇", "鼓楼区洪山镇", "邹城市香城镇",
		"瑞昌市桂林街道", "西湖区北山街道", "汉阳区晴川街道办事处"};
	static const char *const streets[] = {
		"解放东路", "桂湖巷", "中山北路", "学府街", "新华大道"};
	static const char *const estates[] = {
		"锦绣家园", "东湖小区", "阳光城", "香榭丽舍公寓", "教师新村", "滨江花园"};
	static const char *const villages[] = {"石门村", "上坪村", "李家庄村", "新民村", "双井村"};

	if (draw(maker, 4) > 0)
		str_add(out, ANY(maker, above));
	switch (draw(maker, 6)) {
	case 0: str_addf(out, "%s%u组", ANY(maker, villages), between(maker, 1, 20)); break;
	case 1: str_addf(out, "%s%u号", ANY(maker, villages), between(maker, 1, 200)); break;
	case 2:
		str_addf(out, "%s%u号%s%u栋%u单元%u室", ANY(maker, streets), between(maker, 1, 400),
			ANY(maker, estates), between(maker, 1, 30), between(maker, 1, 4),
			between(maker, 101, 3304));
		break;
	case 3:
		str_addf(out, "%s%u-%u-%u室", ANY(maker, estates), between(maker, 1, 30),
			between(maker, 1, 4), between(maker, 101, 2204));
		break;
	case 4:
		str_addf(out, "%s%u号院%u号楼%u门%u号", ANY(maker, streets), between(maker, 1, 90),
			between(maker, 1, 20), between(maker, 1, 6), between(maker, 101, 604));
		break;
	default:
		str_addf(out, "%s第%s村民小组%u号", ANY(maker, villages),
			draw(maker, 2) ? "五" : "十二", between(maker, 1, 99));
	}
}

static void make_mark(struct maker *maker, struct str *out)
{
	static const char *const levels[] = {
		"机密", "秘密", "绝密", "机　密", "秘 密", "绝  密", "機密", "絕密"};
	static const char *const stars[] = {"★", " ★", "☆", "＊", "　★", "⭐", "\u200D★", "✩"};

	str_addf(out, "%s%s", ANY(maker, levels), ANY(maker, stars));
}

static void make_landline(struct maker *maker, struct str *out)
{
	static const char *const areas[] = {"010", "021", "0571", "0755", "0872", "0451"};
	const char *area = ANY(maker, areas);
	static const char *const signs[] = {"-", "－", " ", "—"};

	if (draw(maker, 4) == 0)
		str_addf(out, "（%s）", area);
	else
		str_addf(out, "%s%s", area, ANY(maker, signs));
	str_addf(out, "%u", between(maker, 2, 8));
	some_digits(maker, out, strlen(area) == 4 && draw(maker, 2) ? 6 : 7);
}

/* -- How it is written ------------------------------------------------------------------------- */

static void add_code(struct str *out, unsigned c)
{
	char bytes[5] = {0};

	str_addn(out, bytes, text_put(c, bytes));
}

static void add_sign(struct maker *maker, struct str *out, char c, size_t i)
{
	static const char *const han[] = {
		"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	static const char *const formal[] = {
		"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
	unsigned digit = (unsigned)(c - '0');
	bool is_digit = c >= '0' && c <= '9';

	if (maker->wear == WEAR_WIDE)
		add_code(out, 0xFF10 + digit);
	else if (maker->wear == WEAR_HAN && is_digit)
		str_add(out, i % 5 == 1 && digit == 1 ? "幺" : han[digit]);
	else if (maker->wear == WEAR_HAN_FORMAL && is_digit)
		str_add(out, formal[digit]);
	else if (maker->wear == WEAR_HAN_MIXED && is_digit && i % 3 == 2)
		str_add(out, han[digit]);
	else if (maker->wear == WEAR_KEYCAP && is_digit)
		str_addf(out, "%c\uFE0F\u20E3", c);
	else if (maker->wear == WEAR_BOLD && is_digit)
		add_code(out, 0x1D7CE + digit);
	else if (maker->wear == WEAR_CIRCLED && is_digit)
		add_code(out, digit == 0 ? 0x24EA : 0x245F + digit);
	else if (maker->wear == WEAR_ARABIC && is_digit)
		add_code(out, 0x660 + digit);
	else if (maker->wear >= WEAR_MISREAD && maker->wear <= WEAR_MISREAD_MORE && c == '0')
		str_addc(out, "oO"[i % 2]);
	else if (maker->wear >= WEAR_MISREAD && maker->wear <= WEAR_MISREAD_MORE && c == '1' &&
		 i > 0)
		str_addc(out, "lI"[i % 2]);
	else if (maker->wear == WEAR_MISREAD_MORE && is_digit && strchr("258", c) != NULL && i % 2)
		str_addc(out, c == '2' ? 'Z' : c == '5' ? 'S' : 'B');
	else
		str_addc(out, c);
}

/* How many stand together before the place: by what they are, threes and fours, or by chance. */
static bool is_joint(struct maker *maker, size_t n, size_t i)
{
	if (maker->wear == WEAR_EACH)
		return true;
	if (maker->wear == WEAR_ODD)
		return i > 2 && n - i > 2 && i % (3 + n % 2) == 0;
	if (maker->wear == WEAR_LAST)
		return i == n - 1 || (n == 11 && i == 3);
	if (n == 11)
		return i == 3 || i == 7;
	return n == 18 ? i == 6 || i == 14 : i % 4 == 0;
}

static void put(struct maker *maker, const char *number)
{
	static const char *const gaps[WEARS] = {[WEAR_NO_BREAK] = "\u00A0",
		[WEAR_WIDE_BLANK] = "　",
		[WEAR_EN_DASH] = "–",
		[WEAR_MIDDLE_DOT] = "·",
		[WEAR_UNDERSCORE] = "_",
		[WEAR_SLASH] = "/",
		[WEAR_EACH] = " ",
		[WEAR_ODD] = " ",
		[WEAR_BAR] = " │ ",
		[WEAR_TAB] = "\t",
		[WEAR_LAST] = " "};
	struct str *out = &maker->paper->text;
	size_t n = strlen(number), at = between(maker, 3, (unsigned)n - 3);

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && gaps[maker->wear] != NULL && is_joint(maker, n, i))
			str_add(out, gaps[maker->wear]);
		if (maker->wear == WEAR_PARENS && (i == 3 || i == 7))
			str_add(out, i == 3 ? "（" : "）");
		if (i == at && maker->wear == WEAR_LINE)
			str_add(out, "\n　　");
		if (i == at && maker->wear == WEAR_LINE_DASH)
			str_add(out, "-\n");
		if (i % 4 == 2 && maker->wear == WEAR_SOFT_HYPHEN)
			str_add(out, "\u00AD");
		if (i % 2 == 1 && maker->wear == WEAR_JOINER)
			str_add(out, "\u2060");
		if (i == 3 && maker->wear == WEAR_ISOLATE)
			str_add(out, "\u2066");
		if (i == n - 2 && maker->wear == WEAR_ISOLATE)
			str_add(out, "\u2069");
		if (number[i] == 'X' && maker->wear == WEAR_WIDE)
			str_add(out, "Ｘ");
		else
			add_sign(maker, out, number[i], i);
	}
}

/* -- Slots ------------------------------------------------------------------------------------- */

static const struct {
	char slot;
	const char *rule; /* NULL: nothing to be found */
	void (*make)(struct maker *maker, struct str *out);
	bool is_worn;
} slots[] = {
	{'i', "resident-id", make_id, true},
	{'m', "mobile", make_mobile, true},
	{'b', "bank-card", make_card, true},
	{'c', "credit-code", make_code, false},
	{'p', "passport", make_passport, false},
	{'k', "plate", make_plate, false},
	{'e', "email", make_email, false},
	{'a', "address", make_home, false},
	{'s', "secrecy-mark", make_mark, false},
	{'t', "landline", make_landline, false},
	{'o', "email", make_office_email, false},
	/* what has the digits, and is something else */
	{'I', NULL, make_id, false},
	{'M', NULL, make_mobile, false},
	{'B', NULL, make_card, false},
	{'C', NULL, make_code, false},
};

static void add_person(struct maker *maker)
{
	static const char *const family[] = {"孙", "马", "朱", "胡", "林", "许", "曾", "谢", "宋",
		"唐", "司马", "诸葛", "邓", "沈", "彭"};
	static const char *const given[] = {
		"建军", "春梅", "晓", "文斌", "雅琴", "浩然", "淑芬", "凯", "嘉怡", "永福"};

	str_addf(&maker->paper->text, "%s%s", ANY(maker, family), ANY(maker, given));
}

static void add_slot(struct maker *maker, char slot)
{
	struct fake_paper *paper = maker->paper;
	size_t start = paper->text.len;
	struct str value = {0};

	if (slot == 'n')
		add_person(maker);
	for (size_t i = 0; i < COUNT(slots); i++) {
		if (slots[i].slot != slot)
			continue;
		slots[i].make(maker, &value);
		if (slots[i].is_worn)
			put(maker, value.buf);
		else
			str_add(&paper->text, value.buf);
		paper->decoys += slots[i].rule == NULL ? 1 : 0;
		if (slots[i].rule == NULL)
			continue;
		GROW(paper->truths, paper->n);
		paper->truths[paper->n++] = (struct truth){.rule = slots[i].rule,
			.start = start,
			.end = paper->text.len,
			.form = slots[i].is_worn ? (int)maker->wear : 0};
	}
	str_release(&value);
}

/* `<i>` a slot, `<7>` so many digits, `<0/8>` is not there. */
static void say(struct maker *maker, const char *words)
{
	struct str *out = &maker->paper->text;

	for (; *words != '\0'; words++) {
		if (*words != '<') {
			str_addc(out, *words);
		} else if (words[1] >= '0' && words[1] <= '9') {
			unsigned n = (unsigned)strtoul(words + 1, NULL, 10);

			maker->paper->decoys += n > 7 ? 1 : 0;
			some_digits(maker, out, n);
			words = strchr(words, '>');
		} else {
			add_slot(maker, words[1]);
			words += 2;
		}
	}
}

/* -- Pieces ------------------------------------------------------------------------------------ */

struct column {
	const char *titles[5];
	const char *cell;
};

static const struct column about_people[] = {
	{{"身份证号", "身份证号码", "公民身份号码", "证件号码", "有效证件号"}, "<i>"},
	{{"联系电话", "手机号码", "联系方式", "移动电话", "本人电话"}, "<m>"},
	{{"银行账号", "社保卡卡号", "一卡通账号", "收款账户", "开户账号"}, "<b>"},
	{{"家庭住址", "户籍地址", "现住址", "居住地址", "户籍所在地"}, "<a>"},
	{{"邮箱", "电子邮箱", "电子邮件", "E-mail", "联系邮箱"}, "<e>"},
	{{"护照号码", "护照号", "通行证号码", "护照编号", "旅行证件号"}, "<p>"},
	{{"车牌号", "号牌号码", "车辆牌照", "车号", "车牌"}, "<k>"},
};

static const struct column about_things[] = {
	{{"受理编号", "办件编号", "业务流水号", "受理号", "申请编号"}, "<18>"},
	{{"合同编号", "协议编号", "订单编号", "采购编号", "协议号"}, "<M>"},
	{{"资金文号", "批次号", "资产编码", "设备编号", "物资编码"}, "<B>"},
	{{"准考证号", "考生号", "报名序号", "报名号", "考号"}, "<12>"},
	{{"金额(元)", "合计", "补贴金额", "预算数", "决算数"}, "<11>"},
	{{"发票号码", "票据号", "凭证号", "缴款书号", "电子票号码"}, "<20>"},
	{{"面积", "数量", "户数", "人数", "比例"}, "<3>.<2>"},
	{{"保单号", "病案号", "住院号", "用户编号", "户号"}, "<M>"},
	{{"物流单号", "快递单号", "运单号", "条形码", "商品条码"}, "<13>"},
};

static void gap(struct maker *maker, int kind)
{
	static const char *const gaps[] = {"\t", "|", ",", "    ", " | ", "\t"};

	str_add(&maker->paper->text, gaps[kind]);
}

/* A table: titles above, cells below; most of it far from its titles. */
static void add_table(struct maker *maker, const struct column *columns, size_t n, bool with_person)
{
	struct str *out = &maker->paper->text;
	size_t chosen[3], used = 1 + draw(maker, 3), rows = 3 + draw(maker, 25);
	int kind = (int)draw(maker, 6);

	/* What fills cells or lines of its own leaves no room for others beside it. */
	if (maker->wear == WEAR_BAR || maker->wear == WEAR_TAB || maker->wear == WEAR_LINE ||
		maker->wear == WEAR_LINE_DASH)
		return;
	str_addf(out, "\n附件%u\n", between(maker, 1, 4));
	str_add(out, "序号");
	if (with_person) {
		gap(maker, kind);
		str_add(out, draw(maker, 2) ? "姓名" : "户主姓名");
	}
	for (size_t i = 0; i < used; i++) {
		chosen[i] = draw(maker, n);
		gap(maker, kind);
		str_add(out, columns[chosen[i]].titles[draw(maker, 5)]);
	}
	for (size_t row = 1; row <= rows; row++) {
		str_addf(out, "\n%zu", row);
		if (with_person) {
			gap(maker, kind);
			add_person(maker);
		}
		for (size_t i = 0; i < used; i++) {
			gap(maker, kind);
			say(maker, columns[chosen[i]].cell);
		}
	}
	str_addc(out, '\n');
}

/* Label and value, as forms have them. */
static void add_form(struct maker *maker, const struct column *columns, size_t n)
{
	static const char *const signs[] = {"：", ":", "： ", "\t", "：　", " ", "为", "：\n"};
	struct str *out = &maker->paper->text;
	size_t rows = 2 + draw(maker, 5);
	const char *sign = ANY(maker, signs);

	str_addc(out, '\n');
	for (size_t i = 0; i < rows; i++) {
		const struct column *column = &columns[draw(maker, n)];

		str_addf(out, "%s%s", column->titles[draw(maker, 5)], sign);
		say(maker, column->cell);
		str_add(out, draw(maker, 3) ? "\n" : "；");
	}
	str_addc(out, '\n');
}

static const char *const letters[] = {
	"<n>先生（身份证<i>）：您好，来信收悉，我们按您留的号码<m>多次联系未果。\n",
	"违法行为人<n>，性别女，<i>出生，现住<a>，联系电话<m>。\n",
	"请于本月底前将保证金退至 <n> 名下工商银行卡号 <b> 。\n",
	"一、到会人员：<n>(电话<m>)、<n>(电话<m>)；二、缺席人员：<n>。\n",
	"经核实，<n>持有护照<p>，于今年3月出境。\n",
	"（一）<n>，身份证号为<i>，户籍地址为<a>；\n（二）<n>，身份证号为<i>。\n",
	"肇事车辆号牌<k>，驾驶人<n>，准驾车型C1，证件号<i>。\n",
	"来信人邮箱：<e>，回信请寄<a>，<n>收。\n",
	"供应商：某某科技有限公司（<c>），法定代表人<n>，手机<m>。\n",
	"当前值班领导：<n> <m>；办公电话：<t>\n",
	"统一社会信用代码<c>，住所地某市某区。\n",
	"1.<n> <i> <m>\n2.<n> <i> <m>\n3.<n> <i> <m>\n",
	"补贴对象<n>（<i>）的惠农卡（<b>）已注销。\n",
	"被告人<n>，公民身份号码<i>，家住<a>，因盗窃车辆<k>被拘留。\n",
	"“我叫<n>，手机号是<m>，银行卡是<b>，请尽快退款。”\n",
	"传真：<t>　　联系人：<n>　　手机：<m>　　电子邮箱：<e>\n",
	"缴费成功，卡号<b>，扣款人<n>，预留手机<m>。\n",
};

static const char *const worn_letters[] = {
	"<n>的身份证号码是<i>，特此证明。\n",
	"联系电话：<m>（<n>）\n",
	"汇款账号：<b>，开户名<n>。\n",
	"证件号码：<i>\n手机：<m>\n卡号：<b>\n",
	"经办人<n>，身份证号<i>。\n",
	"其本人手机号码<m>，请保持畅通。\n",
	"工资发放至银行卡号<b>。\n",
};

static const char *const decoys[] = {
	"项目代码：2405-350181-04-01-<6>，批复文号：某发改审〔2024〕<2>号。\n",
	"受理编号：350181202403<2><4>，回执编号：SL<14>。\n",
	"不动产单元号：350181001001GB00<3>F000<1>00<2>，证书编号：D350<8>。\n",
	"车架号：LSVAA418<1>E2<6>，发动机号：<7>。\n",
	"发票：电子发票号码 2435<16>，税额 <6>.<2> 元。\n",
	"IMEI：86<13>，ICCID：898600<14>。\n",
	"中心点坐标：东经119.<12>，北纬26.<12>。\n",
	"面积合计<11>平方米，投资<11>万元，用电<11>千瓦时。\n",
	"2024-03-15 13:45:30.<6>，时间戳17<11>，批次20240315134530<3>。\n",
	"UUID：3f2504e0-4f89-11d3-9a0c-0305e82c<4>，SHA-1：da39a3ee5e6b4b0d3255bfef<16>。\n",
	"专利号：ZL2023101<5>.7，ISSN 1000-<4>，CN 35-1<3>/D。\n",
	"服务器地址10.12.<2>.<1>，端口<4>，版本号1.13.<8>。\n",
	"各级机关应当依照保守国家秘密法，对绝密级、机密级、秘密级文件分类管理。\n",
	"第三章　秘密等级和保密期限\n国家秘密的密级分为绝密、机密、秘密三级。\n",
	"关于开展秘密文件清退工作的通知精神已经传达。\n",
	"身份证号码：3501811990****00<2>，手机号：139****<4>，账号：6212**********<4>。\n",
	"<n>，身份证号350181********<4>，电话1380013****。\n",
	"张某某，男，1990年3月生，某村村民，电话：138xxxx<4>。\n",
	"热线电话：12345；客服：95588；全国统一服务热线：400-8<2>-<4>。\n",
	"总额13,<3>,<3>,<3>.00元，同比增长1<1>.<2>%。\n",
	"合同金额13<9>元，支付6212<15>元。\n",
	"办公地址：某市某区湖东路<2>号<1>号楼<3>室（政务服务中心窗口）。\n",
	"会议地点：机关大院<1>号楼<3>会议室。\n",
	"施工地点：石门村<1>组至<1>组道路，全长<1>.<1>公里。\n",
	"京A股、沪B股市场运行平稳，新A级景区评定，渝C区块。\n",
	"增值电信业务经营许可证：闽B2-20<6>，闽ICP备<8>号-1。\n",
	"毕业证书编号：10384120<12>，学号：20<9>。\n",
	"成绩排名：<2> <2> <2> <2> <2> <2> <2> <2> <2> <2>\n",
	"收入 <5> <5> <5> <5> <5> <5>\n支出 <5> <5> <5> <5> <5> <5>\n",
	"水表户号：<10>，电表编号：<12>，燃气户号：<M>。\n",
	"保险单号：<M>，工单号：<M>，案卷号：<M>，档号：<M>。\n",
	"信息索引号：<C>/2024-<5>\n",
	"参与投票1<10>票，点击量1<10>次，发行1<10>股。\n",
	"批次1<10>号、<B>号样品合格，样品编号为<M>。\n",
	"产品追溯码：<B>，防伪码：<19>，设备序列号：<M>。\n",
	"联系邮箱：<o>，用户名：admin@localhost。\n",
	"会议编号：<M>，房间号：<M>，QQ群号：<9>。\n",
	"评分：0.<11>，权重：3.<11>，误差：±1.<12>。\n",
	"财政票据代码：35<6>，票据号码：<10>，校验码：<6>。\n",
	"密级：公开\n保密要求：无\n",
};

static void begin(struct maker *maker)
{
	static const char *const offices[] = {"某某县民政局", "某某区市场监督管理局",
		"某某市公安局", "某某镇人民政府", "某某市人力资源和社会保障局"};
	static const char *const kinds[] = {"关于公示有关事项的公告", "情况说明", "告知书",
		"关于印发名单的通知", "会议纪要", "答复意见书", "工作简报"};

	str_addf(&maker->paper->text, "%s\n%s\n", ANY(maker, offices), ANY(maker, kinds));
}

static void add_piece(struct maker *maker, enum bureau_kind kind)
{
	unsigned what = draw(maker, 4);

	if (kind == BUREAU_CLEAN && what == 0)
		add_table(maker, about_things, COUNT(about_things), draw(maker, 2));
	else if (kind == BUREAU_CLEAN && what == 1)
		add_form(maker, about_things, COUNT(about_things));
	else if (kind == BUREAU_CLEAN)
		say(maker, ANY(maker, decoys));
	else if (kind == BUREAU_WORN && what > 0)
		say(maker, ANY(maker, worn_letters));
	else if (what == 0)
		add_table(maker, about_people, kind == BUREAU_WORN ? 3 : COUNT(about_people), true);
	else if (what == 1)
		add_form(maker, about_people, COUNT(about_people));
	else
		say(maker, ANY(maker, letters));
}

void fake_bureau_make(struct fake_paper *paper, enum bureau_kind kind, uint64_t seed)
{
	struct maker maker = {.paper = paper, .state = seed * 0x2545F4914F6CDD1Du + 77};
	unsigned pieces;

	*paper = (struct fake_paper){0};
	if (kind == BUREAU_WORN)
		maker.wear = (enum wear)between(&maker, 1, WEARS - 1);
	if (kind == BUREAU_PLAIN && draw(&maker, 6) == 0) {
		add_slot(&maker, 's');
		str_add(&paper->text, draw(&maker, 2) ? "10年\n\n" : "\n");
	}
	begin(&maker);
	for (pieces = 2 + draw(&maker, 5); pieces > 0; pieces--) {
		add_piece(&maker, kind);
		/* Clean lines stand between those with something in them. */
		if (kind == BUREAU_PLAIN && draw(&maker, 3) == 0)
			say(&maker, ANY(&maker, decoys));
	}
	str_addf(&paper->text, "\n某某办公室\n2024年%u月%u日印发\n", between(&maker, 1, 12),
		between(&maker, 1, 28));
}
