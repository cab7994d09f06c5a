/* SPDX-License-Identifier: MIT */
#ifndef TUI_SETTINGS_H
#define TUI_SETTINGS_H

/* What the screen may be told to be: one table, of which config.ini ([screen]), the options of the
 * command line and `:set` speak. Later ones go before earlier ones: the site's file, the theme that
 * was chosen last, the person's file, the options, `:set`. */

#include "core/err.h"
#include "core/str.h"

struct app;
struct tui_options;

enum setting {
	SETTING_LANGUAGE,
	SETTING_THEME,
	SETTING_KEYS,
	SETTING_MOUSE,
	SETTING_PREVIEW,
	SETTING_AMBIGUOUS,
	SETTING_ASCII,
	SETTING_BLANKS,
	SETTING_COUNT
};

/* Zero: nobody has said anything. */
struct settings {
	struct {
		char *value, *from; /* owns; from: who said it, "config.ini:3"; NULL: nobody */
	} v[SETTING_COUNT];
};

const char *setting_name(enum setting setting);
const char *setting_help(enum setting setting);
/* "auto zh en": what it may be; NULL: the name of a theme. */
const char *setting_values(enum setting setting);
const char *settings_get(const struct settings *settings, enum setting setting); /* else as built */
bool settings_is(const struct settings *settings, enum setting setting, const char *value);
void settings_put(
	struct settings *settings, enum setting setting, const char *value, const char *from);
/* By name. ERR_INPUT: no such setting, or it cannot be that. */
MUST_CHECK bool settings_say(struct settings *settings, const char *name, const char *value,
	const char *from, struct err *err);
/* All that was said before the first screen. Faults are added to problems by file and line; all
 * that is right stands. */
void settings_load(
	struct settings *settings, const struct tui_options *options, struct strv *problems);
void settings_release(struct settings *settings);

/* Makes the screen what the setting says. */
void settings_apply(struct app *app, enum setting setting);
/* All of them, at the start, in the order that they need. */
void settings_apply_all(struct app *app);
/* keys.ini, instead of what was read of it before; says what is wrong with it. False: there is
 * none. */
bool settings_load_keys(struct app *app);

#endif
