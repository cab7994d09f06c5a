/* SPDX-License-Identifier: MIT */
#ifndef CORE_I18N_H
#define CORE_I18N_H

/* The words of the program: English in the source, the others through gettext (libintl is part of
 * libc). Packs bring their own words in every language; i18n_lang says which to show. */

#include <libintl.h>
#include <stdbool.h>

#define _(text) gettext(text)
#define N_(text) (text)

enum lang { LANG_EN, LANG_ZH, LANG_COUNT };

/* Chooses the language of every sentence from here on; may be called again at any time. Needs
 * setlocale() with a UTF-8 (or other non-C) LC_MESSAGES first. */
void i18n_set(enum lang lang);
enum lang i18n_lang(void);
/* "zh", "zh_CN.UTF-8", "en_GB" to a language; LANG_EN where the name is none of ours. */
enum lang i18n_parse(const char *name);

/* A name that a pack gives in every language. */
struct name {
	char *in[LANG_COUNT]; /* owns; NULL where the pack has none */
};
const char *name_get(const struct name *name); /* in the current language, else any, else "" */
bool name_is(const struct name *name, const char *text); /* in any language */
void name_release(struct name *name);

#endif
