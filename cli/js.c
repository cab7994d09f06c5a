/* SPDX-License-Identifier: MIT */
#include "cli/js.h"

#include <stdio.h>
#include <string.h>

void js_print(json_t *object)
{
	json_dumpf(object, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(object);
}

void js_put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value != NULL ? value : json_null());
}

void js_str(json_t *object, const char *key, const char *value)
{
	bool none = value == NULL || *value == '\0';

	/* json_string() has no answer for what is no UTF-8. */
	js_put(object, key, none ? NULL : json_string(value));
}

void js_text(json_t *object, const char *key, const char *text, size_t len)
{
	js_put(object, key, text == NULL ? NULL : json_stringn(text, len));
}

void js_int(json_t *object, const char *key, long long value)
{
	js_put(object, key, json_integer(value));
}

void js_bool(json_t *object, const char *key, bool value)
{
	js_put(object, key, json_boolean(value));
}

void js_day(json_t *object, const char *key, int day)
{
	char buf[DAY_SIZE];

	js_str(object, key, day_format(day, buf));
}

void js_stamp(json_t *object, const char *key, struct stamp stamp)
{
	char buf[STAMP_SIZE];

	js_str(object, key, stamp.time == 0 ? NULL : stamp_format(stamp, buf));
}

void js_list(json_t *object, const char *key, const struct strv *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->n; i++)
		json_array_append_new(array, json_string(list->v[i]));
	js_put(object, key, array);
}
