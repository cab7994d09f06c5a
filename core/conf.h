/* SPDX-License-Identifier: MIT */
#ifndef CORE_CONF_H
#define CORE_CONF_H

/* Sections of keys and values as they stand in configuration files, with where each one stands, so
 * that a fault can be named by file and line. store/ini.c fills it; core/pack.c reads it. */

#include <stddef.h>

#include "core/err.h"
#include "core/str.h"

struct conf_entry {
	char *key; /* owns; as iniparser gives it: lower case */
	char *value; /* owns */
	int line;
};

struct conf_section {
	char *file; /* owns */
	int line;
	char *name; /* owns; as written: "ground CN14-SECRET" */
	struct conf_entry *entries; /* owns; in the order of the file */
	size_t n;
};

struct conf {
	struct conf_section *sections; /* owns; in the order of the files */
	size_t n;
};

void conf_release(struct conf *conf);
struct conf_section *conf_add_section(
	struct conf *conf, const char *file, int line, const char *name);
void conf_add_entry(struct conf_section *section, const char *key, const char *value, int line);
/* The value of key; NULL where the section has none. Borrowed. */
const char *conf_get(const struct conf_section *section, const char *key);
int conf_line(
	const struct conf_section *section, const char *key); /* of the key, else of the section */

/* One INI file's text into conf, appended. Implemented by store/ini.c. ERR_INPUT names file and
 * line: a syntax error, a key twice, a section twice, a line over the limit, bytes not UTF-8. */
MUST_CHECK bool conf_read(
	struct conf *conf, const char *file, const char *text, size_t len, struct err *err);
/* The same of a file that a person wrote for themselves: each fault is a sentence more in problems,
 * and all that is right stands. */
void conf_read_right(
	struct conf *conf, const char *file, const char *text, size_t len, struct strv *problems);

#endif
