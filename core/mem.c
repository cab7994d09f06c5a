/* SPDX-License-Identifier: MIT */
#include "core/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_UNKNOWN = 4 }; /* of the command line: what was begun may stand, or not */

static void *or_exit(void *p)
{
	if (p == NULL) {
		fputs("gongkai: out of memory: look whether it stands before doing it again\n",
			stderr);
		exit(STATUS_UNKNOWN);
	}
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	return or_exit(calloc(n > 0 ? n : 1, size > 0 ? size : 1));
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	return or_exit(reallocarray(p, n > 0 ? n : 1, size > 0 ? size : 1));
}

char *xstrdup(const char *s)
{
	return s == NULL ? NULL : or_exit(strdup(s));
}

char *xstrndup(const char *s, size_t n)
{
	return or_exit(strndup(s, n));
}

void *xmemdup(const void *p, size_t n)
{
	void *copy = xcalloc(1, n);

	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

char *xvasprintf(const char *fmt, va_list ap)
{
	char *s = NULL;

	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	return or_exit(s);
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	return s;
}

void *grow_array(void *items, size_t n, size_t size)
{
	if (n > 0 && (n & (n - 1)) != 0)
		return items;
	items = xreallocarray(items, n == 0 ? 1 : 2 * n, size);
	memset((char *)items + n * size, 0, (n == 0 ? 1 : n) * size);
	return items;
}

void set_str(char **slot, const char *s)
{
	char *copy = xstrdup(s);

	free(*slot);
	*slot = copy;
}
