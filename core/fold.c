/* SPDX-License-Identifier: MIT */
#include "core/fold.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/mem.h"
#include "core/str.h"
#include "core/text.h"

/* 〔2018〕, [2018] and 【2018】 are typed for one another; （ is ( already. */
static unsigned fold_bracket(unsigned c)
{
	switch (c) {
	case '[':
	case 0x3010:
	case 0x3014: return '(';
	case ']':
	case 0x3011:
	case 0x3015: return ')';
	default: return c;
	}
}

/* -- What Chinese text is made of -------------------------------------------------------------- */

/* Folds to itself, or to one sign of ASCII; and joins nothing that stands before it. */
static bool is_plain(unsigned c)
{
	return c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF01 && c <= 0xFF5E) ||
	       (c >= 0x3000 && c <= 0x3002) || (c >= 0x3008 && c <= 0x3011) || c == 0x3014 ||
	       c == 0x3015 || c == 0x2014 || c == 0x201C || c == 0x201D;
}

static unsigned fold_plain(unsigned c)
{
	if (c == 0x3000)
		return ' ';
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFF01 - '!';
	if (c >= 'A' && c <= 'Z')
		c += 'a' - 'A';
	return fold_bracket(c);
}

/* Folds the plain characters that text begins with, but for one that another kind follows, which
 * may join it; how many bytes. */
static size_t take_plain(const char *text, struct str *out)
{
	const char *p = text, *next = p;
	char bytes[4];

	for (unsigned c = text_next(&next); c != 0 && is_plain(c);) {
		const char *after = next;
		unsigned follows = *next != '\0' ? text_next(&after) : 0;

		if (!is_plain(follows))
			break;
		str_addn(out, bytes, text_put(fold_plain(c), bytes));
		p = next;
		next = after;
		c = follows;
	}
	return (size_t)(p - text);
}

/* -- The rest ---------------------------------------------------------------------------------- */

/* The bytes of the first character and of those up to the next plain one. */
static size_t other_size(const char *text)
{
	const char *p = text, *next = text;

	(void)text_next(&next);
	do {
		p = next;
	} while (*p != '\0' && !is_plain(text_next(&next)));
	return (size_t)(p - text);
}

static void add_without_brackets(const char *s, struct str *out)
{
	while (*s != '\0') {
		const char *from = s;
		unsigned c = text_next(&s), folded = fold_bracket(c);

		if (folded != c)
			str_addc(out, (char)folded);
		else
			str_addn(out, from, (size_t)(s - from));
	}
}

static void take_other(const char *text, size_t n, struct str *out)
{
	utf8proc_uint8_t *folded = NULL;

	if (utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &folded,
		    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
			    UTF8PROC_IGNORE) >= 0)
		add_without_brackets((const char *)folded, out);
	else
		str_addn(out, text, n);
	free(folded);
}

char *fold_text(const char *text)
{
	struct str out = {0};

	if (!text_is_utf8(text, strlen(text))) {
		add_without_brackets(text, &out);
		return str_detach(&out);
	}
	for (text += take_plain(text, &out); *text != '\0'; text += take_plain(text, &out)) {
		size_t n = other_size(text);

		take_other(text, n, &out);
		text += n;
	}
	return str_detach(&out);
}
