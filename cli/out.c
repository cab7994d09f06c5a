/* SPDX-License-Identifier: MIT */
#include "cli/out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/str.h"
#include "core/text.h"

/* One character at s in the locale's encoding; 0 bytes long never, a broken byte is 1 and *c -1. */
static size_t next_char(const char *s, size_t len, wchar_t *c)
{
	mbstate_t state = {0};
	size_t n = mbrtowc(c, s, len, &state);

	if (n == (size_t)-1 || n == (size_t)-2) {
		*c = -1;
		return 1;
	}
	return n == 0 ? 1 : n;
}

char *out_safe(const char *text, size_t len)
{
	struct str safe = {0};
	size_t n;

	str_add(&safe, "");
	for (size_t at = 0; at < len; at += n) {
		wchar_t c;

		n = next_char(text + at, len - at, &c);
		if (c < 0 || (c < ' ' && c != '\n' && c != '\t') || c == 0x7F)
			str_addf(&safe, "\\x%02x", (unsigned char)text[at]);
		else if ((c >= 0x80 && c < 0xA0) || text_is_hidden((unsigned)c))
			str_addf(&safe, "\\u%04x", (unsigned)c);
		else
			str_addn(&safe, text + at, n);
	}
	return str_detach(&safe);
}

static void put_safe(FILE *to, const char *text, size_t len)
{
	char *safe = out_safe(text, len);

	fputs(safe, to);
	free(safe);
}

void out_print(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	put_safe(stdout, text, strlen(text));
	free(text);
}

void out_bytes(const char *text, size_t len)
{
	put_safe(stdout, text, len);
}

void out_complain(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	fflush(stdout); /* so that both come in order on one terminal */
	fputs("gongkai: ", stderr);
	put_safe(stderr, text, strlen(text));
	fputc('\n', stderr);
	free(text);
}

void out_progress(const char *fmt, ...)
{
	va_list ap;
	char *text;

	if (!isatty(STDERR_FILENO))
		return;
	fputs("\r\033[K", stderr);
	if (fmt != NULL) {
		va_start(ap, fmt);
		text = xvasprintf(fmt, ap);
		va_end(ap);
		put_safe(stderr, text, strlen(text));
		free(text);
	}
	fflush(stderr);
}

static int char_width(wchar_t c)
{
	int width = c < 0 ? 1 : wcwidth(c);

	return width < 0 ? 0 : width;
}

int out_width(const char *text)
{
	size_t len = strlen(text), n;
	int width = 0;

	for (size_t at = 0; at < len; at += n) {
		wchar_t c;

		n = next_char(text + at, len - at, &c);
		width += char_width(c);
	}
	return width;
}

char *out_cut(const char *text, int columns)
{
	size_t len = strlen(text), at = 0;
	int width = 0;

	if (out_width(text) <= columns)
		return xstrdup(text);
	while (at < len) {
		wchar_t c;
		size_t n = next_char(text + at, len - at, &c);

		if (width + char_width(c) > columns - 1)
			break;
		width += char_width(c);
		at += n;
	}
	return xasprintf("%.*s…", (int)at, text);
}

int out_columns(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}

bool out_flush(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	out_complain(_("the output could not be written: %s"), err_system(errno));
	return false;
}
