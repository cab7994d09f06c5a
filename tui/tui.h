/* SPDX-License-Identifier: MIT */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include <stdio.h>

#include "core/session.h"

/* Characters that some terminals show in one column and some in two: “ ” … — · */
enum tui_ambiguous { AMBIGUOUS_AUTO, AMBIGUOUS_NARROW, AMBIGUOUS_WIDE };

struct tui_options {
	bool is_demo; /* the person can be switched by a key */
	bool is_read_only; /* nothing can be decided */
	bool no_color; /* as NO_COLOR in the environment */
	bool is_tutor; /* lessons stand over the status line */
	bool no_mouse; /* the mouse is the terminal's until it is asked for */
	bool is_ascii; /* borders and marks in ASCII */
	enum tui_ambiguous ambiguous; /* auto: the terminal is asked */
	const char *theme; /* its name; NULL: default */
	const char *theme_dir; /* the folder of themes */
	const char *pack_dir; /* the folder of packs that came with the program; NULL: none */
	const char *config_dir; /* the person's: config.ini, keys.ini, themes; NULL: none */
	const char *site_config; /* the site's config.ini, which need not be there; NULL: none */
	const char *state_dir; /* what the program keeps for the person; NULL: nothing */
	const char *lang; /* "zh", "en"; NULL: as i18n_set was told */
};

/* The screens, until the person leaves. Returns the exit status; not 0: err says why. The session
 * may be another person's afterwards. */
int tui_run(struct session *session, const struct tui_options *options, struct err *err);

/* The same as numbered menus, line by line. Returns the exit status. */
int tui_plain(struct session *session, const struct tui_options *options, FILE *in, FILE *out);

/* Every setting of the screen in five cells: its name, its value, who said it ("" nobody), what it
 * may be, what it is. What is wrong with the files that say it is added to problems. */
void tui_settings(const struct tui_options *options, struct strv *cells, struct strv *problems);

/* What the terminal is to the screen, a sentence each: kind, colours, mouse, the width of its
 * characters. Takes no terminal. */
void tui_doctor(struct strv *sentences);

#endif
