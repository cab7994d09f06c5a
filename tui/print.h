/* SPDX-License-Identifier: MIT */
#ifndef TUI_PRINT_H
#define TUI_PRINT_H

/* What is printed goes into a new file, or stands on the screen to be read. */

#include "tui/views.h"

/* Asks for the file; the answer comes to the top view's hook, with the tag. Over SSH nothing is
 * asked, since a file of that machine is of no use: false. */
bool print_ask(struct app *app, int tag);
/* Whether a path asks for a page of HTML. */
bool print_is_html(const char *path);
/* A new file; path "": on the screen under the title. Says what came of it. */
void print_out(struct app *app, const char *path, const char *title, const struct str *text);
/* The papers one behind the other, to where was typed. */
void print_papers(struct app *app, const struct strv *ids, const char *typed);

#endif
