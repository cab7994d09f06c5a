/* SPDX-License-Identifier: MIT */
/* Characters as they count in numbers. */
#include "core/screen.h"
#include "core/text.h"

/* Digits of the scripts of Unicode that people type instead of ours, each row ten from zero. */
static const unsigned zeros[] = {
	0xFF10, 0x0660, 0x06F0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x2080, 0x1FBF0};

/* Numerals one by one, in every way of writing them down; a switch, since it is asked of nearly
 * every character around a number. */
static char han_digit(unsigned c)
{
	switch (c) {
	case 0x3007:
	case 0x96F6:
	case 0x25CB: return '0'; /* 〇 零 ○ */
	case 0x4E00:
	case 0x58F9:
	case 0x5E7A: return '1'; /* 一 壹 幺 */
	case 0x4E8C:
	case 0x8D30:
	case 0x8CB3: return '2'; /* 二 贰 貳 */
	case 0x4E09:
	case 0x53C1:
	case 0x53C3: return '3'; /* 三 叁 參 */
	case 0x56DB:
	case 0x8086: return '4'; /* 四 肆 */
	case 0x4E94:
	case 0x4F0D: return '5'; /* 五 伍 */
	case 0x516D:
	case 0x9646:
	case 0x9678: return '6'; /* 六 陆 陸 */
	case 0x4E03:
	case 0x67D2: return '7'; /* 七 柒 */
	case 0x516B:
	case 0x634C: return '8'; /* 八 捌 */
	case 0x4E5D:
	case 0x7396: return '9'; /* 九 玖 */
	default: return '\0';
	}
}

static bool other_digit(unsigned c, char *value)
{
	for (size_t i = 0; i < sizeof(zeros) / sizeof(*zeros); i++) {
		if (c >= zeros[i] && c < zeros[i] + 10) {
			*value = (char)('0' + (c - zeros[i]));
			return true;
		}
	}
	if (c >= 0x2460 && c <= 0x2468) /* ① */
		*value = (char)('1' + (c - 0x2460));
	else if (c >= 0x2776 && c <= 0x277E) /* ❶ */
		*value = (char)('1' + (c - 0x2776));
	else if (c == 0x24EA || c == 0x2070)
		*value = '0';
	else if (c >= 0x2074 && c <= 0x2079) /* ⁴ */
		*value = (char)('4' + (c - 0x2074));
	else if (c == 0xB2 || c == 0xB3 || c == 0xB9)
		*value = (char)(c == 0xB9 ? '1' : c == 0xB2 ? '2' : '3');
	else
		return false;
	return true;
}

/* Letters of other scripts that look like those that stand in numbers. */
static char look_alike(unsigned c)
{
	static const struct {
		unsigned c;
		char value;
	} alike[] = {{0x425, 'X'}, {0x445, 'X'}, {0x3A7, 'X'}, {0x2169, 'X'}, {0x2179, 'X'},
		{0x41E, 'O'}, {0x43E, 'O'}, {0x39F, 'O'}, {0x3BF, 'O'}};

	for (size_t i = 0; i < sizeof(alike) / sizeof(*alike); i++) {
		if (alike[i].c == c)
			return alike[i].value;
	}
	return '\0';
}

static bool letter(unsigned c, char *value)
{
	if (c >= 0xFF21 && c <= 0xFF5A)
		c -= 0xFF21 - 'A';
	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	*value = (char)c;
	return c >= 'A' && c <= 'Z';
}

enum symbol screen_symbol(unsigned c, char *value)
{
	if (c >= '0' && c <= '9') {
		*value = (char)c;
		return SYMBOL_DIGIT;
	}
	if (c < 0x80 || (c >= 0xFF21 && c <= 0xFF5A))
		return letter(c, value) ? SYMBOL_LETTER : SYMBOL_NONE;
	*value = han_digit(c);
	if (*value != '\0')
		return SYMBOL_HAN_DIGIT;
	if (screen_is_han(c))
		return SYMBOL_NONE;
	if (c < 0x2200 && look_alike(c) != '\0') {
		*value = look_alike(c);
		return SYMBOL_LETTER;
	}
	if (!other_digit(c, value))
		return SYMBOL_NONE;
	/* ① counts the lines of a list as 一 does. */
	return c >= 0x2460 && c <= 0x277E ? SYMBOL_HAN_DIGIT : SYMBOL_DIGIT;
}

bool screen_is_blank(unsigned c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x202F || c == 0x205F || c == 0x2800;
}

bool screen_is_han(unsigned c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
	       (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3007;
}

unsigned screen_prev(const char *start, const char **p)
{
	const char *q = *p, *behind;

	if (q <= start)
		return 0;
	if ((unsigned char)q[-1] < 0x80)
		return (unsigned char)*--*p;
	do
		q--;
	while (q > start && *p - q < 4 && ((unsigned char)*q & 0xC0) == 0x80);
	*p = behind = q;
	return text_next(&behind);
}
