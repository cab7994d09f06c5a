/* SPDX-License-Identifier: MIT */
#include "core/str.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"

static void reserve(struct str *s, size_t more)
{
	size_t size = s->size > 0 ? s->size : 64;

	while (size < s->len + more + 1)
		size *= 2;
	if (size > s->size) {
		s->buf = xreallocarray(s->buf, size, 1);
		s->size = size;
	}
}

void str_addn(struct str *s, const void *bytes, size_t n)
{
	reserve(s, n);
	if (n > 0)
		memcpy(s->buf + s->len, bytes, n);
	s->len += n;
	s->buf[s->len] = '\0';
}

void str_add(struct str *s, const char *text)
{
	str_addn(s, text, strlen(text));
}

void str_addc(struct str *s, char c)
{
	reserve(s, 1);
	s->buf[s->len++] = c;
	s->buf[s->len] = '\0';
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	reserve(s, strlen(fmt));
	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(s->buf + s->len, s->size - s->len, fmt, ap);
	if (n >= 0 && (size_t)n >= s->size - s->len) {
		reserve(s, (size_t)n);
		n = vsnprintf(s->buf + s->len, s->size - s->len, fmt, again);
	}
	va_end(again);
	va_end(ap);
	s->len += n >= 0 ? (size_t)n : 0;
	s->buf[s->len] = '\0'; /* as it was, where that format cannot be printed */
}

const char *str_get(const struct str *s)
{
	return s->buf != NULL ? s->buf : "";
}

char *str_detach(struct str *s)
{
	char *text = s->buf != NULL ? s->buf : xstrdup("");

	*s = (struct str){0};
	return text;
}

void str_clear(struct str *s)
{
	s->len = 0;
	if (s->buf != NULL)
		s->buf[0] = '\0';
}

void str_release(struct str *s)
{
	free(s->buf);
	*s = (struct str){0};
}

void strv_addn(struct strv *list, const char *text, size_t n)
{
	GROW(list->v, list->n);
	list->v[list->n++] = xstrndup(text, n);
}

void strv_add(struct strv *list, const char *text)
{
	strv_addn(list, text, strlen(text));
}

bool strv_has(const struct strv *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++) {
		if (strcmp(list->v[i], text) == 0)
			return true;
	}
	return false;
}

void strv_put(struct strv *list, const char *text)
{
	if (!strv_has(list, text))
		strv_add(list, text);
}

void strv_split(struct strv *list, const char *text, const char *separators)
{
	while (text != NULL && *text != '\0') {
		size_t n = strcspn(text, separators);

		if (n > 0)
			strv_addn(list, text, n);
		text += n;
		text += strspn(text, separators);
	}
}

void strv_copy(struct strv *to, const struct strv *from)
{
	struct strv copy = {0};

	for (size_t i = 0; i < from->n; i++)
		strv_add(&copy, from->v[i]);
	strv_release(to);
	*to = copy;
}

char *strv_join(const struct strv *list, const char *separator)
{
	struct str s = {0};

	for (size_t i = 0; i < list->n; i++) {
		if (i > 0)
			str_add(&s, separator);
		str_add(&s, list->v[i]);
	}
	return str_detach(&s);
}

void strv_clear(struct strv *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i]);
	list->n = 0;
}

void strv_release(struct strv *list)
{
	strv_clear(list);
	free(list->v);
	*list = (struct strv){0};
}

bool str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

/* The bytes of the white space that s starts with: ASCII's, or the ideographic space. */
static size_t space(const char *s)
{
	if (isspace((unsigned char)*s))
		return 1;
	return strncmp(s, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

bool str_empty(const char *s)
{
	size_t n;

	if (s == NULL)
		return true;
	while ((n = space(s)) > 0)
		s += n;
	return *s == '\0';
}

bool starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

char *str_trim(const char *s)
{
	const char *end = s;
	size_t n;

	while ((n = space(s)) > 0)
		s += n;
	for (const char *p = end = s; *p != '\0';) {
		n = space(p);
		p += n > 0 ? n : 1;
		if (n == 0)
			end = p;
	}
	return xstrndup(s, (size_t)(end - s));
}

bool str_number(const char *s, int *out)
{
	int n = 0;

	if (s == NULL || *s == '\0' || strlen(s) > 9)
		return false;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return false;
		n = 10 * n + (*s - '0');
	}
	*out = n;
	return true;
}
