/* SPDX-License-Identifier: MIT */
#include "core/head.h"

#include <stdlib.h>
#include <string.h>

#include "core/marked.h"
#include "core/mem.h"
#include "core/text.h"

enum { LINES = 40, LINE_MAX = 100, TITLE_LINES = 5, TITLE_MAX = 200, UNITS = 6, UNIT_MAX = 30 };

/* The lines a paper begins with, trimmed, up to those it is addressed to. */
struct head {
	struct strv lines;
};

/* The words a title of a government paper ends in. */
static const char *const titles[] = {"通知", "决定", "意见", "办法", "通告", "公告", "方案", "报告",
	"批复", "函", "纪要", "决议", "命令", "公报", "通报", "议案", "请示", "细则", "规定",
	"规划", "指南", "规程", "条例", "预案", "要点", "计划", "名单", "目录", "标准", "总结",
	"公示", "答复", "说明", "解读", "清单", "预算", "决算", "章程", "倡议书", "协议", "守则",
	"制度", "规则"};
/* What names of offices end in. */
static const char *const units[] = {"局", "委", "办", "办公室", "政府", "厅", "部", "院", "会",
	"中心", "处", "室", "大学", "学校", "支队", "总队", "大队", "海关", "银行", "公司", "集团",
	"所", "站", "党组", "党委", "联社", "协会"};
/* Lines of the head that are no title: red heads, who signs, how urgent, what a portal says. */
static const char *const furniture[] = {"签发人", "会签", "密级", "特急", "加急", "平急", "急件",
	"明电", "份号", "索引号", "主题分类", "发布机构", "发文机关", "发文单位", "成文日期",
	"发布日期", "发文字号", "文　号", "文号", "有效性", "公开方式", "公开属性", "来源", "时间",
	"字体", "浏览", "打印", "当前位置", "您的位置", "首页", "此件", "等级", "签批", "抄送",
	"生效日期", "主题词", "保密期限", "信息分类", "名称：", "名　称", "发往", "缓急程度"};

static bool is_in(const char *line, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strstr(line, words[i]) != NULL)
			return true;
	}
	return false;
}

static bool ends_in(const char *line, size_t len, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = strlen(words[i]);

		if (len >= k && memcmp(line + len - k, words[i], k) == 0)
			return true;
	}
	return false;
}

#define HAS(line, words) is_in((line), (words), sizeof(words) / sizeof(*(words)))
#define ENDS(line, len, words) ends_in((line), (len), (words), sizeof(words) / sizeof(*(words)))

/* -- Numbers ----------------------------------------------------------------------------------- */

static bool is_han(const unsigned char *p)
{
	return p[0] >= 0xE4 && p[0] <= 0xE9 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
}

/* Behind figures of at most so many places; NULL: none. */
static const char *skip_digits(const char *p, size_t most)
{
	size_t n = strspn(p, "0123456789");

	return n > 0 && n <= most ? p + n : NULL;
}

/* Whether a text is a number and nothing else: a series, a year in its brackets, a serial. */
static bool is_number(const char *p)
{
	const char *start = p;

	while (is_han((const unsigned char *)p))
		p += 3;
	if (p == start || p - start > 45 || !starts_with(p, "〔"))
		return false;
	p += strlen("〔");
	if (strspn(p, "0123456789") != 4)
		return false;
	p += 4;
	p += starts_with(p, "年") ? strlen("年") : 0;
	if (!starts_with(p, "〕"))
		return false;
	p += strlen("〕");
	p += starts_with(p, "第") ? strlen("第") : 0;
	p = skip_digits(p, 5);
	if (p != NULL && *p == '-')
		p = skip_digits(p + 1, 3);
	return p != NULL && (*p == '\0' || strcmp(p, "号") == 0);
}

/* How urgent it is stands on the line of its number in some. */
static char *behind_furniture(char *number)
{
	const char *rest = number;
	char *cut;

	for (size_t i = 0; i < sizeof(furniture) / sizeof(*furniture); i++) {
		const char *at = strstr(number, furniture[i]);

		if (at != NULL && at + strlen(furniture[i]) > rest &&
			is_number(at + strlen(furniture[i])))
			rest = at + strlen(furniture[i]);
	}
	cut = xstrdup(rest);
	free(number);
	return cut;
}

/* A part of a line, with what it is called before it taken off: `发文字号：`. */
static char *number_in(const char *part)
{
	char *narrow = text_narrow(part), *colon = strstr(narrow, "：");
	char *number;

	if (colon == NULL)
		colon = strchr(narrow, ':');
	number = text_fold_number(colon != NULL && *narrow != '\0'
					  ? colon + (*colon == ':' ? 1 : strlen("："))
					  : narrow);
	free(narrow);
	if (!is_number(number)) {
		free(number);
		return NULL;
	}
	return behind_furniture(number);
}

/* Where a line falls apart: at a tab, a wide blank, or more than one blank. */
static size_t part_length(const char *p)
{
	size_t n = 0;

	while (p[n] != '\0' && p[n] != '\t' && !starts_with(p + n, "　") &&
		!(p[n] == ' ' && p[n + 1] == ' '))
		n++;
	return n;
}

static char *number_of_line(const char *line)
{
	char *number = number_in(line);

	while (number == NULL && *line != '\0') {
		size_t n = part_length(line);
		char *part = xstrndup(line, n);

		number = number_in(part);
		free(part);
		line += n;
		line += *line == '\0' ? 0 : starts_with(line, "　") ? strlen("　") : 1;
	}
	return number;
}

/* Orders and announcements count by themselves: 第12号, 2026年第3号 below what they are. */
static char *order_number(const char *before, const char *line)
{
	static const char *const orders[] = {"令", "公告", "通告"};
	char *narrow = text_narrow(line), *plain = text_fold_number(narrow), *number = NULL;
	const char *p = plain;

	if (strspn(p, "0123456789") == 4 && starts_with(p + 4, "年"))
		p += 4 + strlen("年");
	p = starts_with(p, "第") ? skip_digits(p + strlen("第"), 5) : NULL;
	if (p != NULL && strcmp(p, "号") == 0 && before != NULL &&
		ENDS(before, strlen(before), orders))
		number = xasprintf("%s%s", before, plain);
	free(narrow);
	free(plain);
	return number;
}

/* -- Lines ------------------------------------------------------------------------------------- */

/* To whom it is addressed: the head is over. */
static bool is_address(const char *line)
{
	size_t len = strlen(line);

	return (len > 3 && strcmp(line + len - 3, "：") == 0 && !HAS(line, furniture)) ||
	       (len > 1 && line[len - 1] == ':' && !HAS(line, furniture));
}

/* One that can be shown, but for tabs. */
static bool is_plain(const char *line)
{
	char *plain = xstrdup(line);
	struct err err;
	bool is;

	for (char *tab = plain; (tab = strchr(tab, '\t')) != NULL;)
		*tab = ' ';
	is = text_check_line("", plain, LINE_MAX, &err);
	free(plain);
	return is;
}

static void take_head(const char *text, struct head *head)
{
	while (*text != '\0' && head->lines.n < LINES) {
		size_t len = strcspn(text, "\n");
		char *raw = xstrndup(text, len), *line = str_trim(raw);
		enum mark mark;
		bool is_marked = marked_at(text, text + len, &mark);
		bool ends = head->lines.n > 0 && is_address(line);

		if (*line != '\0' && !is_marked && !ends && is_plain(line))
			strv_add(&head->lines, line);
		else if (*line != '\0' && !is_marked && !ends)
			strv_add(&head->lines, ""); /* a paragraph, or what nobody could read */
		free(line);
		free(raw);
		if (ends || is_marked)
			break;
		text += len + (text[len] == '\n' ? 1 : 0);
	}
}

static bool is_furniture(const char *line)
{
	size_t len = strlen(line);
	char *number = number_of_line(line);
	bool is = number != NULL || HAS(line, furniture) || strchr(line, '\t') != NULL ||
		  ends_in(line, len, (const char *const[]){"文件"}, 1) ||
		  strspn(line, "0123456789-/.: ") == len || starts_with(line, "附件");

	free(number);
	return is;
}

/* The length of a line without what follows a title: （试行）, a footnote's sign, a star. */
static size_t without_tail(const char *line)
{
	static const char *const closing[] = {"）", ")", "】", "]", "》"};
	static const char *const opening[] = {"（", "(", "【", "[", ""};
	size_t len = strlen(line);

	for (size_t i = 0; i < sizeof(closing) / sizeof(*closing); i++) {
		size_t n = strlen(closing[i]), k = strlen(opening[i]);

		if (len <= n || memcmp(line + len - n, closing[i], n) != 0)
			continue;
		if (k == 0)
			return len - n;
		for (size_t at = len - n; at > 0; at--) {
			if (starts_with(line + at, opening[i]))
				return at;
		}
	}
	return len;
}

static bool ends_like_a_title(const char *line)
{
	return text_length(line) >= 4 && ENDS(line, without_tail(line), titles) &&
	       !is_furniture(line);
}

bool head_is_office(const char *line)
{
	return text_length(line) <= UNIT_MAX && ENDS(line, strlen(line), units) &&
	       strstr(line, "关于") == NULL && !is_furniture(line);
}

static void join(struct str *title, const char *line, bool is_apart)
{
	bool is_ascii =
		title->len > 0 && (title->buf[title->len - 1] & 0x80) == 0 && (*line & 0x80) == 0;

	if (title->len > 0 && (is_apart || is_ascii))
		str_addc(title, ' ');
	str_add(title, line);
}

/* The line at which a title begins that ends at a line: where it says 关于, and the units that
 * stand over it. *subject: the line with 关于. */
static size_t begin_of(const struct head *head, size_t end, size_t *subject)
{
	size_t from = end, first;

	for (size_t i = end + 1; i-- > 0 && end - i < TITLE_LINES;) {
		const char *line = head->lines.v[i];

		if (i < end && (*line == '\0' || is_furniture(line) || ends_like_a_title(line)))
			break;
		if (strstr(line, "关于") != NULL) {
			from = i;
			break;
		}
	}
	*subject = first = from;
	while (first > 0 && from - first < UNITS && starts_with(head->lines.v[from], "关于") &&
		head_is_office(head->lines.v[first - 1]))
		first--;
	return first;
}

static char *join_title(const struct head *head, size_t end)
{
	size_t subject, from = begin_of(head, end, &subject);
	struct str title = {0};

	for (size_t i = from; i <= end; i++)
		join(&title, head->lines.v[i], i > from && i < subject);
	if (text_length(str_get(&title)) <= TITLE_MAX)
		return str_detach(&title);
	str_release(&title);
	return xstrdup(head->lines.v[end]);
}

/* 通知 alone on the last line of a title. */
static bool ends_a_title(const struct head *head, size_t i)
{
	const char *line = head->lines.v[i];
	size_t subject;

	return *line != '\0' && text_length(line) < 4 && ENDS(line, strlen(line), titles) &&
	       begin_of(head, i, &subject) < i;
}

char *head_title(const char *text)
{
	struct head head = {0};
	const char *first = NULL, *subject = NULL, *any = NULL;
	char *title = NULL;

	take_head(text, &head);
	for (size_t i = 0; title == NULL && i < head.lines.n; i++) {
		const char *line = head.lines.v[i];

		if (ends_like_a_title(line) || ends_a_title(&head, i))
			title = join_title(&head, i);
		if (text_length(line) < 4)
			continue;
		any = any != NULL ? any : line;
		if (is_furniture(line))
			continue;
		first = first != NULL ? first : line;
		if (subject == NULL && strstr(line, "关于") != NULL)
			subject = line;
	}
	if (title == NULL && (subject != NULL || first != NULL || any != NULL))
		title = xstrdup(subject != NULL ? subject : first != NULL ? first : any);
	for (char *p = title; p != NULL && *p != '\0'; p++)
		*p = *p == '\t' ? ' ' : *p;
	strv_release(&head.lines);
	return title;
}

char *head_number(const char *text)
{
	struct head head = {0};
	char *number = NULL;

	take_head(text, &head);
	for (size_t i = 0; number == NULL && i < head.lines.n; i++) {
		number = number_of_line(head.lines.v[i]);
		if (number == NULL)
			number = order_number(i > 0 ? head.lines.v[i - 1] : NULL, head.lines.v[i]);
	}
	strv_release(&head.lines);
	return number;
}
