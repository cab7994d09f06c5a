/* SPDX-License-Identifier: MIT */
#include "store/read/gather.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/text.h"

void gather_release(struct gather *gather)
{
	str_release(&gather->body);
	for (int i = 0; i < MARK_COUNT; i++)
		str_release(&gather->marked[i]);
	strv_release(&gather->parts);
	*gather = (struct gather){0};
}

void gather_fail(struct gather *gather, enum failure failure)
{
	struct str line = {0};

	gather->failure = failure;
	if (gather->escape != NULL)
		longjmp(*gather->escape, 1);
	str_addf(&line, "E%s\n.\n", failure_words[failure]);
	_exit(write(STDOUT_FILENO, line.buf, line.len) == (ssize_t)line.len ? 0 : 1);
}

static void count(struct gather *gather, size_t len)
{
	gather->size += len;
	if (gather->size > TEXT_MAX)
		gather_fail(gather, FAILURE_LARGE);
}

void gather_text(struct gather *gather, const char *text, size_t len)
{
	count(gather, len);
	str_addn(&gather->body, text, len);
}

void gather_line(struct gather *gather)
{
	struct str *body = &gather->body;

	if (body->len > 0 && body->buf[body->len - 1] != '\n')
		str_addc(body, '\n');
}

void gather_mark(struct gather *gather, enum mark mark, const char *text, size_t len)
{
	struct str *lines = &gather->marked[mark];

	count(gather, len + 1);
	str_addn(lines, text, len);
	str_addc(lines, '\n');
}

void gather_markf(struct gather *gather, enum mark mark, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	gather_mark(gather, mark, text, strlen(text));
	free(text);
}

void gather_part(struct gather *gather, bool is_read, const char *name)
{
	char *line = xasprintf("%c%s", is_read ? '+' : '-', name);

	count(gather, strlen(line));
	strv_add(&gather->parts, line);
	free(line);
}

/* Lines as they are told: what is no UTF-8 is a sign that says so, and no control character but the
 * tab gets through. */
static void print_line(struct str *out, const char *what, const char *p, size_t len)
{
	str_add(out, what);
	for (size_t i = 0; i < len;) {
		size_t n = 1;

		while (n < 4 && i + n < len && ((unsigned char)p[i + n] & 0xC0) == 0x80)
			n++;
		if (p[i] == '\r' || p[i] == '\n')
			str_addc(out, ' ');
		else if (text_is_utf8(p + i, n))
			str_addn(out, p + i, n);
		else
			str_add(out, "\xEF\xBF\xBD");
		i += n;
	}
	str_addc(out, '\n');
}

static void print_lines(struct str *out, const char *what, const struct str *lines)
{
	const char *p = str_get(lines), *end = p + lines->len;

	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		stop = stop != NULL ? stop : end;
		print_line(out, what, p, (size_t)(stop - p));
		p = stop + 1;
	}
}

void gather_print(const struct gather *gather, struct str *out)
{
	str_addf(out, "F%s\n", gather->format);
	for (size_t i = 0; i < gather->parts.n; i++)
		print_line(out, "", gather->parts.v[i], strlen(gather->parts.v[i]));
	print_lines(out, "T", &gather->body);
	for (int i = 0; i < MARK_COUNT; i++) {
		char *what = xasprintf("M%s ", mark_code((enum mark)i));

		print_lines(out, what, &gather->marked[i]);
		free(what);
	}
	str_add(out, ".\n");
}
