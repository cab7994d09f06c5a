/* SPDX-License-Identifier: MIT */
#ifndef CLI_JS_H
#define CLI_JS_H

/* What `--json` prints: one object a line, keys in the order they were set, English in every
 * language. What is not there is null. */

#include <jansson.h>

#include "core/day.h"
#include "core/str.h"

void js_print(json_t *object); /* a line on stdout; object is freed */
void js_str(json_t *object, const char *key, const char *value); /* NULL and "": null */
void js_text(json_t *object, const char *key, const char *text, size_t len); /* "" stays "" */
void js_int(json_t *object, const char *key, long long value);
void js_bool(json_t *object, const char *key, bool value);
void js_day(json_t *object, const char *key, int day);
void js_stamp(json_t *object, const char *key, struct stamp stamp);
void js_list(json_t *object, const char *key, const struct strv *list);
void js_put(json_t *object, const char *key, json_t *value); /* value is taken over */

#endif
