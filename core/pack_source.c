/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/day.h"
#include "core/mem.h"
#include "core/pack_read.h"

static bool vfault(struct err *err, struct place place, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

static bool vfault(struct err *err, struct place place, const char *fmt, va_list ap)
{
	char *sentence = xvasprintf(fmt, ap);

	err_set(err, ERR_INPUT, "%s:%d: %s", place.file, place.line, sentence);
	free(sentence);
	return false;
}

bool pack_fault(struct err *err, struct place place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfault(err, place, fmt, ap);
	va_end(ap);
	return false;
}

struct place source_place(const struct source *source, const char *key)
{
	return (struct place){
		.file = source->section->file,
		.line = key != NULL ? conf_line(source->section, key) : source->section->line,
	};
}

void source_fault(struct source *source, const char *key, const char *fmt, ...)
{
	va_list ap;

	if (source->failed)
		return;
	source->failed = true;
	va_start(ap, fmt);
	vfault(source->err, source_place(source, key), fmt, ap);
	va_end(ap);
}

/* The value of key, NULL where it is missing or empty. */
static const char *value_of(const struct source *source, const char *key)
{
	const char *value = conf_get(source->section, key);

	return source->failed || str_empty(value) ? NULL : value;
}

char *source_text(struct source *source, const char *key)
{
	return xstrdup(value_of(source, key));
}

struct name source_name(struct source *source, const char *key)
{
	static const char *const suffixes[LANG_COUNT] = {[LANG_EN] = "en", [LANG_ZH] = "zh"};
	struct name name = {{0}};

	for (int i = 0; i < LANG_COUNT; i++) {
		char *full = xasprintf("%s.%s", key, suffixes[i]);

		name.in[i] = source_text(source, full);
		free(full);
	}
	return name;
}

bool source_yes(struct source *source, const char *key)
{
	static const char *const words[] = {"no", "yes"};

	return source_word(source, key, words, 2) == 1;
}

int source_day(struct source *source, const char *key)
{
	const char *value = value_of(source, key);
	int day = DAY_NONE;

	if (value != NULL && !day_parse(value, &day))
		source_fault(
			source, key, _("'%s' is '%s'; a day is written 2026-11-23"), key, value);
	return day;
}

int source_number(struct source *source, const char *key, int min, int max, int missing)
{
	const char *value = value_of(source, key);
	int number = missing;

	if (value != NULL && (!str_number(value, &number) || number < min || number > max))
		source_fault(source, key, _("'%s' is '%s'; it is a number from %d to %d"), key,
			value, min, max);
	return number;
}

int source_word(struct source *source, const char *key, const char *const *words, size_t n)
{
	const char *value = value_of(source, key);
	char *allowed;

	if (value == NULL)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (code_eq(value, words[i]))
			return (int)i;
	}
	allowed = coded_join((struct coded){words, n, sizeof(*words), NULL});
	source_fault(source, key, _("'%s' is '%s'; it is one of: %s"), key, value, allowed);
	free(allowed);
	return 0;
}

bool coded_unknown(struct coded declared, const char *code, struct place place, struct err *err)
{
	char *allowed = coded_join(declared);

	pack_fault(err, place, _("'%s' is none of the %s of this pack: %s"), code, declared.what,
		allowed);
	free(allowed);
	return false;
}

bool codes_read(struct strv *codes, struct coded declared, const char *text, const char *separators,
	struct place place, struct err *err)
{
	struct strv words = {0};
	bool ok = true;

	strv_split(&words, text, separators);
	for (size_t i = 0; ok && i < words.n; i++) {
		char *const *code = coded_find(declared, words.v[i]);

		if (code == NULL)
			ok = coded_unknown(declared, words.v[i], place, err);
		else if (strv_has(codes, *code))
			ok = pack_fault(err, place, _("'%s' stands twice in the list"), *code);
		else
			strv_add(codes, *code);
	}
	strv_release(&words);
	return ok;
}

void source_codes(struct source *source, const char *key, struct coded declared, struct strv *codes)
{
	const char *text = conf_get(source->section, key);

	if (text != NULL && !source->failed &&
		!codes_read(codes, declared, text, " \t", source_place(source, key), source->err))
		source->failed = true;
}

void source_when(struct source *source, const struct kind *kind, char **when)
{
	const char *text = conf_get(source->section, "when");

	if (text != NULL && !source->failed &&
		!condition_read(
			when, source->pack, kind, text, source_place(source, "when"), source->err))
		source->failed = true;
}

const struct pack_file *source_file(struct source *source, const char *key)
{
	const char *path = conf_get(source->section, key);
	const struct pack_file *file = path != NULL ? pack_file(source->pack, path) : NULL;

	if (file == NULL && !str_empty(path))
		source_fault(source, key, _("the pack holds no file '%s'"), path);
	return file;
}

char *source_code(const struct source *source)
{
	return xstrdup(source->words.v[source->words.n - 1]);
}
