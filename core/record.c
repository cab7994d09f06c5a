/* SPDX-License-Identifier: MIT */
#include "core/record.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"

/* A value's later lines begin with a blank. */
static void add_value(struct str *out, const char *value)
{
	const char *end;

	while ((end = strchr(value, '\n')) != NULL) {
		str_addn(out, value, (size_t)(end + 1 - value));
		str_addc(out, ' ');
		value = end + 1;
	}
	str_add(out, value);
	str_addc(out, '\n');
}

void record_add(struct str *out, const char *key, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	str_add(out, key);
	str_add(out, ": ");
	add_value(out, value);
}

void record_addf(struct str *out, const char *key, const char *fmt, ...)
{
	va_list ap;
	char *value;

	va_start(ap, fmt);
	value = xvasprintf(fmt, ap);
	va_end(ap);
	record_add(out, key, value);
	free(value);
}

void record_add_all(struct str *out, const char *key, const struct strv *values)
{
	for (size_t i = 0; i < values->n; i++)
		record_add(out, key, values->v[i]);
}

/* Most keys that are asked for are not there, and differ in their first byte. */
static bool is_key(const struct record_line *line, const char *key)
{
	return line->key[0] == key[0] && strcmp(line->key, key) == 0;
}

const char *record_get(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->n; i++) {
		if (is_key(&record->lines[i], key))
			return record->lines[i].value;
	}
	return NULL;
}

void record_get_all(const struct record *record, const char *key, struct strv *values)
{
	for (size_t i = 0; i < record->n; i++) {
		if (is_key(&record->lines[i], key))
			strv_add(values, record->lines[i].value);
	}
}

/* The length of the key that line begins with; 0 where it begins with none. */
static size_t key_length(const char *line)
{
	size_t n = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

	return line[n] == ':' ? n : 0;
}

/* Ends the value that begins at *text and closes up its later lines, whose blanks go; *text moves
 * behind it, and *number on by its lines. */
static const char *take_value(char **text, int *number)
{
	char *value = *text, *out = value, *p = value;

	for (;;) {
		size_t len = strcspn(p, "\n");

		if (out != p)
			memmove(out, p, len);
		out += len;
		p += len;
		(*number)++;
		if (p[0] == '\0' || p[1] != ' ')
			break;
		*out++ = '\n';
		p += 2;
	}
	*text = p + (*p == '\n' ? 1 : 0);
	*out = '\0';
	return value;
}

/* A line without a value is never written. */
static bool is_empty(const char *value)
{
	return value[0] == '\0' || (value[0] == '\n' && value[1] != ' ');
}

bool record_parse(struct record *record, const char *text, struct err *err)
{
	size_t len = strlen(text);
	int number = 1;
	char *p;

	if (!text_is_utf8(text, len))
		return err_set(err, ERR_INPUT, _("the record is not UTF-8"));
	record->text = p = xstrndup(text, len);
	while (*p != '\0') {
		size_t key = key_length(p);

		if (key == 0 || p[key + 1] != ' ' || is_empty(p + key + 2))
			return err_set(err, ERR_INPUT, _("line %d is no `Key: value`"), number);
		GROW(record->lines, record->n);
		record->lines[record->n].key = p;
		p[key] = '\0';
		p += key + 2;
		record->lines[record->n].value = take_value(&p, &number);
		record->n++;
	}
	return true;
}

void record_release(struct record *record)
{
	free(record->lines);
	free(record->text);
	*record = (struct record){0};
}
