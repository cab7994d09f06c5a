/* SPDX-License-Identifier: MIT */
#include "core/record.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"

void record_add(struct record *record, const char *key, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	GROW(record->lines, record->n);
	record->lines[record->n].key = xstrdup(key);
	record->lines[record->n].value = xstrdup(value);
	record->n++;
}

void record_addf(struct record *record, const char *key, const char *fmt, ...)
{
	va_list ap;
	char *value;

	va_start(ap, fmt);
	value = xvasprintf(fmt, ap);
	va_end(ap);
	record_add(record, key, value);
	free(value);
}

void record_add_all(struct record *record, const char *key, const struct strv *values)
{
	for (size_t i = 0; i < values->n; i++)
		record_add(record, key, values->v[i]);
}

const char *record_get(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->n; i++) {
		if (strcmp(record->lines[i].key, key) == 0)
			return record->lines[i].value;
	}
	return NULL;
}

void record_get_all(const struct record *record, const char *key, struct strv *values)
{
	for (size_t i = 0; i < record->n; i++) {
		if (strcmp(record->lines[i].key, key) == 0)
			strv_add(values, record->lines[i].value);
	}
}

void record_print(const struct record *record, struct str *out)
{
	for (size_t i = 0; i < record->n; i++) {
		str_add(out, record->lines[i].key);
		str_add(out, ": ");
		for (const char *p = record->lines[i].value; *p != '\0'; p++) {
			str_addc(out, *p);
			if (*p == '\n')
				str_addc(out, ' ');
		}
		str_addc(out, '\n');
	}
}

/* The length of the key that line begins with; 0 where it begins with none. */
static size_t key_length(const char *line)
{
	size_t n = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

	return line[n] == ':' ? n : 0;
}

/* The value that begins at *text, its later lines without their blanks; *text moves behind it, and
 * *number on by its lines. */
static char *take_value(const char **text, int *number)
{
	struct str value = {0};
	const char *p = *text;

	for (;; p += 2) {
		size_t len = strcspn(p, "\n");

		str_addn(&value, p, len);
		p += len;
		(*number)++;
		if (p[0] == '\0' || p[1] != ' ')
			break;
		str_addc(&value, '\n');
	}
	*text = p + (*p == '\n' ? 1 : 0);
	return str_detach(&value);
}

/* A line without a value is never written. */
static bool is_empty(const char *value)
{
	return value[0] == '\0' || (value[0] == '\n' && value[1] != ' ');
}

bool record_parse(struct record *record, const char *text, struct err *err)
{
	int number = 1;

	if (!text_is_utf8(text, strlen(text)))
		return err_set(err, ERR_INPUT, _("the record is not UTF-8"));
	while (*text != '\0') {
		size_t key = key_length(text);

		if (key == 0 || text[key + 1] != ' ' || is_empty(text + key + 2))
			return err_set(err, ERR_INPUT, _("line %d is no `Key: value`"), number);
		GROW(record->lines, record->n);
		record->lines[record->n].key = xstrndup(text, key);
		text += key + 2;
		record->lines[record->n].value = take_value(&text, &number);
		record->n++;
	}
	return true;
}

void record_release(struct record *record)
{
	for (size_t i = 0; i < record->n; i++) {
		free(record->lines[i].key);
		free(record->lines[i].value);
	}
	free(record->lines);
	*record = (struct record){0};
}
