/* SPDX-License-Identifier: MIT */
#include "cli/org.h"

#include <string.h>

#include "cli/js.h"
#include "core/mem.h"

void org_take_names(struct name *name, const struct args *args)
{
	static const char *const options[LANG_COUNT] = {
		[LANG_EN] = "name-en", [LANG_ZH] = "name-zh"};

	if (args_get(args, "name") != NULL)
		set_str(&name->in[i18n_lang()], args_get(args, "name"));
	for (int i = 0; i < LANG_COUNT; i++) {
		if (args_get(args, options[i]) != NULL)
			set_str(&name->in[i], args_get(args, options[i]));
	}
}

void org_name_json(json_t *line, const struct name *name)
{
	json_t *names = json_object();

	js_str(names, "en", name->in[LANG_EN]);
	js_str(names, "zh", name->in[LANG_ZH]);
	js_put(line, "name", names);
}

bool org_split_post(const char *text, const char *unit, char **role, char **of)
{
	const char *at = strchr(text, '@');

	if (at == NULL && unit == NULL)
		return false;
	*role = at != NULL ? xstrndup(text, (size_t)(at - text)) : xstrdup(text);
	*of = xstrdup(at != NULL ? at + 1 : unit);
	return true;
}
