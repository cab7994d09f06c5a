/* SPDX-License-Identifier: MIT */
#ifndef TUI_THEME_H
#define TUI_THEME_H

/* What each role looks like. A theme is an INI file: `[theme]` with `name.en`, `name.zh`,
 * `inherit`, and `[styles]` with lines `late = white on red bold`. Without a line a role looks as
 * in the theme that is inherited, or like the role it inherits from. A person's own theme goes
 * before an installed one of that name, and may inherit that. */

#include <stdbool.h>

#include "core/err.h"
#include "core/str.h"
#include "tui/style.h"

/* A colour that is no number of the palette: RGB | 0xrrggbb. */
enum { RGB = 1 << 24 };
enum { LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_REVERSE = 4, LOOK_UNDERLINE = 8, LOOK_ITALIC = 16 };

struct look {
	int fg, bg; /* -1: the terminal's own; 0-255; RGB */
	unsigned attributes;
};

struct theme {
	char *name; /* owns */
	struct look looks[STYLE_COUNT];
};

/* The folders of themes; either may be NULL. */
struct theme_dirs {
	const char *own, *installed;
};

/* "bright-white on rgb:1c3a5e bold underline". ERR_INPUT: the word that is none. */
MUST_CHECK bool look_parse(struct look *look, const char *text, struct err *err);
/* What a terminal of so many colours shows for a colour: its own number of it, on 16 million that
 * is 0xrrggbb; the nearest of 256 for one that it lacks; -1: it has nothing like it. */
int look_colour(int colour, int colours);
/* The looks that need no file: no colour at all. */
void theme_mono(struct theme *theme);
/* A theme by name. What is wrong with its lines is added to problems as sentences with file and
 * line; all that is right stands. ERR_NOT_FOUND: there is no such theme, and theme is mono. */
MUST_CHECK bool theme_load(struct theme *theme, const struct theme_dirs *dirs, const char *name,
	struct strv *problems, struct err *err);
/* The names of all themes, sorted, each once. */
void theme_names(const struct theme_dirs *dirs, struct strv *names);
void theme_release(struct theme *theme);

#endif
