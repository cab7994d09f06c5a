/* SPDX-License-Identifier: MIT */
#include "core/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

/* Copies s into the fixed text, cut before the character that no longer fits. */
static void put(struct err *err, const char *s)
{
	static const char more[] = "…";
	size_t len = strlen(s);

	if (len < sizeof(err->text)) {
		memcpy(err->text, s, len + 1);
		return;
	}
	len = sizeof(err->text) - sizeof(more);
	while (len > 0 && ((unsigned char)s[len] & 0xC0) == 0x80)
		len--;
	memcpy(err->text, s, len);
	memcpy(err->text + len, more, sizeof(more));
}

bool err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	err->code = code;
	put(err, s);
	free(s);
	return false;
}

bool err_wrap(struct err *err, const char *fmt, ...)
{
	va_list ap;
	char *context, *s;

	va_start(ap, fmt);
	context = xvasprintf(fmt, ap);
	va_end(ap);
	s = xasprintf("%s: %s", context, err->text);
	put(err, s);
	free(s);
	free(context);
	return false;
}
