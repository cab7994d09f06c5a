/* SPDX-License-Identifier: MIT */
#include "core/fold.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/mem.h"

/* 〔2018〕, [2018] and 【2018】 are typed for one another; （ is ( already. */
static const struct {
	const char *from, *to;
} brackets[] = {
	{"\u3014", "("},
	{"\u3015", ")"},
	{"\u3010", "("},
	{"\u3011", ")"},
	{"[", "("},
	{"]", ")"},
};

/* Shortens only, so that it can be done in place. */
static void fold_brackets(char *s)
{
	char *out = s;

	while (*s != '\0') {
		size_t i, n = sizeof(brackets) / sizeof(*brackets);

		for (i = 0; i < n; i++) {
			if (strncmp(s, brackets[i].from, strlen(brackets[i].from)) == 0)
				break;
		}
		*out++ = i < n ? brackets[i].to[0] : *s;
		s += i < n ? strlen(brackets[i].from) : 1;
	}
	*out = '\0';
}

char *fold_text(const char *text)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n;
	char *copy;

	n = utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	copy = xstrdup(n >= 0 ? (const char *)folded : text);
	free(folded);
	fold_brackets(copy);
	return copy;
}
