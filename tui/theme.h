/* SPDX-License-Identifier: MIT */
#ifndef TUI_THEME_H
#define TUI_THEME_H

/* What each role looks like. A theme is an INI file: `[theme]` with `name.en`, `name.zh`,
 * `inherit`, and `[styles]` with lines `late = white on red bold`. Without a line a role looks like
 * the role it inherits from. */

#include <stdbool.h>

#include "core/err.h"
#include "core/str.h"
#include "tui/style.h"

enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_REVERSE = 4, LOOK_UNDERLINE = 8, LOOK_ITALIC = 16 };

struct look {
	int fg, bg; /* -1: the terminal's own; 0-255 */
	unsigned attributes;
};

struct theme {
	char *name; /* owns */
	struct look looks[STYLE_COUNT];
};

/* "bright-white on 24 bold underline". ERR_INPUT: the word that is none. */
MUST_CHECK bool look_parse(struct look *look, const char *text, struct err *err);
/* The looks that need no file: no colour at all. */
void theme_mono(struct theme *theme);
/* A theme by name from the folder of themes. ERR_NOT_FOUND: with the names there are; ERR_INPUT:
 * file and line. On failure theme is mono. */
MUST_CHECK bool theme_load(struct theme *theme, const char *dir, const char *name, struct err *err);
/* The names of a folder's themes, sorted. */
void theme_names(const char *dir, struct strv *names);
void theme_release(struct theme *theme);

#endif
