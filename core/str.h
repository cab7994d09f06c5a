/* SPDX-License-Identifier: MIT */
#ifndef CORE_STR_H
#define CORE_STR_H

/* Growing strings and lists of strings. Zero is valid: `struct str s = {0};` is empty. */

#include <stdbool.h>
#include <stddef.h>

struct str {
	char *buf; /* owns; NUL-terminated once anything was added, NULL before */
	size_t len, size;
};

void str_add(struct str *s, const char *text);
void str_addn(struct str *s, const void *bytes, size_t n);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *str_get(const struct str *s); /* never NULL; borrowed until the next change */
char *str_detach(struct str *s); /* the caller frees; s is empty again */
void str_clear(struct str *s); /* keeps the memory */
void str_release(struct str *s);

struct strv {
	char **v; /* owns, each of them too */
	size_t n;
};

void strv_add(struct strv *list, const char *text);
void strv_addn(struct strv *list, const char *text, size_t n);
bool strv_has(const struct strv *list, const char *text);
/* Adds text unless it is there. */
void strv_put(struct strv *list, const char *text);
/* Appends the words of text that any byte of separators parts; empty ones are left out. */
void strv_split(struct strv *list, const char *text, const char *separators);
void strv_copy(struct strv *to, const struct strv *from); /* to is released first */
char *strv_join(const struct strv *list, const char *separator); /* the caller frees */
void strv_clear(struct strv *list);
void strv_release(struct strv *list);

bool str_eq(const char *a, const char *b); /* NULL equals NULL alone */
bool str_empty(const char *s); /* NULL, or nothing but white space (U+3000 too) */
bool starts_with(const char *s, const char *prefix);
char *str_trim(const char *s); /* the caller frees */
/* The decimal digits of s as a number; false where s is empty, longer than 9 digits or not digits.
 */
bool str_number(const char *s, int *out);

#endif
