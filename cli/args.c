/* SPDX-License-Identifier: MIT */
#include "cli/args.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/nearest.h"
#include "core/i18n.h"
#include "core/mem.h"
#include "core/text.h"

enum { FIRST_LONG = 256 }; /* getopt's value of the first long option: above every letter */

/* The two option tables in getopt's form. */
struct getopt_table {
	const struct option_spec **specs; /* owns the array */
	struct option *longs; /* owns */
	struct str letters;
	size_t n;
};

static void table_add(struct getopt_table *table, const struct option_spec *spec)
{
	for (; spec != NULL && spec->name != NULL; spec++) {
		int takes = spec->value != NULL ? required_argument : no_argument;

		GROW(table->specs, table->n);
		table->specs[table->n] = spec;
		GROW(table->longs, table->n);
		table->longs[table->n] =
			(struct option){spec->name, takes, NULL, FIRST_LONG + (int)table->n};
		table->n++;
		if (spec->letter == 0)
			continue;
		str_addc(&table->letters, (char)spec->letter);
		if (takes == required_argument)
			str_addc(&table->letters, ':');
	}
}

static void table_end(struct getopt_table *table)
{
	GROW(table->longs, table->n);
	table->longs[table->n] = (struct option){0};
}

static const struct option_spec *table_find(const struct getopt_table *table, int c)
{
	if (c >= FIRST_LONG)
		return table->specs[c - FIRST_LONG];
	for (size_t i = 0; i < table->n; i++) {
		if (table->specs[i]->letter == c)
			return table->specs[i];
	}
	return NULL;
}

static bool unknown_option(const struct getopt_table *table, const char *given, struct err *err)
{
	char *name = starts_with(given, "--") ? xstrndup(given + 2, strcspn(given + 2, "="))
					      : xstrdup(given);
	struct strv names = {0};
	const char *near;

	for (size_t i = 0; i < table->n; i++)
		strv_add(&names, table->specs[i]->name);
	near = nearest(&names, name);
	if (near != NULL)
		err_set(err, ERR_INPUT, _("there is no option '%s'; the nearest is --%s"), given,
			near);
	else
		err_set(err, ERR_INPUT, _("there is no option '%s'"), given);
	strv_release(&names);
	free(name);
	return false;
}

/* The names of files are bytes; all other values are text. */
static bool is_path(const char *option)
{
	static const char *const paths[] = {"store", "output", "file", "table", "pack", "key"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (strcmp(paths[i], option) == 0)
			return true;
	}
	return false;
}

static bool take(
	struct args *args, const struct getopt_table *table, int c, char **argv, struct err *err)
{
	const struct option_spec *spec;
	char letter[3] = {'-', (char)optopt, '\0'};

	if (c == '?' && optopt != 0 && optopt < FIRST_LONG)
		return unknown_option(table, letter, err);
	if (c == '?' && optopt >= FIRST_LONG)
		return err_set(err, ERR_INPUT, _("the option --%s takes no value"),
			table_find(table, optopt)->name);
	if (c == '?')
		return unknown_option(table, argv[optind - 1], err);
	spec = table_find(table, c == ':' ? optopt : c);
	if (c == ':')
		return err_set(err, ERR_INPUT, _("the option --%s needs its value: --%s %s"),
			spec->name, spec->name, spec->value);
	if (spec->value != NULL && !is_path(spec->name) && !text_is_utf8(optarg, strlen(optarg)))
		return err_set(err, ERR_INPUT, _("--%s: its value is not UTF-8"), spec->name);
	strv_add(&args->names, spec->name);
	strv_add(&args->values, spec->value != NULL ? optarg : "");
	return true;
}

bool args_parse(struct args *args, int argc, char **argv, int *next, struct err *err)
{
	struct getopt_table table = {0};
	bool ok = true;
	int c;

	str_add(&table.letters, args->command == NULL ? "+:" : ":");
	table_add(&table, args->command != NULL ? args->command->options : screen_options);
	table_add(&table, global_options);
	table_end(&table);
	opterr = 0;
	optind = 0; /* GNU: begin anew */
	while (ok &&
		(c = getopt_long(argc, argv, str_get(&table.letters), table.longs, NULL)) != -1)
		ok = take(args, &table, c, argv, err);
	*next = optind;
	for (int i = optind; args->command != NULL && i < argc; i++)
		strv_add(&args->words, argv[i]);
	str_release(&table.letters);
	free(table.longs);
	free(table.specs);
	return ok;
}

void args_release(struct args *args)
{
	strv_release(&args->words);
	strv_release(&args->names);
	strv_release(&args->values);
	args->command = NULL;
}

bool args_has(const struct args *args, const char *option)
{
	return strv_has(&args->names, option);
}

const char *args_get(const struct args *args, const char *option)
{
	for (size_t i = args->names.n; i > 0; i--) {
		if (strcmp(args->names.v[i - 1], option) == 0)
			return args->values.v[i - 1];
	}
	return NULL;
}

void args_all(const struct args *args, const char *option, struct strv *values)
{
	for (size_t i = 0; i < args->names.n; i++) {
		if (strcmp(args->names.v[i], option) == 0)
			strv_add(values, args->values.v[i]);
	}
}

bool args_day(const struct args *args, const char *option, int *out, struct err *err)
{
	const char *value = args_get(args, option);

	if (value == NULL || day_parse(value, out))
		return true;
	return err_set(err, ERR_INPUT, _("--%s: '%s' is no date; write it like 2026-11-23"), option,
		value);
}

bool args_number(const struct args *args, const char *option, int *out, struct err *err)
{
	const char *value = args_get(args, option);

	if (value == NULL || str_number(value, out))
		return true;
	return err_set(err, ERR_INPUT, _("--%s: '%s' is no number"), option, value);
}

const char *args_word(const struct args *args, size_t i)
{
	return i < args->words.n ? args->words.v[i] : NULL;
}
