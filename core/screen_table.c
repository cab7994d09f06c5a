/* SPDX-License-Identifier: MIT */
#include "core/screen_table.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A number of up to six digits at *p; false where there is none. */
static bool read_number(const char **p, int *number)
{
	int digits = 0;

	for (*number = 0; **p >= '0' && **p <= '9' && digits < 7; (*p)++, digits++)
		*number = *number * 10 + (**p - '0');
	return digits > 0 && digits < 7;
}

static void read_line(const char *p, struct screen_line *line)
{
	*line = (struct screen_line){.word = p};
	line->len = strcspn(p, " \t\r\n#");
	p += line->len;
	for (;;) {
		while (is_blank(*p))
			p++;
		if (*p == '\0' || *p == '\n' || *p == '#')
			return;
		if (line->n == SCREEN_NUMBERS_MAX || !read_number(&p, &line->numbers[line->n++])) {
			line->len = 0;
			return;
		}
	}
}

bool screen_table_next(const char **text, struct screen_line *line)
{
	while (**text != '\0') {
		const char *p = *text;
		size_t n = strcspn(p, "\n");

		*text = p + n + (p[n] == '\n' ? 1 : 0);
		p += strspn(p, " \t\r");
		if (*p == '\0' || *p == '\n' || *p == '#')
			continue;
		read_line(p, line);
		return true;
	}
	return false;
}

int screen_table_fault(const char *text)
{
	struct screen_line line;
	const char *rest = text;

	while (screen_table_next(&rest, &line)) {
		int number = 1;

		if (line.len > 0)
			continue;
		for (const char *p = text; p < line.word; p++)
			number += *p == '\n' ? 1 : 0;
		return number;
	}
	return 0;
}
