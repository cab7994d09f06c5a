/* SPDX-License-Identifier: MIT */
#include "core/text.h"

#include <errno.h>
#include <stdint.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

unsigned text_next(const char **s)
{
	static const unsigned char lead[] = {0x7F, 0x1F, 0x0F, 0x07};
	const unsigned char *p = (const unsigned char *)*s;
	int more = *p < 0xE0 ? 1 : *p < 0xF0 ? 2 : 3;
	unsigned c = *p & lead[more];
	int i = 1;

	if (*p < 0x80) {
		++*s;
		return *p;
	}
	/* A character cut short ends where the text does. */
	for (; i <= more && (p[i] & 0xC0) == 0x80; i++)
		c = (c << 6) | (p[i] & 0x3Fu);
	*s += i;
	return c;
}

size_t text_put(unsigned c, char bytes[4])
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3F));
	bytes[0] = (char)(lead[n - 1] | c);
	return n;
}

/* The bytes of the well-formed character at p (Unicode table 3-7); 0 where there is none. */
static size_t well_formed(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t n;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n > left)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	}
	return n;
}

bool text_is_utf8(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0, n; i < len; i += n) {
		n = p[i] == 0 ? 0 : well_formed(p + i, len - i);
		if (n == 0)
			return false;
	}
	return true;
}

int text_length(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80 ? 1 : 0;
	return n;
}

bool text_is_hidden(unsigned c)
{
	/* C1 controls, line and paragraph separators, and what Unicode says may be left out when it
	 * is shown (Default_Ignorable_Code_Point): zero width, directions, selectors, tags. */
	static const struct {
		unsigned first, last;
	} hidden[] = {
		{0x80, 0x9F},
		{0xAD, 0xAD},
		{0x034F, 0x034F},
		{0x061C, 0x061C},
		{0x115F, 0x1160},
		{0x17B4, 0x17B5},
		{0x180B, 0x180F},
		{0x200B, 0x200F},
		{0x2028, 0x202E},
		{0x2060, 0x206F},
		{0x3164, 0x3164},
		{0xFE00, 0xFE0F},
		{0xFEFF, 0xFEFF},
		{0xFFA0, 0xFFA0},
		{0xFFF0, 0xFFFB},
		{0x1BCA0, 0x1BCA3},
		{0x1D173, 0x1D17A},
		{0xE0000, 0xE0FFF},
	};

	/* Nearly every character is ASCII or Chinese. */
	if (c < 0x80 || (c > 0x3164 && c < 0xFE00))
		return false;
	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden) && hidden[i].first <= c; i++) {
		if (c <= hidden[i].last)
			return true;
	}
	return false;
}

/* -- What comes in ----------------------------------------------------------------------------- */

/* Bytes that no text has: NUL, and control characters but tab, line ends and form feed. */
static bool is_binary(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (p[i] < 0x20 && p[i] != '\n' && p[i] != '\r' && p[i] != '\t' && p[i] != '\f')
			return true;
	}
	return false;
}

static bool convert(const char *from, const char *bytes, size_t len, struct str *text)
{
	iconv_t cd = iconv_open("UTF-8", from);
	char *in = (char *)(uintptr_t)bytes, buf[4096];
	bool ok = cd != (iconv_t)-1;

	while (ok && len > 0) {
		char *out = buf;
		size_t left = sizeof(buf);

		ok = iconv(cd, &in, &len, &out, &left) != (size_t)-1 || errno == E2BIG;
		str_addn(text, buf, sizeof(buf) - left);
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	return ok;
}

/* Big5 can be read as GB18030, as a text nobody can read: few of its characters are then among the
 * common ones, and many are such as GB2312 did not have. */
static bool looks_like_big5(const unsigned char *p, size_t len)
{
	enum { ENOUGH = 10 };
	size_t pairs = 0, common = 0, rare = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char next = i + 1 < len ? p[i + 1] : 0;

		if (p[i] < 0x80)
			continue;
		if (p[i] < 0xA1 || p[i] > 0xF9 || next < 0x40 || next == 0xFF ||
			(next > 0x7E && next < 0xA1))
			return false;
		pairs++;
		common += p[i] >= 0xB0 && p[i] <= 0xD7 && next >= 0xA1;
		rare += next < 0xA1;
		i++;
	}
	return pairs >= ENOUGH && common * 5 < pairs * 2 && rare * 20 > pairs * 3;
}

/* A mark at its beginning says that a text is UTF-16, as some editors save it. */
static bool is_utf16(const char *s, size_t len)
{
	return len >= 4 && len % 2 == 0 &&
	       (memcmp(s, "\xFF\xFE", 2) == 0 || memcmp(s, "\xFE\xFF", 2) == 0);
}

/* Appends bytes with \r\n and \r as \n. */
static void add_lines(struct str *text, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != '\r')
			str_addc(text, bytes[i]);
		else if (i + 1 == len || bytes[i + 1] != '\n')
			str_addc(text, '\n');
	}
}

bool text_decode(
	const void *bytes, size_t len, struct str *text, const char **encoding, struct err *err)
{
	static const char bom[] = "\xEF\xBB\xBF";
	const char *s = bytes;
	struct str utf8 = {0};

	if (len >= 3 && memcmp(s, bom, 3) == 0) {
		s += 3;
		len -= 3;
	}
	if (len == 0)
		return err_set(err, ERR_INPUT, _("it is empty"));
	if (is_utf16(s, len) && convert("UTF-16", s, len, &utf8) &&
		text_is_utf8(str_get(&utf8), utf8.len)) {
		s = utf8.buf;
		len = utf8.len;
	}
	if (is_binary((const unsigned char *)s, len)) {
		str_release(&utf8);
		return err_set(err, ERR_INPUT,
			_("it is no text; save it as plain text (UTF-8 or GB18030) first"));
	}
	if (text_is_utf8(s, len)) {
		*encoding = s == utf8.buf ? "UTF-16" : "UTF-8";
		add_lines(text, s, len);
	} else if (!looks_like_big5((const unsigned char *)s, len) &&
		   convert("GB18030", s, len, &utf8) && text_is_utf8(str_get(&utf8), utf8.len)) {
		*encoding = "GB18030";
		add_lines(text, utf8.buf, utf8.len);
	} else {
		str_release(&utf8);
		return err_set(err, ERR_INPUT,
			_("its text is neither UTF-8 nor GB18030; save it as UTF-8 first"));
	}
	str_release(&utf8);
	if (str_empty(str_get(text)))
		return err_set(err, ERR_INPUT, _("it is empty"));
	return true;
}

const char *text_encoding(const char *word)
{
	static const char *const words[] = {"UTF-8", "GB18030", "UTF-16", "docx", "xlsx", "pptx",
		"odt", "ods", "odp", "ofd", "html", "doc", "ole", "rtf", "pdf", "image"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (str_eq(words[i], word))
			return words[i];
	}
	return NULL;
}

bool text_is_plain(const char *encoding)
{
	return str_eq(encoding, "UTF-8") || str_eq(encoding, "GB18030") ||
	       str_eq(encoding, "UTF-16");
}

bool text_check_line(const char *what, const char *s, int max, struct err *err)
{
	if (!text_is_utf8(s, strlen(s)))
		return err_set(err, ERR_INPUT, _("%s is not UTF-8"), what);
	for (const char *p = s; *p != '\0';) {
		unsigned c = text_next(&p);

		if (c == '\n' || c == '\r')
			return err_set(err, ERR_INPUT, _("%s has a line break in it"), what);
		if (c < 0x20 || c == 0x7F || text_is_hidden(c))
			return err_set(err, ERR_INPUT,
				_("%s has a character in it that does not show (U+%04X)"), what, c);
	}
	if (text_length(s) > max)
		return err_set(err, ERR_INPUT, _("%s has more than %d characters"), what, max);
	return true;
}

/* -- Numbers ----------------------------------------------------------------------------------- */

/* A bracket that people put around the year: 1 opens, 2 closes, 0 is none. *n: its bytes. */
static int bracket(const char *p, size_t *n)
{
	static const char *const open[] = {"〔", "[", "(", "（", "﹝", "【", "［", "〖", "「", "{"};
	static const char *const close[] = {
		"〕", "]", ")", "）", "﹞", "】", "］", "〗", "」", "}"};

	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++) {
		if (starts_with(p, open[i])) {
			*n = strlen(open[i]);
			return 1;
		}
		if (starts_with(p, close[i])) {
			*n = strlen(close[i]);
			return 2;
		}
	}
	*n = 1;
	return 0;
}

char *text_fold_number(const char *number)
{
	char *trimmed = str_trim(number);
	struct str out = {0};
	size_t n;

	for (const char *p = trimmed; *p != '\0'; p += n) {
		int kind = bracket(p, &n);

		if (kind != 0)
			str_add(&out, kind == 1 ? "〔" : "〕");
		else if (*p != ' ' && !starts_with(p, "\xE3\x80\x80"))
			str_addn(&out, p, n);
		else if (*p != ' ')
			n = 3;
	}
	free(trimmed);
	return str_detach(&out);
}

char *text_narrow(const char *s)
{
	struct str out = {0};

	str_add(&out, "");
	while (*s != '\0') {
		const char *from = s;
		unsigned c = text_next(&s);

		if (c >= 0xFF01 && c <= 0xFF5E)
			str_addc(&out, (char)(c - 0xFEE0));
		else
			str_addn(&out, from, (size_t)(s - from));
	}
	return str_detach(&out);
}
