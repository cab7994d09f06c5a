/* SPDX-License-Identifier: MIT */
#include "core/i18n.h"

#include <stdlib.h>
#include <string.h>

#include "core/str.h"

/* glibc's catalogue cache looks at this counter; raising it makes a new LANGUAGE take effect. */
extern int _nl_msg_cat_cntr;

static enum lang current = LANG_EN;

static const char *const codes[] = {
	[LANG_EN] = "en",
	[LANG_ZH] = "zh_CN",
};

void i18n_set(enum lang lang)
{
	current = lang;
	setenv("LANGUAGE", codes[lang], 1);
	_nl_msg_cat_cntr++;
}

enum lang i18n_lang(void)
{
	return current;
}

enum lang i18n_parse(const char *name)
{
	return name != NULL && strncmp(name, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

const char *name_get(const struct name *name)
{
	if (name->in[current] != NULL)
		return name->in[current];
	for (int i = 0; i < LANG_COUNT; i++) {
		if (name->in[i] != NULL)
			return name->in[i];
	}
	return "";
}

bool name_is(const struct name *name, const char *text)
{
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		if (str_eq(name->in[lang], text))
			return true;
	}
	return false;
}

void name_release(struct name *name)
{
	for (int i = 0; i < LANG_COUNT; i++)
		free(name->in[i]);
	*name = (struct name){{0}};
}
