/* SPDX-License-Identifier: MIT */
#include "core/record.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/i18n.h"
#include "core/mem.h"

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

/* Appends a continuation to the value of the last line. */
static void continue_last(struct record *record, const char *text, size_t len)
{
	struct record_line *last = &record->lines[record->n - 1];
	char *longer = xasprintf("%s\n%.*s", last->value, (int)len, text);

	free(last->value);
	last->value = longer;
}

bool record_parse(struct record *record, const char *text, struct err *err)
{
	for (int number = 1; *text != '\0'; number++) {
		size_t len = strcspn(text, "\n"), key = key_length(text);

		if (*text == ' ' && record->n > 0) {
			continue_last(record, text + 1, len - 1);
		} else if (key > 0 && key < len && text[key + 1] == ' ') {
			GROW(record->lines, record->n);
			record->lines[record->n].key = xstrndup(text, key);
			record->lines[record->n].value = xstrndup(text + key + 2, len - key - 2);
			record->n++;
		} else {
			return err_set(err, ERR_INPUT, _("line %d is no `Key: value`"), number);
		}
		text += len;
		text += *text == '\n' ? 1 : 0;
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
