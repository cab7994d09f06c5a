/* SPDX-License-Identifier: MIT */
/* conf_read for tests of core, which link no store: the plain lines of an INI text and nothing of
 * its finer points, which tests/store/test_ini.c asks of the real one. */
#include <stdlib.h>
#include <string.h>

#include "core/conf.h"
#include "core/mem.h"
#include "core/str.h"

static char *trimmed(const char *start, const char *end)
{
	char *copy = xstrndup(start, (size_t)(end - start)), *text = str_trim(copy);

	free(copy);
	return text;
}

static char *unquoted(char *value)
{
	size_t n = strlen(value);

	if (n < 2 || value[0] != '"' || value[n - 1] != '"')
		return value;
	value[n - 1] = '\0';
	memmove(value, value + 1, n - 1);
	return value;
}

static bool read_line(struct conf *conf, const char *file, int number, const char *line)
{
	const char *equals = strchr(line, '='), *end = line + strlen(line);
	char *key, *value;

	if (*line == '\0' || *line == '#')
		return true;
	if (*line == '[' && end[-1] == ']') {
		key = trimmed(line + 1, end - 1);
		conf_add_section(conf, file, number, key);
		free(key);
		return true;
	}
	if (equals == NULL || conf->n == 0)
		return false;
	key = trimmed(line, equals);
	value = unquoted(trimmed(equals + 1, end));
	conf_add_entry(&conf->sections[conf->n - 1], key, value, number);
	free(key);
	free(value);
	return true;
}

bool conf_read(struct conf *conf, const char *file, const char *text, size_t len, struct err *err)
{
	int number = 1;

	for (const char *p = text, *end = text + len; p < end; number++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		char *line = trimmed(p, stop != NULL ? stop : end);
		bool ok = read_line(conf, file, number, line);

		free(line);
		if (!ok)
			return err_set(err, ERR_INPUT, "%s:%d: not a line", file, number);
		p = stop != NULL ? stop + 1 : end;
	}
	return true;
}
