/* SPDX-License-Identifier: MIT */
#include "tui/pinyin.h"

#include <ctype.h>
#include <iconv.h>
#include <string.h>

#include "tui/glyph.h"

enum { INITIALS = 256 };

/* GB/T 2312: where each letter begins in the first level, which ends before 0xD7FA. */
static const struct {
	unsigned from;
	char letter;
} letters[] = {
	{0xB0A1, 'a'},
	{0xB0C5, 'b'},
	{0xB2C1, 'c'},
	{0xB4EE, 'd'},
	{0xB6EA, 'e'},
	{0xB7A2, 'f'},
	{0xB8C1, 'g'},
	{0xB9FE, 'h'},
	{0xBBF7, 'j'},
	{0xBFA6, 'k'},
	{0xC0AC, 'l'},
	{0xC2E8, 'm'},
	{0xC4C3, 'n'},
	{0xC5B6, 'o'},
	{0xC5BE, 'p'},
	{0xC6DA, 'q'},
	{0xC8BB, 'r'},
	{0xC8F6, 's'},
	{0xCBFA, 't'},
	{0xCDDA, 'w'},
	{0xCEF4, 'x'},
	{0xD1B9, 'y'},
	{0xD4D1, 'z'},
};
enum { LETTERS = sizeof(letters) / sizeof(*letters), LEVEL_END = 0xD7FA };

static unsigned gb_code(char32_t c)
{
	static iconv_t cd = (iconv_t)-1;
	char in[4], out[4] = {0}, *from = in, *to = out;
	size_t left = glyph_encode(c, in), room = sizeof(out);

	if (cd == (iconv_t)-1)
		cd = iconv_open("GB2312", "UTF-8");
	if (cd == (iconv_t)-1 || iconv(cd, &from, &left, &to, &room) != 0 || room != 2)
		return 0;
	return (unsigned)(unsigned char)out[0] << 8 | (unsigned char)out[1];
}

char pinyin_initial(char32_t c)
{
	unsigned code = c >= 0x4E00 && c <= 0x9FFF ? gb_code(c) : 0;
	char letter = 0;

	if (code >= LEVEL_END)
		return 0;
	for (size_t i = 0; i < LETTERS && letters[i].from <= code; i++)
		letter = letters[i].letter;
	return letter;
}

const char *pinyin_initials(const char *text, char *buf, size_t size)
{
	size_t len = strlen(text), n = 0;
	struct glyph glyph;

	for (size_t at = 0; at < len && n + 1 < size; at += glyph.len) {
		char letter;

		glyph_next(text + at, len - at, &glyph);
		letter = glyph.ch[0] < 0x80 ? (char)tolower((int)glyph.ch[0])
					    : pinyin_initial(glyph.ch[0]);
		if (isalnum((unsigned char)letter))
			buf[n++] = letter;
	}
	buf[n] = '\0';
	return buf;
}

bool pinyin_matches(const char *text, const char *typed)
{
	char initials[INITIALS], wanted[INITIALS];
	size_t n = 0;

	for (; typed[n] != '\0'; n++) {
		if (!isalpha((unsigned char)typed[n]) || n + 1 >= sizeof(wanted))
			return false;
		wanted[n] = (char)tolower((unsigned char)typed[n]);
	}
	wanted[n] = '\0';
	return n > 0 && strstr(pinyin_initials(text, initials, sizeof(initials)), wanted) != NULL;
}
