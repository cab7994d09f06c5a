/* SPDX-License-Identifier: MIT */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

/* The words and options after a command's name, read once by its table of options. */

#include <stdbool.h>

#include "core/err.h"
#include "core/str.h"

struct command;

struct option_spec {
	const char *name; /* of the long form */
	int letter; /* of the short form, or 0 */
	const char *value; /* what its value is called, or NULL: it takes none */
	const char *help; /* translated where it is shown */
};

struct args {
	const struct command *command; /* borrowed; NULL before one is known */
	struct strv words; /* owns; what is no option, in order */
	struct strv names, values; /* owns; the options as they were given, "" for no value */
};

/* Reads argv[1..] by the command's options and the global ones; without a command it stops at the
 * first word, which *next then counts (argc where there is none). ERR_INPUT: an unknown option or a
 * missing value. */
MUST_CHECK bool args_parse(struct args *args, int argc, char **argv, int *next, struct err *err);
void args_release(struct args *args);

bool args_has(const struct args *args, const char *option);
const char *args_get(const struct args *args, const char *option); /* the last; NULL; borrowed */
void args_all(const struct args *args, const char *option, struct strv *values);
/* Options as days and numbers; *out stays as it is where they were not given. ERR_INPUT. */
MUST_CHECK bool args_day(const struct args *args, const char *option, int *out, struct err *err);
MUST_CHECK bool args_number(const struct args *args, const char *option, int *out, struct err *err);
const char *args_word(const struct args *args, size_t i); /* NULL behind the last; borrowed */

#endif
